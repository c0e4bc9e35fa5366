"""A client of one run, where a terminal shows too little: a shim that is late, and how a run ended as a number."""

import sys

import pytest

from everly.jobs.attachment import Attachment, exit_code
from everly.jobs.ledger import Ending, MissingError, Reason, RefusedError
from everly.jobs.places import Places
from everly.jobs.runs.attach import Attached
from everly.jobs.runs.directory import RunDirectory
from everly.jobs.runs.errors import RunError
from tests.jobs.live import Live, live, live_home, until

__all__ = ["live", "live_home"]

ECHO = "import sys\nprint('got', sys.stdin.read(), end='')"


@pytest.mark.parametrize(
    ("ending", "code"),
    [
        (Ending(Reason.CODE, 0), 0),
        (Ending(Reason.CODE, 7), 7),
        (Ending(Reason.SIGNAL, None, 9), 137),
        (Ending(Reason.TIMEOUT, None, 15), 124),
        (Ending(Reason.TIMEOUT, 0), 124),
        (Ending(Reason.STOPPED, None, 15), 143),
        (Ending(Reason.STOPPED, 0), 1),
        (Ending(Reason.STOPPED, 3), 3),
        (Ending(Reason.STOPPED), 1),
        (Ending(Reason.UNSTARTED), 1),
        (Ending(Reason.UNKNOWN), 1),
    ],
)
def test_how_a_run_ended_is_a_number(ending: Ending, code: int) -> None:
    assert exit_code(ending) == code


def test_input_waits_for_a_shim_that_is_just_coming_up(live: Live, monkeypatch: pytest.MonkeyPatch) -> None:
    live.ok("start", "job", "--name", "late", sys.executable, "-c", ECHO)
    with monkeypatch.context() as patch:
        patch.setattr("everly.jobs.attachment.Attached", _absent)
        attachment = Attachment(live.places, "late")
        assert not attachment.takes()
        attachment.end_input()
        assert attachment.code() is None
    with attachment:
        until(lambda: not attachment.read() and attachment.code() is not None)
        assert attachment.code() == 0
    assert live.output("late") == b"got "


def test_input_that_was_lost_is_not_looked_for_again(live: Live, monkeypatch: pytest.MonkeyPatch) -> None:
    live.ok("start", "job", "--name", "full", sys.executable, "-c", ECHO)
    made: list[RunDirectory] = []

    def lost(directory: RunDirectory) -> Attached:
        made.append(directory)
        attached = Attached(directory)
        attached.connection.shutdown(2)
        return attached

    monkeypatch.setattr("everly.jobs.attachment.Attached", lost)
    with Attachment(live.places, "full") as attachment:
        assert attachment.write(b"x") is False
        assert (attachment.takes(), attachment.code(), len(made)) == (False, None, 1)


def test_there_must_be_something_to_attach_to(live: Live) -> None:
    with pytest.raises(MissingError):
        Attachment(Places(live.root / "nosuch"), "web")
    live.ok("start", "job", "--name", "done", "true")
    live.waits_for("done", "done")
    with pytest.raises(RunError, match="the job 'done' does not run"):
        Attachment(live.places, "done")
    with pytest.raises(RefusedError, match="there is no job 'web'"):
        Attachment(live.places, "web")


def _absent(_directory: RunDirectory) -> Attached:
    raise RunError("it is not there yet")


def test_who_is_attached_gets_all_of_a_job_that_goes_when_it_is_done(live: Live) -> None:
    """However late it reads: its last step begins and ends between two of its looks."""
    go = live.root / "go"
    first = ("sh", "-c", f"echo first; while [ ! -e {go} ]; do sleep 0.02; done")
    live.ok("start", "job", "--rm", "--name", "brief", "--", *first, "+", "echo", "second", "+", "sh", "-c", "exit 5")
    with Attachment(live.places, "brief", lines=None) as attachment:
        go.touch()
        until(lambda: _ended(live, "brief"))
        _let_turn(live)
        assert live.names() == ("brief",)
        said, code = b"", None
        while code is None:
            said += attachment.read()
            code = attachment.code()
        assert (said, code) == (b"first\nsecond\n", 5)
    until(lambda: live.names() == ())
    go.unlink()


def _ended(live: Live, name: str) -> bool:
    with live.reader() as reader:
        return all(run.ending is not None for run in reader.runs([name]))


def _let_turn(live: Live) -> None:
    """Have the runner turn a few times: each of these is done in turns after the one before."""
    for _ in range(3):
        live.ok("start", "job", "--name", "turns", "true")
        live.waits_for("turns", "done")
        live.ok("delete", "job", "turns", "-y")
