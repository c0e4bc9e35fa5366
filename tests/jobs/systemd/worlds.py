"""A user's jobs that systemd runs: a folder, a runner that reaches a manager, and units."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from everly.jobs.client import starting
from everly.jobs.runs.spawning import interpreter
from everly.jobs.systemd.names import unit_of
from tests.jobs.processes.worlds import World, local_world, script
from tests.jobs.runs.shims import until
from tests.jobs.systemd.managers import Manager

SLEEPS = script("trap 'exit 5' TERM; touch ready; while :; do sleep 0.05; done")
"""Ends with 5 when it is told to."""

WAITS = script("while [ ! -e go ]; do sleep 0.02; done; exit 7")
"""Ends with 7 when there is a file `go`."""

FAR = "yearly starting 2099-01-01"
"""A schedule that nobody here sees fire."""


class UnitWorld(World):
    """Jobs that are units. What is set in what is started, is set in the manager."""

    def __init__(self, folder: Path, manager: Manager) -> None:
        super().__init__(folder, "systemd", manager.inside)
        self.manager = manager
        self._set = ""

    @contextmanager
    def _surroundings(self) -> Iterator[None]:
        if self.failpoints != self._set:
            self._set = self.failpoints
            self.manager.systemctl("set-environment", f"EVERLY_FAILPOINTS={self.failpoints}", check=True)
        with super()._surroundings():
            yield


@contextmanager
def unit_world(folder: Path, manager: Manager, monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    """A world whose jobs are units; its runner sees what the manager sees. No unit is left when it ends."""

    def runner(module: str, *, site: bool = False) -> list[str]:
        return manager.inside(*interpreter(module, site=site))

    folder.chmod(0o700)
    for name in ("XDG_RUNTIME_DIR", "XDG_CONFIG_HOME", "HOME"):
        monkeypatch.setenv(name, manager.environment[name])
    monkeypatch.setattr(starting, "interpreter", runner)
    made = UnitWorld(folder, manager)
    monkeypatch.setenv("EVERLY_HOME", str(made.places.root))
    try:
        yield made
    finally:
        manager.systemctl("unset-environment", "EVERLY_FAILPOINTS")
        made.close()
        _clear(manager)


def _clear(manager: Manager) -> None:
    """End all units of jobs, and take their links away."""
    if not manager.is_up():
        manager.start()
    units = manager.units("everly-*")
    if units:
        manager.systemctl("kill", "--signal=KILL", *units)
        manager.systemctl("stop", *units)
    for path in manager.config.rglob("everly-*.service"):
        path.unlink()
    manager.systemctl("daemon-reload", check=True)
    manager.systemctl("reset-failed")


@pytest.fixture
def units(tmp_path: Path, manager: Manager, monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    """Jobs that are units."""
    with unit_world(tmp_path, manager, monkeypatch) as made:
        yield made


@pytest.fixture(params=["local", "systemd"])
def world(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    """Jobs that everly's own runner runs, then jobs that are units: what holds for the one holds for the other."""
    if request.param == "local":
        with local_world(tmp_path, monkeypatch) as made:
            yield made
    else:
        with unit_world(tmp_path, request.getfixturevalue("manager"), monkeypatch) as made:
            yield made


def told_inside(units: World, *arguments: str) -> str:
    """What a Python writes that sees what the manager sees."""
    command = units.inside(sys.executable, *arguments)
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def unit(units: World, name: str = "job") -> str:
    """What the unit of a job is called."""
    return unit_of(units.places, name)


def sleeps(units: World, **options: Any) -> None:
    """Have a job run which ends with 5 when it is told to."""
    units.make("job", SLEEPS, **options)
    until((units.folder / "ready").exists, "it is not ready")


def runs_by(units: World, name: str, count: int) -> None:
    """Wait until so many runs of a job have begun."""
    until(
        lambda: len([run for run in units.runs(name) if run.started is not None]) >= count, f"'{name}' does not begin"
    )
