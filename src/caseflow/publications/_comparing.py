"""What is wrong with a published list, and what changed between two."""

from collections import Counter
from collections.abc import Iterator
from datetime import date

from caseflow._typed import frozen, typed
from caseflow.law import Basis, cited
from caseflow.procedures import ServiceLevel, Totals
from caseflow.publications._lists import Publication, Service
from caseflow.texts import Message, Text, Written
from caseflow.workflow import Fault

__all__ = ["Change", "PublicationDiff", "compare", "publication_faults"]


@typed
def publication_faults(
    publication: Publication,
    stated: Totals | None = None,
    *,
    reasons_from: date | None = None,
    basis: Basis = "",
) -> tuple[Fault, ...]:
    """Return what is wrong with *publication*, and how it differs from the totals stated for it.

    *stated* are totals that somebody else published; without them, those of the list itself. The
    stated total must be full + partial, and each must be what the list counts. No code comes twice.

    *reasons_from* is the first day of a list on which each service that is not fully online must
    say why, by the law *basis*; None where no rule asks for it.
    """
    faults = tuple(_faults(publication, stated or publication.stated))
    if reasons_from is None or publication.on < reasons_from:
        return faults
    return (
        *_unreasoned(publication, basis),
        *faults,
    )


def _unreasoned(publication: Publication, basis: Basis) -> Iterator[Fault]:
    on = publication.on
    for service in publication.services:
        if service.level is ServiceLevel.PARTIAL and not service.reason:
            yield Fault(
                "partial-without-reason",
                publication.title,
                Message("publications.partial-without-reason"),
                {"code": service.code, "law": Written(_in_brackets, basis, on)},
            )


def _faults(publication: Publication, stated: Totals | None) -> Iterator[Fault]:
    where = publication.title
    twice = Counter(service.code for service in publication.services)
    for code, count in twice.items():
        if count > 1:
            yield Fault(
                "service-repeated",
                where,
                Message("publications.service-repeated"),
                {"code": code, "count": count},
            )
    if stated is None:
        return
    if stated.procedures != stated.full + stated.partial:
        yield Fault(
            "published-sum",
            where,
            Message("publications.published-sum"),
            {
                "all": stated.procedures,
                "full": stated.full,
                "partial": stated.partial,
                "sum": stated.full + stated.partial,
            },
        )
    counted = publication.totals()
    for name, label in _COUNTS:
        if getattr(stated, name) != getattr(counted, name):
            yield Fault(
                "published-count",
                where,
                Message("publications.published-count"),
                {
                    "what": label,
                    "stated": getattr(stated, name),
                    "counted": getattr(counted, name),
                },
            )


_COUNTS = (
    ("procedures", Message("publications.all-services")),
    ("full", Message("publications.full")),
    ("partial", Message("publications.partial")),
)

#: What a reader of two lists asks about, in the order in which it is told.
_ASPECTS = {
    "level": Message("publications.aspects-level"),
    "limit": Message("publications.aspects-limit"),
    "fee": Message("publications.aspects-fee"),
    "name": Message("publications.aspects-name"),
    "agency": Message("publications.aspects-agency"),
    "decision": Message("publications.aspects-decision"),
    "reason": Message("publications.aspects-reason"),
}


@frozen
class Change:
    """Describe what one service says otherwise in the newer list; *aspect* is a stable name."""

    code: str
    name: Text
    aspect: str
    before: Text
    after: Text


@typed
@frozen
class PublicationDiff:
    """Describe what changed from one list to another: services added, removed, and changed."""

    old: str
    new: str
    added: tuple[Service, ...]
    removed: tuple[Service, ...]
    changed: tuple[Change, ...]

    @property
    def is_empty(self) -> bool:
        """Return whether nothing changed."""
        return not (self.added or self.removed or self.changed)

    def text(self, language: str) -> str:
        """Return the changes in words, in *language*."""
        heads = {
            "added": Message("publications.heads-added"),
            "removed": Message("publications.heads-removed"),
            "changed": Message("publications.heads-changed"),
            "none": Message("publications.heads-none"),
        }
        lines = [f"{self.old} → {self.new}"]
        for key, services in (("added", self.added), ("removed", self.removed)):
            lines += [
                f"{heads[key].in_(language)}: {each.code} {each.name.in_(language)} "
                f"({each.level.label(language)})"
                for each in services
            ]
        lines += [
            f"{heads['changed'].in_(language)}: {each.code} {each.name.in_(language)}: "
            f"{_ASPECTS[each.aspect].in_(language)}: "
            f"{each.before.in_(language) or '–'} → {each.after.in_(language) or '–'}"
            for each in self.changed
        ]
        if self.is_empty:
            lines.append(heads["none"].in_(language))
        return "\n".join(lines)

    def to_data(self) -> dict[str, object]:
        """Return the changes as JSON values."""
        return {
            "old": self.old,
            "new": self.new,
            "added": [_named(service) for service in self.added],
            "removed": [_named(service) for service in self.removed],
            "changed": [
                {
                    "code": each.code,
                    "aspect": each.aspect,
                    "before": dict(each.before.items()),
                    "after": dict(each.after.items()),
                }
                for each in self.changed
            ],
        }


@typed
def compare(old: Publication, new: Publication) -> PublicationDiff:
    """Return what changed from *old* to *new*, by code, in the order of the codes.

    Of a code that comes twice in a list the last entry counts; `publication_faults` reports it.
    """
    before = {service.code: service for service in old.services}
    after = {service.code: service for service in new.services}
    return PublicationDiff(
        f"{old.title} ({old.on})",
        f"{new.title} ({new.on})",
        tuple(after[code] for code in sorted(after.keys() - before.keys())),
        tuple(before[code] for code in sorted(before.keys() - after.keys())),
        tuple(
            change
            for code in sorted(before.keys() & after.keys())
            for change in _changes(before[code], after[code])
        ),
    )


def _changes(before: Service, after: Service) -> Iterator[Change]:
    for aspect in _ASPECTS:
        was, now = _aspect(before, aspect), _aspect(after, aspect)
        if was != now:
            yield Change(after.code, after.name, aspect, was, now)


def _in_brackets(basis: Basis, on: date, language: str) -> str:
    law = cited(basis, on, language)
    return f" [{law}]" if law else ""


def _aspect(service: Service, aspect: str) -> Text:
    if aspect == "level":
        return Written(service.level.label)
    value: str | Text = getattr(service, aspect)
    return value if isinstance(value, Text) else Text(und=value)


def _named(service: Service) -> dict[str, object]:
    return {
        "code": service.code,
        "name": service.name.in_(service.name.languages[0]),
        "level": service.level.value,
    }
