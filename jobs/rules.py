"""The rules of a job where it must go on even if they cannot be read."""

from __future__ import annotations

from functools import lru_cache

from everly.jobs.ledger import Work
from everly.jobs.settings import Option, Settings, SettingsError, from_options


def rules_of(work: Work) -> Settings:
    """The rules of a work, or the usual ones where a newer version has written others than are known here.

    None of its commands is launched by these: `launch_of` refuses that, so each of its runs says what is wrong.
    """
    return _of(work.options)


@lru_cache(512)
def _of(options: tuple[tuple[str, Option], ...]) -> Settings:
    try:
        return from_options(options)
    except SettingsError:
        return Settings()
