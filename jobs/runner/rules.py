"""The rules of a job where it must go on even if they cannot be read."""

from __future__ import annotations

from everly.jobs.ledger import Work
from everly.jobs.settings import Settings, SettingsError, from_options


def rules_of(work: Work) -> Settings:
    """The rules of a work, or the usual ones where a newer version has written others than are known here.

    None of its commands is launched by these: `launch_of` refuses that, so each of its runs says what is wrong.
    """
    try:
        return from_options(work.options)
    except SettingsError:
        return Settings()
