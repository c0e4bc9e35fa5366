"""From grammar rules to nodes: one method a rule, called by Lark as it reads, one module a section of the grammar."""

from __future__ import annotations

from lark import Token, Transformer

from everly.grammar.builder.algebra import Algebra
from everly.grammar.builder.cron import CronLines
from everly.grammar.builder.firings import Firings
from everly.grammar.builder.moments import Moments
from everly.grammar.builder.windows import Windows
from everly.grammar.tree import Schedule


class TreeBuilder(Algebra, Firings, Windows, CronLines, Moments, Transformer[Token, Schedule]):
    """Every rule of the grammar that is not passed through has its method here (a test holds the two together)."""
