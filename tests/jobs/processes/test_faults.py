"""One process killed at each place where something was just done, and what the next runner makes of it."""

import os
import signal
import subprocess

import pytest

from everly.jobs.client import RunnerError
from everly.jobs.ledger import Ending, Reason, State
from everly.jobs.runs import platform
from everly.jobs.runs.failpoints import NAMES
from tests.jobs.cli.runs import run as typed
from tests.jobs.processes.checks import check_world
from tests.jobs.processes.worlds import World, code_of, script, windows_of
from tests.jobs.runs.shims import until
from tests.jobs.systemd.worlds import world

__all__ = ["world"]

SHIM_LOST = "what watched it was killed, so its last output may be missing"
KILLED = [name for name in NAMES if not name.startswith("log.") and name not in {"runner.recorded", "runner.adopted"}]


@pytest.mark.parametrize("name", KILLED)
def test_promises_2_to_5_one_kill_loses_no_exit_code_and_doubles_nothing(world: World, name: str) -> None:
    """The runner, the spawner or a shim is killed once, where it is worst."""
    _need(world, name)
    world.failpoints = f"{name}=kill!{world.folder}/killed"
    steps = script("true"), script("exit 7", 2)
    until(lambda: _is_made(world, steps), "it cannot be made")
    (run,) = world.ended("job")
    assert (world.folder / "killed").exists(), "nobody was killed"
    if name == "shim.started":  # its command never passed the gate, and was reaped for what ended it
        assert run.ending == Ending(Reason.SIGNAL, signal=9, note=SHIM_LOST)
    else:
        assert code_of(run) == 7, world.attempts(run)
        ran = sorted(each.rpartition(".")[0] for each in world.executed().elements())
        assert ran == [f"{run.id}.1", f"{run.id}.2"], "each step once, whatever the number of its try"
    check_world(world, codes={1: 0, 2: 7})


def _need(world: World, name: str) -> None:
    if world.executor == "systemd" and name.startswith("spawner."):
        pytest.skip("a unit needs no spawner")
    if world.executor == "local" and name.startswith("unit."):
        pytest.skip("there is no unit")


def _is_made(world: World, steps: tuple[tuple[str, ...], ...]) -> bool:
    """As somebody would who asks again when the runner went away before it answered."""
    try:
        return world.make("job", *steps).ok
    except RunnerError:
        return False


def _is_killed(world: World) -> bool:
    world.keep_up()
    return (world.folder / "killed").exists()


def test_a_runner_killed_while_it_records_fire_times_loses_and_doubles_none(world: World) -> None:
    """Promise 1."""
    world.make("tick", script("exit 7"), schedule="secondly")
    world.kill()
    world.failpoints = f"runner.recorded=kill!{world.folder}/killed"
    until(lambda: _is_killed(world), "nobody was killed")
    world.ended("tick", 2)
    world.do("stop", "tick")
    check_world(world, windows_of(world, "tick"), codes={1: 7})


def test_a_runner_killed_while_it_adopts_does_not_matter(world: World) -> None:
    world.make("job", script("while [ ! -e go ]; do sleep 0.02; done; exit 7"))
    world.kill()
    world.failpoints = f"runner.adopted=kill!{world.folder}/killed"
    until(lambda: _is_killed(world), "nobody was killed")
    world.keep_up()
    (world.folder / "go").touch()
    (run,) = world.ended("job")
    assert code_of(run) == 7
    check_world(world, codes={1: 7})


@pytest.mark.parametrize("name", ["runner.launched", "runner.asked", "spawner.forked", "shim.claimed"])
def test_promise_2_what_is_asked_for_twice_is_executed_once(world: World, name: str) -> None:
    """Whoever is killed between asking and executing leaves it open whether it was executed; the next one knows."""
    _need(world, name)
    world.failpoints = f"{name}=kill!{world.folder}/killed"
    until(lambda: _is_made(world, (script("exit 7"),)), "it cannot be made")
    (run,) = world.ended("job", len(world.runs("job")))  # a client that heard no answer asks again by itself
    assert (world.folder / "killed").exists(), "nobody was killed"
    assert [count for each, count in world.executed().items() if each.startswith(f"{run.id}.")] == [1]
    assert set(world.executed().values()) == {1}
    assert code_of(run) == 7


@pytest.mark.parametrize("name", ["runner.heard", "runner.claimed", "runner.launched", "runner.asked", "runner.begun"])
def test_what_is_started_by_hand_runs_once_though_the_runner_is_killed_before_it_says_so(
    world: World, name: str
) -> None:
    world.make("job", script("exit 7"), schedule="yearly at 00:00 in UTC starting tomorrow")
    world.kill()
    world.failpoints = f"{name}=kill!{world.folder}/killed"
    (answer,) = world.do("start", "job", now=True)
    assert answer.text == "started"
    assert (world.folder / "killed").exists(), "nobody was killed"
    (run,) = world.ended("job")
    assert code_of(run) == 7
    assert list(world.executed().values()) == [1]


@pytest.mark.parametrize("name", ["shim.reserved", "shim.forked"])
def test_promise_3_without_a_durable_start_nothing_was_executed(world: World, name: str) -> None:
    world.failpoints = f"{name}=kill!{world.folder}/killed"
    until(lambda: _is_made(world, (script("exit 7"),)), "it cannot be made")
    (run,) = world.ended("job")
    first, second = world.attempts(run)
    assert world.directory(run, first.step, first.number).read("started") is None
    assert world.directory(run, second.step, second.number).read("started") is not None
    assert world.executed() == {f"{run.id}.1.2": 1}


@pytest.mark.parametrize("who", ["runner", "shim", "spawner"])
def test_promise_5_one_fault_never_loses_an_exit_code(world: World, who: str) -> None:
    world.make("job", script("while [ ! -e go ]; do sleep 0.02; done; exit 7"))
    _, started = world.begun("job")
    if who == "runner":
        world.kill()
        world.come_up()
    else:
        os.kill(started["shim"]["pid"] if who == "shim" else world.spawner(), signal.SIGKILL)
    (world.folder / "go").touch()
    (run,) = world.ended("job")
    assert code_of(run) == 7


def test_promise_6_two_faults_give_lost_and_never_a_success(world: World) -> None:
    """The runner that was its parent's parent is gone, then the shim is.

    In a unit the shim has a parent of its own, without which systemd ends the unit at once.
    """
    world.make("job", script("while [ ! -e go ]; do sleep 0.02; done; exit 0"))
    run, started = world.begun("job")
    world.kill()
    world.come_up()
    os.kill(world.watcher(run), signal.SIGKILL)
    if world.executor == "systemd":
        until(lambda: not platform.started_at(started["pid"]), "systemd leaves it alone")
    (world.folder / "go").touch()
    (run,) = world.ended("job")
    assert run.state is State.LOST
    check_world(world)


def test_a_ledger_that_is_set_aside_as_doctor_says_leaves_nothing_that_is_not_named(world: World) -> None:
    """Promise 16: what ran of it runs on, and is named, with the command that ends it."""
    world.make("job", script("sleep 60"))
    run, _ = world.begun("job")
    watcher = world.watcher(run)
    world.kill()
    world.places.ledger.write_bytes(b"nothing" * 1000)
    settings = {"EVERLY_HOME": str(world.places.root)}
    refused = typed("show", "jobs", settings=settings)
    assert (refused.code, "'everly doctor' says how" in refused.err) == (4, True)
    _do_as_told(typed("doctor", settings=settings).out, "begin anew: ")
    world.come_up()
    assert world.make("other", ("true",)).ok
    found = typed("doctor", settings=settings).out
    assert f"kill {watcher}" in found
    os.kill(watcher, signal.SIGTERM)
    until(lambda: "rm -r" in typed("doctor", settings=settings).out, "it does not end")
    _do_as_told(typed("doctor", settings=settings).out, "take them away: ")
    assert "another ledger" not in typed("doctor", settings=settings).out
    assert world.make("third", ("true",)).ok


def _do_as_told(text: str, words: str) -> None:
    (command,) = {line.partition(words)[2] for line in text.splitlines() if words in line}
    commands = [each for each in command.split("; ") if not each.startswith("everly ")]
    subprocess.run(["/bin/sh", "-c", "; ".join(commands)], check=False, stderr=subprocess.DEVNULL)
