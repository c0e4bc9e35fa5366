"""Jobs as units of a real manager: what `systemctl --user` shows and does, and what everly makes of it."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from everly.jobs.client import RunnerError
from everly.jobs.ledger import Reason, State
from everly.jobs.places import Places
from everly.jobs.runner.with_units import UNLIMITED
from everly.jobs.runs import cgroup, platform
from everly.jobs.systemd import runner
from tests.jobs.processes.worlds import World, code_of, script
from tests.jobs.runs.shims import log_of, until
from tests.jobs.systemd.managers import Manager
from tests.jobs.systemd.worlds import WAITS, sleeps, unit, units

__all__ = ["units"]

FAR = "yearly starting 2099-01-01"


def runs_by(units: World, name: str, count: int) -> None:
    """Wait until so many runs of a job have begun."""
    until(
        lambda: len([run for run in units.runs(name) if run.started is not None]) >= count, f"'{name}' does not begin"
    )


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
        if b"everly.jobs" in Path(f"/proc/{pid}/cmdline").read_bytes():
            os.kill(pid, signal.SIGKILL)
    manager.start()
    runs_by(units, "job", 2)
    first, second = units.runs("job")
    assert first.state is State.LOST
    assert second.state is State.RUNNING


def test_delete_leaves_no_unit_behind(units: World, manager: Manager) -> None:
    units.make("job", script("exit 3"), restart="on-failure", backoff=60.0)
    units.make("tick", script("exit 0"), schedule="secondly")
    units.ended("job")
    units.ended("tick")
    assert units.do("delete", "job", "tick")[0].text == "deleted"
    until(lambda: manager.units() == [], "systemd knows it still")
    assert not list(units.places.units.iterdir())
    assert not list(manager.config.rglob("everly-*"))


def test_a_job_that_is_deleted_when_it_is_done_takes_its_unit_along(units: World, manager: Manager) -> None:
    units.make("job", script("exit 0"), rm=True)
    until(lambda: not list(units.places.units.iterdir()), "its unit is left")
    until(lambda: manager.units() == [], "systemd knows it still")


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


def test_a_unit_that_was_changed_by_hand_is_written_anew_and_what_was_added_stays(
    units: World, manager: Manager
) -> None:
    units.make("job", script("exit 0"), schedule=FAR)
    path = units.places.units / unit(units)
    text = path.read_text()
    path.write_text(text.replace("KillMode=mixed", "KillMode=none"))
    added = manager.config / "systemd" / "user" / f"{unit(units)}.d" / "override.conf"
    added.parent.mkdir()
    added.write_text("[Service]\nNice=5\n")
    try:
        units.do("start", "job", now=True)
        units.ended("job")
        assert path.read_text() == text
        assert "the unit of 'job' was changed by hand, and is written anew" in units.log()
        assert manager.show(unit(units), "KillMode", "Nice") == {"KillMode": "mixed", "Nice": "5"}
    finally:
        added.unlink()
        added.parent.rmdir()


def test_what_is_edited_is_in_the_unit_at_once_also_while_it_runs(units: World, manager: Manager) -> None:
    units.make("job", WAITS, memory_max=1 << 30)
    units.begun("job")
    units.ask("edit", name="job", options=[["executor", "systemd"], ["memory_max", 1 << 29], ["umask", 0o022]])
    assert manager.show(unit(units), "MemoryMax") == {"MemoryMax": str(1 << 29)}
    (units.folder / "go").touch()
    assert code_of(units.ended("job")[0]) == 7


def test_a_limit_of_memory_that_does_not_hold_is_told(units: World, manager: Manager) -> None:
    """By the kernel's own word for the group of the manager, which is the root of what it sees."""
    holds = "memory" in manager.run("cat", "/sys/fs/cgroup/cgroup.controllers", check=True).stdout.split()
    told = "" if holds else f"; but {UNLIMITED}"
    assert units.make("job", WAITS, memory_max=1 << 30).text == f"made{told}"
    edited = units.ask("edit", name="job", options=[["executor", "systemd"], ["memory_max", 1 << 29], ["umask", 0o022]])
    assert edited[0].text == f"changed; the run under way goes on as it was{told}"
    edited = units.ask("edit", name="job", options=[["executor", "systemd"], ["umask", 0o022]])
    assert edited[0].text == "changed; the run under way goes on as it was"


def test_a_unit_that_has_to_wait_for_another_is_waited_for(units: World, manager: Manager) -> None:
    """As where systemd has much to do: that it has not begun yet is no failure of it."""
    units.make("job", script("exit 7"), schedule=FAR)
    folder = manager.config / "systemd" / "user"
    slow, added = folder / "slow.service", folder / f"{unit(units)}.d" / "after.conf"
    slow.write_text("[Service]\nType=oneshot\nExecStart=/bin/sleep 4\n")
    added.parent.mkdir()
    added.write_text("[Unit]\nWants=slow.service\nAfter=slow.service\n")
    manager.systemctl("daemon-reload", check=True)
    try:
        units.do("start", "job", now=True)
        (run,) = units.ended("job")
        assert code_of(run) == 7
        with units.ledger() as reader:
            assert len(reader.attempts(run.id)) == 1
    finally:
        added.unlink()
        added.parent.rmdir()
        slow.unlink()


def test_links_that_were_taken_away_are_made_anew(units: World, manager: Manager) -> None:
    units.make("job", script("exit 0"), schedule=FAR)
    manager.systemctl("disable", unit(units), check=True)
    units.do("start", "job", now=True)
    assert code_of(units.ended("job")[0]) == 0


def test_a_unit_that_is_masked_could_not_start_and_the_history_says_why(units: World, manager: Manager) -> None:
    units.make("job", script("exit 0"), schedule=FAR)
    refused = manager.systemctl("mask", unit(units))
    assert "already exists" in refused.stderr, "as the docs say"
    manager.systemctl("disable", unit(units), check=True)
    manager.systemctl("mask", unit(units), check=True)
    (answer,) = units.ask("start", names=["job"], now=True)
    assert not answer.ok
    assert answer.text == f"it could not begin: its unit is masked: systemctl --user unmask {unit(units)}"
    assert (manager.config / "systemd/user" / unit(units)).is_symlink(), "who masked it wanted it so"
    manager.systemctl("unmask", unit(units), check=True)
    units.do("start", "job", now=True)
    assert code_of(units.ended("job", 2)[1]) == 0


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


def test_the_output_goes_to_the_journal_as_well(units: World, manager: Manager) -> None:
    """There is no journal here; a file takes its place."""
    units.make("job", script("echo out; echo err >&2"), schedule=FAR)
    added = manager.config / "systemd" / "user" / f"{unit(units)}.d" / "override.conf"
    added.parent.mkdir()
    added.write_text(f"[Service]\nStandardOutput=append:{manager.folder}/journal\n")
    manager.systemctl("daemon-reload", check=True)
    try:
        units.do("start", "job", now=True)
        units.ended("job")
        assert sorted((manager.folder / "journal").read_text().split()) == ["err", "out"]
    finally:
        added.unlink()
        added.parent.rmdir()


def test_logging_out_stops_what_runs_in_its_order(units: World, manager: Manager) -> None:
    sleeps(units, restart="always")
    manager.systemctl("exit")
    assert manager.process
    manager.process.wait(20)
    (run,) = units.ended("job")
    assert run.ending
    assert (run.ending.reason, run.ending.code) == (Reason.STOPPED, 5)
    manager.start()


def test_a_job_that_becomes_one_of_everly_s_own_loses_its_unit_when_its_run_has_ended(
    units: World, manager: Manager
) -> None:
    units.make("job", WAITS)
    units.begun("job")
    units.ask("edit", name="job", options=[["executor", "local"], ["umask", 0o022]])
    assert (units.places.units / unit(units)).exists(), "its run goes by its earlier rules"
    (units.folder / "go").touch()
    units.ended("job")
    until(lambda: not list(units.places.units.iterdir()), "its unit is left")
    units.do("start", "job")
    units.ended("job", 2)
    assert manager.units() == []


def test_the_command_line_shows_what_runs_a_job(units: World) -> None:
    units.make("job", script("exit 0"))
    units.ended("job")
    everly = [sys.executable, "-c", "from everly.jobs.cli import main; main()"]
    told = subprocess.run([*everly, "show", "jobs"], capture_output=True, text=True, check=True).stdout.splitlines()
    assert told[0].split()[:4] == ["NAME", "COMMAND", "SCHEDULE", "EXECUTOR"]
    assert "systemd" in told[1]


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
