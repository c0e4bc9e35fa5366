"""Findings as text for people: the message, the place in the file with carets under it, and the way out."""

from __future__ import annotations

from collections.abc import Iterator

from everly.grammar.diagnostics import Fix, Label, Severity
from everly.grammar.diagnostics.excerpt import excerpt, printable
from everly.linting.finding import Finding
from everly.linting.mending import edited
from everly.linting.renderers import Look, Role
from everly.linting.renderers.concise import breakdown_line, omitted_line, unread_line
from everly.linting.report import FileReport, Report


def render(report: Report, look: Look) -> str:
    """The report, a paragraph for each finding."""
    paragraphs = [paragraph for file in report.files for paragraph in _paragraphs(file, look)]
    paragraphs += [unread_line(each, look.paint) for each in report.unread]
    if report.omitted:
        paragraphs.append(omitted_line(report, look.paint))
    return "\n\n".join(paragraphs) + "\n" if paragraphs else ""


def finding_text(finding: Finding, look: Look) -> str:
    """One finding, in several lines without a closing line feed; columns are counted in terminal cells."""
    diagnostic, paint = finding.diagnostic, look.paint
    role: Role = "error" if diagnostic.severity is Severity.ERROR else "warning"
    heading = paint(f"{diagnostic.severity.value}[{diagnostic.code}]", role)
    line, column = finding.document.position(finding.span.start)
    place = f"{printable(finding.document.path)}:{line}:{column}"
    labels = _labels(finding)
    margin = max(len(str(finding.document.position(label.span.start)[0])) for label in labels)
    lines = [f"{heading}: {printable(diagnostic.message)}"]
    lines.append(f"{' ' * margin}{paint('-->', 'faint')} {place} ({diagnostic.name})")
    lines += _excerpts(finding, labels, margin, look, role)
    lines += _advice(finding, margin, look)
    return "\n".join(lines)


def _paragraphs(file: FileReport, look: Look) -> Iterator[str]:
    yield from (finding_text(finding, look) for finding in file.findings)
    for unchecked in file.unchecked:
        heading, label = look.paint("note", "note"), Label(unchecked.span)
        line, column = file.document.position(unchecked.span.start)
        margin = len(str(line))
        place = f"{' ' * margin}{look.paint('-->', 'faint')} {printable(file.document.path)}:{line}:{column}"
        shown = _snippet(file.document.text, label, str(line), look, "note")
        bar = f"{' ' * margin} {look.paint('|', 'faint')}"
        yield "\n".join([f"{heading}: not checked: {printable(unchecked.reason)}", place, bar, *shown])
    yield from (breakdown_line(each, look.paint) for each in file.breakdowns)


def _labels(finding: Finding) -> list[Label]:
    """The places that it speaks of, in the file; its own comes first."""
    diagnostic = finding.diagnostic
    own = [Label(finding.place(label.span), label.text) for label in (diagnostic.label, *diagnostic.related)]
    return own + [Label(each.span, each.text) for each in finding.elsewhere]


def _excerpts(finding: Finding, labels: list[Label], margin: int, look: Look, role: Role) -> Iterator[str]:
    """Each place under its line; a line that was just shown is not shown again."""
    bar = f"{' ' * margin} {look.paint('|', 'faint')}"
    yield bar
    shown = ("", "")
    for number, label in enumerate(labels):
        line = str(finding.document.position(label.span.start)[0])
        text, *marks = _snippet(finding.document.text, label, line.rjust(margin), look, role)
        if (line, text) != shown:
            if number and line != shown[0]:
                yield bar
            yield text
        yield from marks
        shown = (line, text)


def _snippet(text: str, label: Label, number: str, look: Look, role: Role) -> Iterator[str]:
    """The line of a place, behind its number, and the carets under it."""
    bar = look.paint("|", "faint")
    line, *marks = excerpt(text, label, look.width - len(number) - len(" | "))
    yield f"{look.paint(number, 'faint')} {bar} {line}".rstrip()
    for mark in marks:
        indent = len(mark) - len(mark.lstrip())
        yield f"{' ' * len(number)} {bar} {' ' * indent}{look.paint(mark.lstrip(), role)}"


def _advice(finding: Finding, margin: int, look: Look) -> Iterator[str]:
    """What to do about it, and what each fix makes of the schedule."""
    before = f"{' ' * margin} = "
    if finding.diagnostic.help:
        text = printable(f"help: {finding.diagnostic.help}")
        if len(before) + len(text) <= look.width:  # as most do, and to wrap one takes longer than all the rest
            yield f"{before}{text}"
        else:
            yield from _wrapped(text, before, look.width)
    yield from (f"{before}{_fix_text(finding, fix)}" for fix in finding.diagnostic.fixes)


def _wrapped(text: str, before: str, width: int) -> list[str]:
    from textwrap import wrap

    return wrap(text, width, initial_indent=before, subsequent_indent=" " * (len(before) + 2))


def _fix_text(finding: Finding, fix: Fix) -> str:
    """The mended schedule or, where the finding is about the file itself, the mended line."""
    title = f"{fix.title} (safe)" if fix.is_safe else fix.title
    if finding.embedded is not None:
        return printable(f"{title}: {fix.apply(finding.embedded.text)}")
    begin, end = finding.document.line_span(finding.document.position(finding.span.start)[0])
    inside = [edit for edit in fix.edits if begin <= edit.span.start and edit.span.end <= end]
    line = edited(finding.document.text[:end], inside)[begin:].strip()
    return printable(f"{title}: {line}" if len(inside) == len(fix.edits) else title)
