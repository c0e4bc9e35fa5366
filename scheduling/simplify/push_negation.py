"""Complements move inwards, to where lists can take them in."""

from __future__ import annotations

from everly.grammar.tree import And, Expr, Not, Or
from everly.scheduling.simplify.complements import complement
from everly.scheduling.simplify.trees import joined, operands_of, size


def push_negation(expr: Expr) -> Expr:
    """`!sun` is `mon-sat`, `a & !(sun | b)` is `a & mon-sat & !b`, `!(mon except b)` is `tue-sun | b`.

    Only where that takes fewer nodes: `!(dec 25 | 1st mon)` stays.
    """
    match expr:
        case Not(operand):
            inside = complement(operand)
            return inside if size(inside) < size(expr) else expr
        case And(operands):
            return joined(expr, (each for operand in operands for each in _spread(And, operand)))
        case Or(operands):
            return joined(expr, (each for operand in operands for each in _spread(Or, operand)))
        case _:
            return expr


def _spread(kind: type[And | Or], operand: Expr) -> tuple[Expr, ...]:
    """The operands that a complement comes to within a group of that kind, if they are smaller than it is."""
    if not isinstance(operand, Not):
        return (operand,)
    spread = operands_of(kind, complement(operand.operand))
    return spread if sum(map(size, spread)) < size(operand) else (operand,)
