"""Did you mean: the nearest known word to one that is not."""

from __future__ import annotations

from collections.abc import Iterable


def closest(word: str, known: Iterable[str]) -> str | None:
    """The known word that takes the fewest edits, or None when even that is too far to be what was meant."""
    word = word.lower()
    limit = (len(word) + 1) // 3
    best: tuple[int, int, int, str] | None = None
    for place, candidate in enumerate(known):
        if abs(len(candidate) - len(word)) > limit or candidate == word:
            continue
        edits = distance(word, candidate.lower())
        found = (edits, abs(len(candidate) - len(word)), place, candidate)
        if edits <= limit and (best is None or found < best):
            best = found
    return best[3] if best else None


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
