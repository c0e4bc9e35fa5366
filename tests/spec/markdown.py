"""The fenced blocks of a Markdown document; one that cannot be read is an error, never left out."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum


class Treatment(Enum):
    """What is done with the fences of a language."""

    EVERLY = "everly"
    CONSOLE = "console"
    PYTHON = "python"
    SHOWN = "shown only"


LANGUAGES = {
    "everly": Treatment.EVERLY,
    "console": Treatment.CONSOLE,
    "python": Treatment.PYTHON,
    # Commands that set up a machine, excerpts of files, drawings.
    **dict.fromkeys(("bash", "sh", "text", "ebnf", "lark", "toml", "yaml", "json", "crontab"), Treatment.SHOWN),
}


class UnreadableError(Exception):
    """A place of a document that cannot be read; the message begins with the line."""

    def __init__(self, line: int, message: str) -> None:
        super().__init__(f"line {line}: {message}")


@dataclass(frozen=True, slots=True)
class Fence:
    """A fenced block: the words after its opening marks, its lines, and where it stands.

    `line` is the number of the opening line, from 1. `number` counts the fences that are run, within their section.
    """

    treatment: Treatment
    settings: tuple[str, ...]
    lines: tuple[str, ...]
    line: int
    section: str
    number: int

    @property
    def name(self) -> str:
        """What the test is called."""
        return f"{self.section} / {self.number}"


@dataclass(frozen=True, slots=True)
class Block:
    """A fence as it stands in the text."""

    info: str
    lines: tuple[str, ...]
    line: int
    section: str


_OPENING = re.compile(r"( *)(`{3,}|~{3,})\s*([^`]*)")
_HEADING = re.compile(r"#{1,6} +(.+?)[ #]*")


def read_fences(text: str) -> list[Fence]:
    """Every fence of a document, in order.

    Raises:
        UnreadableError: A fence has no language, one that is not listed, or no end.
    """
    fences: list[Fence] = []
    numbers: Counter[str] = Counter()
    for block in _blocks(text.split("\n")):
        language, *settings = block.info.split() or [""]
        if language not in LANGUAGES:
            raise UnreadableError(block.line, f"a fence of '{language}', which is none of {', '.join(LANGUAGES)}")
        treatment = LANGUAGES[language]
        numbers[block.section] += treatment is not Treatment.SHOWN
        number = numbers[block.section]
        fences.append(Fence(treatment, tuple(settings), block.lines, block.line, block.section, number))
    return fences


def _blocks(lines: list[str]) -> Iterator[Block]:
    place, section = 0, "top"
    while place < len(lines):
        line = lines[place]
        if opening := _OPENING.fullmatch(line):
            indent, marks, info = opening.groups()
            end = _end(lines, place, marks)
            yield Block(info, tuple(_dedented(lines[place + 1 : end], indent)), place + 1, section)
            place = end
        elif "```" in line or "~~~" in line:
            raise UnreadableError(place + 1, "marks of a fence where none can begin")
        elif heading := _HEADING.fullmatch(line):
            section = heading[1]
        place += 1


def _end(lines: list[str], opening: int, marks: str) -> int:
    for place in range(opening + 1, len(lines)):
        closing = lines[place].strip()
        if len(closing) >= len(marks) and set(closing) == {marks[0]}:
            return place
    raise UnreadableError(opening + 1, "a fence without an end")


def _dedented(lines: list[str], indent: str) -> Iterator[str]:
    return (line.removeprefix(indent) for line in lines)
