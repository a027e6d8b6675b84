"""One procedure of the catalogue, whole: limits, branches, channels, steps, fee names, sources."""

from collections.abc import Iterator
from datetime import date

from caseflow._date_texts import day_text
from caseflow.cli._fee import circumstances_of, classes_of
from caseflow.cli._screen import bold
from caseflow.fees import FeeSchedule, counted_for
from caseflow.law import cited
from caseflow.limits import amount_text
from caseflow.office.pack import Pack
from caseflow.procedures import LimitRule, Procedure
from caseflow.texts import Message
from caseflow.values import Channel

__all__ = ["branches_of", "fee_names", "procedure_page"]

_ALL = Message("commands/procedures.every-channel")
_EXAMPLE = Message("commands/procedures.example-list-no-office")
_UNSTATED = Message("commands/procedures.not-stated")
_FREE = Message("commands/procedures.free-charge")
_FEE_OPTIONS = {
    "stated": Message("commands/procedures.amounts-state"),
    "count": Message("commands/procedures.numbers-state"),
    "exempt": Message("commands/procedures.classes-applicant"),
    "under": Message("commands/procedures.circumstances"),
}


def branches_of(procedure: Procedure) -> tuple[str, ...]:
    """Return the branches that have their own limit, each once, in the order given."""
    return tuple(dict.fromkeys(rule.branch for rule in procedure.limits if rule.branch))


def fee_names(fees: FeeSchedule, pack: Pack) -> dict[str, tuple[str, ...]]:
    """Return the names that `caseflow fee` takes for *fees*, by the option that takes them."""
    return {
        "stated": tuple(fee.name for fee in fees.fees if fee.takes_stated),
        "count": counted_for(fees),
        "exempt": classes_of(fees, pack),
        "under": circumstances_of(fees),
    }


def procedure_page(procedure: Procedure, pack: Pack, language: str) -> str:
    """Return all that the catalogue says of one version, in *language*."""
    return "\n".join(
        (
            bold(f"{procedure.code} – {procedure.name.in_(language)}"),
            *_section(_facts(procedure, language)),
            "",
            *_limits(procedure, language),
            *_steps(procedure, language),
            *_fees(procedure, pack, language),
            "",
            *_section(_sources(procedure, pack, language)),
        )
    )


def _section(pairs: list[tuple[str, str]]) -> Iterator[str]:
    """Write what has a value, one fact a line, the labels in one column."""
    said = [(label, value) for label, value in pairs if value]
    width = max((len(label) for label, _ in said), default=0)
    for label, value in said:
        yield f"{label.ljust(width)}  {value}"


def _facts(procedure: Procedure, language: str) -> list[tuple[str, str]]:
    unstated = _UNSTATED.in_(language)
    level, supplement = procedure.service_level, procedure.supplement
    within = procedure.supplement_within
    channels = [each.label(language) for each in Channel if each in procedure.channels]
    facts = (
        (Message("commands/procedures.version"), procedure.version),
        (Message("commands/procedures.field"), procedure.field),
        (Message("commands/procedures.agency"), procedure.agency),
        (
            Message("commands/procedures.service-level"),
            level.label(language) if level else unstated,
        ),
        (Message("commands/procedures.channels"), ", ".join(channels)),
        (Message("commands/procedures.branches"), ", ".join(branches_of(procedure))),
        (
            Message("commands/procedures.at-supplement"),
            _SUPPLEMENTS[supplement.value].in_(language) if supplement else unstated,
        ),
        (
            Message("commands/procedures.asked-for-within"),
            within.text(language) if within else unstated,
        ),
    )
    return [(label.in_(language), value) for label, value in facts]


_SUPPLEMENTS = {
    "restart": Message("commands/procedures.limit-starts-again"),
    "pause": Message("commands/procedures.clock-paused"),
    "not-started": Message("commands/procedures.clock-has-not-started"),
}


def _limits(procedure: Procedure, language: str) -> Iterator[str]:
    yield Message("commands/procedures.limits").in_(language)
    for rule in procedure.limits:
        yield f"  {_limit(rule, procedure, language)}"
    early, shortened = procedure.early, procedure.shortened
    if shortened is not None:
        said = Message("commands/procedures.shortened-for-every-filing").in_(language)
        yield f"  {said}: {shortened.text(language)}"
    if early is not None:
        percent = amount_text(early.share * 100, language)
        said = Message("commands/procedures.promised-sooner-if-lodged", percent=percent).in_(
            language
        )
        yield f"  {said}" + (f" ({early.source})" if early.source else "")
    extension = procedure.extension
    if extension is not None:
        limit, most = extension.limit.text(language), extension.max
        said = Message("commands/procedures.extension-at-most", limit=limit, most=most).in_(
            language
        )
        yield f"  {said}"


def _limit(rule: LimitRule, procedure: Procedure, language: str) -> str:
    channel = rule.channel.label(language) if rule.channel else _ALL.in_(language)
    of = f", {rule.branch}" if rule.branch else ""
    days = _days(rule.valid_from, rule.valid_until, language)
    on = rule.valid_from or procedure.valid_from or procedure.decision_on
    law = cited(rule.limit.citation, on, language) if on else ""
    basis = f" [{law}]" if law else ""
    return f"{rule.limit.text(language)} ({channel}{of}{days and '; '}{days}){basis}"


def _steps(procedure: Procedure, language: str) -> Iterator[str]:
    if procedure.steps:
        yield Message("commands/procedures.steps").in_(language)
    for number, step in enumerate(procedure.steps, 1):
        yield f"  {number}. {step.name}: {step.unit_in_charge}, {step.limit.text(language)}"


def _fees(procedure: Procedure, pack: Pack, language: str) -> Iterator[str]:
    yield Message("commands/procedures.fees").in_(language)
    if procedure.fee_text:
        yield f"  {procedure.fee_text}"
    fees = procedure.fees
    if fees is None:
        if not procedure.fee_text:
            yield f"  {_UNSTATED.in_(language)}"
        return
    if not fees.fees:
        yield f"  {_FREE.in_(language)}"
        return
    for fee in fees.fees:
        kind = f" ({fee.kind.label(language)})" if fee.kind else ""
        yield f"  {fee.name}: {fee.text.in_(language)}{kind}"
    for option, names in fee_names(fees, pack).items():
        if names:
            yield f"  --{option} ({_FEE_OPTIONS[option].in_(language)}): {', '.join(names)}"


def _sources(procedure: Procedure, pack: Pack, language: str) -> list[tuple[str, str]]:
    decided_on, abolished_on = procedure.decision_on, procedure.abolished_on
    abolished_by = pack.worded(procedure.abolished_by, language)
    facts = (
        (
            Message("commands/procedures.limit-by-law"),
            procedure.limit_by_law or _UNSTATED.in_(language),
        ),
        (
            Message("commands/procedures.shortened-by"),
            pack.worded(procedure.shortened_by, language),
        ),
        (Message("commands/procedures.decided-by"), procedure.decided_by),
        (
            Message("commands/procedures.standing"),
            _EXAMPLE.in_(language) if procedure.is_example else "",
        ),
        (Message("commands/procedures.decision"), pack.worded(procedure.decision, language)),
        (
            Message("commands/procedures.decided-on"),
            day_text(decided_on, language) if decided_on else "",
        ),
        (
            Message("commands/procedures.takes-filings"),
            procedure.covered.in_(language),
        ),
        (
            Message("commands/procedures.abolished"),
            f"{day_text(abolished_on, language)} {abolished_by}".strip() if abolished_on else "",
        ),
        (Message("commands/procedures.note"), procedure.note),
        (Message("commands/procedures.source"), procedure.source),
    )
    return [(label.in_(language), value) for label, value in facts]


_FROM, _UNTIL = Message("commands/procedures.from"), Message("commands/procedures.until")


def _days(first: date | None, last: date | None, language: str) -> str:
    parts: list[str] = []
    if first is not None:
        parts.append(
            Message("commands/procedures.from").in_(language) + f" {day_text(first, language)}"
        )
    if last is not None:
        parts.append(
            Message("commands/procedures.until").in_(language) + f" {day_text(last, language)}"
        )
    return " ".join(parts)
