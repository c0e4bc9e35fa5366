"""The state of a trigger as data stores keep it.

This is a file format. Whatever was stored must load for ever: a change of meaning takes a new version, and the samples
in tests/scheduling/triggers/states stay as they are. It holds JSON types only, since APScheduler's serializers make
strings of datetimes and fixed offsets of zones.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Any

from apscheduler import DeserializationError

from everly.grammar.diagnostics import ScheduleError
from everly.grammar.fault import Fault
from everly.grammar.parser import parse
from everly.scheduling.triggers.plan import Plan, plan_tree
from everly.scheduling.zone_names import find_zone

VERSION = 1
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def dump_state(plan: Plan, last: int | None) -> dict[str, Any]:
    """The state of a trigger that last fired at an instant, or has not fired yet."""
    state: dict[str, Any] = {
        "version": VERSION,
        "schedule": plan.text,
        "anchor": iso(plan.anchor),
        "timezone": plan.zone.name,
        "last": None if last is None else iso(last),
    }
    return state | {"window": True} if plan.is_window else state


def load_state(state: Any) -> tuple[Plan, int | None]:
    """What `dump_state` wrote, in this version or an earlier one.

    Raises:
        DeserializationError: The state is of a newer version, or damaged.
    """
    try:
        version = state["version"]
        if version == VERSION:
            return _load_version_1(state)
    except (AttributeError, KeyError, TypeError, ValueError, Fault) as error:
        reason = error.diagnostics[0].message if isinstance(error, ScheduleError) else error
        raise DeserializationError(f"unreadable state of a trigger: {reason!r} in {state!r}") from error
    raise DeserializationError(
        f"a trigger state of version {version!r}, where this everly reads version {VERSION}: a newer everly wrote it"
    )


def iso(instant: int) -> str:
    """An instant in ISO 8601, in UTC: `2024-05-02T00:00:00Z`."""
    return f"{(_EPOCH + timedelta(seconds=instant)).replace(tzinfo=None).isoformat()}Z"


def _load_version_1(state: dict[str, Any]) -> tuple[Plan, int | None]:
    last = state["last"]
    plan = _plan(state["schedule"], state["anchor"], state["timezone"], is_window=state.get("window", False))
    return plan, None if last is None else _instant(last)


# A data store loads a trigger anew each time its schedule is due.
@lru_cache(maxsize=256)
def _plan(text: str, anchor: str, zone: str, *, is_window: bool) -> Plan:
    tree = parse(text, limited=False)  # what the user wrote can be shorter
    plan = plan_tree(tree, anchor=_instant(anchor), zone=find_zone(zone), is_window=is_window)
    plan.shape  # noqa: B018 - a damaged state is to be found here, not when the trigger runs
    return plan


def _instant(text: str) -> int:
    return (datetime.fromisoformat(text) - _EPOCH) // timedelta(seconds=1)
