"""Messages of D-Bus: what is asked has the form of its specification, and what is answered cannot harm."""

from __future__ import annotations

import struct
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from everly.jobs.systemd.wire import FIXED, LONGEST, Reply, WireError, length_of, pack_call, unpack_reply

START = (
    b"l\x01\x00\x01\x1a\x00\x00\x00\x01\x00\x00\x00\xa0\x00\x00\x00"
    b"\x01\x01o\x00\x19\x00\x00\x00/org/freedesktop/systemd1\x00\x00\x00\x00\x00\x00\x00"
    b"\x02\x01s\x00 \x00\x00\x00org.freedesktop.systemd1.Manager\x00\x00\x00\x00\x00\x00\x00\x00"
    b"\x03\x01s\x00\t\x00\x00\x00StartUnit\x00\x00\x00\x00\x00\x00\x00"
    b"\x06\x01s\x00\x18\x00\x00\x00org.freedesktop.systemd1\x00\x00\x00\x00\x00\x00\x00\x00"
    b"\x08\x01g\x00\x02ss\x00"
    b"\x05\x00\x00\x00a.bcd\x00\x00\x00\x07\x00\x00\x00replace\x00"
)
VERSION = (  # what a manager of version 252 answered
    b"l\x02\x01\x01\x19\x00\x00\x00\x01\x00\x00\x007\x00\x00\x00\x05\x01u\x00\x01\x00\x00\x00"
    b"\x07\x01s\x00\x18\x00\x00\x00org.freedesktop.systemd1\x00\x00\x00\x00\x00\x00\x00\x00\x08\x01g\x00\x01v\x00\x00"
    b"\x01s\x00\x00\x10\x00\x00\x00252.38-1~deb12u1\x00"
)


def test_a_call_is_as_the_specification_says() -> None:
    made = pack_call(
        1, "/org/freedesktop/systemd1", "org.freedesktop.systemd1.Manager", "StartUnit", "ss", "a.bcd", "replace"
    )
    assert made[FIXED:] == START[FIXED:]
    assert struct.unpack_from("<cBBBII", made) == (b"l", 1, 0, 1, len(START) - START.index(b"\x05\x00\x00\x00a.bcd"), 1)
    assert length_of(made[:FIXED]) == len(made)


def test_lists_and_flags_are_packed_with_their_lengths() -> None:
    made = pack_call(7, "/", "a.b", "C", "asbb", ["x", "yz"], False, True)
    body = b"\x0f\x00\x00\x00\x01\x00\x00\x00x\x00\x00\x00\x02\x00\x00\x00yz\x00\x00\x00\x00\x00\x00\x01\x00\x00\x00"
    assert made.endswith(body)


def test_an_answer_and_an_error_are_read() -> None:
    assert unpack_reply(VERSION) == Reply(1, None, ("252.38-1~deb12u1",))
    refused = VERSION[:1] + b"\x03" + VERSION[2:]
    assert unpack_reply(refused) == Reply(1, "an error without a name", ("252.38-1~deb12u1",))
    assert unpack_reply(VERSION[:1] + b"\x04" + VERSION[2:]) is None, "a signal answers nothing"


@pytest.mark.parametrize("head", [b"B" + VERSION[1:FIXED], b"l\x02\x01\x02" + VERSION[4:FIXED], b"HTTP/1.1 400 Bad "])
def test_what_is_no_message_is_refused(head: bytes) -> None:
    with pytest.raises(WireError):
        length_of(head[:FIXED])


def test_a_message_without_end_is_refused() -> None:
    with pytest.raises(WireError, match="too long"):
        length_of(b"l\x02\x00\x01" + struct.pack("<III", LONGEST, 1, 8))


@given(st.binary(max_size=300), st.integers(0, 400))
def test_no_answer_does_any_harm(rest: bytes, fields: int) -> None:
    with suppress(WireError):
        unpack_reply(b"l\x02\x00\x01" + struct.pack("<III", 0, 1, fields) + rest)


def test_an_answer_that_nests_without_end_is_refused() -> None:
    nested = b"\x05" + b"\x01v\x00" * 5000
    with pytest.raises(WireError):
        unpack_reply(b"l\x02\x00\x01" + struct.pack("<III", 0, 1, len(nested)) + nested)
