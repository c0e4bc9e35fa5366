"""The manager of the tests is real, alone in its groups, and leaves nothing behind."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.jobs.systemd import managers
from tests.jobs.systemd.managers import Manager

UNIT = "[Service]\nType=exec\nExecStart=/bin/sleep 60\n"


def test_a_unit_starts_stands_still_and_stops(manager: Manager) -> None:
    path = manager.folder / "everly-try.service"
    path.write_text(UNIT)
    manager.systemctl("link", str(path), check=True)
    manager.systemctl("start", "everly-try.service", check=True)
    pid = int(manager.show("everly-try.service", "MainPID")["MainPID"])
    assert pid in manager.members()
    assert os.getpid() not in manager.members()
    manager.systemctl("freeze", "everly-try.service", check=True)
    assert manager.show("everly-try.service", "FreezerState") == {"FreezerState": "frozen"}
    manager.systemctl("thaw", "everly-try.service", check=True)
    manager.systemctl("stop", "everly-try.service", check=True)
    assert not Path(f"/proc/{pid}").exists()
    manager.systemctl("disable", "everly-try.service", check=True)
    path.unlink()
    manager.systemctl("daemon-reload", check=True)
    assert manager.units() == []


def test_what_it_started_survives_its_death_and_it_comes_up_again(manager: Manager) -> None:
    path = manager.config / "systemd" / "user" / "everly-try.service"
    path.write_text(UNIT)
    manager.systemctl("daemon-reload", check=True)
    manager.systemctl("start", "everly-try.service", check=True)
    pid = int(manager.show("everly-try.service", "MainPID")["MainPID"])
    manager.kill()
    assert not manager.is_up()
    manager.start()
    os.kill(pid, 9)
    path.unlink()
    manager.systemctl("daemon-reload", check=True)


def test_a_manager_leaves_nothing_behind(manager: Manager) -> None:
    manager.systemctl("list-units", check=True)
    mine = manager.groups[0].name
    assert {group.name for group in manager.groups} == {mine}
    other = Manager()
    other.groups = [group.with_name(f"{mine}0") for group in manager.groups]
    other.open()
    assert other.process
    pid, folder = other.process.pid, other.folder
    other.close()
    assert not folder.exists()
    assert not any(group.exists() for group in other.groups)
    assert not Path(f"/proc/{pid}").exists()
    manager.systemctl("list-units", check=True)


def test_nothing_starts_in_a_group_that_is_not_its_own(manager: Manager, monkeypatch: pytest.MonkeyPatch) -> None:
    """The guard: where a process was not moved, it never hears `go`."""
    asked = manager.folder / "asked"
    monkeypatch.setattr(manager, "groups", [manager.folder])  # no control group: what is written there moves nobody
    with pytest.raises(managers.UnusableError, match="is in the control group"):
        manager._enter(["/bin/sh", "-c", f"read go; touch {asked}"])
    assert not asked.exists()
