"""The user manager of systemd, asked over its own socket, as `systemctl --user` does. It needs no message bus.

That is how the runner asks: several times for each run, while it does other things. A question costs it no process and
a quarter of the processor time that `systemctl` takes, by which commands ask (everly.jobs.service.systemctl).

A question that finds nobody is refused at once, and one that is not answered within PATIENCE too.
"""

from __future__ import annotations

import asyncio
import os
from collections.abc import Sequence
from typing import Any

from everly.jobs.errors import JobsError
from everly.jobs.runs.cgroup import controllers
from everly.jobs.runs.platform import text
from everly.jobs.systemd.wire import FIXED, Reply, WireError, length_of, pack_call, unpack_reply

PATIENCE = 10.0  # seconds for one answer; to load all units anew takes tenths of one

_PATH = "/org/freedesktop/systemd1"
_INTERFACE = "org.freedesktop.systemd1.Manager"
_PROPERTIES = "org.freedesktop.DBus.Properties"
_HELP = "run it by everly itself ('-e local'), or see 'systemctl --user status'"
_NO_UNIT = "org.freedesktop.systemd1.NoSuchUnit"


class ManagerError(JobsError):
    """The manager refuses something; `name` is what it calls the error, `help` the way out, if one is known."""

    def __init__(self, message: str, help: str | None = None, name: str = "") -> None:
        super().__init__(message, help)
        self.name = name


class UnreachableError(ManagerError):
    """There is no manager to be asked."""


def socket_path() -> str:
    """Where the manager of this user is asked."""
    runtime = os.environ.get("XDG_RUNTIME_DIR") or f"/run/user/{os.geteuid()}"
    return f"{runtime}/systemd/private"


class UserManager:
    """The manager of this user. Methods raise ManagerError where it refuses, UnreachableError where there is none."""

    async def ping(self) -> str:
        """See that it can be asked; its version."""
        return str(await self._get(_PATH, _INTERFACE, "Version"))

    async def can_limit_memory(self) -> bool:
        """Whether the control group of memory is delegated to it; without, a limit is taken and does not hold."""
        group = str(await self._get(_PATH, _INTERFACE, "ControlGroup"))
        return "memory" in controllers(group, text("/proc/self/mountinfo"))

    async def start(self, unit: str) -> None:
        """Have a unit start, once it has stopped if it is about to; it is not waited for."""
        await self._call("StartUnit", "ss", unit, "replace")

    async def thaw(self, unit: str) -> None:
        """Let the processes of a unit go on that somebody has frozen."""
        if await self.state(unit, "FreezerState") not in {"", "running"}:
            await self._call("ThawUnit", "s", unit)

    async def state(self, unit: str, name: str = "ActiveState", kind: str = "Unit") -> str:
        """A property of a unit, or of the kind that it is; empty where it has none."""
        try:
            path = await self._call("LoadUnit", "s", unit)
            return str(await self._get(path, f"org.freedesktop.systemd1.{kind}", name))
        except UnreachableError:
            raise
        except ManagerError:
            return ""

    async def link(self, path: str) -> None:
        """Make a file known as a unit."""
        await self._call("LinkUnitFiles", "asbb", [path], False, True)

    async def enable(self, unit: str) -> None:
        """Have a unit start with the manager."""
        await self._call("EnableUnitFiles", "asbb", [unit], False, True)

    async def disable(self, unit: str) -> None:
        """Take away all links to a unit, that of `link` too."""
        await self._call("DisableUnitFiles", "asb", [unit], False)

    async def file_state(self, unit: str) -> str:
        """Whether a unit is `linked` or `enabled`, or as else systemd calls it; empty if it has no file."""
        try:
            return str(await self._call("GetUnitFileState", "s", unit))
        except UnreachableError:
            raise
        except ManagerError:
            return ""

    async def reload(self) -> None:
        """Read all unit files anew."""
        await self._call("Reload", "")

    async def forget(self, unit: str) -> None:
        """Forget that a unit has failed."""
        try:
            await self._call("ResetFailedUnit", "s", unit)
        except ManagerError as error:
            if error.name != _NO_UNIT:
                raise

    async def _get(self, path: str, interface: str, name: str) -> Any:
        return await self._ask(path, _PROPERTIES, "Get", "ss", interface, name)

    async def _call(self, member: str, signature: str, *values: str | bool | Sequence[str]) -> Any:
        return await self._ask(_PATH, _INTERFACE, member, signature, *values)

    async def _ask(self, path: str, interface: str, member: str, signature: str, *values: Any) -> Any:
        """The first value of what the manager answers."""
        call = pack_call(1, path, interface, member, signature, *values)
        try:
            async with asyncio.timeout(PATIENCE):
                reply = await _exchange(call)
        except TimeoutError:
            raise UnreachableError(f"systemd does not answer within {PATIENCE:.0f} seconds", _HELP) from None
        except (OSError, EOFError, WireError) as error:
            why = getattr(error, "strerror", None) or str(error) or type(error).__name__
            raise UnreachableError(f"the user manager of systemd cannot be reached: {why}", _HELP) from None
        if reply.error is not None:
            raise ManagerError(f"systemd refuses: {' '.join(map(str, reply.values)) or reply.error}", None, reply.error)
        return reply.values[0] if reply.values else None


async def _exchange(call: bytes) -> Reply:
    reader, writer = await asyncio.open_unix_connection(socket_path())
    try:
        # All at once, and the call after the answers, as `systemctl` does: what comes with BEGIN is not looked at.
        writer.write(
            b"\0AUTH EXTERNAL %s\r\nNEGOTIATE_UNIX_FD\r\nBEGIN\r\n" % str(os.geteuid()).encode().hex().encode()
        )
        said = [await reader.readuntil(b"\r\n") for _ in range(2)]
        if not said[0].startswith(b"OK"):
            raise WireError(f"it says {said[0]!r}")
        writer.write(call)
        while True:
            head = await reader.readexactly(FIXED)
            reply = unpack_reply(head + await reader.readexactly(length_of(head) - FIXED))
            if reply is not None and reply.to == 1:
                return reply
    finally:
        writer.close()
