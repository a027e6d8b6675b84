"""What an engine takes for one office: calendar, catalogue, workflows, from a settings file.

The shares by which results come sooner are configuration with a source; for Da Nang no decision
number is known, and none is printed.
"""

from functools import cache
from importlib.resources import files

from attrs import evolve

from caseflow._toml_tables import Table, reading_toml
from caseflow._typed import typed
from caseflow.calendars import OfficeCalendar, parse_sessions
from caseflow.engine import Annulments, Jurisdiction
from caseflow.fees import Fee, FeeRule, FeeSchedule, Governs, Stated, Validity
from caseflow.office.actions import RETURN_CORRECTED
from caseflow.office.results import PAPER_GIVEN
from caseflow.office.rules import RulesBy
from caseflow.office.states import APPROVER
from caseflow.procedures import Catalogue, PaymentPoint, Procedure, PromisePolicy
from caseflow.targets import EarlyReturn, Small
from caseflow.values import Text, exact
from caseflow.vietnam._earlier import earlier_workflows
from caseflow.vietnam._languages import LANGUAGES
from caseflow.vietnam._listing import national_code
from caseflow.vietnam._money import VND
from caseflow.vietnam._procedures import catalogue as shipped
from caseflow.vietnam._procedures import national_examples
from caseflow.vietnam._supports import supported
from caseflow.vietnam._workflows import one_stop_shop
from caseflow.vietnam.calendars import calendar

__all__ = ["danang", "danang_with", "read_office"]

_SETTINGS = "data/danang.toml"

#: A fee of which no more is known than that there may be one: the amount is stated, 0 if none.
_UNKNOWN_FEE = Fee(
    "fee",
    Text(vi="Phí, lệ phí (nguồn không nêu mức thu)", en="Fee (the source states no rate)"),
    None,
    "",
    (FeeRule(Stated(), Validity(Governs.FILING), source="nguồn của thủ tục không nêu mức thu"),),
)


@typed
@cache
def danang() -> Jurisdiction:
    """Return what a Da Nang one-stop shop works by: calendar, workflows and policies, on examples.

    Results of filings lodged and returned online are promised 10 to 20 % sooner where the
    procedure takes part; which ones do is a setting. No list of Da Nang's procedures was found, so
    the catalogue holds examples of what other authorities publish, with national codes; for a list
    that the city decided see `danang_with`.

    Source: data/danang.toml, which names the report it rests on.

    >>> danang().catalogue.get("1.014445").early.share
    Fraction(1, 5)
    """
    return read_office(_settings(), name=_SETTINGS)


@typed
def danang_with(own: Catalogue) -> Jurisdiction:
    """Return what a Da Nang one-stop shop works by, on a list of its own.

    The settings are those of `danang`; new cases take procedures of *own* only, and cases opened on
    the examples go on.

    >>> danang_with(Catalogue((), "none")).catalogue.codes
    ()
    """
    return read_office(_settings(), name=_SETTINGS, catalogue=own)


def _settings() -> str:
    path = files("caseflow.vietnam").joinpath(*_SETTINGS.split("/"))
    return path.read_text(encoding="utf-8")


@typed
def read_office(text: str, *, name: str, catalogue: Catalogue | None = None) -> Jurisdiction:
    """Read the settings of one office from TOML *text*; see data/danang.toml for the keys.

    Args:
        text: the settings.
        name: what the file is called in errors.
        catalogue: the list of the office, as `read_catalogue` and `load_lists` give it; without
            it the office works on the examples.

    Raises:
        FormatError: the text is not TOML, or a key or value is not known; *name* is named.
    """
    with reading_toml(text, name, LANGUAGES) as settings:
        settings.allow(
            "name", "id", "sessions", "versions", "early_return", "payment", "support", "rules_by"
        )
        rules_by = settings.member("rules_by", RulesBy, RulesBy.RECEPTION)
        return Jurisdiction(
            name=settings.text("name"),
            calendar=_calendar(settings),
            catalogue=_catalogue(settings, catalogue),
            workflows=tuple(
                one_stop_shop(closes_unanswered=each, rules_by=rules_by) for each in (False, True)
            ),
            earlier=earlier_workflows(),
            currency=VND,
            annulments=Annulments({APPROVER.name}, {RETURN_CORRECTED.name: PAPER_GIVEN}),
        )


def _calendar(settings: Table) -> OfficeCalendar:
    """Return the national calendar, or one of its own if the office keeps other hours."""
    national = calendar()
    sessions = parse_sessions(settings.texts("sessions"))
    week = tuple(sessions if day else () for day in national.spec.week)
    if week == national.spec.week:
        return national
    return national.override(settings.text("id"), week=week)


def _catalogue(settings: Table, own: Catalogue | None) -> Catalogue:
    """Return the list with the early return and the payment point filled in."""
    examples = national_examples(settings.texts("versions"))
    listed = examples if own is None else own
    early, payment = settings.table("early_return"), settings.table("payment")
    early.allow("source", "least", "most", "small", "when_no_longer_online", "fields", "procedures")
    known = (*listed, *shipped())
    for table in (payment, early.table("procedures")):
        table.allow(*dict.fromkeys(each.code for each in known))
    early.table("fields").allow(*dict.fromkeys(each.field for each in known))

    def settled(procedure: Procedure) -> Procedure:
        return evolve(
            procedure,
            early=_early(early, procedure),
            promise_policy=early.member("when_no_longer_online", PromisePolicy, PromisePolicy.KEEP),
            payment=_payment(payment, procedure),
            fees=_fees(settings, procedure),
        )

    kept = listed.earlier if own is None else (*own.earlier, *examples, *examples.earlier)
    return Catalogue(
        tuple(map(settled, listed)),
        name=settings.text("name"),
        earlier=tuple(map(settled, kept)),
        aliases=(*listed.aliases, *examples.aliases),
    )


def _early(settings: Table, procedure: Procedure) -> EarlyReturn | None:
    """Return the share for the procedure, else for its field, within the stated bounds."""
    for table, key in (
        (settings.table("procedures"), _code(procedure)),
        (settings.table("fields"), procedure.field),
    ):
        if key in table:
            least, most = (exact(settings.text(bound), name=bound) for bound in ("least", "most"))
            share = exact(table.text(key), name=key)
            if not least <= share <= most:
                raise table.refused(key, f"a share from {least} to {most}")
            return EarlyReturn(
                share, settings.text("source"), settings.member("small", Small, Small.HOURS)
            )
    return None


def _payment(settings: Table, procedure: Procedure) -> PaymentPoint | None:
    if _code(procedure) not in settings:
        return None
    return settings.member(_code(procedure), PaymentPoint, PaymentPoint.RECEPTION)


def _code(procedure: Procedure) -> str:
    """Return the code by which the settings name the procedure, without the suffix of a place."""
    return national_code(procedure.code) or procedure.code


def _fees(settings: Table, procedure: Procedure) -> FeeSchedule | None:
    """Return the fees with what the local budget pays; without a support, the fees as they are."""
    name = settings.text("support", "")
    if not name:
        return procedure.fees
    known = procedure.fees
    if known is None:
        covers = Validity(Governs.FILING, procedure.valid_from, procedure.valid_until)
        known = FeeSchedule((_UNKNOWN_FEE,), covers=covers, currency=VND)
    return supported(known, name)
