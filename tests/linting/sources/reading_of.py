"""What the format of a file finds in a text."""

from collections.abc import Sequence

from everly.grammar.diagnostics import Edit, Fix
from everly.grammar.span import Span
from everly.linting.document import Document
from everly.linting.embedded import Embedded
from everly.linting.reading import Reading
from everly.linting.settings import DEFAULTS, Settings
from everly.linting.sources import source_of


def reading_of(path: str, text: str, settings: Settings = DEFAULTS) -> Reading:
    """Everything that is found."""
    source = source_of(path, text)
    assert source is not None, path
    return source.read(Document(path, text), settings)


def texts_of(path: str, text: str, settings: Settings = DEFAULTS) -> list[str]:
    """The schedules."""
    return [each.text for each in reading_of(path, text, settings).schedules]


def only(path: str, text: str) -> Embedded:
    """The one schedule of a file."""
    (found,) = reading_of(path, text).schedules
    return found


def edited(text: str, found: Embedded, edits: Sequence[Edit]) -> str | None:
    """The file once its schedule is edited; None where its format cannot write that."""
    written = found.edits(edits)
    return None if written is None else Fix("", written).apply(text)


def rewritten(path: str, text: str, schedule: str) -> str | None:
    """The file with another schedule in the place of its only one."""
    found = only(path, text)
    return edited(text, found, [Edit(Span(0, len(found.text)), schedule)])
