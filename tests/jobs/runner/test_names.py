from __future__ import annotations

import pytest

from everly.jobs.ledger.work import check_name
from everly.jobs.runner import names
from everly.jobs.runner.names import random_name


def test_every_name_can_be_one_of_a_job() -> None:
    for first in names._FIRST.split():
        for second in names._SECOND.split():
            check_name(f"{first}-{second}")


def test_no_word_stands_twice() -> None:
    for words in (names._FIRST.split(), names._SECOND.split()):
        assert len(words) == len(set(words))


def test_a_name_is_free() -> None:
    taken = {f"{first}-{second}" for first in names._FIRST.split() for second in names._SECOND.split()}
    assert random_name(set().__contains__).count("-") == 1
    name = random_name(taken.__contains__)
    check_name(name)
    assert name not in taken


def test_that_there_is_none_is_said() -> None:
    with pytest.raises(RuntimeError, match="no free name"):
        random_name(lambda _: True)
