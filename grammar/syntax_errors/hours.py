"""Hours and minutes of the clock that are written as bare numbers, or in words."""

from __future__ import annotations

import re

from everly.grammar.fault import Fault
from everly.grammar.printer.names import ordinal
from everly.grammar.syntax_errors.idiom import UNIT, Meant, cron_line, idiom, instead, opening, spoken
from everly.grammar.syntax_errors.lazy_pattern import lazy
from everly.grammar.syntax_errors.situation import Situation
from everly.grammar.vocabulary import WORDS
from everly.named import NamedTuple

_HOUR = r"(?:[0-9]{1,2}(?:[:.][0-9]{2})?(?:\s*[ap]\.?m\.?(?![a-z]))?|noon|midnight)"
_CLOCK = lazy(r"([0-9]{1,2})(?:[:.]([0-9]{2}))?\s*(?:([ap])\.?m\.?)?", re.IGNORECASE)
_DASH = r"(?:\s*-\s*|\s+(?:to|until|till|through|thru)\s+)"
_OFTEN = lazy(
    r"\b(?:hourly|minutely|secondly|every\s+(?:other\s+|[0-9.]+\s*)?(?:s|sec|m|min|h|hr|hour|minute|second)s?\b)"
    rf"|^\s*(?:{'|'.join((*WORDS['WEEKDAY'], *WORDS['WEEKDAY_GROUP']))})(?![a-z])",
    re.IGNORECASE,
)
_BARE = lazy(r"[0-9]{1,2}")
_MINUTES_BEHIND = lazy(r"at\s+([0-9]{1,2})-(00|2[5-9]|[3-5][0-9])", re.IGNORECASE)
_MINUTES_APART = lazy(r";\s?0[0-9](?![0-9:])")
_FROM_TIMES = lazy(r"from\b(?!.*\b(?:until|till)\b)|between\b.*\band\b", re.IGNORECASE | re.DOTALL)


class _Time(NamedTuple):
    """A time of day as it was written: `half` is `a`, `p` or, where neither was written, empty."""

    hour: int
    minute: str
    half: str

    def in_half(self, half: str) -> _Time:
        return _Time(self.hour % 12 + (12 if half == "p" else 0), self.minute, "")

    def __str__(self) -> str:
        return f"{self.hour % 24:02}:{self.minute}"


def _time(written: str) -> _Time | None:
    if named := {"noon": _Time(12, "00", "-"), "midnight": _Time(0, "00", "-")}.get(written.lower()):
        return named
    found = _CLOCK().fullmatch(written.strip())
    if found is None or int(found[1]) > (12 if found[3] else 24) or int(found[2] or 0) > 59:
        return None
    return _Time(int(found[1]), found[2] or "00", (found[3] or "").lower())


def _ranges(first: _Time, last: _Time) -> list[tuple[str, _Time, _Time]]:
    """What a range of hours may mean, with a title where there are two readings."""
    if first.half == "-" or last.half == "-" or (first.half and last.half):
        return [("instead", _plain(first), _plain(last))]
    if last.half and first.hour <= 12:  # `9 to 5pm`, `1 to 5pm`
        end = last.in_half(last.half)
        return [("instead", first.in_half(last.half if first.hour % 12 < last.hour % 12 else _other(last.half)), end)]
    if first.half and last.hour <= 12:
        begin = first.in_half(first.half)
        return [
            ("instead", begin, last.in_half(first.half if last.hour % 12 > first.hour % 12 else _other(first.half)))
        ]
    if first.hour <= last.hour or max(first.hour, last.hour) > 12 or last.hour == 0:
        return [("instead", _plain(first), _plain(last))]
    return [
        ("by day", first.in_half("p" if first.hour == 12 else "a"), last.in_half("p")),
        ("overnight", first.in_half("a" if first.hour == 12 else "p"), last.in_half("a")),
    ]


def _plain(time: _Time) -> _Time:
    return time.in_half(time.half) if time.half in ("a", "p") else time


def _other(half: str) -> str:
    return "a" if half == "p" else "p"


def _between(found: re.Match[str]) -> Meant | None:
    """`between 9 and 5`, `from 9 to 17`, `between 9am-5pm`."""
    first, last = _time(found["first"]), _time(found["last"])
    is_bare = _BARE().fullmatch(found["first"]) or _BARE().fullmatch(found["last"])
    if first is None or last is None or (not is_bare and _FROM_TIMES().match(found[0])):
        return None
    fixes = tuple((title, f"between {begin} and {end}") for title, begin, end in _ranges(first, last))
    message = f"'{found[0]}' is no range of times"
    return Meant(message, "write it with times, such as 'between 09:00 and 17:00'", fixes)


def _at_range(found: re.Match[str]) -> Meant | None:
    """`hourly at 9-17`, `at 9-30`."""
    if (minute := _MINUTES_BEHIND().fullmatch(found[0])) and int(minute[1]) < 24 and int(minute[2]) < 60:
        return _dashed(found, f"at {int(minute[1]):02}:{minute[2]}", ambiguous=minute[2] == "00")
    meant = _between(found)
    return None if meant is None else meant._replace(help="a range of times stands after 'between', not after 'at'")


def _dashed(found: re.Match[str], time: str, *, ambiguous: bool) -> Meant:
    """`at 09-30`, and `at 09-00`, which may end at midnight."""
    message, help = f"'{found[0]}' is no time of day", "hours and minutes stand around a ':', such as 09:05"
    ranged = _between(found) if ambiguous else None
    if ranged is None:
        return instead(message, help, time)
    fixes = (("for a time", time), *(("for a range", written) for _, written in ranged.fixes))
    return Meant(message, f"{help}; a range stands after 'between'", fixes)


def _times(found: re.Match[str]) -> Meant | None:
    """`at 9 and 17`, `at 9, 12 and 17:30`, `at 9am and at 5pm`."""
    if _MINUTES_APART().search(found["times"]):
        return None
    written = re.split(r"(?:\s*(?:[,;&]|\band\b))+\s*(?:at\s+)?", found["times"], flags=re.IGNORECASE)
    times = [_time(each) for each in written]
    is_plain = not any(map(_BARE().fullmatch, written)) and len(re.findall(r"(?i)\bat\b", found[0])) == 1
    if is_plain or None in times:
        return None
    listed = ", ".join(str(_plain(time)) for time in times if time is not None)
    return instead(f"'{found[0]}' is no list of times", f"write 'at {listed}'", f"at {listed}")


def _numbers(found: re.Match[str]) -> Meant | None:
    """`hourly & 9-17`: beside what fires many times a day these are hours."""
    first, last = _time(found["first"]), _time(found["last"])
    written = found[0]
    if first is None or last is None or not (_BARE().fullmatch(found["first"]) or _BARE().fullmatch(found["last"])):
        return None
    days = ""
    if written[-1].isdigit() and 0 < first.hour < last.hour:
        days = f"; days of the month are '{ordinal(first.hour)}-{ordinal(last.hour)}'"
    fixes = tuple((title, f"{begin}-{end}") for title, begin, end in _ranges(first, last))
    return Meant(f"'{written}' is no range of times", f"write it with times, such as '09:00-17:00'{days}", fixes)


def _past(found: re.Match[str]) -> Meant | None:
    """`15 past every hour`, `half past the hour`, `quarter to every hour`."""
    words = {"quarter": 15, "half": 30}
    minute = words.get(found["minute"].lower()) or int(found["minute"])
    if found["side"].lower() in ("to", "before"):
        minute = 60 - minute
    return _minute(found, [minute])


def _hourly_at(found: re.Match[str]) -> Meant | None:
    """`hourly at 15`, `every hour at minute 0 and 30`."""
    return _minute(found, [int(number) for number in re.findall("[0-9]+", found["minutes"])])


def _on_the_hour(found: re.Match[str]) -> Meant | None:
    """`every hour on the half hour`, `on the hour`."""
    return _minute(found, [30 if found["half"] else 0])


def _on_the_quarter(found: re.Match[str]) -> Meant:
    """`hourly on the quarter hour`."""
    message = f"'{found[0].strip()}' names minutes of each hour"
    lines = (("for every quarter", "*/15 * * * *"), ("for a quarter past", "15 * * * *"))
    help = "write them as a cron line, '*/15 * * * *' or '15 * * * *'"
    return Meant(message, help, tuple((title, cron_line(found, line)) for title, line in lines))


def _minute(found: re.Match[str], minutes: list[int]) -> Meant | None:
    if not all(0 <= minute < 60 for minute in minutes):
        return None
    line = f"{','.join(str(minute) for minute in sorted(set(minutes)))} * * * *"
    message, help = f"'{found[0].strip()}' names minutes of each hour", f"write them as a cron line, '{line}'"
    return instead(message, help, cron_line(found, line))


_EACH = r"(?:@?hourly|(?:every|each)\s+hour)"
_CLOCK_MINUTES = (
    r":?[0-9]{1,2}(?:(?:\s*,\s*|\s+and\s+|\s*&\s*):?[0-9]{1,2})*(?![0-9:.]|\s*(?:[ap]\.?m\b|-\s*[0-9]|to\b))"
)
_RANGE = rf"(?P<first>{_HOUR}){_DASH}(?P<last>{_HOUR})"
_BETWEEN = rf"(?P<first>{_HOUR})(?:{_DASH}|\s+(?:and|&)\s+)(?P<last>{_HOUR})"
_MINUTES = (
    idiom(
        "hour",
        rf"(?:{_EACH},?\s+)?(?:at\s+|on\s+)?(?:an?\s+)?(?P<minute>[0-9]{{1,2}}|quarter|half)\s*"
        rf"(?:min(?:ute)?s?\s+)?(?P<side>past|after|to|before)\s+(?:the|every|each)\s+hour",
        _past,
    ),
    idiom(
        "hour hourly",
        rf"{_EACH},?\s+(?:at|on)\s+(?:the\s+)?(?:min(?:ute)?s?\s+)?(?P<minutes>{_CLOCK_MINUTES})"
        r"(?:\s*min(?:ute)?s?)?(?:\s+past)?(?:\s+the\s+hour)?",
        _hourly_at,
    ),
    idiom(
        "hour hourly",
        rf"{_EACH},?\s+(?:at|on)\s+(?:the\s+)?(?P<half>(?:bottom\s+of\s+the|half)[\s-]+)?(?:top\s+of\s+the\s+)?hour",
        _on_the_hour,
    ),
    idiom("quarter", rf"(?:{_EACH},?\s+)?(?:at|on)\s+the\s+quarter[\s-]+hour", _on_the_quarter),
    opening(
        "hour",
        r"(?:at|on)\s+(?:the\s+)?(?P<half>(?:bottom\s+of\s+the|half)[\s-]+)?(?:top\s+of\s+the\s+)?hour(?![a-z0-9_])"
        r"(?!,?\s+(?:every|each)\s)",
        _on_the_hour,
    ),
    idiom(
        "hour",
        r"(?:at|on)\s+(?:the\s+)?(?P<half>(?:bottom\s+of\s+the|half)[\s-]+)?(?:top\s+of\s+the\s+)?hour,?\s+(?:every|each)\s+hour",
        _on_the_hour,
    ),
)
_SPANS = (
    idiom("between from", rf"(?:between|from)\s+{_BETWEEN}", _between),
    idiom("at", rf"at\s+{_RANGE}(?!-)", _at_range),
    idiom(
        "at",
        rf"at\s+(?P<times>{_HOUR}(?:(?:\s*[,;&]|\s+and\b)+\s*(?:at\s+)?{_HOUR}(?![:.0-9a-z-]|\s+{UNIT}))+)",
        _times,
    ),
)
_HOURS = (idiom("- to until till through thru", rf"(?<![-/:.,])(?<!\bon\s){_RANGE}(?![-/:.,])", _numbers),)


def hours(seen: Situation) -> Fault | None:
    """Ranges of hours and minutes of the hour: see the readers of each."""
    return spoken(seen, _MINUTES) or spoken(seen, _SPANS)


def bare_hours(seen: Situation) -> Fault | None:
    """`hourly & 9-17`, `mon-fri 9-5`: with a firing that is more often than daily, or after days."""
    return spoken(seen, _HOURS) if _OFTEN().search(seen.text) else None
