"""`everly show rules`: what the linter looks for, and the page of each rule."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

import click

from everly.jobs.cli.completions import rule_names
from everly.jobs.cli.console import Console, Paint, Style, wrapped
from everly.jobs.cli.exits import Exit
from everly.jobs.cli.options import HELP, Command, color_option, json_option

if TYPE_CHECKING:
    from everly.grammar.diagnostics import Kind

_VERSION = 1


@click.command(
    cls=Command,
    context_settings=HELP,
    epilog="""\b
Examples:
  everly show rules
  everly show rule day-or-weekday
  everly show rule E209 --json""",
)
@click.argument("names", nargs=-1, metavar="[NAME]...", shell_complete=rule_names)
@json_option
@color_option
@click.pass_context
def rules(ctx: click.Context, /, names: tuple[str, ...], as_json: bool) -> Exit:
    """List the rules of 'everly lint', or show the page of each NAME.

    A page says what the rule finds, why that matters, and what to write instead. A NAME may also be the rule's code, as
    W501 or 501.
    """
    console, kinds = ctx.ensure_object(Console), [_kind(name) for name in dict.fromkeys(names)]
    if as_json:
        console.write(_document(kinds))
    elif kinds:
        console.write_lines(_pages(kinds, console.paint))
    else:
        console.write_lines(_table(console.width, console.paint))
    return Exit.DONE


def _kind(name: str) -> Kind:
    from everly.linting.rule_pages import kind_named, kinds_like

    if found := kind_named(name):
        return found
    near = " or ".join(f"'{kind.code if name.isdigit() else kind.name}'" for kind in kinds_like(name))
    hint = f"did you mean {near}?" if near else "'everly show rules' lists them"
    raise click.UsageError(f"there is no rule '{name}'; {hint}")


def _is_default(kind: Kind) -> bool:
    """Whether a rule is on unless it is chosen; what the compiler finds always is."""
    from everly.linting.rules import RULES

    return all(rule.is_default for rule in RULES if rule.kind is kind)


def _table(width: int, paint: Paint) -> Iterator[str]:
    """A line a rule, its summary wrapped beside it; those that are off unless chosen are marked."""
    from everly.linting.catalogue import CATALOGUE

    longest = max(len(kind.name) for kind in CATALOGUE)
    indent = len("E101  ") + longest + 2
    for kind in CATALOGUE:
        summary = kind.summary if _is_default(kind) else f"{kind.summary} (off unless selected)"
        first, *more = wrapped(summary, width - indent)
        yield f"{paint(kind.code, Style(kind.severity.value))}  {kind.name.ljust(longest)}  {first}"
        yield from (" " * indent + each for each in more)


def _pages(kinds: Sequence[Kind], paint: Paint) -> Iterator[str]:
    from everly.linting.rule_pages import page_of

    for number, kind in enumerate(kinds):
        if number:
            yield ""
        for line in page_of(kind).split("\n"):
            yield paint(line, Style.TITLE) if line.startswith("#") else line


def _document(kinds: Sequence[Kind]) -> str:
    """Every rule, or those that were asked for; docs/schemas/rules.json describes the document."""
    from everly.linting.catalogue import CATALOGUE

    return json.dumps({"version": _VERSION, "rules": [_value(kind) for kind in kinds or CATALOGUE]}, indent=2)


def _value(kind: Kind) -> dict[str, Any]:
    from everly.linting.rule_pages import page_of

    return {
        "code": kind.code,
        "name": kind.name,
        "severity": kind.severity.value,
        "summary": kind.summary,
        "default": _is_default(kind),
        "page": page_of(kind),
    }
