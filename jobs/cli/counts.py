"""Numbers that are counts, as options take them."""

from __future__ import annotations

import click


class Count(click.IntRange):
    """The type of an option that takes a whole number, from some least one on."""

    name = "whole number"
