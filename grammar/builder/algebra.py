"""The algebra: operands, parentheses and clauses."""

from __future__ import annotations

from typing import Any, TypeVar

from everly.frozen import replace
from everly.grammar.builder.clock import DAY, read_time
from everly.grammar.builder.positions import Children, hull, token_span, without
from everly.grammar.builder.zones import read_zone, refuse_words
from everly.grammar.diagnostics.catalogue import REPEATED_CLAUSE
from everly.grammar.diagnostics.model import Label
from everly.grammar.fault import Fault
from everly.grammar.span import Span
from everly.grammar.token import Token
from everly.grammar.tree import And, Except, Expr, Moment, Not, Or, Schedule, Times, Zone
from everly.named import NamedTuple

ExprT = TypeVar("ExprT", And, Or)


class Clause(NamedTuple):
    """`starting`, `until` or `in`, with what follows it."""

    keyword: str
    value: Moment | Zone
    span: Span


class Algebra:
    """Callbacks of the grammar's first section."""

    def start(self, children: Children) -> Schedule:
        schedule: Schedule = children[0]
        inner = schedule.expr
        return replace(inner, span=schedule.span) if isinstance(inner, Schedule) and schedule.is_bare else schedule

    def schedule(self, children: Children) -> Schedule:
        expr, *clauses = children
        if not clauses:
            return Schedule(expr, span=expr.span)
        values: dict[str, Any] = {}
        for clause in clauses:
            if clause.keyword in values:
                raise _repeated(clause, next(each for each in clauses if each.keyword == clause.keyword))
            values[clause.keyword] = clause.value
        return Schedule(expr, **values, span=hull(children))

    def bound(self, children: Children) -> Clause:
        keyword, moment = children
        return Clause("starting" if keyword.type == "STARTING" else "until", moment, hull(children))

    def zone_clause(self, children: Children) -> Clause:
        _, zone = children
        refuse_words(hull(children), zone)
        return Clause("zone", read_zone(zone), hull(children))

    def group(self, children: Children) -> Expr:
        schedule: Schedule = children[1]
        return replace(schedule.expr if schedule.is_bare else schedule, span=hull(children))

    def and_(self, children: Children) -> And:
        return And(_flat(And, without(children, "AND")), span=hull(children))

    def or_(self, children: Children) -> Or:
        return Or(_flat(Or, without(children, "OR")), span=hull(children))

    def except_(self, children: Children) -> Except:
        base, _, removed = children
        return Except(base, removed, span=hull(children))

    def not_(self, children: Children) -> Expr:
        operand = children[1]
        if isinstance(operand, Not):
            return replace(operand.operand, span=hull(children))
        return Not(operand, span=hull(children))

    def confined(self, children: Children) -> And:
        term, _, first, _, last = children
        window = times_between(first, last, Span(token_span(children[1]).start, token_span(last).end))
        return And((*_flat(And, [term]), window), span=hull(children))


def times_between(first: Token, last: Token, span: Span) -> Times:
    """The window from one time of day to another, both in; `24:00` closes the day."""
    begin, end = read_time(first), read_time(last, closing=True)
    return Times(((begin, DAY - 1 if end == DAY else end),), span=span)


def _flat(kind: type[ExprT], operands: Children) -> tuple[Expr, ...]:
    flat: list[Expr] = []
    for operand in operands:
        flat += operand.operands if isinstance(operand, kind) else (operand,)
    return tuple(flat)


def _repeated(clause: Clause, first: Clause) -> Fault:
    word = {"zone": "in"}.get(clause.keyword, clause.keyword)
    return Fault(
        REPEATED_CLAUSE,
        clause.span,
        f"a second '{word}'",
        label="again here",
        related=(Label(first.span, "the first is here"),),
        help="a schedule has one of each; put parentheses around a part that has its own",
    )
