"""`caseflow papers`: what it writes, what it leaves alone, and what it refuses."""

import os
import subprocess
import sys
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from caseflow import vietnam as vn
from caseflow.engine import Engine
from caseflow.pii.encryption import PersonalDataEncryption
from caseflow.pii.erasures import erase
from caseflow.service import CaseService
from caseflow.stores import open_store
from caseflow.values import Actor, Channel
from caseflow.vietnam.stored import case_codec, definition_codec

STAFF = Actor("u17", {"intake", "officer", "approver"})
MASTER = bytes(range(32))
CODE = "H17.15-260302-0001"


def at(text):
    """An instant in Viet Nam, as "2026-03-02 09:00"."""
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))


@pytest.fixture
def url(tmp_path):
    """The address of a file that is not there yet."""
    return f"sqlite:///{tmp_path}/cases.db"


@pytest.fixture
def kept(url):
    """The address of a store with one filing that was received and one that was not."""
    return keep(url, None)


def keep(url, encryption):
    with open_store(url) as store:
        store.run(store.ops.migrate())
        service = CaseService(
            Engine(vn.danang()),
            store,
            case_codec(),
            definitions=definition_codec(),
            encryption=encryption,
        )
        for number in ("hs-1", "hs-2"):
            service.open(
                "1.014445",
                case_id=number,
                channel=Channel.ONLINE,
                result_by=Channel.ONLINE,
                at=at("2026-03-02 08:00"),
            )
        who = vn.Description(vn.Applicant("Nguyễn Thị Bình", phone="0905"), "Cấp phép", ["Đơn"])
        for action, payload in (
            (vn.DESCRIBE, who),
            (vn.RECEIVE, vn.Receipt(1, CODE)),
            (vn.ASSIGN, vn.Assignment("Phòng")),
            (vn.REQUEST_SUPPLEMENT, vn.SupplementRequest(["Bản vẽ"], "thiếu")),
        ):
            service.fire("hs-1", action, payload, by=STAFF, at=at("2026-03-02 09:00"))
    return url


def names(folder):
    return sorted(path.name for path in folder.iterdir())


def test_every_slip_of_a_case_is_written(caseflow, kept, tmp_path):
    """HTML and PDF of each, named after the act; what was written is listed."""
    out = tmp_path / "deep" / "slips"
    ran = caseflow("papers", "hs-1", "--store", kept, "--out", out)
    assert ran.code == 0
    assert names(out) == [
        "hs-1-002-receipt.html",
        "hs-1-002-receipt.pdf",
        "hs-1-004-supplement-request.html",
        "hs-1-004-supplement-request.pdf",
        "hs-1-control-slip.html",
        "hs-1-control-slip.pdf",
    ]
    assert str(out / "hs-1-002-receipt.pdf") in ran.out
    assert (out / "hs-1-002-receipt.pdf").read_bytes().startswith(b"%PDF")
    page = (out / "hs-1-002-receipt.html").read_text(encoding="utf-8")
    assert "Nguyễn Thị Bình" in page
    assert '<html lang="vi">' in page


def test_options_choose_language_format_office_and_address(caseflow, kept, tmp_path):
    """English labels, one format, a letterhead, and a code that leads to the filing."""
    letterhead = tmp_path / "office.toml"
    letterhead.write_text('name = "Trung tâm một cửa"', encoding="utf-8")
    out = tmp_path / "out"
    words = ["--lang", "en", "--format", "html", "--letterhead", letterhead]
    words += [
        "--tracking",
        "https://dvc.example/{code}",
        "--at",
        "2026-03-09T08:00+07:00",
        "--json",
    ]
    ran = caseflow("papers", "hs-1", "--store", kept, "--out", out, *words)
    assert ran.data["written"] == [
        "hs-1-002-receipt.html",
        "hs-1-004-supplement-request.html",
        "hs-1-control-slip.html",
    ]
    page = (out / "hs-1-002-receipt.html").read_text(encoding="utf-8")
    assert "Receipt and appointment slip" in page
    assert "Trung tâm một cửa" in page
    assert f"https://dvc.example/{CODE}" in page
    assert "08:00 on 9 March 2026" in (out / "hs-1-control-slip.html").read_text(encoding="utf-8")


def test_the_same_again_changes_nothing_and_something_else_is_left_alone(caseflow, kept, tmp_path):
    """A second run finds its files; a file that was changed is replaced by --force alone."""
    out = tmp_path / "out"
    command = ["papers", "hs-1", "--store", kept, "--out", out]
    first = caseflow(*command, "--json").data
    again = caseflow(*command, "--json").data
    assert (again["written"], again["same"]) == ([], first["written"])
    (out / "hs-1-004-supplement-request.html").write_text("mine", encoding="utf-8")
    (out / "hs-1-002-receipt.pdf").unlink()
    refused = caseflow(*command)
    assert refused.code == 2
    assert "hs-1-004-supplement-request.html" in refused.err
    assert "--force" in refused.err
    assert not (out / "hs-1-002-receipt.pdf").exists()
    forced = caseflow(*command, "--force", "--json").data
    assert forced["written"] == ["hs-1-002-receipt.pdf", "hs-1-004-supplement-request.html"]
    assert not [name for name in names(out) if name.endswith(".part")]


def test_a_case_that_calls_for_no_paper_is_a_finding(caseflow, kept, tmp_path):
    """A filing that was only lodged has no slip yet."""
    ran = caseflow("papers", "hs-2", "--store", kept, "--out", tmp_path / "out")
    assert ran.code == 1
    assert "chưa có giấy tờ nào" in ran.out


def test_the_register_of_a_month(caseflow, kept, tmp_path):
    """One paper over all cases of the store that were accepted in its days."""
    out = tmp_path / "out"
    ran = caseflow(
        *("papers", "--register", "--from", "2026-03-01", "--to", "2026-03-31"),
        *("--store", kept, "--out", out, "--format", "html"),
    )
    assert ran.code == 0
    (name,) = names(out)
    page = (out / name).read_text(encoding="utf-8")
    assert name == "register-2026-03-01-2026-03-31.html"
    assert CODE in page
    assert "hs-2" not in page


def test_own_templates_are_used(caseflow, kept, tmp_path):
    """A directory of templates; a wrong one is named with its line, and nothing is written."""
    own, out = tmp_path / "own", tmp_path / "out"
    own.mkdir()
    (own / "receipt.html").write_text("<p>{{ paper.head.code }}</p>", encoding="utf-8")
    command = ["papers", "hs-1", "--store", kept, "--out", out, "--templates", own]
    assert caseflow(*command, "--format", "html").code == 0
    assert (out / "hs-1-002-receipt.html").read_text(encoding="utf-8") == f"<p>{CODE}</p>"
    (own / "control-slip.html").write_text("\n{{ paper.hed.code }}", encoding="utf-8")
    ran = caseflow(*command, "--out", tmp_path / "other")
    assert ran.code == 2
    assert "control-slip.html, line 2" in ran.err
    assert "hed" in ran.err
    assert not (tmp_path / "other").exists()


@pytest.mark.parametrize(
    ("words", "reported"),
    [
        ([], "CASE is missing"),
        (["hs-9"], "[unknown-case]"),
        (["hs-1", "--register"], "not both"),
        (["hs-1", "--from", "2026-03-01"], "--from: '2026-03-01' is not valid"),
        (["hs-1", "--to", "2026-03-01"], "--to: '2026-03-01' is not valid"),
        (["--register"], "--from is missing"),
        (["--register", "--from", "2026-03-01", "--to", "soon"], "'soon' is not valid"),
        (["--register", "--from", "2026-03-02", "--to", "2026-03-01"], "a day from 2026-03-02 on"),
        (["hs-1", "--tracking", "javascript:{code}"], "tracking"),
        (["hs-1", "--at", "2020-01-01T00:00+07:00"], "[time-reversed]"),
        (["hs-1", "--templates", "nowhere"], "a directory that holds templates"),
        (["hs-1", "--letterhead", "nowhere.toml"], "cannot be read"),
        (["hs-1", "--master-key", "nowhere.key"], "cannot be read"),
    ],
)
def test_wrong_words_are_one_line_and_write_nothing(caseflow, kept, tmp_path, words, reported):
    """Exit code 2, what is wrong and what to give; the directory is not made."""
    ran = caseflow("papers", *words, "--store", kept, "--out", tmp_path / "out")
    assert ran.code == 2
    assert reported in ran.err
    assert ran.err.count("\n") == 1
    assert not (tmp_path / "out").exists()


def test_a_letterhead_is_text_or_nothing_is_printed(caseflow, kept, tmp_path):
    """A byte that is no UTF-8 is refused, never printed as a mark; a byte order mark is none."""
    head = tmp_path / "head.toml"
    words = ("papers", "hs-1", "--store", kept, "--format", "html", "--letterhead", head)
    head.write_bytes(b'name = "S\xff"')
    ran = caseflow(*words, "--out", tmp_path / "out")
    assert (ran.code, "is not UTF-8: byte 9" in ran.err) == (2, True)
    assert not (tmp_path / "out").exists()

    head.write_bytes(b"\xef\xbb\xbf" + f"name = {'9' * 5000}".encode())
    assert "is not TOML" in caseflow(*words, "--out", tmp_path / "out").err
    head.write_bytes(b'\xef\xbb\xbfname = "S"\r\n')
    assert caseflow(*words, "--out", tmp_path / "out").code == 0


def test_a_missing_extra_says_how_to_install_it(kept, tmp_path):
    """Without Jinja2 the command ends with one line that names the extra."""
    program = (
        "import sys; sys.modules['jinja2'] = None\n"
        "from caseflow.cli import main\n"
        f"sys.exit(main(['papers', 'hs-1', '--store', {kept!r}, '--out', {str(tmp_path)!r}]))"
    )
    command = [sys.executable, "-c", program]
    ran = subprocess.run(command, capture_output=True, text=True, check=False)
    assert ran.returncode == 2
    assert "pip install 'caseflow-engine[documents]'" in ran.stderr
    assert ran.stderr.count("\n") == 1


def test_an_encrypted_name_is_printed_with_the_key_and_not_without(caseflow, url, tmp_path):
    """The key comes from a file; erased data is said to be erased, and other papers still print."""
    keep(url, PersonalDataEncryption(MASTER, entropy=os.urandom))
    key = tmp_path / "master.key"
    key.write_bytes(MASTER)

    def receipt(*words):
        out = tmp_path / f"out{len(list(tmp_path.iterdir()))}"
        ran = caseflow("papers", "hs-1", "--store", url, "--out", out, "--format", "html", *words)
        assert ran.code == 0, ran.err
        return (out / "hs-1-002-receipt.html").read_text(encoding="utf-8")

    hidden = receipt()
    assert "Nguyễn" not in hidden
    assert "(dữ liệu được mã hóa)" in hidden
    assert "caseflow-veiled" not in hidden
    assert "Nguyễn Thị Bình" in receipt("--master-key", key)
    with open_store(url) as store:
        when = at("2026-12-24 09:00")
        store.run(erase(store.ops, "case:hs-1", at=when, by=Actor("dpo"), ground="theo yêu cầu"))
    gone = receipt("--master-key", key)
    assert "Nguyễn" not in gone
    assert "(đã xóa ngày 24/12/2026: theo yêu cầu)" in gone


def test_the_detailed_filing_of_the_demo_has_its_papers(caseflow, url, tmp_path):
    """Receipt, supplement request and control slip, with the made-up applicant filled in."""
    assert caseflow("demo", "--report", "-", "--filings", 1, "--store", url).code == 0
    out = tmp_path / "papers"
    ran = caseflow(
        "papers", "made-up-story-1", "--store", url, "--out", out, "--format", "html", "--json"
    )
    names = (
        "003-bill",
        "005-payment-receipt",
        "006-receipt",
        "009-supplement-request",
        "016-early-notice",
        "control-slip",
    )
    assert ran.data["written"] == [f"made-up-story-1-{name}.html" for name in names]
    reported = [(out / name).read_text(encoding="utf-8") for name in ran.data["written"]]
    assert all("Công ty TNHH Tên Đặt Ra (giả định)" in text for text in reported[:5])
    assert "603.300 đồng" in reported[0]
    assert "Người nộp còn phải nộp" in reported[0]
    assert "600.000 đồng" in reported[1]
    assert "Trang gia hạn của hộ chiếu" in reported[3]
    assert "Công an thành phố" in reported[5]


def test_what_was_taken_back_is_reported_with_the_papers(caseflow, kept, tmp_path):
    """The notice is written, and the command says who took back what, when and why."""
    with open_store(kept) as store:
        service = CaseService(Engine(vn.danang()), store, case_codec())
        service.annul("hs-1", 4, at=at("2026-03-02 09:05"), by=STAFF, reason="đủ giấy tờ")
    command = ("papers", "hs-1", "--store", kept, "--out", tmp_path, "--format", "html")
    reported = caseflow(*command)
    data = caseflow(*command, "--lang", "en", "--force", "--json").data
    line = reported.out.splitlines()[-1]

    assert "hs-1-005-correction-notice.html" in names(tmp_path)
    assert line.startswith("đính chính: “Yêu cầu bổ sung hồ sơ” lúc 09 giờ 00 ngày 02/3/2026")
    assert f"được {STAFF.id} hủy bỏ lúc 09 giờ 05 ngày 02/3/2026: đủ giấy tờ" in line
    (english,) = data["corrections"]
    assert f"taken back by {STAFF.id} 09:05 2026-03-02: đủ giấy tờ" in english
