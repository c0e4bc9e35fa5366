"""From grammar rules to nodes: one method a rule, called by the automaton as it reads, one module a section."""

from __future__ import annotations

from everly.grammar.builder.algebra import Algebra
from everly.grammar.builder.cron import CronLines
from everly.grammar.builder.firings import Firings
from everly.grammar.builder.moments import Moments
from everly.grammar.builder.windows import Windows


class TreeBuilder(Algebra, Firings, Windows, CronLines, Moments):
    """Every rule of the grammar that is not passed through has its method here (a test holds the two together)."""
