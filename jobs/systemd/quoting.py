"""Words as they stand in a unit, so that systemd reads them as they are: systemd.service(5), "Command lines"."""

from __future__ import annotations

TYPE_CHECKING = False  # as in typing, whose import takes as long as that of Python itself

if TYPE_CHECKING:
    from collections.abc import Sequence


def command_line(argv: Sequence[str]) -> str:
    """A command as `ExecStart=` takes it, whose first word is an absolute path; a $ stays one (`:`).

    Not every path is taken for a program, so a shell may execute it.
    """
    program = argv[0]
    if not program.isprintable() or any(each in program for each in "\"'\\"):
        argv = ["/bin/sh", "-c", 'exec "$0" "$@"', *argv]
    return ":" + " ".join(map(word, argv))


def word(text: str) -> str:
    """One word, whatever is in it: in quotes, without specifiers, and what is no plain character by its bytes."""
    inside = "".join(_character(each) for each in percent(text))
    return f'"{inside}"'


def percent(text: str) -> str:
    """A text without specifiers."""
    return text.replace("%", "%%")


def _character(character: str) -> str:
    if character in '"\\':
        return f"\\{character}"
    if character.isprintable():
        return character
    return "".join(f"\\x{byte:02x}" for byte in character.encode(errors="surrogateescape"))
