"""Times that stand behind an exception and were meant for the whole: `every mon-sat except wed at 9`."""

from __future__ import annotations

from everly.grammar.builder.positions import span_of, token_span
from everly.grammar.diagnostics.catalogue import UNEXPECTED_WORD
from everly.grammar.diagnostics.model import Edit, Fix
from everly.grammar.fault import Fault
from everly.grammar.kinds import ExprKind, kind_of
from everly.grammar.span import Span
from everly.grammar.syntax_errors.situation import Situation
from everly.grammar.token import Token
from everly.grammar.tree import And, Calendar, Expr


def times_for_all(base: Expr, times: Span, text: str) -> tuple[Edit, ...]:
    """The edits that move times such as ` at 09:00` to the days that something is taken out of, if these have none."""
    end = _end_of_days(base, text)
    return () if end is None else (Edit(Span(end, end), f" {times.of(text).strip()}"), Edit(times, ""))


def _end_of_days(base: Expr, text: str) -> int | None:
    """Where times can be added to what has none."""
    if isinstance(base, Calendar):
        return base.span.end if base.at is None else None
    if not isinstance(base, And):
        return base.span.end if kind_of(base) is ExprKind.WINDOW else None
    firings = [operand for operand in base.operands if kind_of(operand) is ExprKind.FIRING]
    if len(firings) != 1:
        return None if firings else base.span.end
    every = firings[0].span.of(text).lower() == "every"  # `every mon-sat`, whose times stand behind its days
    return base.span.end if every else _end_of_days(firings[0], text)


def bare_hour_after_exception(seen: Situation) -> Fault | None:
    """`every mon-sat except wed at 9`."""
    kinds = [value.type if isinstance(value, Token) else "" for value in seen.stack]
    if kinds[-1:] != ["AT"] or "EXCEPT" not in kinds[1:]:
        return None
    place = len(kinds) - 1 - kinds[::-1].index("EXCEPT")
    base, at, hour = seen.stack[place - 1], token_span(seen.stack[-1]), seen.word
    if "LPAR" in kinds[place:] or not isinstance(base, Expr) or not hour.isdigit() or int(hour) > 23:
        return None
    times = Span(span_of(seen.stack[-2]).end, seen.span.end)
    end = _end_of_days(base, seen.text)
    written = f" {at.of(seen.text)} {int(hour):02}:00"
    edits = (Edit(times, written),) if end is None else (Edit(Span(end, end), written), Edit(times, ""))
    return Fault(
        UNEXPECTED_WORD,
        seen.span,
        f"'{hour}' is a number, where a time is wanted",
        help="write a time such as 09:00 or 9am, behind the days that it is for",
        fixes=(Fix("instead", edits),),
    )
