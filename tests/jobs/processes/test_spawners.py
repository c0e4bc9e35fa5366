"""The spawner of a runner: gone, suspended, or never to be had; and a system that refuses for a while."""

import asyncio
import os
import resource
import signal
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from unittest.mock import patch

import pytest

from everly.jobs.runner.local import Local
from everly.jobs.runs import platform
from everly.jobs.runs.adoption import Found
from everly.jobs.runs.errors import RunError
from everly.jobs.runs.launch import Launch
from everly.jobs.runs.shim import TAKEN
from everly.jobs.runs.spawning import start
from tests.jobs.cli.runs import run as typed
from tests.jobs.processes.checks import check_world
from tests.jobs.processes.worlds import World, code_of, command_line, hoarder, script, world
from tests.jobs.runs.shims import PATIENCE, state, until

__all__ = ["hoarder", "world"]


def test_without_any_spawner_each_shim_is_an_interpreter_of_its_own(world: World) -> None:
    """It is killed whenever it is asked, as one that cannot be imported would end."""
    world.failpoints = "spawner.asked=kill"
    for name in ("one", "two"):
        world.make(name, script("exit 7"))
        (run,) = world.ended(name)
        assert code_of(run) == 7
    check_world(world, codes={1: 7})


@pytest.mark.parametrize(
    ("failpoints", "why"),
    [
        ("shim.claimed=error", "Input/output error"),
        ("shim.claimed=kill", "its shim ended before its command began; 'everly service logs' may say why"),
        ("spawner.asked=kill", "its spawner was gone before it began"),
    ],
)
def test_why_a_try_never_began_is_in_the_history(world: World, failpoints: str, why: str) -> None:
    world.failpoints = f"{failpoints}!{world.folder}/once"
    world.make("job", script("exit 7"))
    (run,) = world.ended("job")
    assert [each.ending and each.ending.why for each in world.attempts(run)] == [why, None]
    assert f"step 1, try 1: could not start ({why}): " in typed("show", "run", str(run.id)).out


def test_a_killed_spawner_is_replaced_and_its_runs_go_on(world: World) -> None:
    world.make("job", script("while [ ! -e go ]; do sleep 0.02; done; exit 7"))
    world.begun("job")
    before = world.spawner()
    os.kill(before, signal.SIGKILL)
    until(lambda: before not in world.children())
    world.make("other", script("exit 7"))
    world.ended("other")
    assert world.spawner() != before
    (world.folder / "go").touch()
    (run,) = world.ended("job")
    assert code_of(run) == 7
    check_world(world, codes={1: 7})


def test_a_spawner_that_stands_still_is_killed_and_replaced(world: World) -> None:
    world.run_script("from everly.jobs.runner import warming; warming.PATIENCE = 0.5")
    before = world.spawner()
    os.kill(before, signal.SIGSTOP)
    until(lambda: state(before) == "T")
    world.make("job", script("exit 7"))
    (run,) = world.ended("job")
    assert code_of(run) == 7
    assert before not in world.children()
    check_world(world, codes={1: 7})


def test_a_runner_without_files_to_open_waits_until_there_are_some(world: World) -> None:
    """What it cannot look at meanwhile is neither lost nor damaged."""
    world.make("job", script("while [ ! -e go ]; do sleep 0.02; done; exit 7"))
    world.begun("job")
    pid = world.runner
    before = resource.prlimit(pid, resource.RLIMIT_NOFILE)
    resource.prlimit(pid, resource.RLIMIT_NOFILE, (3, before[1]))
    (world.folder / "go").touch()
    until(lambda: "Too many open files" in world.log(), "it noticed nothing")
    resource.prlimit(pid, resource.RLIMIT_NOFILE, before)
    (run,) = world.ended("job")
    assert code_of(run) == 7
    assert world.runner == pid
    check_world(world, codes={1: 7})


@pytest.mark.usefixtures("hoarder")
def test_a_launch_that_still_waits_in_the_spawner_of_a_dead_runner_never_begins(world: World) -> None:
    """Promise 2: the next runner gives it up by the fence, so that it can have it begun anew."""
    world.failpoints = f"runner.asked=kill!{world.folder}/killed"
    world.come_up()
    spawner = world.spawner()
    os.kill(spawner, signal.SIGSTOP)
    until(lambda: state(spawner) == "T")
    assert world.make("job", script("exit 7")).ok, "the client asks the next runner by itself"
    (run,) = world.ended("job")
    assert code_of(run) == 7
    assert [each.ending and each.ending.why for each in world.attempts(run)] == [
        "the runner that began it was gone before it did",
        None,
    ]
    os.kill(spawner, signal.SIGCONT)
    until(lambda: not any(map(_spawned, range(2))), "it does not leave, or its shim")
    assert world.executed() == {f"{run.id}.1.2": 1}
    check_world(world, codes={1: 7})


def _spawned(_look: int) -> list[int]:
    """A spawner and shims that have come to this process; a look can miss one whose parent ends meanwhile."""
    mine = (each.pid for each in platform.processes().values() if each.parent == os.getpid())
    return [pid for pid in mine if b"runs.spawner" in command_line(pid)]


def _children(pid: int) -> set[int]:
    return {each.pid for each in platform.processes().values() if each.parent == pid}


def _stopped_standby(world: World) -> int:
    """The shim that stands by for the next launch, which has been made to stand still."""
    world.make("first", script("exit 7"))
    (first,) = world.ended("first")
    shim = (world.directory(first).read("started") or {})["shim"]["pid"]
    (late,) = until(lambda: len(found := _children(world.spawner()) - {shim}) == 1 and _children(*found) and found)
    os.kill(late, signal.SIGSTOP)
    until(lambda: state(late) == "T")
    return int(late)


@pytest.mark.usefixtures("hoarder")
def test_a_shim_that_comes_after_its_job_was_deleted_executes_nothing(world: World) -> None:
    late = _stopped_standby(world)
    with ThreadPoolExecutor(1) as other:
        made = other.submit(world.make, "late", script("touch too-late"))
        until(lambda: world.runs("late"))
        assert all(answer.ok for answer in world.do("delete", "late"))
        made.result(PATIENCE)
    os.kill(late, signal.SIGCONT)
    until(lambda: not Path(f"/proc/{late}").exists())
    assert not (world.folder / "too-late").exists()
    assert [run.job for run in world.runs()] == [run.job for run in world.runs("first")]


@pytest.mark.usefixtures("hoarder")
def test_a_shim_that_stands_still_is_given_up_for_another_and_never_executes(world: World) -> None:
    """Not even once its job is deleted, with all that the other one has left."""
    world.run_script("from everly.jobs.runner import beginning; beginning.LATEST = 1.0")
    late = _stopped_standby(world)
    world.make("late", script("exit 7"))
    (run,) = world.ended("late")
    assert code_of(run) == 7
    first, second = world.attempts(run)
    assert first.ending is not None
    assert (first.ending.note, second.state) == ("it never began: its shim stood still for 60 seconds", "finished")
    assert all(answer.ok for answer in world.do("delete", "late"))
    os.kill(late, signal.SIGCONT)
    until(lambda: not Path(f"/proc/{late}").exists())
    assert world.executed()[f"{run.id}.1.1"] == 0
    assert world.executed()[f"{run.id}.1.2"] == 1


@pytest.mark.parametrize("name", ["shim.claimed", "shim.locked", "shim.reserved", "shim.forked"])
def test_a_shim_that_stands_still_wherever_is_given_up_and_executes_nothing(world: World, name: str) -> None:
    """Also with the lock of its run: what holds that is proven to be the shim, and is killed."""
    failpoints = f"{name}=stop!{world.folder}/stopped"
    world.run_script(
        "from everly.jobs.runner import beginning; beginning.LATEST = 1.0\n"
        f"import os; os.environ['EVERLY_FAILPOINTS'] = {failpoints!r}"
    )
    world.make("job", script("exit 7"))
    assert (world.folder / "stopped").exists(), "nobody stands still"
    (run,) = world.ended("job")
    assert code_of(run) == 7
    first, second = world.attempts(run)
    assert first.ending is not None
    assert (first.ending.note, second.state) == ("it never began: its shim stood still for 60 seconds", "finished")
    assert world.executed() == {f"{run.id}.1.2": 1}
    check_world(world, codes={1: 7})


def test_where_no_process_is_to_be_had_nothing_begins_then_or_later(tmp_path: Path) -> None:
    """The core hears of it as of one that never began, and tries again."""
    tmp_path.chmod(0o700)
    launch = Launch(directory=str(tmp_path / "run"), argv=("true",), cwd="/")
    told: list[str] = []

    async def ask() -> Found:
        heard = asyncio.Event()

        def hear(directory: str) -> None:
            told.append(directory)
            heard.set()

        local = Local(asyncio.get_running_loop(), hear, lambda _: 0.0)
        local.launch(launch)
        async with asyncio.timeout(PATIENCE):
            await heard.wait()
        found = local.look(launch.directory)
        local.close()
        return found

    with (
        patch("everly.jobs.runner.warming.Warm", side_effect=RunError("no process")),
        patch("everly.jobs.runner.local.start", side_effect=RunError("no process")),
        patch("everly.jobs.runner.local._REFUSED", 0.05),
    ):
        assert asyncio.run(ask()).state == "never"
    assert told == [launch.directory]
    late = start(launch, {})
    assert late.wait() == TAKEN
