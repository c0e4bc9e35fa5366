"""Whether a schedule is over, as far as that can be known."""

from __future__ import annotations

import pytest

from everly.jobs.ledger import Schedule
from everly.jobs.views.status import is_over
from everly.scheduling.engine import searched

PARTS = "every 122 minutes & mon | every 183 minutes & tue | every 244 minutes & wed | every 305 minutes & thu"


def read(text: str) -> Schedule:
    return Schedule(1, text, "UTC", 1_714_608_000, None, paused=False)


def test_a_schedule_is_over_when_it_fires_no_more() -> None:
    now = 1_714_608_000_000
    assert not is_over(read("daily"), now)
    assert is_over(read("daily until 2024-05-02"), now + 86_400_000)


def test_one_that_cannot_be_read_or_takes_too_much_work_is_not_said_to_be(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(searched, "MOST_STEPS", 0)
    now = 1_714_608_000_000
    assert not is_over(read("every so often"), now)
    assert not is_over(read(f"({PARTS} | 9 * * * fri) except every 61 minutes & mon-wed"), now + 172_800_000)
