"""`python -m tests.spec --dump` writes every example as JSON, for other programs to test themselves by."""

from __future__ import annotations

import json
import sys

from tests.spec.documents import ROOT, documents, examples


def dump() -> list[dict[str, object]]:
    """Every example: where it stands, its source and settings, its claims."""
    return [
        {
            "file": document.relative_to(ROOT).as_posix(),
            "section": fence.section,
            "number": fence.number,
            "line": fence.line,
            "source": example.source,
            "now": example.now.isoformat(),
            "zone": example.zone,
            "claims": [{"claim": claim.keyword, "argument": claim.argument} for claim in example.claims],
        }
        for document in documents()
        for fence, example in examples(document)
    ]


if __name__ == "__main__":
    if sys.argv[1:] != ["--dump"]:
        sys.exit("usage: python -m tests.spec --dump")
    json.dump(dump(), sys.stdout, indent=1, ensure_ascii=False)
    sys.stdout.write("\n")
