"""Named tuples that are made quickly: `typing.NamedTuple` compiles every annotation to see that it could be a type."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import NamedTuple
else:
    from collections import namedtuple

    class _Makes(type):
        """Puts a named tuple in the place of a class that derives from NamedTuple."""

        def __new__(cls, name, bases, names):
            if not bases:
                return super().__new__(cls, name, bases, names)
            fields = names.get("__annotations__", {})
            defaults = [names.pop(field) for field in fields if field in names]
            made = namedtuple(name, fields, defaults=defaults, module=names.pop("__module__"))  # noqa: PYI024 - it is that
            for key, value in names.items():
                setattr(made, key, value)
            return made

    class NamedTuple(metaclass=_Makes):
        """What `typing.NamedTuple` is, for type checkers and for all that uses it."""


__all__ = ["NamedTuple"]
