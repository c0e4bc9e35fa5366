"""Records are whole, blank or refused, and written once."""

import os
from pathlib import Path
from zlib import crc32

import pytest
from hypothesis import given
from hypothesis import strategies as st

from everly.jobs.runs import records
from everly.jobs.runs.errors import RunError

FIELDS = st.dictionaries(
    st.text(max_size=8), st.none() | st.booleans() | st.integers() | st.text(max_size=20), max_size=8
)


@given(FIELDS)
def test_what_is_written_is_read(fields: dict[str, object]) -> None:
    raw = records.encode(fields)
    assert len(raw) == records.SIZE
    assert records.decode(raw) == fields


@given(FIELDS, st.data())
def test_a_damaged_record_is_refused(fields: dict[str, object], data: st.DataObject) -> None:
    raw = bytearray(records.encode(fields))
    place = data.draw(st.integers(0, len(raw.rstrip(b"\n")) - 1))
    raw[place] ^= 1 << data.draw(st.integers(0, 7))
    with pytest.raises(RunError, match="damaged"):
        records.decode(bytes(raw))


@given(st.binary(max_size=64) | st.integers(1, records.SIZE - 1).map(bytes))
def test_foreign_bytes_are_refused(raw: bytes) -> None:
    with pytest.raises(RunError, match="damaged"):
        records.decode(raw)


@pytest.mark.parametrize("kept", [1, 100, records.SIZE - 1])
def test_a_truncated_record_is_refused(kept: int) -> None:
    with pytest.raises(RunError, match="damaged"):
        records.decode(records.encode({"code": 7})[:kept])


def test_what_is_no_record_of_fields_is_refused(tmp_path: Path) -> None:
    body = b"[1]"
    raw = b"everly-record-1 %08x 3\n%s\n" % (crc32(body), body)
    with pytest.raises(RunError, match="damaged"):
        records.decode(raw.ljust(records.SIZE, b"\n"))
    os.mkfifo(tmp_path / "exit")  # a pipe in its place, which nobody writes to
    with pytest.raises(RunError, match="damaged"):
        records.read(str(tmp_path / "exit"))


def test_a_record_is_written_once(tmp_path: Path) -> None:
    path = str(tmp_path / "exit")
    assert records.read(path) is None
    records.reserve(path)
    assert records.read(path) is None
    records.write(path, {"code": 7})
    with pytest.raises(RunError, match="written once"):
        records.write(path, {"code": 0})
    assert records.read(path) == {"code": 7}


def test_a_record_that_is_too_long_is_refused() -> None:
    with pytest.raises(RunError, match="4032 bytes"):
        records.encode({"text": "x" * 5000})


def test_a_link_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "real").write_bytes(records.encode({}))
    (tmp_path / "exit").symlink_to("real")
    with pytest.raises(OSError, match="exit"):
        records.read(str(tmp_path / "exit"))


def test_a_note_stands_beside_a_record_and_changes_nothing_of_it(tmp_path: Path) -> None:
    path = str(tmp_path / "r")
    records.reserve(path)
    records.write(path, {"text": "x" * 3900})
    assert records.noted(path) is None
    records.note(path, 1792)
    assert (records.noted(path), records.read(path)) == (1792, {"text": "x" * 3900})


def test_a_torn_note_is_none(tmp_path: Path) -> None:
    path = tmp_path / "r"
    records.reserve(str(path))
    records.note(str(path), 1792)
    path.write_bytes(path.read_bytes().replace(b"1792", b"1793"))
    assert records.noted(str(path)) is None
