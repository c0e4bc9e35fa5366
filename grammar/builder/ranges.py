"""Ranges of whole numbers, on a line and around a circle."""

from __future__ import annotations

from collections.abc import Iterable, Iterator


def merge(ranges: Iterable[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    """The same numbers as ascending ranges (both ends in) that neither overlap nor touch."""
    merged: list[tuple[int, int]] = []
    for first, last in sorted(ranges):
        if merged and first <= merged[-1][1] + 1:
            merged[-1] = (merged[-1][0], max(last, merged[-1][1]))
        else:
            merged.append((first, last))
    return tuple(merged)


def unwrap(first: int, last: int, size: int) -> Iterator[int]:
    """The numbers from first to last around a circle of 0 to size - 1."""
    return (number % size for number in range(first, last + 1 + (size if last < first else 0)))


def circular_merge(ranges: Iterable[tuple[int, int]], size: int) -> tuple[tuple[int, int], ...]:
    """Ranges around a circle, merged; one that passes the end has its last before its first, and stands last."""
    straight = [piece for first, last in ranges for piece in _cut(first, last, size)]
    merged = merge(straight)
    if len(merged) > 1 and merged[0][0] == 0 and merged[-1][1] == size - 1:
        return (*merged[1:-1], (merged[-1][0], merged[0][1]))
    return merged


def _cut(first: int, last: int, size: int) -> tuple[tuple[int, int], ...]:
    return ((first, last),) if first <= last else ((first, size - 1), (0, last))
