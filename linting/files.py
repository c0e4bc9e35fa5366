"""Files read and written without loss: their encoding, line ends and mode stay, and a link stays a link."""

from __future__ import annotations

import codecs
import errno
import os
import stat
import tempfile
from contextlib import suppress
from pathlib import Path

from everly.frozen import frozen
from everly.linting.document import Document
from everly.linting.looking import NO_FILE, is_handed, is_no_file

MOST_BYTES = 32 << 20
"""Larger files are not read."""


class FileError(Exception):
    """A file that cannot be read or written, and why."""


@frozen
class Encoding:
    """How a text is kept as bytes: the mark at its beginning, if any, and the name of the encoding.

    Bytes that are no UTF-8 become halves of surrogate pairs, one each, and these bytes again.
    """

    mark: bytes
    name: str

    def encode(self, text: str) -> bytes:
        """The bytes of a text."""
        return self.mark + text.encode(self.name, _handler(self.name))


UTF_8 = Encoding(b"", "utf-8")
"""That of most files."""

_MARKED = (
    Encoding(codecs.BOM_UTF8, "utf-8"),
    Encoding(codecs.BOM_UTF16_LE, "utf-16-le"),
    Encoding(codecs.BOM_UTF16_BE, "utf-16-be"),
)


@frozen
class File:
    """A file as it was read."""

    path: Path
    raw: bytes
    encoding: Encoding
    document: Document


def read_file(path: Path, name: str) -> File:
    """A file, with a name for reports.

    Raises:
        FileError: It cannot be read, is too large, or is not in the encoding that its mark names.
    """
    raw = _read(path)
    return decoded(path, raw, name)


def decoded(path: Path, raw: bytes, name: str) -> File:
    """The file that some bytes are.

    Raises:
        FileError: They are not in the encoding that their mark names.
    """
    encoding = next((each for each in _MARKED if raw.startswith(each.mark)), UTF_8)
    try:
        text = raw[len(encoding.mark) :].decode(encoding.name, _handler(encoding.name))
    except UnicodeDecodeError:
        raise FileError(f"it begins as {encoding.name.upper()[:6]}, and is none") from None
    return File(path, raw, encoding, Document(name, text))


def rewrite(file: File, text: str) -> None:
    """Put a text in the place of that of a file, whole or not at all; its mode stays, and where a link leads.

    Raises:
        FileError: It cannot be written, or is no longer what was read.
    """
    if _read(file.path) != file.raw:
        raise FileError("it changed meanwhile, so it was not written")
    write_file(file.path, file.encoding.encode(text))


def write_file(path: Path, raw: bytes) -> None:
    """Write a file whole or not at all; one that is there is replaced, and keeps its mode, and where a link leads.

    Raises:
        FileError: It cannot be written.
    """
    try:
        if is_handed(path) or is_no_file(path):  # which nothing can take the place of
            _append(path, raw)
        else:
            _replace(path.resolve(), raw)
    except (OSError, RuntimeError) as error:
        raise FileError(f"it cannot be written: {_reason(error)}") from None


def _append(path: Path, raw: bytes) -> None:
    """Write to a pipe, a device, or what the shell opened; a pipe that nobody reads is not waited for."""
    try:
        with os.fdopen(_opened(path), "wb") as stream:
            stream.write(raw)
    except OSError as error:
        if error.errno == errno.ENXIO:
            raise FileError("it cannot be written: nobody reads it") from None
        raise


def _opened(path: Path) -> int:
    """The handle of what is there already, to write at its end; only the opening does not wait."""
    at_once = getattr(os, "O_NONBLOCK", 0)
    handle = os.open(path, os.O_WRONLY | os.O_APPEND | at_once)
    if at_once:
        os.set_blocking(handle, True)
    return handle


def _replace(target: Path, raw: bytes) -> None:
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name[:100]}.")
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(raw)
        _copy_mode(target, name)
        Path(name).replace(target)
    except BaseException:
        with suppress(OSError):
            Path(name).unlink()
        raise


def _copy_mode(target: Path, name: str) -> None:
    """Give the new file the mode and, where that is allowed, the owner of the old, or what a new file has."""
    try:
        old = target.stat()
    except FileNotFoundError:
        mask = os.umask(0)
        os.umask(mask)
        Path(name).chmod(0o666 & ~mask)
        return
    if hasattr(os, "chown"):
        with suppress(OSError):
            os.chown(name, old.st_uid, old.st_gid)
    Path(name).chmod(stat.S_IMODE(old.st_mode))


def _read(path: Path) -> bytes:
    if is_no_file(path):
        raise FileError(NO_FILE)
    try:
        with path.open("rb") as stream:
            raw = stream.read(MOST_BYTES + 1)
    except (OSError, ValueError) as error:
        raise FileError(_reason(error)) from None
    if len(raw) > MOST_BYTES:
        raise FileError(f"it is larger than {MOST_BYTES >> 20} MiB")
    return raw


def _reason(error: Exception) -> str:
    reason = error.strerror if isinstance(error, OSError) else None
    text = reason or str(error)
    return text[:1].lower() + text[1:]


def _handler(encoding: str) -> str:
    return "surrogateescape" if encoding == "utf-8" else "surrogatepass"
