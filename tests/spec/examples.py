"""Examples of schedules: a source, a line with a dot, and claims about it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from tests.spec.markdown import Fence, UnreadableError

KEYWORDS = (
    "fires",  # the next firing, counted from the first one on
    "ends",  # nothing fires after those listed
    "count",  # how often it fires in all
    "last",  # the last firing
    "prints",  # the canonical text
    "same-as",  # another schedule that fires at the same instants
    "differs-from",  # another schedule, and the first instant at which only one of the two fires
    "error",  # a diagnostic by name, perhaps with its span
    "warning",
    "message",  # what the diagnostic above says
    "help",
    "fix",  # what one of its fixes makes of the source
)
DEFAULT_NOW = datetime(2024, 5, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Claim:
    """A line such as `fires 2024-05-01 00:00`."""

    keyword: str
    argument: str

    def __str__(self) -> str:
        return f"{self.keyword} {self.argument}".rstrip()


@dataclass(frozen=True, slots=True)
class Example:
    """One fence: the claims stand on `claims_line` (from 1) and the lines after it."""

    source: str
    now: datetime
    zone: str
    claims: tuple[Claim, ...]
    claims_line: int


def read_example(fence: Fence) -> Example:
    """The example that a fence holds.

    Raises:
        UnreadableError: The dot is missing, or a setting or claim is unknown.
    """
    if "." not in fence.lines:
        raise UnreadableError(fence.line, "an example without a line with a dot")
    dot = fence.lines.index(".")
    settings = _settings(fence)
    source = "\n".join(fence.lines[:dot]) * int(settings.get("repeat", "1"))
    now = datetime.fromisoformat(settings["now"]) if "now" in settings else DEFAULT_NOW
    first = fence.line + dot + 2
    claims = tuple(_claim(line, first + place) for place, line in enumerate(fence.lines[dot + 1 :]))
    return Example(source, now, settings.get("tz", "UTC"), claims, first)


def _settings(fence: Fence) -> dict[str, str]:
    settings = {}
    for setting in fence.settings:
        name, _, value = setting.partition("=")
        settings[name] = value
        if name not in {"now", "tz", "repeat"}:
            raise UnreadableError(fence.line, f"an unknown setting '{name}'")
    return settings


def _claim(line: str, number: int) -> Claim:
    keyword, _, argument = line.partition(" ")
    if keyword not in KEYWORDS:
        raise UnreadableError(number, f"an unknown claim '{line}'")
    return Claim(keyword, argument)
