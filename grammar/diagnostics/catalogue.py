"""Every diagnostic of the language. A code is never used again for another thing."""

from __future__ import annotations

from everly.grammar.diagnostics.model import Kind, Severity

_ERROR, _WARNING = Severity.ERROR, Severity.WARNING

# Reading: the text is not a schedule.
UNEXPECTED_CHARACTER = Kind("E101", "unexpected-character", _ERROR, "a character that no schedule holds at this place")
UNEXPECTED_WORD = Kind("E102", "unexpected-word", _ERROR, "a word or sign of the language where it cannot stand")
UNFINISHED = Kind("E103", "unfinished", _ERROR, "the text ends where more is needed")
EMPTY = Kind("E104", "empty", _ERROR, "there is nothing but blanks")
TOO_LONG = Kind("E105", "too-long", _ERROR, "more characters than a schedule may have")
TOO_DEEP = Kind("E106", "too-deep", _ERROR, "parentheses nested deeper, or more `except`, than allowed")
UNCLOSED_PARENTHESIS = Kind("E107", "unclosed-parenthesis", _ERROR, "a parenthesis without its partner")
UNKNOWN_WORD = Kind("E108", "unknown-word", _ERROR, "a word that is not in the vocabulary")
AND_BETWEEN_TIMES = Kind("E109", "and-between-times", _ERROR, "`and` between two times of day, where a comma belongs")
REPEATED_CLAUSE = Kind("E110", "repeated-clause", _ERROR, "a second `starting`, `until` or `in`")
CLAUSE_NOT_LAST = Kind("E111", "clause-not-last", _ERROR, "the schedule goes on after `starting`, `until` or `in`")
CRON_FIELD_COUNT = Kind("E112", "cron-field-count", _ERROR, "a cron line with other than 5, 6 or 7 fields")
WINDOW_ALONE = Kind("E113", "window-alone", _ERROR, "a window says when, not how often")
WINDOW_IN_UNION = Kind("E114", "window-in-union", _ERROR, "a window has no firings to join to a firing")
MIXED_LIST = Kind("E115", "mixed-list", _ERROR, "a list that holds two kinds of thing")
MISPLACED_AT = Kind("E116", "misplaced-at", _ERROR, "`at` after something that has no days to put times on")
MISPLACED_ON = Kind("E117", "misplaced-on", _ERROR, "`on` after something that has no periods to pick days from")
FIRING_NEGATED = Kind("E118", "firing-negated", _ERROR, "a complement of firings would fire at every other second")
CRON_BLANKS = Kind("E119", "cron-blanks", _ERROR, "two cron fields without a blank between them")
AMBIGUOUS_ORDINAL = Kind(
    "E120", "ambiguous-ordinal", _ERROR, "`every 2nd day` and `2nd to last day` could each be two things"
)

# Values: the words are right, what they say is not.
OUT_OF_RANGE = Kind("E201", "out-of-range", _ERROR, "a number outside what its place allows")
IMPOSSIBLE_DATE = Kind("E202", "impossible-date", _ERROR, "a date that no calendar has")
WEEKDAY_CONFLICT = Kind("E203", "weekday-conflict", _ERROR, "a weekday and a date that disagree")
BAD_INTERVAL = Kind("E204", "bad-interval", _ERROR, "an interval of zero, negative or finer than a second")
FRACTIONAL_UNIT = Kind("E205", "fractional-unit", _ERROR, "a fraction of a month or a year")
AMBIGUOUS_UNIT = Kind("E206", "ambiguous-unit", _ERROR, "a unit that could be two things")
BACKWARDS_RANGE = Kind("E207", "backwards-range", _ERROR, "a range that runs backwards where that means nothing")
ZERO_STEP = Kind("E208", "zero-step", _ERROR, "a cron step of zero")
STEP_PAST_FIELD = Kind("E209", "step-past-field", _ERROR, "a cron step larger than its field")
UNKNOWN_ZONE = Kind("E210", "unknown-zone", _ERROR, "a time zone that is not in the zone database")
AMBIGUOUS_ZONE = Kind("E211", "ambiguous-zone", _ERROR, "a zone abbreviation with several meanings")
LEFTOVER_WORDS = Kind("E212", "leftover-words", _ERROR, "words of a moment that nothing read")
UNREADABLE_MOMENT = Kind("E213", "unreadable-moment", _ERROR, "a moment that is no date and no time")
REBOOT = Kind("E214", "reboot", _ERROR, "`@reboot` is no time")

# Proofs: the meaning is clear, and empty, or nobody can tell.
NEVER_FIRES = Kind("E301", "never-fires", _ERROR, "there is no instant at which it fires")
ENDS_BEFORE_START = Kind("E302", "ends-before-start", _ERROR, "the end lies before the beginning")
TOO_MUCH_WORK = Kind("E303", "too-much-work", _ERROR, "whether it ever fires takes too much work to find out")

IDLE_EXCEPT = Kind("W301", "idle-except", _WARNING, "an `except` that takes nothing away")
DEAD_BRANCH = Kind("W302", "dead-branch", _WARNING, "a branch of a union that never fires, while others do")

# Anchors: it runs, perhaps not as meant.
AMBIGUOUS_DATE = Kind("W401", "ambiguous-date", _WARNING, "a date that could be day first or month first")
SHORT_MONTH = Kind("W402", "short-month", _WARNING, "a day that some months lack, where their last day is used")

CATALOGUE: tuple[Kind, ...] = tuple(value for value in list(globals().values()) if isinstance(value, Kind))
