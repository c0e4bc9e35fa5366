"""What parsing finds in a text that is no schedule."""

import pytest

from everly.grammar.diagnostics import Diagnostic, ScheduleError
from everly.grammar.parser import parse


def fault(text: str) -> Diagnostic:
    """The only diagnostic about a text."""
    (diagnostic,) = faults(text)
    return diagnostic


def faults(text: str) -> tuple[Diagnostic, ...]:
    """All diagnostics about a text."""
    with pytest.raises(ScheduleError) as caught:
        parse(text)
    return caught.value.diagnostics
