"""From a parser that could not go on to a message that helps.

Each explanation looks at the situation and either knows what went wrong or passes; the first that knows is told.
"""

from __future__ import annotations

from collections.abc import Callable

from everly.grammar.automaton import Stuck
from everly.grammar.fault import Fault
from everly.grammar.syntax_errors.bounds import bounds
from everly.grammar.syntax_errors.chatter import chatter
from everly.grammar.syntax_errors.clauses import clause_not_last, window_in_moment
from everly.grammar.syntax_errors.cron import command, cron_field_count, lone_field, lone_last, several_lines
from everly.grammar.syntax_errors.durations import duration, spelt_number
from everly.grammar.syntax_errors.exceptions import bare_hour_after_exception
from everly.grammar.syntax_errors.foreign import foreign
from everly.grammar.syntax_errors.habits import (
    every_group,
    instant,
    last_of_what,
    missing_at,
    missing_every,
    nickname,
    the_between_windows,
    time_without_days,
    two_units,
    zone_without_in,
)
from everly.grammar.syntax_errors.hours import bare_hours, hours
from everly.grammar.syntax_errors.joints import missing_operator, other_joint, window_after_times
from everly.grammar.syntax_errors.lists import (
    and_between_times,
    day_within_list,
    joint_after_comma,
    last_among_days,
    mixed_list,
    ordinal_among_weekdays,
    year_day_without_month,
)
from everly.grammar.syntax_errors.numbers import (
    bare_days,
    bare_days_at,
    glued_number,
    misspelt_time,
    short_date,
    slashed_date,
)
from everly.grammar.syntax_errors.order import clause_first, days_after_at, days_before_period, time_first
from everly.grammar.syntax_errors.parentheses import empty_parentheses, parenthesis
from everly.grammar.syntax_errors.signs import (
    at_sign,
    closing_sign,
    comment,
    doubled_operator,
    minus_for_except,
    minus_for_not,
    plus_sign,
)
from everly.grammar.syntax_errors.situation import Situation, situation
from everly.grammar.syntax_errors.speech import (
    every_second_window,
    filler,
    moment_without_starting,
    on_after_times,
    phrase,
)
from everly.grammar.syntax_errors.words import (
    ambiguous_unit,
    bare_hour,
    strange_character,
    unexpected,
    unfinished,
    unknown_word,
)
from everly.grammar.syntax_errors.zones import no_zone, place_and_country, short_offset, zone_variable, zone_with_blank

EXPLANATIONS: tuple[Callable[[Situation], Fault | None], ...] = (
    zone_variable,
    foreign,
    chatter,
    several_lines,
    command,
    closing_sign,
    strange_character,
    nickname,
    comment,
    doubled_operator,
    duration,
    hours,
    bounds,
    spelt_number,
    glued_number,
    plus_sign,
    slashed_date,
    short_date,
    misspelt_time,
    and_between_times,
    joint_after_comma,
    no_zone,
    place_and_country,
    clause_not_last,
    window_in_moment,
    ambiguous_unit,
    missing_every,
    lone_last,
    last_of_what,
    phrase,
    bare_days_at,
    last_among_days,
    day_within_list,
    cron_field_count,
    lone_field,
    mixed_list,
    ordinal_among_weekdays,
    window_after_times,
    year_day_without_month,
    bare_hours,
    bare_days,
    bare_hour_after_exception,
    bare_hour,
    instant,
    clause_first,
    days_after_at,
    days_before_period,
    time_first,
    time_without_days,
    short_offset,
    zone_with_blank,
    zone_without_in,
    missing_at,
    every_group,
    every_second_window,
    two_units,
    the_between_windows,
    on_after_times,
    filler,
    moment_without_starting,
    minus_for_not,
    empty_parentheses,
    parenthesis,
    unfinished,
    minus_for_except,
    at_sign,
    other_joint,
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
