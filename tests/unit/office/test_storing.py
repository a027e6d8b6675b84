"""What a second country hands to a service: names under its own prefix, and what comes due."""

from attrs import field, frozen

from caseflow.codec import Codec
from caseflow.limits import working_days
from caseflow.office import actions as do
from caseflow.office import payloads
from caseflow.office.assembly import PHASES, assemble
from caseflow.office.rules import OfficeRules, labelled
from caseflow.office.states import ROLES, STATES
from caseflow.office.storing import expiries, payload_types
from caseflow.values import Text
from caseflow.workflow import LEGAL, SUPPLEMENT, ClockRule

RULES = OfficeRules()


@frozen
class Receipt(payloads.Receipt):
    """A receipt whose codes are written in capitals."""

    code: str | None = field(default=None, converter=lambda code: code and code.upper())


def workflow(*clocks):
    return assemble(
        RULES,
        name="permit",
        version="1",
        actions=[RULES.named(each, Text(en=each.name)) for each in do.ACTIONS],
        states=labelled(STATES, {}),
        roles=labelled(ROLES, {}),
        clocks=clocks,
        phases=PHASES,
    )


def test_a_payload_of_a_country_is_kept_under_the_name_of_the_office():
    """A new kind takes the place of that of the office, and its name with the prefix."""
    types = payload_types("nl", RULES, own=[Receipt])
    assert types.name(Receipt) == "nl.receipt/1"
    assert types.name(payloads.Decision) == "nl.decision/1"
    kept = Codec(types).payload_from_data(Receipt, {"code": "a/1"})
    assert kept == Receipt(code="A/1")


def test_only_what_has_a_clock_comes_due():
    """A country without a time to acknowledge has no such clock; its supplements are closed."""
    legal = ClockRule(LEGAL, Text(en="time to decide"))
    answer = ClockRule(SUPPLEMENT, Text(en="time to supplement"), working_days(10))
    small = expiries(workflow(legal), RULES, unanswered="not supplemented")
    assert [each.name for each in small] == ["promise-at-risk", "apology-due", "legal-overdue"]
    more = expiries(workflow(legal, answer), RULES, unanswered="not supplemented", grace=2)
    (closing,) = [each for each in more if each.clock == SUPPLEMENT]
    assert (closing.payload, closing.grace) == (payloads.Reason("not supplemented"), 2)
