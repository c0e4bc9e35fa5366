"""The way in for programs: from the text of a schedule to an APScheduler trigger."""

from __future__ import annotations

from datetime import UTC, datetime, tzinfo
from typing import TYPE_CHECKING

from everly.scheduling.compiler import compile_schedule

if TYPE_CHECKING:
    from everly.scheduling.triggers import ScheduleTrigger


def parse_schedule(text: str, *, now: datetime | None = None, timezone: str | tzinfo | None = None) -> ScheduleTrigger:
    """The trigger of a schedule such as `daily at 09:00 & mon-fri in Europe/Berlin`.

    `now` is what the schedule counts from where it states no beginning, and what `today` and `in 5 minutes` refer to;
    without it the clock is asked, here and nowhere else. `timezone` is the zone where the schedule names none: a name
    or a `tzinfo`, UTC without it.

    Raises:
        ScheduleError: The text is no schedule, or one that never fires; its diagnostics say why and where.
        ValueError: `now` has no zone, or `timezone` is the name of none.
        TypeError: `timezone` is neither a name nor a `tzinfo`.
    """
    from everly.scheduling.triggers import trigger_of

    moment = datetime.now(UTC) if now is None else now
    return trigger_of(compile_schedule(text, now=moment, timezone="UTC" if timezone is None else timezone))
