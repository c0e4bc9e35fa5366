"""What everly says to each claim of an example; where both agree, the answer is the claim."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain, islice, zip_longest

from everly.grammar.diagnostics import Diagnostic, ScheduleError
from everly.grammar.printer import print_schedule
from everly.scheduling.compiler import Compiled, compile_schedule
from everly.scheduling.engine.civil import MAX_INSTANT, MIN_INSTANT
from tests.spec.examples import Claim, Example
from tests.spec.wall import firings, wall_text

STEPS = 500
"""How many firings two schedules must share to be called the same."""


def answers(example: Example) -> list[str]:
    """One line for each claim that everly has an answer to, then the findings that no claim mentions.

    An example without claims is answered by the least it should say.
    """
    try:
        compiled = compile_schedule(example.source, now=example.now, timezone=example.zone)
    except ScheduleError as error:
        return list(_Refused(error).answer(example.claims))
    claims = example.claims or (Claim("fires", ""),) * 3
    return list(_Accepted(compiled, example).answer(claims))


class _Answers:
    """Answers from findings; diagnostics are told in order, one a claim."""

    def __init__(self, diagnostics: tuple[Diagnostic, ...]) -> None:
        self.findings = iter(diagnostics)
        self.current: Diagnostic | None = None

    def answer(self, claims: tuple[Claim, ...]) -> Iterator[str]:
        for claim in claims:
            said = self.reply(claim)
            if said is not None:
                yield said
        yield from (_finding(diagnostic, "a-b") for diagnostic in self.findings)

    def reply(self, claim: Claim) -> str | None:
        match claim.keyword:
            case "error" | "warning":
                self.current = next(self.findings, None)
                return _finding(self.current, claim.argument) if self.current else None
            case "message" if self.current:
                return f"message {self.current.message}"
            case "help" if self.current:
                return f"help {self.current.help}"
            case "fix" if self.current:
                return _fix(self.current, claim.argument)
            case _:
                return None


class _Refused(_Answers):
    """Answers about what is no schedule."""

    def __init__(self, error: ScheduleError) -> None:
        super().__init__(error.diagnostics)


class _Accepted(_Answers):
    """Answers about a schedule."""

    def __init__(self, compiled: Compiled, example: Example) -> None:
        super().__init__(tuple(compiled.warnings))
        self.compiled, self.example = compiled, example
        self.instants: Iterator[int | None] = chain(firings(compiled), (None,))

    def reply(self, claim: Claim) -> str | None:
        match claim.keyword:
            case "fires" | "ends":
                return next((self._moment("fires", instant, claim) for instant in self.instants), None)
            case "last":
                return self._moment("last", self.compiled.instants.floor(MAX_INSTANT), claim)
            case "count":
                return f"count {self.compiled.instants.count(MIN_INSTANT, MAX_INSTANT)}"
            case "prints":
                return f"prints {print_schedule(self.compiled.schedule)}"
            case "same-as" | "differs-from":
                return self._comparison(
                    claim.argument.rpartition(" at ")[0] if "differs" in claim.keyword else claim.argument
                )
            case _:
                return super().reply(claim)

    def _moment(self, word: str, instant: int | None, claim: Claim) -> str:
        return "ends" if instant is None else f"{word} {wall_text(instant, self.compiled, claim.argument)}"

    def _comparison(self, source: str) -> str:
        other = compile_schedule(source, now=self.example.now, timezone=self.example.zone)
        pairs = zip_longest(firings(self.compiled), firings(other))
        for pair in islice(pairs, STEPS):
            if pair[0] != pair[1]:
                first = min(instant for instant in pair if instant is not None)
                return f"differs-from {source} at {wall_text(first, self.compiled)}"
        return f"same-as {source}"


def _finding(diagnostic: Diagnostic, argument: str) -> str:
    """The finding, with its span unless the claim names it without one."""
    severity, span = diagnostic.severity.value, diagnostic.span
    name_only = argument and " " not in argument and argument != "a-b"
    return f"{severity} {diagnostic.name}" + ("" if name_only else f" {span.start}-{span.end}")


def _fix(diagnostic: Diagnostic, wanted: str) -> str | None:
    offered = [fix.apply(diagnostic.text).replace("\n", " ") for fix in diagnostic.fixes]
    if not offered:
        return None
    return f"fix {wanted if wanted in offered else offered[0]}"
