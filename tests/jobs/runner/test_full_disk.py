"""A disk that is full for a while, or a runner that stands still: what is said of that is true."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import SimpleNamespace
from typing import cast

import pytest

from everly.jobs.ledger import Reason, UnwritableError
from everly.jobs.runner.punctuality import UNWRITTEN, WAS_LATE
from everly.jobs.runner.turns import Turns
from tests.jobs.runner.scenes import SECOND, Scene

TENTH = "every 10 seconds"


@contextmanager
def full_disk(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Within the block the ledger takes nothing."""

    def refuse(*_: object) -> None:
        raise UnwritableError("the disk is full", "make room")

    with monkeypatch.context() as patch:
        patch.setattr(scene.ledger, "_do", refuse)
        yield


def turn(scene: Scene) -> None:
    """A turn as the runner takes it, which tells those who wait for what the ledger does not take."""
    Turns(scene.core, scene.loop, lambda: True)._tick()
    scene._pump()


class Later:
    """A loop that only counts how long it is to wait."""

    def __init__(self) -> None:
        self.waits: list[float] = []

    def call_later(self, delay: float, _action: Callable[[], None]) -> asyncio.TimerHandle:
        self.waits.append(delay)
        return cast(asyncio.TimerHandle, SimpleNamespace(cancel=lambda: None))


def why_missed(scene: Scene, name: str) -> list[tuple[int, str | None]]:
    """The missed fire times of a job, each with why."""
    found = [(run.fire or 0, run.ending) for run in scene.runs(name)]
    return [(at - SECOND, ending.note) for at, ending in found if ending and ending.reason is Reason.MISSED]


def test_what_has_ended_is_not_said_to_run_where_the_ledger_does_not_take_it(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    scene.make("one")
    with full_disk(scene, monkeypatch):
        scene.world.end(scene.running("one")[0], code=3)
        turn(scene)
        asked = scene.ask("start", "one")
        turn(scene)
        (answer,) = asked.results
        assert not answer.ok
        assert (answer.text, answer.help) == ("the disk is full", "make room")
    assert scene.do("start", "one") == ["started"], "there is room again"
    assert scene.story("one") == ["- code 3", "- running"]


def test_what_ends_as_somebody_starts_it_begins_again(scene: Scene) -> None:
    scene.make("one")
    scene.world.end(scene.running("one")[0], code=0)
    assert scene.do("start", "one") == ["started"]
    assert scene.story("one") == ["- code 0", "- running"]


def test_a_fire_time_that_was_missed_says_that_the_ledger_could_not_be_written(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    scene.make("one", TENTH)
    scene.finish("one")
    with full_disk(scene, monkeypatch):
        for _ in range(36):
            scene.time.advance(1)
            turn(scene)
    scene.settle()
    assert why_missed(scene, "one") == [(10, UNWRITTEN), (20, UNWRITTEN)]
    scene.pass_by(4)
    scene.time.advance(30)
    scene.settle()
    assert why_missed(scene, "one")[2:] == [(50, WAS_LATE), (60, WAS_LATE)], "there is room again"


def test_a_fire_time_that_was_missed_before_the_runner_came_up_says_no_more(scene: Scene) -> None:
    scene.make("one", TENTH)
    scene.finish("one")
    scene.restart(after=36)
    assert why_missed(scene, "one") == [(10, None), (20, None)]


def test_it_goes_on_within_two_seconds_of_the_disk_having_room_and_tells_once_why_it_did_not(
    scene: Scene, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    scene.make("one", TENTH)
    scene.finish("one")
    loop = Later()
    turns = Turns(scene.core, cast(asyncio.AbstractEventLoop, loop), lambda: True)
    with caplog.at_level("INFO", "everly.runner"):
        with full_disk(scene, monkeypatch):
            scene.time.advance(10)
            for _ in range(20):
                turns.turn()
        turns.turn()
    assert max(loop.waits) <= 2.0
    assert [record.message for record in caplog.records if record.name == "everly.runner"] == [
        "the disk is full; trying again until it can",
        "turns succeed again, after: the disk is full",
    ]
    assert scene.story("one")[-1] == "10 launching"
