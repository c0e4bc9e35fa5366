"""The units of jobs in a real manager: written, linked, changed and taken away."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from everly.jobs.client.errors import RunnerError
from everly.jobs.runner.with_units import UNLIMITED
from tests.jobs.processes.worlds import World, code_of, script
from tests.jobs.runs.shims import until
from tests.jobs.systemd.managers import Manager
from tests.jobs.systemd.worlds import FAR, SLEEPS, WAITS, told_inside, unit, unit_world, units

__all__ = ["units"]


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


def test_a_unit_that_was_changed_by_hand_is_written_anew_and_what_was_added_stays(
    units: World, manager: Manager
) -> None:
    units.make("job", script('echo "$SET" > set; pwd -P > folder'), schedule=FAR)
    path = units.places.units / unit(units)
    text = path.read_text()
    path.write_text(text.replace("KillMode=mixed", "KillMode=none"))
    added = manager.config / "systemd" / "user" / f"{unit(units)}.d" / "override.conf"
    added.parent.mkdir()
    added.write_text("[Service]\nNice=5\nEnvironment=SET=1\nWorkingDirectory=/\n")
    try:
        units.do("start", "job", now=True)
        units.ended("job")
        assert path.read_text() == text
        assert "the unit of 'job' was changed by hand, and is written anew" in units.log()
        assert manager.show(unit(units), "KillMode", "Nice") == {"KillMode": "mixed", "Nice": "5"}
        assert (units.folder / "set").read_text() == "\n", "the environment and the folder are the job's"
        assert (units.folder / "folder").read_text() == f"{units.folder.resolve()}\n"
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
    told = told_inside(units, "-m", "everly", "show", "run", "1").splitlines()[0]
    assert told == f"run 1 of job: could not start (its unit is masked: systemctl --user unmask {unit(units)})"
    assert (manager.config / "systemd/user" / unit(units)).is_symlink(), "who masked it wanted it so"
    manager.systemctl("unmask", unit(units), check=True)
    units.do("start", "job", now=True)
    assert code_of(units.ended("job", 2)[1]) == 0


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


def _edit_in_full(manager: Manager, name: str) -> Path:
    """Put a copy of a unit in the place of its link, as `systemctl edit --full` does."""
    place = manager.config / "systemd" / "user" / name
    text = place.read_text()
    place.unlink()
    place.write_text(text.replace("[Service]\n", "[Service]\nNice=5\n"))
    manager.systemctl("daemon-reload", check=True)
    return place


@pytest.mark.parametrize("restart", ["no", "always"])
def test_a_file_in_the_place_of_a_unit_is_told_and_taken_away(units: World, manager: Manager, restart: str) -> None:
    units.make("job", SLEEPS, restart=restart)
    units.begun("job")
    place = _edit_in_full(manager, unit(units))
    doctor = units.inside(sys.executable, "-m", "everly", "doctor")
    told = subprocess.run(doctor, capture_output=True, text=True, check=False).stdout
    assert "a file was put in the place of the unit of 'job'" in told
    assert units.do("restart", "job")[0].ok
    assert place.readlink() == units.places.units / unit(units)
    assert manager.show(unit(units), "Nice") == {"Nice": "0"}
    assert "the unit of 'job' was replaced by a file" in units.log()


def test_delete_takes_away_a_file_in_the_place_of_a_unit(units: World, manager: Manager) -> None:
    units.make("job", script("exit 0"), schedule=FAR)
    place = _edit_in_full(manager, unit(units))
    assert units.do("delete", "job")[0].text == "deleted"
    assert not place.exists()


@pytest.mark.parametrize("name", ["a\udcff", "a\x07"])
def test_a_folder_whose_name_systemd_does_not_hand_on_is_refused(
    tmp_path: Path, manager: Manager, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    folder = tmp_path / name
    folder.mkdir()
    told = "has characters in its name that systemd does not hand on"
    with unit_world(folder, manager, monkeypatch) as odd, pytest.raises(RunnerError, match=told) as refused:
        odd.make("job", WAITS)
    assert refused.value.help == "keep the jobs in a folder with a plain name: EVERLY_HOME"
