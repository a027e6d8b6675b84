"""A page in a real browser: what is written stays text, and it prints on a sheet of the form."""

import io

from pypdf import PdfReader

from browsers import asked
from caseflow import vietnam as vn
from papers.desk import CODE, RECEIVED, papers, press, read, worked

HOSTILE = "<script>document.title='owned'</script><img src=x onerror=\"document.title='owned'\">"


def test_a_browser_shows_text_and_runs_nothing(tmp_path):
    """The words of a hostile applicant are on the screen, whole, and no script of theirs ran."""
    who = vn.Description(vn.Applicant(HOSTILE, phone="0905"), HOSTILE, [HOSTILE])
    case = worked(("2026-03-02 08:05", vn.DESCRIBE, who), RECEIVED)
    html = press().html(papers(case)["002-receipt"])
    tags, text = read(asked(tmp_path, html, "--dump-dom"))
    assert "img" not in {tag for tag, _ in tags}
    assert "script" not in {tag for tag, _ in tags}
    assert f"Giấy tiếp nhận hồ sơ và hẹn trả kết quả – {CODE}" in text
    assert text.count(HOSTILE) == 3


def test_a_browser_prints_the_form_on_its_sheet(tmp_path):
    """Printed from the screen it is A5 as well, with the same words."""
    case = worked(("2026-03-02 08:05", vn.DESCRIBE, vn.Description(vn.Applicant("Bình"))), RECEIVED)
    html = press().html(papers(case)["002-receipt"])
    asked(tmp_path, html, f"--print-to-pdf={tmp_path / 'page.pdf'}", "--no-pdf-header-footer")
    sheet = PdfReader(io.BytesIO((tmp_path / "page.pdf").read_bytes())).pages[0]
    width, height = (float(side) * 25.4 / 72 for side in sheet.mediabox[2:])
    assert (round(width), round(height)) == (148, 210)
    said = " ".join(sheet.extract_text().split())
    assert "Mã hồ sơ: " + CODE in said
