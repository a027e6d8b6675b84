"""Each guard of every workflow that ships refuses something, in words, by the law of the day.

Filings of every kind are searched for a situation in which the guard refuses; the engine must then
refuse the action with just that reason. A guard that never refused would be no guard.
"""

from datetime import date, datetime, timedelta

import pytest
from attrs import evolve

from caseflow import vietnam as vn
from caseflow.engine import Engine, Jurisdiction
from caseflow.errors import ActionRefusedError
from caseflow.fees import FeeSchedule
from caseflow.limits import Supplement, working_days
from caseflow.office.assembly import office_guards
from caseflow.office.budgets import Allotment, BudgetGrant, GiveBack, standing_of
from caseflow.office.budgets._guards import BUDGET_GUARDS
from caseflow.office.payloads import DeclinedSubsidy
from caseflow.office.rules import COMPETENT
from caseflow.payments import (
    Bill,
    BillCancelled,
    PaymentNotice,
    Refund,
    SubsidyGrant,
    SubsidyReturned,
)
from caseflow.procedures import Catalogue, ExcludedGround, LimitRule, SilentOutcome
from caseflow.values import Actor, Channel
from caseflow.vietnam._earlier import earlier_workflows
from caseflow.vietnam.rules import OFFICE
from caseflow.workflow import Situation
from histories import office
from histories.reach import AMOUNT, Place, budget_payloads, filing_payloads, search
from law.acts_in_force import CHANGES, outside
from oracle.product import HANOI

LANGUAGES = ("vi", "en")

STAFF = Actor("all", {role.name for role in vn.one_stop_shop().roles})

#: Under which law the filings come in: that of 2026, of the decree of 2025, and of that of 2018.
DAYS = (date(2026, 8, 31), date(2025, 9, 8), date(2025, 3, 3))

FREE = next(
    each.fees
    for each in vn.danang().catalogue
    if isinstance(each.fees, FeeSchedule) and each.fees.is_free
)

#: Procedures of kinds that the office has none of.
MORE = {
    "free": {"fees": FREE},
    "branched": {
        "limits": [LimitRule(working_days(each), branch=f"{each}") for each in (5, 9)],
        "supplement": Supplement.NOT_STARTED,
    },
    "grounded": {
        "excluded_grounds": [ExcludedGround("x", "Luật X", date(2018, 1, 1), date(2018, 1, 2))]
    },
}


def shop(workflow):
    """An engine of which every procedure is worked by *workflow* and in force on every day."""
    known = [each for each in office.engine().jurisdiction.catalogue if each.version == "1"]
    plain = known[0]
    procedures = tuple(
        evolve(each, workflow=workflow.name, valid_from=None)
        for each in (*known, *(evolve(plain, code=code, **more) for code, more in MORE.items()))
    )
    return Engine(
        Jurisdiction("shop", vn.calendar(), Catalogue(procedures), (workflow,), currency="VND")
    )


def wrong_payloads(case, action, at):
    """What does not fit *action* of a filing in one way or another."""
    account = vn.account_of(case.records)
    number, day = f"{case.version}", at.date()
    bills = [*(each.number for each in account.bills), "none"]
    facts = list(account.facts)
    grants = [each for each in facts if isinstance(each, SubsidyGrant)]
    results = [each.code.text for each in vn.results(case)]
    again = {
        "issue-bill": [each for each in facts if isinstance(each, Bill)],
        "record-payment": [each for each in facts if isinstance(each, PaymentNotice)],
        "refund": [each for each in facts if isinstance(each, Refund)],
        "cancel-bill": [each for each in facts if isinstance(each, BillCancelled)],
        "grant-subsidy": grants,
        "give-back-subsidy": [each for each in facts if isinstance(each, SubsidyReturned)],
    }.get(action, [])
    other = f"H17.15-260302-0009-KQ({len(results) + 1})"
    makers = {
        "receive": lambda: [vn.Receipt(1, "H17.15-200101-0001")],
        "receive-elsewhere": lambda: [vn.Receipt(1, "H17.15-200101-0001")],
        "classify": lambda: [vn.Classification("refused")],
        "suspend": lambda: [vn.ExcludedTime("none", "such")],
        "reappoint": lambda: [vn.Reappointment(day + timedelta(days=more), "x") for more in (0, 1)],
        "hand-over": lambda: [vn.StepHandOver("none-such"), vn.StepHandOver("sign")],
        "finish-step": lambda: [vn.StepFinish("none-such"), vn.StepFinish("sign")],
        "consult": lambda: [
            *(vn.Consultation(f"Sở {each}", "?", day) for each in range(case.version)),
            vn.Consultation("Sở X", "?", day - timedelta(days=1)),
        ],
        "consult-answered": lambda: [vn.ConsultationAnswer("none", "x")],
        "deem-decided": lambda: [vn.DeemedDecision(each, "no law") for each in SilentOutcome],
        "request-payment": lambda: [vn.PaymentRequest(account.balance.due + 1)],
        "pay": lambda: [vn.Payment(1)],
        "waive-fee": lambda: [vn.FeeWaiver("x", "y", "nobody")],
        "issue-bill": lambda: [Bill("request-1", [("x", 1)], "VND")],
        "record-payment": lambda: [
            *(PaymentNotice(each, f"T{number}", 1, at, "bank", "USD") for each in bills),
            *(PaymentNotice(each, f"T{number}", AMOUNT, at, "bank", "VND") for each in bills),
        ],
        "refund": lambda: [
            Refund(each, f"R{number}", AMOUNT * 9, at, "bank", "x", currency)
            for each in bills
            for currency in ("VND", "USD")
        ],
        "grant-subsidy": lambda: [
            SubsidyGrant(each, key, "city", AMOUNT * 9, "NQ")
            for each in bills
            for key in (f"G{number}", *(f"D{each}" for each in range(case.version)))
        ],
        "decline-subsidy": lambda: [DeclinedSubsidy(each.number, "city") for each in grants],
        "give-back-subsidy": lambda: [
            SubsidyReturned(each, key, number, "city", amount, "x")
            for each in bills
            for key in ("none", *(each.number for each in grants))
            for amount in (1, AMOUNT * 9)
        ],
        "cancel-bill": lambda: [BillCancelled(each, "x") for each in bills],
        "record-result": lambda: [
            vn.OnlineResult("a.pdf", code=each, sha256="a" * 64) for each in (*results, other)
        ],
        "return-online": lambda: [
            vn.OnlineResult("a.pdf", code=each, sha256="a" * 64) for each in (*results, other)
        ],
        "cancel-result": lambda: [vn.ResultCancellation(each, "x") for each in (*results, other)],
        "change-result-channel": lambda: [vn.ResultChannel(each) for each in Channel],
    }
    return [*again, *(makers[action]() if action in makers else [])]


def wrong_for_budgets(case, action, at):
    """What does not fit *action* of a budget in one way or another."""
    del at
    standing = standing_of(case.records)
    payloads = [each.payload for each in case.records]
    makers = {
        "allot": lambda: [each for each in payloads if isinstance(each, Allotment)],
        "grant": lambda: [
            *(each for each in payloads if isinstance(each, BudgetGrant)),
            BudgetGrant("X", "H1", AMOUNT * 99, "other", "H1/1", currency="VND"),
            *(
                BudgetGrant("Y", "H1", 2, "fee", "H1/1", person=who, currency="VND")
                for who in ("", "P")
            ),
        ],
        "give-back": lambda: [GiveBack("none")],
        "take-back": lambda: [
            *(each for each in payloads if isinstance(each, SubsidyReturned)),
            *(
                SubsidyReturned("H1/1", each, "Z", "city", AMOUNT * 99, "x")
                for each in (*standing.held, "none")
            ),
        ],
    }
    return makers[action]() if action in makers else []


#: What changes nothing that is offered, so that the search stops there.
ONE_STEP_ON = ("cap-ground", "decline-subsidy", "grant-subsidy", "supplement", "take-back")


def further(engine, places, right=filing_payloads, by=STAFF):
    """The places one step further by actions after which the same is offered."""
    for place in places:
        for option in place.options:
            if not option.allowed or option.action.name not in ONE_STEP_ON:
                continue
            for payload in right(place.case, engine, option.action.name, place.at):
                try:
                    after = engine.fire(place.case, option.action, payload, by=by, at=place.at)
                except ActionRefusedError:
                    continue
                yield Place(after, place.at, ())


def refusing(engine, places, wrong, right, wanted):
    """Take out of *wanted* each guard that refuses somewhere; check how it does."""
    (workflow,) = engine.jurisdiction.workflows
    calendar = engine.jurisdiction.calendar
    actions = {each.name: each for each in workflow.actions}
    known = {each.name: each for each in (*office_guards(OFFICE), *BUDGET_GUARDS)}
    ways = {}
    for way in workflow.transitions:
        ways.setdefault(way.source, []).append(way)
    for place in places:
        procedure = engine.jurisdiction.catalogue.get(
            place.case.procedure, place.case.procedure_version
        )
        for way in ways.get(place.case.state, ()):
            guards = [known[name] for name in names_of(way) if name in wanted]
            if not guards:
                continue
            payloads = [
                *wrong(place.case, way.action, place.at),
                *right(place.case, engine, way.action, place.at),
            ]
            for payload in payloads:
                seen = Situation(
                    place.case,
                    procedure,
                    calendar,
                    STAFF,
                    place.at,
                    payload,
                    currency=engine.jurisdiction.currency,
                )
                for guard in guards:
                    refusal = guard.check(seen) if guard.name in wanted else None
                    # A guard of the office names a point of law; the engine cites the rule for it.
                    if refusal is not None:
                        refusal = evolve(refusal, basis=OFFICE.basis(refusal.basis))
                    if refusal is not None and _is_raised(
                        engine, place, actions[way.action], payload, refusal, calendar
                    ):
                        wanted.discard(guard.name)


def _is_raised(engine, place, action, payload, refusal, calendar):
    """Say whether the engine refuses so, or goes another way because of it."""
    on = calendar.local_date(place.at)
    by = Actor("all", {role.name for role in engine.jurisdiction.workflows[0].roles})
    try:
        after = engine.fire(place.case, action, payload, by=by, at=place.at)
    except ActionRefusedError as error:
        if refusal.dated(on) not in error.refusals:
            return False
    else:
        if refusal.code not in ROUTES or after.state != place.case.state:
            return False
    texts = {language: refusal.text(language) for language in LANGUAGES}
    assert all(text.strip() for text in texts.values()), refusal.code
    assert texts["vi"] != texts["en"], refusal.code
    for day in (on, *CHANGES):
        cited = [refusal.dated(day).cited(language) for language in LANGUAGES]
        assert all(cited) or not any(cited), (refusal.code, cited)
        for text in cited:
            assert not outside(text, day), (refusal.code, day, text)
    for text in texts.values():
        assert not outside(text, on), (refusal.code, on, text)
    return True


def names_of(way):
    """The names of the guards of a transition; an older workflow names them only."""
    return [getattr(each, "name", each) for each in way.guards]


def guards_of(workflow):
    """The names of all guards that a transition of *workflow* asks."""
    return {name for way in workflow.transitions for name in names_of(way)}


#: Refusals that only send the action another way, on which the state stays.
ROUTES = ("still-due",)

WORKFLOWS = {
    "one-stop-shop": vn.one_stop_shop,
    "one-stop-shop-closing": lambda: vn.one_stop_shop(closes_unanswered=True),
    **earlier_workflows(),
}


#: Which filings bring the guards to refuse: the procedure, its channel, for which agency, and when.
FILINGS = (
    ("working", Channel.ONLINE, {}, DAYS[0]),
    ("working", Channel.COUNTER, {}, DAYS[0]),
    ("working", Channel.ONLINE, {COMPETENT: "Sở A"}, DAYS[0]),
    ("calendar", Channel.ONLINE, {}, DAYS[0]),
    ("hours", Channel.ONLINE, {}, DAYS[0]),
    ("free", Channel.ONLINE, {}, DAYS[0]),
    ("branched", Channel.ONLINE, {}, DAYS[0]),
    ("grounded", Channel.ONLINE, {}, DAYS[0]),
    ("mixed", Channel.ONLINE, {}, DAYS[0]),
    ("working", Channel.ONLINE, {}, DAYS[1]),
    ("mixed", Channel.COUNTER, {}, DAYS[2]),
)


def left_of(name):
    """The guards of a workflow that refused nothing anywhere."""
    workflow = WORKFLOWS[name]()
    engine = shop(workflow)
    wanted = guards_of(workflow)
    for code, channel, facts, on in FILINGS:
        if not wanted:
            break
        begun = datetime(on.year, on.month, on.day, 9, tzinfo=HANOI)
        case = engine.open(code, channel=channel, result_by=channel, at=begun, facts=facts)
        places = search(engine, case, STAFF, filing_payloads, most=4).places
        places = (*places, *further(engine, places))
        refusing(engine, places, wrong_payloads, filing_payloads, wanted)
    return wanted


@pytest.mark.parametrize("closes", [False, True])
def test_each_guard_of_the_shop_refuses_something(closes):
    """Somewhere in the histories of filings of every kind, with the reason in two languages."""
    assert sorted(left_of(vn.one_stop_shop(closes_unanswered=closes).name)) == []


@pytest.mark.parametrize("name", earlier_workflows())
def test_the_guards_of_earlier_workflows_refuse_too(name):
    """They are the guards of today, found by name; but for a few their own filings show it."""
    left = left_of(name)
    assert left <= guards_of(vn.one_stop_shop())
    assert len(left) <= 4, left


def test_each_guard_of_a_budget_refuses_something():
    """Likewise for the workflow that budgets are worked by."""
    engine = Engine(vn.budget_office())
    (workflow,) = engine.jurisdiction.workflows
    wanted = guards_of(workflow)
    at = datetime(2026, 8, 31, 9, tzinfo=HANOI)
    case = engine.open("budget", channel=Channel.COUNTER, result_by=Channel.COUNTER, at=at)
    roles = {role.name for role in workflow.roles}
    places = search(engine, case, Actor("all", roles), budget_payloads).places
    by = Actor("all", roles)
    places = (*places, *further(engine, places, budget_payloads, by))
    refusing(engine, places, wrong_for_budgets, budget_payloads, wanted)
    assert sorted(wanted) == []
