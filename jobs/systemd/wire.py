"""Messages of D-Bus, as far as the manager of systemd is asked: strings, paths, flags, numbers and lists of strings.

Source: the D-Bus specification, "Message Protocol". All is little-endian.
"""

from __future__ import annotations

import struct
from typing import Any

from everly.frozen import frozen

FIXED = 16  # bytes of a message that tell how long it is
LONGEST = 1 << 22  # bytes; the manager says nothing so long to us

_CALL, _RETURN, _ERROR = 1, 2, 3
_PATH, _INTERFACE, _MEMBER, _ERROR_NAME, _REPLY_TO, _DESTINATION, _SIGNATURE = 1, 2, 3, 4, 5, 6, 8


class WireError(ValueError):
    """This is no message."""


@frozen
class Reply:
    """An answer to the call of number `to`: its values, and the name of the error if it is one."""

    to: int | None
    error: str | None
    values: tuple[Any, ...]


def pack_call(serial: int, path: str, interface: str, member: str, signature: str, *values: Any) -> bytes:
    """A call of a method; `serial` is its number, 1 or more."""
    body = _pack(signature, values)
    fields = [(_PATH, "o", path), (_INTERFACE, "s", interface), (_MEMBER, "s", member)]
    fields += [(_DESTINATION, "s", "org.freedesktop.systemd1")]
    fields += [(_SIGNATURE, "g", signature)] if signature else []
    packed = b""
    for code, kind, value in fields:
        packed = _padded(packed, 8) + bytes([code]) + _one(kind, value, start=len(_padded(packed, 8)) + 1)
    head = struct.pack("<cBBBIII", b"l", _CALL, 0, 1, len(body), serial, len(packed))
    return _padded(head + packed, 8) + body


def length_of(head: bytes) -> int:
    """How many bytes a message has, by its first FIXED ones.

    Raises:
        WireError: They are of no message.
    """
    if head[:1] != b"l" or head[3] != 1:
        raise WireError(f"this is no message of D-Bus: {head!r}")
    body, fields = struct.unpack_from("<I4xI", head, 4)
    whole: int = FIXED + -(-fields // 8) * 8 + body
    if whole > LONGEST:
        raise WireError(f"a message of {whole} bytes is too long")
    return whole


def unpack_reply(message: bytes) -> Reply | None:
    """What a whole message answers; None if it is no answer.

    Raises:
        WireError: It cannot be read.
    """
    try:
        return _unpack_reply(message)
    except (IndexError, RecursionError, TypeError, struct.error) as error:
        raise WireError(f"this message cannot be read: {error}") from error


def _unpack_reply(message: bytes) -> Reply | None:
    kind, (length,) = message[1], struct.unpack_from("<I", message, 12)
    if kind not in {_RETURN, _ERROR}:
        return None
    reader, fields = _Reader(message, FIXED), dict[int, Any]()
    while reader.at < FIXED + length:
        reader.align(8)
        code = reader.byte()
        fields[code] = reader.variant()
    reader.align(8)
    values = tuple(reader.value(each) for each in _readable(fields.get(_SIGNATURE, "")))
    error = fields.get(_ERROR_NAME) or "an error without a name" if kind == _ERROR else None
    return Reply(fields.get(_REPLY_TO), error, values)


def _readable(signature: str) -> str:
    """The first kinds of a signature, up to one that nobody here asks for."""
    end = next((at for at, kind in enumerate(signature) if kind not in "sogubv"), len(signature))
    return signature[:end]


class _Reader:
    """Reads values one after the other."""

    def __init__(self, data: bytes, at: int) -> None:
        self.data, self.at = data, at

    def align(self, size: int) -> None:
        self.at = -(-self.at // size) * size

    def byte(self) -> int:
        self.at += 1
        return self.data[self.at - 1]

    def number(self) -> int:
        self.align(4)
        self.at += 4
        return int(struct.unpack_from("<I", self.data, self.at - 4)[0])

    def text(self, length: int) -> str:
        found = self.data[self.at : self.at + length]
        self.at += length + 1
        return found.decode("utf-8", "surrogateescape")

    def variant(self) -> Any:
        return self.value(self.text(self.byte()))

    def value(self, kind: str) -> Any:
        match kind:
            case "s" | "o":
                return self.text(self.number())
            case "g":
                return self.text(self.byte())
            case "u":
                return self.number()
            case "b":
                return bool(self.number())
            case "v":
                return self.variant()
            case _:
                raise WireError(f"a value of the kind '{kind}' cannot be read")


def _padded(data: bytes, size: int) -> bytes:
    return data + bytes(-len(data) % size)


def _pack(signature: str, values: tuple[Any, ...]) -> bytes:
    kinds = signature.replace("as", "S")  # a list of strings
    packed = b""
    for kind, value in zip(kinds, values, strict=True):
        packed = _padded(packed, 1 if kind == "g" else 4)
        if kind == "S":
            texts = b""
            for each in value:
                texts = _padded(texts, 4) + _text(each)
            packed += struct.pack("<I", len(texts)) + texts
        else:
            packed += struct.pack("<I", value) if kind in "ub" else _text(value)
    return packed


def _one(kind: str, value: str, start: int) -> bytes:
    """A variant that begins at some place, which is FIXED more in the message, where all is aligned alike."""
    signature = bytes([len(kind)]) + kind.encode() + b"\0"
    if kind == "g":
        return signature + bytes([len(value)]) + value.encode() + b"\0"
    return signature + bytes(-(start + len(signature)) % 4) + _text(value)


def _text(value: str) -> bytes:
    raw = value.encode("utf-8", "surrogateescape")
    return struct.pack("<I", len(raw)) + raw + b"\0"
