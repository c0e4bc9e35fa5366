"""Every word of the language and what it stands for, in one table. A test holds it against the grammar file."""

from __future__ import annotations

from everly.grammar.tree import Unit

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
"""Days of the week; a name is known by its first three letters, and its place here is its number (0 is Monday)."""

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
"""Months; a name is known by its first three letters, and its place here plus one is its number."""

LONGEST_MONTH = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
"""The most days each month ever has."""

FULL_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
FULL_MONTHS = (
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
)

UNITS: dict[str, tuple[int, Unit]] = {
    "sec": (1, Unit.SECOND),
    "second": (1, Unit.SECOND),
    "min": (1, Unit.MINUTE),
    "minute": (1, Unit.MINUTE),
    "hr": (1, Unit.HOUR),
    "hour": (1, Unit.HOUR),
    "day": (1, Unit.DAY),
    "week": (1, Unit.WEEK),
    "fortnight": (2, Unit.WEEK),
    "month": (1, Unit.MONTH),
    "quarter": (3, Unit.MONTH),
    "year": (1, Unit.YEAR),
}
"""Units in the singular: how many of which."""

ADVERBS: dict[str, str] = {
    "secondly": "second",
    "minutely": "minute",
    "hourly": "hour",
    "daily": "day",
    "weekly": "week",
    "fortnightly": "fortnight",
    "monthly": "month",
    "quarterly": "quarter",
    "yearly": "year",
    "annually": "year",
}
"""Adverbs and the unit each is `every` of."""

MACROS: dict[str, str] = {
    "@hourly": "0 * * * *",
    "@daily": "0 0 * * *",
    "@midnight": "0 0 * * *",
    "@weekly": "0 0 * * sun",
    "@monthly": "0 0 1 * *",
    "@yearly": "0 0 1 jan *",
    "@annually": "0 0 1 jan *",
}
"""Cron's nicknames and the lines they stand for."""

WEEKDAY_GROUPS: dict[str, tuple[int, ...]] = {"weekday": (0, 1, 2, 3, 4), "weekend": (5, 6)}
"""Groups of weekdays, in the singular."""

ADVICE: dict[str, str] = {
    "biweekly": "it could be twice a week or every second: write 'every 2 weeks', or days such as 'mon,thu at 09:00'",
    "bimonthly": "it could be twice a month or every second: write 'every 2 months', or '1st,15th at 09:00'",
    "bi": "write the period out, such as 'every 2 weeks'",
    "twice": "name the times, such as 'daily at 09:00, 17:00'",
    "once": "a single instant is a date 'at' a time, such as '2024-12-25 at 09:00'",
    "next": "leave it out: 'Monday' is the next one, today included",
    "ago": "write the date, such as '2024-05-01'",
    "yesterday": "write the date, such as '2024-05-01'",
    "half": "write the interval in minutes, such as 'every 30 minutes'",
    "never": "what never runs needs no schedule: leave it out",
    "a": "write the number, such as 1",
    "an": "write the number, such as 1",
    "bank": "list the dates of holidays, such as 'except dec 25 | jan 1'",
    "easter": "it moves: list its dates, such as '2025-04-20, 2026-04-05'",
    **dict.fromkeys(("few", "couple", "several", "some"), "write the number, such as 2"),
    **dict.fromkeys(("alternate", "alternating"), "say which are left out, such as 'every 2 weeks on fri'"),
    "business": "name the times, such as 'mon-fri & 09:00-17:00'",
    **dict.fromkeys(
        ("morning", "mornings", "afternoon", "afternoons", "evening", "evenings", "night", "nights", "nightly"),
        "name the times, such as 'daily at 09:00' or 'hourly between 09:00 and 12:00'",
    ),
    **dict.fromkeys(
        ("spring", "summer", "autumn", "fall", "winter", "season"), "name the months, such as 'daily & jun-aug'"
    ),
    **dict.fromkeys(
        ("sunrise", "sunset", "dawn", "dusk"),
        "a schedule knows no place on earth: name a time, such as 'daily at 06:00'",
    ),
    "holidays": "list their dates, such as 'except dec 25 | jan 1'",
    "holiday": "list their dates, such as 'except dec 25 | jan 1'",
}
"""Words that the language does not have, and what to write for them."""

WORDS: dict[str, tuple[str, ...]] = {
    "AND": ("and", "&"),
    "OR": ("or", "|"),
    "NOT": ("not", "!"),
    "EXCEPT": ("except",),
    "EVERY": ("every",),
    "OTHER": ("other",),
    "THE": ("the",),
    "OF": ("of",),
    "AT": ("at",),
    "ON": ("on",),
    "IN": ("in",),
    "BETWEEN": ("between",),
    "STARTING": ("starting", "beginning"),
    "UNTIL": ("until", "ending"),
    "TO": ("-", "to", "through", "thru"),
    "DAY": ("day", "days"),
    "NOW": ("now",),
    "RELATIVE_DAY": ("today", "tomorrow"),
    "ADVERB": tuple(ADVERBS),
    "UNIT": tuple(word + plural for word in UNITS for plural in ("", "s")),
    "WEEKDAY": (*WEEKDAYS, *FULL_WEEKDAYS, "tues", "weds", "thur", "thurs"),
    "WEEKDAY_GROUP": ("weekday", "weekdays", "weekend", "weekends"),
    "MONTH": tuple(dict.fromkeys((*MONTHS, *FULL_MONTHS, "sept"))),  # May is short
    "MACRO": tuple(MACROS),
    "LAST": ("last",),
}
"""The words of each terminal of the grammar; for one with several spellings the canonical one comes first."""

KNOWN: frozenset[str] = frozenset(word for words in WORDS.values() for word in words) | {"l", "lw", "noon", "midnight"}
"""Every word of the language; none of them is a slip of another."""

PHRASES: dict[str, str] = {
    "$END": "the end",
    "LPAR": "'('",
    "RPAR": "')'",
    "COMMA": "','",
    "SLASH": "'/'",
    "HASH": "'#'",
    "STAR": "a cron field",
    "ADVERB": "an adverb such as 'daily'",
    "UNIT": "a unit such as 'minutes'",
    "WEEKDAY": "a weekday",
    "WEEKDAY_GROUP": "'weekdays' or 'weekends'",
    "MONTH": "a month",
    "MACRO": "a nickname such as '@daily'",
    "LAST": "'last'",
    "LAST_DAY": "'last'",
    "ORDINAL": "an ordinal such as '15th'",
    "ORDINAL_LAST": "an ordinal such as '2nd-last'",
    "CRON_LAST": "'L'",
    "LAST_WORKDAY": "'LW'",
    "NEAREST_WORKDAY": "a day such as '15W'",
    "WEEKDAY_LAST": "a weekday such as 'friL'",
    "DATE": "a date",
    "DATE_TIME": "a date and time",
    "DATE_TEXT": "a date",
    "TIME": "a time such as '09:00'",
    "DECIMAL": "a number",
    "NEGATIVE": "a number",
    "YEAR": "a year",
    "INT": "a number",
    "OFFSET": "a zone such as '+02:00'",
    "ZONE": "a zone such as 'Europe/Berlin'",
    "RELATIVE_DAY": "'today' or 'tomorrow'",
    "TO": "'-'",
}
"""How to speak of a terminal in a message; one that is not here is spoken of by its first word."""


def phrase(terminal: str) -> str:
    """What a message calls a terminal of the grammar."""
    return PHRASES.get(terminal) or f"'{WORDS[terminal][0]}'"


def weekday_number(word: str) -> int:
    """0 for any spelling of Monday, and so on."""
    return WEEKDAYS.index(word[:3].lower())


def month_number(word: str) -> int:
    """1 for any spelling of January, and so on."""
    return MONTHS.index(word[:3].lower()) + 1


def unit_of(word: str) -> tuple[int, Unit]:
    """How many of which unit a word such as `fortnights` stands for."""
    singular = word.lower()
    return UNITS[singular if singular in UNITS else singular[:-1]]
