"""What every executor does alike. The tests of promises, faults, trees and output run on each as well."""

from __future__ import annotations

import os
import signal

import pytest

from everly.jobs.attachment import Attachment
from everly.jobs.ledger import Reason
from everly.jobs.runs import platform
from tests.jobs.processes.checks import check_world
from tests.jobs.processes.worlds import World, code_of, script, stands_still
from tests.jobs.runs.shims import log_of, until
from tests.jobs.systemd.worlds import world

__all__ = ["world"]

WAITS = script("while [ ! -e go ]; do sleep 0.02; done; exit 7")


def test_a_chain_is_retried_where_it_failed_and_ends_there(world: World) -> None:
    steps = script("exit 0"), script('[ "$EVERLY_ATTEMPT" = 2 ]', 2), script("exit 4", 3), script("exit 0", 4)
    world.make("job", *steps, retries=1, backoff=0.0)
    (run,) = world.ended("job")
    assert code_of(run) == 4
    assert [(each.step, each.number) for each in world.attempts(run)] == [(1, 1), (2, 1), (2, 2), (3, 1), (3, 2)]
    check_world(world)


def test_a_timeout_ends_a_try(world: World) -> None:
    world.make("job", script("sleep 60 & wait"), timeout=0.3, grace=0.1)
    (run,) = world.ended("job")
    assert run.ending
    assert run.ending.reason is Reason.TIMEOUT


def test_a_command_that_is_not_there_could_not_start(world: World) -> None:
    world.make("job", ("/nosuch",))
    (run,) = world.ended("job")
    assert run.ending
    assert run.ending.reason is Reason.UNSTARTED
    assert run.ending.note == "its command cannot be executed: No such file or directory"


def test_umask_files_of_variables_and_surroundings(world: World) -> None:
    (world.folder / "vars").write_text("SECRET=s3cret word\n")
    text = 'umask; pwd -P; echo "$SECRET $EVERLY_JOB $EVERLY_RUN_NUMBER"; env | grep -c "^XDG_\\|^SYSTEMD"'
    world.make("job", script(text), umask=0o077, env_files=(str(world.folder / "vars"),))
    (run,) = world.ended("job")
    expected = f"0077\n{world.folder.resolve()}\ns3cret word job {run.id}\n0\n"
    assert log_of(world.directory(run)).decode() == expected, "and nothing of the manager's environment"


def test_input_reaches_it_and_its_end_too(world: World) -> None:
    world.make("job", ("/bin/sh", "-c", "read line; echo got $line; cat; exit 7"))
    run, _ = world.begun("job")
    with Attachment(world.places, "job") as attached:
        until(attached.takes, "it takes no input")
        assert attached.write(b"one\ntwo\n")
        attached.end_input()
        read, code = bytearray(), None
        while code is None:
            data = attached.read()
            read += data
            code = None if data else attached.code()
    assert (bytes(read), code) == (b"got one\ntwo\n", 7)
    assert code_of(world.ended("job")[0]) == 7
    assert log_of(world.directory(run)) == b"got one\ntwo\n"


def test_a_terminal_is_one_and_ctrl_c_is_for_its_group(world: World) -> None:
    world.make("job", ("/bin/sh", "-c", "test -t 0 && test -t 1 && echo ready; exec sleep 60"), tty=True)
    run, _ = world.begun("job")
    until(lambda: log_of(world.directory(run)) == b"ready\r\n", "it has no terminal")
    with Attachment(world.places, "job") as attached:
        until(attached.takes, "it takes no input")
        attached.write(b"\x03")
        (ended,) = world.ended("job")
    assert ended.ending
    assert ended.ending.signal == signal.SIGINT


def test_it_stands_still_and_goes_on_also_with_another_runner(world: World) -> None:
    world.make("job", WAITS)
    _, started = world.begun("job")
    world.do("pause", "job")
    assert stands_still(started["pid"])
    world.kill()
    (world.folder / "go").touch()
    world.do("start", "job")
    (run,) = world.ended("job")
    assert code_of(run) == 7


def test_one_that_stands_still_is_stopped(world: World) -> None:
    world.make("job", script("trap 'exit 5' TERM; touch ready; while :; do sleep 0.05; done"))
    until((world.folder / "ready").exists, "it is not ready")
    world.do("pause", "job")
    world.do("stop", "job")
    (run,) = world.ended("job")
    assert run.ending
    assert (run.ending.reason, run.ending.code) == (Reason.STOPPED, 5)


def test_it_begins_anew_until_it_is_stopped(world: World) -> None:
    world.make("job", script("exit 3"), restart="on-failure", backoff=0.0)
    world.ended("job", 3)
    world.do("stop", "job")
    count = len(world.runs("job"))
    world.kill()
    world.come_up()
    assert len(world.runs("job")) == count
    assert all(run.ending for run in world.runs("job"))
    check_world(world)


@pytest.mark.parametrize("policy", ["forbid", "queue", "replace"])
def test_no_two_runs_overlap(world: World, policy: str) -> None:
    text = "mkdir busy || echo x >> twice; trap 'rmdir busy; exit 0' TERM; sleep 1.3 & wait; rmdir busy"
    world.make("job", script(text), schedule="secondly", overlap=policy)
    world.ended("job", 4)
    world.do("stop", "job")
    assert not (world.folder / "twice").exists()
    check_world(world)


def test_a_shim_that_is_killed_leaves_its_command_and_its_exit_code(world: World) -> None:
    world.make("job", WAITS)
    _, started = world.begun("job")
    os.kill(started["shim"]["pid"], signal.SIGKILL)
    until(lambda: not platform.started_at(started["shim"]["pid"]))
    (world.folder / "go").touch()
    (run,) = world.ended("job")
    assert code_of(run) == 7
    assert run.ending
    assert run.ending.note == "what watched it was killed, so its last output may be missing"


def test_a_stop_while_it_begins_has_it_end_or_never_begin(world: World) -> None:
    world.make("job", WAITS)
    world.do("stop", "job")
    for _ in range(5):
        world.do("start", "job")
        world.do("stop", "job")
    assert all(run.ending and run.ending.reason is Reason.STOPPED for run in world.runs("job"))
    check_world(world)
