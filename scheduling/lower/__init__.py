"""Lowering: from the tree of a schedule to the set of instants that it means."""

from everly.scheduling.lower.expressions import begun, lower, unbounded
from everly.scheduling.lower.scopes import Scope, end_of

__all__ = ["Scope", "begun", "end_of", "lower", "unbounded"]
