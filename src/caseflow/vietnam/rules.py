"""The general rules of the one-stop shop that changed from day to day, each as a dated value.

A rule says how long something may take between two days, and which event chooses the period: the
lodging, the reception or the act. What is done when the time is over is said where the rule is
applied. Sector law goes first: a procedure that states its own time for a clock
(`Procedure.clock_limits`) is not under the general rule.

A filing received while Decree 61/2018/NĐ-CP was in force keeps its rules: what the transition of
Decree 118/2025/NĐ-CP says was not read, so this is a setting of the office and not law.
"""

from datetime import date, time

from caseflow._typed import typed
from caseflow.calendars import OfficeCalendar
from caseflow.limits import (
    CutOff,
    calendar_days,
    clock_hours,
    same_day,
    working_days,
    working_hours,
)
from caseflow.office.rules import ChosenBy, GeneralRule, OfficeRules
from caseflow.procedures import LimitRule
from caseflow.values import Channel, Text
from caseflow.vietnam import law
from caseflow.vietnam._codes import CODES
from caseflow.vietnam._money import FEE_KINDS

__all__ = [
    "ACKNOWLEDGE_WITHIN",
    "ALERT_WITHIN",
    "ANSWER_WITHIN",
    "APOLOGISE_BEFORE",
    "ASK_WITHIN",
    "CORRECT_WITHIN",
    "FORWARD_WITHIN",
    "OFFICE",
    "OUTAGE_NOTICE",
    "PARTIAL_REASON_FROM",
    "RULES",
    "TRANSFER_WITHIN",
    "announce_outage_by",
]

#: The first days of Decrees 61/2018/NĐ-CP, 45/2020/NĐ-CP, 224/2026/NĐ-CP, 118/2025/NĐ-CP and
#: 309/2026/NĐ-CP.
ONE_STOP_2018, ELECTRONIC_2020 = date(2018, 6, 21), date(2020, 5, 22)
DIGITAL_2026 = date(2026, 7, 1)
ONE_STOP_2025, AMENDED_2026 = date(2025, 7, 1), date(2026, 8, 5)

#: Source: Decree 45/2020/NĐ-CP Art. 11.4; since 2025-07-01 Decree 118/2025/NĐ-CP Art. 17.2.c.
ACKNOWLEDGE_WITHIN = GeneralRule(
    "acknowledge",
    Text(
        vi="Thông báo tiếp nhận hoặc yêu cầu hoàn thiện hồ sơ", en="Accept, or ask for corrections"
    ),
    ChosenBy.LODGING,
    (LimitRule(working_hours(8, citation=law.ACKNOWLEDGE), valid_from=ELECTRONIC_2020),),
)

#: From the confirmation of the Portal, which it sends by itself as the filing comes in.
#: Source: Decree 118/2025/NĐ-CP Art. 17.2.
ALERT_WITHIN = GeneralRule(
    "alert-officer",
    Text(vi="Báo cho cán bộ tiếp nhận hồ sơ", en="Alert the officer who receives"),
    ChosenBy.LODGING,
    (
        LimitRule(
            clock_hours(2, citation=law.ALERT_OFFICER), Channel.ONLINE, valid_from=ONE_STOP_2025
        ),
    ),
)

#: Source: Decree 61/2018/NĐ-CP Art. 19.4; since 2025-07-01 Decree 118/2025/NĐ-CP Art. 19.5.
ASK_WITHIN = GeneralRule(
    "ask-for-supplement",
    Text(vi="Yêu cầu bổ sung hồ sơ sau khi tiếp nhận", en="Ask for a supplement after reception"),
    ChosenBy.RECEPTION,
    (LimitRule(working_days(3, citation=law.SUPPLEMENT), valid_from=ONE_STOP_2018),),
)

#: Calendar days, after which the filing is closed. Before, no general rule closed one; the 15
#: working days of one decree on interconnected procedures are sector law.
#: Source: Decree 118/2025/NĐ-CP Art. 19.5.
ANSWER_WITHIN = GeneralRule(
    "answer-supplement",
    Text(vi="Người nộp bổ sung hồ sơ", en="The applicant hands in the supplement"),
    ChosenBy.RECEPTION,
    (LimitRule(calendar_days(15, citation=law.CLOSE_UNANSWERED), valid_from=ONE_STOP_2025),),
)

#: How long before the day the limit ends the apology goes out at the latest; a day, not a working
#: day. Source: Decree 61/2018/NĐ-CP Art. 19.9; since 2025-07-01 Decree 118/2025/NĐ-CP Art. 19.6.
APOLOGISE_BEFORE = GeneralRule(
    "apologise",
    Text(vi="Xin lỗi và đề nghị gia hạn trước ngày hết hạn", en="Apologise before the last day"),
    ChosenBy.ACT,
    (LimitRule(calendar_days(1, citation=law.APOLOGISE), valid_from=ONE_STOP_2018),),
)

#: A paper filing received for another agency is forwarded to it; an electronic one at once, in
#: the system, of which nothing is to be kept. Source: Decree 118/2025/NĐ-CP Art. 20.1.
FORWARD_WITHIN = GeneralRule(
    "forward",
    Text(
        vi="Chuyển hồ sơ giấy đến cơ quan có thẩm quyền",
        en="Forward the papers to the other agency",
    ),
    ChosenBy.RECEPTION,
    tuple(
        LimitRule(working_days(1, citation=law.FORWARD_PAPER), channel, valid_from=ONE_STOP_2025)
        for channel in (Channel.COUNTER, Channel.POST)
    ),
)

#: Of a result with an error of the State, from the report of the error. What Decree 61/2018/NĐ-CP
#: Art. 21 gave was not read. Source: Decree 118/2025/NĐ-CP Art. 23.1.
CORRECT_WITHIN = GeneralRule(
    "correct-result",
    Text(vi="Trả bản kết quả đã sửa sai sót", en="Give out the corrected copy of a result"),
    ChosenBy.ACT,
    (LimitRule(working_days(3, citation=law.CORRECT_RESULT), valid_from=ONE_STOP_2025),),
)

#: To the unit that works on it. A filing that came in after 15:00 is due at the start of the next
#: working day, see `_control_slips`. An electronic one is sent "at once"; the decree gives no
#: number of minutes, so the day is what is judged.
#: Source: Decree 61/2018/NĐ-CP Art. 18.2; since 2025-07-01 Decree 118/2025/NĐ-CP Arts. 18.1, 18.2.
TRANSFER_WITHIN = GeneralRule(
    "transfer",
    Text(vi="Chuyển hồ sơ đến đơn vị giải quyết", en="Transfer to the unit that works on it"),
    ChosenBy.RECEPTION,
    (
        LimitRule(
            same_day(citation=law.TRANSFER_ELECTRONIC), Channel.ONLINE, valid_from=ONE_STOP_2025
        ),
        LimitRule(
            same_day(cutoff=CutOff(at=time(15), citation=law.TRANSFER), citation=law.TRANSFER),
            valid_from=ONE_STOP_2018,
        ),
    ),
)

#: The least number of working days between the public notice of a planned outage and the outage.
#: Source: Decree 224/2026/NĐ-CP Art. 13.1.a.
OUTAGE_NOTICE = GeneralRule(
    "outage-notice",
    Text(vi="Thông báo trước khi tạm dừng hệ thống theo kế hoạch", en="Announce a planned outage"),
    ChosenBy.ACT,
    (LimitRule(working_days(7, citation=law.OUTAGE_NOTICE), valid_from=DIGITAL_2026),),
)

#: A list that holds on this day or later says of each partial service why it is not full.
#: Source: Decree 224/2026/NĐ-CP Art. 14.
PARTIAL_REASON_FROM = DIGITAL_2026


@typed(late=True)
def announce_outage_by(begins_on: date, calendar: OfficeCalendar) -> date | None:
    """Return the last day to announce an outage planned for *begins_on*; None before the rule.

    That is so many working days before the day of the outage, itself not counted.

    >>> from caseflow.vietnam.calendars import calendar
    >>> announce_outage_by(date(2026, 7, 15), calendar())
    datetime.date(2026, 7, 6)
    """
    limit = OUTAGE_NOTICE.on(begins_on)
    return None if limit is None else calendar.add_working_days(begins_on, -limit.whole)


#: The general time limits of the pack, each with its articles.
RULES = (
    ACKNOWLEDGE_WITHIN,
    ALERT_WITHIN,
    ASK_WITHIN,
    ANSWER_WITHIN,
    APOLOGISE_BEFORE,
    TRANSFER_WITHIN,
    FORWARD_WITHIN,
    CORRECT_WITHIN,
    OUTAGE_NOTICE,
)

#: What the name of a post begins with, in the steps of the procedures that were read.
POSTS = (
    "bộ phận",
    "cán bộ",
    "chánh",
    "chuyên viên",
    "chủ tịch",
    "công chức",
    "giám đốc",
    "lãnh đạo",
    "nhân viên",
    "phó",
    "thủ trưởng",
    "trưởng",
    "viên chức",
    "văn thư",
)

#: What the law of Viet Nam says to the one-stop shop.
OFFICE = OfficeRules(
    points=law.POINTS,
    book=law.RULES,
    codes=CODES,
    ask_within=ASK_WITHIN,
    apologise_before=APOLOGISE_BEFORE,
    transfer_within=TRANSFER_WITHIN,
    desk="Bộ phận Một cửa",
    fee="Phí, lệ phí",
    fee_kinds=FEE_KINDS,
    posts=POSTS,
    announces_early=True,
    numbers_results=True,
    elsewhere_from=ONE_STOP_2025,
    elsewhere_listed_from=AMENDED_2026,
)
