"""What was found, in one line."""

from __future__ import annotations

from everly.grammar.diagnostics import Severity
from everly.linting.report import Report, fix_of


def summary(report: Report, *, fixed: int = 0, is_diff: bool = False, has_files: bool = True) -> str:
    """`3 errors, 5 warnings in 12 schedules of 4 files; 2 can be fixed with --fix`."""
    place = counted(report.schedules, "schedule")
    if has_files:
        place += f" of {counted(len(report.files), 'file')}"
    parts = [f"{_found(report)} in {place}", *_fixes(report, fixed, is_diff=is_diff), *_others(report)]
    return "; ".join(parts)


def counted(number: int, noun: str) -> str:
    """`1 file`, `3 files`."""
    return f"{number} {noun}{'' if number == 1 else 's'}"


def _found(report: Report) -> str:
    errors, warnings = report.number_of(Severity.ERROR), report.number_of(Severity.WARNING)
    told = [counted(number, noun) for number, noun in ((errors, "error"), (warnings, "warning")) if number]
    return ", ".join(told) or "nothing found"


def _fixes(report: Report, fixed: int, *, is_diff: bool) -> list[str]:
    if is_diff:
        return [f"{fixed} would be fixed"]
    safe = sum(fix_of(finding, unsafe=False) is not None for finding in report.findings)
    unsafe = sum(fix_of(finding, unsafe=True) is not None for finding in report.findings) - safe
    made = [f"{fixed} fixed"] if fixed else []
    if safe and unsafe:
        return [*made, f"{safe} can be fixed with --fix, {unsafe} more with --fix --unsafe-fixes"]
    if safe or unsafe:
        return [*made, f"{safe or unsafe} can be fixed with --fix{'' if safe else ' --unsafe-fixes'}"]
    return made


def _others(report: Report) -> list[str]:
    parts = [f"{counted(report.unchecked, 'schedule')} not checked"] if report.unchecked else []
    return parts + ([f"{counted(len(report.unread), 'file')} cannot be read"] if report.unread else [])
