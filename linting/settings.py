"""What the linter is told: by its configuration file, and by the command line over it."""

from __future__ import annotations

import re

from everly.frozen import frozen

CALL = re.compile(r"(?P<function>[^\W\d]\w*(?:\.[^\W\d]\w*)*)(?:\((?P<keyword>\w*)\))?")
"""How the settings write a call."""

UTC = "UTC"
"""The zone of schedules to which nothing gives one."""


@frozen
class Settings:
    """The choices of a project, checked and complete.

    `select` and `ignore` hold names or codes of rules, or `all`; `per_file_ignores` pairs a pattern of paths with those
    to ignore there. `keys` are the names of values that hold schedules, `calls` the Python calls, such as
    `parse_schedule` or `Job(schedule)` for the keyword of a call. `minimum_interval` is in seconds. `zone` is that of
    schedules that name none, in files that give them none; UTC where that is None.
    """

    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    per_file_ignores: tuple[tuple[str, tuple[str, ...]], ...] = ()
    exclude: tuple[str, ...] = ()
    keys: tuple[str, ...] = ("schedule", "cron")
    calls: tuple[str, ...] = ("parse_schedule", "parse_schedule(text)", "Job(schedule)")
    minimum_interval: int | None = None
    zone: str | None = None


DEFAULTS = Settings()
"""What holds where nothing was chosen."""
