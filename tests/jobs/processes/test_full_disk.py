"""A job that fills the disk of all jobs: it can be stopped and deleted, which makes room for the others."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.jobs import disks
from tests.jobs.cli.runs import run as run_line
from tests.jobs.processes.worlds import World
from tests.jobs.runs.shims import until

FILLS = "while :; do head -c 100000 /dev/zero; done"
FILLS_WHEN_TOLD = "until [ -e told ]; do sleep 0.01; done; head -c 6000000 /dev/zero; exit 9"


@pytest.fixture
def full(tmp_path: Path) -> Iterator[World]:
    """A small disk that the job 'fills' has filled."""
    with disks.small_disk(tmp_path, "2m"):
        world = World(tmp_path)
        try:
            assert world.make("other", ("true",)).ok
            world.ended("other")
            assert world.make("fills", ("/bin/sh", "-c", FILLS), grace=0.5).ok
            until(lambda: shutil.disk_usage(tmp_path).free == 0, "the disk is not full")
            yield world
        finally:
            world.close()


def test_a_job_that_has_filled_the_disk_can_be_deleted(full: World) -> None:
    (answer,) = full.ask("delete", names=["fills"])
    assert answer.ok, answer
    assert [run.state for run in full.runs()] == ["finished"]
    assert full.make("another", ("true",)).ok, "there is room again"


def test_what_the_ledger_does_not_take_is_said_and_not_waited_for(full: World) -> None:
    (answer,) = full.ask("stop", names=["fills"])
    assert answer.ok or "cannot be written" in answer.text
    assert answer.ok or answer.help == "make room on its disk, then try again"


def test_what_has_ended_is_shown_so_though_the_ledger_does_not_take_it(tmp_path: Path) -> None:
    with disks.small_disk(tmp_path, "2m"):
        world = World(tmp_path)
        try:
            assert world.make("fills", ("/bin/sh", "-c", FILLS_WHEN_TOLD)).ok
            (tmp_path / "told").touch()  # not before: the ledger must have taken that it began
            (run,) = world.runs()
            until(lambda: world.directory(run).read("exit"), "it does not end")
            assert world.runs()[0].state == "running"
            settings = {"EVERLY_HOME": str(world.places.root)}
            shown = run_line("show", "job", "fills", settings=settings).out
            assert shown.splitlines()[0] == "fills: ended"
            assert "  ended        run 1, exit 9 (" in shown
            assert "the ledger has not taken it, for its disk is full" in shown
            assert run_line("show", "jobs", settings=settings).out.endswith(" ended\n")
            assert "ended: exit 9" in run_line("show", "runs", settings=settings).out
        finally:
            world.close()
