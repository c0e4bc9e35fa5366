"""Jobs as units of a real manager: what `systemctl --user` shows and does, and what everly makes of it."""

from __future__ import annotations

import subprocess
import sys

from everly.jobs.ledger import Reason, State
from everly.jobs.runs import cgroup, platform
from tests.jobs.live import ending
from tests.jobs.processes.worlds import World, code_of, script
from tests.jobs.runs.shims import log_of, until
from tests.jobs.systemd.managers import Manager
from tests.jobs.systemd.worlds import FAR, WAITS, runs_by, sleeps, told_inside, unit, units

__all__ = ["units"]

PAUSED = "note: 'job' is paused; 'everly start job job' has it go on\n"


def test_what_systemd_shows_of_a_job(units: World, manager: Manager) -> None:
    assert units.make("job", WAITS, timeout=60.0, grace=3.0, memory_max=1 << 30).ok
    run, started = units.begun("job")
    shown = manager.show(
        unit(units),
        "ActiveState",
        "Description",
        "MainPID",
        "MemoryMax",
        "TimeoutStopUSec",
        "RuntimeMaxUSec",
        "Delegate",
    )
    assert shown == {
        "ActiveState": "active",
        "Description": "everly job job",
        "MainPID": str(units.watcher(run)),
        "MemoryMax": str(1 << 30),
        "TimeoutStopUSec": "18s",
        "RuntimeMaxUSec": "2min 18s",
        "Delegate": "yes",
    }
    group = cgroup.of(started)
    assert group
    assert f"/{unit(units)}/" in group.path, "its command is in a group of its own, below that of its unit"
    assert started["pid"] in manager.members()
    assert units.runner not in manager.members()
    (units.folder / "go").touch()
    (ended,) = units.ended("job")
    assert code_of(ended) == 7
    until(lambda: manager.show(unit(units), "ActiveState")["ActiveState"] == "failed")
    assert manager.show(unit(units), "ExecMainStatus") == {"ExecMainStatus": "7"}


def test_systemctl_stop_ends_the_run_which_counts_as_stopped(units: World, manager: Manager) -> None:
    sleeps(units, restart="always")
    manager.systemctl("stop", unit(units), check=True)
    (run,) = units.ended("job")
    assert run.ending
    assert (run.ending.reason, run.ending.code) == (Reason.STOPPED, 5)
    assert manager.show(unit(units), "ActiveState") == {"ActiveState": "inactive"}
    units.do("start", "job")
    runs_by(units, "job", 2)
    assert len(units.runs("job")) == 2, "and it did not begin anew by itself"


def test_systemctl_start_begins_a_run(units: World, manager: Manager) -> None:
    units.make("job", script("exit 0"))
    units.ended("job")
    manager.systemctl("start", unit(units), check=True)
    assert len(units.ended("job", 2)) == 2
    assert units.executed().total() == 2


def test_systemctl_start_of_a_scheduled_job_runs_it_besides_its_schedule(units: World, manager: Manager) -> None:
    units.make("job", script("exit 0"), schedule=FAR)
    units.do("stop", "job")
    manager.systemctl("start", unit(units), check=True)
    (run,) = units.ended("job")
    assert run.fire is None
    with units.ledger() as reader:
        schedule = reader.schedule("job")
    assert schedule
    assert schedule.next_fire is None, "who stopped the schedule has not started it"


def test_systemctl_restart_ends_one_run_and_begins_another(units: World, manager: Manager) -> None:
    sleeps(units)
    manager.systemctl("restart", unit(units), check=True)
    runs_by(units, "job", 2)
    first, second = units.runs("job")
    assert first.ending
    assert first.ending.reason is Reason.STOPPED
    assert second.state is State.RUNNING


def test_systemctl_start_brings_a_runner_up_that_is_not_in_the_unit(units: World, manager: Manager) -> None:
    units.make("job", script("exit 0"))
    units.ended("job")
    units.kill()
    manager.systemctl("start", unit(units), check=True)
    until(lambda: len([run for run in units.runs("job") if run.ending]) == 2, "no run")
    runner = units.runner
    assert runner in manager.members()
    manager.systemctl("stop", unit(units), check=True)
    assert units.runner == runner


def test_systemctl_kill_reaches_the_command_and_leaves_it_its_time(units: World, manager: Manager) -> None:
    """All processes of the unit get the signal at once; the command's own answer to it counts."""
    takes_time = "i=0; while [ $i -lt 300000 ]; do i=$((i + 1)); done"  # and has no process of its own to be ended
    text = f"trap '{takes_time}; exit 5' TERM; echo ready; while :; do sleep 0.05; done"
    units.make("job", script(text), grace=30.0)
    run, _ = units.begun("job")
    until(lambda: log_of(units.directory(run)), "it is not ready")
    manager.systemctl("kill", unit(units), check=True)
    (run,) = units.ended("job")
    assert run.ending
    assert (run.ending.reason, run.ending.code) == (Reason.STOPPED, 5)


def test_systemctl_kill_with_another_signal_is_for_the_command(units: World, manager: Manager) -> None:
    units.make("job", script("trap 'echo again' HUP; echo ready; while [ ! -e go ]; do sleep 0.05; done; exit 7"))
    run, _ = units.begun("job")
    until(lambda: log_of(units.directory(run)), "it is not ready")
    manager.systemctl("kill", "--signal=HUP", unit(units), check=True)
    until(lambda: b"again\n" in log_of(units.directory(run)), "it does not hear")
    (units.folder / "go").touch()
    assert code_of(units.ended("job")[0]) == 7


def test_a_unit_that_somebody_froze_is_stopped_all_the_same(units: World, manager: Manager) -> None:
    sleeps(units)
    manager.systemctl("freeze", unit(units), check=True)
    units.do("stop", "job")
    (run,) = units.ended("job")
    assert run.ending
    assert run.ending.reason is Reason.STOPPED


def test_a_unit_that_somebody_froze_is_shown_as_paused_and_goes_on_when_it_is_started(
    units: World, manager: Manager
) -> None:
    units.make("job", WAITS)
    units.begun("job")

    def shown() -> list[str]:
        """Its status by each of those that tell it, as who is where the manager is sees it."""
        program = "from everly.jobs.job import Job; job = Job('job'); print(job.status, job.runs()[0].result)"
        found = told_inside(units, "-c", program).split()
        jobs = told_inside(units, "-m", "everly", "show", "jobs", "--nopretty").split("\t")
        runs = told_inside(units, "-m", "everly", "show", "runs", "--nopretty").split("\t")
        return [*found, jobs[3], runs[6].strip()]

    assert shown() == ["running"] * 4
    manager.systemctl("freeze", unit(units), check=True)
    assert shown() == ["paused"] * 4
    assert units.do("start", "job")[0].text == "resumed"
    until(lambda: shown() == ["running"] * 4, "it does not go on")
    manager.systemctl("freeze", unit(units), check=True)
    units.do("pause", "job")
    manager.systemctl("thaw", unit(units), check=True)
    assert shown() == ["paused"] * 4, "who paused it has not started it"
    manager.systemctl("freeze", unit(units), check=True)
    units.do("start", "job")
    (units.folder / "go").touch()
    assert code_of(units.ended("job")[0]) == 7


def test_who_is_attached_to_a_unit_that_somebody_freezes_is_told_and_loses_nothing(
    units: World, manager: Manager
) -> None:
    units.make("job", script("echo one; while [ ! -e go ]; do sleep 0.02; done; echo two; exit 7"))
    units.begun("job")
    told = units.folder / "told"
    command = units.inside(sys.executable, "-m", "everly", "attach", "job", "job", "--no-stdin")
    with (
        told.open("wb") as err,
        (units.folder / "said").open("wb") as out,
        ending(subprocess.Popen(command, stdout=out, stderr=err)) as child,
    ):
        until(lambda: (units.folder / "said").read_bytes() == b"one\n", "it shows nothing")
        manager.systemctl("freeze", unit(units), check=True)
        until(lambda: told.read_text() == PAUSED, "nobody is told that it stands still")
        manager.systemctl("thaw", unit(units), check=True)
        until(lambda: told.read_text() == PAUSED + "note: 'job' goes on\n", "nobody is told that it goes on")
        (units.folder / "go").touch()
        assert child.wait(20) == 7
    assert (units.folder / "said").read_bytes() == b"one\ntwo\n"
    assert told.read_text() == PAUSED + "note: 'job' goes on\n"


def test_a_paused_job_is_frozen_and_what_watches_over_it_is_not(units: World, manager: Manager) -> None:
    units.make("job", WAITS)
    _, started = units.begun("job")
    units.do("pause", "job")
    group = cgroup.of(started)
    assert group
    frozen = manager.run("cat", f"{group.path}/cgroup.events", check=True).stdout
    assert "frozen 1" in frozen.splitlines()
    assert manager.show(unit(units), "FreezerState") == {"FreezerState": "running"}
    units.do("start", "job")
    (units.folder / "go").touch()
    assert code_of(units.ended("job")[0]) == 7


def test_a_paused_job_can_be_stopped_by_systemctl(units: World, manager: Manager) -> None:
    sleeps(units)
    units.do("pause", "job")
    manager.systemctl("stop", unit(units), check=True)
    (run,) = units.ended("job")
    assert run.ending
    assert (run.ending.reason, run.ending.code) == (Reason.STOPPED, 5)


def test_what_a_command_leaves_is_ended_with_its_unit(units: World) -> None:
    units.make("job", script("setsid sh -c 'echo $$ > left; exec sleep 60' & while [ ! -s left ]; do sleep 0.02; done"))
    units.ended("job")
    pid = int((units.folder / "left").read_text())
    until(lambda: not platform.started_at(pid), "it lives")
