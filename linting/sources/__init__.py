"""Formats of files that hold schedules: where a schedule stands, to the character, and who reads it.

How a format reads is a module of its own, imported when a file of it comes.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module

from everly.linting.document import Document
from everly.linting.reading import Reading, Source
from everly.linting.settings import Settings
from everly.linting.sources.claims import (
    by_suffix,
    is_plain,
    is_python,
    is_system_crontab,
    is_timer,
    is_user_crontab,
    is_workflow,
)


def _by(module: str, function: str = "read") -> Callable[[Document, Settings], Reading]:
    def read(document: Document, settings: Settings) -> Reading:
        reader: Callable[[Document, Settings], Reading] = getattr(import_module(f"{__name__}.{module}"), function)
        return reader(document, settings)

    return read


PLAIN = Source("plain text", is_plain, _by("plain"))
"""How a file is read that was named and that no format claims."""

SOURCES: tuple[Source, ...] = (
    Source("GitHub workflow", is_workflow, _by("yaml", "read_workflow")),
    Source("YAML", by_suffix(".yaml", ".yml"), _by("yaml")),
    Source("TOML", by_suffix(".toml"), _by("toml")),
    Source("JSON", by_suffix(".json", ".jsonc"), _by("json")),
    Source("Python", is_python, _by("python")),
    Source("systemd timer", is_timer, _by("systemd")),
    PLAIN,
    Source("system crontab", is_system_crontab, _by("crontab", "read_system")),
    Source("crontab", is_user_crontab, _by("crontab", "read_user")),
)
"""All formats; the first that claims a file reads it."""


def source_of(path: str, text: str) -> Source | None:
    """The format of a file, if we know to find schedules in it.

    Before a file is read its text may be given as empty; a format that claims it then may not do so afterwards.
    """
    return next((source for source in SOURCES if source.claims(path, text)), None)
