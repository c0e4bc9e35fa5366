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
    from everly.scheduling.api import parse_schedule
    from everly.scheduling.compiler import compile_schedule

    __version__: str

__all__ = [
    "Diagnostic",
    "ScheduleError",
    "__version__",
    "compile_schedule",
    "parse",
    "parse_schedule",
    "print_schedule",
]

_MODULE_OF = {
    "Diagnostic": "everly.grammar.diagnostics",
    "ScheduleError": "everly.grammar.diagnostics",
    "compile_schedule": "everly.scheduling.compiler",
    "parse": "everly.grammar.parser",
    "parse_schedule": "everly.scheduling.api",
    "print_schedule": "everly.grammar.printer",
}


def _load(name: str) -> object:
    if name == "__version__":
        from importlib.metadata import version

        return version("everly")
    if name not in _MODULE_OF:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(_MODULE_OF[name]), name)


if not TYPE_CHECKING:  # hidden from type checkers, which would otherwise accept any misspelt name

    def __getattr__(name: str) -> object:
        value = globals()[name] = _load(name)
        return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
