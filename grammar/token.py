"""A word of a schedule, as the lexer cuts it."""

from __future__ import annotations

from typing import Self

from everly.grammar.span import Span


class Token(str):
    """The text of a word, the name of the terminal that it matched, and its place: a half-open range of offsets."""

    __slots__ = ("end_pos", "start_pos", "type")

    type: str
    start_pos: int
    end_pos: int

    def __new__(cls, type: str, text: str, start_pos: int, end_pos: int) -> Self:  # noqa: A002, D102
        token = str.__new__(cls, text)
        token.type, token.start_pos, token.end_pos = type, start_pos, end_pos
        return token

    @property
    def span(self) -> Span:
        """The place of the word."""
        return Span(self.start_pos, self.end_pos)
