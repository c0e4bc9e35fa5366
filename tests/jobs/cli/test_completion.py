"""Completion in shells: the scripts, and what is offered when a shell asks."""

import os
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from everly.linting.catalogue import CATALOGUE
from tests.jobs.cli.runs import clean_environment, run
from tests.jobs.homes import Home, home

__all__ = ["home"]

COMMANDS = {"completion", "diff", "explain", "fmt", "lint", "show"}


def offered(line: str, shell: str = "zsh") -> list[tuple[str, str, str]]:
    """Kind, value and help of what is offered for the last word of a line, as the script of a shell asks for it."""
    words = shlex.split(line) + [""] * line.endswith(" ")
    settings = {
        "_EVERLY_COMPLETE": f"{shell}_complete",
        "COMP_WORDS": line,
        "COMP_CWORD": str(len(words) - 1),
    }
    result = run(settings=settings)
    assert (result.code, result.err) == (0, "")
    lines = result.out.split("\n")
    return [(lines[at], lines[at + 1], lines[at + 2]) for at in range(0, len(lines) - 2, 3)]


def values(line: str) -> set[str]:
    return {value for _, value, _ in offered(line)}


def test_commands_and_those_of_groups_are_offered_with_what_they_do() -> None:
    assert values("everly ") >= COMMANDS
    assert ("plain", "lint", "Check the schedules in files.") in offered("everly l")
    assert values("everly show ") == {"job", "log", "rule", "run", "schedule"}
    assert values("everly show s") == {"schedule"}


def test_options_and_their_choices_are_offered_in_commands_that_load_late() -> None:
    assert "--statistics" in values("everly lint --")
    assert "--calendar" in values("everly show schedule --")
    assert values("everly lint --format s") == {"sarif"}
    assert values("everly completion ") == {"bash", "zsh", "fish"}


def test_names_of_rules_are_offered_and_codes_where_one_was_begun() -> None:
    names = {kind.name for kind in CATALOGUE}
    assert values("everly show rule ") == names
    assert values("everly show rules unev") == {"uneven-step"}
    assert values("everly show rule w50") == {kind.code for kind in CATALOGUE if kind.code.startswith("W50")}
    assert "uneven-step" not in values("everly show rule uneven-step ")
    (rule,) = offered("everly show rule uneven")
    assert rule[2] == "a step that does not divide its field"


@pytest.mark.parametrize("command", ["show jobs", "show job", "show runs", "show logs", "attach logs"])
def test_names_of_jobs_are_offered_as_they_are_now(home: Home, command: str) -> None:
    assert values(f"everly {command} ") == set()
    for name in ("web-1", "web-2", "backup"):
        home.job(name)
    assert values(f"everly {command} ") == {"backup", "web-1", "web-2"}
    assert values(f"everly {command} backup web-") == {"web-1", "web-2"}
    assert values(f"everly {command} web-1 w") == {"web-2"}


def test_where_jobs_cannot_be_read_no_names_are_offered_and_nothing_is_said(home: Home) -> None:
    home.job("web")
    home.ledger.close()
    home.places.ledger.write_bytes(b"damaged")
    assert values("everly show jobs ") == set()
    home.places.ledger.unlink()
    assert values("everly show jobs ") == set()


@pytest.mark.parametrize("option", ["--select", "--ignore"])
def test_the_last_of_a_list_of_rules_is_completed(option: str) -> None:
    assert values(f"everly lint {option} ") >= {"all", "default", "rare"}
    assert values(f"everly lint {option} rare,unev") == {"rare,uneven-step"}


@pytest.mark.parametrize("command", ["show schedule daily --tz", "diff --in", "fmt --tz", "lint --tz", "explain --tz"])
def test_zones_are_offered_in_any_case(command: str) -> None:
    assert values(f"everly {command} europe/berl") == {"Europe/Berlin"}


@pytest.mark.parametrize("command", ["lint", "fmt", "lint --config", "lint --output-file", "lint a.toml"])
def test_the_shell_completes_paths(command: str) -> None:
    assert [kind for kind, _, _ in offered(f"everly {command} a")] == ["file"]


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_a_script_asks_everly(shell: str) -> None:
    result = run("completion", shell)
    assert (result.code, result.err) == (0, "")
    assert f"_EVERLY_COMPLETE={shell}_complete" in result.out


def test_another_shell_is_refused() -> None:
    result = run("completion", "tcsh")
    assert (result.code, result.out) == (2, "")
    assert "'tcsh' is not one of 'bash', 'zsh', 'fish'" in result.err


LINES = [
    ("everly show rule ", "uneven", {"uneven-step"}),
    ("everly lint --select ", "rare,unev", {"rare,uneven-step"}),
    ("everly lint --select=", "rare,unev", {"rare,uneven-step"}),
    ("everly lint --tz ", "europe/berl", {"Europe/Berlin"}),
    ("everly lint --ignore=rare --tz=", "europe/berl", {"Europe/Berlin"}),
    ("everly lint -e '*/7 * * * *' --fail-on=", "n", {"never"}),
    ("everly lint --fail-on=", "", {"error", "never", "warning"}),
    ("everly lint ", "--statis", {"--statistics"}),
]
"""What stands before a value, what is typed of it before the tab key, and what can stand in its place."""

FILES = {"jobs.toml", "jobs.yaml"}
OF_FILES = [
    ("everly lint ", "jo", FILES),
    ("everly lint --config ", "jo", FILES),
    ("everly lint --config=", "jo", FILES),
]


@pytest.fixture
def shells(tmp_path: Path) -> dict[str, str]:
    """An environment in which `everly` is a command, in a folder of its own with the scripts and two files."""
    everly = tmp_path / "bin" / "everly"
    everly.parent.mkdir()
    everly.write_text(f"#!/bin/sh\nexec '{sys.executable}' -m everly \"$@\"\n")
    everly.chmod(0o755)
    for name in FILES:
        (tmp_path / name).touch()
    for shell in ("bash", "zsh", "fish"):
        (tmp_path / f"_{shell}").write_text(run("completion", shell).out)
    (tmp_path / "_everly").write_text(run("completion", "zsh").out)  # as it is named in a folder of $fpath
    return clean_environment(
        PATH=f"{everly.parent}{os.pathsep}{os.environ['PATH']}", PWD=str(tmp_path), HOME=str(tmp_path), TERM="xterm"
    )


def ended(command: list[str], environment: dict[str, str]) -> str:
    return subprocess.run(
        command, env=environment, cwd=environment["PWD"], capture_output=True, text=True, check=True, timeout=120
    ).stdout


def needs(shell: str) -> pytest.MarkDecorator:
    return pytest.mark.skipif(shutil.which(shell) is None, reason=f"there is no {shell} here")


@pytest.mark.parametrize(("before", "value", "wanted"), LINES)
def test_bash_completes_with_the_script(shells: dict[str, str], before: str, value: str, wanted: set[str]) -> None:
    """As bash does on the tab key: the script is read, and its function called with the words, cut at `=`."""
    words = shlex.split((before + value).replace("=", " = "), posix=False)  # with their quotes
    script = f"""source _bash
        COMP_WORDS=({shlex.join(words)}); COMP_CWORD={len(words) - 1}
        _everly_completion everly
        printf '%s\\n' "${{COMPREPLY[@]}}" """
    assert set(ended(["bash", "--norc", "-c", script], shells).split()) == wanted


def test_bash_that_cuts_no_words_gets_them_whole(shells: dict[str, str]) -> None:
    script = "source _bash; COMP_WORDS=(everly lint --tz=europe/berl) COMP_CWORD=2; _everly_completion everly"
    assert ended(["bash", "--norc", "-c", f"{script}; echo $COMPREPLY"], shells) == "--tz=Europe/Berlin\n"


@needs("fish")
@pytest.mark.parametrize(("before", "value", "wanted"), [*LINES, *OF_FILES])
def test_fish_completes_with_the_script(shells: dict[str, str], before: str, value: str, wanted: set[str]) -> None:
    script = f"source _fish; complete -C {shlex.quote(before + value)}"
    found = ended(["fish", "--no-config", "-c", script], shells).splitlines()
    option = before.rpartition(" ")[2]
    assert {each.partition("\t")[0] for each in found} == {option + each for each in wanted}


@needs("fish")
def test_fish_shows_the_whole_help_of_a_word(shells: dict[str, str]) -> None:
    (found,) = ended(["fish", "--no-config", "-c", "source _fish; complete -C 'everly ls'"], shells).splitlines()
    assert found == "lsp\tServe an editor, over the standard input..."


_ZSH = """
zmodload zsh/zpty
zpty -b inner "zsh -f -i"
zpty -w inner "source rc"
zpty -r -m inner read '*READY*'
zpty -w -n inner "$1"$'\\t\\x02'
zpty -r -m inner read '*<<<*>>>*'
print -r -- "${${read##*<<<}%%>>>*}"
zpty -d inner
"""
_RC = """
PS1=; fpath=($PWD $fpath); autoload -Uz compinit; compinit -u -D; unsetopt beep
bindkey '^I' complete-word
shown() { print -r -- "<<<${(j: :)${(z)BUFFER}}>>>" }; zle -N shown; bindkey '^B' shown
print RE""ADY
"""


@needs("zsh")
@pytest.mark.parametrize(("before", "value", "wanted"), [each for each in LINES if len(each[2]) == 1])
def test_zsh_completes_with_the_script(shells: dict[str, str], before: str, value: str, wanted: set[str]) -> None:
    """A tab key in a terminal, and then what stands on the line."""
    (Path(shells["PWD"]) / "rc").write_text(_RC)
    found = ended(["zsh", "-f", "-c", _ZSH, "zsh", before + value], shells)
    assert found.strip() == before + next(iter(wanted))


@needs("zsh")
@pytest.mark.parametrize("before", ["everly lint ", "everly lint --config ", "everly lint --config="])
def test_zsh_completes_paths_with_the_script(shells: dict[str, str], before: str) -> None:
    (Path(shells["PWD"]) / "rc").write_text(_RC)
    assert ended(["zsh", "-f", "-c", _ZSH, "zsh", f"{before}jobs.t"], shells).strip() == f"{before}jobs.toml"
