"""Repairs that are offered: each is tried, followed on where it leads to another slip, and dropped where it fails."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from itertools import zip_longest

from everly.frozen import replace
from everly.grammar.diagnostics.catalogue import NEVER_FIRES
from everly.grammar.diagnostics.model import Diagnostic, Edit, Fix, Severity
from everly.grammar.span import Span
from everly.grammar.suggestions import is_guess

Check = Callable[[str], Iterable[Diagnostic]]
"""What is found in a text; its repairs have not been tried."""

_WORD = re.compile("[a-z0-9]+")
_FILLERS = frozenset({"a", "an", "and", "at", "each", "every", "in", "month", "of", "on", "or", "the"})
"""Words that may go, for they only hold others together."""

_EITHER = re.compile(r"\||\bor\b", re.IGNORECASE)
_SAYS_EITHER = re.compile(r"[|,;+\n]|\b(?:or|plus|also|then|well)\b", re.IGNORECASE)

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
    ways = [_ways_on(mended, fix, left[mended], errors, steps - 1) for mended, fix in tried.items()]
    in_turn = [way for each in zip_longest(*ways) for way in each if way is not None]
    return tuple(Fix(title, difference(text, mended)) for mended, title in dict(in_turn).items())[:_MOST_FIXES]


def _ways_on(
    mended: str, fix: Fix, left: list[Diagnostic], errors: Callable[[str], list[Diagnostic]], steps: int
) -> list[tuple[str, str]]:
    """The texts that a fix leads to over the next slip, with what to call each."""
    if len(left) != 1:
        return []
    found = left[0]
    further = tuple(
        each for each in found.fixes if not (_drops_words(each, mended) or _makes_either(each, found, mended))
    )
    return [(last.apply(mended), _title(fix, last)) for last in _sound(further, mended, errors, steps)]


def _title(first: Fix, last: Fix) -> str:
    titles = dict.fromkeys(title for title in (first.title, last.title) if title != "instead")
    return ", ".join(titles) or "instead"


def _drops_words(fix: Fix, text: str) -> bool:
    return any(not edit.text and set(_WORD.findall(edit.span.of(text).lower())) - _FILLERS for edit in fix.edits)


def _makes_either(fix: Fix, found: Diagnostic, text: str) -> bool:
    """Whether it joins by `|` what nobody said is to be joined so: then it is another schedule, not the one meant."""
    said = found.kind is not NEVER_FIRES and _SAYS_EITHER.search(text)
    return not said and any(_EITHER.search(edit.text) for edit in fix.edits)


def _errors(found: Iterable[Diagnostic], known: Iterable[tuple[str, str]] = ()) -> list[Diagnostic]:
    return [each for each in found if each.severity is Severity.ERROR and (each.code, each.message) not in known]


def difference(text: str, mended: str) -> tuple[Edit, ...]:
    """One edit that makes the one text of the other, as small as can be."""
    most = min(len(text), len(mended))
    begin = next((place for place in range(most) if text[place] != mended[place]), most)
    end = next((place for place in range(most - begin) if text[-1 - place] != mended[-1 - place]), most - begin)
    return (Edit(Span(begin, len(text) - end), mended[begin : len(mended) - end]),)
