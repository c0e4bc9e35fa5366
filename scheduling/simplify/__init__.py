"""Simplification: the same firings, said with less.

Each pass is one idea and one file; `PASSES` lists them in order. A *law* rewrites one part of a schedule and holds
wherever that stands, whatever the time and the zone are. A *proof* leaves something out after the engine has decided
that the firings stay the same.
"""

from everly.scheduling.simplify.passes import LAWS, PASSES, PROOFS, Pass, simplify

__all__ = ["LAWS", "PASSES", "PROOFS", "Pass", "simplify"]
