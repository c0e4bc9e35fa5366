"""Counted steps: what a bound allows, within others and beside them."""

from __future__ import annotations

import pytest

from everly.scheduling.engine.effort import TooMuchWorkError, a_share, at_most, spend, uncounted


def test_without_a_bound_nothing_is_counted() -> None:
    spend(1 << 60)


def test_a_bound_allows_so_many_steps() -> None:
    with at_most(3):
        spend(3)
        with pytest.raises(TooMuchWorkError):
            spend(1)


def test_a_bound_within_another_takes_from_it_and_allows_no_more_than_is_left() -> None:
    with at_most(10):
        with at_most(6):
            spend(5)
        with pytest.raises(TooMuchWorkError), at_most(6):
            spend(6)
        with pytest.raises(TooMuchWorkError):
            spend(1)


def test_who_is_refused_has_used_up_what_was_allowed() -> None:
    with at_most(10):
        with pytest.raises(TooMuchWorkError), at_most(6):
            spend(7)
        spend(4)
        with pytest.raises(TooMuchWorkError):
            spend(1)


def test_a_share_is_a_quarter_of_what_is_left_and_no_more_than_is_asked_for() -> None:
    with at_most(100):
        with pytest.raises(TooMuchWorkError), a_share(50):
            spend(26)
        with pytest.raises(TooMuchWorkError), a_share(10):
            spend(11)
        spend(65)
    with a_share(50):
        spend(50)


def test_what_is_uncounted_is_free_and_the_count_goes_on_behind_it() -> None:
    with at_most(1):
        with uncounted():
            spend(100)
        spend(1)
        with pytest.raises(TooMuchWorkError):
            spend(1)


def test_the_error_says_what_to_do_unless_it_is_told_otherwise() -> None:
    assert str(TooMuchWorkError()) == "that takes too much work: say the schedule with fewer parts"
    assert str(TooMuchWorkError("ask for less")) == "ask for less"
