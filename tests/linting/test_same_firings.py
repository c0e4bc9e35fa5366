"""Schedules of the same firings, found in a file of many."""

import pytest

from everly.linting import same_firings
from everly.linting.embedded import embedded_at
from everly.linting.rule import Neighbour
from tests.linting.judge import subject


def _neighbours(*texts: str) -> list[Neighbour]:
    return [Neighbour(subject(text), embedded_at(text, 0)) for text in texts]


def test_groups_stand_in_the_order_of_their_first() -> None:
    texts = ("hourly", "0 9 * * 1", "every hour", "daily", "mon at 09:00", "every 60 minutes")
    assert same_firings.groups(_neighbours(*texts)) == [[0, 2, 5], [1, 4], [3]]


def test_only_what_has_the_same_first_and_last_firings_is_compared(monkeypatch: pytest.MonkeyPatch) -> None:
    compared: list[object] = []
    monkeypatch.setattr(same_firings, "fire_alike", lambda *pair: compared.append(pair))
    texts = [f"{minute} {hour} * * *" for minute in range(20) for hour in range(20)]
    assert len(same_firings.groups(_neighbours(*texts, *texts))) == len(texts)
    assert compared == []


def test_of_many_that_look_alike_each_is_compared_with_a_few(monkeypatch: pytest.MonkeyPatch) -> None:
    compared: list[object] = []
    monkeypatch.setattr(same_firings, "fire_alike", lambda *pair: compared.append(pair))
    texts = [f"0 9 * * * except {2040 + year}-02-03" for year in range(60)]
    assert len(same_firings.groups(_neighbours(*texts))) == len(texts)
    assert len(compared) < 10 * len(texts)


def test_in_all_a_bounded_number_is_compared(monkeypatch: pytest.MonkeyPatch) -> None:
    compared: list[object] = []
    monkeypatch.setattr(same_firings, "fire_alike", lambda *pair: compared.append(pair))
    texts = [f"0 {hour} * * * except {2040 + year}-02-03" for hour in range(10) for year in range(40)]
    assert len(same_firings.groups(_neighbours(*texts))) == len(texts)
    assert len(compared) == 300


def test_what_differs_late_is_told_apart_by_proof() -> None:
    assert same_firings.groups(_neighbours("0 9 * * *", "0 9 * * * except 2100-02-28")) == [[0], [1]]
