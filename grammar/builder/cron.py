"""Cron lines: what stands in each place is read first; what it means is known once the fields are counted."""

from __future__ import annotations

from itertools import pairwise

from everly.frozen import replace
from everly.grammar import vocabulary
from everly.grammar.builder.cron_fields import FIELD_UNITS, one_number, place_field
from everly.grammar.builder.cron_words import Hash, Names, Numbers, Word
from everly.grammar.builder.positions import Children, hull, token_span
from everly.grammar.builder.windows import read_ordinal
from everly.grammar.diagnostics.catalogue import CRON_BLANKS, REBOOT, UNKNOWN_WORD
from everly.grammar.diagnostics.model import Edit, Fix
from everly.grammar.fault import Fault, replacement
from everly.grammar.span import Span
from everly.grammar.suggestions import closest
from everly.grammar.token import Token
from everly.grammar.tree import (
    Cron,
    Field,
    FieldKind,
    Item,
    LastDay,
    LastWorkday,
    NearestWorkday,
    NthWeekday,
    Range,
    Star,
)
from everly.named import NamedTuple

_FIVE = (FieldKind.MINUTE, FieldKind.HOUR, FieldKind.DAY, FieldKind.MONTH, FieldKind.WEEKDAY)
_KINDS = {5: _FIVE, 6: (FieldKind.SECOND, *_FIVE), 7: (FieldKind.SECOND, *_FIVE, FieldKind.YEAR)}


class Words(NamedTuple):
    """A field of several items as it was read, not yet placed; one item stands for itself."""

    items: tuple[Word, ...]
    span: Span


class CronLines:
    """Callbacks of the grammar's fourth section."""

    def cron_star(self, children: Children) -> Star:
        if len(children) == 1:
            return Star(span=token_span(children[0]))
        return Star(int(children[-1]), span=hull(children))

    def cron_range(self, children: Children) -> Numbers:
        if len(children) == 1:
            return Numbers(int(children[0]), None, None, token_span(children[0]))
        first, last, step = _parts(children)
        return Numbers(int(first), None if last is None else int(last), step, hull(children))

    def cron_names(self, children: Children) -> Names:
        first, last, step = _parts(children)
        return Names(first, last or first, step, hull(children))

    def cron_last_day(self, children: Children) -> LastDay:
        return LastDay(int(children[2]) if len(children) > 1 else 0, span=hull(children))

    def cron_last_workday(self, children: Children) -> LastWorkday:
        return LastWorkday(span=hull(children))

    def cron_nearest_workday(self, children: Children) -> NearestWorkday:
        return NearestWorkday(int(children[0][:-1]), span=hull(children))

    def cron_nth_weekday(self, children: Children) -> NthWeekday:
        ordinal, weekday = children
        return NthWeekday(read_ordinal(ordinal), _from_sunday(weekday), span=hull(children))

    def cron_hash(self, children: Children) -> Hash:
        weekdays, _, nth = children
        return Hash(weekdays, -1 if nth.type == "CRON_LAST" else int(nth), hull(children))

    def cron_last_weekday(self, children: Children) -> Hash:
        token = children[0]
        span, name = token_span(token), token[:-1]
        day = Numbers(int(name), None, None, span) if name.isdigit() else Names(name, name, None, span)
        return Hash(day, -1, span)

    def cron_field(self, children: Children) -> Words:
        return Words(tuple(children[::2]), hull(children))  # between two items stands a comma

    def cron(self, children: Children) -> Cron:
        _refuse_glued(children)
        kinds, span = _KINDS[len(children)], hull(children)
        try:
            fields = [_field(read, kind) for read, kind in zip(children, kinds, strict=True)]
        except Fault as fault:
            fault.fixes = fault.fixes or _as_interval(dict(zip(kinds, children, strict=True)), span)
            raise
        return _line(fields, span)

    def macro(self, children: Children) -> Cron:
        token = children[0]
        name, span = token.lower(), token_span(token)
        if name in vocabulary.MACROS:
            return _macro(vocabulary.MACROS[name], span)
        if name == "@reboot":
            raise Fault(
                REBOOT,
                span,
                "'@reboot' names no time: a schedule says when by the clock",
                help="start the command at boot by other means, such as a systemd unit",
            )
        raise unknown_nickname(token)


def unknown_nickname(token: Token) -> Fault:
    """The fault of a nickname that cron does not have."""
    span, word = token_span(token), token[1:]
    if word.lower() in vocabulary.KNOWN:  # no slip of a nickname
        help = f"'{word}' is a word without '@'; the unit of an interval is written in full, as in 'every 5 minutes'"
        meant: str | None = word
    else:
        help, meant = f"nicknames are {', '.join(vocabulary.MACROS)}", closest(token, vocabulary.MACROS)
    fixes = replacement(span, meant) if meant else ()
    return Fault(UNKNOWN_WORD, span, f"unknown nickname '{token}'", help=help, fixes=fixes)


def _parts(children: Children) -> tuple[Token, Token | None, int | None]:
    """First, last and step of `a`, `a-b`, `a/n`, `a-b/n`."""
    last = step = None
    for sign, value in zip(children[1::2], children[2::2], strict=True):
        if sign.type == "SLASH":
            step = int(value)
        else:
            last = value
    return children[0], last, step


def _from_sunday(name: Token) -> int:
    return (vocabulary.weekday_number(name) + 1) % 7


def _line(fields: list[Field], span: Span) -> Cron:
    match fields:
        case [minute, hour, day, month, weekday]:
            return Cron(minute, hour, day, month, weekday, span=span)
        case [second, minute, hour, day, month, weekday, *year]:
            return Cron(minute, hour, day, month, weekday, second, *year, span=span)
        case _:
            raise AssertionError(fields)  # the grammar has no such line


def _field(read: Word | Words, kind: FieldKind) -> Field:
    match read:  # most fields are `*` or one number
        case Star(1):
            return Field((read,), starred=True, span=read.span)
        case Numbers(value, None, None, span):
            return Field((one_number(value, kind, span),), span=span)
    words = _words(read)
    items = place_field(words, kind)
    if not _is_in_order(items, kind):
        from everly.grammar.printer.cron_items import in_order

        places = {item: item.span for item in items}
        items = tuple(replace(item, span=places.get(item, read.span)) for item in in_order(items, kind))
    return Field(items, starred=isinstance(words[0], Star), span=read.span)


def _words(read: Word | Words) -> tuple[Word, ...]:
    return read.items if isinstance(read, Words) else (read,)


def _is_in_order(items: tuple[Item, ...], kind: FieldKind) -> bool:
    """Whether items surely stay as they are; most do, so most lines need no ordering."""
    if len(items) != 1:
        return _stand_apart(items, kind)
    item = items[0]
    return not isinstance(item, Range) or item.first == item.last or (item.step == 1 and 0 < item.first < item.last - 1)


def _stand_apart(items: tuple[Item, ...], kind: FieldKind) -> bool:
    """Whether items are values that ascend, with others between them; Sunday, 0, is the last of the weekdays."""
    least = 1 if kind is FieldKind.WEEKDAY else 0
    for item in items:
        if not isinstance(item, Range) or item.first != item.last or item.first < least:
            return False
        least = item.first + 2
    return True


def _as_interval(fields: dict[FieldKind, Word | Words], line: Span) -> tuple[Fix, ...]:
    """A line such as `*/90 * * * *` as the interval that was meant: one step, zeros below it and stars above."""
    steps = [(kind, words[0]) for kind, read in fields.items() if not _is_plain(words := _words(read))]
    if len(steps) != 1 or steps[0][0] not in FIELD_UNITS:
        return ()
    kind, item = steps[0]
    if not isinstance(item, Star) or item.step == 0:
        return ()
    return replacement(line, f"every {item.step} {FIELD_UNITS[kind]}")


def _is_plain(words: tuple[Word, ...]) -> bool:
    """`*` or `0`."""
    match words:
        case (Star(step=1),) | (Numbers(first=0, last=None, step=None),):
            return True
        case _:
            return False


def _refuse_glued(fields: Children) -> None:
    for left, right in pairwise(fields):
        at = left.span.end
        if at == right.span.start:
            raise Fault(
                CRON_BLANKS,
                Span(at - 1, at + 1),
                "two cron fields without a blank between them",
                fixes=(Fix("instead", (Edit(Span(at, at), " "),)),),
            )


def _macro(line: str, span: Span) -> Cron:
    """The tree of a nickname: fixed lines of stars, zeros, ones and names."""
    fields = {
        kind.value: Field((_plain(word, kind, span),), starred=word == "*", span=span)
        for kind, word in zip(_FIVE, line.split(), strict=True)
    }
    return Cron(**fields, span=span)


def _plain(word: str, kind: FieldKind, span: Span) -> Star | Range:
    if word == "*":
        return Star(span=span)
    if word.isdigit():
        return Range(int(word), int(word), span=span)
    number = vocabulary.month_number(word) if kind is FieldKind.MONTH else (vocabulary.weekday_number(word) + 1) % 7
    return Range(number, number, span=span)
