"""The codes and names of all diagnostics, those of the language and those of the linter together."""

import re

from everly.grammar.diagnostics import Severity
from everly.linting.catalogue import CATALOGUE, LINTER


def test_no_code_and_no_name_is_used_twice() -> None:
    assert len({kind.code for kind in CATALOGUE}) == len(CATALOGUE)
    assert len({kind.name for kind in CATALOGUE}) == len(CATALOGUE)


def test_a_code_begins_with_its_severity() -> None:
    initials = {Severity.ERROR: "E", Severity.WARNING: "W"}
    assert [kind for kind in CATALOGUE if not re.fullmatch(initials[kind.severity] + "[1-9][0-9]{2}", kind.code)] == []


def test_names_are_words_with_hyphens() -> None:
    assert [kind.name for kind in LINTER if not re.fullmatch("[a-z]+(-[a-z]+)*", kind.name)] == []
