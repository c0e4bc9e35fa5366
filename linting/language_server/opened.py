"""A document as an editor holds it, and what the linter makes of it."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

from everly.frozen import frozen
from everly.linting.configuration import Configuration, nearest
from everly.linting.configured import ConfigurationError
from everly.linting.document import Document
from everly.linting.embedded import Embedded
from everly.linting.language_server.positions import Positions
from everly.linting.linter import Linter, linter
from everly.linting.reading import Source, UnreadableError
from everly.linting.report import FileReport, Report, Unread, bounded
from everly.linting.rules import RULES
from everly.linting.sources import PLAIN, source_of

LASTING = timedelta(minutes=10)
"""So long what was found of a schedule holds: few findings depend on the time, and those mostly on the day."""

LANGUAGES = frozenset({"everly", "schedule", "schedules"})
"""What an editor may call the language of a file that holds a schedule on each line, whatever the name of the file."""


@frozen
class Opened:
    """An open document that a format claims; `fault` says what is wrong with the configuration, if anything is."""

    document: Document
    source: Source
    linter: Linter
    positions: Positions
    fault: str | None = None

    @property
    def schedules(self) -> tuple[Embedded, ...]:
        """The schedules in it, in its order, read anew; none where it is not of its format."""
        try:
            return self.linter.read(self.document, self.source).schedules
        except UnreadableError:
            return ()

    def schedule_at(self, offset: int) -> Embedded | None:
        """The schedule at an offset, or at whose end it is."""
        found = (each for each in self.schedules if each.span.start <= offset <= each.span.end)
        return next(found, None)


def look(  # noqa: PLR0913  # what an editor says of a document
    path: str, language: str | None, text: str, *, now: datetime, encoding: str, before: Linter | None = None
) -> Opened | None:
    """A document as it is opened; None where no format claims it, or the project leaves it out.

    The configuration is looked for from the folder of the document upwards, anew each time. The linter is that of
    `before`, which knows the schedules that it has judged, while it is of the same settings and about the same time.
    """
    source = source_of(path, text) or (PLAIN if language in LANGUAGES else None)
    if source is None:
        return None
    configuration, fault = _configuration(Path(path).parent)
    if configuration.excludes(Path(path)):
        return None
    document = Document(path, text)
    made = linter(now, configuration.settings_for(Path(path)), RULES)
    if before is not None and before.settings == made.settings and abs(now - before.now) < LASTING:
        made = before
    return Opened(document, source, made, Positions(text, encoding), fault)


def judge(opened: Opened) -> FileReport | Unread:
    """What is found in a document, no more than an editor can show."""
    report = opened.linter.lint(opened.document, opened.source)
    if isinstance(report, FileReport):
        (report,) = bounded(Report((report,))).files
    return report


def _configuration(folder: Path) -> tuple[Configuration, str | None]:
    """That of a folder, or the defaults and what is wrong with it."""
    try:
        return nearest(folder), None
    except ConfigurationError as error:
        return Configuration(root=folder), str(error)
    except (OSError, ValueError, RuntimeError):  # a name that no file can have
        return Configuration(root=folder), None
