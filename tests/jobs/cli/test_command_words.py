"""Where the options of everly end and another command begins."""

from pathlib import Path

import pytest

from tests.jobs.cli.runs import Result, run


@pytest.fixture
def alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("EVERLY_HOME", str(tmp_path / "home"))
    return tmp_path


def told(result: Result) -> str:
    return result.err.splitlines()[-1] if result.err else ""


@pytest.mark.parametrize("words", [("run",), ("run", "--"), ("start", "job"), ("start", "jobs"), ("run", "-d")])
@pytest.mark.usefixtures("alone")
def test_no_command_at_all_is_a_wrong_use(words: tuple[str, ...]) -> None:
    result = run(*words)
    assert (result.code, result.out) == (2, "")
    assert told(result).startswith("error: missing argument COMMAND")


@pytest.mark.usefixtures("alone")
def test_options_come_before_the_command_and_what_follows_is_its_own() -> None:
    assert told(run("run", "--nosuch", "true")).startswith("error: no such option '--nosuch'")
    assert "--timeout is no duration" not in run("run", "nosuch", "--timeout", "x").err
    refused = run("run", "--timeout", "soon", "true")
    assert (refused.code, "'soon' is no duration" in refused.err) == (2, True)


@pytest.mark.parametrize(
    ("option", "told_as"),
    [
        (("--log-size", "1M"), "--log-size"),
        (("--name", "x"), "--name"),
        (("-t",), "--tty"),
        (("--rm",), "--rm"),
        (("--restart", "no"), "--restart"),
        (("-e", "local"), "--executor"),
    ],
)
@pytest.mark.usefixtures("alone")
def test_what_only_a_job_can_have_is_refused_in_the_foreground(option: tuple[str, ...], told_as: str) -> None:
    result = run("run", *option, "true")
    assert (result.code, told(result)) == (2, f"error: {told_as} is for jobs in the background; add -d")


@pytest.mark.usefixtures("alone")
def test_a_zone_needs_a_schedule() -> None:
    for words in (("run", "--tz", "UTC", "true"), ("start", "job", "--tz", "UTC", "true")):
        result = run(*words)
        assert result.code == 2
        assert told(result) == "error: --tz is the zone of a schedule, and there is none; add --schedule"


@pytest.mark.parametrize(
    ("words", "taken"),
    [
        (("nosuch", "-d"), "-d"),
        (("nosuch", "x", "--name", "Bad Name", "-d"), "--name 'Bad Name' -d"),
        (("nosuch", "--name=x", "--daemon"), "--name=x --daemon"),
        (("-d", "nosuch", "-s", "daily"), "-s daily"),
        (("nosuch", "-sdaily", "-d"), "-d"),
        (("nosuch", "--", "-d"), None),
        (("--", "nosuch", "-d"), None),
        (("-d", "nosuch", "-d"), None),
        (("-d", "--name", "x", "nosuch", "--name", "y"), None),
        (("-d", "nosuch", "--schedule"), None),
    ],
)
@pytest.mark.usefixtures("alone")
def test_options_at_the_very_end_are_taken_once_and_told(words: tuple[str, ...], taken: str | None) -> None:
    result = run("run", *words)
    told = [line for line in result.err.splitlines() if "is everly's own" in line]
    note = f"note: {taken} at the end is everly's own; write '--' before 'nosuch' to give it to that"
    assert told == ([] if taken is None else [note])
    assert result.code in {1, 2, 127}
    assert "internal" not in result.err
