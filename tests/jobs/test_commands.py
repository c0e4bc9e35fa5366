"""From words to commands: chains, environments, folders, and what is refused before a job is made of it."""

import os
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from everly.jobs.commands import KEPT, CommandError, check_found, environment_of, folder, steps_of
from everly.jobs.ledger import Work
from everly.jobs.views.words import command_text


def refused(*words: str) -> tuple[str, str | None]:
    with pytest.raises(CommandError) as caught:
        steps_of(words)
    return str(caught.value), caught.value.help


def test_a_plus_stands_between_commands() -> None:
    assert steps_of(["make"]) == (("make",),)
    assert steps_of(["make", "+", "make", "test"]) == (("make",), ("make", "test"))
    assert steps_of(["expr", "1", r"\+", "2"]) == (("expr", "1", "+", "2"),)
    assert steps_of(["expr", r"\\+", r"\\\+"]) == (("expr", r"\+", r"\\+"),)
    assert steps_of(["a+b", "++", "-d", "+x"]) == (("a+b", "++", "-d", "+x"),)
    assert steps_of(["printf", ""]) == (("printf", ""),)


def test_a_shell_gets_each_command_as_one_text() -> None:
    found = steps_of(["a | b", "c", "+", "d"], shell=True)  # noqa: S604 - nothing runs
    assert found == (("/bin/sh", "-c", "a | b c"), ("/bin/sh", "-c", "d"))


def test_an_empty_command_is_refused_at_its_place() -> None:
    plus = r"a literal plus is '\+'"
    unset = "name it; a variable of the shell that is not set leaves nothing in its place"
    assert refused() == ("there is no command", "name one")
    assert refused("a", "+") == ("no command stands after the last '+'", plus)
    assert refused("+", "a") == ("no command stands before '+'", plus)
    assert refused("a", "+", "+", "b") == ("no command stands before '+'", plus)
    assert refused("") == ("the name of a command is empty", unset)
    assert refused("a", "+", "", "b") == ("the name of a command is empty", unset)


# What cannot be printed is shown as bash reads it, which `shlex` does not.
PRINTABLE = st.characters(exclude_categories=["C", "Z"], include_characters=" ")
WORDS = st.text(PRINTABLE, min_size=1) | st.sampled_from(["+", r"\+", r"\\+"])


@given(st.lists(st.lists(WORDS, min_size=1), min_size=1))
def test_what_is_shown_of_commands_makes_them_again(steps: list[list[str]]) -> None:
    import shlex

    work = Work(tuple(map(tuple, steps)), "/", (), ())
    assert steps_of(shlex.split(command_text(work))) == work.steps


def test_an_environment_is_what_is_kept_and_what_is_named() -> None:
    ours = {"PATH": "/bin", "HOME": "/h", "LC_ALL": "C", "SECRET": "s", "FOO": "1"}
    assert environment_of((), ours) == (("HOME", "/h"), ("LC_ALL", "C"), ("PATH", "/bin"))
    assert environment_of(("FOO", "BAR=a=b", "EMPTY="), ours, kept=()) == (("BAR", "a=b"), ("EMPTY", ""), ("FOO", "1"))
    assert "TERM" not in KEPT
    with pytest.raises(CommandError, match="the environment variable 'BAR' is not set here") as unset:
        environment_of(("BAR",), ours)
    assert unset.value.help == "write BAR=VALUE"
    for wrong in ("=x", "A B=1", "A\nB=1", " =1"):
        with pytest.raises(CommandError, match=f"'{wrong}' names no environment variable"):
            environment_of((wrong,), ours)
    assert ("a.b-c%%", "1") in environment_of(("a.b-c%%=1",), ours)  # other programs may have such


def test_a_folder_must_be_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert folder(None) == folder(".") == str(tmp_path)
    with pytest.raises(CommandError, match=r"there is no folder '.*/nosuch'"):
        folder("nosuch")
    gone = tmp_path / "gone"
    gone.mkdir()
    monkeypatch.chdir(gone)
    gone.rmdir()
    with pytest.raises(CommandError, match="the folder that you are in is gone"):
        folder(None)


def test_a_command_that_is_not_there_is_found_out(tmp_path: Path) -> None:
    program = tmp_path / "program"
    program.touch()
    path = {"PATH": f"{tmp_path}{os.pathsep}/bin"}
    check_found([("sh",), ("/bin/sh", "x")], "/", path)
    for name, where, way_out in (
        ("nosuch", "in the PATH", "name it by its path, or make the job anyway with --no-check"),
        ("program", "in the PATH", "name it by its path"),
        ("./program", "that may be executed", f"have it be executed: chmod +x {tmp_path}/./program"),
        ("./other", "at this place", "name a program, or make the job anyway with --no-check"),
        ("/bin", "that may be executed", "name a program"),
        ("a | b", "in the PATH", "a text for a shell needs --shell"),
        ("cd", "in the PATH", "a text for a shell needs --shell"),
    ):
        with pytest.raises(CommandError, match=re.escape(f"there is no command '{name}' {where}")) as caught:
            check_found([(name,)], str(tmp_path), path)
        assert str(caught.value.help).startswith(way_out)
    program.chmod(0o755)
    check_found([("program",), ("./program",), (str(program),)], str(tmp_path), path)
