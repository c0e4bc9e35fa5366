"""Which diagnostics are wanted: by the settings, and by what is on unless they say otherwise."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from everly.grammar.diagnostics import Kind, Severity
from everly.linting.catalogue import CATALOGUE
from everly.linting.rule import FileRule, Rule
from everly.linting.settings import Settings

ALL = "all"
"""Selects or ignores every rule."""

DEFAULT = "default"
"""Selects what is on where nothing is selected."""


def selection(settings: Settings, rules: Sequence[Rule | FileRule]) -> frozenset[str]:
    """The codes of the diagnostics that are wanted.

    What makes a schedule fail is told whatever is selected, and is left out only where it is ignored by name.
    """
    off = {rule.kind.code for rule in rules if not rule.is_default}
    default = {kind.code for kind in CATALOGUE} - off
    errors = {kind.code for kind in CATALOGUE if kind.severity is Severity.ERROR}
    chosen = codes_of(settings.select, default) | errors if settings.select else default
    return frozenset(chosen - codes_of(settings.ignore, default))


def kind_named(word: str) -> Kind | None:
    """The diagnostic of a name or a code."""
    return next((kind for kind in CATALOGUE if word in {kind.name, kind.code}), None)


def codes_of(words: Iterable[str], default: Collection[str]) -> set[str]:
    """The codes that names, codes, `all` and `default` mean, which stands for those given."""
    found: set[str] = set()
    for word in words:
        if word == ALL:
            found |= {kind.code for kind in CATALOGUE}
        elif word == DEFAULT:
            found.update(default)
        elif kind := kind_named(word):
            found.add(kind.code)
    return found
