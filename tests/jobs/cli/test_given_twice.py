"""An option that takes one value is refused where it is given twice, in every command that there is."""

from collections.abc import Iterator

import click
import pytest

from everly.jobs.cli.app import app
from tests.jobs.cli.runs import run


def _commands(command: click.Command, words: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    yield words, command
    if isinstance(command, click.Group):
        context = click.Context(command)
        for name in command.list_commands(context):
            found = command.get_command(context, name)
            assert found is not None
            yield from _commands(found, (*words, name))


OPTIONS = [
    (words, option)
    for words, command in _commands(app)
    for option in command.params
    if isinstance(option, click.Option) and not (option.multiple or option.count or option.is_flag)
]


def test_they_are_found() -> None:
    assert len(OPTIONS) > 60
    assert {("start", "job"), ("show", "log"), ("edit", "job"), ()} <= {words for words, _ in OPTIONS}


@pytest.mark.parametrize(("words", "option"), OPTIONS, ids=lambda each: str(getattr(each, "name", each)))
def test_what_takes_one_value_takes_no_second_one(words: tuple[str, ...], option: click.Option) -> None:
    name = option.opts[-1]
    result = run(*words, name, "1", option.opts[0], "2")
    assert (result.code, result.out) == (2, "")
    assert result.err.splitlines()[-1] == f"error: {name} is given twice, and takes one value"


def test_what_may_be_repeated_may() -> None:
    assert run("show", "schedule", "daily", "--in", "UTC", "--in", "Europe/Berlin").code == 0
    assert run("--color", "never", "show", "--color", "never", "rules", "--color", "never").code == 0
