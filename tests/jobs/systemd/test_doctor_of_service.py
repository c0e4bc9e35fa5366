"""What `everly doctor` says of a service of a real manager that is hindered, and that its cures cure."""

from __future__ import annotations

import json
import os
import shlex
import shutil
import signal
from functools import partial
from pathlib import Path

import pytest

from everly.jobs.doctor.manager import check_manager
from everly.jobs.doctor.outcome import Severity, unchecked
from everly.jobs.doctor.service_check import check_service
from everly.jobs.runs.platform import started_at
from everly.jobs.service.identity import of_user
from everly.jobs.service.systemctl import Systemctl
from tests.jobs.doctor.scenes import finding, outcome
from tests.jobs.homes import Home
from tests.jobs.live import until
from tests.jobs.systemd.served import Served, lives, served

__all__ = ["served"]


def findings(served: Served, *, of: tuple[str, ...] = ("service", "systemd")) -> list[dict[str, str]]:
    """What is found of the service and its manager, without what a machine without log-ins always has."""
    document = json.loads(served.everly("doctor", "--json").stdout)
    checks = [each for each in document["checks"] if each["check"] in of]
    assert len(checks) == len(of)
    return [each for check in checks for each in check["findings"] if "lingering" not in each["what"]]


def one(served: Served) -> dict[str, str]:
    (found,) = findings(served)
    return found


def do(served: Served, cure: str) -> None:
    """Do what a cure says, up to where it goes on in words."""
    for command in cure.partition("; or ")[0].partition("; what ")[0].split("; "):
        words = shlex.split(command)
        if words[0] == "everly":
            served.ok(*words[1:])
        else:
            assert served.manager.run(*words).returncode == 0, words


def test_that_there_is_no_service_is_fine(served: Served) -> None:
    assert findings(served) == []


def test_a_service_that_is_up_is_fine(served: Served) -> None:
    served.ok("service", "install")
    assert findings(served) == []
    assert f"{served.unit}, active (running)" in served.everly("doctor").stdout


def test_lingering_that_is_off_counts_where_there_is_something_to_wait_for(served: Served) -> None:
    served.ok("service", "install")
    (line,) = [each for each in served.everly("doctor").stdout.splitlines() if "lingering is off" in each]
    assert line.startswith("note ")
    served.ok("start", "job", "--name", "nightly", "-s", "daily", "--", "true")
    out = served.everly("doctor").stdout
    assert [line.split()[:2] for line in out.splitlines() if "lingering is off" in line] == [["warning", "systemd"]]
    assert "help: loginctl enable-linger root" in out


def test_a_unit_that_was_changed_by_hand_is_found_and_mended(served: Served) -> None:
    served.ok("service", "install")
    unit = served.places.root / served.unit
    unit.write_text(unit.read_text() + "\n# mine\n")
    found = one(served)
    assert (found["severity"], found["where"]) == ("warning", str(unit))
    assert "it was changed by hand" in found["what"]
    do(served, found["cure"])
    assert findings(served) == []


def test_a_unit_that_systemd_has_not_read_since_it_was_changed_is_found_and_mended(served: Served) -> None:
    served.ok("service", "install")
    unit = served.places.root / served.unit
    later = unit.stat().st_mtime + 60
    os.utime(unit, (later, later))
    found = one(served)
    assert "has not read the unit" in found["what"]
    do(served, found["cure"])
    assert findings(served) == []


def test_a_service_of_which_systemd_tells_nothing_is_not_called_right(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = Home(tmp_path / "home")
    monkeypatch.setattr(Systemctl, "unreachable", lambda _: "no luck")
    try:
        service = of_user(home.places)
        service.file.touch()
        assert outcome(check_service, home) == unchecked(f"{service.unit}, of which systemd tells nothing")
    finally:
        home.ledger.close()


def test_jobs_of_systemd_without_a_manager_are_an_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    home = Home(tmp_path / "home")
    try:
        assert outcome(check_manager, home).summary == "nothing here needs it"
        home.job("web", executor="systemd")
        monkeypatch.setattr(Systemctl, "unreachable", lambda _: "no luck")
        found = finding(check_manager, home)
        assert (found.severity, "so 1 job cannot begin: no luck" in found.what) == (Severity.ERROR, True)
        monkeypatch.setattr(Systemctl, "unreachable", lambda _: None)
        (tmp_path / "linger").mkdir()
        found = finding(check_manager, home, lingering=tmp_path / "linger")
        assert (found.severity, "lingering is off" in found.what) == (Severity.WARNING, True)
        (tmp_path / "linger" / of_user(home.places).user).touch()
        assert not outcome(check_manager, home, lingering=tmp_path / "linger").findings
    finally:
        home.ledger.close()


def test_a_limit_of_memory_that_does_not_hold_is_found(served: Served) -> None:
    """By the kernel's own word for the group of the manager, which is the root of what it sees."""
    served.nap("web", "-e", "systemd", "--memory-max", "1G", "--", "sleep", "600")
    holds = "memory" in served.manager.run("cat", "/sys/fs/cgroup/cgroup.controllers", check=True).stdout.split()
    found = findings(served)
    if not holds:
        assert found[0]["what"].startswith("the limit of memory does not hold of 'web': that control group is not ")
        served.ok(*shlex.split(found[0]["cure"].rpartition(": everly ")[2]))
    assert findings(served) == []


@pytest.mark.parametrize(("delegated", "at_all"), [(True, True), (False, True), (False, False)])
def test_where_a_limit_of_memory_does_not_hold_the_cure_is_where_it_lacks(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, delegated: bool, at_all: bool
) -> None:
    home = Home(tmp_path / "home")
    root, proc = tmp_path / "groups", tmp_path / "proc" / "self"
    for folder, has in ((root, at_all), (root / "user@1.service", delegated)):
        folder.mkdir()
        (folder / "cgroup.controllers").write_text("pids memory\n" if has else "pids\n")
    proc.mkdir(parents=True)
    (proc / "mountinfo").write_text(f"1 0 0:1 / {root} rw - cgroup2 cgroup2 rw\n")
    monkeypatch.setattr(Systemctl, "unreachable", lambda _: None)
    monkeypatch.setattr(Systemctl, "control_group", lambda _: "/user@1.service")
    try:
        home.job("other", executor="systemd")
        scene = {"proc": proc.parent, "lingering": tmp_path / "none" / "none"}
        assert outcome(check_manager, home, **scene).findings == ()
        home.job("web", executor="systemd", memory_max=1 << 30)
        told = [each.cure.split()[0] for each in outcome(check_manager, home, **scene).findings]
        assert told == ([] if delegated else ["have"] if at_all else ["the"])
    finally:
        home.ledger.close()


def test_a_unit_that_was_taken_away_is_found_and_mended(served: Served) -> None:
    served.ok("service", "install")
    (served.places.root / served.unit).unlink()
    found = findings(served)
    assert found[0]["what"] == "the unit of the service was taken away"
    do(served, found[0]["cure"])
    assert findings(served) == []


@pytest.mark.parametrize("left", [2, 1])
def test_links_without_a_unit_are_found_and_taken_away(served: Served, left: int) -> None:
    served.ok("service", "install")
    served.ok("stop", "runner")
    unit, folder = served.places.root / served.unit, served.manager.config / "systemd/user"
    links = [folder / served.unit, folder / "default.target.wants" / served.unit]
    unit.unlink()
    assert all(each.is_symlink() for each in links)
    for each in links[: 2 - left]:
        each.unlink()
    found = one(served)
    assert (found["where"], "but not the links to it" in found["what"]) == (str(links[2 - left]), True)
    do(served, found["cure"])
    assert not any(each.is_symlink() for each in links)
    assert findings(served) == []


def test_a_service_that_is_not_enabled_is_found_and_mended(served: Served) -> None:
    served.ok("service", "install")
    wants = served.manager.config / f"systemd/user/default.target.wants/{served.unit}"
    wants.unlink()
    served.manager.systemctl("daemon-reload", check=True)
    found = one(served)
    assert "it is not enabled" in found["what"]
    do(served, found["cure"])
    assert findings(served) == []


def test_a_service_that_is_masked_is_found_and_not_installed_before_it_is_unmasked(served: Served) -> None:
    served.ok("service", "install")
    served.manager.systemctl("disable", served.unit, check=True)
    served.manager.systemctl("mask", served.unit, check=True)
    refused = served.everly("service", "install")
    told = f"error: the service '{served.unit}' is masked\nhelp: systemctl --user unmask {served.unit}, then again\n"
    assert (refused.returncode, refused.stderr) == (1, told)
    found = one(served)
    assert (found["severity"], found["what"]) == ("error", "the service is masked, so it does not begin")
    do(served, found["cure"])
    assert findings(served) == []


def test_a_service_that_was_stopped_is_found_and_started(served: Served) -> None:
    served.ok("service", "install")
    served.manager.systemctl("stop", served.unit, check=True)
    found = one(served)
    assert found["what"] == "the service is not up: inactive (dead)"
    do(served, found["cure"])
    assert findings(served) == []


def test_a_service_that_has_failed_is_found_with_its_reason(served: Served) -> None:
    served.ok("service", "install")
    served.ok("stop", "runner")
    served.places.ledger.write_bytes(b"garbage")
    served.everly("start", "runner")
    found = one(served)
    assert found["severity"] == "error"
    assert "the service has failed: exit-code: cannot come up: " in found["what"]
    refused = served.everly("service", "install")
    told = f"the service '{served.unit}' does not come up: cannot come up: '{served.places.ledger}' is damaged"
    assert refused.returncode == 4
    assert told in refused.stderr
    assert "help: see 'everly service logs'" in refused.stderr


def test_a_runner_that_comes_up_again_and_again_is_found(served: Served) -> None:
    served.ok("service", "install")
    for count in range(1, 5):
        first = served.runner
        os.kill(first, signal.SIGKILL)
        until(partial(_has_left, served, first))
        served.manager.systemctl("start", served.unit, check=True)  # at once, without the usual wait
        assert served.runner != first
        found = findings(served)
        assert [each["what"] for each in found] == (["the runner had to be begun anew 4 times"] if count == 4 else [])


def _has_left(served: Served, pid: int) -> bool:
    """Whether the manager has seen that a runner is gone."""
    return served.manager.show(served.unit, "MainPID")["MainPID"] != str(pid)


def test_a_service_without_a_manager_is_found(served: Served) -> None:
    served.ok("service", "install")
    served.manager.kill()
    found = one(served)
    assert (found["severity"], "manager of systemd cannot be asked: " in found["what"]) == ("warning", True)
    served.manager.start()
    until(lambda: not findings(served))
    assert Path(f"/proc/{served.runner}").exists()


def test_links_to_units_of_a_folder_that_was_taken_away_are_found_and_what_runs_there_is_ended(served: Served) -> None:
    served.ok("start", "job", "-e", "systemd", "--name", "done", "--", "true")
    served.ended("done")
    pid = served.nap("web", "-e", "systemd", "--restart", "always", "--", "sleep", "600")
    began, runner = started_at(pid), served.runner
    up = started_at(runner)
    until(lambda: len(list(served.manager.config.rglob("everly-web*"))) == 2)  # it is linked, and enabled after that
    shutil.rmtree(served.places.root)
    until(lambda: not lives(runner, up))
    (found,) = findings(served, of=("units",))
    links = list(served.manager.config.rglob("everly-web*"))
    assert len(links) == 2, "it is linked and enabled"
    assert links[0].name in found["what"]
    assert lives(pid, began)
    do(served, found["cure"])
    until(lambda: not lives(pid, began))
    assert not list(served.manager.config.rglob("everly-*"))
    assert findings(served, of=("units",)) == []
    until(lambda: served.manager.units("everly-*") == [])
