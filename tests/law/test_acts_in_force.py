"""No text that can print a citation prints an act outside the days it is in force, 2018 to 2027."""

import re
from datetime import date, datetime, time, timedelta
from itertools import product
from zoneinfo import ZoneInfo

import attrs
import pytest
from attrs import evolve

from caseflow import vietnam as vn
from caseflow.calendars import calendar_from_data, calendar_to_data
from caseflow.engine import Engine, Jurisdiction
from caseflow.errors import CaseflowError
from caseflow.fees import FeeRequest, Stated, charge_for, counted_for
from caseflow.law import Citation, Rule, cited
from caseflow.ledgers import ClockLedger
from caseflow.limits import (
    Convention,
    CutOff,
    Supplement,
    TimeLimit,
    Unit,
    calendar_days,
    clock_hours,
    months,
    same_day,
    working_days,
    working_hours,
)
from caseflow.payments import Bill
from caseflow.procedures import Catalogue, LimitRule, PaymentPoint, Procedure
from caseflow.publications import publish, to_html
from caseflow.values import Actor, Channel, Text
from caseflow.vietnam import law
from caseflow.vietnam._acts import acts
from caseflow.vietnam._budgets import budget_workflow
from caseflow.vietnam._earlier import earlier_workflows
from caseflow.vietnam.papers import papers_of
from caseflow.vietnam.stored import case_codec, expiries
from law.acts_in_force import CHANGES, FIRST, IN_FORCE, LAST, named, outside, vietnamese

LANGUAGES = ("vi", "en")

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")
ONE_DAY = timedelta(days=1)
RULES = law.RULES.rules
CALENDAR = vn.calendar()
BY_DAY = pytest.mark.parametrize("on", CHANGES, ids=str)


def at(on, hour=9):
    """An hour of a day in Viet Nam."""
    return datetime.combine(on, time(hour), HANOI)


def every_day():
    """Every day of the ten years."""
    return (FIRST + ONE_DAY * number for number in range((LAST - FIRST).days + 1))


# ── the oracle and the register ─────────────────────────────────────────────────────────────


def test_the_oracle_finds_acts_in_either_language():
    """What the walk rests on: numbers of decrees, circulars, decisions and names of codes."""
    assert named("điểm đ khoản 1 Điều 112 Bộ luật Lao động năm 2019") == {"45/2019"}
    assert named("Article 19(4) of Decree 61/2018/NĐ-CP; Circular 01/2018/TT-VPCP") == {
        "61/2018",
        "01/2018",
    }
    assert outside("Nghị định 61/2018/NĐ-CP", date(2025, 7, 1)) == {"61/2018"}
    assert not outside("Nghị định 61/2018/NĐ-CP", date(2025, 6, 30))
    assert outside("Thông tư 1/2027/TT-X", date(2026, 12, 31)) == {"1/2027"}


def test_the_register_says_what_the_table_says():
    """The days of each act are stated by hand too; one of unknown force has no first day."""
    for act in acts():
        (number,) = named(f"x {act.number}") or {""}
        if act.since is None:
            assert act.number == "367/2025/NĐ-CP"
            continue
        assert (act.since, act.until) == IN_FORCE[number], act.number
        assert act.source
        assert "[?]" not in "".join(text for _, text in (*act.name.items(), *act.about.items()))
        assert not act.replaced_by or act.until is not None


# ── rules ───────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_a_rule_cites_an_act_inside_its_life_on_every_day(rule):
    """Day by day for ten years, in both languages; nothing uncertain is printed."""
    for on in every_day():
        texts = [rule.text(on, language) for language in LANGUAGES]
        assert all(texts) or not any(texts)
        for text in texts:
            assert not outside(text, on), (rule.name, on)
            assert len(named(text)) == (1 if text else 0)
            assert "?" not in text
            assert "@" not in text


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_a_rule_changes_on_the_days_it_says(rule):
    """`changes` are exactly the days on which another citation holds than the day before."""
    days = list(every_day())
    found = [day for day in days[1:] if rule.on(day) != rule.on(day - ONE_DAY)]
    assert found == [day for day in rule.changes if FIRST < day <= LAST]


def test_every_article_of_the_old_decree_has_its_successor():
    """A rule that stands by 61/2018 on its last day stands by 118/2025 on the next."""
    old = [rule for rule in RULES if "61/2018" in rule.text(date(2025, 6, 30), "vi")]
    assert len(old) >= 15
    for rule in old:
        assert "Điều" in rule.text(date(2025, 7, 1), "vi"), rule.name
        assert "118/2025" in rule.text(date(2025, 7, 1), "vi"), rule.name
        assert rule.on(date(2018, 6, 20)) is None, rule.name


@pytest.mark.parametrize(
    ("rule", "on", "vi", "en"),
    [
        (
            law.SUPPLEMENT,
            date(2026, 8, 20),
            "khoản 5 Điều 19 Nghị định 118/2025/NĐ-CP",
            "Article 19(5) of Decree 118/2025/NĐ-CP",
        ),
        (
            law.SUPPLEMENT,
            date(2025, 6, 30),
            "khoản 4 Điều 19 Nghị định 61/2018/NĐ-CP",
            "Article 19(4) of Decree 61/2018/NĐ-CP",
        ),
        (
            law.ACKNOWLEDGE,
            date(2025, 6, 30),
            "khoản 4 Điều 11 Nghị định 45/2020/NĐ-CP",
            "Article 11(4) of Decree 45/2020/NĐ-CP",
        ),
        (
            law.ACKNOWLEDGE,
            date(2025, 7, 1),
            "điểm c khoản 2 Điều 17 Nghị định 118/2025/NĐ-CP",
            "Article 17(2)(c) of Decree 118/2025/NĐ-CP",
        ),
        (
            law.ONLINE_SERVICES,
            date(2026, 7, 1),
            "Điều 14 và Điều 15 Nghị định 224/2026/NĐ-CP",
            "Article 14 and Article 15 of Decree 224/2026/NĐ-CP",
        ),
        (
            law.HOLIDAY,
            date(2020, 12, 31),
            "Bộ luật Lao động năm 2012",
            "Labour Code 10/2012/QH13",
        ),
        (
            law.WEEKLY_REST,
            date(2018, 3, 3),
            "Điều 1 Quyết định 188/1999/QĐ-TTg",
            "Article 1 of Decision 188/1999/QĐ-TTg",
        ),
        (law.WITHDRAW, date(2025, 6, 30), "", ""),
        (law.CODES, date(2025, 12, 1), "", ""),
        (
            law.CODES,
            date(2026, 3, 2),
            "Thông tư 03/2025/TT-VPCP",
            "Circular 03/2025/TT-VPCP",
        ),
        (
            law.RESULT_CODE,
            date(2026, 8, 5),
            "Nghị định 45/2020/NĐ-CP",
            "Decree 45/2020/NĐ-CP",
        ),
    ],
    ids=str,
)
def test_a_rule_is_worded_as_vietnamese_law_words_it(rule, on, vi, en):
    """Point, clause, article, act; the act alone where its article was not read; else nothing."""
    assert (rule.text(on, "vi"), rule.text(on, "en")) == (vi, en)


# ── what rules are attached to ──────────────────────────────────────────────────────────────


def _bases(value, seen):
    """Yield every basis and citation within a definition, however deep."""
    if id(value) in seen:
        return
    seen.add(id(value))
    if isinstance(value, (tuple, list, frozenset)):
        for each in value:
            yield from _bases(each, seen)
    elif attrs.has(type(value)) and not isinstance(value, (Rule, Citation, Text)):
        for each in attrs.fields(type(value)):
            found = getattr(value, each.name)
            if each.name in ("basis", "citation") and found:
                yield found
            else:
                yield from _bases(found, seen)


def _definitions():
    """Every workflow, expiry and procedure that ships."""
    yield from vn.danang().workflows
    yield budget_workflow()
    yield from (read() for read in earlier_workflows().values())
    yield from expiries().values()


CITED = frozenset(_bases(tuple(_definitions()), set()))
ROWS = tuple((each, frozenset(_bases(each, set()))) for each in vn.catalogue())


def test_what_definitions_cite_is_a_rule_with_dates():
    """No workflow or expiry keeps the text of a decree, of which nobody knows until when."""
    assert len(CITED) >= 15
    assert not [each for each in CITED if not isinstance(each, Rule)]


@BY_DAY
def test_definitions_and_procedures_cite_acts_in_force(on):
    """Every basis of every definition that ships, on each day that a rule changed."""
    rows = (found for row, found in ROWS if row.valid_from is None or row.valid_from <= on)
    for basis in CITED.union(*rows):
        for language in LANGUAGES:
            assert not outside(cited(basis, on, language), on), (on, basis)
        assert not vietnamese(cited(basis, on, "en")), basis


# ── refusals and options ────────────────────────────────────────────────────────────────────

TEN_DAYS = Procedure(
    code="T.10",
    version="1",
    name=Text(vi="Thủ tục", en="A procedure"),
    workflow="",
    limits=(LimitRule(working_days(10)),),
)
NOBODY = Actor("nobody")
EVERYBODY = Actor("all", {role.name for role in vn.one_stop_shop().roles})


def _engine(workflow, **changes):
    terms = evolve(TEN_DAYS, workflow=workflow.name, **changes)
    return Engine(Jurisdiction("test", CALENDAR, Catalogue((terms,)), (workflow,), currency="VND"))


WORKFLOWS = {
    workflow.fingerprint: workflow
    for workflow in (
        *vn.danang().workflows,
        *(read() for read in earlier_workflows().values()),
    )
}
ENGINES = {name: _engine(workflow) for name, workflow in WORKFLOWS.items()}
PAID = _engine(vn.one_stop_shop(), payment=PaymentPoint.MIDWAY)


@pytest.mark.parametrize("name", ENGINES)
def test_options_and_refusals_cite_the_law_of_the_day(name):
    """Each action in each state, for nobody and for everybody, on each day that a rule changed."""
    engine, workflow = ENGINES[name], WORKFLOWS[name]
    seen = set()
    for on in CHANGES:
        case = engine.open(
            "T.10", channel=Channel.ONLINE, result_by=Channel.ONLINE, at=at(on), case_id="H-1"
        )
        for state, actor in product(workflow.states, (NOBODY, EVERYBODY)):
            for option in engine.actions(case._replace(state=state.name), by=actor, at=at(on)):
                known = option.action.citation
                assert option.basis == (known.on(on) or "" if isinstance(known, Rule) else known)
                for refusal in option.refusals:
                    assert not isinstance(refusal.basis, Rule)
                    for language in LANGUAGES:
                        text = refusal.cited(language)
                        assert not outside(text, on), (on, option.action.name, refusal.code)
                        assert language == "vi" or not vietnamese(text), refusal.code
                        seen |= named(text)
    assert {"61/2018", "118/2025", "45/2020"} <= seen


@pytest.mark.parametrize("name", ENGINES)
def test_what_fire_raises_cites_the_law_of_the_day(name):
    """The refusals of `fire` equal those of `actions`, law included, on both sides of a change."""
    engine = ENGINES[name]
    for on in (date(2025, 6, 30), date(2025, 7, 1)):
        case = engine.open(
            "T.10", channel=Channel.ONLINE, result_by=Channel.ONLINE, at=at(on), case_id="H-1"
        )
        offered = {each.action.name: each for each in engine.actions(case, by=NOBODY, at=at(on))}
        action = WORKFLOWS[name].action("request-supplement")
        asked = vn.SupplementRequest(("x",), "y")
        with pytest.raises(CaseflowError) as raised:
            engine.fire(case, action, asked, by=NOBODY, at=at(on))
        assert raised.value.refusals == offered[action.name].refusals
        assert raised.value.refusals[0].basis == law.SUPPLEMENT.on(on)


def test_the_day_of_the_law_is_the_day_in_the_zone_of_the_office():
    """One instant of 30 June in London is 1 July in Hanoi, where the new decree holds."""
    engine = next(iter(ENGINES.values()))
    instant = datetime(2025, 6, 30, 18, tzinfo=ZoneInfo("Europe/London"))
    case = engine.open("T.10", channel=Channel.ONLINE, result_by=Channel.ONLINE, at=instant)
    for option in engine.actions(case, by=NOBODY, at=instant):
        assert not outside(str(option.basis), date(2025, 7, 1))
        for refusal in option.refusals:
            assert not outside(str(refusal.basis), date(2025, 7, 1))


# ── explanations ────────────────────────────────────────────────────────────────────────────

LIMITS = (
    working_days(10, citation=law.PROCESS),
    TimeLimit(3, Unit.WORKING_DAY, convention=Convention.HOURS8, citation=law.SUPPLEMENT),
    calendar_days(9, citation=law.CLOSE_UNANSWERED),
    months(1, citation=law.PROCESS),
    working_hours(20, citation=law.ACKNOWLEDGE),
    clock_hours(30),
    same_day(cutoff=CutOff(at=time(15), citation=law.TRANSFER), citation=law.TRANSFER),
)


def _checked(due, event_on):
    """Check each step of an explanation by its day, and its text by the days it covers."""
    for language in LANGUAGES:
        explanation = due.explain(language)
        for step in explanation.steps:
            text = step.citation if isinstance(step.citation, str) else step.citation.text(language)
            day = event_on if step.code == "paused" else step.first_on
            assert not outside(text, day, step.last_on), (step, text)
        heading, *lines = explanation.text.splitlines()
        begun = due.begun[-1]
        assert not outside(heading, CALENDAR.local_date(begun)), heading
        for line in lines:
            assert not outside(line, event_on, due.on), line
        assert language == "vi" or not vietnamese(explanation.text)


@BY_DAY
def test_an_explanation_cites_the_law_of_the_day_of_each_step(on):
    """Limits of every unit, with a late receipt, a pause and a restart around each change."""
    last = CALENDAR.last_on - timedelta(days=60)
    if on > last:
        return
    for start_on in (on - timedelta(days=6), on):
        if start_on < CALENDAR.first_on:
            continue
        for limit in LIMITS:
            start = at(start_on, 16)
            _checked(limit.due(start, CALENDAR), start_on)
            if limit.unit is Unit.SAME_DAY:
                continue
            ledger = ClockLedger("legal", limit).start(start)
            paused = ledger.pause(start, reason="supplement", basis=law.SUPPLEMENT)
            for word in ("resume", "restart"):
                again = getattr(paused, word)(at(start_on + timedelta(days=8), 9))
                _checked(again.due(CALENDAR), start_on)
            pauses = [(at(start_on + ONE_DAY), at(start_on + timedelta(days=8)))]
            _checked(
                limit.due(start, CALENDAR, pauses=pauses, supplement=Supplement.RESTART), start_on
            )


def test_each_day_off_cites_the_law_of_that_day():
    """Holidays, days in lieu and weekly rest of ten years, in both languages."""
    seen = set()
    for on in every_day():
        day = CALENDAR.day(on)
        for found in (day.citation, CALENDAR.citation("weekly-rest", on)):
            for language in LANGUAGES:
                text = found if isinstance(found, str) else found.text(language)
                assert not outside(text, on), (on, text)
                assert language == "vi" or not vietnamese(text), text
                seen |= named(text)
    assert seen == {"10/2012", "45/2019", "188/1999", "28/2026/QH16"}


def test_a_calendar_kept_before_rules_had_names_cites_the_law_of_the_day():
    """What it kept as text is known again; it is written again as it was."""
    data = calendar_to_data(CALENDAR)
    before = {
        "weekly-rest": "Bộ luật Lao động 2019, Điều 111.1",
        "roll": "Bộ luật Dân sự 2015, Điều 148.5",
        "restart": "Nghị định 61/2018/NĐ-CP, Điều 19.4",
    }
    data["citations"] = [list(each) for each in before.items()]
    data["days"] = [
        [*day[:4], "Bộ luật Lao động 2012, Điều 115.1.a", day[5]] if day[4] else day
        for day in data["days"]
    ]
    read = calendar_from_data(data, law=law.RULES)
    assert str(read.citation("weekly-rest", date(2018, 3, 3))).endswith("188/1999/QĐ-TTg")
    assert str(read.citation("restart", date(2026, 3, 3))).endswith("118/2025/NĐ-CP")
    assert str(read.day(date(2018, 1, 1)).citation) == "Labour Code 10/2012/QH13"
    assert calendar_to_data(read)["citations"] == data["citations"]


# ── records ─────────────────────────────────────────────────────────────────────────────────


def test_a_record_kept_with_an_old_text_is_cited_by_the_law_of_its_day():
    """It is written again with the same bytes, and its pause cites the decree of its own day."""
    codec, staff, begun = case_codec(), EVERYBODY, date(2026, 8, 3)
    engine = next(iter(ENGINES.values()))
    online = Channel.ONLINE
    case = engine.open("T.10", channel=online, result_by=online, at=at(begun))
    case = engine.fire(case, vn.RECEIVE, vn.Receipt(papers=1), by=staff, at=at(begun, 10))
    case = engine.fire(case, vn.ASSIGN, vn.Assignment("Phòng A"), by=staff, at=at(begun, 11))
    asked = vn.SupplementRequest(("bản sao",), "thiếu")
    case = engine.fire(case, vn.REQUEST_SUPPLEMENT, asked, by=staff, at=at(date(2026, 8, 4), 9))
    text = codec.dumps(case.records)
    old = "Nghị định 61/2018/NĐ-CP, Điều 19.4 (từ 01/7/2025: Nghị định 118/2025/NĐ-CP)"
    assert f'"{law.SUPPLEMENT.written}"' in text
    text = text.replace(f'"{law.SUPPLEMENT.written}"', f'"{old}"')
    read = codec.loads_case(f'{{"format":"case/1","records":{text}}}')
    assert codec.dumps(read.records) == text
    (mark,) = [each for each in read.clock("legal").marks if each.basis == old]
    assert cited(mark.basis, date(2026, 8, 4), "vi") == "khoản 5 Điều 19 Nghị định 118/2025/NĐ-CP"
    assert cited(mark.basis, date(2024, 8, 5), "en") == "Article 19(4) of Decree 61/2018/NĐ-CP"


def test_every_text_that_was_kept_before_is_a_rule():
    """Each citation that the release of November 2026 could write is known, and printed dated."""
    shipped = [
        text
        for read in earlier_workflows().values()
        for text in _bases(read(), set())
        if isinstance(text, Rule)
    ]
    assert shipped
    for text in (*law.RULES.before, *(rule.written for rule in shipped)):
        rule = law.RULES.read(text)
        assert isinstance(rule, Rule), text
        assert rule.written == text
        for on in CHANGES:
            assert not outside(cited(rule, on, "en"), on)


def test_the_name_of_a_rule_that_nobody_knows_prints_nothing():
    """A name is no law."""
    assert cited("@nl.unknown", date(2026, 3, 2), "en") == ""


# ── fees ────────────────────────────────────────────────────────────────────────────────────


@BY_DAY
def test_a_charge_cites_acts_in_force(on):
    """Each tariff and each procedure with fees, by every channel, where a source covers the day."""
    schedules = [vn.tariff(name) for name in vn.tariff_names()]
    schedules += [each.fees for each in vn.catalogue() if each.fees is not None]
    for schedule, channel in product(schedules, Channel):
        stated = {
            fee.name: 100_000
            for fee in schedule.fees
            if any(isinstance(rule.rate, Stated) for rule in fee.rules)
        }
        counts = dict.fromkeys(counted_for(schedule), 1)
        try:
            charge = charge_for(schedule, FeeRequest(channel, on, counts=counts, stated=stated))
        except CaseflowError:
            continue
        for language in LANGUAGES:
            text = re.sub(r"(Quyết định|Decision) \d+/QĐ-\w+", "", str(charge.explain(language)))
            assert not outside(text, on), (on, text)
        assert not vietnamese(str(charge.explain("en")))


# ── publications, papers, messages ──────────────────────────────────────────────────────────


@BY_DAY
def test_a_published_list_cites_the_decree_of_its_day(on):
    """42/2022 through 30 June 2026, 224/2026 from the next day, in both languages."""
    page = publish(Catalogue(()), title="Danh mục", publisher="X", on=on)
    for language in LANGUAGES:
        found = named(to_html(page, language, basis=law.ONLINE_SERVICES))
        old, new = date(2022, 8, 15) <= on <= date(2026, 6, 30), on >= date(2026, 7, 1)
        assert found == ({"42/2022"} if old else {"224/2026"} if new else set())


def _filings(engine, on, *more):
    """Yield a few filings whose acts fall on *on*, and one for each of *more*."""
    reason = vn.Reason("theo yêu cầu")
    acts_of = (
        (),
        ((vn.ASSIGN, vn.Assignment("Phòng A")), (vn.WITHDRAW, reason)),
        ((vn.STOP, reason),),
        (
            (vn.ASSIGN, vn.Assignment("Phòng A")),
            (vn.REQUEST_SUPPLEMENT, vn.SupplementRequest(("bản sao",), "thiếu")),
        ),
        *more,
    )
    for acts_on in acts_of:
        case = engine.open(
            "T.10", channel=Channel.ONLINE, result_by=Channel.ONLINE, at=at(on), case_id="H-1"
        )
        case = engine.fire(case, vn.RECEIVE, vn.Receipt(papers=1), by=EVERYBODY, at=at(on, 10))
        for action, payload in acts_on:
            case = engine.fire(case, action, payload, by=EVERYBODY, at=at(on, 11))
        yield case


RESULT = "H17.15-220923-0001-KQ(1)"
#: What leads to the papers on money, on a result that is ready early, on one that is cancelled.
MONEY_AND_RESULTS = (
    (vn.ASSIGN, vn.Assignment("Phòng A")),
    (vn.ISSUE_BILL, Bill("H-1/1", [("Phí thẩm định", 90_000)], "VND")),
    (vn.REQUEST_PAYMENT, vn.PaymentRequest(90_000, "Phí thẩm định")),
    (vn.PAY, vn.Payment(90_000, "tiền mặt", "PT-1")),
    (vn.DECIDE, vn.Decision("1/GP")),
    (vn.NOTIFY_EARLY, vn.EarlyNotice("SMS")),
    (vn.RETURN_ONLINE, vn.OnlineResult("https://kho.example/1", RESULT, "ab" * 32)),
    (vn.CANCEL_RESULT, vn.ResultCancellation(RESULT, "ghi sai tên")),
)
NAMES = {"receipt", "stop-notice", "supplement-request", "control-slip"}
MORE_NAMES = {"bill", "payment-receipt", "early-notice", "correction-notice"}


@pytest.fixture(scope="module")
def paper_press():
    """A press, whose templates are read once."""
    return pytest.importorskip("caseflow.vietnam.papers").press()


@BY_DAY
def test_papers_cite_acts_in_force(on, paper_press):
    """Every paper of an act of each such day; in English no Vietnamese citation."""
    engine = PAID
    made = set()
    for case in _filings(engine, on, MONEY_AND_RESULTS):
        for paper in papers_of(case, engine):
            made.add(re.sub(r"^H-1-(\d+-)?", "", paper.name))
            for language in LANGUAGES:
                html = paper_press.html(paper, language)
                assert not outside(html, on, on + timedelta(days=40)), paper.name
                mark = re.search(r'class="mark">([^<]*)<', html)
                assert not outside(mark.group(1) if mark else "", on)
            assert not vietnamese(html), (paper.name, vietnamese(html))
    assert made == NAMES | MORE_NAMES


@pytest.mark.parametrize("on", [date(2025, 6, 30), date(2025, 7, 1), date(2026, 8, 5)], ids=str)
def test_a_message_of_an_expiry_cites_the_law_of_the_due_day(on):
    """The rule that was not kept is the one in force on the day it was to be kept."""
    due = working_hours(8).due(at(on, 7), CALENDAR)
    case = next(_filings(ENGINES[vn.one_stop_shop().fingerprint], on))
    for expiry in expiries()["one-stop-shop"]:
        assert not outside(expiry.message(case, due).body, due.on)
