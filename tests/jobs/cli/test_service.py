"""`everly service` where there is no manager, or one that is made up: what it says, and what it refuses."""

from __future__ import annotations

import itertools
import json
import os
import pwd
import subprocess
import sys
from pathlib import Path

import pytest

from everly.jobs.cli.service_logs import added_lines, last_lines
from everly.jobs.service import identity
from tests.jobs.cli.runs import Result, clean_environment, run
from tests.jobs.homes import Home, home

__all__ = ["home"]

ME = pwd.getpwuid(os.geteuid()).pw_name

MADE_UP = """\
#!/bin/sh
# A manager that notes down what it is asked, and is content with all of it.
echo "$@" >> "$ASKED"
case "$*" in
*Version*) echo Version=252 ;;
*LoadState*) echo LoadState=loaded; echo ActiveState=active; echo MainPID=77; echo UnitFileState=enabled ;;
*) ;;
esac
"""


def service(home: Home, *arguments: str, **settings: str) -> Result:
    return run("service", *arguments, settings={"EVERLY_HOME": str(home.places.root), **settings})


@pytest.fixture
def tools(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with all programs that there are: none yet."""
    folder = tmp_path / "tools"
    folder.mkdir()
    monkeypatch.setenv("PATH", str(folder))
    return folder


def put(tools: Path, name: str, text: str) -> None:
    program = tools / name
    program.write_text(text)
    program.chmod(0o755)


@pytest.fixture
def asked(tools: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """What a made-up systemctl was asked for, and units of the machine in a folder of the test."""
    put(tools, "systemctl", MADE_UP)
    monkeypatch.setenv("ASKED", str(tmp_path / "asked"))
    monkeypatch.setattr(identity, "SYSTEM_UNITS", tmp_path / "units")
    (tmp_path / "units").mkdir()
    return tmp_path / "asked"


def words(asked: Path) -> list[str]:
    return [line.replace(" --no-pager --no-ask-password", "") for line in asked.read_text().splitlines()]


@pytest.mark.usefixtures("tools")
@pytest.mark.parametrize("verb", ["install", "uninstall"])
def test_without_systemd_the_way_out_is_told(home: Home, verb: str) -> None:
    result = service(home, verb)
    assert (result.code, result.out) == (1, "")
    assert result.err.startswith(
        "error: there is no systemd here, which would run the service\nhelp: 'everly start runner'"
    )
    assert "@reboot everly start runner" in result.err
    assert not list(home.places.root.glob("*.service"))


@pytest.mark.parametrize("scope", [(), ("--system",)])
def test_a_manager_that_cannot_be_asked_is_told_with_its_own_words(
    home: Home, tools: Path, scope: tuple[str, ...]
) -> None:
    put(tools, "systemctl", "#!/bin/sh\necho 'Failed to connect to bus: No medium found' >&2\nexit 1\n")
    result = service(home, "install", *scope)
    assert result.code == 1
    assert "cannot be asked for services of this" in result.err
    assert "Failed to connect to bus: No medium found\nhelp: " in result.err
    assert ("loginctl enable-linger" in result.err) == (not scope)


def test_a_manager_that_says_nothing_holds_nobody_up(home: Home, tools: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("everly.jobs.service.systemctl._SHORT", 0.1)
    put(tools, "systemctl", "#!/bin/sh\nexec /bin/sleep 60\n")
    assert "no answer within" in service(home, "status").out


@pytest.mark.skipif(os.geteuid() != 0, reason="only root may install it")
def test_one_of_the_machine_is_written_for_its_user_and_begun(home: Home, asked: Path, tmp_path: Path) -> None:
    result = service(home, "install", "--system", "--user", ME)
    assert (result.code, result.err) == (0, "")
    (unit,) = (tmp_path / "units").iterdir()
    assert unit.name.startswith(f"everly-{ME}.")
    assert f"\nUser={ME}\n" in unit.read_text()
    assert unit.stat().st_mode & 0o777 == 0o644
    assert [each for each in words(asked) if "show" not in each] == [
        "--system daemon-reload",
        f"--system enable {unit}",
        f"--system restart {unit.name}",
    ]
    asked.unlink()
    assert service(home, "uninstall", "--system").code == 0
    assert not unit.exists()
    assert [each for each in words(asked) if "show" not in each] == [
        f"--system stop {unit.name}",
        f"--system disable {unit.name}",
        "--system daemon-reload",
        f"--system reset-failed {unit.name}",
    ]


@pytest.mark.usefixtures("asked")
def test_only_root_may_have_one_of_the_machine(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("everly.jobs.service.installing.os.geteuid", lambda: 1000)
    for verb in ("install", "uninstall"):
        result = service(home, verb, "--system", "--user", ME)
        assert result.code == 1
        assert "error: only root can change the services of the machine\nhelp: call it by sudo" in result.err


@pytest.mark.usefixtures("asked")
def test_a_user_that_is_none_or_not_that_of_the_folder_is_refused(home: Home) -> None:
    result = service(home, "install", "--system", "--user", "no-such-user")
    assert (result.code, result.err) == (1, "error: there is no user 'no-such-user'\n")
    if os.geteuid() == 0:
        result = service(home, "install", "--system", "--user", "nobody")
        assert f"belongs to '{ME}', not to 'nobody'" in result.err
    result = service(home, "install", "--user", "nobody")
    assert (result.code, "--user goes with --system only" in result.err) == (2, True)


@pytest.mark.usefixtures("asked")
def test_who_called_sudo_is_meant_where_nobody_is_named(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("everly.jobs.service.identity.os.geteuid", lambda: 0)
    found = json.loads(service(home, "status", "--system", "--json", SUDO_USER="nobody").out)
    assert (found["user"], found["scope"]) == ("nobody", "system")


@pytest.mark.usefixtures("asked")
def test_a_folder_whose_name_systemd_does_not_hand_on_is_refused(tmp_path: Path) -> None:
    result = run("service", "install", settings={"EVERLY_HOME": f"{tmp_path}/a\x1bb"})
    assert result.code == 1
    assert "has characters in its name that systemd does not hand on" in result.err


def test_a_folder_that_cannot_be_used_is_told_as_everywhere(home: Home) -> None:
    home.places.root.chmod(0o755)
    for verb in ("install", "uninstall", "status", "logs"):
        result = service(home, verb)
        assert (result.code, "is open to other users" in result.err) == (2, True)


@pytest.mark.usefixtures("asked")
def test_a_folder_that_is_no_absolute_path_is_told_for_one_of_the_machine_too(home: Home) -> None:
    result = service(home, "status", "--system", EVERLY_HOME="relative")
    assert (result.code, "which is no absolute path" in result.err) == (2, True)


@pytest.mark.usefixtures("asked")
def test_a_file_that_cannot_be_written_is_told(home: Home) -> None:
    name = json.loads(service(home, "status", "--json").out)["unit"]
    (home.places.root / name).mkdir()
    result = service(home, "install")
    assert (result.code, result.err.startswith("error: '")) == (4, True), result
    assert "cannot be written: " in result.err


def test_the_help_lists_the_commands_by_their_documented_names_and_the_singular_works_too(home: Home) -> None:
    listed = service(home, "--help").out.partition("Commands:\n")[2].partition("\n\n")[0].splitlines()
    assert [line.split()[0] for line in listed] == ["install", "logs", "status", "uninstall"]
    assert service(home, "log", "--help").out == service(home, "logs", "--help").out.replace(" logs [", " log [")


def test_the_log_of_the_runner_is_shown_from_its_last_lines(home: Home) -> None:
    assert "there is nothing in" in service(home, "logs").err
    home.places.log.with_name("runner.log.1").write_text("one\ntwo\n")
    home.places.log.write_text("three\n\x1b[31mfour\n")
    assert service(home, "logs").out == "one\ntwo\nthree\n\N{REPLACEMENT CHARACTER}[31mfour\n"
    assert service(home, "logs", "-n", "3").out.splitlines()[0] == "two"
    assert service(home, "logs", "-n", "0").out == ""
    assert last_lines(home.places.log, 1) == ["\x1b[31mfour"]


def test_a_log_is_followed_also_when_another_file_takes_its_place(tmp_path: Path) -> None:
    path = tmp_path / "runner.log"
    path.write_text("before\n")
    following = added_lines(path)

    def heard() -> list[str]:
        """What came since it was last asked."""
        return [line for line in itertools.takewhile(lambda line: line is not None, following) if line is not None]

    assert heard() == []
    with path.open("a") as file:
        file.write("one\ntw")
        file.flush()
        assert heard() == ["one"]
        file.write("o\n")
        file.flush()
        path.rename(tmp_path / "runner.log.1")
        path.write_text("three\n")
    assert heard() + heard() == ["two", "three"]
    path.unlink()
    assert heard() == []
    path.write_text("four\n")
    assert heard() + heard() == ["four"]


@pytest.mark.usefixtures("tools")
def test_a_journal_that_is_not_there_is_told(home: Home) -> None:
    result = service(home, "logs", "--journal")
    assert (result.code, "error: there is no journalctl here\nhelp: " in result.err) == (1, True)


def test_the_journal_is_asked_for_the_unit(home: Home, tools: Path, tmp_path: Path) -> None:
    put(tools, "journalctl", f'#!/bin/sh\necho "$@" > {tmp_path}/asked\nexit 3\n')
    assert service(home, "logs", "--journal", "-n", "7", "-f").code == 1
    unit = json.loads(service(home, "status", "--json").out)["unit"]
    assert (tmp_path / "asked").read_text() == f"--user-unit={unit} --lines=7 --no-pager --follow\n"


@pytest.mark.parametrize(
    "words", [("doctor",), *(("service", verb) for verb in ("install", "uninstall", "status", "logs"))]
)
def test_where_there_are_no_jobs_that_is_told(words: tuple[str, ...], tmp_path: Path) -> None:
    """As on Windows, which has none of the modules that look at processes."""
    program = f"""import sys
for name in ("fcntl", "pwd", "resource", "termios"):
    sys.modules[name] = None
from everly.jobs import places
places._IS_POSIX = False
from everly.jobs.cli import main
main({words!r})"""
    done = subprocess.run(
        [sys.executable, "-c", program],
        env=clean_environment(EVERLY_HOME=str(tmp_path)),
        capture_output=True,
        check=False,
    )
    assert (done.returncode, done.stderr.splitlines()[0]) == (2, b"error: commands run on Linux and macOS only")
