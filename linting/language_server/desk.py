"""The documents that are open in an editor: what was made of each, as long as it holds."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from everly.linting.language_server.opened import Opened, judge, look
from everly.linting.report import FileReport, Unread

Clock = Callable[[], datetime]
"""Tells the time, with a zone."""


class Desk:
    """What is made of the open documents, by their names.

    A document is read whenever its text has changed, which is soon done. It is judged only when somebody asks for what
    was found, and only those of its schedules that were not judged lately.
    """

    def __init__(self, clock: Clock) -> None:
        self.clock = clock
        self._opened: dict[str, tuple[str, Opened | None]] = {}
        self._last: dict[str, Opened] = {}
        self._reports: dict[str, tuple[Opened, FileReport | Unread]] = {}

    def opened(self, uri: str, path: str, language: str | None, text: str, encoding: str) -> Opened | None:
        """A document with its text; None where it is none of ours."""
        if uri not in self._opened or self._opened[uri][0] != text:
            last = self._last.get(uri)
            before = None if last is None else last.linter
            made = look(path, language, text, now=self.clock(), encoding=encoding, before=before)
            self._opened[uri] = text, made
            if made is not None:
                self._last[uri] = made
        return self._opened[uri][1]

    def report(self, uri: str, opened: Opened) -> FileReport | Unread:
        """What is found in a document."""
        if uri not in self._reports or self._reports[uri][0] is not opened:
            self._reports[uri] = opened, judge(opened)
        return self._reports[uri][1]

    def look_again(self, uri: str) -> None:
        """Do not rely on what was made of a document: its configuration may have changed, and the time has."""
        self._opened.pop(uri, None)

    def forget(self, uri: str) -> None:
        """Forget a document."""
        for known in (self._opened, self._last, self._reports):
            known.pop(uri, None)
