"""Colour, help, version and faults of everly's own, in this process."""

import os
import re
import shlex
import sys
from types import ModuleType

import pytest

from everly.jobs.cli import app, show_schedule
from everly.jobs.cli.console import _visible, printable
from everly.jobs.cli.meant_commands import _ELSEWHERE, _OF_THE_SERVICE
from everly.jobs.cli.meant_options import _ELSEWHERE as _OPTIONS
from tests.jobs.cli.runs import Result, run, show

ESCAPE = "\x1b["


@pytest.mark.parametrize(
    ("options", "settings", "coloured"),
    [
        ([], {}, False),
        ([], {"FORCE_COLOR": "1"}, True),
        ([], {"FORCE_COLOR": ""}, False),
        ([], {"FORCE_COLOR": "1", "NO_COLOR": "1"}, False),
        ([], {"FORCE_COLOR": "1", "NO_COLOR": ""}, True),
        (["--color", "always"], {}, True),
        (["--color", "always"], {"NO_COLOR": "1", "TERM": "dumb"}, True),
        (["--color", "never"], {"FORCE_COLOR": "1"}, False),
        (["--color", "auto"], {"FORCE_COLOR": "1"}, True),
    ],
)
def test_the_option_beats_no_color_which_beats_force_color(
    options: list[str], settings: dict[str, str], coloured: bool
) -> None:
    assert (ESCAPE in show("daily", *options, settings=settings).out) is coloured
    assert (ESCAPE in show("daily adn", *options, settings=settings).err) is coloured
    assert (ESCAPE in show("daily", "0", *options, settings=settings).err) is coloured


def test_color_may_stand_before_the_command_and_the_last_one_counts() -> None:
    assert ESCAPE in run("--color", "always", "show", "schedule", "daily").out
    assert ESCAPE in run("show", "--color", "always", "schedule", "daily").out
    assert ESCAPE not in run("--color", "always", "show", "schedule", "daily", "--color", "never").out


def test_colour_changes_nothing_but_the_colour() -> None:
    import click

    for schedule in ("daily at 02:30 in America/New_York starting 2024-03-10", "monthly starting 2024-01-31", "dayly"):
        plain, coloured = show(schedule), show(schedule, "--color", "always")
        assert (click.unstyle(coloured.out), click.unstyle(coloured.err)) == (plain.out, plain.err)


def test_json_is_never_coloured() -> None:
    assert ESCAPE not in show("daily", "--json", "--color", "always").out


@pytest.mark.parametrize("arguments", [[], ["show"], ["show", "schedule"]])
@pytest.mark.parametrize("option", ["-h", "--help"])
def test_help_stands_on_the_standard_output_with_examples(arguments: list[str], option: str) -> None:
    result = run(*arguments, option)
    assert (result.code, result.err) == (0, "")
    assert result.out.startswith(" ".join(["Usage: everly", *arguments]))
    assert "\n  Examples:\n    everly show schedule '" in result.out
    assert max(map(len, result.out.split("\n"))) <= 80


@pytest.mark.parametrize("arguments", [[], ["show"]])
def test_a_command_without_its_verb_or_noun_gets_the_help_and_a_usage_error(arguments: list[str]) -> None:
    result = run(*arguments)
    assert (result.code, result.out) == (2, "")
    assert result.err == run(*arguments, "--help").out


@pytest.mark.parametrize("words", [["shwo"], ["show", "schedulez"], ["show", "pipes"], ["--verbose"]])
def test_an_unknown_word_is_a_usage_error(words: list[str]) -> None:
    result = run(*words)
    assert (result.code, result.out) == (2, "")
    assert f"error: no such {'option' if words == ['--verbose'] else 'command'} '{words[-1]}'" in result.err


def test_a_near_command_is_named_and_one_that_is_none_of_everlys_can_be_run() -> None:
    assert run("shwo").err.endswith("error: no such command 'shwo'; did you mean 'show'?\n")
    assert run("show", "jbo").err.endswith("error: no such command 'jbo'; did you mean 'job'?\n")
    assert run("jobs").err.endswith("error: no such command 'jobs'; did you mean 'everly show jobs'?\n")
    ran = run("sh", "-c", "echo a b", "-d").err
    assert ran.endswith("error: no such command 'sh'; to run it: everly run sh -c 'echo a b' -d\n")
    assert run("no-program-of-this-name").err.endswith("error: no such command 'no-program-of-this-name'\n")


@pytest.mark.parametrize(
    ("words", "meant"),
    [
        ("status", "everly show jobs"),
        ("runs", "everly show runs"),
        ("help", "everly --help"),
        ("submit echo hello", "everly start job"),
        ("stop backup", "everly stop job backup"),
        ("show next", "everly show jobs' or 'everly show schedule"),
        ("show history", "everly show runs"),
        ("next", "everly show jobs' or 'everly show schedule"),
        ("show backup --json", "everly show job backup --json"),
        ("start no-program-of-this-name 'a b'", "everly start job no-program-of-this-name 'a b'"),
        ("service stop", "everly stop runner"),
        ("service enable", "everly service install"),
    ],
)
def test_the_words_of_other_programs_and_a_verb_or_noun_alone_are_led_to_the_command(
    words: str, meant: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("shutil.which", lambda _: None)
    result = run(*shlex.split(words))
    assert (result.code, result.out) == (2, "")
    assert result.err.endswith(f"; did you mean '{meant}'?\n")


def test_a_word_that_is_a_program_too_is_told_both_ways(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shutil.which", lambda _: "/bin/kill")
    assert run("kill", "job", "x").err.endswith("; did you mean 'everly stop job'? to run it: everly run kill job x\n")


def test_every_command_that_is_meant_is_one() -> None:
    for meant in (*_ELSEWHERE, *_OF_THE_SERVICE):
        assert run(*meant.split()[1:], "--help").code == 0, meant


@pytest.mark.parametrize(
    ("words", "meant"),
    [
        ("show logs --tail 10 web", "-n"),
        ("show runs --limit 5", "-n"),
        ("show jobs --format json", "--json"),
        ("delete job web --force", "--yes"),
        ("start job --cron x true", "--schedule"),
        ("start job -n web true", "--name"),
        ("run --detach true", "--daemon"),
        ("start job --retry 3 true", "--retries"),
        ("lint --fx", "--fix"),
        ("start job --detach true", None),
        ("start job -x true", None),
    ],
)
def test_the_options_of_other_programs_and_slips_are_led_to_ours(words: str, meant: str | None) -> None:
    result = run(*shlex.split(words))
    hint = f"; did you mean '{meant}'?\n" if meant else "'\n"
    assert (result.code, result.err.endswith(hint)) == (2, True), result.err


def test_every_option_that_is_meant_is_one_of_a_command() -> None:
    helps = [run(*words, "--help").out for words in (["run"], ["start", "job"], ["show", "runs"], ["delete", "job"])]
    for ours in _OPTIONS:
        assert any(re.search(rf"(?m)^ .*{ours}\b", each) for each in helps), ours


def test_the_version_is_shown() -> None:
    import everly

    assert run("--version") == Result(0, f"everly {everly.__version__}\n", "")


def test_a_fault_of_everlys_own_is_called_a_bug(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise ZeroDivisionError("division by zero")

    monkeypatch.setattr(show_schedule, "_show", fail)
    result = show("daily")
    assert (result.code, result.out) == (70, "")
    assert result.err == (
        "internal error: ZeroDivisionError: division by zero\n"
        "this is a bug in everly; please report it with the command line and the output of 'everly --version'\n"
        "(with EVERLY_DEBUG=1 set, everly shows the traceback)\n"
    )
    with pytest.raises(ZeroDivisionError):
        show("daily", settings={"EVERLY_DEBUG": "1"})


@pytest.mark.parametrize("place", [(show_schedule, "_show"), (app, "finish")])
def test_ctrl_c_ends_it_quietly(monkeypatch: pytest.MonkeyPatch, place: tuple[ModuleType, str]) -> None:
    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(*place, interrupt)
    result = show("daily")
    assert (result.code, result.err.strip()) == (130, "")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "ascii", "latin-1", "cp1252"])
@pytest.mark.parametrize(
    "schedule", [b"daily \xff\xfe", "daily ünd 日".encode(), b"\xf0\x9f\x98\x80", b"daily \x1b[2J"]
)
def test_what_an_encoding_cannot_show_is_replaced(schedule: bytes, encoding: str) -> None:
    result = show(os.fsdecode(schedule), encoding=encoding)
    assert (result.code, result.out) == (1, "")
    assert result.err.startswith("error[E10")
    assert ESCAPE not in result.err


def test_printable_text_has_the_cells_of_the_text_on_one_line() -> None:
    assert printable("a\tb\nc\u2028d") == "a b c d"
    assert printable("\x1b[31m\u202e\udcff") == "\ufffd[31m\ufffd\ufffd"
    assert printable("täglich 日") == "täglich 日"


def test_every_character_that_python_can_print_stays_as_it_is() -> None:
    characters = "".join(filter(str.isprintable, map(chr, range(sys.maxunicode + 1))))
    assert "".join(map(_visible, characters)) == characters
