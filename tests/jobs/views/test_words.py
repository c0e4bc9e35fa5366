"""Commands and endings in words."""

import shutil
import subprocess

import pytest
from hypothesis import given
from hypothesis import strategies as st

from everly.jobs.commands import as_typed
from everly.jobs.ledger import Ending, Reason, Work
from everly.jobs.views.words import command_text, ending_text, signal_name

PLAIN = Work((("true",),), "/")
LIMITED = Work((("true",),), "/", (), (("timeout", 5.0),))


@pytest.mark.parametrize(
    ("ending", "words"),
    [
        (Ending(Reason.CODE, code=0), "exit 0"),
        (Ending(Reason.CODE, code=3), "exit 3"),
        (Ending(Reason.SIGNAL, signal=9), "killed by SIGKILL"),
        (Ending(Reason.SIGNAL, signal=77), "killed by signal 77"),
        (Ending(Reason.TIMEOUT, signal=15), "timeout after 5 s"),
        (Ending(Reason.STOPPED, code=0), "stopped"),
        (Ending(Reason.UNSTARTED, note="no such file: 'x'"), "could not start (no such file: 'x')"),
        (Ending(Reason.UNSTARTED, note="it never began: its unit is masked"), "could not start (its unit is masked)"),
        (Ending(Reason.UNSTARTED, note="it never began"), "could not start (it never began)"),
        (Ending(Reason.OVERLAP), "skipped: still running"),
        (Ending(Reason.MISSED), "missed: no runner was up"),
        (Ending(Reason.MISSED, note="the runner was late"), "missed: the runner was late"),
        (Ending(Reason.PAUSED), "skipped: paused"),
        (Ending(Reason.UNKNOWN), "lost: nobody saw how it ended"),
        (Ending(Reason.REBOOT), "lost: the machine was restarted"),
    ],
)
def test_an_ending_is_told_with_its_reason(ending: Ending, words: str) -> None:
    assert ending_text(ending, LIMITED) == words


def test_every_reason_has_words_also_without_a_timeout_that_is_known() -> None:
    for reason in Reason:
        code, signal = (0 if reason is Reason.CODE else None), (9 if reason is Reason.SIGNAL else None)
        assert ending_text(Ending(reason, code, signal), PLAIN)
    assert ending_text(Ending(Reason.TIMEOUT), PLAIN) == "timeout"
    assert signal_name(15) == "SIGTERM"


@pytest.mark.parametrize(
    ("work", "text"),
    [
        (Work((("echo", "a b", "it's"),), "/"), """echo 'a b' 'it'"'"'s'"""),
        (Work((("make",), ("make", "test")), "/"), "make + make test"),
        (Work((("expr", "1", "+", "1"),), "/"), r"expr 1 '\+' 1"),
        (Work((("/bin/sh", "-c", "a | b"), ("/bin/sh", "-c", "c")), "/", (), (("shell", True),)), "a | b + c"),
        (Work((("/bin/sh", "-c", "a | b"),), "/", (), (("shell", False),)), "/bin/sh -c 'a | b'"),
    ],
)
def test_a_command_is_shown_as_it_would_be_typed(work: Work, text: str) -> None:
    assert command_text(work) == text


@pytest.mark.parametrize(
    ("word", "text"),
    [
        ("a\nb", r"$'a\nb'"),
        ("it's\t\\", r"$'it\'s\t\\'"),
        ("\x1b[1m", r"$'\x1b[1m'"),
        ("caf\xe9\n", "$'caf\xe9\\n'"),
        ("\udcff", r"$'\xff'"),
        ("\u200b", r"$'\u200b'"),
        ("\U000e0001", r"$'\U000e0001'"),
    ],
)
def test_what_cannot_be_shown_is_escaped_in_a_command(word: str, text: str) -> None:
    assert command_text(Work((("printf", word),), "/")) == f"printf {text}"


BASH = shutil.which("bash") or ""


@pytest.mark.skipif(not BASH, reason="there is no bash")
@given(st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), min_size=1))
def test_a_shell_reads_it_as_it_was(word: str) -> None:
    """But for what is no text, or not in the locale of the shell."""
    shown = command_text(Work((("printf", "%s", word),), "/"))
    read = subprocess.run([BASH, "-c", shown], capture_output=True, check=True, env={"LC_ALL": "C.UTF-8"})
    assert read.stdout == as_typed(word).encode()
