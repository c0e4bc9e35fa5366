"""The page of each rule: what it finds, why that matters, an example, and what to write instead."""

from __future__ import annotations

import pkgutil
from collections.abc import Iterable

from everly.grammar.diagnostics import Kind
from everly.linting.catalogue import CATALOGUE


def page_of(kind: Kind) -> str:
    """The page of a rule as Markdown, without a newline at its end.

    Its fences of the language `lint` are files, named in the fence; the rule finds something in those of the section
    Example and nothing in those of Instead.
    """
    page = pkgutil.get_data("everly.linting", f"pages/{kind.name}.md")
    if page is None:
        raise LookupError(f"the installation lacks the page of '{kind.name}'")
    return page.decode("utf-8").rstrip("\n")


def kind_named(word: str) -> Kind | None:
    """The rule of a name or a code, in any case; the number of a code will do where one rule has it."""
    found = _named(word)
    return found[0] if len(found) == 1 else None


def kinds_like(word: str) -> list[Kind]:
    """The rules that a word may mean which names none: an error and a warning of a number, or the nearest names."""
    from everly.grammar.suggestions import nearest

    names: Iterable[str] = nearest(word, [kind.name for kind in CATALOGUE])
    return _named(word) or [kind for name in names for kind in _named(name)]


def _named(word: str) -> list[Kind]:
    return [kind for kind in CATALOGUE if word.lower() in {kind.name, kind.code.lower(), kind.code[1:]}]
