"""Plans: what a trigger knows of its schedule, for the whole of it and for each part."""

from __future__ import annotations

from everly.frozen import frozen, replace
from everly.grammar.kinds import ExprKind, kind_of
from everly.grammar.printer import print_schedule
from everly.grammar.tree import And, At, Calendar, Elapsed, Except, Expr, Not, Or, Schedule
from everly.scheduling.compiler import Compiled
from everly.scheduling.engine.nodes import InstantSet
from everly.scheduling.engine.searched import searched
from everly.scheduling.engine.zones import Zone
from everly.scheduling.lower import Scope, lower

_SECONDLY = Elapsed(1)


@frozen
class Plan:
    """A schedule ready to run: its tree with absolute moments, what that means, and how it is written.

    `anchor` and `zone` are those of the tree as a whole, which has them only where they were written. `is_window` says
    that it reads `secondly & WINDOW` only to give a window firings; the window is then what the user wrote.
    """

    tree: Schedule
    text: str
    anchor: int
    zone: Zone
    instants: InstantSet
    is_window: bool = False

    @property
    def body(self) -> Expr:
        """What the user wrote, without the outermost clauses."""
        match self.tree.expr:
            case And((Elapsed(1), window)) if self.is_window:
                return window
            case And((Elapsed(1), *windows)) if self.is_window:
                return And(tuple(windows))
            case expr if self.is_window:
                raise ValueError(f"not every second of a window: {expr}")
            case expr:
                return expr

    @property
    def shape(self) -> tuple[Expr, Scope]:
        """The body without any clauses, and the scope that it stands in."""
        expr, scope = self.body, Scope(self.zone, self.anchor)
        while isinstance(expr, Schedule):
            scope = scope.inside(expr)
            expr = expr.expr
        return expr, scope


def plan_of(compiled: Compiled) -> Plan:
    """The plan of a schedule that has been compiled."""
    tree = compiled.resolved
    return Plan(tree, print_schedule(tree), compiled.anchor, compiled.zone, compiled.instants)


def plan_tree(tree: Schedule, *, anchor: int, zone: Zone, is_window: bool = False) -> Plan:
    """The plan of a tree whose moments are absolute. Unlike a whole schedule a part of one need never fire."""
    scope = Scope(zone, anchor).inside(tree)
    instants = searched(lower(tree, anchor=anchor, zone=zone))
    return Plan(tree, print_schedule(tree), scope.anchor, scope.zone, instants, is_window)


def part_plans(plan: Plan) -> list[Plan]:
    """A plan for each operand, under the clauses that the operand stands under."""
    return [_part_plan(plan, part) for part in _parts(plan.body)]


def _part_plan(plan: Plan, part: Expr) -> Plan:
    is_window = kind_of(part) is ExprKind.WINDOW
    tree = replace(plan.tree, expr=_every_second(part) if is_window else part)
    if isinstance(tree.expr, Schedule) and not (tree.starting or tree.until or tree.zone):
        tree = tree.expr
    return plan_tree(tree, anchor=plan.anchor, zone=plan.zone, is_window=is_window)


def _every_second(window: Expr) -> And:
    return And((_SECONDLY, *(window.operands if isinstance(window, And) else (window,))))


def _parts(expr: Expr) -> tuple[Expr, ...]:
    match expr:
        case Schedule():
            return tuple(replace(expr, expr=part) for part in _parts(expr.expr))
        case And(operands) | Or(operands):
            return operands
        case Except(base, removed):
            return base, removed
        case Not(part) | At(part) | Calendar(on=part) if part is not None:
            return (part,)
        case _:
            return ()
