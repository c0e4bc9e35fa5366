"""The measures in the order they are run and printed; each gives a section of the report."""

from collections.abc import Callable

from benchmarks.measures.checks import checks
from benchmarks.measures.conjunctions import conjunctions, never
from benchmarks.measures.decisions import decisions
from benchmarks.measures.growth import distance, memory, terms
from benchmarks.measures.jobs import jobs
from benchmarks.measures.limits import limits
from benchmarks.measures.next_firing import next_firing_in_utc, next_firing_in_zone
from benchmarks.measures.parsing import parsing
from benchmarks.measures.previews import previews
from benchmarks.measures.processes import processes
from benchmarks.measures.runs import runs
from benchmarks.options import Options
from benchmarks.results import Section

Measure = Callable[[Options], Section]

MEASURES: dict[str, Measure] = {
    "limits": limits,
    "next": next_firing_in_utc,
    "zoned": next_firing_in_zone,
    "conjunctions": conjunctions,
    "never": never,
    "previews": previews,
    "parsing": parsing,
    "decisions": decisions,
    "processes": processes,
    "checks": checks,
    "runs": runs,
    "jobs": jobs,
    "distance": distance,
    "terms": terms,
    "memory": memory,
}
