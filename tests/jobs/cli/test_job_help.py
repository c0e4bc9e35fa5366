"""The help of every command about jobs, what a shell completes, and the flags of the seed page."""

import re
from pathlib import Path

import click
import pytest

from everly.jobs.cli.app import app
from tests.jobs.cli.runs import run
from tests.jobs.live import Live, live, live_home

__all__ = ["live", "live_home"]

VERBS = ("attach", "delete", "doctor", "edit", "pause", "restart", "resume", "run", "service", "show", "start", "stop")
DOCS = Path(__file__).parents[3] / "docs"


def commands() -> list[tuple[str, ...]]:
    """All commands about jobs, with their groups."""
    found: list[tuple[str, ...]] = []
    for verb in VERBS:
        context = click.Context(app)
        command = app.get_command(context, verb)
        found.append((verb,))
        if isinstance(command, click.Group):
            nouns = [noun for noun in command.list_commands(context) if noun not in {"rule", "schedule"}]
            found += [(verb, noun) for noun in nouns]
    return found


@pytest.mark.parametrize("words", [*commands(), ("lint",), ("fmt",), ("completion",)], ids=" ".join)
def test_one_of_several_words_may_be_in_capitals(words: tuple[str, ...]) -> None:
    context, command = click.Context(app), app.get_command(click.Context(app), words[0])
    for word in words[1:]:
        assert isinstance(command, click.Group)
        command = command.get_command(click.Context(command, parent=context), word)
    assert command is not None
    kinds = [each.type for each in command.params if isinstance(each.type, click.Choice)]
    assert kinds, "all have --color"
    for kind in kinds:
        for choice in kind.choices:
            assert kind.convert(choice.upper(), None, context) == choice


@pytest.mark.parametrize("words", commands(), ids=" ".join)
def test_every_command_has_help_with_an_example_of_itself(words: tuple[str, ...]) -> None:
    result = run(*words, "--help")
    assert result.code == 0
    examples = result.out.partition("Examples:\n")[2].splitlines()
    shown = ("show", *words[1:]) if words == ("attach", "log") else words  # which is the same command
    assert any(re.match(rf"  +(?:.* \| )?everly {' '.join(shown)}s?\b", line) for line in examples), examples
    assert all(len(line) <= 100 for line in result.out.splitlines())


def test_the_help_of_an_edit_says_what_a_schedule_changes_and_not_what_a_new_job_does() -> None:
    help = " ".join(run("edit", "job", "--help").out.split())
    assert "When it runs from now on; --no-schedule has it run only when it is started." in help
    assert "it runs once, now" not in help


@pytest.mark.parametrize(
    ("words", "flags"),
    [
        (("show", "jobs"), ("--nopretty", "-e")),
        (("start", "jobs"), ("-e",)),
        (("stop", "jobs"), ("-y", "-e")),
        (("pause", "jobs"), ("-e",)),
        (("delete", "jobs"), ("-y",)),
        (("attach", "job"), ("-e",)),
        (("show", "logs"), ("-e", "--nopretty", "--json")),
        (("attach", "logs"), ("-e", "--nopretty", "--json")),
        (("run",), ("-d", "--daemon", "--name", "-s", "--schedule")),
    ],
)
def test_the_flags_of_the_seed_page_are_there(words: tuple[str, ...], flags: tuple[str, ...]) -> None:
    out = run(*words, "--help").out
    for flag in flags:
        assert re.search(rf"(?<![\w-]){flag}\b", out), flag


def test_every_rule_of_a_job_is_in_the_documents() -> None:
    told = "".join((DOCS / name).read_text("utf-8") for name in ("jobs.md", "policies.md", "systemd.md"))
    group = app.get_command(click.Context(app), "start")
    assert isinstance(group, click.Group)
    command = group.get_command(click.Context(group), "job")
    assert command is not None
    options = {option.opts[-1] for option in command.params if isinstance(option, click.Option) and not option.hidden}
    known_elsewhere = {"--color", "--help", "--tty", "--yes", "--schedule"}
    assert not {option for option in options - known_elsewhere if option not in told}


def completed(live: Live, *words: str) -> list[str]:
    """What bash is offered for the last word."""
    settings = {
        "_EVERLY_COMPLETE": "bash_complete",
        "COMP_WORDS": " ".join(("everly", *words)),
        "COMP_CWORD": str(len(words)),
    }
    result = live.everly(settings=settings)
    return [line.partition(",")[2] for line in result.out.splitlines()]


@pytest.mark.parametrize(
    "words",
    [
        *(
            ("start", "job"),
            ("start", "jobs"),
            ("stop", "jobs"),
            ("pause", "job"),
            ("resume", "jobs"),
            ("restart", "job"),
        ),
        *(("delete", "jobs"), ("edit", "job"), ("attach", "job"), ("show", "jobs"), ("show", "logs"), ("show", "runs")),
    ],
    ids=" ".join,
)
def test_names_of_jobs_are_completed(live: Live, words: tuple[str, ...]) -> None:
    for name in ("web-one", "web-two", "other"):
        live.ok("start", "job", "--name", name, "sleep", "600")
    assert completed(live, *words, "web") == ["web-one", "web-two"]
    assert completed(live, *words, "o") == ["other"]


def test_what_is_no_job_is_completed_as_a_path(live: Live) -> None:
    assert live.everly(
        settings={"_EVERLY_COMPLETE": "bash_complete", "COMP_WORDS": "everly start job ./x", "COMP_CWORD": "3"}
    ).out.startswith("file,")
    assert "--schedule" in completed(live, "start", "job", "--sch")
    assert completed(live, "start", "job", "--overlap", "queue") == ["queue", "queue-all"]


def test_the_executors_are_offered(live: Live) -> None:
    making = (("start", "job"), ("run",), ("edit", "job", "web"))
    for words in (*making, ("show", "jobs"), ("stop", "jobs"), ("show", "runs"), ("attach", "logs")):
        assert completed(live, *words, "-e", "") == ["local", "systemd"]
