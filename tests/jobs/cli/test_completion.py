"""Completion in shells: the scripts, and what is offered when a shell asks."""

import os
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from everly.linting.catalogue import CATALOGUE
from tests.jobs.cli.runs import clean_environment, run

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
    assert values("everly show ") == {"rule", "schedule"}
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


def test_bash_completes_with_the_script(tmp_path: Path) -> None:
    """As bash does on the tab key: the script is read, and its function called."""
    everly = tmp_path / "everly"
    everly.write_text(f"#!/bin/sh\nexec '{sys.executable}' -m everly \"$@\"\n")
    everly.chmod(0o755)
    script = """source <(everly completion bash)
        COMP_WORDS=(everly show rule uneven) COMP_CWORD=3
        _everly_completion everly
        echo "${COMPREPLY[@]}" """
    environment = clean_environment(PATH=f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
    command = ["bash", "--norc", "-c", script]
    result = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    assert result.stdout == "uneven-step\n"
