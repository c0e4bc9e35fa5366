"""From the name of a time zone, or a `tzinfo`, to the engine's zone."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from functools import cache, lru_cache

from everly.grammar.diagnostics import Kind
from everly.grammar.diagnostics.catalogue import AMBIGUOUS_ZONE, OUT_OF_RANGE, UNKNOWN_ZONE
from everly.scheduling.engine.zones import Zone

_LONGEST = 64  # twice the longest name of the database
_NAME = r"(?ai)[a-z][a-z0-9_+-]*(?:/[a-z0-9_+-]+)*"
_OFFSET = r"([+-])([0-9]{2})(?::?([0-9]{2})(?::?([0-9]{2}))?)?"
_LOOSE_OFFSET = r"(?ai)(utc|gmt)?\s*([+-])\s*([0-9]{1,2})(?::?([0-9]{2}))?"
_POSIX = r"(?ai)([A-Z]{3,5})([+-]?)([0-9]{1,2})"
# A zone without a name counts as one of a fixed offset if it has the same at all of these moments.
_PROBES = tuple(datetime(year, month, 1) for year in (1900, 1970, 2000, 2024, 2037) for month in (1, 4, 7, 10))  # noqa: DTZ001
# Entries of zone directories that are no places: the host's own zone, the state of not knowing, other clocks.
_NOT_ZONES = frozenset({"factory", "localtime", "posix", "posixrules", "right"})
_UTC = Zone("UTC", UTC)


class ZoneError(ValueError):
    """A zone that cannot be told; `names` are what may have been meant, the likeliest first."""

    def __init__(self, kind: Kind, message: str, help: str, names: tuple[str, ...] = ()) -> None:
        super().__init__(kind, message, help, names)  # what unpickling passes on
        self.kind, self.message, self.help, self.names = kind, message, help, names

    def __str__(self) -> str:
        return f"{self.message}; {self.help}"


def names_of_zones() -> tuple[str, ...]:
    """Every zone of the database, in order."""
    return tuple(_spellings().values())


@lru_cache(maxsize=256)
def find_zone(name: str) -> Zone:
    """The zone of a name: one of the zone database, `UTC`, `GMT` or `Z`, or an ISO 8601 offset.

    Names are known in any case, and the zone has the database's spelling. `+02:00` is ahead of UTC, as in ISO 8601;
    `UTC+2` is refused, since POSIX means a clock behind UTC by it.

    Raises:
        ZoneError: The name is unknown, ambiguous, or an offset of a day or more.
    """
    name = name.strip()
    if name.upper() in {"UTC", "GMT", "Z"}:
        return _fixed(0)
    if offset := re.fullmatch(_OFFSET, name):
        return _fixed(_offset_seconds(name, *offset.groups()))
    if offset := re.fullmatch(_LOOSE_OFFSET, name):
        return _loose_offset(name, *offset.groups())
    from zoneinfo import ZoneInfo  # not above: UTC and fixed offsets do without

    key = _key(name)
    if key is None:
        raise _unknown(name)
    return Zone(key, ZoneInfo(key))


def zone_from(timezone: str | tzinfo) -> Zone:
    """The zone of a `timezone=` argument: a name, or a `tzinfo` that a stored schedule can name.

    Besides `zoneinfo` and `datetime.timezone` these are the zones of pytz and dateutil that carry a name of the zone
    database, and any of a fixed offset.

    Raises:
        TypeError: It is neither a string nor a `tzinfo`.
        ZoneError: No name can be found for it, or the name means nothing.
    """
    if isinstance(timezone, str):
        return _UTC if timezone == _UTC.name else find_zone(timezone)
    if not isinstance(timezone, tzinfo):
        raise TypeError(f"expected the name of a time zone or a tzinfo, found {type(timezone).__name__}")
    name = _database_name(timezone)
    if name is not None:
        return find_zone(name)
    offset = _constant_offset(timezone)
    if offset is None or offset % timedelta(seconds=1):
        raise ZoneError(UNKNOWN_ZONE, f"{timezone!r} has no name", "pass a name such as 'Europe/Berlin'")
    return _fixed(offset // timedelta(seconds=1))


def _constant_offset(zone: tzinfo) -> timedelta | None:
    """The offset of a zone whose clock never changes, if that is what it is."""
    try:
        offset = zone.utcoffset(None)
    except AttributeError:  # it asks the date, so it has more than one
        return None
    same = all(zone.utcoffset(moment.replace(tzinfo=zone)) == offset for moment in _PROBES)
    return offset if same else None


def offset_name(seconds: int) -> str:
    """`+02:00`, or `+00:19:32` where the offset has seconds."""
    minutes, second = divmod(abs(seconds), 60)
    hour, minute = divmod(minutes, 60)
    return f"{'-' if seconds < 0 else '+'}{hour:02}:{minute:02}" + (f":{second:02}" if second else "")


def _fixed(seconds: int) -> Zone:
    if seconds == 0:
        return _UTC
    return Zone(offset_name(seconds), timezone(timedelta(seconds=seconds)))


def _offset_seconds(name: str, sign: str, hour: str, minute: str | None, second: str | None) -> int:
    hours, minutes, seconds = int(hour), int(minute or 0), int(second or 0)
    if hours > 23 or minutes > 59 or seconds > 59:
        raise ZoneError(OUT_OF_RANGE, f"the offset '{name}' is not in -23:59 to +23:59", "write it like +05:30")
    return (hours * 3600 + minutes * 60 + seconds) * (-1 if sign == "-" else 1)


def _loose_offset(name: str, prefix: str | None, sign: str, hour: str, minute: str | None) -> Zone:
    strict = f"{sign}{int(hour):02}:{minute or '00'}"
    seconds = _offset_seconds(name, sign, f"{int(hour):02}", minute, None)
    if prefix is None:
        raise ZoneError(UNKNOWN_ZONE, f"'{name}' is not an ISO 8601 offset", f"write {strict}", (strict,))
    if seconds == 0:
        return _fixed(0)
    east, west = offset_name(abs(seconds)), offset_name(-abs(seconds))
    meant = (strict, west if strict == east else east)
    message = f"'{name}' is read with either sign, depending on the program"
    raise ZoneError(AMBIGUOUS_ZONE, message, f"write {east} for a clock ahead of UTC, {west} for one behind", meant)


def _key(name: str) -> str | None:
    """The database's spelling of a name, if it has one."""
    if len(name) > _LONGEST or not re.fullmatch(_NAME, name) or name.lower().split("/")[0] in _NOT_ZONES:
        return None
    from zoneinfo import ZoneInfo

    try:
        return ZoneInfo(name).key
    except (KeyError, ValueError, OSError):  # in Python 3.11 a directory such as `Europe` is an OSError
        return _spellings().get(name.lower())


@cache
def _spellings() -> dict[str, str]:
    """Lower case to the database's case. It reads the whole directory tree, so it waits until a name is not found."""
    from zoneinfo import available_timezones

    names = (name for name in available_timezones() if name.lower().split("/")[0] not in _NOT_ZONES)
    return {name.lower(): name for name in sorted(names)}


def _unknown(name: str) -> ZoneError:
    from everly.scheduling.zone_abbreviations import AMBIGUOUS, UNLISTED

    if names := AMBIGUOUS.get(name.upper()):
        return ZoneError(AMBIGUOUS_ZONE, f"'{name}' is several time zones", f"write {_either(names)}", names)
    if (posix := re.fullmatch(_POSIX, name)) is not None:
        return _posix_zone(name, posix[2], int(posix[3]))
    if names := UNLISTED.get(name.upper()):
        message = f"'{name}' is an abbreviation that the zone database does not have"
        return ZoneError(UNKNOWN_ZONE, message, f"write {_either(names)}", names)
    from everly.scheduling.zone_countries import zones_of_country

    names = zones_of_country(name)[:3] or _nearest(name)
    advice = f"did you mean {_either(names)}?" if names else "write it like Europe/Berlin or +02:00"
    shown = name if len(name) <= _LONGEST else f"{name[:_LONGEST]}..."
    return ZoneError(UNKNOWN_ZONE, f"unknown time zone '{shown}'", advice, names)


def _posix_zone(name: str, sign: str, hours: int) -> ZoneError:
    """`EST5` is five hours behind UTC; with a sign it is read either way, as `UTC+2` is."""
    west, east = (offset_name(_offset_seconds(name, side, f"{hours:02}", None, None)) for side in "-+")
    if not sign:
        message = f"'{name}' is a zone as POSIX writes it, which counts hours behind UTC"
        return ZoneError(UNKNOWN_ZONE, message, f"write {west}, or a name such as Europe/Berlin", (west,))
    message = f"'{name}' is read with either sign, depending on the program"
    help = f"write {east} for a clock ahead of UTC, {west} for one behind"
    return ZoneError(AMBIGUOUS_ZONE, message, help, (east, west) if sign == "+" else (west, east))


def _either(names: tuple[str, ...]) -> str:
    return " or ".join(filter(None, (", ".join(names[:-1]), names[-1])))


def _nearest(name: str) -> tuple[str, ...]:
    """Up to three names that are near: by the place alone, as people mistake regions too, or by the whole name."""
    from difflib import get_close_matches

    if len(name) > _LONGEST:
        return ()
    places, whole = _places(), "_".join(name.lower().split())
    place = whole.rpartition("/")[2]
    matches = [place] if place in places else get_close_matches(place, places, n=3, cutoff=0.75)
    matches = matches or get_close_matches(whole, places, n=3, cutoff=0.75)
    found = dict.fromkeys(zone for match in matches for zone in places[match])
    return tuple(found)[:3]


@cache
def _places() -> dict[str, list[str]]:
    """Zones by their whole name and by its last part, in lower case; aliases like `US/Eastern` come last."""
    places: dict[str, list[str]] = {}
    for lower, name in sorted(_spellings().items(), key=lambda pair: (pair[1].partition("/")[0] in _ALIAS_AREAS, pair)):
        places.setdefault(lower, []).append(name)
        if "/" in lower:
            places.setdefault(lower.rpartition("/")[2], []).append(name)
    return places


_ALIAS_AREAS = frozenset({"Brazil", "Canada", "Chile", "Etc", "Mexico", "SystemV", "US"})


def _database_name(zone: tzinfo) -> str | None:
    """The name that a zone of zoneinfo, pytz or dateutil carries."""
    for attribute in ("key", "zone", "_filename"):  # dateutil has no public name for it
        name = getattr(zone, attribute, None)
        if isinstance(name, str):
            return name.rpartition("zoneinfo/")[2]
    return None
