"""`everly fmt`: what it writes, what it leaves, and how it ends."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from everly.linting import formatting
from tests.jobs.cli.runs import NOW, Result, run, spawn
from tests.strategies.files import files

LOOSE, TIGHT = "# Jobs\n\nEvery Monday at 9 AM # keep\n", "# Jobs\n\nmon at 09:00 # keep\n"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def fmt(*arguments: str, **settings: Any) -> Result:
    return run("fmt", *arguments, "--now", NOW, **settings)


def written(text: str, name: str = "schedules.txt") -> Path:
    path = Path(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode())
    return path


def test_files_are_formatted_in_place_and_then_stay_as_they_are() -> None:
    path = written(LOOSE)
    assert fmt() == Result(0, "", "1 schedule formatted in 1 of 1 file\n")
    assert path.read_text() == TIGHT
    before = path.stat()
    assert fmt() == Result(0, "", "0 schedules formatted in 0 of 1 file\n")
    assert path.stat().st_mtime_ns == before.st_mtime_ns


def test_every_format_keeps_its_quotes_and_comments() -> None:
    files = {
        "jobs.toml": '[a]\nschedule = "Every Monday at 9 AM" # "x"\n[b]\nschedule = \'Mon, Tue at noon\'\n',
        "jobs.yaml": "a:\n  schedule: 'Every Monday at 9 AM' # 'x'\nb: {schedule: Mon at 9am}\n",
        "jobs.json": '{"schedule": "Every Monday\\u0020at 9 AM"}\n',
        "jobs.py": "parse_schedule('Every Monday at 9 AM')  # x\n",
        "crontab": "# m h\n*/5  * * * 1-5  root 'x'\n0 9 * * 5,6,0\troot y\n",
        ".github/workflows/a.yml": "on:\n  schedule:\n    - cron: '0 9 * * 1-5' # x\n",
    }
    for name, text in files.items():
        written(text, name)
    assert fmt().code == 0
    assert {name: Path(name).read_text() for name in files} == {
        "jobs.toml": '[a]\nschedule = "mon at 09:00" # "x"\n[b]\nschedule = \'mon,tue at 12:00\'\n',
        "jobs.yaml": "a:\n  schedule: 'mon at 09:00' # 'x'\nb: {schedule: mon at 09:00}\n",
        "jobs.json": '{"schedule": "mon at 09:00"}\n',
        "jobs.py": "parse_schedule('mon at 09:00')  # x\n",
        "crontab": "# m h\n*/5 * * * mon-fri  root 'x'\n0 9 * * fri-sat,sun\troot y\n",
        ".github/workflows/a.yml": "on:\n  schedule:\n    - cron: '0 9 * * mon-fri' # x\n",
    }


def test_what_a_comment_wants_as_it_is_stays_in_every_format_with_comments() -> None:
    files = {
        "jobs.toml": "schedule = 'Every Monday at 9 AM' # everly: ignore[not-canonical] as in the contract\n",
        "jobs.yaml": "# everly: ignore[not-canonical]\nschedule: Every Monday at 9 AM\n",
        "jobs.py": "parse_schedule(\n    'Every Monday at 9 AM'  # everly: ignore[not-canonical]\n)\n",
        "crontab": "# everly: ignore-file[not-canonical]\n0  9 * * 1-5 run\n@daily run\n",
        "schedules.txt": "Every Monday at 9 AM # everly: ignore[all]\n",
    }
    for name, text in files.items():
        written(text, name)
    assert fmt() == Result(0, "", "0 schedules formatted in 0 of 5 files\n")
    assert {name: Path(name).read_text() for name in files} == files


def test_check_names_what_would_be_changed_and_changes_nothing() -> None:
    path = written(LOOSE)
    assert fmt("--check") == Result(
        1, "would format schedules.txt: 1 schedule\n", "1 schedule would be formatted in 1 of 1 file\n"
    )
    assert path.read_text() == LOOSE
    written(TIGHT)
    assert fmt("--check").code == 0


def test_a_diff_shows_it_and_changes_nothing() -> None:
    path = written(LOOSE)
    result = fmt("--diff")
    assert result.code == 1
    assert result.out.split("\n")[-3:-1] == ["-Every Monday at 9 AM # keep", "+mon at 09:00 # keep"]
    assert path.read_text() == LOOSE
    assert "\x1b[32m" in fmt("--diff", "--color", "always").out


def test_schedules_at_fault_are_told_and_left_alone() -> None:
    path = written("every 2 dayz\nDaily\n")
    result = fmt()
    assert (result.code, result.out) == (1, "")
    assert result.err.startswith("error[E108]: unknown word 'dayz'\n --> schedules.txt:1:9 (unknown-word)\n")
    assert result.err.endswith("1 schedule formatted in 1 of 1 file; 1 error\n")
    assert path.read_text() == "every 2 dayz\ndaily\n"


def test_schedules_of_the_command_line_and_the_standard_input_go_to_the_standard_output() -> None:
    assert fmt("-e", "Every Monday at 9 AM", "-e", "DAILY").out == "mon at 09:00\ndaily\n"
    assert fmt("-", stdin=LOOSE.encode()).out == TIGHT
    raw = b"\xef\xbb\xbf# \xff\r\n[a]\r\nschedule = 'DAILY'\r\n".replace(b"# \xff", b"# x")
    done = spawn("fmt", "-", "--stdin-filename", "jobs.toml", cwd=Path(), stdin=raw)
    assert done.stdout == raw.replace(b"DAILY", b"daily")
    assert fmt("-", "--check", stdin=LOOSE.encode()) == Result(
        1, "would format -: 1 schedule\n", "1 schedule would be formatted\n"
    )


@pytest.mark.parametrize(
    ("arguments", "code"),
    [(["none"], 2), (["--check", "--diff"], 2), (["-e", "daily", "x"], 2), ([], 3), (["--allow-empty"], 0)],
)
def test_exit_codes(arguments: list[str], code: int) -> None:
    written("# nothing\n")
    assert fmt(*arguments).code == code


def test_a_file_that_is_not_of_its_format_ends_with_4_and_the_others_are_formatted() -> None:
    written('{"schedule": ', "a.json")
    path = written(LOOSE)
    result = fmt()
    assert result.code == 4
    assert "a.json:1:14: unreadable: " in result.err
    assert path.read_text() == TIGHT


def test_a_spelling_with_another_meaning_is_not_written_and_ends_with_70(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(formatting, "canonical_text", lambda *_: "weekly")
    path = written("Daily\n")
    result = fmt()
    assert (result.code, path.read_text()) == (70, "Daily\n")
    assert "the formatter broke down over 'Daily': ChangedMeaningError: 'weekly' fires at other times" in result.err


def test_what_cannot_be_written_there_is_told() -> None:
    path = written("a:\n  schedule: !!str Daily\n  b: &x Daily\n", "a.yaml")
    assert fmt("--allow-empty").code == 0
    assert path.read_text().startswith("a:\n  schedule: !!str daily\n")


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.binary(max_size=200) | (st.text(max_size=80) | files()).map(lambda text: text.encode("utf-8", "surrogatepass")),
    st.sampled_from(["a.toml", "a.yaml", "a.json", "a.py", "crontab", "a.timer", "schedules.txt"]),
)
def test_arbitrary_bytes_never_crash(raw: bytes, name: str) -> None:
    Path(name).write_bytes(raw)
    assert fmt(name, "--isolated").code in {0, 1, 3, 4}
    assert fmt(name, "--isolated", "--check").code in {0, 1, 3, 4}
