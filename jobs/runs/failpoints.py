"""Named places at which a test makes this process fail, as a crash, a full disk or a slow machine would.

`EVERLY_FAILPOINTS` holds `name=action` or `name=action@count`, with semicolons between; the count says at which passage
it acts, the first if there is none. Without the variable, passing a failpoint is a call that does nothing.
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


def parse(text: str) -> dict[str, tuple[str, int]]:
    """The action and the passage of each name. An unknown name or action is a ValueError, lest a test pass for it."""
    found: dict[str, tuple[str, int]] = {}
    for part in filter(None, text.split(";")):
        name, _, rest = part.partition("=")
        action, _, count = rest.partition("@")
        if name not in NAMES or action not in _ACTIONS:
            raise ValueError(f"unknown failpoint '{part}'")
        found[name] = action, int(count or 1)
    return found


def _armed(points: dict[str, tuple[str, int]]) -> Callable[[str], None]:
    left = {name: count for name, (_, count) in points.items()}

    def passing(name: str) -> None:
        if name not in left:
            return
        left[name] -= 1
        if left[name] == 0:
            _ACTIONS[points[name][0]]()

    return passing


def _free(_name: str) -> None:
    """No failpoints are set."""


hit: Callable[[str], None] = (
    _armed(parse(os.environ["EVERLY_FAILPOINTS"])) if "EVERLY_FAILPOINTS" in os.environ else _free
)
