"""Runs that outlive their manager, and what a new one makes of their units."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import pytest

from everly.jobs.ledger import Reason
from everly.jobs.runs import cgroup
from tests.jobs.processes.worlds import World, code_of, script
from tests.jobs.runs.shims import state, until
from tests.jobs.systemd.managers import Manager
from tests.jobs.systemd.worlds import WAITS, sleeps, unit, units

__all__ = ["units"]


def start_over(units: World, manager: Manager) -> int:
    """Kill the manager, and have a new one start the unit of a run that goes on; the main process that waits for it."""
    run, _ = units.begun("job")
    until(lambda: manager.systemctl("is-enabled", unit(units)).stdout == "enabled\n", "it is not enabled")
    manager.kill()
    manager.start()

    def main() -> int | None:
        pid = int(manager.show(unit(units), "MainPID")["MainPID"])
        return pid if pid and looks_on_at(pid, units.directory(run).path) else None

    pid: int = until(main, "nobody waits for what goes on")
    assert pid != units.watcher(run)
    return pid


def looks_on_at(pid: int, path: str) -> bool:
    """Whether a process has a directory open."""
    with suppress(OSError):
        return any(str(each.readlink()) == path for each in Path(f"/proc/{pid}/fd").iterdir())
    return False


def test_what_runs_goes_on_where_the_new_manager_starts_its_unit_which_ends_as_it_does(
    units: World, manager: Manager
) -> None:
    """A job that begins anew is enabled, so that its unit is started over what is left in it."""
    units.make("job", WAITS, restart="on-failure", backoff=600.0)
    main = start_over(units, manager)
    (units.folder / "go").touch()
    assert code_of(units.ended("job")[0]) == 7
    assert units.executed().total() == 1
    until(lambda: manager.show(unit(units), "ActiveState")["ActiveState"] == "failed", "its unit does not end")
    shown = manager.show(unit(units), "ExecMainPID", "ExecMainStatus")
    assert shown == {"ExecMainPID": str(main), "ExecMainStatus": "7"}


def test_what_goes_on_in_a_unit_begins_anew_in_it(units: World, manager: Manager) -> None:
    units.make("job", WAITS, restart="on-failure", backoff=0.0)
    start_over(units, manager)
    (units.folder / "go").touch()
    until(lambda: len([run for run in units.runs("job") if code_of(run) == 7]) >= 2, "it does not begin anew")
    units.do("stop", "job")
    assert {code_of(run) for run in units.runs("job") if run.started is not None} <= {7, None}
    assert set(units.executed().values()) == {1}


def test_systemctl_stop_reaches_what_goes_on_and_a_runner_comes_up(units: World, manager: Manager) -> None:
    sleeps(units, restart="always")
    units.kill()
    start_over(units, manager)
    assert units.runner in manager.members()
    manager.systemctl("stop", unit(units), check=True)
    (run,) = units.ended("job")
    assert run.ending
    assert (run.ending.reason, run.ending.code) == (Reason.STOPPED, 5)
    assert manager.show(unit(units), "ActiveState") == {"ActiveState": "inactive"}


def test_systemctl_kill_leaves_what_goes_on_its_time(units: World, manager: Manager) -> None:
    """TERM reaches it twice, and it is hurried by neither."""
    takes_time = "i=0; while [ $i -lt 300000 ]; do i=$((i + 1)); done"
    text = f"trap '{takes_time}; exit 5' TERM; touch ready; while :; do sleep 0.05; done"
    units.make("job", script(text), grace=30.0, restart="always")
    until((units.folder / "ready").exists, "it is not ready")
    start_over(units, manager)
    manager.systemctl("kill", unit(units), check=True)
    (run,) = units.ended("job")
    assert run.ending
    assert (run.ending.reason, run.ending.code) == (Reason.STOPPED, 5)


def test_what_goes_on_is_paused_and_resumed_by_signals_to_the_main_process(units: World, manager: Manager) -> None:
    units.make("job", WAITS, restart="on-failure", backoff=600.0)
    start_over(units, manager)
    group = cgroup.of(units.begun("job")[1])
    assert group

    def tell(number: str) -> None:
        manager.systemctl("kill", "--kill-who=main", f"--signal={number}", unit(units), check=True)

    def events() -> list[str]:
        return manager.run("cat", f"{group.path}/cgroup.events", check=True).stdout.splitlines()

    tell("USR1")
    until(lambda: "frozen 1" in events(), "it is not paused")
    tell("USR2")
    until(lambda: "frozen 0" in events(), "it is not resumed")
    (units.folder / "go").touch()
    assert code_of(units.ended("job")[0]) == 7


def test_a_stop_that_comes_before_anybody_hears_it_is_handed_on(
    units: World, manager: Manager, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The new main process is held at its beginning; systemd has it go on with its TERM."""
    sleeps(units, restart="always")
    units.begun("job")
    until(lambda: manager.systemctl("is-enabled", unit(units)).stdout == "enabled\n", "it is not enabled")
    manager.kill()
    with monkeypatch.context() as patched:
        patched.setitem(manager.environment, "EVERLY_FAILPOINTS", "unit.entered=stop")
        manager.start()
    try:
        main = until(lambda: int(manager.show(unit(units), "MainPID")["MainPID"]), "its unit is not started")
        until(lambda: state(main) == "T", "it is not held")
        manager.systemctl("stop", unit(units), check=True)
        (run,) = units.ended("job")
        assert run.ending
        assert (run.ending.reason, run.ending.code) == (Reason.STOPPED, 5)
    finally:  # it hands on what it was started with
        manager.kill()
        manager.start()
