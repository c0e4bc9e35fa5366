"""Schedules in plain words: parse them, see when they fire, and hand them to APScheduler.

Everything here loads on first use, so that ``import everly`` costs nothing and a command imports only what it needs.
The layers behind it are ``everly.grammar`` (text and tree), ``everly.scheduling`` (meaning and triggers) and
``everly.jobs`` (running commands, and the command line).
"""

TYPE_CHECKING = False  # as in typing, whose import takes as long as that of Python itself

if TYPE_CHECKING:
    from everly.grammar.diagnostics import Diagnostic, ScheduleError
    from everly.grammar.parser import parse
    from everly.grammar.printer import print_schedule
    from everly.jobs.job import Job, list_jobs
    from everly.jobs.job_run import JobRun
    from everly.jobs.outcome import Outcome
    from everly.scheduling.api import parse_schedule
    from everly.scheduling.compiler import compile_schedule
    from everly.scheduling.decisions.comparison import Comparison, Relation, compare
    from everly.scheduling.decisions.frequency import Frequency, count_between, frequency
    from everly.scheduling.decisions.gaps import Gaps, gaps
    from everly.scheduling.decisions.meetings import meetings
    from everly.scheduling.decisions.redundancy import Redundancy, redundancies
    from everly.scheduling.engine.effort import TooMuchWorkError
    from everly.scheduling.explanation.sentence import Explanation, explain
    from everly.scheduling.simplify import simplify

    __version__: str

__all__ = [
    "Comparison",
    "Diagnostic",
    "Explanation",
    "Frequency",
    "Gaps",
    "Job",
    "JobRun",
    "Outcome",
    "Redundancy",
    "Relation",
    "ScheduleError",
    "TooMuchWorkError",
    "__version__",
    "compare",
    "compile_schedule",
    "count_between",
    "explain",
    "frequency",
    "gaps",
    "list_jobs",
    "meetings",
    "parse",
    "parse_schedule",
    "print_schedule",
    "redundancies",
    "simplify",
]

_MODULE_OF = {
    "Comparison": "everly.scheduling.decisions.comparison",
    "Diagnostic": "everly.grammar.diagnostics",
    "Explanation": "everly.scheduling.explanation.sentence",
    "Frequency": "everly.scheduling.decisions.frequency",
    "Gaps": "everly.scheduling.decisions.gaps",
    "Job": "everly.jobs.job",
    "JobRun": "everly.jobs.job_run",
    "Outcome": "everly.jobs.outcome",
    "Redundancy": "everly.scheduling.decisions.redundancy",
    "Relation": "everly.scheduling.decisions.comparison",
    "ScheduleError": "everly.grammar.diagnostics",
    "TooMuchWorkError": "everly.scheduling.engine.effort",
    "compare": "everly.scheduling.decisions.comparison",
    "compile_schedule": "everly.scheduling.compiler",
    "count_between": "everly.scheduling.decisions.frequency",
    "explain": "everly.scheduling.explanation.sentence",
    "frequency": "everly.scheduling.decisions.frequency",
    "gaps": "everly.scheduling.decisions.gaps",
    "list_jobs": "everly.jobs.job",
    "meetings": "everly.scheduling.decisions.meetings",
    "parse": "everly.grammar.parser",
    "parse_schedule": "everly.scheduling.api",
    "print_schedule": "everly.grammar.printer",
    "redundancies": "everly.scheduling.decisions.redundancy",
    "simplify": "everly.scheduling.simplify",
}


def _load(name: str) -> object:
    if name == "__version__":
        from importlib.metadata import version

        return version("everly")
    if name not in _MODULE_OF:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    module = _MODULE_OF[name]
    if module.startswith("everly.jobs."):
        from everly.jobs.places import check_platform

        check_platform()  # else what is not there would be told, and not why
    return getattr(import_module(module), name)


if not TYPE_CHECKING:  # hidden from type checkers, which would otherwise accept any misspelt name

    def __getattr__(name: str) -> object:
        value = globals()[name] = _load(name)
        return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
