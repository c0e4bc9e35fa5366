"""What to write instead of two operands that exclude each other, where it is clear what was meant."""

from __future__ import annotations

from everly.frozen import replace
from everly.grammar.diagnostics.model import Edit, Fix
from everly.grammar.fault import replacement
from everly.grammar.kinds import ExprKind, kind_of
from everly.grammar.printer import print_schedule
from everly.grammar.span import Span
from everly.grammar.tree import (
    At,
    Calendar,
    Cron,
    Dates,
    Elapsed,
    Expr,
    MonthDays,
    Months,
    NthWeekdays,
    Schedule,
    Times,
    Unit,
    Weekdays,
    YearDays,
    Years,
)
from everly.scheduling.wording import quoted

_LISTED = (Dates, Months, Times, Weekdays, Years)
# Days that one period of the unit is sure to have.
_DAYS = {
    Unit.WEEK: (Weekdays,),
    Unit.MONTH: (MonthDays, NthWeekdays),
    Unit.YEAR: (MonthDays, NthWeekdays, YearDays),
}
# Windows so long that an interval of days or weeks can go on within them.
_LONG = (Dates, Months, YearDays, Years)
_EITHER = "to fire at either"
# `secondly`, `minutely`, `hourly`: of these only the beginning can be meant otherwise.
_ONE_UNIT = (1, 60, 3600)


def way_out(left: Expr, right: Expr, text: str) -> tuple[str, tuple[Fix, ...]] | None:
    """What to do about the pair, and the edits that do it: a comma, or others where the schedule is only the pair."""
    if (comma := comma_between(left, right, text)) is not None:
        written = f"{left.span.of(text)}, {right.span.of(text)}"
        return f"for either of them write '{written}'", (Fix("instead", (comma,)),)
    if (chosen := _chosen_days(left, right)) is not None:
        written = print_schedule(Schedule(chosen))
        whole = Span(left.span.start, right.span.end)
        return f"to choose its days write '{written}'", replacement(whole, written) if _is_all(
            left, right, text
        ) else ()
    if (day := _day_of_year(left, right)) is not None:
        return f"to choose its day write one such as '{day}'", ()
    if (moved := _times_moved(left, right, text)) is not None:
        whole, between = Span(left.span.start, right.span.end), Span(left.span.end, right.span.start)
        either = replacement(between, " | ") if _is_all(left, right, text) else ()
        fixes = (*replacement(whole, moved), *(replace(fix, title=_EITHER) for fix in either))
        return f"'&' keeps only the instants that both share: write '{moved}', or '|' to fire at either", fixes
    if _has_no_times(left) and _has_times(right):
        return _shared_only(left, text), _fixes(left, Span(left.span.start, right.span.start), (left, right), text)
    if _has_times(left) and _has_no_times(right):
        return _shared_only(right, text), _fixes(right, Span(left.span.end, right.span.end), (left, right), text)
    if _has_times(left) and _has_times(right) and _is_all(left, right, text):
        between = Span(left.span.end, right.span.start)
        return "'&' keeps only the instants that both share: to fire at either write '|'", replacement(between, " | ")
    if type(left) is type(right) and kind_of(left) is kind_of(right) is ExprKind.WINDOW:
        return f"for either of them write '{_either(left, right, text)}'", ()
    return None


def comma_between(left: Expr, right: Expr, text: str) -> Edit | None:
    """The comma that makes a list of two windows of a kind, which `and` joins in speech: `every monday and thursday`.

    The first may close with its window (`weekly on mon`), the second begin with it (`wed at 9am`).
    """
    one, other = _closing_window(left), _opening_window(right)
    gap = Span(left.span.end, right.span.start)
    same = type(one) is type(other) or (
        isinstance(one, MonthDays) and isinstance(other, NthWeekdays)
    )  # `2nd and 4th fri`
    listed = _is_listed(one) and (_is_listed(other) or isinstance(other, NthWeekdays)) and same
    return Edit(gap, ", ") if listed and gap.of(text).strip().lower() in ("&", "and") else None


def _is_listed(window: Expr) -> bool:
    """Whether a list may go on after it: what is `of` months holds them for all of its list."""
    return isinstance(window, _LISTED) or (isinstance(window, MonthDays | NthWeekdays) and window.months is None)


def _closing_window(expr: Expr) -> Expr:
    return expr.on if isinstance(expr, Calendar) and expr.on and expr.on.span.end == expr.span.end else expr


def _opening_window(expr: Expr) -> Expr:
    return expr.window if isinstance(expr, At) and expr.window.span.start == expr.span.start else expr


def _is_all(left: Expr, right: Expr, text: str) -> bool:
    whole = Span(left.span.start, right.span.end).of(text)
    return whole == text.strip() and _is_joined(left, right, text)


def _is_joined(left: Expr, right: Expr, text: str) -> bool:
    """Whether nothing but the sign stands between them."""
    return Span(left.span.end, right.span.start).of(text).strip().lower() in ("&", "and")


def _chosen_days(firing: Expr, days: Expr) -> Calendar | None:
    """`weekly on mon` for `weekly & mon`."""
    match firing:
        case Calendar(count=1, on=None) if isinstance(days, _DAYS.get(firing.unit, ())):
            return replace(firing, on=days)
        case _:
            return None


def _day_of_year(firing: Expr, months: Expr) -> str | None:
    """`yearly on jul 1` for `yearly & jul`, of which it is not said which day is meant."""
    match firing, months:
        case Calendar(unit=Unit.YEAR, at=None, on=None), Months(months=(first, *_)):
            return print_schedule(Schedule(replace(firing, on=YearDays((((first, 1), (first, 1)),)))))
        case _:
            return None


def _times_moved(left: Expr, right: Expr, text: str) -> str | None:
    """One schedule for an interval and days at times: `mon at 9am` for `daily & mon at 9am`, else times in its place.

    `monthly at 9am & june` is what `monthly & june at 9am` says; of `hourly & mon at 9am` nobody knows.
    """
    firing, days = (left, right) if isinstance(right, At) else (right, left)
    if not _is_joined(left, right, text) or not isinstance(days, At):
        return None
    match firing:
        case Calendar(count=1, unit=Unit.DAY, at=None, on=None):
            return days.span.of(text)
        case Calendar(unit=unit, at=None) if unit is not Unit.YEAR and isinstance(days.window, _LONG):
            times = Span(days.window.span.end, days.span.end).of(text)
            return f"{firing.span.of(text)}{times} & {days.window.span.of(text)}"
        case _:
            return None


def _has_no_times(expr: Expr) -> bool:
    """Whether it is a firing whose times are those of its beginning."""
    return isinstance(expr, Elapsed) or (isinstance(expr, Calendar) and expr.at is None)


def _has_times(expr: Expr) -> bool:
    return isinstance(expr, At | Cron) or (isinstance(expr, Calendar) and expr.at is not None)


def _shared_only(dropped: Expr, text: str) -> str:
    return f"'&' keeps only the instants that both share: drop {quoted(dropped, text)}, or write '|' to fire at either"


def _fixes(dropped: Expr, cut: Span, pair: tuple[Expr, Expr], text: str) -> tuple[Fix, ...]:
    # `every 90 minutes` may be meant as it stands, so there are only words about an interval with a length of its own.
    if (isinstance(dropped, Elapsed) and dropped.seconds not in _ONE_UNIT) or not _is_all(*pair, text):
        return ()
    between = Span(pair[0].span.end, pair[1].span.start)
    return Fix("instead", (Edit(cut, ""),)), Fix(_EITHER, (Edit(between, " | "),))


def _either(left: Expr, right: Expr, text: str) -> str:
    match left, right:
        case Weekdays(days), Weekdays(others):
            return print_schedule(Schedule(Weekdays(_merged(days, others))))
        case Months(months), Months(others):
            return print_schedule(Schedule(Months(_merged(months, others))))
        case _:
            return f"({left.span.of(text)} | {right.span.of(text)})"


def _merged(numbers: tuple[int, ...], others: tuple[int, ...]) -> tuple[int, ...]:
    return tuple(sorted({*numbers, *others}))
