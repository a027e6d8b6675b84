"""Every situation that a case can come to, searched: what is offered is tried, and so on.

Two situations are one if the same is offered and refused for the same reasons in the same state.
Time passes in leaps, so that what waits for the end of a limit comes up too.
"""

from collections import Counter, deque
from collections.abc import Callable
from datetime import datetime, timedelta
from itertools import product

from attrs import define, field, frozen

from caseflow import vietnam as vn
from caseflow.cases import Case
from caseflow.engine import Engine, Option
from caseflow.errors import ActionRefusedError
from caseflow.office.budgets import Allotment, BudgetGrant, GiveBack, GroundCap, standing_of
from caseflow.office.payloads import DeclinedSubsidy
from caseflow.payments import (
    Bill,
    BillCancelled,
    PaymentNotice,
    Refund,
    SubsidyGrant,
    SubsidyReturned,
)
from caseflow.procedures import SilentOutcome
from caseflow.values import Actor, Channel

LEAPS = (timedelta(minutes=10), timedelta(days=60))
AMOUNT = 100_000


@define(eq=False)
class Place:
    """A case at an instant, with what is offered to everybody then, and where it came from."""

    case: Case
    at: datetime
    options: tuple[Option, ...]
    before: "Place | None" = None
    by: str = ""
    fired: set[str] = field(factory=set)

    @property
    def mark(self):
        """What makes the situation one of its kind."""
        offers = tuple((each.allowed, *(r.code for r in each.refusals)) for each in self.options)
        return self.case.state, offers


@frozen
class Found:
    """All places of a search, and what was offered and could not be done."""

    places: tuple[Place, ...]
    in_vain: tuple[str, ...]


def search(
    engine: Engine,
    case: Case,
    by: Actor,
    candidates: Callable[[Case, Engine, str, datetime], list[object]],
    *,
    most: int = 400,
) -> Found:
    """Go from *case* to every kind of situation, some *most* of them in each state.

    More are looked at only where something is offered that was not yet in that state.
    """
    begun = case.last_at
    first = Place(case, begun, engine.actions(case, by=by, at=begun))
    seen, places, queue = {first.mark}, [first], deque([first])
    in_vain: list[str] = []
    counts, offered = Counter[str](), set[tuple[str, str]]()

    def reach(case, at, before, name):
        place = Place(case, at, engine.actions(case, by=by, at=at), before, name)
        new = {(case.state, each.action.name) for each in place.options if each.allowed} - offered
        if place.mark in seen or (counts[case.state] >= most and not new):
            return
        seen.add(place.mark)
        offered.update(new)
        counts[case.state] += 1
        places.append(place)
        queue.append(place)

    while queue:
        place = queue.popleft()
        for option in place.options:
            if not option.allowed:
                continue
            for payload in candidates(place.case, engine, option.action.name, place.at):
                try:
                    after = engine.fire(place.case, option.action, payload, by=by, at=place.at)
                except ActionRefusedError:
                    continue
                place.fired.add(option.action.name)
                assert after.state in option.targets
                reach(after, place.at + LEAPS[0], place, option.action.name)
            if option.action.name not in place.fired:
                in_vain.append(f"{option.action.name} in {place.case.state}")
        reach(place.case, place.at + LEAPS[1], place, "")
    return Found(tuple(places), tuple(in_vain))


def filing_payloads(case: Case, engine: Engine, action: str, at: datetime) -> list[object]:
    """What could be handed in with *action* for a filing: some of it fits, if anything does."""
    procedure = engine.jurisdiction.catalogue.get(case.procedure, case.procedure_version)
    account = vn.account_of(case.records)
    number = f"{case.version}"
    bills = account.bills
    grants = [each for each in account.facts if isinstance(each, SubsidyGrant)]
    day = at.date()
    code = case.fact("dossier_code") or (
        vn.results(case)[0].code.dossier.text if vn.results(case) else "H17.15-260302-0001"
    )
    result = f"{code}-KQ({vn.next_result_number(case)})"
    makers: dict[str, Callable[[], list[object]]] = {
        "describe": lambda: [vn.Description(vn.Applicant("Nguyễn Thị Bình"))],
        "receive": lambda: [vn.Receipt(papers=1)],
        "classify": lambda: [vn.Classification(each) for each in procedure.branches],
        "request-correction": lambda: [vn.CorrectionRequest(["đơn"])],
        "correct": lambda: [vn.Answer()],
        "assist": lambda: [vn.Assistance("Tổ hỗ trợ")],
        "assign": lambda: [vn.Assignment("Phòng")],
        "request-supplement": lambda: [vn.SupplementRequest(["đơn"], "thiếu")],
        "supplement": lambda: [vn.Answer()],
        "suspend": lambda: [
            vn.ExcludedTime("khảo sát", "Luật"),
            *(vn.ExcludedTime(each.reason, each.basis) for each in procedure.excluded_grounds),
        ],
        "resume": lambda: [None],
        **dict.fromkeys(
            ("alert-officer", "forward", "take-over", "return-corrected"), lambda: [None]
        ),
        "receive-elsewhere": lambda: [vn.Receipt(papers=1)],
        "reappoint": lambda: [
            vn.Reappointment(day + timedelta(days=more), "chậm") for more in range(1, 400, 5)
        ],
        "hand-over": lambda: [
            *(vn.StepHandOver(name) for name in procedure.plan.names),
            vn.StepHandOver(unit=f"Phòng {number}"),
        ],
        "finish-step": lambda: [
            *(vn.StepFinish(name) for name in procedure.plan.names),
            *(vn.StepFinish(f"Phòng {each}") for each in range(case.version)),
        ],
        "consult": lambda: [vn.Consultation(f"Sở {number}", "có vướng không?", day)],
        "consult-answered": lambda: [
            vn.ConsultationAnswer(f"Sở {each}", "không") for each in range(case.version)
        ],
        "decide": lambda: [vn.Decision("1")],
        "refuse": lambda: [vn.RefusalResult("không đủ điều kiện")],
        "deem-decided": lambda: [
            vn.DeemedDecision(outcome, procedure.silence.citation)
            for outcome in SilentOutcome
            if procedure.silence
        ],
        "request-payment": lambda: [vn.PaymentRequest(account.balance.due or AMOUNT)],
        "pay": lambda: [vn.Payment(account.balance.due or AMOUNT)],
        "waive-fee": lambda: [vn.FeeWaiver("hộ nghèo", "Luật phí và lệ phí")],
        "issue-bill": lambda: [Bill(f"B{number}", [("Lệ phí", AMOUNT)], "VND")],
        "record-payment": lambda: [
            PaymentNotice(each.number, f"T{number}", amount, at, "bank", "VND")
            for each, amount in product(bills, (each_due(bills), AMOUNT // 2))
        ],
        "grant-subsidy": lambda: [
            SubsidyGrant(each.number, f"G{number}", "city", each.balance.due, "NQ")
            for each in bills
            if each.balance.due
        ],
        "decline-subsidy": lambda: [DeclinedSubsidy(f"D{number}", "city")],
        "give-back-subsidy": lambda: [
            SubsidyReturned(each.bill, each.number, number, each.budget, 1, "thừa")
            for each in grants
        ],
        "refund": lambda: [
            Refund(each.number, f"R{number}", amount, at, "bank", "hoàn", "VND")
            for each in bills
            for amount in {each.balance.overpaid, each.balance.net_paid}
            if amount > 0
        ],
        "cancel-bill": lambda: [BillCancelled(each.number, "nhầm") for each in bills],
        "notify-early": lambda: [vn.EarlyNotice("SMS")],
        "record-result": lambda: [vn.OnlineResult("gcn.pdf", code=result, sha256="a" * 64)],
        "return-online": lambda: [vn.OnlineResult("gcn.pdf", code=result, sha256="a" * 64)],
        "cancel-result": lambda: [
            vn.ResultCancellation(each.code.text, "sai") for each in vn.results(case)
        ],
        "return-at-counter": lambda: [vn.Handover("A")],
        "return-by-post": lambda: [vn.Parcel("VN1")],
        "change-result-channel": lambda: [vn.ResultChannel(each) for each in Channel],
    }
    maker = makers.get(action)
    return maker() if maker else [vn.Reason("có lý do")]


def each_due(bills) -> int:
    """What is due on one of the bills, or the usual amount."""
    return next((each.balance.due for each in bills if each.balance.due), AMOUNT)


def budget_payloads(case: Case, engine: Engine, action: str, at: datetime) -> list[object]:
    """What could be handed in with *action* for a budget."""
    number = f"{case.version}"
    standing = standing_of(case.records)
    makers: dict[str, Callable[[], list[object]]] = {
        "allot": lambda: [Allotment(f"A{number}", AMOUNT, "dự toán", currency="VND")],
        "cap-ground": lambda: [GroundCap("fee", 1, "nghị quyết")],
        "grant": lambda: [
            BudgetGrant(
                f"G{number}", "H1", max(1, amount), f"ground {number}", "H1/1", currency="VND"
            )
            for amount in (standing.left, standing.left // 2)
        ],
        "give-back": lambda: [GiveBack(each) for each in standing.held],
        "take-back": lambda: [
            SubsidyReturned("H1/1", each, number, "city", amount, "thừa")
            for each in standing.held
            for amount in {standing.holds(each), max(1, standing.holds(each) // 2)} - {0}
        ],
    }
    maker = makers.get(action)
    return maker() if maker else [vn.Reason("khóa sổ")]
