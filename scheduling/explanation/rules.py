"""Simple rules of days in words: weekdays, days of the month, months."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from everly.scheduling.explanation.atoms import Atom, Family
from everly.scheduling.explanation.words import (
    MONTHS,
    WEEKDAYS,
    counted,
    from_end,
    listed,
    listed_apart,
    numbered,
    runs,
)

_NAMED = 5  # so many numbers evenly apart are named one by one
_OF_WEEKDAYS = (Family.NTH_WEEKDAY, Family.LAST_WEEKDAY)
_OF_WORKDAYS = (Family.NTH_WORKDAY, Family.LAST_WORKDAY)


def weekday_names(numbers: Sequence[int]) -> tuple[list[str], list[str]]:
    """Weekdays in a row and single ones: `Monday to Thursday`, `Saturdays`."""
    spans: list[str] = []
    single: list[str] = []
    for first, last in runs(numbers, 7):
        length = (last - first) % 7 + 1
        if length > 2:
            spans.append(f"{WEEKDAYS[first]} to {WEEKDAYS[last]}")
        else:
            single += [f"{WEEKDAYS[(first + after) % 7]}s" for after in range(length)]
    return spans, single


def weekdays_text(numbers: Sequence[int]) -> str:
    """`on Mondays`, `from Monday to Friday`, `from Monday to Thursday and on Saturdays`."""
    spans, single = weekday_names(numbers)
    return listed([f"from {span}" for span in spans] + ([f"on {listed(single)}"] if single else []))


def weekdays_in_chosen(chosen: Iterable[Atom]) -> list[int]:
    """The weekdays among some rules."""
    return [atom.number for atom in chosen if atom.family is Family.WEEKDAY]


def in_month(chosen: Sequence[Atom], last: str = "and") -> list[str]:
    """What of a month some rules name, weekdays aside: days by number, nth weekdays, nth working days, nearest ones.

    Within each of these groups no day is meant twice, so `last` joins them: `1st, 15th and the last day`. An article
    belongs before each group.
    """
    found = [
        _numbered_days(chosen, last),
        _of_kind(chosen, _OF_WEEKDAYS, last),
        _of_kind(chosen, _OF_WORKDAYS, last),
        _nearest(chosen, last),
    ]
    return [text for text in found if text]


def _numbered_days(chosen: Sequence[Atom], last: str) -> str:
    numbers = [atom.number for atom in chosen if atom.family is Family.MONTH_DAY]
    back = [atom.number for atom in chosen if atom.family is Family.DAY_FROM_END]
    parts = _month_days(numbers) + ([_last_days(back, last)] if back else [])
    return _with_articles(parts, last) if parts else ""


def _month_days(numbers: Sequence[int]) -> list[str]:
    """`1st`, `15th`; `1st to 7th`; `1st, 3rd, 5th and so on to the 31st`."""
    apart = numbers[1] - numbers[0] if len(numbers) > _NAMED else 1
    if apart > 1 and list(numbers) == list(range(numbers[0], numbers[-1] + 1, apart)):
        first = ", ".join(numbered(number) for number in numbers[:3])
        return [f"{first} and so on to the {numbered(numbers[-1])}"]
    parts: list[str] = []
    for first_day, last_day in runs(numbers):
        if last_day - first_day > 1:
            parts.append(f"{numbered(first_day)} to {numbered(last_day)}")
        else:
            parts += [numbered(number) for number in range(first_day, last_day + 1)]
    return parts


def _last_days(numbers: Sequence[int], last: str) -> str:
    """`last day`, `last 7 days`, `last and third-last day`."""
    if len(numbers) > 1 and list(numbers) == list(range(1, len(numbers) + 1)):
        return f"last {len(numbers)} days"
    return f"{listed([from_end(number) for number in numbers], last)} day"


def _of_kind(chosen: Sequence[Atom], families: tuple[Family, Family], last: str) -> str:
    """`first and third Monday`, `first Monday and the last Friday`, `last weekday`."""
    by_day: dict[tuple[Family, int], list[int]] = {}
    for atom in chosen:
        if atom.family in families:
            by_day.setdefault((atom.family, atom.weekday), []).append(atom.number)
    parts = []
    for (family, weekday), numbers in sorted(by_day.items()):
        name = WEEKDAYS[weekday] if families is _OF_WEEKDAYS else "weekday"
        place = counted if family is families[0] else from_end
        parts.append(f"{listed([place(number) for number in numbers], last)} {name}")
    return _with_articles(parts, last) if parts else ""


def _nearest(chosen: Sequence[Atom], last: str) -> str:
    numbers = [atom.number for atom in chosen if atom.family is Family.NEAREST_WORKDAY]
    parts = [numbered(number) for number in numbers]
    return f"weekday nearest to the {listed(parts, last)}" if parts else ""


def _with_articles(parts: Sequence[str], last: str) -> str:
    """`1st, 15th and the last day`: an article before each part but the first and those that are a number alone."""
    first, *others = parts
    return listed_apart([first, *(each if each[0].isdigit() else f"the {each}" for each in others)], last)


def months_text(numbers: Sequence[int]) -> str:
    """`in June`, `from June to August`, `in January and July`, `from February to August and in October`."""
    spans, single = _month_names(numbers)
    return listed([f"from {span}" for span in spans] + ([f"in {listed(single)}"] if single else []))


def of_months(numbers: Sequence[int], last: str = "and") -> str:
    """`of the month`, `of January and July`, `of the month from January to August`."""
    if not numbers:
        return "of the month"
    spans, single = _month_names(numbers)
    return f"of the month {months_text(numbers)}" if spans else f"of {listed(single, last)}"


def _month_names(numbers: Sequence[int]) -> tuple[list[str], list[str]]:
    """Months in a row, three or more, and single ones; all by name where they would come to more than two parts."""
    found = [(first, (last - first) % 12 + 1) for first, last in runs(numbers, 12)]
    long = [(first, length) for first, length in found if length > 2]
    if not long or len(long) + (len(long) < len(found)) > 2:
        return [], [MONTHS[number - 1] for number in numbers]
    spans = [f"{MONTHS[first - 1]} to {MONTHS[(first + length - 2) % 12]}" for first, length in long]
    short = [first - 1 + after for first, length in found if length < 3 for after in range(length)]
    return spans, [MONTHS[number % 12] for number in short]
