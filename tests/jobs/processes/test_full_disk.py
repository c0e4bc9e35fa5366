"""A job that fills the disk of all jobs: it can be stopped and deleted, which makes room for the others."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.jobs import disks
from tests.jobs.processes.worlds import World
from tests.jobs.runs.shims import until

FILLS = "while :; do head -c 100000 /dev/zero; done"


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
