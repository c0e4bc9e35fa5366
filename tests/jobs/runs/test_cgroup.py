"""Where a part of the system's control groups is this user's, a run has one, and nobody gets out of it."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from everly.jobs.runs import cgroup
from everly.jobs.runs.cgroup import Group
from everly.jobs.runs.directory import RunDirectory, is_locked
from everly.jobs.runs.orphans import stop_marked
from everly.jobs.runs.removal import remove
from tests.jobs.runs.shims import Shims, log_of, python, shims, stands_still, until

__all__ = ["shims"]

CHAIN = (  # each link forks the next one and leaves, faster than anybody looks
    "import os, signal\n"
    "signal.signal(signal.SIGTERM, signal.SIG_IGN)\n"
    "print('ready', flush=True)\n"
    "os.setsid() if os.getsid(0) != os.getpid() else None\n"
    "while True:\n"
    " if os.fork(): os._exit(3)\n"
)
AWAY = (
    "import os\n"
    "if os.fork(): os.wait(); print('ready', flush=True); os.execv('/bin/sleep', ['sleep', '60'])\n"
    "os.setsid()\n"
    "if os.fork(): os._exit(0)\n"
    "os.execve('/bin/sleep', ['sleep', '60'], {})"  # no parent, no session, no mark
)


@pytest.fixture
def delegated(shims: Shims) -> Iterator[Path]:
    """A new group, marked as systemd marks what it delegates; only shims of a test enter it."""
    mounts = [line.split() for line in Path("/proc/mounts").read_text().splitlines()]
    roots = [Path(fields[1]) for fields in mounts if fields[2] == "cgroup2" and os.access(fields[1], os.W_OK)]
    if os.geteuid() or not roots or not hasattr(os, "setxattr"):
        pytest.skip("only root makes control groups of version 2, where they are mounted")
    group = roots[0] / f"everly-test-{os.getpid()}-{time.monotonic_ns()}"
    try:
        group.mkdir()
        os.setxattr(group, "user.delegate", b"1")
    except OSError as error:
        pytest.skip(f"the system gives no control group: {error}")
    yield group
    shims.close()
    (group / "cgroup.kill").write_text("1")
    until(lambda: "populated 0" in (group / "cgroup.events").read_text())
    for folder, _, _ in reversed(list(os.walk(group))):
        Path(folder).rmdir()


def begin(shims: Shims, delegated: Path, *argv: str) -> tuple[RunDirectory, Group]:
    """A run in a group of its own, which has said something."""
    directory = shims.begin(shims.launch(*argv, grace=0.2), f"echo $$ > {delegated}/cgroup.procs")
    until(lambda: log_of(directory))
    group = cgroup.of(directory.read("started") or {})
    assert group
    assert Path(group.path).parent == delegated
    return directory, group


def test_nobody_is_fast_enough_for_a_group(shims: Shims, delegated: Path) -> None:
    directory, group = begin(shims, delegated, *python(CHAIN))
    shims.started[0].terminate()
    assert shims.end(directory)["left"] == []
    shims.started[0].wait()
    assert not Path(group.path).exists()
    assert (delegated / "cgroup.procs").read_text() == ""


def test_a_group_stands_still_and_goes_on(shims: Shims, delegated: Path) -> None:
    directory, group = begin(shims, delegated, "sh", "-c", "while :; do echo x; sleep 0.01; done")
    assert not stands_still(directory)
    shims.started[0].send_signal(10)
    until(lambda: stands_still(directory))
    assert group.is_suspended()
    kept = len(log_of(directory))
    shims.started[0].send_signal(12)
    until(lambda: len(log_of(directory)) > kept + 2)


def test_a_group_that_stands_still_can_be_stopped(shims: Shims, delegated: Path) -> None:
    script = "trap 'exit 5' TERM; echo ready; while :; do sleep 0.01; done"
    directory, group = begin(shims, delegated, "sh", "-c", script)
    shims.started[0].send_signal(10)
    until(group.is_suspended)
    shims.started[0].terminate()
    assert shims.end(directory)["code"] == 5


def test_what_is_left_in_a_group_is_found_without_a_shim(shims: Shims, delegated: Path) -> None:
    directory, group = begin(shims, delegated, *python(AWAY))
    assert len(group.members()) == 2
    shims.started[0].kill()
    shims.started[0].wait()
    until(lambda: not is_locked(directory))
    stop = stop_marked(directory, 60.0, time.monotonic())  # all of them are told, so the grace is not waited for
    until(lambda: stop.advance(time.monotonic()))
    assert group.members() == {}
    until(lambda: "populated 0" in Path(f"{group.path}/cgroup.events").read_text())
    remove(directory)
    assert not Path(group.path).exists()


def test_a_group_keeps_who_is_left_in_it(shims: Shims, delegated: Path) -> None:
    directory, group = begin(shims, delegated, "sh", "-c", "sleep 60 & echo ready; exit 3")
    assert len(shims.end(directory)["left"]) == 1
    shims.started[0].wait()
    assert len(group.members()) == 1
    assert not group.remove()


def test_root_takes_no_group_that_was_not_given_to_it(shims: Shims, delegated: Path) -> None:
    os.removexattr(delegated, "user.delegate")
    directory = shims.begin(shims.launch("echo", "x"), f"echo $$ > {delegated}/cgroup.procs")
    assert shims.end(directory)["code"] == 0
    assert (directory.read("started") or {})["cgroup"] is None


def test_a_group_that_is_gone_refuses(tmp_path: Path) -> None:
    group = Group(str(tmp_path / "gone"))
    assert not any([group.add(1), group.kill(), group.suspend(), group.resume(), group.is_suspended(), group.members()])


def test_only_what_was_made_for_a_run_is_its_group() -> None:
    assert cgroup.of({"token": "t", "cgroup": "/sys/fs/cgroup/a/everly-t"}) == Group("/sys/fs/cgroup/a/everly-t")
    for path in ("/sys/fs/cgroup", "/sys/fs/cgroup/everly-u", ""):
        assert cgroup.of({"token": "t", "cgroup": path}) is None
    assert cgroup.of({"token": "t"}) is None


PURE = "24 22 0:21 / /sys/fs/cgroup rw,nosuid shared:4 - cgroup2 cgroup2 rw\n"
HYBRID = (
    "30 22 0:26 / /sys/fs/cgroup/systemd rw - cgroup cgroup rw,name=systemd\n"
    "41 31 0:38 / /sys/fs/cgroup/unified rw,relatime - cgroup2 cgroup2 rw\n"
)


@pytest.mark.parametrize(
    ("groups", "mounts", "expected"),
    [
        ("0::/user.slice/a.service\n", PURE, "/sys/fs/cgroup/user.slice/a.service"),
        ("1:name=systemd:/x\n0::/a\n", HYBRID, "/sys/fs/cgroup/unified/a"),
        ("0::/box/a\n", PURE.replace(" / /sys", " /box /sys"), "/sys/fs/cgroup/a"),
        ("0::/box\n", PURE.replace(" / /sys", " /box /sys"), "/sys/fs/cgroup"),
        ("0::/boxer/a\n", PURE.replace(" / /sys", " /box /sys"), None),
        ("0::/\n", PURE, None),
        ("0::/a\n", HYBRID.splitlines()[0], None),
        ("1:name=systemd:/x\n", HYBRID, None),
        ("", "", None),
    ],
)
def test_the_group_of_a_process_is_found_where_it_is_mounted(groups: str, mounts: str, expected: str | None) -> None:
    assert cgroup.own(groups, mounts) == expected


@pytest.mark.parametrize(("group", "inside"), [("/", ""), ("", ""), ("/user@1000.service", "user@1000.service")])
def test_what_a_group_can_limit(tmp_path: Path, group: str, inside: str) -> None:
    mounts = f"30 23 0:26 / {tmp_path} rw,nosuid - cgroup2 cgroup2 rw"
    folder = tmp_path / inside
    folder.mkdir(exist_ok=True)
    (folder / "cgroup.controllers").write_text("memory pids\n")
    assert cgroup.controllers(group, mounts) == {"memory", "pids"}
    (folder / "cgroup.controllers").write_text("\n")
    assert not cgroup.controllers(group, mounts)
    assert not cgroup.controllers(group, ""), "without control groups of version 2"
