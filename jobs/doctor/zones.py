"""The zone database: that there is one, and that it is not years old."""

from __future__ import annotations

import re
import zoneinfo
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path

from everly.jobs.doctor.outcome import Finding, Outcome, Severity
from everly.jobs.doctor.scene import Scene

__all__ = ["check_zones", "version_of"]

_OLD = 2  # years; countries change their rules every few months
_VERSION = re.compile(r"(20[0-9]{2})([a-z]*)")


def check_zones(scene: Scene) -> Outcome:
    """That wall clocks are known as they are now."""
    version = version_of([Path(each) for each in zoneinfo.TZPATH]) or _of_package()
    if version is None:
        if not zoneinfo.available_timezones():
            cure = "install one: apt install tzdata, or pip install tzdata"
            return Outcome("", (Finding(Severity.ERROR, "there is no zone database", cure),))
        return Outcome("there, of a version that it does not tell")
    year = int(version[:4])
    if datetime.fromtimestamp(scene.now / 1000, UTC).year - year < _OLD:
        return Outcome(f"of version {version}")
    what = f"the zone database is of {version}: clocks that were changed since fire at the wrong time"
    return Outcome("", (Finding(Severity.WARNING, what, "upgrade it: apt install --only-upgrade tzdata"),))


def version_of(folders: list[Path]) -> str | None:
    """The version of the database in the first of some folders that tells one."""
    for name in ("tzdata.zi", "+VERSION", "version"):
        for folder in folders:
            try:
                with (folder / name).open(errors="replace") as file:
                    found = _VERSION.search(file.readline(100))
            except OSError:
                continue
            if found:
                return found[0]
    return None


def _of_package() -> str | None:
    """That of the package `tzdata`, which stands in where the system has no database."""
    try:
        return str(import_module("tzdata").IANA_VERSION)
    except (AttributeError, ImportError):
        return None
