"""What `everly lint` and `everly fmt` look at: files, folders, the standard input, schedules on the command line."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path, PurePath

import click

from everly.frozen import frozen
from everly.grammar.parser import findings
from everly.linting.configuration import Configuration, nearest, read_configuration
from everly.linting.configured import ConfigurationError
from everly.linting.document import Document
from everly.linting.embedded import embedded_at
from everly.linting.files import MOST_BYTES, UTF_8, File, FileError, decoded, read_file
from everly.linting.looking import is_folder
from everly.linting.reading import Reading, Source
from everly.linting.report import Unread
from everly.linting.settings import Settings
from everly.linting.sources import PLAIN, source_of
from everly.linting.walking import Found, MissingPathError, Unwalked, walk

STANDARD_INPUT = "-"
"""What stands for the standard input among paths."""


@frozen
class Input:
    """A file with its format; one that `is_kept` stands on a disk, and can be written."""

    file: File
    source: Source
    is_kept: bool = True

    def output(self, text: str) -> bytes:
        """A text in its place as it is written to the standard output; a schedule of the command line gets a line."""
        return self.file.encoding.encode(text) + (b"\n" if self.source is EXPRESSION else b"")


@frozen
class Wanted:
    """The arguments that say what to look at."""

    paths: tuple[str, ...] = ()
    expressions: tuple[str, ...] = ()
    stdin_filename: str | None = None

    def check(self) -> None:
        """Refuse what says nothing together.

        Raises:
            click.UsageError: There are schedules and files, or a name for what is not read.
        """
        if self.expressions and self.paths:
            raise click.UsageError("-e and PATH exclude each other")
        if self.stdin_filename is not None and STANDARD_INPUT not in self.paths:
            raise click.UsageError("--stdin-filename needs '-', which reads the standard input")
        if self.paths.count(STANDARD_INPUT) and len(self.paths) > 1:
            raise click.UsageError("'-' reads the standard input, and goes with no other PATH")

    @property
    def has_files(self) -> bool:
        """Whether files are looked at, and not the command line or the standard input."""
        return not self.expressions and self.paths != (STANDARD_INPUT,)

    @property
    def folder(self) -> Path:
        """The folder that holds all that is looked at, from which a configuration is looked for upwards."""
        paths = self.paths if self.paths not in {(), (STANDARD_INPUT,)} else (self.stdin_filename or "",)
        absolute = [Path.cwd() / path for path in paths]
        folders = [path if is_folder(path) else path.parent for path in absolute]
        try:
            return Path(os.path.commonpath(folders))
        except ValueError:  # on several drives
            return Path.cwd()

    def inputs(self, configuration: Configuration) -> Iterator[Input | Unread]:
        """All that is to be looked at, one after the other."""
        if self.expressions:
            yield from _expressions(self.expressions)
        elif self.paths == (STANDARD_INPUT,):
            yield _standard_input(self.stdin_filename)
        else:
            yield from _files(self.paths or (".",), configuration)


def configuration_of(wanted: Wanted, given: str | None, *, isolated: bool) -> Configuration:
    """The configuration that was asked for, or that is found.

    Raises:
        click.UsageError: It is at fault, or two options exclude each other.
    """
    if isolated and given is not None:
        raise click.UsageError("--config and --isolated exclude each other")
    if given == "":  # as a variable that is not set leaves it; as a path it would be this folder
        raise click.UsageError("--config names no file")
    try:
        if isolated:
            return Configuration(root=Path.cwd())
        return nearest(wanted.folder) if given is None else read_configuration(Path(given))
    except ConfigurationError as error:
        raise click.UsageError(str(error)) from None


def _expressions(texts: tuple[str, ...]) -> Iterator[Input]:
    for number, text in enumerate(texts, 1):
        name = "<expression>" if len(texts) == 1 else f"<expression {number}>"
        file = File(Path(name), b"", UTF_8, Document(name, text))
        yield Input(file, EXPRESSION, is_kept=False)


def _read_expression(document: Document, _: Settings) -> Reading:
    return Reading((embedded_at(document.text, 0),))


EXPRESSION = Source("a schedule on the command line", lambda *_: False, _read_expression)
"""That of a schedule given by `-e`."""


def _standard_input(filename: str | None) -> Input | Unread:
    name = filename or STANDARD_INPUT
    if sys.stdin is None:
        return Unread(name, "the standard input is closed")
    try:
        raw = sys.stdin.buffer.read(MOST_BYTES + 1)
        file = decoded(Path(name), raw, name)
    except OSError as error:
        return Unread(name, f"the standard input cannot be read: {error.strerror}")
    except FileError as error:
        return Unread(name, str(error))
    source = source_of(name, file.document.text)
    return Input(file, source or PLAIN, is_kept=False)


def _files(paths: tuple[str, ...], configuration: Configuration) -> Iterator[Input | Unread]:
    exclude = configuration.settings.exclude
    for found in _walked(paths, exclude, configuration.root):
        if isinstance(found, Unwalked):
            yield Unread(PurePath(found.path).as_posix(), found.message)
        else:
            yield _file(found)


def _walked(paths: tuple[str, ...], exclude: tuple[str, ...], root: Path) -> Iterator[Found | Unwalked]:
    try:
        return walk(paths, exclude, str(root))
    except MissingPathError as error:
        hint = "" if findings(error.path) else "; to look at a schedule itself, write '-e' before it"
        raise click.UsageError(f"{error}{hint}") from None


def _file(found: Found) -> Input | Unread:
    name = PurePath(found.path).as_posix()
    try:
        file = read_file(Path(found.path), name)
    except FileError as error:
        return Unread(name, str(error))
    return Input(file, source_of(name, file.document.text) or PLAIN)
