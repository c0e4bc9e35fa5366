"""What files of keys and values have in common, whatever their notation: each text, and the path of keys to it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from everly.frozen import frozen
from everly.grammar.span import Span
from everly.linting.sources.letters import Manner

Path = tuple[str | int, ...]
"""The keys that lead to a value, and the numbers of items in lists."""


@frozen
class Leaf:
    """A text in a file, with the path to it.

    `part` numbers the documents of a file that holds several. `span` is where it stands, quotes included. `hindrance`
    says why the value cannot be known, where another program makes it, as with a template.
    """

    path: Path
    span: Span
    value: str
    manner: Manner
    part: int = 0
    hindrance: str | None = None


def dotted(path: Path) -> str:
    """A path for people, such as `jobs[0].schedule`."""
    name = "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in path)
    return name.removeprefix(".")


def has_key(path: Path, keys: Iterable[str]) -> bool:
    """Whether a path leads to the value of a key, or to an item of a list there.

    A key with dots, such as `jobs.when`, is the end of a path.
    """
    end = len(path)
    while end and isinstance(path[end - 1], int):
        end -= 1
    if not end:
        return False
    return any(path[end - 1] == key or ("." in key and _ends_with(path[:end], key)) for key in keys)


def _ends_with(path: Path, key: str) -> bool:
    whole = ".".join(step for step in path if isinstance(step, str))
    return f".{whole}".endswith(f".{key}")


def mentions(text: str, words: Sequence[str]) -> bool:
    """Whether a file may hold one of the keys, perhaps with letters that are escaped, or a comment to us.

    Most files of a repository hold none; they are not even read, so that what is wrong with them is left to others.
    """
    marks = ("everly:", "\\u", "\\x", "\\U")
    return any(mark in text for mark in marks) or re.search(whole(words), text) is not None


def key_of(words: Sequence[str]) -> str:
    """The pattern of one of some keys, quoted or not, with the sign after it."""
    return rf"{whole(words)}[\"']?[ \t]*[:=]"


def whole(words: Sequence[str]) -> str:
    """The pattern of one of some keys that is no part of a longer word, as `schedule` is of `schedulerName`."""
    written = "|".join(re.escape(word.rsplit(".", 1)[-1]) for word in words)
    return rf"(?<![\w-])(?:{written})(?![\w-])"
