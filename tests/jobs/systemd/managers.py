"""A real user manager of systemd, in control groups and mounts of its own, as a fixture for all tests.

A manager takes over every process of the control group that it finds itself in. So it may start only where that is a
new group with nobody else in it: each step below is looked at before the next one is taken, also from outside.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import NoReturn

import pytest

REQUIRED = "EVERLY_REQUIRE_SYSTEMD"
"""With this variable a machine that lacks what a manager needs fails the tests, which are skipped otherwise."""

_PROGRAM = "/lib/systemd/systemd"
_TOOLS = ("mount", "nsenter", "systemctl", "umount", "unshare")
_PATIENCE = 20.0  # seconds; far more than anything takes
_GROUPS = Path("/sys/fs/cgroup")

_INSIDE = """
read go
[ "$go" = go ]
exec unshare --mount --cgroup --propagation private -- /bin/sh -euc '
    umount -R /sys/fs/cgroup
    mount -t cgroup2 cgroup2 /sys/fs/cgroup
    mount -t tmpfs tmpfs /run
    mkdir -p /run/systemd/system
    grep -qx 0::/ /proc/self/cgroup
    while read pid; do
        [ "$pid" = $$ ] || { echo "somebody else is in the control group"; exit 1; }
    done < /sys/fs/cgroup/cgroup.procs
    echo ready
    cat || :
    echo 1 > /sys/fs/cgroup/cgroup.kill
'
"""  # it ends with the tests, however they end, and takes along all that was started in it


class UnusableError(Exception):
    """What a manager needs is not to be had here."""


class Manager:
    """One user manager, and the commands that reach it. `folder` is seen alike from inside and outside."""

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="everly-"))  # sockets are below it, whose paths are short
        self.home, self.runtime = self.folder / "home", self.folder / "run"
        self.config = self.home / ".config"
        self.process: subprocess.Popen[bytes] | None = None
        self.anchor: subprocess.Popen[bytes] | None = None
        self.groups = [root / f"everly-test-{os.getpid()}" for root in _hierarchies()]
        self.environment = {
            "PATH": os.environ["PATH"],
            "LANG": "C.UTF-8",
            "HOME": str(self.home),
            "XDG_RUNTIME_DIR": str(self.runtime),
            "XDG_CONFIG_HOME": str(self.config),
        }
        (self.config / "systemd" / "user").mkdir(parents=True)
        self.runtime.mkdir(mode=0o700)

    def open(self) -> None:
        """Make the groups and the mounts, and start the manager in them."""
        _sweep(self.groups)
        for group in self.groups:
            group.mkdir()
        self.anchor = self._enter(["/bin/sh", "-euc", _INSIDE])
        assert self.anchor.stdout is not None
        if self.anchor.stdout.readline() != b"ready\n":
            raise UnusableError("it gets no control groups and mounts of its own")
        self.start()

    def start(self) -> None:
        """Start the manager, and wait until it can be asked."""
        assert self.process is None or self.process.poll() is not None, "it is up"
        program = f'read go; [ "$go" = go ]; exec {_PROGRAM} --user --log-target=console'
        self.process = self._enter(self.inside("/bin/sh", "-euc", program))
        _until(self.is_up, "no manager")

    def is_up(self) -> bool:
        """Whether it can be asked. Where none is, a bus may hold the question for half a minute."""
        try:
            said = self.run("systemctl", "--user", "is-system-running", timeout=2.0).stdout
        except subprocess.TimeoutExpired:
            return False
        return said.strip() in {"running", "degraded"}

    def kill(self) -> None:
        """End the manager as a crash does. What it has started stays."""
        assert self.process is not None
        self.process.kill()
        self.process.wait()

    def inside(self, *argv: str) -> list[str]:
        """A command as it is to be started from outside, so that it sees what the manager sees. It keeps its number."""
        assert self.anchor is not None
        return ["nsenter", f"--target={self.anchor.pid}", "--mount", "--cgroup", "--", *argv]

    def run(
        self, *argv: str, check: bool = False, timeout: float = 120.0, **environment: str
    ) -> subprocess.CompletedProcess[str]:
        """Run a command inside to its end."""
        return subprocess.run(
            self.inside(*argv),
            env={**self.environment, **environment},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=check,
            timeout=timeout,
        )

    def systemctl(self, *arguments: str, check: bool = False) -> subprocess.CompletedProcess[str]:
        """Ask the manager."""
        return self.run("systemctl", "--user", "--no-pager", *arguments, check=check)

    def show(self, unit: str, *properties: str) -> dict[str, str]:
        """Some properties of a unit."""
        said = self.systemctl("show", unit, *(f"--property={each}" for each in properties), check=True).stdout
        return dict(line.split("=", 1) for line in said.splitlines())

    def units(self, pattern: str = "everly*") -> list[str]:
        """The units of a pattern that the manager has loaded."""
        said = self.systemctl("list-units", "--all", "--plain", "--no-legend", pattern, check=True).stdout
        return [line.split()[0] for line in said.splitlines()]

    def members(self) -> list[int]:
        """All processes in its groups."""
        return sorted({pid for group in self.groups for pid in _members(group)})

    def close(self) -> None:
        """End all that was started inside, and leave nothing behind."""
        if self.anchor is not None:
            assert self.anchor.stdin is not None
            with suppress(BrokenPipeError):
                self.anchor.stdin.close()
            for each in filter(None, (self.process, self.anchor)):
                with suppress(subprocess.TimeoutExpired):
                    each.wait(_PATIENCE)
        for group in self.groups:
            _remove(group)
        shutil.rmtree(self.folder, ignore_errors=True)

    def _enter(self, argv: Sequence[str]) -> subprocess.Popen[bytes]:
        """Start a shell in the groups; it hears `go` once it was seen there, and nothing of it happens before."""
        with (self.folder / "log").open("ab") as log:
            process = subprocess.Popen(
                argv,
                env=self.environment,
                cwd="/",
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=log,
                start_new_session=True,
            )
        assert process.stdin is not None
        try:
            for group in self.groups:
                # In a hierarchy with controllers, who is in a group with others below it has to be in one of those.
                place = group / "init.scope" if (group / "init.scope").exists() else group
                (place / "cgroup.procs").write_text(str(process.pid))
            self._check(process.pid)
            process.stdin.write(b"go\n")
            process.stdin.flush()
        except (OSError, UnusableError) as error:
            process.kill()
            process.wait()
            raise UnusableError(str(error)) from error
        return process

    def _check(self, pid: int) -> None:
        """See that a process is in the groups that were made, as it is told from outside of them."""
        told = [line.split(":", 2) for line in Path(f"/proc/{pid}/cgroup").read_text().splitlines()]
        for _, controllers, path in told:
            if controllers in {"", "name=systemd"} and f"/{self.groups[0].name}" not in path:
                raise UnusableError(f"process {pid} is in the control group '{path}', which is not one of the tests'")


def _hierarchies() -> list[Path]:
    """Where the control groups are mounted that a manager would use."""
    mounts = [line.split() for line in Path("/proc/mounts").read_text().splitlines()]
    return [
        Path(place)
        for _, place, kind, options, *_ in mounts
        if Path(place).is_relative_to(_GROUPS)
        and (kind == "cgroup2" or (kind == "cgroup" and "name=systemd" in options.split(",")))
    ]


def _sweep(groups: Sequence[Path]) -> None:
    """Take away what tests left that were killed; nobody is in it."""
    for root in {group.parent for group in groups}:
        for left in root.glob("everly-test-*"):
            pid = left.name.rpartition("-")[2]
            if not Path("/proc", pid).exists():
                with suppress(OSError):
                    _remove(left)


def _members(group: Path) -> set[int]:
    found = set[int]()
    for folder, _, _ in os.walk(group):
        with suppress(OSError):
            found |= {int(pid) for pid in Path(folder, "cgroup.procs").read_text().split()}
    return found


def _remove(group: Path) -> None:
    """Take a group away with those below it, and end who is in it: all of them were started by a manager of tests."""
    if not group.exists():
        return
    _until(lambda: not _killed(group), f"somebody is left in '{group}'")
    for folder, _, _ in list(os.walk(group, topdown=False)):
        Path(folder).rmdir()


def _killed(group: Path) -> set[int]:
    found = _members(group)
    for pid in found:
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
    return found


def _until(condition: Callable[[], bool], words: str) -> None:
    end = time.monotonic() + _PATIENCE
    while not condition():
        assert time.monotonic() < end, words
        time.sleep(0.01)


def _lacking() -> str | None:
    """What a manager would need and is not there."""
    if sys.platform != "linux":
        return "systemd is of Linux only"
    missing = [tool for tool in _TOOLS if shutil.which(tool) is None]
    if missing or not Path(_PROGRAM).exists():
        return f"systemd is not installed: {', '.join(missing) or _PROGRAM}"
    if os.geteuid():
        return "only root can give a manager control groups and mounts of its own"
    if not any(Path(root, "cgroup.procs").exists() for root in _hierarchies()):
        return "no control groups are mounted"
    return None


def skip(why: str) -> NoReturn:
    """Skip a test, or fail it where nothing is to be lacking."""
    if os.environ.get(REQUIRED):
        pytest.fail(f"{REQUIRED} is set, and {why}")
    pytest.skip(why)


@pytest.fixture(scope="session")
def manager() -> Iterator[Manager]:
    """A manager for all tests; what a test makes in it, it takes away again."""
    why = _lacking()
    if why is not None:
        skip(why)
    made = Manager()
    try:
        try:
            made.open()
        except (OSError, UnusableError) as error:
            skip(f"no manager can be started here: {error}")
        yield made
    finally:
        made.close()
