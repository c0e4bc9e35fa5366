"""How formats know their files by the ends of the names."""

from __future__ import annotations

from pathlib import PurePath


def has_suffix(path: str, *suffixes: str) -> bool:
    """Whether a name ends in one of some suffixes, given in small letters; `JOBS.YML` is YAML as `jobs.yml` is."""
    return PurePath(path).suffix.lower() in suffixes
