"""Immutable classes with slots, written like dataclasses and made at a small part of their cost.

`dataclasses` compiles six methods of each class when its module is imported; for the classes behind one command that
takes longer than the command. Here a method is compiled when it is first called, and most never are.
"""

from __future__ import annotations

TYPE_CHECKING = False  # as in typing, whose import takes as long as that of Python itself

if TYPE_CHECKING:
    from collections.abc import Callable
    from dataclasses import field, replace  # type checkers know these two by name
    from typing import Any, NoReturn, TypeVar, dataclass_transform, overload

    _T = TypeVar("_T")

__all__ = ["field", "frozen", "replace"]

_MISSING: Any = object()


class _Field:
    """One attribute of a class; the arguments are those of `dataclasses.field`, and mean the same."""

    __slots__ = ("arguments", "compare", "default", "factory", "hash", "hint", "init", "kw_only", "repr")

    hint: str
    kw_only: bool

    def __init__(self, **arguments: Any) -> None:
        self.arguments = arguments
        self.default, self.factory = arguments.get("default", _MISSING), arguments.get("default_factory", _MISSING)
        if self.default.__class__.__hash__ is None:
            raise TypeError(f"all instances would share the default {self.default!r}; give a default_factory")
        self.init, self.repr = arguments.get("init", True), arguments.get("repr", True)
        self.compare, hashed = arguments.get("compare", True), arguments.get("hash")
        self.hash = self.compare if hashed is None else hashed


_Fields = dict[str, _Field]

if not TYPE_CHECKING:
    field = _Field

    def replace(instance, /, **changes):
        """Another instance, with other values for some of its fields."""
        for name, each in instance.__frozen_fields__.items():
            if each.init and name not in changes:
                changes[name] = getattr(instance, name)
        return instance.__class__(**changes)


if TYPE_CHECKING:

    @overload
    def frozen(cls: type[_T], /) -> type[_T]: ...
    @overload
    def frozen(*, kw_only: bool = False, order: bool = False) -> Callable[[type[_T]], type[_T]]: ...
    @dataclass_transform(frozen_default=True, field_specifiers=(field,))
    def frozen(cls: type | None = None, /, *, kw_only: bool = False, order: bool = False) -> Any:
        """What type checkers are told of the one below."""

else:

    def frozen(cls=None, /, *, kw_only=False, order=False):
        """Make a class of its annotated names, as `dataclass(frozen=True, slots=True)` does; each of them is a field.

        What `dataclasses` has for instances works with it: `replace`, `fields`, `asdict`, FrozenInstanceError. The
        class is made anew with its slots, so its methods cannot use `super()`.
        """
        if cls is None:
            return lambda cls: _made(cls, kw_only, order)
        return _made(cls, kw_only, order)


def _made(cls: type, kw_only: bool, order: bool) -> type:
    names = {name: value for name, value in vars(cls).items() if name not in {"__dict__", "__weakref__"}}
    inherited: _Fields = {}
    for base in reversed(cls.__mro__):
        inherited |= vars(base).get("__frozen_fields__", {})
    own = {name: _own(names.pop(name, _MISSING), hint, kw_only) for name, hint in cls.__annotations__.items()}
    fields = inherited | own
    later = {name: _Later(make) for name, make in (_LATER | _ORDER if order else _LATER).items()}
    names = _SHARED | later | names
    names["__slots__"] = tuple(name for name in own if name not in inherited)
    names["__match_args__"] = tuple(name for name, each in fields.items() if each.init and not each.kw_only)
    names["__frozen_fields__"] = fields
    made = type(cls)(cls.__name__, cls.__bases__, names)
    made.__qualname__ = cls.__qualname__
    return made


def _own(given: Any, hint: str, kw_only: bool) -> _Field:
    made = given if isinstance(given, _Field) else _Field() if given is _MISSING else _Field(default=given)
    made.hint, made.kw_only = hint, kw_only
    return made


class _Later:
    """A name in a class whose value is made when it is first looked up, and then takes this one's place."""

    __slots__ = ("cls", "make", "name")

    cls: type
    name: str

    def __init__(self, make: Callable[[type, str, _Fields], Any]) -> None:
        self.make = make

    def __set_name__(self, cls: type, name: str) -> None:
        self.cls, self.name = cls, name

    def __get__(self, instance: object, kind: type | None = None) -> Any:
        made = self.make(self.cls, self.name, vars(self.cls)["__frozen_fields__"])
        setattr(self.cls, self.name, made)
        return made.__get__(instance, kind) if callable(made) else made


def _compiled(cls: type, name: str, text: str, values: dict[str, Any] | None = None) -> Callable[..., Any]:
    """A method of a class; the values are what its text speaks of."""
    names = {"__name__": cls.__module__, **(values or {})}
    exec(compile(text, f"<{cls.__qualname__}.{name}>", "exec"), names)  # noqa: S102 - made of names of fields
    made: Callable[..., Any] = names[name]
    made.__qualname__ = f"{cls.__qualname__}.{name}"
    return made


def _init(cls: type, name: str, fields: _Fields) -> Callable[..., Any]:
    """It sets attributes by the descriptors of their slots, which is quicker than by `object.__setattr__`."""
    positional = [_parameter(key, each) for key, each in fields.items() if each.init and not each.kw_only]
    named = [_parameter(key, each) for key, each in fields.items() if each.init and each.kw_only]
    parameters = ", ".join(["self", *positional, *(["*", *named] if named else [])])
    lines = [f"_set_{key}(self, {value})" for key, each in fields.items() if (value := _value(key, each))]
    if hasattr(cls, "__post_init__"):
        lines.append("self.__post_init__()")
    values: dict[str, Any] = {"_missing": _MISSING}
    for key, each in fields.items():
        values |= {
            f"_set_{key}": getattr(cls, key).__set__,
            f"_default_{key}": each.default,
            f"_new_{key}": each.factory,
        }
    return _compiled(cls, name, "\n ".join([f"def __init__({parameters}):", *(lines or ["pass"])]), values)


def _parameter(key: str, each: _Field) -> str:
    if each.factory is not _MISSING:
        return f"{key}=_missing"
    return key if each.default is _MISSING else f"{key}=_default_{key}"


def _value(key: str, each: _Field) -> str | None:
    """What `__init__` sets a field to; None where that is left to `__post_init__`."""
    if each.factory is not _MISSING:
        return f"_new_{key}() if {key} is _missing else {key}" if each.init else f"_new_{key}()"
    return key if each.init else None if each.default is _MISSING else f"_default_{key}"


def _repr(cls: type, name: str, fields: _Fields) -> Callable[..., Any]:
    shown = ", ".join(f"{key}={{self.{key}!r}}" for key, each in fields.items() if each.repr)
    return _compiled(cls, name, f'def __repr__(self):\n return f"{{self.__class__.__qualname__}}({shown})"')


def _hash(cls: type, name: str, fields: _Fields) -> Callable[..., Any]:
    return _compiled(cls, name, f"def __hash__(self):\n return hash({_values('self', fields, 'hash')})")


_SIGNS = {"__eq__": "==", "__lt__": "<", "__le__": "<=", "__gt__": ">", "__ge__": ">="}


def _comparison(cls: type, name: str, fields: _Fields) -> Callable[..., Any]:
    mine, theirs = (_values(who, fields, "compare") for who in ("self", "other"))
    answer = f"{mine} {_SIGNS[name]} {theirs} if other.__class__ is self.__class__ else NotImplemented"
    return _compiled(cls, name, f"def {name}(self, other):\n return {answer}")


def _values(who: str, fields: _Fields, use: str) -> str:
    return f"({''.join(f'{who}.{key}, ' for key, each in fields.items() if getattr(each, use))})"


def _dataclass_fields(cls: type, _name: str, fields: _Fields) -> Any:
    """What `dataclasses` knows a class by."""
    from dataclasses import field, make_dataclass

    alike = [(key, each.hint, field(**each.arguments, kw_only=each.kw_only)) for key, each in fields.items()]
    return vars(make_dataclass(cls.__name__, alike))["__dataclass_fields__"]


_LATER = {
    "__init__": _init,
    "__eq__": _comparison,
    "__hash__": _hash,
    "__repr__": _repr,
    "__dataclass_fields__": _dataclass_fields,
}
_ORDER = dict.fromkeys(["__lt__", "__le__", "__gt__", "__ge__"], _comparison)


def _refuse(_self: object, name: str, _value: object = None) -> NoReturn:
    from dataclasses import FrozenInstanceError

    raise FrozenInstanceError(f"cannot change field {name!r}")


def _state(self: Any) -> list[Any]:
    return [getattr(self, key) for key in self.__frozen_fields__]


def _restore(self: Any, state: list[Any]) -> None:
    for key, value in zip(self.__frozen_fields__, state, strict=True):
        object.__setattr__(self, key, value)


_SHARED = {
    "__setattr__": _refuse,
    "__delattr__": _refuse,
    "__getstate__": _state,
    "__setstate__": _restore,
    "__replace__": replace,
}
