"""What a check has found."""

from __future__ import annotations

from enum import StrEnum

from everly.frozen import frozen

__all__ = ["Finding", "Outcome", "Severity", "unchecked", "worst"]


class Severity(StrEnum):
    """How much a finding matters."""

    ERROR = "error"
    """Jobs do not run as they should, or their state cannot be used."""
    WARNING = "warning"
    """Something will go wrong, or has gone wrong and is over."""
    NOTE = "note"
    """Good to know; nothing is wrong."""


@frozen
class Finding:
    """One thing that was found: what, how to cure it (a command where there is one), and where, if at one place."""

    severity: Severity
    what: str
    cure: str
    where: str | None = None


@frozen
class Outcome:
    """What one check came to: `summary` says what is so, as far as nothing is wrong; or why it was not looked at."""

    summary: str
    findings: tuple[Finding, ...] = ()
    is_checked: bool = True


def unchecked(why: str) -> Outcome:
    """That it was not looked at, or that the system did not tell enough, which is not to be called right."""
    return Outcome(why, is_checked=False)


def worst(findings: tuple[Finding, ...]) -> Severity | None:
    """The severity that matters most among some findings; None without any."""
    return next((each for each in Severity if any(finding.severity is each for finding in findings)), None)
