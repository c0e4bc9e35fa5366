"""The algebra of schedules, and the schedule itself."""

from __future__ import annotations

from everly.frozen import frozen
from everly.grammar.tree.base import Node
from everly.grammar.tree.cron import Cron
from everly.grammar.tree.firings import At, Calendar, Elapsed
from everly.grammar.tree.moments import Moment, Zone
from everly.grammar.tree.windows import Window


@frozen
class And(Node):
    """`a & b & c`: what all of them hold. No operand is itself an And."""

    operands: tuple[Expr, ...]


@frozen
class Or(Node):
    """`a | b | c`: what any of them holds. No operand is itself an Or."""

    operands: tuple[Expr, ...]


@frozen
class Except(Node):
    """`a except b`: what `base` holds and `removed` does not."""

    base: Expr
    removed: Expr


@frozen
class Not(Node):
    """`!a`: the complement of a window."""

    operand: Expr


@frozen
class Schedule(Node):
    """An expression with its clauses; as an operand, a parenthesised schedule that carries its own."""

    expr: Expr
    starting: Moment | None = None
    until: Moment | None = None
    zone: Zone | None = None

    @property
    def is_bare(self) -> bool:
        """Whether it has no clauses, so that it means what its expression means."""
        return self.starting is None and self.until is None and self.zone is None


Expr = And | Or | Except | Not | Schedule | Elapsed | Calendar | At | Cron | Window
