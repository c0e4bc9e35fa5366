"""Cron items in their field: what may stand there, and within which bounds.

Sources: Debian's crontab(5), and Quartz for L, W and #.
"""

from __future__ import annotations

from everly.grammar import vocabulary
from everly.grammar.builder.cron_words import Hash, Names, Numbers, Word
from everly.grammar.diagnostics.catalogue import (
    BACKWARDS_RANGE,
    OUT_OF_RANGE,
    STEP_PAST_FIELD,
    UNEXPECTED_WORD,
    ZERO_STEP,
)
from everly.grammar.fault import Fault, replacement
from everly.grammar.span import Span
from everly.grammar.tree import FieldKind, Item, LastDay, LastWorkday, NearestWorkday, NthWeekday, Range, Star

_BOUNDS = {
    FieldKind.SECOND: (0, 59),
    FieldKind.MINUTE: (0, 59),
    FieldKind.HOUR: (0, 23),
    FieldKind.DAY: (1, 31),
    FieldKind.MONTH: (1, 12),
    FieldKind.WEEKDAY: (0, 7),
    FieldKind.YEAR: (1, 9999),
}
_NAMED = {
    FieldKind.MONTH: {name: number for number, name in enumerate(vocabulary.MONTHS, 1)},
    FieldKind.WEEKDAY: {name: (number + 1) % 7 for number, name in enumerate(vocabulary.WEEKDAYS)},
}
FIELD_UNITS = {
    FieldKind.SECOND: "seconds",
    FieldKind.MINUTE: "minutes",
    FieldKind.HOUR: "hours",
    FieldKind.DAY: "days",
    FieldKind.MONTH: "months",
    FieldKind.YEAR: "years",
}
"""What a step in a field counts, where an interval can count the same."""


def place_field(words: tuple[Word, ...], kind: FieldKind) -> tuple[Item, ...]:
    """The items of a field, each checked against what the field can hold."""
    if len(words) == 1:
        return _place(words[0], kind)
    return tuple(item for word in words for item in _place(word, kind))


def _place(word: Word, kind: FieldKind) -> tuple[Item, ...]:
    match word:
        case Numbers():
            return (_numbers(word, kind),)
        case Star(step=1):
            return (word,)
        case Star():
            return (Star(_step(word.step, kind, word.span), span=word.span),)
        case Names():
            return (_names(word, kind),)
        case Hash():
            return _hash(word, kind)
        case NthWeekday() if kind in (FieldKind.DAY, FieldKind.WEEKDAY):
            return (_nth(word.nth, word.weekday, word.span),)
        case LastDay() if kind is FieldKind.DAY:
            return (_last_day(word),)
        case LastWorkday() if kind is FieldKind.DAY:
            return (word,)
        case NearestWorkday() if kind is FieldKind.DAY:
            return (NearestWorkday(_within(word.day, (1, 31), "day", word.span), span=word.span),)
        case _:
            raise _not_here(word.span, kind)


def _last_day(word: LastDay) -> LastDay:
    if word.before > 30:
        message = f"'L-{word.before}' is {word.before} days before the last, where 0 to 30 are allowed"
        raise Fault(OUT_OF_RANGE, word.span, message, help="no month has more than 31 days")
    return LastDay(word.before, span=word.span)


def one_number(value: int, kind: FieldKind, span: Span) -> Range:
    """The item of a number that stands alone in its field."""
    value = _in_field(value, kind, span)
    return _range(value, value, 1, kind, span)


def _numbers(word: Numbers, kind: FieldKind) -> Range:
    first, step = _in_field(word.first, kind, word.span), word.step
    if word.last is not None:
        last = _in_field(word.last, kind, word.span)
        if last < first:
            raise _backwards(first, last, step or 1, kind, word.span)
    else:
        last = first if step is None else max(first, _end(kind))
    return _range(first, last, 1 if step is None else _step(step, kind, word.span), kind, word.span)


def _end(kind: FieldKind) -> int:
    """Where an open range such as `5/15` ends; the week ends on Saturday, lest Sunday come in as 7."""
    return 6 if kind is FieldKind.WEEKDAY else _BOUNDS[kind][1]


def _range(first: int, last: int, step: int, kind: FieldKind, span: Span) -> Range:
    if kind is FieldKind.WEEKDAY and first == last == 7:
        first = last = 0
    return Range(first, last, step if first != last else 1, span=span)


def _names(word: Names, kind: FieldKind) -> Range:
    first, last = _name(word.first, kind, word.span), _name(word.last, kind, word.span)
    if kind is FieldKind.WEEKDAY:
        last = 7 if last == 0 and first not in (0, last) else last
    step = 1 if word.step is None else _step(word.step, kind, word.span)
    if word.step is not None and word.first == word.last:
        last = _end(kind)
    return _range(first, last, step, kind, word.span)


def _name(name: str, kind: FieldKind, span: Span) -> int:
    if name.isdigit():
        return _in_field(int(name), kind, span)
    number = _NAMED.get(kind, {}).get(name[:3].lower())
    if number is None:
        raise _not_here(span, kind)
    return number


def _hash(word: Hash, kind: FieldKind) -> tuple[Item, ...]:
    if kind is not FieldKind.WEEKDAY:
        raise _not_here(word.span, kind)
    days = _place(word.weekdays, kind)[0]
    if not isinstance(days, Range) or word.weekdays.step is not None:
        raise _not_here(word.span, kind)
    last = days.last + (7 if days.last < days.first else 0)
    return tuple(_nth(word.nth, day % 7, word.span) for day in range(days.first, last + 1))


def _nth(nth: int, weekday: int, span: Span) -> NthWeekday:
    if nth == 0 or abs(nth) > 5:
        message = f"no month has {nth} of a weekday" if nth else "the count 0 names no weekday"
        raise Fault(OUT_OF_RANGE, span, message, help="count 1 to 5, or L for the last")
    return NthWeekday(nth, weekday, span=span)


def _in_field(value: int, kind: FieldKind, span: Span) -> int:
    least, most = bounds = _BOUNDS[kind]
    return value if least <= value <= most else _within(value, bounds, kind.value, span)


def _within(value: int, bounds: tuple[int, int], name: str, span: Span) -> int:
    least, most = bounds
    if not least <= value <= most:
        raise Fault(OUT_OF_RANGE, span, f"{name} {value} is not in {least}-{most}", help=_hint(value, name))
    return value


def _hint(value: int, name: str) -> str | None:
    if name == FieldKind.WEEKDAY.value and value > 7:
        return "Sunday is 0 or 7; a line with a year has seven fields, seconds first"
    if name in (FieldKind.DAY.value, FieldKind.MONTH.value) and value == 0:
        return f"{name}s count from 1; for every {name} write '*'"
    return None


def _step(step: int, kind: FieldKind, span: Span) -> int:
    least, most = _BOUNDS[kind]
    size = 7 if kind is FieldKind.WEEKDAY else most - least + 1
    if step == 0:
        raise Fault(ZERO_STEP, span, "a step of 0 never moves on", help="leave the step out, or count from 1")
    if step > size:
        raise Fault(
            STEP_PAST_FIELD,
            span,
            f"a step of {step} passes the end of the {kind.value} field, which has {size} values",
            help=f"cron starts over at each end; 'every {step} {FIELD_UNITS.get(kind, 'days')}' does not",
        )
    return step


def _backwards(first: int, last: int, step: int, kind: FieldKind, span: Span) -> Fault:
    wraps = kind is not FieldKind.YEAR
    return Fault(
        BACKWARDS_RANGE,
        span,
        f"the range '{first}-{last}' runs backwards",
        help="a range of numbers does not wrap" if wraps else f"write {last}-{first}",
        fixes=replacement(span, _wrapped(first, last, step, kind)) if wraps else (),
    )


def _wrapped(first: int, last: int, step: int, kind: FieldKind) -> str:
    """The values that a range was meant to reach past the end of its field, as a list that cron takes."""
    least, most = _BOUNDS[kind]
    most = 6 if kind is FieldKind.WEEKDAY else most
    if step > 1:
        size = most - least + 1
        return ",".join(str((value - least) % size + least) for value in range(first, last + size + 1, step))
    after, before = (f"{low}-{high}" if low < high else f"{low}" for low, high in ((first, most), (least, last)))
    return before if first > most else f"{after},{before}"


def _not_here(span: Span, kind: FieldKind) -> Fault:
    return Fault(
        UNEXPECTED_WORD,
        span,
        f"this cannot stand in the {kind.value} field",
        help="the fields are [second] minute hour day month weekday [year]",
    )
