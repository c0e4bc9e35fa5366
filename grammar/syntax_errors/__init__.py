"""From a parser that could not go on to a message that helps.

Each explanation looks at the situation and either knows what went wrong or passes; the first that knows is told.
"""

from __future__ import annotations

from collections.abc import Callable

from everly.grammar.automaton import Stuck
from everly.grammar.fault import Fault
from everly.grammar.syntax_errors.clauses import clause_not_last, window_in_moment
from everly.grammar.syntax_errors.cron import cron_field_count
from everly.grammar.syntax_errors.habits import (
    comment,
    every_group,
    instant,
    missing_at,
    missing_every,
    nickname,
    quotes,
    the_between_windows,
    time_without_days,
    two_units,
    zone_without_in,
)
from everly.grammar.syntax_errors.lists import and_between_times, mixed_list, year_day_without_month
from everly.grammar.syntax_errors.parentheses import parenthesis
from everly.grammar.syntax_errors.situation import Situation, situation
from everly.grammar.syntax_errors.words import (
    ambiguous_unit,
    bare_hour,
    doubled_operator,
    missing_operator,
    strange_character,
    unexpected,
    unfinished,
    unknown_word,
)
from everly.grammar.syntax_errors.zones import zone_with_blank

EXPLANATIONS: tuple[Callable[[Situation], Fault | None], ...] = (
    quotes,
    strange_character,
    nickname,
    comment,
    doubled_operator,
    and_between_times,
    clause_not_last,
    window_in_moment,
    ambiguous_unit,
    missing_every,
    cron_field_count,
    mixed_list,
    year_day_without_month,
    bare_hour,
    instant,
    time_without_days,
    zone_with_blank,
    zone_without_in,
    missing_at,
    every_group,
    two_units,
    the_between_windows,
    parenthesis,
    unfinished,
    unknown_word,
    missing_operator,
)


def explain(stuck: Stuck, text: str) -> Fault:
    """The fault at which the automaton got stuck."""
    seen = situation(stuck, text)
    for explanation in EXPLANATIONS:
        fault = explanation(seen)
        if fault is not None:
            return fault
    return unexpected(seen)
