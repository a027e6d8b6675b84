"""Samples of payloads: each pack has one of every payload, and every action takes one."""

import random
from collections import Counter
from datetime import date, datetime, timedelta

import pytest

from caseflow.codec import Codec, PayloadTypes
from caseflow.engine import Engine, fire_sample
from caseflow.errors import (
    ActionRefusedError,
    FormatError,
    SampleMissingError,
    ValueInvalidError,
)
from caseflow.netherlands.pack import PACK as DUTCH
from caseflow.office.escalations import request_of
from caseflow.office.plans import Figure, Figures, Metric, Target, plan_period, progress_of
from caseflow.testing import random_history
from caseflow.values import Actor, Channel, Text
from caseflow.vietnam.pack import PACK as VIETNAMESE
from histories import office
from oracle.product import HANOI
from permits import ASK, CLERK, PERMIT, Kind, Missing, NewDay, Payment, Receipt, Way, at
from permits import engine as permit_engine

PACKS = {"vn": VIETNAMESE, "nl": DUTCH}
BEGIN = datetime(2026, 1, 5, 8, tzinfo=HANOI)


@pytest.mark.parametrize("prefix", PACKS)
def test_a_pack_has_a_sample_of_every_payload(prefix):
    """Each payload type of a pack has a sample, which is read as it was written."""
    types = PACKS[prefix].definitions().payloads
    codec = Codec(types)
    own = [name for name in types.known if name.startswith(f"{prefix}.")]

    assert len(own) > 40
    for name in own:
        kind = types.type_of(name)
        for sample in types.samples(kind):
            written = codec.payload_to_data(sample)
            assert codec.payload_from_data(kind, written) == sample


def never_done(engine, types, *, count, facts):
    """Make up histories, doing what was done least; return the actions that were never done."""
    jurisdiction = engine.jurisdiction
    roles = {role.name for each in jurisdiction.workflows for role in each.roles}
    everybody = Actor("everybody", roles)
    done = Counter()
    for seed in range(count):
        chance = random.Random(seed)
        procedure = chance.choice(list(jurisdiction.catalogue))
        now = BEGIN + timedelta(minutes=chance.randrange(330 * 1440))
        if procedure.refuses_new_on(now.date()):
            continue
        channel = chance.choice(sorted(procedure.channels, key=str))
        result_by = chance.choice((channel, Channel.COUNTER, Channel.POST))
        case = engine.open(
            procedure.code, channel=channel, result_by=result_by, at=now, facts=facts(seed)
        )
        for _ in range(25):
            now += timedelta(minutes=chance.choice((5, 600, 2 * 1440, 30 * 1440)))
            options = engine.actions(case, by=everybody, at=now)
            allowed = [each.action for each in options if each.allowed]
            if not allowed:
                break
            action = min(allowed, key=lambda each: (done[each.name], chance.random()))
            try:
                case = fire_sample(engine, case, action, types, by=everybody, at=now)
            except ActionRefusedError:
                done[action.name] += 0.1
                continue
            done[action.name] += 1
    names = {action.name for each in jurisdiction.workflows for action in each.actions}
    return sorted(name for name in names if done[name] < 1)


def test_every_action_of_the_one_stop_shop_takes_a_sample():
    """Each action of both workflows is let through with a sample in some history."""
    types = VIETNAMESE.definitions().payloads

    def facts(seed):
        return {"competent_agency": "Sở A"} if seed % 3 == 0 else None

    assert never_done(office.engine(), types, count=200, facts=facts) == []


def test_every_action_of_a_permit_takes_a_sample():
    """So does each of the Dutch permit, but for what none of its procedures lets anybody do."""
    types = DUTCH.definitions().payloads

    assert never_done(Engine(DUTCH.jurisdiction()), types, count=250, facts=lambda _: None) == [
        "classify"
    ]


def test_every_action_of_a_budget_takes_a_sample():
    """So does each of a budget of subsidies."""
    types = VIETNAMESE.definitions().payloads

    assert never_done(Engine(VIETNAMESE.budgets()), types, count=20, facts=lambda _: None) == []


def test_every_action_of_an_escalation_takes_a_sample():
    """So does each of an escalation, whose figures stand against the target of the case."""
    engine = Engine(VIETNAMESE.escalations())
    target = Target(
        "Unit A", Metric("online-share", Text(en="share")), plan_period("2026-01"), "1/2"
    )
    figure = Figure("Unit A", "online-share", plan_period("2026-01-01"), 1, 10)
    on = date(2026, 1, 30)
    progress = progress_of(target, Figures([figure]), engine.jurisdiction.calendar, on)
    facts = request_of(progress).facts
    types = VIETNAMESE.definitions().payloads

    assert never_done(engine, types, count=20, facts=lambda _: facts) == []


def permit_types():
    """The payloads of a small office, with samples."""
    types = PayloadTypes()
    for kind in (Receipt, Missing, Payment, Kind, Way, NewDay):
        types.register(kind.__name__.lower(), 1, kind)
    types.sample(Receipt, Receipt(0), Receipt(3))
    types.sample(Missing, Missing(("map",)))
    types.sample(Payment, Payment(10**6))
    types.sample(Kind, Kind("complex"))
    types.sample(Way, Way(Channel.POST))
    types.sample(
        NewDay, NewDay(at(2).date(), "late"), made=lambda situation: [NewDay(situation.on, "late")]
    )
    return types


def test_the_first_sample_that_is_let_through_is_taken():
    """A sequence of samples is tried in its order, and the reasons are those of the first."""
    engine, types = permit_engine(), permit_types()
    receive = PERMIT.action("receive")
    online = {"channel": Channel.ONLINE, "result_by": Channel.ONLINE}
    case = engine.open("P.1", **online, at=at(2), facts={"papers": 3})
    received = fire_sample(engine, case, receive, types, by=CLERK, at=at(2, 10))

    assert received.last.payload == Receipt(3)
    types.sample(Receipt, Receipt(0), Receipt(2))
    with pytest.raises(ActionRefusedError) as caught:
        fire_sample(engine, case, receive, types, by=CLERK, at=at(2, 10))
    assert [each.text("en") for each in caught.value.refusals] == ["3 missing"]


def test_what_is_made_for_a_case_goes_first():
    """A sample that names something of the case is made from what guards see of it."""
    engine, types = permit_engine(), permit_types()
    case = engine.open("P.1", channel=Channel.ONLINE, result_by=Channel.ONLINE, at=at(2))
    situation = engine.situation(case, by=CLERK, at=at(5))

    assert types.samples(NewDay, situation) == (
        NewDay(at(5).date(), "late"),
        NewDay(at(2).date(), "late"),
    )
    assert types.samples(NewDay) == (NewDay(at(2).date(), "late"),)
    assert types.samples(type(None)) == (None,)


@pytest.mark.parametrize("seed", range(5))
def test_a_history_is_made_up_for_any_definition(seed):
    """The same draws make the same history, which the engine replays; nothing refused is done."""
    engine, types = permit_engine(), permit_types()

    def made():
        actors = [CLERK, Actor("head", roles=["officer", "intake"])]
        draw = random.Random(seed).randrange
        return random_history(engine, types, "P.1", by=actors, at=at(2), draw=draw, most=20)

    case = made()
    assert case.version > 1
    assert [each.move for each in case.records] == [each.move for each in made().records]
    assert engine.replay(case.records) == case


def test_a_missing_sample_is_named():
    """Every payload type that lacks a sample is named, by its stable name if it has one."""
    types = PayloadTypes()
    types.register("receipt", 1, Receipt)
    with pytest.raises(SampleMissingError) as caught:
        random_history(permit_engine(), types, "P.1", by=[CLERK], at=at(2), draw=lambda _: 0)

    assert caught.value.payloads == ("Kind", "Missing", "NewDay", "Payment", "Way", "receipt/1")
    assert "receipt/1" in str(caught.value)
    with pytest.raises(SampleMissingError):
        types.samples(Missing)
    online = {"channel": Channel.ONLINE, "result_by": Channel.ONLINE}
    case = permit_engine().open("P.1", **online, at=at(2))
    with pytest.raises(SampleMissingError):
        fire_sample(permit_engine(), case, ASK, types, by=CLERK, at=at(2))


def test_a_sample_of_another_type_is_refused():
    """A sample is registered with a known payload type, and is one of it."""
    types = PayloadTypes()
    with pytest.raises(FormatError):
        types.sample(Receipt, Receipt(1))
    types.register("receipt", 1, Receipt)
    with pytest.raises(ValueInvalidError):
        types.sample(Receipt, Missing(()))
    with pytest.raises(ValueInvalidError):
        types.sample(Receipt)
