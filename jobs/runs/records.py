"""Small facts on disk that are whole or not there: a run's `started` and `exit`.

A record is a file of 4 KiB, reserved when nothing has happened yet and written in place once. So it can be written on a
full disk, and a reader tells a blank one from a damaged one by its checksum.
"""

from __future__ import annotations

import json
import os
from zlib import crc32

from everly.jobs.runs.errors import RunError

TYPE_CHECKING = False  # as in typing, whose import takes as long as that of Python itself

if TYPE_CHECKING:
    from typing import Any

SIZE = 4096
_MARK = b"everly-record-1"
_NOTE = 64  # bytes at the end that hold no part of the record itself


def encode(fields: dict[str, Any]) -> bytes:
    """The bytes of a record, always SIZE of them."""
    body = json.dumps(fields, separators=(",", ":")).encode()
    whole = b"%s %08x %d\n%s\n" % (_MARK, crc32(body), len(body), body)
    if len(whole) > SIZE - _NOTE:
        raise RunError(f"a record holds {SIZE - _NOTE} bytes, this one would take {len(whole)}")
    return whole.ljust(SIZE, b"\n")


def decode(raw: bytes, name: str = "record") -> dict[str, Any] | None:
    """What a record says; None if it is reserved only. RunError if it is neither."""
    if len(raw) == SIZE and not raw.strip(b"\0"):
        return None
    head, _, rest = raw.partition(b"\n")
    parts = head.split()
    if len(raw) == SIZE and len(parts) == 3 and parts[0] == _MARK and parts[2].isdigit():
        body = rest[: int(parts[2])]
        if b"%08x" % crc32(body) == parts[1]:
            fields: dict[str, Any] | None = json.loads(body)
            if isinstance(fields, dict):
                return fields
    raise RunError(f"'{name}' is damaged: it is no record that everly wrote whole")


def reserve(path: str) -> None:
    """Make a blank record with its space; it is there whole or not at all. `keep` has it on the disk."""
    making = f"{path}.new"
    handle = os.open(making, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
    try:
        if os.write(handle, bytes(SIZE)) != SIZE:
            raise OSError(28, "no space left for a record", path)
    finally:
        os.close(handle)
    os.rename(making, path)  # noqa: PTH104 - pathlib is too slow to import in every shim


def keep(path: str) -> None:
    """Have a file on the disk."""
    handle = os.open(path, os.O_RDWR | os.O_NOFOLLOW | os.O_CLOEXEC)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def write(path: str, fields: dict[str, Any]) -> None:
    """Fill a blank record, for good: it is on disk when this returns. RunError if it is filled already."""
    raw = encode(fields)
    handle = os.open(path, os.O_RDWR | os.O_NOFOLLOW | os.O_CLOEXEC)
    try:
        if decode(os.pread(handle, SIZE, 0), path) is not None:
            raise RunError(f"'{path}' is written already, and a record is written once")
        os.pwrite(handle, raw, 0)
        os.fsync(handle)
    finally:
        os.close(handle)


def note(path: str, number: int) -> None:
    """Note a number beside what a record says, for who comes after this process if it is killed now.

    It takes no room, and is not waited for: what survives the process is enough.
    """
    body = b"%d" % number
    handle = os.open(path, os.O_WRONLY | os.O_NOFOLLOW | os.O_CLOEXEC)
    try:
        os.pwrite(handle, b"\nnote %08x %s\n" % (crc32(body), body), SIZE - _NOTE)
    finally:
        os.close(handle)


def noted(path: str) -> int | None:
    """The number that was noted beside what a record says; None if there is none."""
    with open(path, "rb") as file:  # noqa: PTH123 - pathlib is too slow to import in every shim
        parts = file.read(SIZE)[SIZE - _NOTE :].split()
    if len(parts) == 3 and parts[0] == b"note" and b"%08x" % crc32(parts[2]) == parts[1]:
        return int(parts[2])
    return None


def read(path: str) -> dict[str, Any] | None:
    """What a record says; None if it is blank or not there. RunError if it is damaged."""
    try:
        handle = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_NOFOLLOW | os.O_CLOEXEC)  # it may be a planted pipe
    except FileNotFoundError:
        return None
    try:
        return decode(os.read(handle, SIZE + 1), path)
    finally:
        os.close(handle)
