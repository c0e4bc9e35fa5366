"""What came of an action, as Meerschaum has it: a pair that unpacks as `success, msg`."""

from __future__ import annotations

from everly.named import NamedTuple


class Outcome(NamedTuple):
    """Whether an action succeeded, and a word about it. It is true when it did."""

    success: bool
    message: str

    def __bool__(self) -> bool:
        return self.success
