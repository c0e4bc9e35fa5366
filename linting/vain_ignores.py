"""What is said about comments that were meant to silence something, and silence nothing."""

from __future__ import annotations

from collections.abc import Sequence

from everly.grammar.diagnostics import Diagnostic, Edit, Fix, Label
from everly.grammar.span import Span
from everly.grammar.suggestions import closest, did_you_mean
from everly.linting.catalogue import CATALOGUE, UNKNOWN_RULE, UNUSED_IGNORE
from everly.linting.document import Document
from everly.linting.ignores import VERBS, Ignore, Name

_WORDS = tuple(kind.name for kind in CATALOGUE) + tuple(kind.code for kind in CATALOGUE)


def nameless(document: Document, ignore: Ignore, names: Sequence[str]) -> Diagnostic:
    """An ignore that names no rule; `names` are those of the findings that it could be about."""
    verb = ignore.verb if ignore.verb in VERBS else closest(ignore.verb, VERBS) or VERBS[0]
    listed = ", ".join(names)
    written = f"{verb}[{listed or 'NAME'}]"
    message = f"'everly: {ignore.call.of(document.text)}' names no rule, so it silences nothing"
    fixes = (Fix("instead", (Edit(ignore.call, written),)),) if names else ()
    help = f"write 'everly: {written} reason', with the names or codes of rules"
    return Diagnostic(UNUSED_IGNORE, message, Label(ignore.call), document.text, help=help, fixes=fixes)


def unknown(document: Document, name: Name) -> Diagnostic:
    """An ignore of a rule that there is not."""
    near = closest(name.text, _WORDS)
    help = did_you_mean(near) if near else "see 'everly show rules' for those that there are"
    fixes = (Fix("instead", (Edit(name.span, near),)),) if near else ()
    message = f"there is no rule '{name.text}'"
    return Diagnostic(UNKNOWN_RULE, message, Label(name.span), document.text, help=help, fixes=fixes)


def unused(document: Document, ignore: Ignore, vain: Sequence[Name]) -> Diagnostic:
    """An ignore of which some names, or all, silence nothing; taking these away changes no schedule."""
    listed = " and ".join(f"'{name.text}'" for name in vain)
    place = "in this file" if ignore.lines is None else "here"
    message = f"{listed} {'is' if len(vain) == 1 else 'are'} ignored, and not found {place}"
    left = [name.text for name in ignore.names if name not in vain]
    edit = _kept(ignore, left) if left else _removed(document, ignore)
    fixes = (Fix("without it", (edit,), is_safe=True),)
    span = vain[0].span.join(vain[-1].span)
    return Diagnostic(UNUSED_IGNORE, message, Label(span), document.text, fixes=fixes)


def _kept(ignore: Ignore, left: Sequence[str]) -> Edit:
    return Edit(ignore.names[0].span.join(ignore.names[-1].span), ", ".join(left))


def _removed(document: Document, ignore: Ignore) -> Edit:
    """Take it away with the blanks before it, and with its line if it was alone there."""
    text = document.text
    begin, end = document.line_span(document.position(ignore.place.start)[0])
    start = begin + len(text[begin : ignore.place.start].rstrip(" \t"))
    if start == begin and not text[ignore.place.end : end].strip():
        return Edit(Span(begin, min(end + 1, len(text))), "")
    return Edit(Span(start, ignore.place.end), "")
