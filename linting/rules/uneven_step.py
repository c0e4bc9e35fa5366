"""W503: a step that does not divide its field, so that the beat breaks where the field begins again."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from everly.grammar.diagnostics import Diagnostic, Fix
from everly.grammar.fault import Fault, replacement
from everly.grammar.tree import Cron, Field, FieldKind, Range
from everly.grammar.vocabulary import MONTHS, WEEKDAYS
from everly.linting.catalogue import UNEVEN_STEP
from everly.linting.cron_lines import cron_lines, fields_of
from everly.linting.cron_values import SIZES, have_neighbours, is_daily, is_every
from everly.linting.dialects import Dialect
from everly.linting.kept_firings import that_fire
from everly.linting.rule import Rule, Subject
from everly.linting.steps import is_whole_round, stepped
from everly.named import NamedTuple
from everly.scheduling.lower.cron import field_values


class _Cycle(NamedTuple):
    """What a field counts, what it begins again with, and the field of that."""

    unit: str
    whole: str
    above: FieldKind | None


_CYCLES = {
    FieldKind.SECOND: _Cycle("second", "minute", FieldKind.MINUTE),
    FieldKind.MINUTE: _Cycle("minute", "hour", FieldKind.HOUR),
    FieldKind.HOUR: _Cycle("hour", "day", None),
    FieldKind.MONTH: _Cycle("month", "year", None),
    FieldKind.WEEKDAY: _Cycle("day", "week", None),
}


def _check(subject: Subject) -> Iterator[Diagnostic]:
    if "/" not in subject.text:
        return
    for cron in cron_lines(subject.compiled.schedule, subject.text):
        fields = dict(fields_of(cron))
        for kind, cycle in _CYCLES.items():
            field = fields.get(kind)
            step = None if field is None else stepped(field)
            if field is None or step is None or not _goes_round(cron, cycle, fields):
                continue
            values = sorted(field_values(field, kind))
            gap = SIZES[kind] - values[-1] + values[0]
            if gap != step and is_whole_round(values, step, kind):
                yield that_fire(_fault(cron, kind, values, step, subject), subject)


def _goes_round(cron: Cron, cycle: _Cycle, fields: dict[FieldKind, Field]) -> bool:
    """Whether the line goes on after the end of the field, as `*/7 9 * * *` does not."""
    if cycle.above is not None:
        return have_neighbours(field_values(fields[cycle.above], cycle.above), SIZES[cycle.above])
    match cycle.whole:
        case "day":
            return _on_days_in_a_row(cron)
        case "week":
            return is_every(cron.day)
        case _:
            return True


def _on_days_in_a_row(cron: Cron) -> bool:
    days: Collection[int] = field_values(cron.day, FieldKind.DAY)
    weekdays: Collection[int] = field_values(cron.weekday, FieldKind.WEEKDAY)
    return (is_every(cron.day) or have_neighbours(days, SIZES[FieldKind.DAY])) and (
        is_every(cron.weekday) or have_neighbours(weekdays, SIZES[FieldKind.WEEKDAY])
    )


def _fault(cron: Cron, kind: FieldKind, values: list[int], step: int, subject: Subject) -> Fault:
    unit, whole, _ = _CYCLES[kind]
    field = dict(fields_of(cron))[kind]
    gap = SIZES[kind] - values[-1] + values[0]
    message = (
        f"'{field.span.of(subject.text)}' begins again each {whole}: from {_named(values[-1], kind)} to "
        f"{_named(values[0], kind)} it is {_counted(gap, unit)}, not {step}"
    )
    help = f"an even beat is 'every {step} {unit}s'" if subject.dialect is Dialect.EVERLY else _even_steps(kind)
    return Fault(
        UNEVEN_STEP,
        field.span,
        message,
        label=f"a gap of {_counted(gap, unit)}",
        help=help,
        fixes=_as_interval(cron, kind, step, subject),
    )


def _named(value: int, kind: FieldKind) -> str:
    match kind:
        case FieldKind.WEEKDAY:
            return WEEKDAYS[(value - 1) % 7]
        case FieldKind.MONTH:
            return MONTHS[value - 1]
        case FieldKind.HOUR:
            return f"{value:02}:00"
        case _:
            return f"{kind.value} {value}"


def _counted(count: int, unit: str) -> str:
    return f"{count} {unit}" if count == 1 else f"{count} {unit}s"


def _even_steps(kind: FieldKind) -> str | None:
    size = SIZES[kind]
    even = [str(step) for step in range(2, size) if size % step == 0]
    return f"steps that divide {size} are {', '.join(even)}" if even else None


def _as_interval(cron: Cron, kind: FieldKind, step: int, subject: Subject) -> tuple[Fix, ...]:
    """A line that is open but for the step and zeros below it, as the interval: `*/7 * * * *`, `0 */5 * * *`."""
    fields = fields_of(cron)
    place = [each for each, _ in fields].index(kind)
    below, above = fields[:place], fields[place + 1 :]
    is_plain = all(field.items == (Range(0, 0),) for _, field in below) and all(is_every(field) for _, field in above)
    if subject.dialect is not Dialect.EVERLY or kind not in _ELAPSED or not is_plain or not is_daily(cron):
        return ()
    return replacement(cron.span, f"every {step} {kind.value}s")


_ELAPSED = (FieldKind.SECOND, FieldKind.MINUTE, FieldKind.HOUR)

RULE = Rule(UNEVEN_STEP, _check)
