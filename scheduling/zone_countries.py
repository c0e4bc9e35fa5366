"""Time zones by the name of their country, from the tables that come with the zone database."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from importlib import resources
from pathlib import Path
from zoneinfo import TZPATH


def zones_of_country(name: str) -> tuple[str, ...]:
    """The zones of a country in the order of the table, that is by place; none where it is no country."""
    return _zones().get(" ".join(name.lower().replace("_", " ").split()), ())


@cache
def _zones() -> dict[str, tuple[str, ...]]:
    by_code: dict[str, list[str]] = {}
    for code, _, zone in _rows("zone.tab"):
        by_code.setdefault(code, []).append(zone)
    by_name: dict[str, tuple[str, ...]] = {}
    for code, name in _rows("iso3166.tab"):
        known = name.partition("(")[0].strip().lower()  # `Korea (South)` is one of two
        by_name[known] = (*by_name.get(known, ()), *by_code.get(code, ()))
    return by_name


def _rows(table: str) -> Iterator[list[str]]:
    lines = (line for line in _read(table).splitlines() if not line.startswith("#"))
    return (line.split("\t")[:3] for line in lines)


def _read(table: str) -> str:
    for folder in TZPATH:
        if (path := Path(folder, table)).is_file():
            return path.read_text("utf-8")
    try:  # where the system has no database, this package is it
        return resources.files("tzdata").joinpath("zoneinfo", table).read_text("utf-8")
    except (ModuleNotFoundError, FileNotFoundError):
        return ""
