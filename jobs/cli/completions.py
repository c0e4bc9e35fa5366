"""What a shell offers for the value of an argument or option, given what was typed of it.

Nothing is imported before a shell asks.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

VARIABLE = "_EVERLY_COMPLETE"
"""The variable by which a shell asks, which click reads for a command that is called everly."""


def files(_ctx: click.Context, _param: click.Parameter, incomplete: str) -> list[CompletionItem[str]]:
    """The shell's own completion of paths."""
    from click.shell_completion import CompletionItem

    return [CompletionItem(incomplete, type="file")]


def rule_names(ctx: click.Context, _param: click.Parameter, incomplete: str) -> list[CompletionItem[str]]:
    """The names of rules, or their codes where one was begun, but those that were given already."""
    given = ctx.params.get("names") or ()
    return _begun((each for each in _rules() if each[0] not in given), incomplete)


def rule_lists(_ctx: click.Context, _param: click.Parameter, incomplete: str) -> list[CompletionItem[str]]:
    """Names of rules with commas between them; the last one is completed."""
    before, comma, last = incomplete.rpartition(",")
    words = (("all", "every rule"), ("default", "those that are on where nothing is selected"), *_rules())
    return _begun(words, last, before + comma)


def job_names(ctx: click.Context, _param: click.Parameter, incomplete: str) -> list[CompletionItem[str]]:
    """The names of the jobs that are there, but those that were given already; none where they cannot be read."""
    from everly.jobs.ledger.errors import LedgerError
    from everly.jobs.ledger.reader import LedgerReader
    from everly.jobs.places import PlaceError, places

    given = ctx.params.get("names") or ()
    try:
        with LedgerReader(places().ledger, wait=0.2) as reader:
            names = reader.names()
    except (LedgerError, PlaceError):
        return []
    from click.shell_completion import CompletionItem

    return [CompletionItem(name) for name in names if name not in given and name.startswith(incomplete)]


def names_or_files(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem[str]]:
    """The names of jobs; the shell's own completion of paths where none begins so, for it may be a command then."""
    ctx.params["names"] = ctx.params.get("words")
    return job_names(ctx, param, incomplete) or files(ctx, param, incomplete)


def zone_names(_ctx: click.Context, _param: click.Parameter, incomplete: str) -> list[CompletionItem[str]]:
    """The zones of the database, in any case."""
    from everly.scheduling.zone_names import names_of_zones

    return _begun(((name, None) for name in names_of_zones()), incomplete)


def _rules() -> Iterable[tuple[str, str]]:
    from everly.linting.catalogue import CATALOGUE

    for kind in CATALOGUE:
        yield kind.name, kind.summary
    for kind in CATALOGUE:
        yield kind.code, f"{kind.name}: {kind.summary}"


def _begun(words: Iterable[tuple[str, str | None]], incomplete: str, before: str = "") -> list[CompletionItem[str]]:
    """The words that begin as it was typed; codes only where something was, for they say nothing by themselves."""
    from click.shell_completion import CompletionItem

    return [
        CompletionItem(before + word, help=help)
        for word, help in words
        if word.lower().startswith(incomplete.lower()) and (incomplete or not word[1:2].isdigit())
    ]
