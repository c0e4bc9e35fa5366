"""A full disk at any statement, and a kill after any commit: in the end all is as if nothing had happened.

Who asked and got no answer asks again, by the same token, so that nothing is done twice.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from itertools import count
from pathlib import Path
from secrets import token_hex
from typing import Any

import pytest

from everly.jobs.ledger import LedgerError
from everly.jobs.settings import Overlap, Restart
from tests.jobs.runner.scenes import KilledError, Scene, job


class Hardy(Scene):
    """A scene in which another runner follows one that is killed, and who asks asks again what was not done."""

    def settle(self) -> None:
        try:
            super().settle()
        except KilledError:
            self.down()
            self.up()
            self.settle()

    def do(self, verb: str, *names: str, **asked: Any) -> list[str]:
        token, again = token_hex(), False
        while True:
            with suppress(KilledError, LedgerError):
                made = self.ask(verb, *names, **asked, token=token, again=again)
                self.settle()
                if made.task.done() and not made.task.cancelled():
                    if all(each.ok for each in made.results):
                        return made.texts
                    token, again = token_hex(), False  # it was answered, so this is another request
                    continue
            again = True
            if self.ledger.is_left:
                self.down()
                self.up()


def chain(scene: Scene) -> None:
    """Steps that are tried again, and a job that goes."""
    scene.do("create", **job("chain", steps=2, retries=1, backoff=2.0))
    scene.do("create", **job("once", rm=True))
    scene.finish("chain", 1)
    scene.finish("once", 3)
    scene.pass_by(2)
    scene.finish("chain")
    scene.finish("chain")


def daemon(scene: Scene) -> None:
    """A job that begins anew, is paused and stopped."""
    scene.do("create", **job("daemon", restart=Restart.ALWAYS, backoff=4.0))
    scene.finish("daemon", 1)
    scene.pass_by(4)
    scene.do("pause", "daemon")
    scene.do("resume", "daemon")
    scene.do("stop", "daemon")
    scene.pass_by(5, step=5)
    scene.do("start", "daemon")


def tidy(scene: Scene) -> None:
    """A schedule with little history, which is edited, stopped and started."""
    scene.do("create", **job("tidy", "every 10 seconds", keep_runs=1, keep_logs=1))
    for _ in range(2):
        scene.finish("tidy")
        scene.pass_by(10, step=10)
    scene.do("edit", name="tidy", schedule={"text": "every minute", "zone": "UTC"})
    scene.do("stop", "tidy")
    scene.pass_by(30, step=30)
    scene.do("start", "tidy")
    scene.pass_by(60, step=60)


def asked(scene: Scene) -> None:
    """Requests each of which makes a run."""
    scene.do("create", **job("once"))
    scene.finish("once")
    scene.do("start", "once")
    scene.finish("once", 2)
    scene.do("create", **job("gone", rm=True))
    scene.finish("gone")
    scene.do("create", **job("tidy", "every hour"))
    scene.finish("tidy")
    scene.do("start", "tidy", now=True)
    scene.do("restart", "tidy", "once")
    scene.finish("tidy")
    scene.finish("once")
    scene.do("stop", "tidy")
    scene.do("delete", "once")


def slow(scene: Scene) -> None:
    """Runs that replace one another, a paused schedule, and the end of all."""
    scene.do("create", **job("slow", "every 10 seconds", overlap=Overlap.REPLACE))
    scene.pass_by(20, step=10)
    scene.do("pause", "slow")
    scene.pass_by(10, step=10)
    scene.do("create", **job("other", "every 10 seconds", overlap=Overlap.QUEUE_ALL))
    scene.do("delete", "slow")
    scene.pass_by(20, step=10)
    scene.finish("other")


def outcome(scene: Scene) -> dict[str, Any]:
    """What is left of it all."""
    jobs = scene.ledger.jobs()
    return {
        "stories": {each.job.name: scene.story(each.job.name) for each in jobs},
        "schedules": [(each.job.name, each.schedule) for each in jobs],
        "executed": sum(scene.world.executed.values()),
        "directories": len(list(scene.places.runs.iterdir())),
    }


def played(play: Callable[[Scene], None], folder: Path, fault: str = "", at: int = 0) -> tuple[dict[str, Any], bool]:
    """What is left, and whether the fault came."""
    folder.mkdir()
    scene = Hardy(folder)
    ledger = scene.ledger
    if fault:
        setattr(ledger, fault, at)
    try:
        play(scene)
        scene.check()
        return outcome(scene), bool(fault) and getattr(ledger, fault) is None
    finally:
        scene.close()


def test_what_is_asked_again_after_a_kill_is_done_once(tmp_path: Path) -> None:
    wanted, _ = played(asked, tmp_path / "wanted")
    assert wanted["executed"] == 7
    for at in count():
        found, came = played(asked, tmp_path / str(at), "killed_at", at)
        assert found == wanted, f"killed after commit {at}"
        if not came:
            assert at > 20
            return


@pytest.mark.parametrize("play", [chain, daemon, tidy, slow])
@pytest.mark.parametrize("fault", ["fails_at", "killed_at"])
def test_a_full_disk_at_any_statement_and_a_kill_after_any_commit_lose_nothing(
    fault: str, play: Callable[[Scene], None], tmp_path: Path
) -> None:
    wanted, _ = played(play, tmp_path / "wanted")
    for at in count():
        found, came = played(play, tmp_path / str(at), fault, at)
        assert found == wanted, f"{fault} {at}"
        if not came:
            assert at > 10
            return
