"""What becomes of jobs that are units when their manager is not there, is killed, ends or comes up again."""

from __future__ import annotations

import json
import os
import signal
import sys
from contextlib import suppress
from pathlib import Path

import pytest

from everly.jobs.client import RunnerError
from everly.jobs.ledger import Reason, State
from everly.jobs.places import Places
from everly.jobs.systemd import runner
from tests.jobs.processes.worlds import World, code_of, script
from tests.jobs.runs.shims import until
from tests.jobs.systemd.managers import Manager
from tests.jobs.systemd.worlds import WAITS, runs_by, sleeps, unit, units

__all__ = ["units"]


def test_a_job_that_begins_anew_comes_back_with_the_manager_until_it_is_stopped(units: World, manager: Manager) -> None:
    units.make("job", WAITS, restart="on-failure", backoff=0.0)
    units.make("once", WAITS)
    units.begun("job")
    until(lambda: manager.systemctl("is-enabled", unit(units)).stdout == "enabled\n", "it is not enabled")
    assert manager.systemctl("is-enabled", unit(units, "once")).stdout == "linked\n"
    units.do("stop", "job")
    until(lambda: manager.systemctl("is-enabled", unit(units)).stdout == "linked\n", "it is still enabled")


def test_a_restart_of_the_machine_brings_it_back(units: World, manager: Manager) -> None:
    """All ends: the manager, the runner and what ran. The new manager starts what is enabled, which brings the rest."""
    units.make("job", WAITS, restart="always", backoff=0.0)
    units.begun("job")
    until(lambda: manager.systemctl("is-enabled", unit(units)).stdout == "enabled\n", "it is not enabled")
    units.kill()
    manager.kill()
    for pid in manager.members():
        with suppress(FileNotFoundError, ProcessLookupError):  # it may end by itself meanwhile
            if b"everly.jobs" in Path(f"/proc/{pid}/cmdline").read_bytes():
                os.kill(pid, signal.SIGKILL)
    manager.start()
    runs_by(units, "job", 2)
    first, second = units.runs("job")
    assert first.state is State.LOST
    assert second.state is State.RUNNING


def test_a_deletion_that_was_cut_short_is_finished_by_the_next_runner(units: World, manager: Manager) -> None:
    units.make("job", script("exit 0"))
    units.ended("job")
    manager.kill()
    (answer,) = units.do("delete", "job")
    assert answer.text.startswith("deleted; but of its unit: the user manager of systemd cannot be reached")
    units.kill()
    manager.start()
    units.come_up()
    until(lambda: not list(units.places.units.iterdir()), "its unit is left")
    assert not list(manager.config.rglob("everly-*"))


def test_without_a_manager_a_job_is_refused_at_once_with_the_way_out(units: World, manager: Manager) -> None:
    manager.kill()
    with pytest.raises(RunnerError, match="the user manager of systemd cannot be reached: ") as refused:
        units.make("job", script("exit 0"))
    assert refused.value.help
    assert "-e local" in refused.value.help
    manager.start()
    assert units.make("job", script("exit 0")).ok


def test_a_run_that_is_due_while_the_manager_starts_anew_waits_for_it(units: World, manager: Manager) -> None:
    units.make("job", script("exit 7"), schedule="secondly")
    units.ended("job")
    manager.kill()
    before = len(units.runs("job"))
    until(lambda: len(units.runs("job")) > before, "nothing is due")
    manager.start()
    units.ended("job", before + 1)
    units.do("stop", "job")
    assert {code_of(run) for run in units.runs("job") if run.started is not None and run.ending} <= {7, None}
    assert not [run for run in units.runs("job") if run.ending and run.ending.reason is Reason.UNSTARTED]
    assert set(units.executed().values()) == {1}


def test_what_runs_goes_on_when_the_manager_is_killed(units: World, manager: Manager) -> None:
    """Where nothing else ends it: as a service of the machine's manager, that would end all that was below it."""
    units.make("job", WAITS)
    units.begun("job")
    manager.kill()
    manager.start()
    (units.folder / "go").touch()
    assert code_of(units.ended("job")[0]) == 7


def test_logging_out_stops_what_runs_in_its_order(units: World, manager: Manager) -> None:
    sleeps(units, restart="always")
    manager.systemctl("exit")
    assert manager.process
    manager.process.wait(20)
    (run,) = units.ended("job")
    assert run.ending
    assert (run.ending.reason, run.ending.code) == (Reason.STOPPED, 5)
    manager.start()


def test_a_runner_comes_up_as_a_unit_wherever_everly_lies(
    manager: Manager, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told, words = manager.folder / "told", ["$HOME", "${HOME}", "a'${HOME}'b $$", "%h %%", "a b", '"', "\\", "\n", "é"]
    program = "import json, os, sys; json.dump(sys.argv[2:], open(sys.argv[1] + '.new', 'w'))"
    program += "; os.rename(sys.argv[1] + '.new', sys.argv[1])"
    argv = [sys.executable, "-I", "-S", "-c", program, str(told), *words]
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(manager.runtime))
    monkeypatch.setattr(runner, "interpreter", lambda _module, **_: argv)
    runner.bring_up(Places(tmp_path))
    until(told.exists, "it does not come up")
    assert json.loads(told.read_text()) == words
