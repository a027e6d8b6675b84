"""The texts by which records, calendars and definitions kept the law before rules had names.

A text is only added here, never taken away: what was kept with it must still be cited by the law of
its day. New rules are kept by name and have no place here.
"""

from collections.abc import Mapping

from caseflow.law import Rule

__all__ = ["written_before"]

_OLD, _NEW = "Nghị định 61/2018/NĐ-CP", "Nghị định 118/2025/NĐ-CP"

#: Articles of Decree 61/2018, which were kept with the name of the decree that took its place.
_ONE_STOP = {
    "Điều 16": "channels",
    "Điều 17.1.c": "receive",
    "Điều 17.1.b": "refuse-to-receive",
    "Điều 18.2": "transfer",
    "Điều 19": "process",
    "Điều 19.4": "supplement",
    "Điều 11.2.c và 15.3": "supplement-once",
    "Điều 19.5": "consult",
    "Điều 19.6 và 19.7": "steps",
    "Điều 19.8": "refuse-as-result",
    "Điều 19.9": "apologise",
    "Điều 20.3": "return",
    "Điều 20.4": "early-notice",
    "Điều 22": "pay",
}

_OTHERS = {
    f"{_OLD}, Điều 22 (từ 01/7/2025: {_NEW}); Nghị định 45/2020/NĐ-CP, Điều 13": "pay",
    "Nghị định 45/2020/NĐ-CP, Điều 11.3": "correct-once",
    "Nghị định 45/2020/NĐ-CP, Điều 11.4": "acknowledge",
    "Nghị định 45/2020/NĐ-CP, Điều 12.3": "amend-keeps-code",
    "Nghị định 45/2020/NĐ-CP, Điều 14": "electronic-result",
    "Nghị định 45/2020/NĐ-CP, Điều 14.3.d": "result-code",
    "Nghị định 45/2020/NĐ-CP, Điều 15": "cancelled-result",
    "Nghị định 42/2022/NĐ-CP, Điều 11 và 12": "online-services",
    "Nghị định 23/2015/NĐ-CP, Điều 7": "certify-cutoff",
    "Thông tư 01/2018/TT-VPCP, Điều 19": "codes",
    "Thông tư 03/2025/TT-VPCP, Điều 7": "withdraw",
    # What calendars kept.
    "Bộ luật Dân sự 2015, Điều 147": "event-day",
    "Bộ luật Dân sự 2015, Điều 147.1": "hours",
    "Bộ luật Dân sự 2015, Điều 148.5": "roll",
    "Bộ luật Dân sự 2015, Điều 148.6": "end-of-day",
    "Bộ luật Lao động 2019, Điều 111.1": "weekly-rest",
    "Bộ luật Lao động 2019, Điều 112": "holiday",
    "Bộ luật Lao động 2019, Điều 111.3": "day-in-lieu",
    "Bộ luật Lao động 2012, Điều 115.3": "day-in-lieu",
    "Nghị quyết 28/2026/QH16, Điều 2": "culture-day",
}


def written_before(rules: Mapping[str, Rule]) -> dict[str, Rule]:
    """Return the rule that each kept text stands for; *rules* are by name, as "vn.supplement"."""
    named = dict(_OTHERS)
    for place, name in _ONE_STOP.items():
        named[f"{_OLD}, {place}"] = named[f"{_OLD}, {place} (từ 01/7/2025: {_NEW})"] = name
    for point in "abcdđe":
        for text in ("2019, Điều 112.1", "2012, Điều 115.1"):
            named[f"Bộ luật Lao động {text}.{point}"] = f"holiday-{point}"
    return {text: rules[f"vn.{name}"] for text, name in named.items()}
