"""A report that has everything in it."""

from __future__ import annotations

from everly.linting import catalogue
from everly.linting.renderers import Look, renderer
from everly.linting.report import FileReport, Report, Unread
from tests.linting.reports import TWINS, breaks, finds, report_of

TEXT = """\
# d\u00e4ily
0 9 * *
\tevery 2 dayz
hourly or (sat & mon-fri at 09:00)\r
timer:Mon *-*-*
monthly
hourly except dec 25
monthly
"""


def file_report(text: str = TEXT, path: str = "a b/\u00e4,1:2.lines") -> FileReport:
    rules = (finds("hourly", catalogue.ALIAS, "every 60 minutes", is_safe=True), TWINS, breaks(catalogue.RARE, "dec"))
    return report_of(text, *rules, path=path)


def report(text: str = TEXT, path: str = "a b/\u00e4,1:2.lines") -> Report:
    unread = (Unread("broken.toml", "50% of\nit", (3, 7)), Unread("none", "no such file"))
    return Report((file_report(text, path), file_report("daily\n", "clean.lines")), unread)


def rendered(name: str, of: Report | None = None, width: int = 100) -> str:
    return renderer(name)(report() if of is None else of, Look(width))
