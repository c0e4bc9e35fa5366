"""Texts that other programs fill in, or read by rules of their own: they are no faults, and cannot be checked."""

from __future__ import annotations

import re
from pathlib import PurePath

from everly.grammar.span import Span
from everly.linting.reading import Reading, Unchecked, UnreadableError

TEMPLATE = "a template, which another program fills in"

_TEMPLATE = re.compile(r"\{\{|\{%|<%|\$\{|\$\(|\$[A-Za-z_]|%\([A-Za-z_]+\)s")
_FILLED_FILE = re.compile(r"\{\{|\{%|<%")
_AWS = re.compile(r"\s*(?:rate|cron|at)\(.*\)\s*", re.DOTALL)
_RENOVATE = frozenset({"renovate.json", ".renovaterc", ".renovaterc.json"})


def hindrance_of(path: str, text: str) -> str | None:
    """Why a text in the place of a schedule cannot be checked, if so."""
    if _TEMPLATE.search(text):
        return TEMPLATE
    if _AWS.fullmatch(text):
        return "a schedule as Amazon EventBridge writes it"
    if PurePath(path).name in _RENOVATE:
        return "a schedule that Renovate reads, by rules of its own"
    return None


def template_or(error: UnreadableError, text: str) -> Reading:
    """What a file gives that is not of its format: if it is a template of one, nothing that can be checked.

    Raises:
        UnreadableError: It is no template.
    """
    mark = _FILLED_FILE.search(text)
    if mark is None:
        raise error
    return Reading(unchecked=(Unchecked(Span(*mark.span()), f"{TEMPLATE}, before it can be read"),))
