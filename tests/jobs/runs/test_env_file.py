"""Variables come from files when a command is executed, and what they say is kept nowhere."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from everly.jobs.runs.env_file import LIMIT, EnvFileError, parse, read
from tests.jobs.runs.shims import Shims, log_of, python, shims, until

__all__ = ["shims"]

NAMES = st.from_regex(r"[A-Za-z_][A-Za-z0-9_]{0,8}", fullmatch=True)
PLAIN = st.text(st.characters(exclude_characters="\0\n\r\t '\"", exclude_categories=["Cs"]), max_size=12)
VALUES = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=12)
SECRET = "open-sesame"  # noqa: S105 - made for these tests


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A=1", {"A": "1"}),
        ("\ufeffA=1\r\n\r\n# B=2\n  # C=3\n\t D=4 \t\r\n", {"A": "1", "D": "4"}),
        ("export A=1\nexport\tB=2", {"A": "1", "B": "2"}),
        ("A=1\nA=2\n", {"A": "2"}),
        ("A=\nB=''\nC=\"\"", {"A": "", "B": "", "C": ""}),
        ('A=x # y\nB=$HOME\\n\nC=it\'s "so"', {"A": "x # y", "B": "$HOME\\n", "C": 'it\'s "so"'}),
        ("A='x  $B \\n \"'  \nB=2", {"A": 'x  $B \\n "', "B": "2"}),
        ('A="a\\"b\\\\c\\$d\\`e\\nf\'"\nB=2', {"A": "a\"b\\c$d`e\\nf'", "B": "2"}),
        ("A='one\ntwo\n'\nB=2", {"A": "one\ntwo\n", "B": "2"}),
        ("export=1", {"export": "1"}),
    ],
)
def test_a_file_is_read_by_its_rules(text: str, expected: dict[str, str]) -> None:
    assert parse(text.encode(), "f") == expected


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        (SECRET, 1, "no NAME=VALUE"),
        (f"A=1\n\n{SECRET} = 2", 3, "no NAME=VALUE"),
        (f"1A={SECRET}", 1, "no NAME=VALUE"),
        (f"A-B={SECRET}", 1, "no NAME=VALUE"),
        (f"A ={SECRET}", 1, "no NAME=VALUE"),
        (f"={SECRET}", 1, "no NAME=VALUE"),
        (f"B='two\nlines'\nA='{SECRET}", 3, "begins with '"),
        (f'A="{SECRET}\\"', 1, 'begins with "'),
        (f"A='{SECRET}' # why", 1, "begins with '"),
        (f"A=x\nB={SECRET}\0", 2, "NUL"),
    ],
)
def test_a_fault_is_told_by_its_line_and_never_by_a_value(text: str, line: int, words: str) -> None:
    with pytest.raises(EnvFileError, match=words) as caught:
        parse(text.encode(), "the/file")
    assert str(caught.value).startswith(f"the/file:{line}: ")
    assert SECRET not in str(caught.value)


def test_a_file_that_never_ends_is_refused() -> None:
    with pytest.raises(EnvFileError, match=f"longer than {LIMIT}"):
        read("/dev/zero")


@given(st.dictionaries(NAMES, PLAIN))
def test_plain_values_are_what_they_are(variables: dict[str, str]) -> None:
    text = "".join(f"{name}={value}\n" for name, value in variables.items())
    kept = {name: value.strip(" \t\r") for name, value in variables.items()}
    assert parse(text.encode(), "f") == kept


@given(st.dictionaries(NAMES, VALUES))
def test_any_value_can_be_said_in_double_quotes(variables: dict[str, str]) -> None:
    quoted = {name: "".join(f"\\{c}" if c in '"\\$`' else c for c in value) for name, value in variables.items()}
    text = "\n".join(f'{name}="{value}"' for name, value in quoted.items())
    assert parse(text.encode(), "f") == variables


@given(st.binary(max_size=60))
def test_whatever_stands_in_a_file_it_is_read_or_refused(raw: bytes) -> None:
    try:
        found = parse(raw, "f")
    except EnvFileError:
        return
    assert not any("\0" in text for text in (*found, *found.values()))


@given(st.dictionaries(NAMES.filter(lambda name: name not in {"PWD", "_", "SHLVL", "OLDPWD"}), PLAIN, max_size=3))
def test_a_shell_reads_a_quoted_file_alike(variables: dict[str, str]) -> None:
    if not variables:
        return
    values = {name: value.replace("\\", "/") for name, value in variables.items()}
    text = "".join(f"export {name}='{value}'\n" for name, value in values.items())
    script = f"{text}exec /usr/bin/env -0"
    made = subprocess.run(["/bin/sh", "-c", script], env={}, capture_output=True, check=True)
    told = dict(each.split("=", 1) for each in made.stdout.decode(errors="surrogateescape").split("\0") if each)
    assert {name: told[name] for name in values} == parse(text.encode(), "f")


def test_the_command_has_what_files_say_and_the_disk_has_not(shims: Shims) -> None:
    first, second = shims.root / "first.env", shims.root / "second.env"
    first.write_text(f"A={SECRET}-1\nB={SECRET}-2\nPATH=/nowhere\nEVERLY_RUN=forged\n")
    second.write_text(f"B={SECRET}-3\n")
    script = "import os; e = os.environ; print(len(e['A']), e['B'][-1], e['PATH'], e['C'], e['EVERLY_RUN'] != 'forged')"
    settings = {"env": {"PATH": "x", "C": "c", "A": "a"}, "env_files": (str(first), str(second))}
    shims.run(*python(script), **settings)
    assert log_of(shims.directories[0]).decode().split() == [str(len(SECRET) + 2), "3", "/nowhere", "c", "True"]
    kept = b"".join(each.read_bytes() for each in Path(shims.directories[0].path).iterdir() if each.is_file())
    assert str(second).encode() in kept
    assert SECRET.encode() not in kept


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (None, "No such file or directory"),
        (f"A=1\n{SECRET}\n", "found no NAME=VALUE, where NAME is letters, digits and '_'"),
    ],
)
def test_a_file_that_is_at_fault_ends_the_attempt_before_the_command(
    shims: Shims, content: str | None, problem: str
) -> None:
    file = shims.root / "job.env"
    if content:
        file.write_text(content)
    record = shims.run("sh", "-c", "echo x > ran", env_files=(str(file),))
    place = f"{file}:2" if content else str(file)
    assert record["failed"] == {"stage": "environment", "errno": None, "problem": f"{place}: {problem}"}
    assert not (shims.root / "ran").exists()


def test_a_long_place_is_cut_and_the_record_is_kept(shims: Shims) -> None:
    record = shims.run("true", env_files=("/" + "ü" * 3000,))
    assert record["failed"]["stage"] == "environment"
    assert record["failed"]["problem"].startswith("/ü")


def test_a_run_that_waits_for_its_file_can_be_stopped(shims: Shims) -> None:
    """A pipe that nobody writes to, as a disk that does not answer: the shim listens while its command waits."""
    os.mkfifo(shims.root / "pipe")
    directory = shims.start(shims.launch("sh", "-c", "echo x > ran", env_files=(str(shims.root / "pipe"),)))
    until(lambda: directory.read("started"))
    shims.started[0].terminate()
    record = shims.end(directory)
    assert (record["reason"], record["signal"], record["left"]) == ("stopped", 15, [])
    assert not (shims.root / "ran").exists()
