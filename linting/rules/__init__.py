"""The rules, one a module, and the order in which they are listed."""

from everly.linting.rule import FileRule, Rule
from everly.linting.rules import (
    all_past,
    clock_fold,
    clock_gap,
    floating_phase,
    floating_week,
    fold_spelling,
    implicit_utc,
    past_start,
    rare,
    redundant_part,
    simpler_equal,
    subsumed_branch,
    too_frequent,
    twelve_oclock,
)

RULES: tuple[Rule | FileRule, ...] = (
    redundant_part.RULE,
    subsumed_branch.RULE,
    simpler_equal.RULE,
    all_past.RULE,
    rare.RULE,
    too_frequent.RULE,
    floating_phase.RULE,
    floating_week.RULE,
    past_start.RULE,
    implicit_utc.RULE,
    twelve_oclock.RULE,
    clock_gap.RULE,
    clock_fold.RULE,
    fold_spelling.RULE,
)
"""Every rule, in the order of the codes."""
