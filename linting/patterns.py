"""Patterns of paths, in the manner of `.gitignore`.

`*` and `?` stand for characters of a name, `[...]` for one of some, `**` for any folders. A pattern without a `/`, but
for one at its end, is for names at any depth; others are for paths from the root. What is below a folder that matches,
matches.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

_TOKEN = re.compile(r"/\*\*/|\A\*\*/|/\*\*\Z|\*+|\?|\[!?\]?[^\]]*\]|.", re.DOTALL)
_MEANINGS = {"/**/": "/(?:.*/)?", "**/": "(?:.*/)?", "/**": "/.*", "?": "[^/]"}


def fault_of(pattern: str) -> str | None:
    """What is wrong with a pattern, such as `[z-a]`, which stands for no character; None where it can be matched."""
    try:
        _compiled(pattern)
    except re.error as error:
        return error.msg
    return None


def matches(path: str, patterns: Iterable[str]) -> bool:
    """Whether a path, relative to the root and with `/` between its parts, is meant by one of the patterns."""
    return any(_compiled(pattern).fullmatch(path) for pattern in patterns)


@lru_cache(maxsize=256)
def _compiled(pattern: str) -> re.Pattern[str]:
    body = pattern.removeprefix("./").rstrip("/")
    anywhere = "" if "/" in body else "(?:.*/)?"
    body = body.removeprefix("/")
    return re.compile(f"{anywhere}{''.join(map(_meaning, _TOKEN.findall(body)))}(?:/.*)?", re.DOTALL)


def _meaning(token: str) -> str:
    if token in _MEANINGS:
        return _MEANINGS[token]
    if token[0] == "*":
        return "[^/]*"
    if len(token) > 1:
        items = re.sub(r"[\\\[^&|~]", r"\\\g<0>", token[1:-1])  # all but the ranges stand for themselves
        return f"(?!/)[{'^' + items[1:] if items[0] == '!' else items}]"
    return re.escape(token)
