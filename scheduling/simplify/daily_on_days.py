"""Times of every day, kept to some days, are times of those days."""

from __future__ import annotations

from everly.grammar.tree import And, At, Calendar, Expr, Times, Unit, Window
from everly.scheduling.simplify.places import Place
from everly.scheduling.simplify.trees import joined


def daily_on_days(expr: Expr, place: Place) -> Expr:
    """`daily at 09:00 & mon-fri` is `mon-fri at 09:00`.

    Not where the zone's clock once skipped midnight: a firing that is moved to the next day keeps its day in the one
    and not in the other.
    """
    if not isinstance(expr, And):
        return expr
    for daily in expr.operands:
        match daily, [each for each in expr.operands if isinstance(each, Window) and not isinstance(each, Times)]:
            case Calendar(count=1, unit=Unit.DAY, at=tuple(times), on=None), [days]:
                firing = At(days, times, span=daily.span.join(days.span))
                if _is_same(And((daily, days)), firing, place):
                    rest = (each for each in expr.operands if each is not days)
                    return joined(expr, (firing if each is daily else each for each in rest))
            case _:
                pass
    return expr


def _is_same(left: Expr, right: Expr, place: Place) -> bool:
    one, other = place.meaning(left), place.meaning(right)
    return place.is_part(one, other) and place.is_part(other, one)
