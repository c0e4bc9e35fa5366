"""Texts that other programs fill in, or read by rules of their own: they are no faults, and cannot be checked."""

from __future__ import annotations

import re
from pathlib import PurePath

from everly.grammar.span import Span
from everly.linting.reading import Reading, Unchecked, UnreadableError
from everly.linting.sources.suffixes import has_suffix

TEMPLATE = "a template, which another program fills in"
RENOVATE = "a schedule that Renovate reads, by rules of its own"

_TEMPLATE = re.compile(r"\{\{|\{%|<%|\$\{|\$\(|\$[A-Za-z_]|%\([A-Za-z_]+\)s")
_FILLED_FILE = re.compile(r"\{\{|\{%|<%")
_ANSIBLE = re.compile(r"\s*(?:name|minute|hour|day|month|weekday|special_time|job|user|state)=")
_AWS = re.compile(r"\s*(?:rate|cron|at)\(.*\)\s*", re.DOTALL)


def hindrance_of(path: str, text: str) -> str | None:
    """Why a text in the place of a schedule cannot be checked, if so."""
    if _TEMPLATE.search(text):
        return TEMPLATE
    if _AWS.fullmatch(text):
        return "a schedule as Amazon EventBridge writes it"
    if _ANSIBLE.match(text):
        return "what Ansible's module 'cron' is told"
    if _is_of_renovate(PurePath(path)):
        return RENOVATE
    return None


def _is_of_renovate(path: PurePath) -> bool:
    """Its presets are named `renovate-config.json` and the like; a workflow that runs it is none."""
    return "renovate" in path.name.lower() and has_suffix(path.name, "", ".json", ".jsonc")


def template_or(error: UnreadableError, text: str, place: str) -> Reading:
    """What a file gives that is not of its format: if it is a template of one, nothing that can be checked.

    `place` is a pattern of what a schedule follows. Of each line that has it, comments aside, the rest is unchecked.

    Raises:
        UnreadableError: It is no template.
    """
    if _FILLED_FILE.search(text) is None:
        raise error
    lines = re.finditer(rf"^(?![ \t]*(?:#|//)).*?(?P<rest>{place}.*)", text, re.MULTILINE)
    spans = (Span(line.start("rest"), line.start("rest") + len(line["rest"].rstrip())) for line in lines)
    return Reading(unchecked=tuple(Unchecked(span, f"{TEMPLATE}, before it can be read") for span in spans))
