"""Whatever is killed when: at most one execution, none without a durable start, and no exit code made up."""

import signal

import pytest

from everly.jobs.runs.directory import is_locked
from everly.jobs.runs.failpoints import NAMES, parse
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
def test_an_error_before_the_start_runs_nothing(shims: Shims, name: str) -> None:
    directory = shims.start(shims.launch("sh", "-c", "echo x >> ran"), f"{name}=error")
    assert shims.started[0].wait() == 73
    assert directory.read("started") is None
    assert not (shims.root / "ran").exists()


def test_a_log_that_cannot_be_written_is_counted(shims: Shims) -> None:
    directory = shims.start(shims.launch("sh", "-c", "echo first; exit 4"), "log.write=error")
    assert shims.end(directory)["dropped"] == 6
    assert shims.end(directory)["code"] == 4
    assert log_of(directory) == b""


@pytest.mark.parametrize("text", ["nowhere=kill", "log.write=explode", "log.write"])
def test_a_misspelled_failpoint_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="unknown failpoint"):
        parse(text)
