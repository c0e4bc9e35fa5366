"""Items of cron fields as they are read, before it is known which field they stand in."""

from __future__ import annotations

from everly.grammar.span import Span
from everly.grammar.tree import LastDay, LastWorkday, NearestWorkday, NthWeekday, Star
from everly.named import NamedTuple


class Numbers(NamedTuple):
    """`7`, `10-40/10`, `5/15`: the last is None where none is written."""

    first: int
    last: int | None
    step: int | None
    span: Span


class Names(NamedTuple):
    """`mon-fri`, `nov-feb/2`, `0-fri`: names of weekdays or months, one end perhaps a number."""

    first: str
    last: str
    step: int | None
    span: Span


class Hash(NamedTuple):
    """`fri#2`, `5L`: the nth of these weekdays, -1 for the last."""

    weekdays: Numbers | Names
    nth: int
    span: Span


Word = Star | Numbers | Names | Hash | LastDay | LastWorkday | NearestWorkday | NthWeekday
