"""Stable names for payload types, and the lifting of older versions; the rules kept by name.

A name once written to a record is never given to anything else.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any, cast

from caseflow._typed import typed
from caseflow.cases import (
    Annulled,
    FollowUp,
    Migrated,
    Opened,
    Reassignment,
    Rebased,
    SetAside,
)
from caseflow.codec._canonical import shown
from caseflow.errors import FormatError, SampleMissingError, ValueInvalidError
from caseflow.fees import FeeKind
from caseflow.law import NO_RULES, RuleBook
from caseflow.money import Currency
from caseflow.workflow import Situation, Workflow

__all__ = ["Json", "PayloadTypes", "Sampler", "Upcaster"]

_VERSION = re.compile(r"[0-9]{1,6}")

#: The fields of a payload as they were written.
Json = Mapping[str, object]

#: Lifts the fields of one version to those of the next.
Upcaster = Callable[[Json], Json]

#: Makes payloads for a case as guards see it, the likeliest first; none where nothing fits.
Sampler = Callable[[Situation], Iterable[object]]


@typed(late=True)
class PayloadTypes:
    """Know the payload types by name and version, and in *law* the rules that are kept by name.

    *currency* is the one that a fee schedule is in whose data names none. A fee whose kind is none
    of *fee_kinds* is refused; without any it may be of any kind.

    >>> from attrs import frozen
    >>> @frozen
    ... class Receipt:
    ...     papers: int
    ...     copies: int
    >>> types = PayloadTypes()
    >>> types.register("receipt", 2, Receipt)
    >>> types.upcast("receipt", 1, lambda fields: {**fields, "copies": 1})
    >>> types.name(Receipt)
    'receipt/2'
    >>> types.find("receipt/1", {"papers": 4})[1]
    {'papers': 4, 'copies': 1}
    """

    def __init__(
        self,
        law: RuleBook = NO_RULES,
        currency: Currency | None = None,
        fee_kinds: Iterable[FeeKind] = (),
    ) -> None:
        self.law = law
        self.currency = currency
        self.fee_kinds = tuple(fee_kinds)
        self._types: dict[str, tuple[int, type[object]]] = {}
        self._names: dict[type[object], str] = {}
        self._upcasters: dict[tuple[str, int], Upcaster] = {}
        self._samples: dict[type[object], tuple[tuple[object, ...], Sampler | None]] = {}
        self.register("opened", 1, Opened)
        self.register("rebased", 1, Rebased)
        self.register("migrated", 1, Migrated)
        self.register("annulled", 1, Annulled)
        self.register("set-aside", 1, SetAside)
        self.register("case-reassignment", 1, Reassignment)
        self.register("case-follow-up", 1, FollowUp)

    def register(self, name: str, version: int, payload: type[object]) -> None:
        """Give *payload* a stable name and the version in which it is written from now on.

        Raises:
            ValueInvalidError: the name or the type is registered already, or not usable.
        """
        if isinstance(cast("object", name), type):
            raise ValueInvalidError("payload name", name, "text")
        if not name or "/" in name or version < 1:
            raise ValueInvalidError(
                "payload name", f"{name}/{version}", "a name without a slash and a version from 1"
            )
        if name in self._types:
            raise ValueInvalidError("payload name", name, "a name not registered yet")
        if payload in self._names:
            raise ValueInvalidError(
                "payload type", payload.__name__, f"a type other than {self._names[payload]}"
            )
        self._types[name] = (version, payload)
        self._names[payload] = f"{name}/{version}"

    def upcast(self, name: str, version: int, lift: Upcaster) -> None:
        """Lift the fields of *version* to those of the next version by *lift*.

        Raises:
            ValueInvalidError: that step is registered already.
        """
        if (name, version) in self._upcasters:
            raise ValueInvalidError("upcaster", f"{name}/{version}", "one upcaster per version")
        self._upcasters[name, version] = lift

    def sample(self, payload: type[object], *values: object, made: Sampler | None = None) -> None:
        """Register what may stand for *payload* where histories are made up; anew replaces.

        At least one of *values* is needed. What fits a case only if it names something of that
        case, as a bill of it, is *made* from what guards see; those made are tried first.

        >>> from attrs import frozen
        >>> @frozen
        ... class Receipt:
        ...     papers: int
        >>> types = PayloadTypes()
        >>> types.register("receipt", 1, Receipt)
        >>> types.sample(Receipt, Receipt(1), Receipt(4))
        >>> types.samples(Receipt)
        (Receipt(papers=1), Receipt(papers=4))

        Raises:
            FormatError: *payload* is not registered.
            ValueInvalidError: there is no value, or one is of another type.
        """
        name = self.name(payload)
        if not values:
            raise ValueInvalidError("values", values, f"one sample of {name} or more")
        for value in values:
            if not isinstance(value, payload):
                raise ValueInvalidError("sample", value, f"a payload {name}")
        self._samples[payload] = (values, made)

    def samples(
        self, payload: type[object], situation: Situation | None = None
    ) -> tuple[object, ...]:
        """Return what may stand for *payload*: what is made for *situation* first, then values.

        An action that takes nothing has one sample, None.

        Raises:
            SampleMissingError: none is registered.
        """
        if payload is type(None):
            return (None,)
        found = self._samples.get(payload)
        if found is None:
            raise SampleMissingError((self._called(payload),))
        values, made = found
        return values if made is None or situation is None else (*made(situation), *values)

    def refuse_unsampled(self, workflow: Workflow) -> None:
        """Refuse a workflow with actions for which there is no sample.

        Raises:
            SampleMissingError: with the names of all payload types that lack one.
        """
        kinds = (action.payload for action in workflow.actions)
        missing = {self._called(kind) for kind in kinds if not self._has_sample(kind)}
        if missing:
            raise SampleMissingError(sorted(missing))

    def _has_sample(self, payload: type[Any]) -> bool:
        return payload is type(None) or payload in self._samples

    def _called(self, payload: type[object]) -> str:
        return self._names.get(payload, payload.__name__)

    @property
    def known(self) -> tuple[str, ...]:
        """Return the names with their present versions, sorted."""
        return tuple(sorted(self._names.values()))

    def name(self, payload: type[object]) -> str:
        """Return the name and version of a type; raises `FormatError` for an unknown one."""
        found = self._names.get(payload)
        if found is None:
            raise FormatError(
                f"payload {payload.__name__}",
                f"no stable name is registered for it; register one, known: {_listed(self.known)}",
            )
        return found

    def type_of(self, name: str) -> type[object]:
        """Return the type behind "name/version" or "name"; raises `FormatError`."""
        bare, _, version = name.partition("/")
        found = self._types.get(bare)
        if found is None or (version and not _VERSION.fullmatch(version)):
            raise FormatError(f"payload {shown(name)}", f"unknown; known: {_listed(self.known)}")
        return found[1]

    def find(self, name: str, fields: Json) -> tuple[type[object], Json]:
        """Return the type behind "name/version" and *fields* lifted to its present version.

        Raises:
            FormatError: unknown, newer than what is registered, or a step has no upcaster.
        """
        bare, _, written = name.partition("/")
        payload = self.type_of(name)
        present = self._types[bare][0]
        if not written or int(written) > present or int(written) < 1:
            raise FormatError(f"payload {shown(name)}", f"versions 1 to {present} can be read")
        for version in range(int(written), present):
            lift = self._upcasters.get((bare, version))
            if lift is None:
                raise FormatError(
                    f"payload {shown(name)}", f"no upcaster from version {version} to {version + 1}"
                )
            try:
                fields = lift(fields)
            except (AttributeError, LookupError, TypeError, ValueError) as error:
                raise FormatError(
                    f"payload {shown(name)}",
                    f"its fields are not those of version {version}, so they are not lifted to "
                    f"version {version + 1}; written: {_listed(tuple(map(str, fields))) or 'none'}",
                ) from error
        return payload, fields


def _listed(names: tuple[str, ...]) -> str:
    return ", ".join(names)
