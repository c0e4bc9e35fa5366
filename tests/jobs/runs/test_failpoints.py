"""Whatever is killed when: at most one execution, none without a durable start, and no exit code made up."""

import random
import signal

import pytest

from everly.jobs.runs.adoption import look
from everly.jobs.runs.directory import is_locked
from everly.jobs.runs.failpoints import NAMES, parse
from everly.jobs.runs.shim import BROKEN, CANNOT
from tests.jobs.runs.shims import Shims, log_of, shims, until

__all__ = ["shims"]

SHIM = [name for name in NAMES if name.startswith("shim.")]
BEFORE_START = SHIM[: SHIM.index("shim.started")]
AFTER_GATE = SHIM[SHIM.index("shim.opened") :]


@pytest.mark.parametrize("name", SHIM)
def test_a_shim_killed_anywhere_runs_nothing_twice_and_invents_nothing(shims: Shims, name: str) -> None:
    launch = shims.launch("sh", "-c", "echo x >> ran; exit 9")
    directory = shims.start(launch, f"{name}=kill")
    assert shims.started[0].wait() == -signal.SIGKILL
    until(lambda: not is_locked(directory))
    shims.start(launch)  # a runner that sees nothing starts it anew
    shims.started[1].wait()
    ran = (shims.root / "ran").read_text().count("x") if (shims.root / "ran").exists() else 0
    assert ran <= 1
    started, ended = directory.read("started"), directory.read("exit")
    assert started or not ran
    assert bool(started) == (name not in BEFORE_START)
    assert (ended["code"] if ended else None) == (9 if name == "shim.finished" else None)


@pytest.mark.parametrize("name", BEFORE_START)
def test_an_error_before_the_start_runs_nothing_and_is_told(shims: Shims, name: str) -> None:
    directory = shims.start(shims.launch("sh", "-c", "echo x >> ran"), f"{name}=error")
    assert shims.started[0].wait() == CANNOT
    assert directory.read("started") is None
    found = until(lambda: (found := look(directory)).state != "running" and found)  # the child at the gate is leaving
    assert (found.state, found.problem) == ("never", "Input/output error")
    assert not (shims.root / "ran").exists()


@pytest.mark.parametrize("name", ["shim.opened", "shim.ended"])
def test_an_error_after_the_start_is_told_from_one_before(
    shims: Shims, capfd: pytest.CaptureFixture[str], name: str
) -> None:
    directory = shims.start(shims.launch("true"), f"{name}=error")
    assert shims.started[0].wait() == BROKEN
    assert f"everly: cannot write down the end of '{directory.path}': " in capfd.readouterr().err
    assert directory.read("started")
    assert directory.read("exit") is None


def test_a_log_that_cannot_be_written_is_counted(shims: Shims) -> None:
    directory = shims.start(shims.launch("sh", "-c", "echo first; exit 4"), "log.write=error")
    assert shims.end(directory)["dropped"] == 6
    assert shims.end(directory)["code"] == 4
    assert log_of(directory) == b""


@pytest.mark.parametrize("seed", range(12))
def test_a_shim_killed_at_any_moment_keeps_the_promises(shims: Shims, seed: int) -> None:
    """Between a start that may not have happened and an end that is written; the moment is a number of polls."""
    launch = shims.launch("sh", "-c", "echo x >> ran; exit 9")
    directory = shims.start(launch)
    for _ in range(random.Random(seed).randrange(400)):
        directory.read("started")
    shims.started[0].kill()
    shims.started[0].wait()
    until(lambda: not is_locked(directory))
    shims.start(launch)
    shims.started[1].wait()
    until(lambda: not is_locked(directory))
    ran = (shims.root / "ran").read_text() if (shims.root / "ran").exists() else ""
    assert ran in {"", "x\n"}
    started, ended = directory.read("started"), directory.read("exit")
    assert started or not ran
    assert ended is None or (ended["code"], ran) == (9, "x\n")


@pytest.mark.parametrize("text", ["nowhere=kill", "log.write=explode", "log.write"])
def test_a_misspelled_failpoint_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="unknown failpoint"):
        parse(text)


def test_a_failpoint_with_a_file_acts_for_one_process_only(shims: Shims) -> None:
    once = f"shim.opened=kill!{shims.root}/killed"
    shims.start(shims.launch("sleep", "60", name="first"), once)
    assert shims.started[0].wait() == -signal.SIGKILL
    directory = shims.start(shims.launch("sh", "-c", "exit 9", name="second"), once)
    assert shims.end(directory)["code"] == 9
