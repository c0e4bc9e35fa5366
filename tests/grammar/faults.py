"""What parsing finds in a text that is no schedule."""

import pytest

from everly.grammar.diagnostics import Diagnostic, ScheduleError
from everly.grammar.parser import parse


def fault(text: str) -> Diagnostic:
    """The only diagnostic about a text."""
    with pytest.raises(ScheduleError) as caught:
        parse(text)
    (diagnostic,) = caught.value.diagnostics
    return diagnostic
