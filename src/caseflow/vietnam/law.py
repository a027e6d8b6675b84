"""The articles the pack rests on, written once, as they are printed.

May import: nothing of caseflow. Only what was seen in an official text, a scan or a faithful copy
is cited by article. Decree 61/2018/NĐ-CP was replaced by Decree 118/2025/NĐ-CP from 1 July 2025;
its articles are the ones that were read, so both are named.
"""

__all__ = [
    "ACKNOWLEDGE",
    "AMEND_KEEPS_CODE",
    "APOLOGISE",
    "CANCELLED_RESULT",
    "CHANNELS",
    "CLOSE_ABOLISHED",
    "CLOSE_UNANSWERED",
    "CODES",
    "CONSULT",
    "CORRECT_ONCE",
    "EARLY_NOTICE",
    "ELECTRONIC_RESULT",
    "ONLINE_SERVICES",
    "PAY",
    "PROCESS",
    "RECEIVE",
    "REFUSE_AS_RESULT",
    "REFUSE_TO_RECEIVE",
    "RESULT_CODE",
    "RETURN",
    "STEPS",
    "SUPPLEMENT",
    "SUPPLEMENT_ONCE",
    "TRANSFER",
    "WITHDRAW",
]


def _one_stop(article: str) -> str:
    return f"Nghị định 61/2018/NĐ-CP, {article} (từ 01/7/2025: Nghị định 118/2025/NĐ-CP)"


CHANNELS = _one_stop("Điều 16")
RECEIVE = _one_stop("Điều 17.1.c")
REFUSE_TO_RECEIVE = _one_stop("Điều 17.1.b")
TRANSFER = _one_stop("Điều 18.2")
PROCESS = _one_stop("Điều 19")
SUPPLEMENT = _one_stop("Điều 19.4")
SUPPLEMENT_ONCE = _one_stop("Điều 11.2.c và 15.3")
CONSULT = _one_stop("Điều 19.5")
STEPS = _one_stop("Điều 19.6 và 19.7")
REFUSE_AS_RESULT = _one_stop("Điều 19.8")
APOLOGISE = _one_stop("Điều 19.9")
RETURN = _one_stop("Điều 20.3")
EARLY_NOTICE = _one_stop("Điều 20.4")
PAY = f"{_one_stop('Điều 22')}; Nghị định 45/2020/NĐ-CP, Điều 13"
CORRECT_ONCE = "Nghị định 45/2020/NĐ-CP, Điều 11.3"
ACKNOWLEDGE = "Nghị định 45/2020/NĐ-CP, Điều 11.4"
AMEND_KEEPS_CODE = "Nghị định 45/2020/NĐ-CP, Điều 12.3"
ELECTRONIC_RESULT = "Nghị định 45/2020/NĐ-CP, Điều 14"
RESULT_CODE = "Nghị định 45/2020/NĐ-CP, Điều 14.3.d"
CANCELLED_RESULT = "Nghị định 45/2020/NĐ-CP, Điều 15"
CODES = "Thông tư 01/2018/TT-VPCP, Điều 19"
WITHDRAW = "Thông tư 03/2025/TT-VPCP, Điều 7"
#: A rule of one province, which no national text was found to state.
CLOSE_ABOLISHED = "Quyết định 2715/QĐ-UBND (Quảng Trị), Điều 3"
ONLINE_SERVICES = "Nghị định 42/2022/NĐ-CP, Điều 11 và 12"
#: Seen in one decree on electronically interconnected procedures; its number is not known.
CLOSE_UNANSWERED = ""
