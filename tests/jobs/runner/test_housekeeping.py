"""What is taken away, and what is not."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from everly.jobs.runner.housekeeping import WATCHED
from everly.jobs.runs import room as rooms
from everly.jobs.runs.directory import AHEAD, give_up_before
from everly.jobs.runs.launch import LATEST
from everly.jobs.runs.looking_on import look_on
from everly.jobs.settings import Overlap
from tests.jobs.runner.scenes import Scene, job


def kept(scene: Scene) -> list[str]:
    return sorted(path.name for path in scene.places.runs.iterdir())


def test_output_goes_also_of_many_runs_in_a_short_time(scene: Scene) -> None:
    scene.make("busy", "secondly", keep_logs=2)
    for _ in range(65):
        scene.finish("busy")
        scene.pass_by(1)
    for _ in range(31):
        scene.time.advance(1)
        scene.core.housekeeping.work(scene.time.now(), scene.time.steady())
    assert len(kept(scene)) == 2 + 1, "two that ended, and the one that runs"


def test_a_runner_takes_away_what_the_one_before_did_not_get_to(scene: Scene) -> None:
    scene.make("busy", "every 10 seconds")
    for _ in range(5):
        scene.finish("busy")
        scene.pass_by(10)
    scene.do("edit", name="busy", options=job("busy", keep_logs=1)["options"])
    scene.restart()
    assert len(kept(scene)) == 1 + 1


def test_rows_that_were_only_skipped_are_pruned_too(scene: Scene) -> None:
    scene.make("tidy", "secondly", keep_runs=5)
    scene.finish("tidy")
    scene.do("pause", "tidy")
    scene.pass_by(90, step=10)
    assert len(scene.runs("tidy")) <= 5 + 40


def test_what_is_of_another_ledger_or_of_nobody_stays(scene: Scene) -> None:
    strange = ["ffffffffffffffff-1.1.1", f"{scene.core.identity}-x.1.1", "notes"]
    for name in strange:
        (scene.places.runs / name).mkdir(mode=0o700)
    (scene.places.runs / f"{scene.core.identity}-77.1.1").mkdir(mode=0o700)
    scene.restart()
    assert kept(scene) == sorted(strange)


def test_a_runner_takes_away_what_was_made_ahead_and_never_taken(scene: Scene) -> None:
    left, held = (rooms.make(f"{scene.places.runs}/{AHEAD}{name}") for name in ("left", "held"))
    os.close(left.held)
    scene.restart()
    assert kept(scene) == [f"{AHEAD}held"]
    held.give_up()


def test_what_cannot_be_taken_away_is_told_and_stops_nothing(scene: Scene, caplog: pytest.LogCaptureFixture) -> None:
    scene.make("one", rm=True)
    directory = Path(scene.running("one")[0])
    directory.chmod(0o777)
    scene.finish("one")
    assert scene.ledger.job("one") is None
    assert "cannot be taken away" in caplog.text
    directory.chmod(0o700)
    scene.restart()
    assert kept(scene) == []


def test_without_the_folder_of_the_runs_the_runner_turns_on(scene: Scene, caplog: pytest.LogCaptureFixture) -> None:
    scene.make("one")
    scene.finish("one")
    for path in scene.places.runs.iterdir():
        path.rmdir()
    scene.places.runs.rmdir()
    assert scene.do("delete", "one") == ["deleted"]
    assert "cannot be looked through" in caplog.text
    scene.places.runs.mkdir(mode=0o700)


def test_a_job_that_goes_stays_while_another_run_of_it_waits(scene: Scene) -> None:
    scene.make("one", "every 10 seconds until 2027-01-15 at 08:00:10", rm=True, overlap=Overlap.QUEUE)
    scene.pass_by(11)
    scene.finish("one")
    assert scene.story("one") == ["0 code 0", "10 running"]
    scene.finish("one")
    assert scene.ledger.job("one") is None


def test_a_job_that_goes_waits_for_who_is_attached_but_not_for_ever(scene: Scene) -> None:
    for name in ("seen", "stuck"):
        scene.make(name, rm=True)
    held = {name: look_on(scene.running(name)[0]) for name in ("seen", "stuck")}
    for name, handle in held.items():
        assert handle is not None
        scene.finish(name)
    scene.pass_by(WATCHED - 5, step=5)
    assert scene.ledger.names() == ("seen", "stuck")
    os.close(held["seen"] or 0)
    scene.pass_by(1)
    assert scene.ledger.names() == ("stuck",)
    scene.pass_by(5)
    assert scene.ledger.names() == ()
    os.close(held["stuck"] or 0)


def test_who_deletes_a_job_waits_for_nobody_who_is_attached(scene: Scene) -> None:
    scene.make("seen")
    held = look_on(scene.running("seen")[0])
    assert scene.do("delete", "seen") == ["deleted"]
    os.close(held or 0)


def test_what_keeps_a_late_shim_from_beginning_stays_until_none_can_be_late(scene: Scene) -> None:
    fence = scene.places.runs / f"{scene.core.identity}-99.1.1"
    give_up_before(str(fence))
    scene.restart()
    work = scene.core.housekeeping.work
    begun = scene.time.steady()
    work(scene.time.now(), begun)
    for passed in (0.0, LATEST - 0.1):
        work(scene.time.now(), begun + passed)
        assert fence.exists()
    work(scene.time.now(), begun + LATEST + 0.1)
    assert not fence.exists()
