"""From grammar rules to nodes: one method a rule, called by the automaton as it reads, one module a section."""

from __future__ import annotations

from everly.grammar.builder.algebra import Algebra
from everly.grammar.builder.cron import CronLines
from everly.grammar.builder.firings import Firings
from everly.grammar.builder.positions import Children
from everly.grammar.builder.windows import Windows
from everly.grammar.tree import Moment


class TreeBuilder(Algebra, Firings, Windows, CronLines):
    """Every rule of the grammar that is not passed through has its method here (a test holds the two together).

    What reads moments is large, and most schedules have none, so it is imported when one is met.
    """

    def moment(self, children: Children) -> Moment:
        from everly.grammar.builder.moments import read_moment

        return read_moment(children)

    def moment_after(self, children: Children) -> Moment:
        from everly.grammar.builder.moments import read_moment_after

        return read_moment_after(children)
