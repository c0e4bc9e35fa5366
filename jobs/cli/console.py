"""Where output goes: the only module that writes to the terminal, and the one that decides on colour."""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from enum import Enum
from io import TextIOWrapper
from typing import Any, TextIO

import click

_NARROWEST = 20
_WIDTH_OF_A_PIPE = 100
_LINES_AT_ONCE = 50


class Color(Enum):
    """What `--color` asks for."""

    AUTO = "auto"
    ALWAYS = "always"
    NEVER = "never"


class Style(Enum):
    """What a piece of text is, from which its colour follows."""

    TITLE = "title"
    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"
    FIRING = "firing"
    FAINT = "faint"
    ADDED = "added"
    REMOVED = "removed"


_COLOURS: dict[Style, dict[str, Any]] = {
    Style.TITLE: {"bold": True},
    Style.ERROR: {"fg": "red", "bold": True},
    Style.WARNING: {"fg": "yellow", "bold": True},
    Style.NOTE: {"fg": "yellow"},
    Style.FIRING: {"fg": "green", "bold": True, "reverse": True},
    Style.FAINT: {"dim": True},
    Style.ADDED: {"fg": "green"},
    Style.REMOVED: {"fg": "red"},
}


_OF_NAMES = ("cyan", "yellow", "green", "magenta", "blue", "bright_cyan", "bright_yellow", "bright_green")


class OutputError(Exception):
    """An output stream cannot be written to; the cause is the OSError.

    It is no OSError itself, so that one from elsewhere is not taken for it, and click does not end the process on it.
    """


Paint = Callable[[str, Style], str]
"""Gives a text the colour of its style; in a terminal it takes up as many cells as before."""


class Console:
    """The two output streams. Colour is decided by `--color`, else NO_COLOR, FORCE_COLOR, and whether it is a terminal.

    The two variables count when they are set to anything, as no-color.org and force-color.org have it.
    """

    __slots__ = ("color",)

    def __init__(self, color: Color = Color.AUTO) -> None:
        self.color = color

    def write(self, text: str) -> None:
        """Write a result, with a newline, to the standard output."""
        want_output()
        _write(sys.stdout, text)

    def write_lines(self, lines: Iterable[str]) -> None:
        """Write a result line by line as it is found, so that a reader of a long one has its beginning at once."""
        want_output()
        for number, line in enumerate(lines):
            _write(sys.stdout, line)
            if number % _LINES_AT_ONCE == 0:
                _flush(sys.stdout)
        _flush(sys.stdout)

    def write_block(self, lines: Sequence[str]) -> None:
        """Write lines that are there together, each on one line by itself, to the standard output."""
        want_output()
        with _writing():
            sys.stdout.writelines(f"{line}\n" for line in lines)  # line by line, for an unbuffered stream as below
            sys.stdout.flush()

    def write_bytes(self, raw: bytes) -> None:
        """Write the contents of a file as they are to the standard output."""
        want_output()
        with _writing():
            sys.stdout.flush()
            for line in raw.splitlines(keepends=True):  # for an unbuffered stream, as below
                sys.stdout.buffer.write(line)
            sys.stdout.buffer.flush()

    def wait(self, seconds: float) -> None:
        """Do nothing for a while; raises an OutputError as soon as nobody reads the standard output any more."""
        want_output()
        _flush(sys.stdout)
        if not _poll_reader(sys.stdout, seconds):
            from time import sleep

            sleep(seconds)

    def tell(self, text: str) -> None:
        """Write anything else, with a newline, to the standard error."""
        _write(sys.stderr, text)

    @property
    def paint(self) -> Paint:
        """How results are coloured."""
        return _coloured if self._is_coloured(sys.stdout) else _plain

    def paint_name(self, name: str, number: int) -> str:
        """A name in a colour of its own, as far as there are colours."""
        return click.style(name, fg=_OF_NAMES[number % len(_OF_NAMES)]) if self.is_coloured else name

    @property
    def paint_told(self) -> Paint:
        """How anything else is coloured."""
        return _coloured if self._is_coloured(sys.stderr) else _plain

    @property
    def is_coloured(self) -> bool:
        """Whether results are coloured."""
        return self._is_coloured(sys.stdout)

    @property
    def is_watched(self) -> bool:
        """Whether somebody reads what is told."""
        return sys.stderr is not None and sys.stderr.isatty()

    @property
    def can_ask(self) -> bool:
        """Whether there is somebody to ask."""
        return self.is_watched and sys.stdin is not None and sys.stdin.isatty()

    def ask(self, question: str) -> bool:
        """Ask a question of somebody who can be asked; anything but a yes is a no."""
        _write(sys.stderr, f"{question} [y/N] ", end="")
        _flush(sys.stderr)
        return sys.stdin.readline().strip().lower() in {"y", "yes"}

    @property
    def is_always_coloured(self) -> bool:
        """Whether results are coloured wherever they go."""
        return self.color is Color.ALWAYS

    @property
    def width(self) -> int:
        """The cells of a line: of COLUMNS if it is set, else of the terminal."""
        return max(_given_width(), 0) or _width_of_terminal() or _WIDTH_OF_A_PIPE

    def _is_coloured(self, stream: TextIO | None) -> bool:
        if self.color is not Color.AUTO:
            return self.color is Color.ALWAYS
        if os.environ.get("NO_COLOR"):
            return False
        if os.environ.get("FORCE_COLOR"):
            return True
        return stream is not None and stream.isatty() and os.environ.get("TERM") != "dumb"


def wrapped(text: str, width: int) -> list[str]:
    """The lines of a sentence that is to fit into a width; none is cut to less than can be read."""
    width = max(width, _NARROWEST)
    if len(text) <= width:
        return [text]
    from textwrap import wrap  # not above: most sentences fit

    # A name of a zone is one word, to be copied as a whole.
    return wrap(text, width, break_long_words=False, break_on_hyphens=False)


def printable(text: str) -> str:
    """A text on one line, in which nothing moves the cursor or hides the rest."""
    return text if text.isprintable() else "".join(_visible(character) for character in text)


def accept_any_text() -> None:
    """Let the output streams replace what their encoding cannot show, instead of failing at it."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="replace")


def want_output() -> None:
    """Raises an OutputError where the caller closed the standard output, to which there is something to write."""
    if sys.stdout is None:
        raise OutputError from OSError(errno.EBADF, os.strerror(errno.EBADF))


def finish() -> None:
    """Write out what is held back; a failure to do so shows here and not when the interpreter ends."""
    for stream in (sys.stdout, sys.stderr):
        _flush(stream)


def abandon() -> None:
    """Give up the streams that can no longer be written to, so that the interpreter does not try again at its end."""
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError, ValueError, AttributeError):
            _lose_what_is_held(stream)


def _lose_what_is_held(stream: TextIO) -> None:
    descriptor = stream.fileno()
    nowhere = os.open(os.devnull, os.O_WRONLY)
    try:
        stream.flush()
    except OSError:
        os.dup2(nowhere, descriptor)
        stream.flush()
    finally:
        os.close(nowhere)


def _write(stream: TextIO | None, text: str, end: str = "\n") -> None:
    if stream is not None:  # None when the caller closed it
        with _writing():
            # Line by line: an unbuffered stream (PYTHONUNBUFFERED) takes a part of a long text and reports no fault.
            *lines, last = text.split("\n")
            stream.writelines([*(f"{line}\n" for line in lines), f"{last}{end}"])


def _flush(stream: TextIO | None) -> None:
    if stream is not None:
        with _writing():
            stream.flush()


def _poll_reader(stream: TextIO, seconds: float) -> bool:
    """Wait for the reader of a pipe, or the terminal, to go away; whether that can be waited for."""
    try:
        from select import POLLERR, POLLHUP, POLLNVAL, poll  # not everywhere

        waiting = poll()
        waiting.register(stream.fileno(), 0)
        events = sum(event for _, event in waiting.poll(seconds * 1000))
    except (ImportError, OSError, ValueError):
        return False
    if events & (POLLERR | POLLHUP):
        raise OutputError from BrokenPipeError(errno.EPIPE, os.strerror(errno.EPIPE))
    return not events & POLLNVAL


def _given_width() -> int:
    try:
        return int(os.environ.get("COLUMNS", ""))
    except ValueError:
        return 0


def _width_of_terminal() -> int:
    """What `shutil.get_terminal_size` tells, without importing all that shutil can unpack; 0 is unknown."""
    try:
        return os.get_terminal_size(sys.__stdout__.fileno()).columns if sys.__stdout__ else 0
    except (OSError, ValueError):  # it is no terminal, or closed
        return 0


@contextmanager
def _writing() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise OutputError from error


def _visible(character: str) -> str:
    if character.isspace():
        return " "
    from unicodedata import category

    hidden = category(character) in {"Cc", "Cf", "Cs"}
    return "\N{REPLACEMENT CHARACTER}" if hidden else character


def _plain(text: str, style: Style) -> str:  # noqa: ARG001 - it paints nothing in any style
    return text


def _coloured(text: str, style: Style) -> str:
    return click.style(text, **_COLOURS[style])
