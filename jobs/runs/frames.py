"""What a client says to a shim, and a shim to a client: a letter, then what goes with it.

client   i bytes        input for the command
         e              the input ends; only without a terminal, which has no such thing
         w rows columns the size of the client's window, two numbers of two bytes
         s number       a signal for the command's group, one byte of SIGNALS
         t              take over from the client that may write
         y              answer once all before this is taken or refused
shim     r text         refused, and why
         y              all before the question is taken or refused
"""

from __future__ import annotations

import signal
import struct

from everly.jobs.runs.errors import RunError

INPUT, END, SIZE, SIGNAL, TAKE, REFUSED, SETTLED = b"i", b"e", b"w", b"s", b"t", b"r", b"y"
SIGNALS = frozenset({signal.SIGINT, signal.SIGQUIT, signal.SIGTERM, signal.SIGHUP, signal.SIGTSTP, signal.SIGCONT})
PIECE = 32768  # bytes of input that go into one message
LIMIT = PIECE + 1
_WINDOW = struct.Struct("<HH")


def size_of_window(rows: int, columns: int) -> bytes:
    """The message that tells a window's size. RunError outside 1 to 65535."""
    if not (0 < rows < 1 << 16 and 0 < columns < 1 << 16):
        raise RunError(f"a window has 1 to 65535 rows and columns, found {rows} and {columns}")
    return SIZE + _WINDOW.pack(rows, columns)


def window(message: bytes) -> bytes:
    """The size in a message, as the terminal's driver wants it. RunError if it is none."""
    if len(message) != 1 + _WINDOW.size:
        raise RunError("the size of a window is two numbers")
    rows, columns = _WINDOW.unpack_from(message, 1)
    return struct.pack("HHHH", rows, columns, 0, 0)
