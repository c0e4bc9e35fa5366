"""What a job does: as it is kept, and what is refused."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from everly.jobs.ledger.errors import RefusedError
from everly.jobs.ledger.work import Work, check_name, from_json, to_json

WORDS = st.text(st.characters(exclude_characters="\0", exclude_categories=()))  # bytes that are no UTF-8 too
STEPS = st.lists(st.lists(WORDS, min_size=1).map(tuple), min_size=1).map(tuple)
NAMES = WORDS.filter(lambda name: name and "=" not in name)
OPTIONS = st.none() | st.booleans() | st.integers() | st.text() | st.floats(allow_nan=False)
WORKS = st.builds(
    Work,
    STEPS,
    WORDS.map(lambda path: f"/{path}"),
    st.lists(st.tuples(NAMES, WORDS)).map(tuple),
    st.lists(st.tuples(st.text(), OPTIONS)).map(tuple),
)


@given(WORKS)
def test_work_is_kept_as_ascii_and_comes_back(work: Work) -> None:
    text = to_json(work)
    assert text.isascii()
    assert from_json(text) == work


@pytest.mark.parametrize(
    ("steps", "cwd", "env", "message"),
    [
        ((), "/", (), "needs a command"),
        (((),), "/", (), "needs a command"),
        ((("a",), ()), "/", (), "needs a command"),
        ((("a",),), "here", (), "'here' is no absolute path"),
        ((("a",),), "/", (("A=B", "c"),), "'A=B' is no name of an environment variable"),
        ((("a",),), "/", (("", "c"),), "'' is no name of an environment variable"),
        ((("a\0",),), "/", (), "NUL"),
        ((("a",),), "/\0", (), "NUL"),
        ((("a",),), "/", (("A", "\0"),), "NUL"),
    ],
)
def test_what_no_process_can_be_given_is_refused(
    steps: tuple[tuple[str, ...], ...], cwd: str, env: tuple[tuple[str, str], ...], message: str
) -> None:
    with pytest.raises(ValueError, match=message):
        Work(steps, cwd, env)


@pytest.mark.parametrize("text", ["", "{}", "[]", "3", '{"steps": [], "cwd": "/", "env": [], "options": []}'])
def test_a_text_that_keeps_no_work_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        from_json(text)


@pytest.mark.parametrize("name", ["a", "0", "tidy-up", "a.b_c-1", "a" * 63])
def test_a_name_may_be(name: str) -> None:
    check_name(name)


@pytest.mark.parametrize("name", ["", "A", "-a", ".a", "_a", "a b", "a/b", "a" * 64, "ä", "a\n"])
def test_a_name_may_not_be(name: str) -> None:
    with pytest.raises(RefusedError, match="is no name of a job") as caught:
        check_name(name)
    assert "lower-case" in (caught.value.help or "")
