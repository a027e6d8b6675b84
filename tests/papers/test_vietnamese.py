"""Vietnamese as an office prints it: no text that is read has a date or a word of another form.

What is looked at: the demonstration, every paper, every refusal on the way of whole filings, every
explanation, and the commands with `--lang vi`.
"""

import re
from datetime import date

import pytest
from attrs import evolve

from caseflow import vietnam as vn
from caseflow.cli import main
from caseflow.engine import Engine
from caseflow.office.samples import Till, work_month, work_stories
from caseflow.procedures import Catalogue
from caseflow.publications import publish, to_html
from caseflow.values import Actor
from caseflow.vietnam._samples import samples
from papers.desk import press, read
from papers.test_pages import ALL

FORBIDDEN = {
    "a day in ISO 8601": r"(?<![\w-])\d{4}-\d{2}-\d{2}(?![\w-])",
    "an instant in ISO 8601": r"\d{4}-\d{2}-\d{2}T",
    "a zero before months 3 to 9": r"/0[3-9]/\d{4}|tháng 0[3-9]",
    "months 1 and 2 without a zero": r"(?<!\d)\d{1,2}/[12]/\d{4}|tháng [12] năm",
    "a day below ten without a zero": r"(?<![\d/])[1-9]/\d{1,2}/\d{4}|ngày [1-9] tháng",
    "a time with a colon": r"(?<![\d:])\d{1,2}:\d{2}(?![\d:])",
    "trễ, where it is quá hạn": r"(?<!chậm )\btrễ\b",
    "sớm, where it is trước hạn": r"\bsớm\b",
    "hạn luật": r"hạn luật",
    "đồng hồ": r"đồng hồ",
    "at most none": r"tối đa 0|nhiều nhất 0",
    "chỉ vai trò": r"chỉ vai trò",
    "the old name of the desk": r"công chức Bộ phận",
    "the old name of a step": r"Giao một bước",
    "words of machines": r"hạt giống|khóa chống lặp|dấu vân|máy in phiếu|khuôn trình bày",
}
ENGINE = Engine(vn.danang())
EVERYBODY = Actor("u1", {role.name for role in vn.one_stop_shop().roles})
NOBODY = Actor("u2")


def wrong(text: str) -> list[str]:
    """What is not as an office would print it, with the place where it stands."""
    return [
        f"{what}: …{text[max(0, each.start() - 40) : each.end() + 20]}…"
        for what, pattern in FORBIDDEN.items()
        for each in re.finditer(pattern, text)
    ]


def test_the_scan_finds_what_it_is_for():
    """Each of the forms that stood there once is found."""
    for text in (
        "hạn trả là 2026-09-07",
        "lúc 2026-08-27T10:00:00+07:00",
        "ngày 02 tháng 03 năm 2026",
        "ngày 7/9/2026",
        "ngày 07/2/2026",
        "HẠN: 24:00 Thứ Hai",
        "sớm 10 %",
        "trễ 1 ngày",
    ):
        assert wrong(text), text
    assert not wrong("10 giờ 00 ngày 07/9/2026, ngày 07 tháng 02 năm 2026, 14/02/2026")


@pytest.mark.parametrize("paper", ALL, ids=lambda paper: paper.name)
def test_every_paper(paper):
    """All that stands on it, also the title of the page."""
    html = press().html(paper, "vi")
    assert wrong(read(html)[1]) == []


def filings():
    """Filings worked from start to end, each at each of its records."""
    till = Till(ENGINE.jurisdiction.calendar, samples().month)
    worked = [*work_month(ENGINE, till, count=25, seed=3), *work_stories(ENGINE, till, samples())]
    return [each.case for each in worked]


def test_every_refusal_and_explanation_on_the_way():
    """What each action answers, for one who may do all and one who may do nothing."""
    texts = set()
    for case in filings():
        for seq in range(len(case.records)):
            then = ENGINE.replay(case.records[: seq + 1])
            for actor in (EVERYBODY, NOBODY):
                for option in ENGINE.actions(then, by=actor, at=then.last_at):
                    texts.add(option.action.label("vi"))
                    texts.update(each.text("vi") for each in option.refusals)
            for deadline in ENGINE.deadlines(then, at=then.last_at).values():
                texts.add(str(deadline.explain("vi")))
    assert len(texts) > 200
    assert [each for text in sorted(texts) for each in wrong(text)] == []


def test_every_label_of_the_workflows():
    """States, actions, roles, as screens show them."""
    for workflow in ENGINE.jurisdiction.workflows:
        named = (*workflow.states, *workflow.actions, *workflow.roles)
        said = [each.label("vi") for each in named]
        assert [each for text in said for each in wrong(text)] == []


COMMANDS = (
    ("demo", "--report", "-"),
    ("due", "15 ngày làm việc", "--from", "2026-08-17", "--early", "20", "--explain"),
    ("due", "8 giờ làm việc", "--from", "2026-08-17T16:00+07:00", "--explain"),
    ("due", "1 month", "--from", "2026-01-31", "--cutoff", "15:00", "--explain"),
    ("due", "4 giờ làm việc", "--from", "2026-08-17", "--early", "10", "--cutoff", "15:00"),
    ("fee", "2.000815", "--channel", "counter", "--on", "2025-11-20", "--count=page=3",
     "--count=copy=1", "--explain"),
    ("procedures", "show", "1.014445"),
    ("procedures", "show", "2.001770"),
    ("procedures", "--search", "khoa hoc"),
    ("check", "vn"),
    ("diagram", "one-stop-shop"),
    ("replay", "examples/dutch-permit/made-up.csv", "--profile",
     "examples/dutch-permit/profile.toml"),
)  # fmt: skip


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_every_command(capsys, words):
    """Headings, rows and counts with `--lang vi`; what a file says, and how to write it, stays."""
    main([*words, "--lang", "vi"])
    said = re.sub(r"'[^']*'|hãy ghi như \S+", "", capsys.readouterr().out)
    assert wrong(said) == []


def test_commands_on_a_store(capsys, tmp_path):
    """What is kept, raised and paid."""
    url = f"sqlite:///{tmp_path / 'cases.db'}"
    named = ("--store", url, "--lang", "vi")
    main(["demo", "--report", "-", "--filings", "10", *named])
    main(["serve-due", "--once", "--at", "2026-12-01T08:00+07:00", *named])
    main(["budget", "report", "da-nang", *named])
    for duty in ("stats", "verify", "migrate", "init"):
        main(["store", duty, *named])
    main(["store", "export", str(tmp_path / "out.jsonl"), *named])
    main(["migrate", "--to", "one-stop-shop-closing", "--dry-run", *named])
    said = capsys.readouterr().out.replace(url, "URL")
    for english in ("records", "seals", "sound", "claimed", "raised", "check with", "already"):
        assert english not in said
    assert wrong(said) == []


def test_a_published_list():
    """The page of a list of services, published by who decided them."""
    rows = [each for each in vn.danang().catalogue if each.decided_by == "Cao Bằng"]
    decided = Catalogue(tuple(evolve(each, is_example=False) for each in rows))
    publication = publish(decided, title="Danh mục", publisher="Cao Bằng", on=date(2026, 3, 2))
    assert publication.services
    assert wrong(read(to_html(publication, "vi"))[1]) == []
