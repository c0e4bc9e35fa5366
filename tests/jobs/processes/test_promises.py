"""The promises of docs/jobs.md that are about schedules and the ledger, by their numbers; others stand beside.

Promises 2, 3, 5 and 6 are those of `test_faults.py`, 7 and 10 of `test_trees.py`, 9 and 13 of `test_output.py`, and 12
of `test_effort.py`.
"""

import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from everly.jobs.client import RunnerError, ping, shut_down
from everly.jobs.ledger import Reason
from everly.jobs.presence import is_up
from everly.jobs.runs.directory import AHEAD, RunDirectory
from everly.jobs.runs.removal import is_fence
from tests.jobs.checker import check_limits
from tests.jobs.processes.checks import check_world
from tests.jobs.processes.worlds import World, code_of, script, windows_of
from tests.jobs.runs.shims import until
from tests.jobs.systemd.worlds import world

__all__ = ["world"]

EVERLY = [sys.executable, "-c", "from everly.jobs.cli import main; main()"]
NEWER = """
import everly
from everly.jobs import protocol
everly.__version__, protocol.VERSION = "99.0", 99
"""
STEPPING = """
from pathlib import Path
from everly.jobs.runner import main
class Clock(main.SystemClock):
    def now(self):
        return super().now() + int(Path(OFFSET).read_text() or 0)
main.SystemClock = Clock
"""


def test_promise_1_the_fire_times_are_those_of_the_schedule_also_over_a_kill(world: World) -> None:
    world.make("each", script("exit 7"), schedule="secondly")
    world.make("other", script("exit 7"), schedule="every 2 seconds and secondly")
    world.ended("each", 1)
    world.kill()
    world.ended("each", 3)
    world.ended("other", 1)
    world.do("stop", "each", "other")
    check_world(world, windows_of(world, "each", "other"), codes={1: 7})


def test_promise_4_the_record_is_what_a_parent_would_have_reaped(world: World) -> None:
    scripts = {"ok": "exit 0", "seven": "exit 7", "last": "exit 255", "term": "kill -TERM $$", "kill": "kill -KILL $$"}
    for name, text in scripts.items():
        world.make(name, script(text))
    for name, text in scripts.items():
        (run,) = world.ended(name)
        reaped = subprocess.run(["/bin/sh", "-c", text], check=False).returncode
        assert run.ending
        assert (run.ending.code, run.ending.signal) == ((reaped, None) if reaped >= 0 else (None, -reaped))
    check_world(world)


def test_promise_8_no_more_run_than_allowed_also_while_the_runner_is_killed(world: World) -> None:
    text = 'mkdir busy || echo x >> twice; while [ ! -e "go.$EVERLY_RUN_NUMBER" ]; do sleep 0.02; done; rmdir busy'
    world.make("busy", script(text), schedule="secondly")
    run, _ = world.begun("busy")
    world.kill()
    world.come_up()
    until(lambda: _skips_only(world), "none skipped")
    (world.folder / f"go.{run.id}").touch()
    until(lambda: world.begun("busy")[0].id != run.id, "the next does not begin")
    world.do("stop", "busy")
    assert not (world.folder / "twice").exists()
    check_world(world, windows_of(world, "busy"))


def _skips_only(world: World) -> bool:
    """Whether a run was skipped since another goes on; fails where it was begun instead, which goes on as long."""
    skipped = any(each.ending and each.ending.reason is Reason.OVERLAP for each in world.runs())
    with world.ledger() as reader:
        check_limits(reader)
    return skipped


def test_promise_11_a_clock_that_steps_back_starts_nothing_twice(world: World) -> None:
    offset = world.folder / "offset"
    offset.write_text("0")
    world.run_script(STEPPING.replace("OFFSET", repr(str(offset))))
    world.make("tick", script("exit 0"), schedule="secondly")
    world.ended("tick", 2)
    before = len(world.runs())
    offset.write_text("-2000")
    world.ended("tick", before + 1)
    offset.write_text("3000")
    until(lambda: len(world.runs()) > before + 5)
    world.do("stop", "tick")
    fires = [run.fire for run in world.runs()]
    assert fires == sorted(set(fires), key=lambda fire: fire or 0)
    check_world(world, windows_of(world, "tick"))


def test_promise_14_a_newer_runner_leaves_running_jobs_running(world: World) -> None:
    world.make("job", script("while [ ! -e go ]; do sleep 0.02; done; exit 7"))
    _, started = world.begun("job")
    shut_down(world.places)
    world.run_script(NEWER)
    assert ping(world.places)["everly"] == "99.0"
    with pytest.raises(RunnerError, match=r"the runner is everly 99\.0, which this one does not understand") as refused:
        world.make("other", ("true",))
    assert refused.value.help
    assert "everly stop runner" in refused.value.help
    shut_down(world.places)
    assert not is_up(world.places)
    (world.folder / "go").touch()
    (run,) = world.ended("job")
    assert code_of(run) == 7
    assert world.executed().total() == 1
    assert world.directory(run).read("started") == started


def test_promise_15_delete_leaves_nothing_behind(world: World) -> None:
    world.make("done", script("exit 7"), retries=1, backoff=0.0)
    world.make("chain", script("true"), script("exit 3", 2))
    world.make("tick", script("exit 0"), schedule="secondly")
    world.make("busy", script("sleep 60"))
    for name in ("done", "chain", "tick"):
        world.ended(name)
    world.do("delete", "done", "chain", "tick", "busy")
    left_there = [each for each in world.places.runs.iterdir() if not is_fence(RunDirectory(str(each)))]
    rooms = [each for each in left_there if each.name.startswith(AHEAD)]
    assert left_there == rooms, "but for what keeps a late shim from beginning, which goes after a minute"
    assert not any((room / "launch").read_bytes() for room in rooms), "one for the next run knows of none yet"
    with closing(sqlite3.connect(world.places.ledger)) as ledger:
        tables = [name for (name,) in ledger.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")]
        left = {name for name in tables if ledger.execute(f'SELECT count(*) FROM "{name}"').fetchone() != (0,)}  # noqa: S608
    assert left <= {"ledger", "event", "sqlite_sequence"}, left
    until(lambda: world.children() == [world.spawner()], "a process is left")


def _of_a_newer_version(path: Path) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as ledger:
        ledger.execute("PRAGMA user_version = 99")


def _of_another_program(path: Path) -> None:
    path.write_bytes(b"this is somebody's diary" * 999)


def _cut_short(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:5000])


@pytest.mark.parametrize("spoil", [_of_a_newer_version, _of_another_program, _cut_short])
def test_promise_16_unreadable_state_is_refused_and_kept(world: World, spoil: Callable[[Path], None]) -> None:
    world.make("job", ("true",))
    shut_down(world.places)
    spoil(world.places.ledger)
    before = world.places.ledger.read_bytes()
    with pytest.raises(RunnerError, match=r"the runner does not come up: .*ledger\.db") as refused:
        world.make("other", ("true",))
    assert refused.value.help
    assert "runner.log" not in refused.value.help, "it says no more than where to look"
    assert not is_up(world.places)
    told = subprocess.run([*EVERLY, "start", "job", "true"], capture_output=True, text=True, check=False)
    assert told.returncode not in {0, 70}
    assert "help:" in told.stderr
    assert "Traceback" not in told.stderr
    assert world.places.ledger.read_bytes() == before
