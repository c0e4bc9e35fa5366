"""Messages between processes on a stream: a length of four bytes, then as many bytes."""

from __future__ import annotations

import struct

from everly.jobs.runs.errors import RunError

_LENGTH = struct.Struct("<I")
LIMIT = 1 << 24


def pack(message: bytes) -> bytes:
    """A message with its length before it."""
    if len(message) > LIMIT:
        raise RunError(f"a message holds {LIMIT} bytes, this one has {len(message)}")
    return _LENGTH.pack(len(message)) + message


def unpack(buffer: bytearray, limit: int = LIMIT) -> list[bytes]:
    """The whole messages at the beginning of what was received, which are taken out of it. RunError above the limit."""
    found: list[bytes] = []
    while len(buffer) >= _LENGTH.size:
        (length,) = _LENGTH.unpack_from(buffer)
        if length > limit:
            raise RunError(f"a message holds {limit} bytes, this one says {length}")
        if len(buffer) < _LENGTH.size + length:
            break
        found.append(bytes(buffer[_LENGTH.size : _LENGTH.size + length]))
        del buffer[: _LENGTH.size + length]
    return found
