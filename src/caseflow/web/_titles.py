"""Names of the fields that are handed in, for people: the titles of a form."""

from collections.abc import Mapping

from caseflow.texts import Message, Text

__all__ = ["TITLE", "field_title"]

#: What the metadata of a field of a portal's own keeps its title under, a `Text`.
TITLE = "caseflow.title"


def field_title(name: str, metadata: Mapping[str, object]) -> Text:
    """Return the title of a field: its own, that of the catalogues, or else its name."""
    own = metadata.get(TITLE)
    if isinstance(own, Text):
        return own
    return _TITLES.get(name) or Text(und=name.replace("_", " "))


_TITLES: dict[str, Text] = {
    "address": Message("fields.address"),
    "agency": Message("fields.agency"),
    "amount": Message("fields.amount"),
    "answer": Message("fields.answer"),
    "answer_by": Message("fields.answer-by"),
    "applicant": Message("fields.applicant"),
    "authorised": Message("fields.authorised"),
    "basis": Message("fields.basis"),
    "bill": Message("fields.bill"),
    "branch": Message("fields.branch"),
    "budget": Message("fields.budget"),
    "by": Message("fields.by"),
    "case": Message("fields.case"),
    "cases": Message("fields.cases"),
    "channel": Message("fields.channel"),
    "code": Message("fields.code"),
    "currency": Message("fields.currency"),
    "document": Message("fields.document"),
    "email": Message("fields.email"),
    "extra": Message("fields.extra"),
    "fee": Message("fields.fee"),
    "gateway": Message("fields.gateway"),
    "grant": Message("fields.grant"),
    "ground": Message("fields.ground"),
    "helper": Message("fields.helper"),
    "id_number": Message("fields.id-number"),
    "identity": Message("fields.identity"),
    "is_authorised": Message("fields.is-authorised"),
    "is_dry_run": Message("fields.is-dry-run"),
    "items": Message("fields.items"),
    "kind": Message("fields.kind"),
    "lines": Message("fields.lines"),
    "means": Message("fields.means"),
    "method": Message("fields.method"),
    "name": Message("fields.name"),
    "note": Message("fields.note"),
    "number": Message("fields.number"),
    "officer": Message("fields.officer"),
    "on": Message("fields.on"),
    "outcome": Message("fields.outcome"),
    "paid_at": Message("fields.paid-at"),
    "papers": Message("fields.papers"),
    "person": Message("fields.person"),
    "phone": Message("fields.phone"),
    "place": Message("fields.place"),
    "procedure": Message("fields.procedure"),
    "question": Message("fields.question"),
    "reason": Message("fields.reason"),
    "recipient": Message("fields.recipient"),
    "reference": Message("fields.reference"),
    "refunded_at": Message("fields.refunded-at"),
    "request": Message("fields.request"),
    "result_by": Message("fields.result-by"),
    "rule": Message("fields.rule"),
    "sets": Message("fields.sets"),
    "sha256": Message("fields.sha256"),
    "source": Message("fields.source"),
    "step": Message("fields.step"),
    "subsidy": Message("fields.subsidy"),
    "text": Message("fields.text"),
    "tracking": Message("fields.tracking"),
    "transaction": Message("fields.transaction"),
    "unit": Message("fields.unit"),
}
