"""The runner as a service of a real manager: installed, killed, hindered, taken away, while jobs run."""

from __future__ import annotations

import json
import os
import re
import signal
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from everly.jobs.presence import is_up, runner_of
from everly.jobs.runs.platform import started_at
from everly.jobs.systemd.names import unit_of
from tests.jobs.live import until
from tests.jobs.systemd.managers import Manager
from tests.jobs.systemd.served import ROOT, Served, lives, served

__all__ = ["served"]

VALIDATOR = Draft202012Validator(json.loads((ROOT / "docs/schemas/service-status.json").read_text(encoding="utf-8")))


def test_a_service_is_installed_begins_at_once_and_says_so(served: Served) -> None:
    said = served.ok("service", "install")
    pid = served.runner
    assert said == f"{served.unit}: installed and started; the runner is process {pid}\n"
    assert served.is_service()
    told = served.manager.show(served.unit, "ActiveState", "MainPID", "UnitFileState", "KillMode")
    assert told == {"ActiveState": "active", "MainPID": str(pid), "UnitFileState": "enabled", "KillMode": "process"}
    wants = served.manager.config / f"systemd/user/default.target.wants/{served.unit}"
    assert wants.resolve() == served.places.root / served.unit


def test_installed_again_it_changes_nothing_and_mends_what_was_changed(served: Served) -> None:
    served.ok("service", "install")
    pid = served.runner
    assert served.ok("service", "install").startswith(f"{served.unit}: it is installed; ")
    assert served.runner == pid
    unit = served.places.root / served.unit
    text = unit.read_text()
    unit.write_text(text.replace("RestartSec=2", "RestartSec=3600"))
    assert served.status()["as_written"] is False
    assert "installed anew" in served.ok("service", "install")
    assert unit.read_text() == text
    assert served.runner != pid
    assert served.status()["as_written"] is True


def test_installed_after_an_upgrade_it_has_the_new_runner(served: Served) -> None:
    served.ok("service", "install")
    pid, lock = served.runner, served.places.lock
    lock.write_text(lock.read_text().replace('"everly": "', '"everly": "0.0.'))  # as an older one says
    assert "installed anew" in served.ok("service", "install")
    assert served.runner != pid


def test_a_runner_that_was_killed_comes_up_again_and_touches_no_job(served: Served) -> None:
    served.ok("service", "install")
    pid = served.nap("web", "sh", "-c", "trap 'exit 7' USR1; while :; do sleep 0.05; done")
    began = started_at(pid)
    first = served.kill_runner()
    second = until(lambda: runner_of(served.places))
    assert second != first
    assert served.is_service()
    assert served.status()["restarts"] == 1
    assert lives(pid, began)
    os.kill(pid, signal.SIGUSR1)
    ending = served.ended("web").ending
    assert ending is not None
    assert ending.code == 7


def test_what_ends_while_no_runner_is_up_keeps_its_exit_code(served: Served) -> None:
    served.ok("service", "install")
    pid = served.nap("web", "sh", "-c", "trap 'exit 7' USR1; while :; do sleep 0.05; done")
    began = started_at(pid)
    served.kill_runner()
    os.kill(pid, signal.SIGUSR1)
    until(lambda: not lives(pid, began))
    ending = served.ended("web").ending
    assert ending is not None
    assert ending.code == 7


def test_a_runner_that_is_up_gives_way_to_the_service(served: Served) -> None:
    pid = served.nap("web")
    began, first = started_at(pid), served.runner
    assert not served.is_service()
    served.ok("service", "install")
    assert served.is_service()
    assert served.runner != first
    assert lives(pid, began)
    assert served.newest("web").ending is None
    served.ok("stop", "jobs", "web")
    assert not lives(pid, began)


def test_a_runner_that_stands_still_gives_way_too(served: Served) -> None:
    served.ok("start", "runner")
    first = served.runner
    os.kill(first, signal.SIGSTOP)
    served.ok("service", "install")
    assert served.runner != first
    assert served.is_service()


def test_it_tells_how_it_is(served: Served) -> None:
    served.ok("service", "install")
    served.nap("web")
    served.ok("start", "job", "--name", "nightly", "-s", "daily at 02:30", "--", "true")
    told = until(lambda: text if (text := served.status()["status"]).startswith("2 jobs") else None)
    assert re.fullmatch(r"2 jobs, 1 running, next at 20[0-9-]{8} 02:30:00 UTC", told)
    out = served.ok("service", "status")
    assert out.startswith(f"{served.unit}: active (running), process {served.runner}\n")
    assert f"  runner    {told}\n" in out
    served.ok("stop", "runner")
    done = served.everly("service", "status")
    assert done.stdout.startswith(f"{served.unit}: inactive (dead)\n  was up since  ")
    assert "  runner" not in done.stdout, "what it said when it ended is not so any more"


def test_the_document_is_as_its_schema_says(served: Served) -> None:
    for installed in (False, True):
        if installed:
            served.ok("service", "install")
        done = served.everly("service", "status", "--json")
        document = json.loads(done.stdout)
        VALIDATOR.validate(document)
        assert (document["installed"], document["enabled"], done.returncode) == (installed, installed, 1 - installed)
    assert document["pid"] == served.runner


def test_a_runner_that_stands_still_is_ended_and_comes_up_anew(served: Served) -> None:
    """The watchdog. It is shorter in a drop-in, which everly's own unit leaves room for."""
    folder = served.manager.config / f"systemd/user/{served.unit}.d"
    folder.mkdir(parents=True)
    try:
        (folder / "short.conf").write_text("[Service]\nWatchdogSec=3\nTimeoutStopSec=2\n")
        served.ok("service", "install")
        pid = served.nap("web")
        began, first = started_at(pid), served.runner
        os.kill(first, signal.SIGSTOP)
        until(lambda: runner_of(served.places) not in {None, first})
        assert int(served.manager.show(served.unit, "NRestarts")["NRestarts"]) >= 1
        assert lives(pid, began)
        assert "Aborted" in served.places.log.read_text()  # and where it stood, by faulthandler
    finally:
        (folder / "short.conf").unlink()
        folder.rmdir()


def test_stop_runner_ends_the_service_and_it_stays_ended_until_it_is_wanted(served: Served) -> None:
    served.ok("service", "install")
    pid = served.nap("web")
    began = started_at(pid)
    assert served.ok("stop", "runner") == "runner: stopped; what runs goes on\n"
    assert served.manager.show(served.unit, "ActiveState", "Result") == {
        "ActiveState": "inactive",
        "Result": "success",
    }
    assert not is_up(served.places)
    assert lives(pid, began)
    served.ok("start", "runner")
    assert served.is_service()
    assert lives(pid, began)


def test_stop_runner_ends_one_that_stands_still_and_it_does_not_come_up_again(served: Served) -> None:
    """If it had to be killed, systemd would take that for a fault and begin it anew: so systemd is asked to end it."""
    served.ok("service", "install")
    os.kill(served.runner, signal.SIGSTOP)
    served.ok("stop", "runner")
    assert served.manager.show(served.unit, "ActiveState", "NRestarts", "Result") == {
        "ActiveState": "inactive",
        "NRestarts": "0",
        "Result": "success",
    }


def test_a_command_that_needs_a_runner_brings_up_the_service(served: Served) -> None:
    served.ok("service", "install")
    served.ok("stop", "runner")
    served.ok("start", "job", "--name", "web", "--", "true")
    assert served.is_service()
    assert served.manager.show(served.unit, "MainPID") == {"MainPID": str(served.runner)}


def test_a_job_may_bring_up_the_service_though_no_runner_of_its_own(served: Served) -> None:
    served.ok("service", "install")
    served.ok("stop", "runner")
    served.ok("start", "runner", EVERLY_RUN="as of a job")
    assert served.is_service()


def test_why_it_does_not_come_up_is_told_and_it_is_not_tried_for_ever(served: Served) -> None:
    served.ok("service", "install")
    served.ok("stop", "runner")
    served.places.ledger.write_bytes(b"garbage")
    done = served.everly("start", "runner")
    assert done.returncode == 4
    assert f"the service '{served.unit}' does not come up: cannot come up: " in done.stderr
    assert "is damaged, or no ledger" in done.stderr
    told = served.manager.show(served.unit, "ActiveState", "ExecMainStatus", "NRestarts")
    assert told == {"ActiveState": "failed", "ExecMainStatus": "65", "NRestarts": "0"}
    served.places.ledger.unlink()
    served.ok("start", "runner")


def test_uninstalled_it_leaves_jobs_running_and_nothing_of_itself(served: Served) -> None:
    served.ok("service", "install")
    pid = served.nap("web")
    began = started_at(pid)
    out = served.ok("service", "uninstall")
    assert out == f"{served.unit}: taken away; its runner has ended, and what runs goes on\n"
    assert not is_up(served.places)
    assert lives(pid, began)
    assert not list(served.manager.config.rglob(served.unit))
    assert not (served.places.root / served.unit).exists()
    assert served.manager.show(served.unit, "LoadState", "UnitFileState") == {
        "LoadState": "not-found",
        "UnitFileState": "",
    }
    assert served.ok("service", "uninstall") == f"{served.unit}: it is not installed\n"
    served.ok("start", "runner")
    assert not served.is_service()
    assert served.newest("web").ending is None


def test_each_run_has_a_control_group_of_its_own_below_the_service(served: Served) -> None:
    served.ok("service", "install")
    served.nap("web")
    record = served.record("web")
    assert record is not None
    assert f"/{served.unit}/everly-" in record["cgroup"]
    assert "some of its own" in served.everly("doctor").stdout


def test_jobs_inherit_nothing_by_which_they_could_speak_for_the_runner(served: Served) -> None:
    served.ok("service", "install")
    pid = served.nap("web")
    for process in (pid, *(each for each in served.manager.members() if each != served.runner)):
        environ = Path(f"/proc/{process}/environ").read_bytes().split(b"\0")
        if any(each.startswith(b"EVERLY_RUN=") for each in environ):
            assert not [each for each in environ if each.startswith((b"NOTIFY_", b"WATCHDOG_", b"EVERLY_SERVICE="))]


@pytest.mark.parametrize(
    "name", ["50%n of $HOME; ${HOME}", "'single' and \"double\" ", "back\\slash\\n, tab\there", "grüße 時" + "x" * 120]
)
def test_a_folder_may_be_called_whatever(manager: Manager, name: str) -> None:
    other = Served(manager, manager.folder / name / "home")
    other.places.root.parent.mkdir()
    try:
        other.ok("service", "install")
        assert runner_of(other.places) == other.status()["pid"]
        assert other.unit != "everly.service"
    finally:
        other.close()


def test_two_folders_have_services_of_their_own(served: Served, manager: Manager) -> None:
    other = Served(manager, manager.folder / "other")
    try:
        served.ok("service", "install")
        other.ok("service", "install")
        assert served.runner != other.runner
        other.ok("service", "uninstall")
        assert runner_of(served.places) is not None
    finally:
        other.close()


def test_the_manager_is_killed_and_comes_up_again(served: Served) -> None:
    """This one has no system above it, which would end all that is left in its groups; so that is as at a log-out."""
    served.ok("service", "install")
    pid = served.nap("web")
    began, first = started_at(pid), served.runner
    served.manager.kill()
    assert lives(pid, began)
    assert runner_of(served.places) == first
    served.ok("start", "job", "--name", "other", "--", "true")  # the runner is still there to be asked
    served.manager.start()
    until(lambda: runner_of(served.places) not in {None, first})
    assert served.is_service()
    assert lives(pid, began)
    assert served.newest("web").ending is None


def test_without_a_manager_commands_bring_up_a_runner_by_themselves(served: Served) -> None:
    served.ok("service", "install")
    served.ok("stop", "runner")
    served.manager.kill()
    served.ok("start", "runner")
    assert not served.is_service()
    done = served.everly("service", "install")
    assert done.returncode == 1
    assert "error: systemd cannot be asked for services of this user" in done.stderr
    served.manager.start()
    until(served.is_service)


def test_who_logs_out_without_lingering_takes_runner_and_jobs_along_and_finds_them_lost(served: Served) -> None:
    """Then the manager ends, and the system ends all that is left in its groups; the next log-in begins anew."""
    served.ok("service", "install")
    pid = served.nap("web")
    began, first = started_at(pid), served.runner
    served.manager.systemctl("exit", check=True)
    until(lambda: not is_up(served.places))
    assert "what runs goes on" in served.places.log.read_text()  # as far as it depends on the runner
    served.manager.run("/bin/sh", "-c", "echo 1 > /sys/fs/cgroup/app.slice/cgroup.kill", check=True)
    until(lambda: not lives(pid, began))
    assert served.manager.process is not None
    served.manager.process.wait(20)
    served.manager.start()
    until(lambda: runner_of(served.places) not in {None, first})
    assert served.is_service()
    assert served.ended("web").state == "lost"


def test_on_a_full_disk_it_comes_up_as_soon_as_it_can_and_jobs_go_on(served: Served) -> None:
    """The disk is one that only the inside sees, so all that is asked is asked there."""
    place = served.manager.folder / "small"
    place.mkdir()
    inside = served.manager.run
    inside("mount", "-t", "tmpfs", "-o", "size=4m,mode=700", "tmpfs", str(place), check=True)
    full = Served(served.manager, place / "home")
    try:
        full.ok("service", "install")
        full.ok("start", "job", "--name", "web", "--", "sleep", "600")
        (job,) = json.loads(full.ok("show", "jobs", "--json"))["jobs"]
        pid = int(job["running"][0]["pid"])
        began, first = started_at(pid), full.status()["pid"]
        inside("/bin/sh", "-c", f"cat /dev/zero > {place}/filler")
        os.kill(first, signal.SIGKILL)
        until(lambda: full.status()["restarts"] >= 1)
        assert full.everly("start", "job", "--name", "other", "--", "true").returncode == 4
        assert lives(pid, began)
        inside("rm", str(place / "filler"), check=True)
        until(lambda: full.status()["state"] == "active")
        (job,) = json.loads(full.ok("show", "jobs", "--json"))["jobs"]
        assert [each["pid"] for each in job["running"]] == [pid]
        full.ok("delete", "jobs", "--all", "-y")
        assert not lives(pid, began)
        full.ok("service", "uninstall")
        inside("/bin/sh", "-c", f"cat /dev/zero > {place}/filler")
        refused = full.everly("service", "install")
        assert (refused.returncode, refused.stderr) == (
            4,
            f"error: '{full.places.root / full.unit}' cannot be written: No space left on device\n",
        )
    finally:
        full.everly("service", "uninstall")
        inside("umount", "--lazy", str(place))


def test_jobs_that_are_units_go_on_over_each_end_of_the_service(served: Served) -> None:
    served.ok("service", "install")
    script = "trap 'exit 7' USR1; while :; do sleep 0.05; done"
    pid = served.nap("web", "-e", "systemd", "--", "sh", "-c", script)
    began = started_at(pid)
    served.kill_runner()
    until(lambda: runner_of(served.places))
    served.ok("service", "uninstall")
    assert lives(pid, began)
    os.kill(pid, signal.SIGUSR1)
    served.ok("service", "install")
    ending = served.ended("web").ending
    assert ending is not None
    assert ending.code == 7


def test_the_unit_of_a_job_that_is_started_by_hand_brings_up_the_service(served: Served) -> None:
    served.ok("service", "install")
    served.ok("start", "job", "--name", "web", "-e", "systemd", "--", "true")
    first = served.ended("web").id
    served.ok("stop", "runner")
    served.manager.systemctl("start", unit_of(served.places, "web"), check=True)
    until(lambda: served.newest("web").id != first)
    assert served.is_service()
    assert served.manager.show(served.unit, "MainPID") == {"MainPID": str(served.runner)}
