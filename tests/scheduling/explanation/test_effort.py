"""Words are looked for with bounded work, counted and never timed: the same instants are always told alike."""

from __future__ import annotations

from contextlib import AbstractContextManager
from itertools import islice

import pytest

from everly.scheduling.engine.algebra import bounded, union
from everly.scheduling.engine.civil import MAX_INSTANT, MIN_INSTANT
from everly.scheduling.engine.effort import at_most
from everly.scheduling.engine.step import Step
from everly.scheduling.explanation import sentence
from everly.scheduling.explanation.progressions import thinning_of
from everly.scheduling.explanation.sentence import explain
from tests.scheduling.explanation.test_sentences import compiled
from tests.scheduling.explanation.test_truth import check_true


def test_what_takes_too_many_steps_is_not_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each of two searches has so many steps, of which a second has about three hundred thousand."""
    schedule = compiled("every 49 minutes except every 3 weeks on mon,thu at 16:15 @ Europe/Berlin")
    allowed: list[int] = []

    def noted(steps: int) -> AbstractContextManager[None]:
        allowed.append(steps)
        return at_most(steps)

    monkeypatch.setattr(sentence, "at_most", noted)
    assert "cannot tell" in explain(schedule).sentence
    assert 0 < len(allowed) <= 2
    assert sum(allowed) <= 600_000


def test_with_no_steps_left_nothing_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sentence, "_MOST_WORK", 0)
    assert "cannot tell" in explain(compiled("every 35 hours & 1st")).sentence


def test_what_was_asked_before_does_not_show(monkeypatch: pytest.MonkeyPatch) -> None:
    """A set remembers what it was asked, so the same question would take fewer steps the next time."""
    text, found = "daily at 09:00 | every 2 weeks on mon at 10:00 | every 3 days at 05:00 @ Europe/Berlin", set()
    for most in range(0, 20_000, 1000):
        monkeypatch.setattr(sentence, "_MOST_WORK", most)
        fresh, used = (compiled(text) for _ in range(2))
        list(islice(used.instants.between(MIN_INSTANT, MAX_INSTANT), 2000))
        used.instants.floor(MAX_INSTANT)
        once, again = explain(fresh), explain(fresh)
        assert once == again == explain(used)
        found.add(once.sentence)
    assert len(found) == 2


def test_of_a_list_whose_sentence_would_be_too_long_the_first_ones_the_number_and_the_last_are_told() -> None:
    texts = (
        "(every 9 hours & mon until 2026-01-01) | (every 7 hours & jan-mar until 2025-01-01)",
        (
            "(every 18 hours & mon until 2026-01-01) | (every 9 hours & mon until 2026-01-01)"
            " | (every 7 hours & jan,feb until 2025-01-01) | (every 7 hours & mar until 2025-01-01)"
        ),
    )
    sentences = {explain(compiled(f"{text} @ Europe/Berlin")).sentence for text in texts}
    assert sentences == {
        (
            "At times that one sentence cannot tell, first at 02:00, 11:00 and 20:00 on 6 May 2024, 235 in all,"
            " the last at 16:00 on 29 December 2025 in Europe/Berlin."
        )
    }


def test_a_step_of_its_first_members_is_not_taken_for_all() -> None:
    """The other step begins after the hundred members that are looked at."""
    first, later = bounded(Step(0, 22), 0, 22 * 900), bounded(Step(1, 28), 22 * 500, None)
    assert thinning_of(union([first, later]), MAX_INSTANT) is None
    text = (
        "((every 28 hours & 09:00-17:00) starting 2024-10-01) | (every 22 hours until 2026-09-19) @ Australia/Lord_Howe"
    )
    assert check_true(compiled(text))
