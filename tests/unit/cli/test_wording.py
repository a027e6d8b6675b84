"""With `--lang vi` no command says an English word: what it prints, and what it complains of."""

import re

import pytest

from caseflow.cli import build_parser
from caseflow.cli._languages import asked_language
from caseflow.cli._phrase_forms import forms
from caseflow.cli._phrases import phrases
from caseflow.cli._wording import phrased
from command_lines import commands_of
from doc_blocks import ROOT

#: Words of English sentences, and labels of reports, that no Vietnamese text has.
ENGLISH = re.compile(
    r"\b(?:a|all|and|are|at least|budget|cannot|case|cases|channel|day|days|did|does|due|early|"
    r"error|expected|faults?|filings?|found|from|give|granted|has|have|invalid|is|it|its|"
    r"known|late|matched|mean|missing|must|needs?|not|nothing|of|on time|only|or|other|"
    r"paid|procedures?|read|report|row|rows|run|state|step|stopped|take|than|that|the|"
    r"then|there|this|time|total|unknown|until|usage|use|valid|warning|was|with|"
    r"working|write|written|you)\b",
    re.IGNORECASE,
)
#: What is given or to be typed, and stands as it is in any language.
_TYPED = re.compile(
    r"'[^']*'|\"[^\"]*\"|`[^`]*`|\[[a-z-]+\]|--?[\w-]+(?:=\S+)?|\bcaseflow [a-z-]+(?: [a-z]+)?:?|"
    r"[\w/.:-]*[/.:][\w/.:-]*|\([^()]*at line[^()]*\)|\b[A-Z]{2,}\b|\b[a-z]+-[a-z0-9-]+\b"
)


def english(text):
    """The English words of *text*, but for what was given or is to be typed."""
    return ENGLISH.findall(_TYPED.sub(" ", text))


COMMANDS = {
    path: parser
    for path, parser in commands_of(build_parser())
    if any("--lang" in each.option_strings for each in parser._actions)
}
#: What stands where a word should, when it is not the one that is wrong.
VALID = {
    "limit": "5 working days",
    "code": "2.000815",
    "on": "2026-03-02",
    "at": "2026-03-02T08:00+07:00",
    "url": "memory:",
    "amount": "1000",
    "name": "one-stop-shop",
    "every": "1",
    "filings": "1",
    "to": "one-stop-shop",
    "profile": "nope",
    "title": "T",
    "publisher": "P",
    "period": "2026-03",
    "plan": str(ROOT / "examples" / "plans" / "da-nang-2026.toml"),
    "figures": str(ROOT / "examples" / "plans" / "figures.csv"),
    "mapping": str(ROOT / "examples" / "registers" / "mapping.toml"),
    "out": "out",
    "scenario": "nowhere.toml",
}
WRONG = {
    "": "nothing",
    "abc": "a word",
    "-5": "a negative number",
    "9" * 20: "a long number",
    "2026-13-45": "no day",
    "/proc/nowhere/at/all": "no file",
    "sqlite:////proc/nowhere/at/all.db": "no store",
    "x" * 3_000: "a long word",
}
EACH = [
    (path, action.dest)
    for path, parser in sorted(COMMANDS.items())
    for action in parser._actions
    if action.nargs != 0
    and action.dest not in ("help", "lang")
    and (path, action.dest) not in {(("demo",), "seed"), (("demo",), "store")}
]


def _words(path, wrong, value, directory):
    words, places = [], []
    for action in COMMANDS[path]._actions:
        if action.nargs == 0 or not (action.required or action.dest == wrong):
            continue
        valid = VALID.get(action.dest, str(directory / "file.txt"))
        given = value if action.dest == wrong else valid
        if action.choices and action.dest != wrong:
            given = next(iter(action.choices))
        if action.option_strings:
            words.append(f"{action.option_strings[0]}={given}")
        else:
            places.append(given)
    return [*words, "--", *places] if places else words


def said(err):
    """What is complained of, without the line that says how the command is used."""
    lines = err.splitlines()
    begins = [n for n, line in enumerate(lines) if "lỗi:" in line]
    return "\n".join(lines[begins[0] :] if begins else lines)


@pytest.mark.parametrize(("path", "dest"), EACH, ids=str)
def test_wrong_words_are_answered_in_vietnamese(path, dest, caseflow, tmp_path, monkeypatch):
    """Each option and each place of each command, given what it cannot take."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "file.txt").write_text("x", encoding="utf-8")
    once = ["--once"] if path == ("serve-due",) and dest != "every" else []
    for value, what in WRONG.items():
        ran = caseflow(*path, "--lang=vi", *once, *_words(path, dest, value, tmp_path), stdin="x\n")
        assert ran.code in (0, 1, 2)
        assert not english(said(ran.err)), (what, ran.err)
        assert ran.code != 2 or ran.err, what


@pytest.mark.parametrize("path", sorted(COMMANDS), ids="-".join)
def test_mistyped_words_are_answered_in_vietnamese(path, caseflow, tmp_path, monkeypatch):
    """No word at all, an option that is not there, an option without its value."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "file.txt").write_text("x", encoding="utf-8")
    needed = _words(path, None, None, tmp_path)
    for words in (["--lagn", "vi", *needed], ["--json=5", *needed], [*needed, "zu", "viel"]):
        ran = caseflow(*path, "--lang", "vi", *words, stdin="")
        if ran.code == 2:
            assert not english(said(ran.err)), ran.err
            assert "cách dùng:" in ran.err or "caseflow: " in ran.err
    assert not english(said(caseflow(*path, "--lang", "vi", stdin="").err))


def test_the_language_is_that_of_the_run(caseflow):
    """English without the option; the error of one run does not change the words of the next."""
    words = ("due", "5x", "--from", "2026-03-02")
    assert "không có đơn vị" in caseflow(*words, "--lang", "vi").err
    assert "unknown unit" in caseflow(*words).err
    data = caseflow(*words, "--json", "--lang=vi").data["error"]
    assert (data["code"], "không có đơn vị" in data["message"]) == ("limit-syntax", True)
    assert [asked_language(["--lang", each]) for each in ("vi", "en", "fr")] == ["vi", "en", "en"]
    assert asked_language(["--lang"]) == "en"


def test_what_was_assumed_of_a_day_is_said_in_the_language(caseflow):
    """Also where a day is read by a command without questions."""
    words = ("fee", "2.000815", "--channel", "counter", "--on", "20/11/2025")
    ran = caseflow(*words, "--count", "page=3", "--count", "copy=1", "--lang", "vi")
    assert ran.err == "caseflow: --on: 20/11/2025 được hiểu là 2025-11-20\n"


def test_a_day_where_a_time_is_needed_is_answered_in_vietnamese(caseflow):
    """The rule that needs the time is named in Vietnamese."""
    for words in (("5 ngày", "--cutoff", "15:00"), ("8 giờ làm việc",)):
        ran = caseflow("due", *words, "--from", "2026-08-17", "--lang", "vi")
        assert ran.code == 2 or ran.out
        assert not english(ran.err), ran.err


def test_a_faulty_list_is_reported_in_vietnamese(caseflow, tmp_path):
    """`catalogue check`: what an office reads of each of its cells."""
    header = "code,name,agency,decided_by,decision,decided_on,limits,service,supplement,valid_until"
    rows = (
        "1014445,Thủ tục,Sở,Huế,1/QĐ,2026-01-05,10 ngày,full,,",
        "1.014445,,Sở,,1/QĐ,2026-13-05,10 lít,whole,never,2025-01-01",
        "1.000626,Thủ tục,Sở,Huế,1/QĐ,2026-01-05,,full,,",
    )
    path = tmp_path / "list.csv"
    path.write_text("\n".join([header, *rows]), encoding="utf-8")
    ran = caseflow("catalogue", "check", path, "--lang", "vi")
    assert ran.code == 1
    assert not english(ran.out.replace(str(path), "")), ran.out
    assert "hãy ghi" in ran.out


def test_no_phrase_is_left_in_english():
    """Every phrase and every form has its own words."""
    for phrase, text in phrases("vi").items():
        assert phrased(phrase, "vi") == text
        assert not english(text), text
    for _, form in forms("vi"):
        assert not english(re.sub(r"\{\w+\}", " ", form)), form


SUCCESSES = (
    ("due", "15 ngày làm việc", "--from", "2026-08-17", "--early", "20", "--explain"),
    ("due", "8 giờ làm việc", "--from", "17/8/2026 16:00", "--explain"),
    ("due", "2 tháng", "--from", "2026-08-17", "--pause", "2026-09-01..2026-09-08", "--explain"),
    ("fee", "2.000815", "--channel", "counter", "--on", "2025-11-20", "--count=page=3",
     "--count=copy=1", "--explain"),
    ("fee", "passport", "--channel", "online", "--on", "2026-09-01", "--explain"),
    ("procedures", "show", "2.000815"),
    ("procedures", "--search", "khoa hoc"),
    ("procedures", "--search", "không có đâu"),
    ("check", "vn"),
    ("demo", "--report", "-", "--filings", "8"),
)  # fmt: skip


@pytest.mark.parametrize("words", SUCCESSES, ids=" ".join)
def test_what_commands_print_is_vietnamese(words, caseflow):
    """Headings, rows, counts and reasons; names of files and of options stay."""
    ran = caseflow(*words, "--lang", "vi")
    assert ran.code in (0, 1)
    assert english(ran.out + ran.err) == [], ran.out[:300]


def test_what_commands_print_of_a_store_is_vietnamese(caseflow, tmp_path):
    """Counts, checks, budgets and statements; CSV in Vietnamese has its headers and cells so."""
    named = ("--store", f"sqlite:///{tmp_path / 'cases.db'}", "--lang", "vi")
    duties = (
        ("demo", "--report", "-", "--filings", "5"),
        ("serve-due", "--once", "--at", "2026-12-01T08:00+07:00"),
        ("store", "stats"),
        ("store", "verify"),
        ("budget", "report", "da-nang"),
        ("budget", "settle", "da-nang", "--by", "k1", "--at", "2026-12-01T08:00+07:00"),
        ("papers", "made-up-story-1", "--out", tmp_path / "papers"),
    )
    printed = [caseflow(*words, *named).out for words in duties]
    report = caseflow("budget", "report", "da-nang", "--csv", *named).out
    assert report.startswith("thời điểm,hồ sơ,người nhận,số định danh,nội dung chi,số tiền")
    assert not re.search(r"\d{4}-\d\d-\d\dT", report)
    statement = tmp_path / "statement.csv"
    line = "made-up,T9,payment,b/1,5000,VND,2026-08-11T09:00:00+07:00"
    head = "gateway,transaction,kind,bill,amount,currency,at"
    bad = ("made-up,T8,payment,b/1,5 000,VND,2026-08-11T09:00:00+07:00", "made-up,T7,payment")
    statement.write_text("\n".join([head, line, *bad]), encoding="utf-8")
    for form in ((), ("--csv",)):
        ran = caseflow("reconcile", statement, "--on", "2026-08-11", *form, *named)
        assert ran.code == 1
        printed.append(ran.out)
    assert printed[-1].startswith("kết luận,dòng,hồ sơ,cổng thanh toán,giao dịch")
    assert "thiếu ở hệ thống một cửa" in printed[-1]
    for text in (*printed, report):
        assert english(text.replace(str(tmp_path), "")) == [], text
    plain = caseflow("reconcile", statement, "--on", "2026-08-11", "--csv", *named[:2]).out
    assert plain.startswith("verdict,line,case,gateway,transaction,bill,there,here,problem\n")


@pytest.mark.parametrize(
    ("words", "right"),
    [
        ("fee passport --channel online --on 2025-01-01", "từ 01/4/2026 trở đi"),
        ("fee business-registration --channel post --on 2027-01-01", "đến 31/12/2026"),
        (
            "fee tt63-passport --channel post --on 2026-09-01 --stated tt63-passport=5",
            "từ 01/01/2024 đến 31/3/2026, sau đó áp dụng Thông tư 28/2026/TT-BTC",
        ),
        ("fee permanent-residence --channel post --on 2026-08-01", "bưu chính công ích"),
        ("fee 2.000815 --channel counter --on 1990-11-20", "từ 19/11/2025 trở đi"),
        (
            "fee 2.000815 --channel counter --on 2026-01-01 --count page=1 --count copy=0",
            "số nguyên, từ 1 trở lên",
        ),
        (
            "due 5d --from 2026-03-02 --pause 2026-03-09..2026-03-05",
            "tạm dừng 09/3/2026..05/3/2026: kết thúc trước khi bắt đầu",
        ),
        ("due 5d --from 2026-03-02 --early 12.500", "12500 hoặc 12.5"),
        ("due 5d --from 2026-03-02 --early 1.2.3", "tỷ lệ trả sớm: '1.2.3' không dùng được"),
        ("due 5d --from 2026-03-02 --roll up", "có: next, none, previous"),
        ("due 5h --from 2026-03-02", "02/3/2026 chỉ là ngày"),
        (
            "due 5h --from 2026-03-02T08:00:00.1234567",
            "from: '2026-03-02T08:00:00.1234567' không dùng được; cần nhiều nhất sáu chữ số",
        ),
        ("due 5d --from 1999-12-30", "có từ 01/01/2018 đến 31/12/2035, không có 30/12/1999"),
    ],
)
def test_what_is_refused_by_its_value_is_said_in_vietnamese(words, right, caseflow):
    """Values that only the counting, the tariff or the calendar can refuse.

    Days are written as an office writes them, and names of one word as they are typed.
    """
    words = words.replace("5d", "5 days").replace("5h", "5 hours")
    limit = re.compile(r"\d days|\d hours")
    split = limit.findall(words)
    rest = limit.sub("@", words).split()
    ran = caseflow(*(split[0] if each == "@" else each for each in rest), "--lang", "vi")
    assert ran.code == 2
    assert right in ran.err
    assert not english(said(ran.err)), ran.err
