"""Did you mean: the nearest known word to one that is not."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import takewhile

_SAME_WORD = 3  # letters in which `day` and `days`, `tue` and `tues` agree, and `jun` and `jul` do not
_MOST = 3
_GUESS = "did you mean '"


def did_you_mean(*words: str) -> str:
    """The help that offers one of some words instead of one that is not known."""
    return _GUESS + "' or '".join(words) + "'?"


def is_guess(help: str | None) -> bool:
    """Whether a help only offers a word that may have been meant."""
    return help is not None and help.startswith(_GUESS)


def closest(word: str, known: Iterable[str]) -> str | None:
    """The nearest known word, or None when even that is too far to be what was meant."""
    return next(iter(nearest(word, known)), None)


def nearest(word: str, known: Iterable[str]) -> list[str]:
    """The known words that take the fewest edits, none when even these are too far to be what was meant.

    Of those that are equally near the first has more of the same letters at its beginning, then at its end; of forms
    of one word, which begin alike, there is only one. Digits are no slips of letters.
    """
    word = word.lower()
    limit = (len(word) + 1) // 3 if len(word) > 2 else 0
    near = [
        (edits, *_differing_ends(word, candidate.lower()), abs(len(candidate) - len(word)), place, candidate)
        for place, candidate in enumerate(known)
        if abs(len(candidate) - len(word)) <= limit
        and candidate != word
        and (edits := distance(word, candidate.lower())) <= limit
        and _digits(word) == _digits(candidate)
    ]
    least = min((edits for edits, *_ in near), default=0)
    forms: dict[str, str] = {}
    for edits, *_, candidate in sorted(near):
        if edits == least:
            forms.setdefault(candidate[:_SAME_WORD].lower(), candidate)
    return list(forms.values())[:_MOST]


def _differing_ends(left: str, right: str) -> tuple[int, int]:
    return -_same_letters(left, right), -_same_letters(left[::-1], right[::-1])


def _same_letters(left: str, right: str) -> int:
    return len(list(takewhile(lambda pair: pair[0] == pair[1], zip(left, right, strict=False))))


def _digits(word: str) -> list[str]:
    return re.findall("[0-9]", word)


def distance(left: str, right: str) -> int:
    """How many letters to put in, take out, change or swap with their neighbour (optimal string alignment)."""
    before: list[int] = []
    row = list(range(len(right) + 1))
    for i, a in enumerate(left, 1):
        before, last, row = row, before, [i]
        for j, b in enumerate(right, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (a != b))
            if i > 1 and j > 1 and a == right[j - 2] and left[i - 2] == b:
                cost = min(cost, last[j - 2] + 1)
            row.append(cost)
    return row[-1]
