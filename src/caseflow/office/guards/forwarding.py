"""Guards of filings that come in at one agency and are for another, whatever the boundaries.

May import: ledgers, values, workflow, and this pack's law and rules. Such a filing is opened with
the fact `COMPETENT`, the name of the agency it is for.
"""

from caseflow.ledgers import ClockState
from caseflow.office import law
from caseflow.office.guards.ruled import ruled_guard
from caseflow.office.rules import COMPETENT, FORWARDING, OfficeRules
from caseflow.procedures import Procedure
from caseflow.values import Channel, Text
from caseflow.workflow import Refusal, Situation, guard

__all__ = [
    "filed_for_another",
    "filed_here",
    "forwarding_is_awaited",
    "runs_from_competent_agency",
]


def _is_for_another(situation: Situation, rules: OfficeRules) -> bool:
    """Tell whether the filing is for another agency, and a rule of the day knows such filings."""
    first = rules.elsewhere_from
    return (
        situation.case.fact(COMPETENT) is not None and first is not None and situation.on >= first
    )


def _is_listed(situation: Situation, rules: OfficeRules) -> bool:
    """Tell whether a rule of the day lists the procedures that may come in elsewhere."""
    first = rules.elsewhere_listed_from
    return first is not None and situation.on >= first


@ruled_guard("filed-here")
def filed_here(situation: Situation, rules: OfficeRules) -> Refusal | None:
    """Accept as one's own a filing that is for no other agency."""
    if not _is_for_another(situation, rules):
        return None
    return Refusal(
        "for-another-agency",
        Text(
            vi="hồ sơ thuộc thẩm quyền của {agency}: tiếp nhận không phụ thuộc vào địa giới",
            en="the filing is for {agency}: accept it for that agency",
        ),
        {"agency": str(situation.case.fact(COMPETENT))},
        law.BOUNDARY_FREE,
    )


def _is_filed_here_only(procedure: Procedure, _: Channel) -> bool:
    return not procedure.boundary_free


def _forwards_nothing(procedure: Procedure, channel: Channel) -> bool:
    return channel is Channel.ONLINE or not procedure.boundary_free


@ruled_guard("filed-for-another", bars=_is_filed_here_only)
def filed_for_another(situation: Situation, rules: OfficeRules) -> Refusal | None:
    """Accept for another agency a filing that is for one, of a procedure that may come in so."""
    if not _is_for_another(situation, rules):
        return Refusal(
            "for-no-other-agency",
            Text(
                vi="hồ sơ không thuộc thẩm quyền của cơ quan khác: tiếp nhận hồ sơ như thường lệ",
                en="the filing is for no other agency: accept it as usual",
            ),
            basis=law.BOUNDARY_FREE,
        )
    if situation.procedure.boundary_free or not _is_listed(situation, rules):
        return None
    return Refusal(
        "not-boundary-free",
        Text(
            vi="thủ tục {procedure} không thuộc danh mục tiếp nhận không phụ thuộc vào địa giới",
            en="procedure {procedure} is not on the list of those that may be filed anywhere",
        ),
        {"procedure": situation.procedure.code},
        law.BOUNDARY_FREE_LIST,
    )


@ruled_guard("runs-from-competent-agency")
def runs_from_competent_agency(situation: Situation, rules: OfficeRules) -> Refusal | None:
    """Let the time run from the competent agency's receipt once a rule says so."""
    first = rules.elsewhere_listed_from
    if first is None:
        return Refusal(
            "runs-from-reception",
            Text(
                vi="thời hạn tính từ khi tiếp nhận, không chờ cơ quan có thẩm quyền",
                en="the time runs from reception, wherever that is",
            ),
            basis=law.START,
        )
    if situation.on >= first:
        return None
    return Refusal(
        "runs-from-reception",
        Text(
            vi="trước ngày {first} thời hạn tính từ khi tiếp nhận, không chờ cơ quan có thẩm quyền",
            en="before {first} the time runs from reception, wherever that is",
        ),
        {"first": first},
        law.START,
    )


@guard("forwarding-is-awaited", bars=_forwards_nothing)
def forwarding_is_awaited(situation: Situation) -> Refusal | None:
    """Record that papers were forwarded where that is awaited, once."""
    clock = situation.case.clock(FORWARDING)
    if clock is not None and clock.state is ClockState.RUNNING:
        return None
    return Refusal(
        "no-forwarding-awaited",
        Text(
            vi="hồ sơ không chờ chuyển cơ quan khác: đã chuyển, hồ sơ điện tử, hoặc nộp đúng nơi",
            en="no forwarding is awaited: it was done, the filing is electronic, or it is for no "
            "one "
            "else",
        ),
        basis=law.FORWARD_PAPER,
    )
