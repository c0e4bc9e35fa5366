"""The examples as JSON."""

import json
import subprocess
import sys

from tests.spec.documents import ROOT, SPECIFICATION, examples


def test_the_dump_holds_every_example_of_the_specification() -> None:
    run = subprocess.run(
        [sys.executable, "-m", "tests.spec", "--dump"], cwd=ROOT, capture_output=True, encoding="utf-8", check=True
    )
    dumped = [entry for entry in json.loads(run.stdout) if entry["file"] == "grammar/SPEC.md"]
    assert [entry["source"] for entry in dumped] == [example.source for _, example in examples(SPECIFICATION)]
    assert dumped[0] == {
        "file": "grammar/SPEC.md",
        "section": "The schedule language",
        "number": 1,
        "line": 8,
        "source": "daily at 09:00 & mon-fri",
        "now": "2024-05-01T00:00:00+00:00",
        "zone": "UTC",
        "claims": [
            {"claim": "fires", "argument": "Wed 2024-05-01 09:00"},
            {"claim": "fires", "argument": "Thu 2024-05-02 09:00"},
            {"claim": "fires", "argument": "Fri 2024-05-03 09:00"},
            {"claim": "fires", "argument": "Mon 2024-05-06 09:00"},
            {"claim": "prints", "argument": "daily at 09:00 & mon-fri"},
        ],
    }


def test_any_other_use_says_how() -> None:
    run = subprocess.run(
        [sys.executable, "-m", "tests.spec"], cwd=ROOT, capture_output=True, encoding="utf-8", check=False
    )
    assert run.returncode == 1
    assert run.stderr == "usage: python -m tests.spec --dump\n"
