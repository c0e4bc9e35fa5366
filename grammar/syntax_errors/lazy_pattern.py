"""Regular expressions that wait to be compiled until a text is matched: most texts at fault need few of them."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache, partial

LazyPattern = Callable[[], re.Pattern[str]]
"""Gives the expression, compiled when first it is asked for."""


def lazy(pattern: str, flags: int = 0) -> LazyPattern:
    """An expression as `re.compile` makes it, which takes longer than matching a text by it."""
    return cache(partial(re.compile, pattern, flags))
