"""What an engine takes for one office: calendar, catalogue, workflows, from a settings file.

May import: calendars, fees, procedures, targets, values, engine, and this pack. The shares by which
results come sooner are configuration with a source; for Da Nang no decision number is known, and
none is printed.
"""

from functools import cache
from importlib.resources import files

from attrs import evolve

from caseflow.calendars import OfficeCalendar, parse_sessions
from caseflow.engine import Annulments, Jurisdiction
from caseflow.fees import Fee, FeeRule, FeeSchedule, Governs, Stated, Validity
from caseflow.procedures import Catalogue, PaymentPoint, Procedure, PromisePolicy
from caseflow.targets import EarlyReturn, Small
from caseflow.typed import typed
from caseflow.values import Text, exact
from caseflow.vietnam.calendars import calendar
from caseflow.vietnam.earlier import earlier_workflows
from caseflow.vietnam.procedures import catalogue
from caseflow.vietnam.rules import RulesBy
from caseflow.vietnam.states import APPROVER
from caseflow.vietnam.supports import supported
from caseflow.vietnam.tables import Table, parse_table
from caseflow.vietnam.workflows import one_stop_shop

__all__ = ["danang", "read_office"]

#: A fee of which no more is known than that there may be one: the amount is stated, 0 if none.
_UNKNOWN_FEE = Fee(
    "fee",
    Text("Phí, lệ phí (nguồn không nêu mức thu)", "Fee (the source states no rate)"),
    None,
    "",
    (FeeRule(Stated(), Validity(Governs.FILING), source="nguồn của thủ tục không nêu mức thu"),),
)


@typed
@cache
def danang() -> Jurisdiction:
    """Return what a Da Nang one-stop shop works by: calendar, catalogue, workflows, policies.

    Results of filings lodged and returned online are promised 10 to 20 % sooner where the
    procedure takes part; which ones do is a setting. No list of Da Nang's own procedures was
    found, so the catalogue holds them as other provinces and ministries publish them.

    Source: data/danang.toml, which names the report it rests on.

    >>> danang().catalogue.get("1.014445").early.share
    Fraction(1, 5)
    """
    path = files("caseflow.vietnam").joinpath("data", "danang.toml")
    return read_office(path.read_text(encoding="utf-8"), name="data/danang.toml")


@typed
def read_office(text: str, *, name: str) -> Jurisdiction:
    """Read the settings of one office from TOML *text*; see data/danang.toml for the keys.

    Raises:
        FormatError: the text is not TOML, or a key or value is not known; *name* is named.
    """
    settings = parse_table(text, name)
    settings.allow(
        "name", "id", "sessions", "versions", "early_return", "payment", "support", "rules_by"
    )
    rules_by = settings.member("rules_by", RulesBy, RulesBy.RECEPTION)
    return Jurisdiction(
        name=settings.text("name"),
        calendar=_calendar(settings),
        catalogue=_catalogue(settings),
        workflows=tuple(
            one_stop_shop(closes_unanswered=each, rules_by=rules_by) for each in (False, True)
        ),
        earlier=earlier_workflows(),
        annulments=Annulments({APPROVER.name}),
    )


def _calendar(settings: Table) -> OfficeCalendar:
    """Return the national calendar, or one of its own if the office keeps other hours."""
    national = calendar()
    sessions = parse_sessions(settings.texts("sessions"))
    week = tuple(sessions if day else () for day in national.spec.week)
    if week == national.spec.week:
        return national
    return national.override(settings.text("id"), week=week)


def _catalogue(settings: Table) -> Catalogue:
    """Return one version per code, with the early return and the payment point filled in."""
    early, payment = settings.table("early_return"), settings.table("payment")
    early.allow("source", "least", "most", "small", "when_no_longer_online", "fields", "procedures")
    for table in (payment, early.table("procedures")):
        table.allow(*catalogue().codes)
    early.table("fields").allow(*{procedure.field for procedure in catalogue()})
    preferred = settings.texts("versions")
    chosen: dict[str, Procedure] = {}
    for procedure in catalogue():
        if procedure.code not in chosen or procedure.version in preferred:
            chosen[procedure.code] = procedure
    procedures = tuple(
        evolve(
            procedure,
            early=_early(early, procedure),
            promise_policy=early.member("when_no_longer_online", PromisePolicy, PromisePolicy.KEEP),
            payment=_payment(payment, procedure),
            fees=_fees(settings, procedure),
        )
        for procedure in chosen.values()
    )
    return Catalogue(procedures, name=settings.text("name"))


def _early(settings: Table, procedure: Procedure) -> EarlyReturn | None:
    """Return the share for the procedure, else for its field, within the stated bounds."""
    for table, key in (
        (settings.table("procedures"), procedure.code),
        (settings.table("fields"), procedure.field),
    ):
        if key in table.cells:
            least, most = (exact(settings.text(bound), name=bound) for bound in ("least", "most"))
            share = exact(table.text(key), name=key)
            if not least <= share <= most:
                raise table.wrong(key, f"a share from {least} to {most}")
            return EarlyReturn(
                share, settings.text("source"), settings.member("small", Small, Small.HOURS)
            )
    return None


def _payment(settings: Table, procedure: Procedure) -> PaymentPoint | None:
    if procedure.code not in settings.cells:
        return None
    return settings.member(procedure.code, PaymentPoint, PaymentPoint.RECEPTION)


def _fees(settings: Table, procedure: Procedure) -> FeeSchedule | None:
    """Return the fees with what the local budget pays; without a support, the fees as they are."""
    name = settings.text("support", "")
    if not name:
        return procedure.fees
    known = procedure.fees
    if known is None:
        covers = Validity(Governs.FILING, procedure.decision_on)
        known = FeeSchedule((_UNKNOWN_FEE,), covers=covers)
    return supported(known, name)
