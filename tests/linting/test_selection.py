"""Which diagnostics are wanted."""

import pytest

from everly.grammar.diagnostics import Severity
from everly.linting import catalogue
from everly.linting.catalogue import CATALOGUE
from everly.linting.selection import kind_named, selection
from everly.linting.settings import Settings
from tests.linting.reports import finds

RULES = (finds("a", catalogue.RARE), finds("b", catalogue.WORDABLE_CRON, is_default=False))
ERRORS = {kind.code for kind in CATALOGUE if kind.severity is Severity.ERROR}
WARNINGS = {kind.code for kind in CATALOGUE} - ERRORS


def selected(*select: str, ignore: tuple[str, ...] = ()) -> set[str]:
    return set(selection(Settings(select=select, ignore=ignore), RULES))


def test_without_a_selection_all_is_wanted_but_what_is_off() -> None:
    assert selected() == ERRORS | WARNINGS - {"W805"}


def test_a_selection_stands_in_the_place_of_the_default_and_never_hides_an_error() -> None:
    assert selected("rare") == ERRORS | {"W307"}
    assert selected("W307", "wordable-cron") == ERRORS | {"W307", "W805"}
    assert selected("default", "wordable-cron") == ERRORS | WARNINGS
    assert selected("all") == ERRORS | WARNINGS


@pytest.mark.parametrize("word", ["rare", "W307"])
def test_what_is_ignored_is_not_wanted_by_name_or_code(word: str) -> None:
    assert selected("all", ignore=(word,)) == ERRORS | WARNINGS - {"W307"}


def test_an_error_can_be_ignored_by_its_name() -> None:
    assert selected(ignore=("unknown-word",)) == ERRORS - {"E108"} | WARNINGS - {"W805"}
    assert selected(ignore=("all",)) == set()


def test_a_kind_is_found_by_its_name_and_its_code() -> None:
    assert kind_named("rare") == kind_named("W307") == catalogue.RARE
    assert kind_named("rarely") is None
