"""What a configuration says, checked: each key with its kind of value, and what is wrong with its place."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from everly.frozen import frozen, replace
from everly.grammar.suggestions import closest, did_you_mean
from everly.linting.catalogue import CATALOGUE
from everly.linting.document import Document
from everly.linting.patterns import fault_of
from everly.linting.selection import ALL, DEFAULT, kind_named
from everly.linting.settings import CALL, DEFAULTS, Settings


class ConfigurationError(Exception):
    """A configuration that cannot be read or says what means nothing; the message begins with its place."""


@frozen
class Place:
    """A key in a file, by the keys on the way to it, and what is at fault there."""

    path: Path
    text: str
    keys: tuple[str, ...] = ()

    def inside(self, key: str) -> Place:
        """The place of a key of the table at this place."""
        return Place(self.path, self.text, (*self.keys, key))

    def error(self, message: str, value: str | None = None) -> ConfigurationError:
        """What is at fault here, or at a string in the value."""
        offset = self._offset()
        if offset is not None and value is not None:
            found = re.compile(f"[\"']{re.escape(value)}[\"']").search(self.text, offset)
            offset = found.start() if found else offset
        at = "" if offset is None else ":{}:{}".format(*Document(str(self.path), self.text).position(offset))
        return ConfigurationError(f"{self.path}{at}: {message}")

    def _offset(self) -> int | None:
        """Where the last of the keys stands: each is looked for after those it is in, and none in a comment."""
        offset = None
        for key in self.keys:
            escaped = re.escape(key)
            pattern = rf"""^[^#\n=]*?(?<![\w-])(["']?{escaped}["']?)(?=[ \t]*[=.\]])"""
            found = re.compile(pattern, re.MULTILINE).search(self.text, offset or 0)
            # The keys of a dotted name or an inline table stand on one line.
            found = found or re.compile(rf"""(?<![\w-])(["']?{escaped}["']?)""").search(self.text, offset or 0)
            if found is None:
                return offset
            offset = found.start(1)
        return offset


def settings_in(content: Mapping[str, Any], place: Place) -> Settings:
    """The settings that the table of everly says.

    Raises:
        ConfigurationError: A key is unknown, or its value is not what it should be.
    """
    for key in content:
        if key != "lint":
            raise _unknown_key(key, ("lint",), place)
    if "lint" not in content:
        return DEFAULTS
    place = place.inside("lint")
    table = table_at(content["lint"], place)
    chosen: dict[str, Any] = {}
    for key, value in table.items():
        if key not in _READERS:
            raise _unknown_key(key, tuple(_READERS), place)
        chosen[key.replace("-", "_")] = _READERS[key](value, place.inside(key))
    return replace(DEFAULTS, **chosen)


def table_at(value: object, place: Place) -> Mapping[str, Any]:
    """The value as a table, or a ConfigurationError."""
    if not isinstance(value, dict):
        raise place.error(f"'{place.keys[-1]}' is {_type_name(value)}, where a table is wanted")
    return value


def _unknown_key(key: str, known: tuple[str, ...], place: Place) -> ConfigurationError:
    near = closest(key.replace("_", "-"), known) or (key.replace("_", "-") if key.replace("_", "-") in known else None)
    help = did_you_mean(near) if near else f"known are {', '.join(known)}"
    return place.inside(key).error(f"unknown key '{key}'; {help}")


def _names(value: object, place: Place) -> tuple[str, ...]:
    """Names or codes of rules."""
    names = _strings(value, place)
    for name in names:
        if message := unknown_rule(name):
            raise place.error(message, name)
    return names


def unknown_rule(name: str) -> str | None:
    """What is wrong with the name or code of a rule, or None where there is one."""
    if name in {ALL, DEFAULT} or kind_named(name):
        return None
    near = closest(name, [known for kind in CATALOGUE for known in (kind.name, kind.code)])
    if kind := kind_named(name.lower()) or kind_named(name.upper()):
        near = kind.name if name.lower() == kind.name else kind.code
    return f"unknown rule '{name}'" + (f"; {did_you_mean(near)}" if near else "")


def _names_by_pattern(value: object, place: Place) -> tuple[tuple[str, tuple[str, ...]], ...]:
    table = table_at(value, place)
    return tuple((_pattern(each, place), _names(names, place.inside(each))) for each, names in table.items())


def _patterns(value: object, place: Place) -> tuple[str, ...]:
    return tuple(_pattern(each, place) for each in _strings(value, place))


def _pattern(pattern: str, place: Place) -> str:
    if fault := fault_of(pattern):
        raise place.error(f"'{pattern}' is no pattern of paths: {fault}", pattern)
    return pattern


def _strings(value: object, place: Place) -> tuple[str, ...]:
    if not isinstance(value, list):
        raise place.error(f"'{place.keys[-1]}' is {_type_name(value)}, where a list of strings is wanted")
    for each in value:
        if not isinstance(each, str):
            raise place.error(f"'{place.keys[-1]}' holds {_type_name(each)}, where a string is wanted")
        if not each.strip():
            raise place.error(f"'{place.keys[-1]}' holds an empty string")
    return tuple(value)


def _calls(value: object, place: Place) -> tuple[str, ...]:
    """Calls that take schedules: what is written otherwise would match none, and nobody would know."""
    calls = _strings(value, place)
    for call in calls:
        if CALL.fullmatch(call) is None:
            raise place.error(f"'{call}' is no call, where one such as 'run_at' or 'run_at(when)' is wanted", call)
    return calls


def _interval(value: object, place: Place) -> int:
    """A time in seconds, as a number of them or in words."""
    if isinstance(value, int) and not isinstance(value, bool):
        seconds: int | None = value
    elif isinstance(value, str):
        seconds = seconds_of(value)
    else:
        raise place.error(f"'{place.keys[-1]}' is {_type_name(value)}, where whole seconds or '5 minutes' is wanted")
    if seconds is None or seconds < 1:
        raise place.error(f"'{place.keys[-1]}' is '{value}', where a time such as '5 minutes' is wanted")
    return seconds


def seconds_of(text: str) -> int | None:
    """How long a time such as `5 minutes`, `1 hour 30 minutes` or `1 day` is, or None where it is no fixed time."""
    from everly.grammar.diagnostics import ScheduleError
    from everly.grammar.parser import parse
    from everly.grammar.tree import SECONDS, Calendar, Elapsed, Unit

    try:
        schedule = parse(f"every {text}")
    except ScheduleError:
        return None
    match schedule.expr:
        case Elapsed(seconds) if (schedule.starting, schedule.until, schedule.zone) == (None, None, None):
            return seconds
        case Calendar(count, Unit.DAY | Unit.WEEK as unit, None, None):
            return count * (SECONDS[Unit.DAY] if unit is Unit.DAY else 7 * SECONDS[Unit.DAY])
        case _:
            return None


def _zone(value: object, place: Place) -> str:
    from everly.scheduling.zone_names import ZoneError, find_zone

    if not isinstance(value, str):
        raise place.error(f"'{place.keys[-1]}' is {_type_name(value)}, where the name of a time zone is wanted")
    try:
        return find_zone(value).name
    except ZoneError as error:
        raise place.error(str(error), value) from None


def _type_name(value: object) -> str:
    match value:
        case bool():
            return "true or false"
        case str():
            return "a string"
        case int():
            return "a number"
        case float():
            return "a number with a fraction"
        case list():
            return "a list"
        case dict():
            return "a table"
        case _:
            return "a date or a time"


_READERS: Mapping[str, Callable[[object, Place], Any]] = {
    "select": _names,
    "ignore": _names,
    "per-file-ignores": _names_by_pattern,
    "exclude": _patterns,
    "keys": _strings,
    "calls": _calls,
    "minimum-interval": _interval,
    "zone": _zone,
}
"""What each key of the table holds."""
