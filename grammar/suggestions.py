"""Did you mean: the nearest known word to one that is not."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import takewhile

_GUESS = "did you mean '"


def did_you_mean(word: str) -> str:
    """The help that offers a word instead of one that is not known."""
    return f"{_GUESS}{word}'?"


def is_guess(help: str | None) -> bool:
    """Whether a help only offers a word that may have been meant."""
    return help is not None and help.startswith(_GUESS)


def closest(word: str, known: Iterable[str]) -> str | None:
    """The known word that takes the fewest edits, or None when even that is too far to be what was meant.

    Of two that are equally near it is the one with more of the same letters at its beginning, then at its end. Digits
    are no slips of letters.
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
    return min(near)[-1] if near else None


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
