"""Asking systemd by `systemctl`: no shell, no questions, no colours, and never longer than a while.

That is how commands ask, which do it seldom and have to wait: also the manager of the machine, whose bus and rights are
for `systemctl` to know, and until a unit is up. The runner asks otherwise (everly.jobs.systemd.manager).
"""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

from everly.jobs.service.errors import ServiceError
from everly.jobs.service.identity import Scope, Service

__all__ = ["LINGERING", "Systemctl", "lingers", "unmask"]

_SHORT, _LONG = 5.0, 330.0  # seconds: for a question, and for what waits until a unit is up
LINGERING = Path("/var/lib/systemd/linger")
"""Where systemd keeps a file for each user whose services go on without a log-in."""


class Systemctl:
    """The manager of a scope, through the command `systemctl`."""

    def __init__(self, scope: Scope) -> None:
        self.scope = scope

    def check(self) -> None:
        """See that the manager can be asked.

        Raises:
            ServiceError: It cannot.
        """
        if shutil.which("systemctl") is None:
            raise ServiceError(
                "there is no systemd here, which would run the service",
                "'everly start runner' starts a runner; have it done when the machine starts, as by cron: "
                "@reboot everly start runner",
            )
        why = self.unreachable()
        if why is None:
            return
        way_out = (
            "log in as this user by itself, as by ssh, or first: loginctl enable-linger $USER; else 'everly start"
            " runner' starts a runner without it"
            if self.scope is Scope.USER
            else "the machine was not started by systemd, as in most containers; 'everly start runner' starts a runner"
        )
        raise ServiceError(f"systemd cannot be asked for services of this {_WHOSE[self.scope]}: {why}", way_out)

    def unreachable(self) -> str | None:
        """Why the manager cannot be asked; None if it can."""
        try:
            code, said = self.run("show", "--property=Version", timeout=_SHORT)
        except ServiceError as error:
            return str(error)
        return None if code == 0 and "Version=" in said else _last_line(said) or f"systemctl ended with {code}"

    def do(self, *arguments: str) -> str:
        """Have something done; what was said.

        Raises:
            ServiceError: It was refused.
        """
        code, said = self.run(*arguments)
        if code:
            raise ServiceError(f"'systemctl --{self.scope} {' '.join(arguments)}' failed: {_last_line(said)}")
        return said

    def show(self, unit: str, *names: str) -> dict[str, str]:
        """Properties of a unit by name; empty where it cannot be asked."""
        try:
            code, said = self.run("show", unit, f"--property={','.join(names)}", timeout=_SHORT)
        except ServiceError:
            return {}
        lines = said.splitlines() if not code else []
        return {name: value for name, _, value in (line.partition("=") for line in lines)}

    def control_group(self) -> str:
        """The control group of the manager, below which those of its units are; that of the root may be empty.

        Raises:
            ServiceError: It cannot be asked.
        """
        return self.do("show", "--property=ControlGroup", "--value").strip()

    def run(self, *arguments: str, timeout: float = _LONG) -> tuple[int, str]:
        """The status that a command ended with, and all that it said.

        Raises:
            ServiceError: It cannot be started, or says nothing in time.
        """
        command = ["systemctl", f"--{self.scope}", "--no-pager", "--no-ask-password", *arguments]
        try:
            done = subprocess.run(  # noqa: S603 - an argv of ours
                command,
                env=_environment(),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                timeout=timeout,
                check=False,
            )
        except subprocess.TimeoutExpired:
            raise ServiceError(f"systemctl gave no answer within {timeout:.0f} seconds") from None
        except OSError as error:
            raise ServiceError(f"systemctl cannot be started: {error.strerror}") from None
        return done.returncode, done.stdout.decode(errors="replace")


_WHOSE = {Scope.USER: "user", Scope.SYSTEM: "machine"}


def unmask(service: Service) -> str:
    """The command that lets a unit start again that somebody has masked."""
    return f"systemctl --{service.scope} unmask {service.unit}"


def lingers(user: str, folder: Path = LINGERING) -> bool | None:
    """Whether the services of a user go on without a log-in; None where nobody keeps count of that."""
    if not folder.parent.exists():
        return None
    return (folder / user).exists()


def _environment() -> dict[str, str]:
    """Ours, in English; the folder of the user's manager is where it always is, if none is told (su, cron)."""
    usual = f"/run/user/{os.geteuid()}"
    told = {} if "XDG_RUNTIME_DIR" in os.environ or not os.path.isdir(usual) else {"XDG_RUNTIME_DIR": usual}  # noqa: PTH112
    return {**os.environ, **told, "LC_ALL": "C.UTF-8", "SYSTEMD_COLORS": "0"}


def _last_line(said: str) -> str:
    return next((line for line in reversed(said.splitlines()) if line.strip()), "").strip()
