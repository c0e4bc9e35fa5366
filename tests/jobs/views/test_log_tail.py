"""Logs as they are read while they grow: lines of each stream, and what is missing."""

import errno
from pathlib import Path
from unittest.mock import patch

import pytest
from hypothesis import given
from hypothesis import strategies as st

from everly.jobs.runs.log_index import STDERR, STDOUT, log_file
from everly.jobs.runs.log_writer import LogWriter
from everly.jobs.views.log_begin import at_last_lines, at_time
from everly.jobs.views.log_lines import Line, Lost, Origin, Output
from everly.jobs.views.log_tail import Chunk, Gap, LogTail

ORIGIN = Origin("web", 1, 1, 1)
NOW = 1_800_000_000_000


def lines(output: Output) -> list[bytes]:
    return [each.data for each in output.lines() if isinstance(each, Line)]


@pytest.fixture
def writer(tmp_path: Path) -> LogWriter:
    return LogWriter(str(tmp_path), 1 << 20, 5)


def test_what_came_is_read_once_with_its_stream_and_time(writer: LogWriter) -> None:
    tail = LogTail(writer.directory)
    assert list(tail.read()) == []
    writer.write(b"one\n", STDOUT, NOW)
    writer.write(b"two\n", STDERR, NOW + 1)
    assert list(tail.read()) == [Chunk(NOW, STDOUT, b"one\n"), Chunk(NOW + 1, STDERR, b"two\n")]
    assert list(tail.read()) == []
    writer.write(b"three\n", STDERR, NOW + 2)
    assert list(tail.read()) == [Chunk(NOW + 1, STDERR, b"three\n")]


def test_a_tail_may_begin_within_a_log(writer: LogWriter) -> None:
    for number in range(3):
        writer.write(b"abc\n", STDOUT + number % 2, NOW + number * 100)
    assert list(LogTail(writer.directory, 6).read()) == [
        Chunk(NOW + 100, STDERR, b"c\n"),
        Chunk(NOW + 200, STDOUT, b"abc\n"),
    ]


def test_a_read_ends_where_the_log_ended_when_it_began(writer: LogWriter) -> None:
    """Else a job that writes as fast as it is read would keep all others from their turn."""
    writer.write(b"one\n", STDOUT, NOW)
    reading = LogTail(writer.directory).read()
    assert next(reading) == Chunk(NOW, STDOUT, b"one\n")
    writer.write(b"two\n", STDOUT, NOW + 100)
    assert list(reading) == []


def test_what_rotation_took_away_is_told_where_it_stood(tmp_path: Path) -> None:
    writer = LogWriter(str(tmp_path), limit=10, keep=2)
    output = Output(ORIGIN, str(tmp_path))
    writer.write(b"12345678\n", STDOUT, NOW)
    assert lines(output) == [b"12345678"]
    for number in range(10):
        writer.write(b"%d2345678\n" % number, STDOUT, NOW + 100 * number)
    found = list(output.lines())
    assert isinstance(found[0], Lost)
    assert found[0].gap.kept
    read = sum(len(each.data) + 1 for each in found if isinstance(each, Line))
    assert found[0].gap.size + read == 90


def test_what_the_disk_refused_is_told_where_it_would_have_stood(writer: LogWriter) -> None:
    output = Output(ORIGIN, writer.directory)
    writer.write(b"one\nhalf", STDOUT, NOW)
    with patch("everly.jobs.runs.log_writer.hit", side_effect=OSError(errno.ENOSPC, "full")):
        writer.write(b"12345", STDOUT, NOW + 100)
    writer.write(b"two\n", STDOUT, NOW + 200)
    with patch("everly.jobs.runs.log_writer.hit", side_effect=OSError(errno.ENOSPC, "full")):
        writer.write(b"123", STDOUT, NOW + 300)
    writer.close(NOW + 400)
    found = list(output.lines())
    assert found == [
        *(Line(ORIGIN, NOW, STDOUT, b"one"), Line(ORIGIN, NOW, STDOUT, b"half")),
        *(Lost(ORIGIN, Gap(5, kept=False)), Line(ORIGIN, NOW + 200, STDOUT, b"two")),
    ]
    output.ended = True
    assert list(output.lines()) == [Lost(ORIGIN, Gap(3, kept=False))]
    assert output.done


def test_all_that_a_full_disk_refused_at_one_place_is_one_gap(writer: LogWriter) -> None:
    """However often the job wrote meanwhile; each try leaves a mark, where there is room for that."""
    output, found = Output(ORIGIN, writer.directory), list[Line | Lost]()
    for time in (NOW, NOW + 1000):
        with patch("everly.jobs.runs.log_writer.hit", side_effect=OSError(errno.ENOSPC, "full")):
            for number in range(20):
                writer.write(b"12345", (STDOUT, STDERR)[number % 2], time + 20 * number)
        if time == NOW:
            writer.write(b"two\n", STDOUT, NOW + 900)
            found += output.lines()
    writer.close(NOW + 2000)
    output.ended = True
    found += output.lines()
    lost = Lost(ORIGIN, Gap(100, kept=False))
    assert found == [lost, Line(ORIGIN, NOW + 900, STDOUT, b"two"), lost]


def test_what_was_lost_before_the_place_where_one_begins_is_not_told(writer: LogWriter) -> None:
    writer.write(b"one\n", STDOUT, NOW)
    with patch("everly.jobs.runs.log_writer.hit", side_effect=OSError(errno.ENOSPC, "full")):
        writer.write(b"12345", STDOUT, NOW + 100)
    writer.write(b"two\n", STDERR, NOW + 200)
    writer.write(b"three\n", STDOUT, NOW + 300)
    for offset, wanted in ((8, [Chunk(NOW + 300, STDOUT, b"three\n")]), (5, [Chunk(NOW + 200, STDERR, b"wo\n")])):
        assert [*LogTail(writer.directory, offset).read()][:1] == wanted
    output = Output(ORIGIN, writer.directory, 14, ended=True)
    assert list(output.lines()) == []


def test_neither_stream_tears_a_line_of_the_other(writer: LogWriter) -> None:
    output = Output(ORIGIN, writer.directory)
    writer.write(b"begun, ", STDOUT, NOW)
    writer.write(b"warning: ", STDERR, NOW + 20)
    assert lines(output) == []
    writer.write(b"ended\nnext", STDOUT, NOW + 40)
    writer.write(b"hot\n", STDERR, NOW + 60)
    assert list(output.lines()) == [
        Line(ORIGIN, NOW, STDOUT, b"begun, ended"),
        Line(ORIGIN, NOW + 20, STDERR, b"warning: hot"),
    ]
    output.ended = True
    assert list(output.lines()) == [Line(ORIGIN, NOW + 40, STDOUT, b"next")]


def test_a_carriage_return_ends_a_line_and_one_before_a_line_feed_is_part_of_its_end(writer: LogWriter) -> None:
    output = Output(ORIGIN, writer.directory)
    writer.write(b"10%\r20%\r", STDOUT, NOW)
    assert lines(output) == [b"10%"]
    writer.write(b"\nend\r", STDOUT, NOW + 100)
    assert lines(output) == [b"20%"]
    writer.write(b"\n", STDOUT, NOW + 200)
    assert lines(output) == [b"end"]


def test_a_line_without_an_end_is_broken_where_it_becomes_too_long(writer: LogWriter) -> None:
    output = Output(ORIGIN, writer.directory)
    writer.write(b"x" * 200_000, STDOUT, NOW)
    found = lines(output)
    assert sum(map(len, found)) > 100_000
    output.ended = True
    assert b"".join([*found, *lines(output)]) == b"x" * 200_000


@given(st.lists(st.tuples(st.binary(min_size=1, max_size=12), st.sampled_from([STDOUT, STDERR]), st.booleans())))
def test_every_line_of_each_stream_comes_in_order_however_it_is_cut(
    tmp_path_factory: pytest.TempPathFactory, writes: list[tuple[bytes, int, bool]]
) -> None:
    folder = tmp_path_factory.mktemp("log")
    writer, output = LogWriter(str(folder), 16, 1000), Output(ORIGIN, str(folder))
    found = []
    for place, (data, stream, look) in enumerate(writes):
        writer.write(data, stream, NOW + 100 * place)
        if look:
            found += list(output.lines())
    output.ended = True
    found += list(output.lines())
    for stream in (STDOUT, STDERR):
        whole = b"".join(data for data, each, _ in writes if each == stream)
        assert [each.data for each in found if isinstance(each, Line) and each.stream == stream] == whole.splitlines()
    assert not any(isinstance(each, Lost) for each in found)


@given(st.lists(st.lists(st.sampled_from([b"a", b"bb\n", b"\n", b"c\n"]), max_size=6), max_size=4), st.integers(0, 12))
def test_the_last_lines_are_found_over_several_logs(
    tmp_path_factory: pytest.TempPathFactory, logs: list[list[bytes]], wanted: int
) -> None:
    directories, whole = [], []
    for log in logs:
        directories.append(str(tmp_path_factory.mktemp("log")))
        writer = LogWriter(directories[-1], 4, 1000)
        for data in log:
            writer.write(data, STDOUT, NOW)
        whole += b"".join(log).splitlines()
    offsets = at_last_lines(directories, wanted)
    found = []
    for directory, offset in zip(directories, offsets, strict=True):
        found += lines(Output(ORIGIN, directory, offset, ended=True))
    assert found == whole[len(whole) - wanted :] if wanted < len(whole) else found == whole


def test_a_time_is_found_in_each_log(tmp_path: Path) -> None:
    for name, begin in (("a", 0), ("b", 1000)):
        (tmp_path / name).mkdir()
        writer = LogWriter(str(tmp_path / name), 1 << 20, 5)
        for number in range(5):
            writer.write(b"%d\n" % number, STDOUT, NOW + begin + number * 100)
    assert at_time([str(tmp_path / "a"), str(tmp_path / "b")], NOW + 300) == [6, 0]


def test_a_log_whose_directory_goes_away_ends(writer: LogWriter) -> None:
    output = Output(ORIGIN, writer.directory)
    writer.write(b"one\n", STDOUT, NOW)
    assert lines(output) == [b"one"]
    for left in Path(writer.directory).iterdir():
        left.unlink()
    Path(writer.directory).rmdir()
    output.ended = True
    assert list(output.lines()) == []
    assert output.done


def test_bytes_whose_index_is_gone_are_shown_all_the_same(writer: LogWriter) -> None:
    writer.write(b"one\n", STDOUT, NOW)
    Path(log_file(writer.directory, 0).replace("log.", "index.")).unlink()
    assert list(LogTail(writer.directory).read()) == [Chunk(0, STDOUT, b"one\n")]
