"""The page of each rule: its form, its examples, which are tried, and the table of all rules."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest

from everly.frozen import replace
from everly.grammar.diagnostics import Kind
from everly.linting.catalogue import CATALOGUE
from everly.linting.document import Document
from everly.linting.linter import linter
from everly.linting.report import FileReport
from everly.linting.rule import FileRule
from everly.linting.rule_pages import kind_named, kinds_like, page_of
from everly.linting.rules import RULES
from everly.linting.settings import DEFAULTS, Settings
from everly.linting.sources import PLAIN, source_of

ROOT = Path(__file__).parents[2]
FENCE = re.compile(r"^```([^\n]*)\n(.*?)\n```$", re.MULTILINE | re.DOTALL)
ACROSS = {rule.kind for rule in RULES if isinstance(rule, FileRule)}
NOT_TRIED = {"too-long"}  # its example would fill a page


@dataclass(frozen=True)
class Example:
    kind: Kind
    reports: bool
    info: tuple[str, ...]
    text: str

    @property
    def settings(self) -> Settings:
        made = replace(DEFAULTS, select=("all",), zone=self.value("tz"))
        interval = self.value("minimum-interval")
        return made if interval is None else replace(made, minimum_interval=int(interval))

    @property
    def now(self) -> datetime:
        return datetime.fromisoformat(self.value("now") or "2024-05-01").replace(tzinfo=UTC)

    def value(self, key: str) -> str | None:
        return next((word.partition("=")[2] for word in self.info if word.startswith(f"{key}=")), None)

    def found(self) -> set[str]:
        """The names of the rules that find something."""
        path = next((word for word in self.info if "=" not in word), "schedules.txt")
        text = self.text + "\n"
        report = linter(self.now, self.settings, RULES).lint(Document(path, text), source_of(path, text) or PLAIN)
        assert isinstance(report, FileReport)
        assert not report.breakdowns
        return {finding.diagnostic.name for finding in report.findings}


def examples(kind: Kind) -> list[Example]:
    """Each file of the page; where schedules do not count beside each other, each of its lines is one."""
    parts = page_of(kind).partition("\n## Instead\n")
    return [
        Example(kind, part is parts[0], tuple(info.split()[1:]), text)
        for part in (parts[0], parts[2])
        for info, whole in FENCE.findall(part)
        if info.split()[0] == "lint"
        for text in ([whole] if info != "lint" or kind in ACROSS else whole.split("\n"))
    ]


EXAMPLES = [example for kind in CATALOGUE for example in examples(kind)]


@pytest.mark.parametrize("kind", CATALOGUE, ids=lambda kind: kind.name)
def test_a_page_says_what_and_why_and_shows_an_example_and_what_to_write_instead(kind: Kind) -> None:
    page = page_of(kind)
    headings = [line for line in page.split("\n") if line.startswith("#")]
    assert headings == [f"# {kind.name} ({kind.code})", "## Why", "## Example", "## Instead"]
    assert {example.reports for example in examples(kind)} == ({True, False} if kind.name not in NOT_TRIED else {False})
    for prose in FENCE.sub("", page).split("\n## ")[:2]:  # an example may do without
        assert prose.partition("\n")[2].strip()


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda each: f"{each.kind.name}-{each.text[:20]}")
def test_a_rule_reports_its_examples_and_not_what_stands_instead(example: Example) -> None:
    assert (example.kind.name in example.found()) == example.reports


def test_the_table_of_rules_holds_each_with_its_page() -> None:
    table = (ROOT / "docs/rules.md").read_text(encoding="utf-8")
    off = {rule.kind for rule in RULES if not rule.is_default}
    rows = [
        f"| `{kind.code}` | [{kind.name}](../linting/pages/{kind.name}.md) | {kind.summary} |{' off' * (kind in off)} |"
        for kind in CATALOGUE
    ]
    assert [line for line in table.split("\n") if line.startswith("| `")] == rows


def test_a_rule_is_named_by_its_name_or_its_code_in_any_case() -> None:
    assert all(kind_named(word) is kind for kind in CATALOGUE for word in (kind.name, kind.code, kind.code.lower()))
    assert kind_named("E999") is None
    assert [kind.name for kind in kinds_like("never-fire")] == ["never-fires"]
    assert kinds_like("something else") == []
