"""Ways to report findings, one a module: each takes a report and gives text, and the text ends with a line feed."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import Literal

from everly.frozen import frozen
from everly.linting.report import Report

Role = Literal["error", "warning", "note", "title", "faint"]
"""What a piece of text is, from which its colour follows."""

Paint = Callable[[str, Role], str]
"""Gives a text the colour of its role."""


def plain(text: str, role: Role) -> str:  # noqa: ARG001 - it paints nothing in any role
    """No colour."""
    return text


@frozen
class Look:
    """How text for people is laid out: the cells of a line, and its colours."""

    width: int = 100
    paint: Paint = plain


Renderer = Callable[[Report, Look], str]
"""From a report to text, or to nothing where there is nothing to say."""


def renderer(name: str) -> Renderer:
    """The renderer of a format, imported now."""
    render: Renderer = import_module(f"everly.linting.renderers.{name}").render
    return render
