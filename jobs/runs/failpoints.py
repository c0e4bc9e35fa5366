"""Named places at which a test makes this process fail, as a crash, a full disk or a slow machine would.

`EVERLY_FAILPOINTS` holds `name=action` or `name=action@count`, with semicolons between; the count says at which passage
it acts, the first if there is none. After a `!` may stand the path of a file: whoever makes it acts, and nobody else.
Without the variable, passing a failpoint is a call that does nothing.
"""

from __future__ import annotations

import os
import signal
import time

TYPE_CHECKING = False  # as in typing, whose import takes as long as that of Python itself

if TYPE_CHECKING:
    from collections.abc import Callable

NAMES = (
    "shim.claimed",
    "shim.locked",
    "shim.reserved",
    "shim.forked",
    "shim.started",
    "shim.opened",
    "shim.ended",
    "shim.finished",
    "attach.bound",
    "log.write",
    "log.rotated",
    "spawner.asked",
    "spawner.forked",
    "runner.recorded",
    "runner.claimed",
    "runner.launched",
    "runner.asked",
    "runner.begun",
    "runner.ending",
    "runner.ended",
    "runner.adopted",
    "runner.heard",
    "unit.entered",
)
DELAY = 0.2  # seconds


def _kill() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def _stop() -> None:
    os.kill(os.getpid(), signal.SIGSTOP)


def _error() -> None:
    raise OSError(5, "failpoint")


_ACTIONS: dict[str, Callable[[], None]] = {
    "kill": _kill,
    "stop": _stop,
    "error": _error,
    "delay": lambda: time.sleep(DELAY),
    "off": lambda: None,
}


Point = tuple[str, int, str]  # action, passage, and the file of who acts


def parse(text: str) -> dict[str, Point]:
    """The point of each name. An unknown name or action is a ValueError, lest a test pass for it."""
    found: dict[str, Point] = {}
    for part in filter(None, text.split(";")):
        name, _, rest = part.partition("=")
        what, _, once = rest.partition("!")
        action, _, count = what.partition("@")
        if name not in NAMES or action not in _ACTIONS:
            raise ValueError(f"unknown failpoint '{part}'")
        found[name] = action, int(count or 1), once
    return found


def _armed(points: dict[str, Point]) -> Callable[[str], None]:
    left = {name: count for name, (_, count, _) in points.items()}

    def passing(name: str) -> None:
        if name not in left:
            return
        left[name] -= 1
        action, _, once = points[name]
        if left[name] == 0 and (not once or _is_first(once)):
            _ACTIONS[action]()

    return passing


def _is_first(path: str) -> bool:
    try:
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY | os.O_CLOEXEC, 0o600))
    except FileExistsError:
        return False
    return True


def _free(_name: str) -> None:
    """No failpoints are set."""


hit: Callable[[str], None] = (
    _armed(parse(os.environ["EVERLY_FAILPOINTS"])) if "EVERLY_FAILPOINTS" in os.environ else _free
)
