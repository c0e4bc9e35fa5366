"""A log is the bytes of its command in order, less a count, however it is rotated and read."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from unittest.mock import patch

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from everly.jobs.runs import log_writer
from everly.jobs.runs.log_index import STDERR, STDOUT, Mark, pack, unpack
from everly.jobs.runs.log_reader import end, marks, offset_of_last, offset_since, read
from everly.jobs.runs.log_writer import LogWriter
from tests.jobs.runs.shims import Shims, check_bytes, log_of, python, shims, until

__all__ = ["shims"]

QUICK = settings(max_examples=40)  # each example makes files
WRITES = st.lists(st.tuples(st.binary(min_size=1, max_size=40), st.sampled_from([STDOUT, STDERR])), max_size=30)
LINES = st.lists(st.sampled_from([b"", b"a", b"bc\n", b"\n", b"long line\n"]), max_size=20)


@contextmanager
def folder() -> Iterator[str]:
    with tempfile.TemporaryDirectory() as path:
        yield path


def kept(directory: str, offset: int = 0) -> tuple[bytes, int]:
    """All that a reader gets from an offset on, and how much it missed."""
    data, missed = b"", 0
    while True:
        piece = read(directory, offset)
        missed += piece.missed
        if not piece.data:
            return data, missed
        data, offset = data + piece.data, piece.end


@QUICK
@given(WRITES, st.integers(1, 64))
def test_rotation_loses_nothing_while_there_is_room(writes: list[tuple[bytes, int]], limit: int) -> None:
    with folder() as path:
        log = LogWriter(path, limit, 10_000)
        for time, (data, stream) in enumerate(writes):
            log.write(data, stream, time)
        log.close(0)
        assert kept(path) == (b"".join(data for data, _ in writes), 0)
        assert log.offset == end(path) == sum(len(data) for data, _ in writes)
        assert all(each.stat().st_size <= limit for each in Path(path).glob("log.*"))


@QUICK
@given(WRITES, st.integers(1, 64), st.integers(1, 4))
def test_a_reader_is_told_what_was_rotated_away(writes: list[tuple[bytes, int]], limit: int, keep: int) -> None:
    with folder() as path:
        log = LogWriter(path, limit, keep)
        for data, stream in writes:
            log.write(data, stream, 0)
        whole = b"".join(data for data, _ in writes)
        data, missed = kept(path)
        assert whole == whole[:missed] + data
        assert len(list(Path(path).glob("log.*"))) == len(list(Path(path).glob("index.*"))) <= keep
        assert len(data) >= min(len(whole), limit * (keep - 1) + 1)


@QUICK
@given(WRITES, st.integers(1, 64), st.integers(1, 3), st.data())
def test_a_reader_that_follows_at_its_own_pace_gets_every_byte_or_its_count(
    writes: list[tuple[bytes, int]], limit: int, keep: int, data: st.DataObject
) -> None:
    with folder() as path:
        log, offset, got = LogWriter(path, limit, keep), 0, 0
        whole = b"".join(each for each, _ in writes)
        for each, stream in writes:
            log.write(each, stream, 0)
            if data.draw(st.booleans()):
                piece = read(path, offset, data.draw(st.integers(1, 30)))
                assert piece.offset == offset + piece.missed
                assert whole[piece.offset : piece.end] == piece.data
                offset, got = piece.end, got + len(piece.data) + piece.missed
        rest, missed = kept(path, offset)
        assert got + len(rest) + missed == len(whole)


@QUICK
@given(WRITES, st.integers(1, 64))
def test_the_index_tells_the_streams_apart(writes: list[tuple[bytes, int]], limit: int) -> None:
    with folder() as path:
        log = LogWriter(path, limit, 10_000)
        for time, (data, stream) in enumerate(writes):
            log.write(data, stream, time)
        found, whole = marks(path), kept(path)[0]
        for stream in (STDOUT, STDERR):
            ends = [*(mark.offset for mark in found[1:]), len(whole)]
            mine = b"".join(
                whole[mark.offset : stop] for mark, stop in zip(found, ends, strict=False) if mark.stream == stream
            )
            assert mine == b"".join(data for data, each in writes if each == stream)


@QUICK
@given(LINES, st.integers(1, 12), st.integers(0, 8), st.integers(1, 16))
def test_the_last_lines_are_found_across_files(parts: list[bytes], limit: int, lines: int, piece: int) -> None:
    text = b"".join(parts)
    with folder() as path, patch("everly.jobs.runs.log_reader._PIECE", piece):
        log = LogWriter(path, limit, 10_000)
        log.write(text, STDOUT, 0)
        expected = b"".join(text.splitlines(keepends=True)[-lines:] if lines else [])
        assert kept(path, offset_of_last(path, lines))[0] == expected


@QUICK
@given(st.lists(st.tuples(st.integers(0, 1000), st.sampled_from([STDOUT, STDERR])), min_size=1), st.integers(0, 1000))
def test_the_output_since_a_time_begins_at_its_mark(writes: list[tuple[int, int]], time: int) -> None:
    times = sorted(each for each, _ in writes)
    with folder() as path:
        log = LogWriter(path, 7, 10_000)
        for each in times:
            log.write(b"x", STDOUT, each)
        assert offset_since(path, time) >= sum(each < time - log_writer.RESOLUTION for each in times)
        assert offset_since(path, time) <= sum(each < time + log_writer.RESOLUTION for each in times)


@QUICK
@given(
    st.lists(st.builds(Mark, *[st.integers(0, 2**60)] * 2, st.integers(0, 2), st.integers(0, 2**60))),
    st.binary(max_size=23),
)
def test_marks_survive_and_half_a_mark_is_left_out(written: list[Mark], rest: bytes) -> None:
    assert unpack(b"".join(map(pack, written)) + rest) == written


@QUICK
@given(
    st.lists(st.tuples(st.binary(min_size=1, max_size=20), st.integers(0, 25)), min_size=1, max_size=12),
    st.integers(4, 40),
)
def test_what_a_full_disk_does_not_take_is_counted_where_it_is_missing(
    writes: list[tuple[bytes, int]], limit: int
) -> None:
    """The disk takes the given number of bytes of each write, of data and marks alike, and is then full."""
    real = os.write
    room = 0

    def short(handle: int, data: bytes) -> int:
        nonlocal room
        if not room:
            raise OSError(28, "full")
        done = real(handle, data[:room])
        room -= done
        return done

    with folder() as path, patch("everly.jobs.runs.log_writer.os.write", short):
        log = LogWriter(path, limit, 10_000)
        for data, free in writes:
            room = free
            log.write(data, STDOUT, 0)
        room = 1000
        log.close(0)
        assert log.offset + log.dropped == sum(len(data) for data, _ in writes)
        assert len(kept(path)[0]) == log.offset
        assert sum(mark.dropped for mark in marks(path)) == (log.dropped if end(path) or marks(path) else 0)


def test_an_empty_log_has_no_bytes(tmp_path: Path) -> None:
    assert (kept(str(tmp_path)), end(str(tmp_path)), marks(str(tmp_path))) == ((b"", 0), 0, [])
    assert (offset_of_last(str(tmp_path), 5), offset_since(str(tmp_path), 0)) == (0, 0)


def test_a_reader_finds_a_file_at_any_moment_of_a_rotation(tmp_path: Path) -> None:
    real, ends = os.unlink, list[int]()

    def looking(path: str) -> None:
        ends.append(end(str(tmp_path)))
        real(path)

    log = LogWriter(str(tmp_path), 4, 1)
    with patch("everly.jobs.runs.log_writer.os.unlink", looking):
        log.write(b"0123456789", STDOUT, 0)
    assert ends == [4, 4, 8, 8]


def test_the_end_of_a_log_is_found_while_it_is_rotated(tmp_path: Path) -> None:
    LogWriter(str(tmp_path), 100, 1).write(b"12345", STDOUT, 0)
    with patch("everly.jobs.runs.log_reader.starts", side_effect=[[77], [0]]):
        assert end(str(tmp_path)) == 5


def test_the_oldest_goes_first_where_there_is_no_room_for_a_name(tmp_path: Path) -> None:
    real = os.open

    def full(path: str, flags: int, mode: int = 0o777) -> int:
        if flags & os.O_CREAT and len(list(tmp_path.iterdir())) >= 4:
            raise OSError(28, "full")
        return real(path, flags, mode)

    with patch("everly.jobs.runs.log_writer.os.open", full):
        log = LogWriter(str(tmp_path), 4, 2)
        log.write(b"0123456789", STDOUT, 0)
        (tmp_path / "index.4").unlink()  # what somebody takes away is not missed
        log.write(b"abcdef", STDOUT, 0)
    assert log.dropped == 0
    assert kept(str(tmp_path), 12) == (b"cdef", 0)


def test_a_full_disk_loses_log_and_keeps_the_exit_record(shims: Shims) -> None:
    """A limit on the size of files stands in for the disk: 64 KiB, which the record is far below."""
    script = "import resource, os\nos.write(1, bytes(range(256)) * 1000)\nraise SystemExit(5)"
    launch = shims.launch(*python(script), log_bytes=1 << 20)
    directory = shims.start(launch, limit=65536)
    record = shims.end(directory)
    assert (record["code"], record["bytes"], record["dropped"]) == (5, 65536, 256_000 - 65536)
    check_bytes(log_of(directory), (bytes(range(256)) * 1000)[:65536])


def test_streams_and_rotation_in_a_real_run(shims: Shims) -> None:
    script = "import os\nfor n in range(400):\n os.write(1 + n % 2, b'%07d\\n' % n)"
    record = shims.run(*python(script), log_bytes=100, log_files=10_000)
    lines = log_of(shims.directories[0]).split()
    assert sorted(map(int, lines)) == list(range(400))
    assert [int(line) for line in lines if int(line) % 2] == list(range(1, 400, 2))
    assert record["bytes"] == 3200


def test_a_log_can_be_read_while_it_is_written(shims: Shims) -> None:
    directory = shims.start(shims.launch("sh", "-c", "echo early; read line; echo $line"))
    until(lambda: log_of(directory) == b"early\n")
    assert directory.read("exit") is None


@pytest.mark.parametrize("point", ["log.rotated", "log.write"])
def test_a_shim_killed_while_logging_leaves_a_readable_log(shims: Shims, point: str) -> None:
    script = "import os\nfor n in range(400):\n os.write(1, b'%07d\\n' % n)"
    directory = shims.start(shims.launch(*python(script), log_bytes=24, log_files=10_000), f"{point}=kill@7")
    shims.started[0].wait()
    found = log_of(directory)
    assert found == b"".join(b"%07d\n" % n for n in range(400))[: len(found)]
    assert 0 < len(found) <= 24 * 6
