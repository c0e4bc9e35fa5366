"""Repairs that are offered: each is tried, followed on where it leads to another slip, and dropped where it fails."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import replace

from everly.grammar.diagnostics.model import Diagnostic, Edit, Fix, Severity
from everly.grammar.span import Span
from everly.grammar.suggestions import is_guess

Check = Callable[[str], Iterable[Diagnostic]]
"""What is found in a text; its repairs have not been tried."""

_WORD = re.compile("[a-z0-9]+")
_FILLERS = frozenset({"a", "an", "and", "at", "each", "every", "in", "month", "of", "on", "or", "the"})
"""Words that may go, for they only hold others together."""

_MOST_STEPS = 4
_MOST_FIXES = 3


def with_sound_fixes(found: Iterable[Diagnostic], check: Check) -> tuple[Diagnostic, ...]:
    """The findings, with those fixes only that leave no error but those that other findings are about.

    A text can have several slips, of which the first is found first. So a fix that leads to the next of them is joined
    to the fixes of that.
    """
    every = tuple(found)
    return tuple(_mended(each, [other for other in every if other is not each], check) for each in every)


def _mended(found: Diagnostic, others: list[Diagnostic], check: Check) -> Diagnostic:
    if not found.fixes:
        return found
    known = {(each.code, each.message) for each in _errors(others)}
    sound = _sound(found.fixes, found.text, lambda text: _errors(check(text), known), _MOST_STEPS)
    # A guess that proved wrong is no help.
    help = None if not sound and is_guess(found.help) else found.help
    return replace(found, fixes=sound, help=help)


def _sound(fixes: tuple[Fix, ...], text: str, errors: Callable[[str], list[Diagnostic]], steps: int) -> tuple[Fix, ...]:
    """The fixes that are sound or, if none is, the ways to go on from them."""
    tried = {fix.apply(text): fix for fix in fixes}
    left = {mended: errors(mended) for mended in tried}
    if sound := tuple(fix for mended, fix in tried.items() if not left[mended]):
        return sound
    if steps == 1:
        return ()
    ways = {}
    for mended, fix in tried.items():
        if len(left[mended]) == 1:
            further = tuple(each for each in left[mended][0].fixes if not _drops_words(each, mended))
            for last in _sound(further, mended, errors, steps - 1):
                ways[last.apply(mended)] = fix.title if last.title == "instead" else last.title
    return tuple(Fix(title, difference(text, mended)) for mended, title in ways.items())[:_MOST_FIXES]


def _drops_words(fix: Fix, text: str) -> bool:
    return any(not edit.text and set(_WORD.findall(edit.span.of(text).lower())) - _FILLERS for edit in fix.edits)


def _errors(found: Iterable[Diagnostic], known: Iterable[tuple[str, str]] = ()) -> list[Diagnostic]:
    return [each for each in found if each.severity is Severity.ERROR and (each.code, each.message) not in known]


def difference(text: str, mended: str) -> tuple[Edit, ...]:
    """One edit that makes the one text of the other, as small as can be."""
    most = min(len(text), len(mended))
    begin = next((place for place in range(most) if text[place] != mended[place]), most)
    end = next((place for place in range(most - begin) if text[-1 - place] != mended[-1 - place]), most - begin)
    return (Edit(Span(begin, len(text) - end), mended[begin : len(mended) - end]),)
