"""What an engine takes for one office: calendar, catalogue, workflows, from a settings file.

The shares by which results come sooner are configuration with a source; for Da Nang no decision
number is known, and none is printed.
"""

from functools import cache

from attrs import evolve

from caseflow._toml_tables import Table, reading_toml
from caseflow._typed import typed
from caseflow.engine import Annulments, Assignments, Jurisdiction
from caseflow.fees import Fee, FeeRule, FeeSchedule, Governs, Stated, Validity
from caseflow.office.actions import RETURN_CORRECTED
from caseflow.office.results import PAPER_GIVEN
from caseflow.office.rules import RulesBy
from caseflow.office.settings import office_calendar, settled
from caseflow.office.states import APPLICANT, APPROVER, SYSTEM
from caseflow.procedures import Catalogue, Procedure
from caseflow.values import Text
from caseflow.vietnam._codes import national_code
from caseflow.vietnam._earlier import earlier_workflows
from caseflow.vietnam._money import VND
from caseflow.vietnam._procedures import catalogue as shipped
from caseflow.vietnam._procedures import national_examples
from caseflow.vietnam._shipped import LANGUAGES, shipped_text
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
    """Return what a Da Nang one-stop shop works by, on its own list.

    The settings are those of `danang`; new cases take procedures of *own* only, and cases opened on
    the examples go on.

    >>> danang_with(Catalogue((), "none")).catalogue.codes
    ()
    """
    return read_office(_settings(), name=_SETTINGS, catalogue=own)


def _settings() -> str:
    return shipped_text("danang.toml")


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
            calendar=office_calendar(settings, calendar()),
            catalogue=_catalogue(settings, catalogue),
            workflows=tuple(
                one_stop_shop(closes_unanswered=each, rules_by=rules_by) for each in (False, True)
            ),
            earlier=earlier_workflows(),
            currency=VND,
            annulments=Annulments({APPROVER.name}, {RETURN_CORRECTED.name: PAPER_GIVEN}),
            assignments=Assignments({APPROVER.name}, {APPLICANT.name, SYSTEM.name}),
        )


def _catalogue(settings: Table, own: Catalogue | None) -> Catalogue:
    """Return the list with the early return, the payment point and the support filled in."""
    examples = national_examples(settings.texts("versions"))
    listed = examples
    if own is not None:
        listed = evolve(
            own,
            published=None,
            earlier=(*own.earlier, *examples, *examples.earlier),
            aliases=(*own.aliases, *examples.aliases),
        )
    found = settled(settings, listed, shipped(), _code)

    def supplied(procedure: Procedure) -> Procedure:
        return evolve(procedure, fees=_fees(settings, procedure))

    return evolve(
        found,
        procedures=tuple(map(supplied, found.procedures)),
        earlier=tuple(map(supplied, found.earlier)),
    )


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
