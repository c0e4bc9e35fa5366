"""Places in files as other programs want them: lines and columns, and paths as URIs."""

from __future__ import annotations

import os
from pathlib import PurePath
from urllib.parse import quote

from everly.frozen import frozen
from everly.grammar.span import Span
from everly.linting.document import Document


@frozen
class Region:
    """From the first character on to before the last place, lines and columns from 1, columns in code points."""

    line: int
    column: int
    end_line: int
    end_column: int


def region(document: Document, span: Span) -> Region:
    """Where a span of a file is."""
    return Region(*document.position(span.start), *document.position(span.end))


def uri(path: str) -> str:
    """The path as a reference: relative where it is, with `%` for what no URI may hold, byte by byte."""
    pure = PurePath(path)
    if pure.is_absolute():
        return pure.as_uri()
    # A colon in the first part would make it a scheme; quote writes it as %3A.
    return quote(os.fsencode(pure.as_posix()))
