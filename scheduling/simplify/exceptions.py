"""What `except` takes away, joined; days of the week and months that it takes away are better named as those kept."""

from __future__ import annotations

from collections.abc import Sequence

from everly.grammar.kinds import kind_of
from everly.grammar.tree import And, Except, Expr, Not, Or
from everly.scheduling.simplify.complements import others
from everly.scheduling.simplify.trees import joined, operands_of, size


def exceptions(expr: Expr) -> Expr:
    """`daily except sat,sun` is `daily & mon-fri`, and `a except b except c` is `a except b | c`."""
    match expr:
        case Except(base, Not(window)):
            return And((base, window), span=expr.span)
        case Except(Except(base, first), second) if kind_of(first) is kind_of(second):
            removed = (*operands_of(Or, first), *operands_of(Or, second))
            return exceptions(Except(base, Or(removed, span=first.span.join(second.span)), span=expr.span))
        case Except():
            kept = _kept(expr)
            return kept if size(kept) <= size(expr) else expr
        case _:
            return expr


def _kept(expr: Except) -> Expr:
    """The difference with every list that has a complement moved from what is removed to what is kept.

    Not beside a union, which would then need parentheses.
    """
    removed = operands_of(Or, expr.removed)
    kept = [other for each in removed if (other := others(each)) is not None]
    rest = [each for each in removed if others(each) is None]
    if not kept or isinstance(_inmost(expr.base), Or):
        return expr
    base = _confined(expr.base, kept)
    return Except(base, joined(Or(removed, span=expr.removed.span), rest), span=expr.span) if rest else base


def _inmost(base: Expr) -> Expr:
    return _inmost(base.base) if isinstance(base, Except) else base


def _confined(base: Expr, windows: Sequence[Expr]) -> Expr:
    """The base within windows, which go before what it excludes itself."""
    if isinstance(base, Except):
        return Except(_confined(base.base, windows), base.removed, span=base.span)
    return And((*operands_of(And, base), *windows), span=base.span)
