"""Files that are read line by line."""

from __future__ import annotations

from collections.abc import Iterator


def lines_of(text: str) -> Iterator[tuple[str, int]]:
    """The lines of a file without their ends, and where each begins; a byte order mark belongs to none."""
    start = len(text) - len(text.removeprefix("\ufeff"))
    for line in text[start:].split("\n"):
        yield line.removesuffix("\r"), start
        start += len(line) + 1
