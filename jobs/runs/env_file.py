r"""Files that hold variables for a command: secrets, mostly, which are read when it is executed and kept nowhere else.

One variable a line, `NAME=VALUE`:

* Empty lines and lines that begin with `#` say nothing. Blanks around a line do not count, nor `export ` before it.
* A name is letters, digits and `_`, and begins with no digit. Between it and `=` stands nothing.
* A value without quotes is the rest of the line, as it is: `#`, `$`, quotes further on and backslashes mean themselves.
* A value in quotes may go on over lines, and nothing follows it but blanks. Between single quotes all means itself;
  between double quotes a backslash before `"`, `\`, `$` or a backquote is left out, and nothing else is special.
* Nothing is put in for `$NAME`. A name that comes twice has its last value. `EVERLY_RUN` is always that of the run.

The text is UTF-8; bytes that are not are handed on as they are. A fault is told by its place and never by what stands
there, since that may be a secret.
"""

from __future__ import annotations

import re

from everly.jobs.runs.errors import RunError

LIMIT = 1 << 20  # bytes: far above what a system takes as an environment
_NAME = re.compile(r"(?:export[ \t]+)?([A-Za-z_][A-Za-z0-9_]*)=[ \t]*")
_BLANKS = " \t\r"
_ESCAPED = re.compile(r'\\(["\\$`])')
_QUOTED = {
    "'": re.compile(r"'([^']*)'[ \t\r]*(?:\n|\Z)"),
    '"': re.compile(r'"((?:[^"\\]|\\.)*)"[ \t\r]*(?:\n|\Z)', re.DOTALL),
}


class EnvFileError(RunError):
    """What is wrong with a file of variables, and at which line."""


def read(path: str) -> dict[str, str]:
    """The variables of a file. EnvFileError if it cannot be read, or is no such file."""
    try:
        with open(path, "rb") as file:  # noqa: PTH123 - pathlib is too slow to import in every shim
            raw = file.read(LIMIT + 1)
    except OSError as error:
        raise EnvFileError(f"{path}: {error.strerror or error}") from None
    return parse(raw, path)


def parse(raw: bytes, path: str) -> dict[str, str]:
    """The variables that stand in the content of a file; the path only tells where a fault is. EnvFileError."""
    if len(raw) > LIMIT:
        raise EnvFileError(f"{path}: longer than {LIMIT} bytes, which no file of variables is")
    text = raw.decode(errors="surrogateescape").removeprefix("\ufeff")
    found: dict[str, str] = {}
    place = 0
    while place < len(text):
        end = text.find("\n", place) + 1 or len(text)
        line = text[place:end].strip(_BLANKS + "\n")
        if line and not line.startswith("#"):
            name, value, end = _variable(text, place, end, f"{path}:{text.count(chr(10), 0, place) + 1}")
            found[name] = value
        place = end
    return found


def _variable(text: str, place: int, end: int, where: str) -> tuple[str, str, int]:
    """The variable that begins in a line, and where the text goes on after it."""
    start = end - len(text[place:end].lstrip(_BLANKS))
    named = _NAME.match(text, start, end)
    if not named:
        raise EnvFileError(f"{where}: found no NAME=VALUE, where NAME is letters, digits and '_'")
    quote = text[named.end() : named.end() + 1]
    if quote not in _QUOTED:
        value = text[named.end() : end].rstrip(_BLANKS + "\n")
    else:
        quoted = _QUOTED[quote].match(text, named.end())
        if not quoted:
            raise EnvFileError(f"{where}: the value begins with {quote} and does not end with another one")
        value, end = quoted[1], quoted.end()
        value = _ESCAPED.sub(r"\1", value) if quote == '"' else value
    if "\0" in value:
        raise EnvFileError(f"{where}: the value holds the character NUL, which no variable can")
    return named[1], value, end


def merged(paths: tuple[str, ...]) -> dict[str, str]:
    """The variables of several files; a later one goes before an earlier one. EnvFileError."""
    found: dict[str, str] = {}
    for path in paths:
        found |= read(path)
    return found
