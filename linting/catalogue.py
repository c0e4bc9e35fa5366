"""Every diagnostic of the linter beyond those of the language. A code is never used again for another thing."""

from __future__ import annotations

from everly.grammar.diagnostics import Kind, Severity
from everly.grammar.diagnostics.catalogue import CATALOGUE as LANGUAGE

_ERROR, _WARNING = Severity.ERROR, Severity.WARNING

# Dialects: the file is read by another program, which takes less or means something else.
FOREIGN_SYNTAX = Kind("E401", "foreign-syntax", _ERROR, "what the program that reads this file does not take")

# Proofs: it runs, and a part of it does nothing, or all of it is over.
REDUNDANT_PART = Kind("W303", "redundant-part", _WARNING, "a part that changes nothing beside the others")
SUBSUMED_BRANCH = Kind("W304", "subsumed-branch", _WARNING, "a branch whose every firing another branch has")
SIMPLER_EQUAL = Kind("W305", "simpler-equal", _WARNING, "a simpler schedule has the same firings")
ALL_PAST = Kind("W306", "all-past", _WARNING, "the last firing is past")
RARE = Kind("W307", "rare", _WARNING, "it fires less than once a year")
TOO_FREQUENT = Kind("W308", "too-frequent", _WARNING, "two firings nearer to each other than allowed")

# Anchors: what it counts from was not said, or may not be what was meant.
FLOATING_PHASE = Kind("W403", "floating-phase", _WARNING, "an interval counts from the moment of loading")
FLOATING_WEEK = Kind("W404", "floating-week", _WARNING, "which week, month or year depends on the moment of loading")
PAST_START = Kind("W405", "past-start", _WARNING, "the beginning is past, so a runner fires at once")
IMPLICIT_UTC = Kind("W406", "implicit-utc", _WARNING, "a time of day in UTC, because no zone is named")
TWELVE_OCLOCK = Kind("W407", "twelve-oclock", _WARNING, "12 AM is midnight and 12 PM is noon")

# Cron: what it says is not what it looks like.
DAY_OR_WEEKDAY = Kind("W501", "day-or-weekday", _WARNING, "a day and a weekday: either one fires")
EVERY_MINUTE = Kind("W502", "every-minute", _WARNING, "sixty firings in each hour that is named")
UNEVEN_STEP = Kind("W503", "uneven-step", _WARNING, "a step that does not divide its field")
DAY_STEP = Kind("W504", "day-step", _WARNING, "a step of days begins again each month")
EQUAL_RANGE = Kind("W505", "equal-range", _WARNING, "a range of one value, which some programs read as all")
SECONDS_FIELD = Kind("W506", "seconds-field", _WARNING, "a field of seconds, which other programs read elsewhere")
READ_OTHERWISE = Kind("W507", "read-otherwise", _WARNING, "the program that reads this file means something else")

# Clock changes: what happens in the hour that is skipped or repeated.
CLOCK_GAP = Kind("W601", "clock-gap", _WARNING, "a firing at a time that a clock change skips")
CLOCK_FOLD = Kind("W602", "clock-fold", _WARNING, "a firing at a time that a clock change repeats")
FOLD_SPELLING = Kind("W603", "fold-spelling", _WARNING, "a spelling that differs from its twin when clocks go back")

# Across a file.
SAME_SCHEDULE = Kind("W701", "same-schedule", _WARNING, "two schedules of a file that fire at the same moments")
COLLISION = Kind("W702", "collision", _WARNING, "two schedules of a file that meet")
CROWD = Kind("W703", "crowd", _WARNING, "many schedules of a file at the same minute of the hour")

# Style: the same could be said better.
NOT_CANONICAL = Kind("W801", "not-canonical", _WARNING, "not the canonical spelling")
ALIAS = Kind("W802", "alias", _WARNING, "another word for one that the language prefers")
SPELLED_INTERVAL = Kind("W803", "spelled-interval", _WARNING, "an interval that has a name of its own")
GRAMMATICAL_NUMBER = Kind("W804", "grammatical-number", _WARNING, "a singular for several, or a plural for one")
WORDABLE_CRON = Kind("W805", "wordable-cron", _WARNING, "a cron line that plain words can say")

# Silencing.
UNUSED_IGNORE = Kind("W901", "unused-ignore", _WARNING, "an ignore that silences nothing")
UNKNOWN_RULE = Kind("W902", "unknown-rule", _WARNING, "an ignore of a rule that there is not")

LINTER: tuple[Kind, ...] = tuple(value for value in list(globals().values()) if isinstance(value, Kind))

CATALOGUE: tuple[Kind, ...] = tuple(sorted((*LANGUAGE, *LINTER), key=lambda kind: kind.code))
"""Every diagnostic that there is."""
