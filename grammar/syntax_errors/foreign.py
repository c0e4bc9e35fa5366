"""Schedules of other tools: Amazon's expressions, Jenkins' `H`, systemd's calendar events, keys of files, Python."""

from __future__ import annotations

import re

from everly.grammar.fault import Fault
from everly.grammar.printer.names import ordinal
from everly.grammar.syntax_errors.idiom import UNIT, Idiom, Meant, counted, cron_line, idiom, instead, opening, spoken
from everly.grammar.syntax_errors.situation import Situation
from everly.grammar.vocabulary import WEEKDAYS, WORDS

_FROM_SUNDAY = dict(zip("1234567", ("sun", *WEEKDAYS[:6]), strict=True))
_CLOCK = r"[0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?"
_DAY = rf"(?:{'|'.join(sorted(WORDS['WEEKDAY'], key=len, reverse=True))})"


def _rate(found: re.Match[str]) -> Meant:
    """`rate(5 minutes)`."""
    return instead(f"'{found[0]}' is an expression of AWS", f"write 'every {found[1]}'", f"every {found[1]}")


def _aws(found: re.Match[str]) -> Meant:
    """`cron(0 9 ? * 2-6 *)`: minute, hour, day, month, weekday from Sunday as 1, year."""
    message, fields = f"'{found[0]}' is an expression of AWS", found[1].split()
    if len(fields) == 5:
        return instead(message, "a cron line stands alone", found[1].strip())
    if len(fields) != 6:
        return Meant(message, "write only the line: minute, hour, day, month and weekday")
    minute, hour, day, month, weekday, year = fields
    line = " ".join((minute, hour, _star(day), month, _weekdays(weekday)))
    help = "a cron line stands alone, counts weekdays from Sunday as 0, and has a year only after seconds"
    return instead(message, help, line if year in "*?" else f"0 {line} {year}")


def _star(field: str) -> str:
    return "*" if field == "?" else field


def _weekdays(field: str) -> str:
    """A weekday field that counts from Sunday as 1, by names; what follows `#` or `/` is no weekday."""
    return re.sub(r"(?<![0-9#/])[1-7](?![0-9])", lambda day: _FROM_SUNDAY[day[0]], _star(field))


def _instant(found: re.Match[str]) -> Meant:
    """`at(2024-05-01T09:00:00)`."""
    written = f"{found[1]} at {found[2]}"
    return instead(f"'{found[0]}' is an expression of AWS", f"write '{written}'", written)


def _jenkins(found: re.Match[str]) -> Meant | None:
    """`H/15 * * * *`: a step from wherever; a lone `H` is a number that only Jenkins knows."""
    if len(found[0].split()) != 5:
        return None
    message = "'H' is a number that Jenkins picks, and no field of a cron line"
    line = re.sub(r"(?i)\bH(?:\((?:0-59|0-23)\))?(?=/)", "*", found[0])
    if "h" in line.lower():
        return Meant(message, "write a number of your own in its place, such as '17 3 * * *'")
    return instead(message, f"write a star, '{line}'", line)


def _event(found: re.Match[str]) -> Meant:
    """`Mon..Fri *-*-* 09:00`, `*-*-1,15 12:00`."""
    days, date, clock = (found[name] or "" for name in ("days", "date", "clock"))
    message = f"'{found[0]}' is a calendar event of systemd"
    help = "name days and times, such as 'mon-fri at 09:00' or '1st,15th at 12:00'"
    window = days.replace("..", "-") if date in ("", "*-*-*") else _days_of_month(date) if not days else ""
    if not window and date != "*-*-*":
        return Meant(message, help)
    if found.string[: found.start()].strip() and not clock:  # a range of days within a schedule
        return instead(f"'{found[0]}' is a range of systemd", f"write '{window}'", window)
    if not re.fullmatch(_CLOCK, clock or "00:00"):
        return Meant(message, help)
    return instead(message, help, f"{window or 'daily'} at {clock or '00:00'}")


def _days_of_month(date: str) -> str:
    """`1st,15th` for `*-*-1,15`; empty for what is not so plain."""
    plain = re.fullmatch(r"\*-\*-([0-9]{1,2}(?:,[0-9]{1,2})*)", date)
    return ",".join(ordinal(int(day)) for day in plain[1].split(",")) if plain else ""


def _minutes(found: re.Match[str]) -> Meant:
    """`*:0/15`, `*:30`."""
    minute, step = found["minute"], found["step"]
    field = f"*/{step}" if step and minute in ("*", "0", "00") else minute.lstrip("0") or "0"
    if step and not field.startswith("*"):
        field = f"{field}-59/{step}"
    line = f"{field} * * * *"
    message = f"'{found[0]}' is a calendar event of systemd"
    return instead(message, f"write a cron line, '{line}'", cron_line(found, line))


def _call(found: re.Match[str]) -> Meant:
    """`schedule.every(10).minutes.do(job)`, `every().day.at("10:30")`."""
    number, unit, clock = found["number"], found["unit"].lower(), found["clock"]
    written = (f"every {number} {unit}" if number else f"every {unit}") + (f" at {clock}" if clock else "")
    return instead("this is a call in Python, not a schedule", f"write '{written}'", written)


def _key(found: re.Match[str]) -> Meant:
    """`cron: '0 9 * * *'`, `OnCalendar=daily`."""
    return instead(f"'{found['key'].strip()}' is the key of a file", "write only its value", found["value"].strip())


_PERIODS = (("weeks", "W"), ("days", "D"), ("hours", "H"), ("minutes", "M"), ("seconds", "S"))
_ISO_PERIOD = (
    r"(?:R(?P<times>[0-9]*)/)?P(?=[0-9T])(?:(?P<Y>[0-9]+)Y)?(?:(?P<Mo>[0-9]+)M)?(?:(?P<W>[0-9]+)W)?(?:(?P<D>[0-9]+)D)?"
    r"(?:T(?:(?P<H>[0-9]+)H)?(?:(?P<M>[0-9]+)M)?(?:(?P<S>[0-9]+)S)?)?"
)


def _period(found: re.Match[str]) -> Meant:
    """`PT15M`, `R/P1D`: the parts one after the other, which another message joins where there are several."""
    if found["times"]:
        help = "write the interval, and end it at a moment with 'until', such as 'until in 2 weeks'"
        return Meant(f"'{found[0]}' counts firings, which a schedule does not", help)
    names = (("years", "Y"), ("months", "Mo"), *_PERIODS)
    written = " ".join(counted(found[group], name) for name, group in names if found[group])
    message, help = f"'{found[0]}' is a period of ISO 8601", f"write 'every {written}'"
    if " " in written.partition(" ")[2]:
        help = "an interval is one number and one unit, such as 'every 90 minutes'"
    elif written.startswith("0 "):
        return Meant(message, "an interval counts from 1, such as 'every 1 day'")
    return instead(message, help, f"every {written}")


def _rule(found: re.Match[str]) -> Meant:
    """`FREQ=DAILY;BYHOUR=9`."""
    help = "say it in words, such as 'daily at 09:00' or 'every 2 weeks on mon,wed at 09:00'"
    return Meant(f"'{found[0]}' is a rule of iCalendar", help)


_FIELD = r"[0-9*?/,h()-]+"
_DAYS = rf"{_DAY}(?:(?:\.\.|,){_DAY})*"
_IDIOMS: tuple[Idiom, ...] = (
    opening(
        "cron crontab schedule oncalendar cronexpression",
        r"(?:-\s*)?(?P<key>[\"']?(?:cron|crontab|schedule|oncalendar|schedule_interval|cron_?expression)[\"']?(?:\s*[:=]|(?=\s+[0-9*@])))"
        r"\s*(?P<quote>[\"']?)(?P<value>.+?)(?P=quote)\s*$",
        _key,
    ),
    idiom("rate", rf"rate\(\s*([0-9]+\s+{UNIT})\s*\)", _rate),
    idiom("cron", r"cron\(([^()]*)\)", _aws),
    idiom("(", rf"at\(\s*([0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}})T({_CLOCK})\s*\)", _instant),
    idiom(
        "(",
        rf"(?:schedule\s*\.\s*)?every\((?P<number>[0-9]*)\)\s*\.\s*(?P<unit>{UNIT}|{_DAY})"
        rf"(?:\s*\.\s*at\([\"'](?P<clock>{_CLOCK})[\"']\))?(?:\s*\.\s*do\(.*\))?",
        _call,
    ),
    idiom("h", rf"(?:{_FIELD}\s+){{0,4}}h(?:\([0-9-]+\))?(?:/[0-9]+)?(?:,[0-9/-]+)?(?:\s+{_FIELD}){{0,4}}", _jenkins),
    idiom(
        "*",
        rf"(?:(?P<days>{_DAYS})\s+)?(?P<date>(?=\S*\*)[0-9*,]+-[0-9*,./]+-[0-9*,./~]+)(?:\s+(?P<clock>[0-9*,./:]+))?",
        _event,
    ),
    idiom(".", rf"(?P<days>(?=\S*\.\.){_DAYS})(?P<date>)(?:\s+(?P<clock>[0-9*,./:]+))?", _event),
    idiom(":", r"\*:(?P<minute>[0-9]{1,2}|\*)(?:/(?P<step>[0-9]+))?(?::0?0)?", _minutes),
    idiom("p pt", _ISO_PERIOD, _period),
    idiom("freq", r"(?:RRULE:)?FREQ=[A-Z]+[^\s()|&]*", _rule),
)


def foreign(seen: Situation) -> Fault | None:
    """What another tool reads: see the readers of each."""
    return spoken(seen, _IDIOMS)
