"""Formats of files that hold schedules, a module each: where a schedule stands, to the character, and who reads it."""

from __future__ import annotations

from everly.linting.reading import Source
from everly.linting.sources import crontab, json, plain, python, systemd, toml, yaml

SOURCES: tuple[Source, ...] = (
    yaml.WORKFLOW,
    yaml.SOURCE,
    toml.SOURCE,
    json.SOURCE,
    python.SOURCE,
    systemd.SOURCE,
    plain.SOURCE,
    crontab.SYSTEM,
    crontab.USER,
)
"""All formats; the first that claims a file reads it."""

PLAIN = plain.SOURCE
"""How a file is read that was named and that no format claims."""


def source_of(path: str, text: str) -> Source | None:
    """The format of a file, if we know to find schedules in it.

    Before a file is read its text may be given as empty; a format that claims it then may not do so afterwards.
    """
    return next((source for source in SOURCES if source.claims(path, text)), None)
