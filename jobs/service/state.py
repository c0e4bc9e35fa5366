"""How a service is."""

from __future__ import annotations

from everly.frozen import frozen
from everly.jobs.service.identity import Scope, Service
from everly.jobs.service.installing import expected_text, written_text
from everly.jobs.service.systemctl import Systemctl, lingers

__all__ = ["State", "state_of"]

_ASKED = (
    "LoadState",
    "ActiveState",
    "SubState",
    "UnitFileState",
    "MainPID",
    "NRestarts",
    "Result",
    "StatusText",
    "ActiveEnterTimestamp",
    "NeedDaemonReload",
)


@frozen(kw_only=True)
class State:
    """A service as its manager tells it, and its unit as it lies there.

    Args:
        service: Which one.
        unreachable: Why the manager cannot be asked; all that it would tell is empty then.
        is_written: Whether its unit is there.
        is_as_written: Whether that is what this everly would write.
        is_masked: Whether somebody has forbidden it to begin.
        is_enabled: Whether it begins by itself, at the start of the machine or when its user logs in.
        active: `active`, `inactive`, `failed`, `activating`, `deactivating`.
        sub: The same in the words of services: `running`, `dead`, `auto-restart`.
        result: Why it ended: `success`, `exit-code`, `watchdog`, `signal`, `start-limit-hit`.
        since: When it was last up, as the manager writes it.
        pid: Its runner, 0 without one.
        restarts: How often it was begun anew since it was started.
        status: What its runner says of itself.
        lingers: Whether it goes on without a log-in; None for one of the machine, or where that is unknown.
        is_stale: Whether the manager has not read what was written since.
    """

    service: Service
    unreachable: str | None
    is_written: bool
    is_as_written: bool
    is_masked: bool
    is_enabled: bool
    active: str
    sub: str
    result: str
    since: str
    pid: int
    restarts: int
    status: str
    lingers: bool | None
    is_stale: bool

    @property
    def is_installed(self) -> bool:
        """Whether there is anything of it."""
        return self.is_written or self.is_enabled

    @property
    def is_up(self) -> bool:
        """Whether its runner is up."""
        return self.active == "active"


def state_of(service: Service) -> State:
    """How a service is now."""
    manager = Systemctl(service.scope)
    unreachable = manager.unreachable()
    told = {} if unreachable else manager.show(service.unit, *_ASKED)
    text = written_text(service)
    return State(
        service=service,
        unreachable=unreachable,
        is_written=text is not None,
        is_as_written=text == expected_text(service),
        is_masked=told.get("LoadState") == "masked",
        is_enabled=told.get("UnitFileState") in {"enabled", "enabled-runtime"},
        active=told.get("ActiveState", ""),
        sub=told.get("SubState", ""),
        result=told.get("Result", ""),
        since=told.get("ActiveEnterTimestamp", ""),
        pid=int(told.get("MainPID") or 0),
        restarts=int(told.get("NRestarts") or 0),
        status=told.get("StatusText", ""),
        lingers=lingers(service.user) if service.scope is Scope.USER else None,
        is_stale=told.get("NeedDaemonReload") == "yes",
    )
