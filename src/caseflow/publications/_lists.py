"""A published list of online services: its entries, its counts, and how it is made of a catalogue.

Written forms and comparisons are its siblings'.
"""

from collections.abc import Iterable
from datetime import date

import attrs

from caseflow._typed import frozen, typed
from caseflow.errors import ForeignDecisionError, ValueInvalidError
from caseflow.procedures import Catalogue, Procedure, ServiceLevel, Totals
from caseflow.procedures._catalogues import plain
from caseflow.texts import Text
from caseflow.values import clean_text

__all__ = ["Publication", "Service", "publish"]


def _kept(value: str) -> str:
    return " ".join(clean_text(value, name="text").split())


def _kept_text(value: Text) -> Text:
    return Text({code: _kept(text) for code, text in value.items()})


def _is_online(_: object, __: object, value: ServiceLevel) -> None:
    if value not in (ServiceLevel.FULL, ServiceLevel.PARTIAL):
        raise ValueInvalidError("level", value, "full or partial: what is online at all")


def _says_something(_: object, attribute: "attrs.Attribute[str]", value: str) -> None:
    if not value:
        raise ValueInvalidError(attribute.name, None, "a text that says something")


@frozen
class Service:
    """Describe one online service of a list, in the words of its publisher.

    *level* is FULL where everything is provided, performed and settled on the network, the result
    coming online or by public post, and PARTIAL where that is not so; *reason* is why, as it is
    published. White space is kept single.

    Source: Decree 42/2022/NĐ-CP Art. 11.1.
    """

    code: str = attrs.field(converter=_kept, validator=_says_something)
    name: Text = attrs.field(converter=_kept_text)
    level: ServiceLevel = attrs.field(validator=_is_online)
    version: str = attrs.field(converter=_kept, default="")
    field: str = attrs.field(converter=_kept, default="")
    agency: str = attrs.field(converter=_kept, default="")
    limit: Text = attrs.field(converter=_kept_text, default=Text())
    fee: str = attrs.field(converter=_kept, default="")
    decision: str = attrs.field(converter=_kept, default="")
    source: str = attrs.field(converter=_kept, default="")
    reason: str = attrs.field(converter=_kept, default="")


def _without_counter(_: object, __: object, value: Totals | None) -> None:
    if value is not None and value.counter:
        raise ValueInvalidError(
            "stated", value.counter, "totals of online services, none at the counter"
        )


def _services(value: Iterable[Service]) -> tuple[Service, ...]:
    return tuple(value)


@typed
@frozen
class Publication:
    """Hold a list of full and partial online services as it was published.

    *on* is the civil day on which the list holds. *stated* are the totals that its publisher
    states, None where it states none; `publication_faults` compares.

    Source: Decree 42/2022/NĐ-CP Art. 12 (amended by Decree 118/2025/NĐ-CP Art. 40.7).
    """

    title: str = attrs.field(converter=_kept, validator=_says_something)
    publisher: str = attrs.field(converter=_kept)
    on: date
    services: tuple[Service, ...] = attrs.field(converter=_services, default=())
    decision: str = attrs.field(converter=_kept, default="")
    stated: Totals | None = attrs.field(default=None, validator=_without_counter)

    def totals(self) -> Totals:
        """Count the services by level."""
        levels = [service.level for service in self.services]
        full = levels.count(ServiceLevel.FULL)
        return Totals(len(levels), full, len(levels) - full, 0)


@typed
def publish(
    catalogue: Catalogue,
    *,
    title: str,
    publisher: str,
    on: date,
    decision: str = "",
    stated: Totals | None = None,
) -> Publication:
    """Return the list of what *catalogue* offers online on the civil day *on*, by code.

    Of each code the version in force that day is taken; what is closed to new filings, retired,
    not yet in force, only at the counter or of a level nobody states is left out. *stated* are the
    totals that the publisher states, to be compared.

    Raises:
        ValueInvalidError: two versions of a code are in force from the same day, so that which one
            applies is open.
        ForeignDecisionError: a version is another authority's decision, or an example; all are
            named.
    """
    found: list[Service] = []
    foreign: list[str] = []
    for procedure in sorted(catalogue.in_force(on), key=lambda each: each.code):
        same = [
            each.version
            for each in catalogue.versions(procedure.code)
            if each.valid_from == procedure.valid_from
        ]
        if len(same) > 1:
            raise ValueInvalidError(
                f"version of {procedure.code}",
                ", ".join(same),
                "a catalogue with one of them in force",
            )
        level = procedure.service_level
        if level not in (ServiceLevel.FULL, ServiceLevel.PARTIAL) or procedure.refuses_new_on(on):
            continue
        if not _is_of(procedure, publisher):
            foreign.append(f"{procedure.code} ({_authority(procedure)})")
        found.append(_service(procedure, level))
    if foreign:
        raise ForeignDecisionError(publisher, foreign)
    return Publication(title, publisher, on, tuple(found), decision, stated)


def _is_of(procedure: Procedure, publisher: str) -> bool:
    """Return whether *publisher* may publish the row: it decided it, or nobody says who did.

    What decided "Đà Nẵng" may be published by "UBND thành phố Đà Nẵng".
    """
    if not procedure.decided_by:
        return not procedure.is_example
    decided, publishing = (
        f" {' '.join(plain(text).split())} " for text in (procedure.decided_by, publisher)
    )
    return decided in publishing


def _authority(procedure: Procedure) -> str:
    return procedure.decided_by or procedure.decision or "an example"


def _service(procedure: Procedure, level: ServiceLevel) -> Service:
    return Service(
        procedure.code,
        procedure.name,
        level,
        procedure.version,
        procedure.field,
        procedure.agency,
        Text({each: _limits(procedure, each) for each in procedure.name.languages}),
        procedure.fee_text,
        procedure.decision,
        procedure.source,
        procedure.partial_reason if level is ServiceLevel.PARTIAL else "",
    )


def _limits(procedure: Procedure, language: str) -> str:
    """Write the limits in words, each with its channel and branch where it has one."""
    parts: list[str] = []
    for rule in procedure.limits:
        of = [rule.channel.label(language)] if rule.channel else []
        of += [rule.branch] if rule.branch else []
        text = rule.limit.text(language)
        parts.append(f"{', '.join(of)}: {text}" if of else text)
    return "; ".join(dict.fromkeys(parts))
