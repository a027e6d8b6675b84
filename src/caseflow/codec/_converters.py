"""The converter: which value has which form in JSON.

With its siblings the only importer of `cattrs`. Nothing is read leniently: a text is no number, and
a field that is not known is an error. Every field is written, so that a default that changes one
day changes no record; but what only a migration fills in is written only where it did. A rule of
law is written by its name.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import is_dataclass
from datetime import date, datetime, time
from enum import Enum
from fractions import Fraction
from types import GenericAlias
from typing import Any, TypeVar, cast, get_args, get_origin

from attrs import has
from cattrs import Converter, transform_error
from cattrs.cols import is_mapping, list_structure_factory
from cattrs.errors import (
    BaseValidationError,
    StructureHandlerNotFoundError,
)
from cattrs.gen import (
    make_dict_unstructure_fn,
    override,
)

from caseflow.cases import ClockChange, Terms
from caseflow.codec._canonical import LONGEST_NUMBER, LONGEST_TEXT, is_too_long, kept_text, shown
from caseflow.codec._faults import WrongError, described, kind_name
from caseflow.codec._laws import register_law
from caseflow.codec._objects import object_hook
from caseflow.codec._rates import register_fees
from caseflow.codec._texts import read_text, register_texts
from caseflow.errors import CaseflowError, FormatError
from caseflow.fees import FeeKind
from caseflow.law import NO_RULES, RuleBook
from caseflow.limits import TimeLimit
from caseflow.money import Currency
from caseflow.procedures import Extension, Procedure
from caseflow.values import Moment, aware, clock_time, iso_day, iso_instant
from caseflow.workflow import ClockRule, FactValue

__all__ = ["Converter", "leave_out_defaults", "make_converter", "structured"]

T = TypeVar("T")

_FRACTION = re.compile(r"-?\d{1,30}(/[1-9]\d{0,29})?")


#: What is new in a value that was kept before: it is written only where it says something, so that
#: what was kept keeps its bytes. What holds others comes after them.
_LATER: dict[type[object], tuple[str, ...]] = {
    TimeLimit: ("pause_days", "roll_up_to", "least_working_days", "day_hours"),
    ClockChange: ("takes",),
    Terms: ("timed_by",),
    ClockRule: ("limits", "chosen_with"),
    Extension: ("at_most",),
    Procedure: (
        "clock_limits",
        "boundary_free",
        "partial_reason",
        "valid_from_is",
        "limit_by_law",
        "shortened_by",
        "decided_by",
        "is_example",
    ),
}


def make_converter(
    law: RuleBook = NO_RULES, currency: Currency | None = None, fee_kinds: Iterable[FeeKind] = ()
) -> Converter:
    """Return a converter that knows every value of caseflow; it is never shared between codecs.

    *law* knows the rules that are written by name, *currency* is that of fees that name none, and
    *fee_kinds* are the kinds of fee that are known by name.
    """
    converter = Converter(forbid_extra_keys=True, unstruct_collection_overrides={tuple: list})
    plain: dict[type[Any], Callable[[object, Any], Any]] = {
        str: read_text,
        int: _whole,
        bool: _truth,
        Fraction: _fraction,
        date: _day,
        datetime: _instant,
        time: _time,
    }
    for kind, read in plain.items():
        converter.register_structure_hook(kind, read)
    converter.register_structure_hook_func(_is_enum, _enum)
    converter.register_structure_hook_func(_is_object, _as_it_is)
    converter.register_structure_hook_factory(_is_collection, _collection)
    converter.register_structure_hook_factory(_has_fields, object_hook)
    converter.register_structure_hook_factory(is_mapping, _mapping)
    converter.register_unstructure_hook(Fraction, _fraction_text)
    converter.register_unstructure_hook(date, _day_iso)
    converter.register_unstructure_hook(datetime, _iso)
    converter.register_unstructure_hook(time, _iso)
    converter.register_unstructure_hook(str, _kept)
    converter.register_unstructure_hook_func(_is_set, _sorted)
    register_texts(converter)
    register_law(converter, law)
    converter.register_structure_hook(Moment | None, _optional_moment)
    converter.register_unstructure_hook(Moment | None, _optional_iso)
    converter.register_structure_hook(FactValue, _fact)
    converter.register_unstructure_hook(FactValue, _fact_data)
    converter.register_structure_hook(FactValue | None, _optional_fact)
    converter.register_unstructure_hook(FactValue | None, _fact_data)
    for kind, names in _LATER.items():
        if kind is Procedure:
            # Before what is made of the hooks that are there: a procedure holds fees.
            register_fees(converter, currency, fee_kinds)
        leave_out_defaults(converter, kind, *names)
    fields = object_hook(TimeLimit, converter)

    def limit(value: object, kind: type[TimeLimit]) -> TimeLimit:
        if isinstance(value, str):
            return TimeLimit.parse(value)
        if not isinstance(value, dict):
            raise WrongError(
                f'{shown(value)} is not a limit: text as "15 working days", or an object'
            )
        return fields(cast("object", value), kind)

    converter.register_structure_hook(TimeLimit, limit)
    return converter


def leave_out_defaults(converter: Converter, kind: type[Any], *names: str) -> None:
    """Let *converter* write those fields of *kind* only where they say something."""
    filled = {name: override(omit_if_default=True) for name in names}
    make = cast("Callable[..., Callable[[Any], dict[str, Any]]]", make_dict_unstructure_fn)
    converter.register_unstructure_hook(kind, make(kind, converter, **filled))


def structured(converter: Converter, data: object, kind: type[T], what: str) -> T:
    """Return *data* read as *kind*.

    Raises:
        FormatError: it is not of that form; every problem is named.
    """
    try:
        return converter.structure(data, kind)
    except BaseValidationError as error:
        problems = transform_error(error, path=what, format_exception=described)
        raise FormatError(what, "; ".join(problems)) from error
    except StructureHandlerNotFoundError as error:
        raise FormatError(what, f"{kind_name(error.type_)} has no form in JSON") from error
    except FormatError:
        raise
    except (CaseflowError, TypeError, ValueError, KeyError, AttributeError) as error:
        raise FormatError(what, described(error, kind)) from error


# ── reading ─────────────────────────────────────────────────────────────────────────────────


def _whole(value: object, _: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise WrongError(f"{shown(value)} is not a whole number")
    if is_too_long(value):
        raise WrongError(f"{shown(value)} is too long; {LONGEST_NUMBER}")
    return value


def _truth(value: object, _: object) -> bool:
    if not isinstance(value, bool):
        raise WrongError(f"{shown(value)} is neither true nor false")
    return value


def _fraction(value: object, _: object) -> Fraction:
    if isinstance(value, int) and not isinstance(value, bool):
        return Fraction(_whole(value, None))
    if not isinstance(value, str) or not _FRACTION.fullmatch(value):
        raise WrongError(f'{shown(value)} is not a number written as "15" or "35/2"')
    return Fraction(value)


def _day(value: object, _: object) -> date:
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    if isinstance(value, str):
        with suppress(ValueError):
            return iso_day(value)
    raise WrongError(f'{shown(value)} is not a day written as "2026-03-02"')


def _instant(value: object, _: object) -> datetime:
    if isinstance(value, datetime):
        return aware(value, name="instant")
    if isinstance(value, str):
        try:
            read = iso_instant(value)
        except ValueError:
            pass
        else:
            return aware(read, name="instant")
    raise WrongError(f'{shown(value)} is not an instant written as "2026-03-02T09:00:00+07:00"')


def _optional_moment(value: object, _: object) -> Moment | None:
    if value is None:
        return None
    return _instant(value, None) if isinstance(value, str) and "T" in value else _day(value, None)


def _time(value: object, _: object) -> time:
    if isinstance(value, time):
        return value
    if isinstance(value, str):
        with suppress(ValueError):
            return clock_time(value)
    raise WrongError(f'{shown(value)} is not a time of day written as "15:00:00"')


def _is_collection(kind: object) -> bool:
    return get_origin(kind) in (tuple, frozenset, list, set)


def _collection(kind: Any, converter: Converter) -> Callable[[object, Any], object]:  # noqa: ANN401
    """Return how to read a tuple, set or list; text is none, though it could be walked."""
    origin, inner = get_origin(kind), get_args(kind)
    if origin is tuple and inner[-1] is not Ellipsis:
        parts = [converter.get_structure_hook(each) for each in inner]

        def read_each(value: object, _: object) -> object:
            values = _many(value)
            if len(values) != len(parts):
                raise WrongError(f"{shown(value)} is not a list of {len(parts)}")
            read = zip(parts, values, inner, strict=True)
            return tuple(part(each, kind) for part, each, kind in read)

        return read_each
    listed = list_structure_factory(cast("type", GenericAlias(list, inner[0])), converter)
    gather = cast("Callable[[object], object]", origin)

    def read_all(value: object, _: object) -> object:
        return gather(listed(_many(value), list))

    return read_all


def _many(value: object) -> Sequence[object]:
    if not isinstance(value, (list, tuple)):
        raise WrongError(f"{shown(value)} is not a list")
    return cast("Sequence[object]", value)


def _has_fields(kind: object) -> bool:
    return isinstance(kind, type) and (has(kind) or is_dataclass(kind))


def _mapping(kind: Any, converter: Converter) -> Callable[[object, Any], object]:  # noqa: ANN401
    read = cast("Callable[[object, Any], object]", converter.gen_structure_mapping(kind))

    def read_mapping(value: object, given: Any) -> object:  # noqa: ANN401
        if not isinstance(value, Mapping):
            raise WrongError(f"{shown(value)} is not an object")
        return read(cast("object", value), given)

    return read_mapping


def _is_object(kind: object) -> bool:
    return kind is object


def _as_it_is(value: object, _: object) -> object:
    return value


def _is_enum(kind: object) -> bool:
    return isinstance(kind, type) and issubclass(kind, Enum)


def _enum(value: object, kind: type[Enum]) -> Enum:
    for member in kind:
        if member.value == value:
            return member
    raise WrongError(f"{shown(value)} is none of {', '.join(str(each.value) for each in kind)}")


#: Facts that JSON has no form for are written as an object with one key, which names the form.
_FACT_FORMS: dict[str, Callable[[object, Any], FactValue]] = {
    "day": _day,
    "instant": _instant,
    "fraction": _fraction,
}


def _fact(value: object, _: object) -> FactValue:
    if isinstance(value, str):
        return read_text(value, None)
    if isinstance(value, int):
        return _whole(value, None)
    given = value
    if isinstance(given, dict):
        pairs = list(cast("dict[object, object]", given).items())
        if len(pairs) == 1 and pairs[0][0] in _FACT_FORMS:
            return _FACT_FORMS[str(pairs[0][0])](pairs[0][1], None)
    given, forms = shown(value), ", ".join(_FACT_FORMS)
    raise WrongError(f"{given} is not a fact: text, a whole number, or one of {forms}")


def _optional_fact(value: object, _: object) -> FactValue | None:
    return None if value is None else _fact(value, None)


# ── writing ─────────────────────────────────────────────────────────────────────────────────


def _iso(value: date | time) -> str:
    return value.isoformat()


def _day_iso(value: date) -> str:
    if isinstance(value, datetime):
        raise FormatError("day", f"{value.isoformat()} is an instant where a day is kept")
    return value.isoformat()


def _optional_iso(value: Moment | None) -> str | None:
    return None if value is None else value.isoformat()


def _kept(value: str) -> str:
    # As `kept_text`, which nearly every text leaves as it is.
    if value.isascii() and value.isprintable() and len(value) <= LONGEST_TEXT:
        return value
    return kept_text(value)


def _fraction_text(value: Fraction) -> str:
    text = "" if is_too_long(value.numerator) or is_too_long(value.denominator) else str(value)
    if not _FRACTION.fullmatch(text):
        raise FormatError(
            "fraction", "it has more than 30 digits above or below, and at most 30 are kept"
        )
    return text


def _is_set(kind: object) -> bool:
    return frozenset in (kind, get_origin(kind))


def _sorted(value: frozenset[Any]) -> list[Any]:
    return sorted(each.value if isinstance(each, Enum) else each for each in value)


def _fact_data(value: FactValue | None) -> object:
    if isinstance(value, str):
        return _kept(value)
    if isinstance(value, datetime):
        return {"instant": value.isoformat()}
    if isinstance(value, date):
        return {"day": value.isoformat()}
    if isinstance(value, Fraction):
        return {"fraction": _fraction_text(value)}
    return value
