"""Files read and written without loss."""

import os
import stat
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from everly.linting.files import FileError, decoded, read_file, rewrite, write_file

WINDOWS = os.name == "nt"


@given(st.binary())
def test_any_bytes_are_read_and_written_as_they_are(raw: bytes) -> None:
    if raw[:2] in {b"\xff\xfe", b"\xfe\xff"} and len(raw) % 2:
        with pytest.raises(FileError):
            decoded(Path("x"), raw, "x")
        return
    file = decoded(Path("x"), raw, "x")
    assert file.encoding.encode(file.document.text) == raw


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        (b"\xef\xbb\xbfdaily\r\n", "daily\r\n"),
        ("\ufeffd\u00e4ily".encode("utf-16-le"), "d\u00e4ily"),
        ("\ufeffd\u00e4ily".encode("utf-16-be"), "d\u00e4ily"),
        (b"caf\xe9", "caf\udce9"),
    ],
)
def test_a_mark_is_no_part_of_the_text_and_comes_back(raw: bytes, text: str) -> None:
    file = decoded(Path("x"), raw, "x")
    assert file.document.text == text
    assert file.encoding.encode(text) == raw


def test_bytes_that_their_mark_lies_about_are_refused() -> None:
    with pytest.raises(FileError, match="it begins as UTF-16, and is none"):
        decoded(Path("x"), b"\xff\xfea", "x")


def test_rewriting_keeps_the_mode_and_the_line_ends(tmp_path: Path) -> None:
    path = tmp_path / "crontab"
    path.write_bytes(b"\xef\xbb\xbfa\r\nb")
    path.chmod(0o640)
    rewrite(read_file(path, "crontab"), "c\r\nb")
    assert path.read_bytes() == b"\xef\xbb\xbfc\r\nb"
    assert WINDOWS or stat.S_IMODE(path.stat().st_mode) == 0o640
    assert [each.name for each in tmp_path.iterdir()] == ["crontab"]


@pytest.mark.skipif(WINDOWS, reason="links need a right there")
def test_a_link_stays_a_link_and_what_it_leads_to_is_written(tmp_path: Path) -> None:
    target, link = tmp_path / "target", tmp_path / "link"
    target.write_text("a")
    link.symlink_to("target")
    rewrite(read_file(link, "link"), "b")
    assert link.is_symlink()
    assert target.read_text() == "b"


def test_a_file_that_changed_meanwhile_is_not_written(tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.write_text("a")
    file = read_file(path, "a")
    path.write_text("b")
    with pytest.raises(FileError, match="it changed meanwhile, so it was not written"):
        rewrite(file, "c")
    assert path.read_text() == "b"


def test_what_is_not_there_or_a_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FileError, match="no such file"):
        read_file(tmp_path / "none", "none")
    with pytest.raises(FileError):
        read_file(tmp_path, "folder")
    with pytest.raises(FileError, match="it cannot be written: "):
        write_file(tmp_path / "none" / "a", b"")


@pytest.mark.skipif(WINDOWS, reason="pipes have no names in folders there")
def test_a_pipe_that_nobody_holds_is_not_waited_for(tmp_path: Path) -> None:
    pipe = tmp_path / "a.yaml"
    os.mkfifo(pipe)
    with pytest.raises(FileError, match="it is no file, but a pipe or a device"):
        read_file(pipe, "pipe")
    with pytest.raises(FileError, match="it cannot be written: nobody reads it"):
        write_file(pipe, b"a")


@pytest.mark.skipif(WINDOWS, reason="pipes have no names in folders there")
def test_a_pipe_that_is_read_is_written_and_stays(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    try:
        write_file(pipe, b"report")
        assert os.read(reader, 100) == b"report"
    finally:
        os.close(reader)
    assert stat.S_ISFIFO(pipe.stat().st_mode)


@pytest.mark.skipif(WINDOWS, reason="there are no such names there")
def test_what_was_handed_over_open_is_read_and_written(tmp_path: Path) -> None:
    ours, theirs = os.pipe()
    with os.fdopen(theirs, "wb"), os.fdopen(ours, "rb") as reader:
        write_file(Path(f"/dev/fd/{theirs}"), b"daily")
        assert reader.read1(100) == b"daily"
    log = tmp_path / "log"
    with log.open("ab") as stream:
        stream.write(b"before\n")
        stream.flush()
        write_file(Path(f"/dev/fd/{stream.fileno()}"), b"report")
    assert log.read_bytes() == b"before\nreport"
    with log.open("rb") as stream:
        assert read_file(Path(f"/dev/fd/{stream.fileno()}"), "-").raw == b"before\nreport"
    assert read_file(Path(os.devnull), "null").raw == b""
    write_file(Path(os.devnull), b"a")


def test_a_new_file_has_the_mode_that_new_files_have(tmp_path: Path) -> None:
    write_file(tmp_path / "a", b"a")
    (tmp_path / "b").write_bytes(b"b")
    assert (tmp_path / "a").stat().st_mode == (tmp_path / "b").stat().st_mode


def test_a_file_that_is_too_large_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("everly.linting.files.MOST_BYTES", 1 << 20)
    (tmp_path / "a").write_bytes(b"a" * ((1 << 20) + 1))
    with pytest.raises(FileError, match="it is larger than 1 MiB"):
        read_file(tmp_path / "a", "a")
