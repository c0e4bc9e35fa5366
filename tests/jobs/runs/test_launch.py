"""A launch survives its way to the shim, and nonsense does not get there."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from everly.jobs.runs.errors import RunError
from everly.jobs.runs.launch import Launch, dump, load

TEXT = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=12)
ODD = st.binary(max_size=12).map(lambda raw: raw.replace(b"\0", b"").decode(errors="surrogateescape"))
NAMES = TEXT.filter(lambda name: name and "=" not in name)


@given(st.lists(TEXT | ODD, max_size=4), st.dictionaries(NAMES, TEXT | ODD, max_size=4), st.booleans())
def test_a_launch_is_read_as_it_was_written(rest: list[str], env: dict[str, str], tty: bool) -> None:
    launch = Launch(directory="/runs/1", argv=("echo", *rest), cwd="/", env=env, tty=tty, env_files=("/a.env",))
    assert load(dump(launch)) == launch


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"directory": "runs/1"}, "absolute"),
        ({"cwd": "."}, "absolute"),
        ({"argv": ()}, "no command"),
        ({"argv": ("",)}, "no command"),
        ({"argv": ("echo", "a\0b")}, "NUL"),
        ({"env": {"A": "\0"}}, "NUL"),
        ({"env": {"A=B": "x"}}, "name of an environment variable"),
        ({"env": {"": "x"}}, "name of an environment variable"),
        ({"grace": -1.0}, "grace"),
        ({"grace": float("nan")}, "without end"),
        ({"grace": float("inf")}, "without end"),
        ({"timeout": float("nan")}, "without end"),
        ({"timeout": float("inf")}, "without end"),
        ({"directory": "/a\0"}, "NUL"),
        ({"cwd": "/a\0"}, "NUL"),
        ({"env_files": ("a.env",)}, "absolute"),
        ({"timeout": 0.0}, "timeout"),
        ({"log_bytes": 0}, "log"),
        ({"log_files": 0}, "log"),
        ({"umask": 0o1000}, "umask"),
    ],
)
def test_nonsense_is_refused(changes: dict[str, Any], words: str) -> None:
    with pytest.raises(RunError, match=words):
        Launch(**{"directory": "/runs/1", "argv": ("true",), "cwd": "/", **changes})


@pytest.mark.parametrize(
    "raw", [b"", b"[]", b"{}", b'{"argv": ["x"], "later": 1}', b'{"argv": 3}', b'{"argv": ["x"], "directory": 5}']
)
def test_what_is_no_launch_is_refused(raw: bytes) -> None:
    with pytest.raises(RunError, match="no launch"):
        load(raw)
