"""How commands about jobs end: by where the fault lies, and the same whichever command it is."""

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from everly.jobs import places
from everly.jobs.cli.exits import Exit
from everly.jobs.cli.job_reading import code_of
from everly.jobs.errors import Fault
from everly.jobs.ledger import UnwritableError
from everly.jobs.protocol import Answer
from tests.jobs.cli.runs import run
from tests.jobs.live import Live, live, live_home

__all__ = ["live", "live_home"]

READ = (
    ("show", "jobs"),
    ("show", "job", "web"),
    ("show", "runs"),
    ("show", "logs", "--no-follow"),
    ("attach", "job", "web"),
)
ASKED = (
    ("start", "job", "--name", "web", "true"),
    ("start", "job", "--", "true"),
    ("run", "-d", "--", "true"),
    ("start", "jobs", "web"),
    ("start", "jobs", "--all", "-y"),
    ("stop", "jobs", "web"),
    ("pause", "jobs", "web"),
    ("resume", "jobs", "web"),
    ("restart", "jobs", "--all", "-y"),
    ("delete", "job", "web", "-y"),
    ("edit", "job", "web", "--retries", "1"),
)
RUNNER = (("start", "runner"), ("stop", "runner"))


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.setenv("EVERLY_HOME", str(tmp_path / "home"))
    yield tmp_path / "home"
    assert not (tmp_path / "home" / "runner.sock").exists(), "a runner came up all the same"


def _is_refused(command: tuple[str, ...], code: Exit, words: str) -> None:
    result = run(*command)
    assert (result.code, result.out) == (code, ""), result
    assert result.err.startswith("error: ")
    assert words in result.err


@pytest.mark.parametrize("command", [*READ, *ASKED, *RUNNER])
def test_a_folder_that_is_open_to_others_is_a_fault_of_the_set_up(folder: Path, command: tuple[str, ...]) -> None:
    folder.mkdir(mode=0o755)
    folder.chmod(0o755)
    _is_refused(command, Exit.USAGE, "is open to other users")


@pytest.mark.skipif(os.geteuid() != 0, reason="gives a folder away")
@pytest.mark.parametrize("command", [*READ, *ASKED, *RUNNER])
def test_a_folder_of_somebody_else_is_one(folder: Path, command: tuple[str, ...]) -> None:
    folder.mkdir(mode=0o700)
    os.chown(folder, 12345, -1)
    _is_refused(command, Exit.USAGE, "belongs to user 12345")


@pytest.mark.parametrize("command", [*READ, *ASKED, *RUNNER, ("run", "--", "true")])
def test_a_platform_without_jobs_is_one(
    folder: Path, command: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(places, "_IS_POSIX", False)
    _is_refused(command, Exit.USAGE, "commands run on Linux and macOS only")
    assert not folder.exists()


@pytest.mark.parametrize("command", [*READ, *ASKED, ("start", "runner")])
def test_a_ledger_that_cannot_be_read_is_a_fault_of_a_file(folder: Path, command: tuple[str, ...]) -> None:
    folder.mkdir(mode=0o700)
    (folder / "ledger.db").write_bytes(b"something else" * 100)
    _is_refused(command, Exit.UNREADABLE, "is damaged, or no ledger")
    assert (folder / "ledger.db").read_bytes() == b"something else" * 100


NAMED = tuple(each for each in (*READ, *ASKED) if "web" in each and "--name" not in each)


@pytest.mark.parametrize("command", NAMED)
def test_a_job_that_is_not_there_is_a_fault_of_what_was_asked(live: Live, command: tuple[str, ...]) -> None:
    assert live.everly("start", "job", "--name", "other", "true").code == 0
    result = live.everly(*command)
    assert (result.code, "there is no job 'web'" in result.err) == (Exit.FAILED, True)


def test_what_the_disk_refuses_of_one_job_of_several_is_a_fault_of_a_file_too(
    live: Live, monkeypatch: pytest.MonkeyPatch
) -> None:
    from everly.jobs import client

    def request(*_: object, **__: object) -> tuple[client.Answer, ...]:
        return client.Answer("a", True, "done"), client.Answer("b", False, "no room", None, Fault.FILE)

    assert live.everly("start", "job", "--name", "b", "true").code == 0
    with monkeypatch.context() as patched:
        patched.setattr(client, "request", request)
        assert live.everly("stop", "job", "b").code == Exit.UNREADABLE


MADE = ("start", "job")
WRONG = (
    (*MADE, "--name", "Bad!", "--", "true"),
    (*MADE, "--", "+", "true"),
    (*MADE, "--", "true", "+"),
    (*MADE, "--env", "=x", "--", "true"),
    (*MADE, "--tz", "Mars/X", "-s", "daily", "--", "true"),
    (*MADE, "--tz", "UTC", "--", "true"),
    (*MADE, "--grace", "20y", "--", "true"),
    (*MADE, "--log-size", "7", "--", "true"),
    (*MADE, "--memory-max", "1G", "--", "true"),
    (*MADE, "--restart", "always", "-s", "daily", "--", "true"),
    (*MADE, "--nosuch", "--", "true"),
    ("run", "--", "+", "true"),
    ("run", "--", "true", "+"),
    ("run", "-d", "--", "true", "+", "+", "true"),
    ("run", "--env", "=x", "--", "true"),
    ("run", "--grace", "20y", "--", "true"),
    ("run", "--rm", "--", "true"),
    ("edit", "job", "there", "--name", "other"),
    ("edit", "job", "there", "--", "+", "true"),
    ("edit", "job", "there", "--memory-max", "1G"),
    ("edit", "job", "there"),
    ("stop", "jobs"),
    ("show", "runs", "--since", "whenever"),
)
NOT_SO = (
    (*MADE, "--", "nosuch-command"),
    (*MADE, "--cwd", "/nosuch", "--", "true"),
    (*MADE, "--env", "NOSUCH_VARIABLE", "--", "true"),
    (*MADE, "--env-file", "/nosuch", "--", "true"),
    (*MADE, "-s", "whenever", "--", "true"),
    (*MADE, "-s", "daily in Mars/X", "--", "true"),
    (*MADE, "--name", "there", "--", "false"),
    (*MADE, "-e", "systemd", "--", "true"),
    ("run", "--cwd", "/nosuch", "--", "true"),
    ("run", "--env-file", "/nosuch", "--", "true"),
    ("run", "-s", "whenever", "--", "true"),
    ("edit", "job", "there", "--cwd", "/nosuch"),
    ("edit", "job", "there", "-s", "whenever"),
    ("show", "run", "99"),
)


@pytest.mark.parametrize(
    ("command", "code"), [*((each, Exit.USAGE) for each in WRONG), *((each, Exit.FAILED) for each in NOT_SO)]
)
def test_what_is_wrong_whatever_there_is_here_is_a_fault_of_the_command_line(
    live: Live, command: tuple[str, ...], code: Exit
) -> None:
    assert live.everly("start", "job", "--name", "there", "true").code == 0
    result = live.everly(*command)
    assert (result.code, result.out) == (code, "")
    assert "error" in result.err
    assert "Traceback" not in result.err


def test_the_runner_tells_the_fault_of_each_job() -> None:
    assert Answer("a", False, "no").fault is Fault.ASKED
    assert UnwritableError("full").fault is Fault.FILE
    assert {fault: code_of(fault) for fault in Fault} == {
        Fault.WORDS: Exit.USAGE,
        Fault.ASKED: Exit.FAILED,
        Fault.PLACE: Exit.USAGE,
        Fault.FILE: Exit.UNREADABLE,
    }


pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="there are no jobs")
