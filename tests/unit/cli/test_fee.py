"""`caseflow fee`: what it prints, and what it refuses."""

import pytest

RADIATION = ("fee", "tt63-radiation", "--channel", "online", "--on", "2025-12-31")
COPY = ("fee", "2.000815", "--channel", "counter", "--on", "2025-11-20")


def test_the_sums_and_the_steps(caseflow):
    """Three numbers; with --explain every step, in either language."""
    pages = ("--count", "page=3", "--count", "copy=1")
    ran = caseflow(*COPY, *pages)
    assert ran.code == 0
    assert ran.out.splitlines()[0].split()[-2:] == ["5,000", "đồng"]

    reported = caseflow(*COPY, *pages, "--explain", "--lang", "vi").out
    assert "trang 1–2: 2 × 2.000 đồng = 4.000 đồng" in reported
    assert reported.splitlines()[-1] == "Người nộp trả = 5.000 đồng"


def test_json_has_lines_supports_and_steps(caseflow):
    """All of the charge, for programs."""
    words = ("fee", "2.000884", "--channel", "online", "--on", "2026-01-05", "--count", "case=1")
    ran = caseflow(
        *words, "--support", "ha-noi", "--stated", "postage=30000", "--json", "--explain"
    )

    assert (ran.data["due"], ran.data["from_applicant"]) == (40_000, 0)
    assert ran.data["by_budget"] == {"ha-noi": 40_000}
    assert [line["kind"] for line in ran.data["lines"]] == ["phi", "service"]
    assert [support["ground"] for support in ran.data["supports"]] == ["postage", "ministry-fee"]
    assert ran.data["steps"][-1]["code"] == "from-applicant"
    assert ran.data["explanation"].endswith("The applicant pays = 0 đồng")


def test_a_procedure_of_ones_own(caseflow, tmp_path):
    """The file of a procedure carries its fees, exemptions included."""
    path = tmp_path / "permit.toml"
    path.write_text(
        """
        format = "procedure/1"
        code = "P"
        version = "1"
        workflow = "one-stop-shop"
        name = { vi = "Giấy phép", en = "Permit" }
        limits = [{ limit = "5 working days" }]

        [[fees.fees]]
        name = "permit"
        text = { vi = "Lệ phí", en = "Permit" }
        kind = "le-phi"
        set_by = "council"
        rules = [
          { rate = { kind = "fixed", amount = 9000 }, when = { governs = "filing" } },
        ]

        [[fees.exemptions]]
        classes = ["child"]
        text = { vi = "trẻ em", en = "children" }
        when = { governs = "filing" }
        citation = "Y"
        """,
        encoding="utf-8",
    )
    words = ("fee", path, "--channel", "post", "--on", "2026-01-05", "--json")

    assert caseflow(*words).data["due"] == 9_000
    assert caseflow(*words, "--exempt", "child").data["due"] == 0
    assert "fee-without-source" in caseflow("check", path).out


@pytest.mark.parametrize(
    ("words", "reported"),
    [
        (COPY, "number of page is missing"),
        ((*COPY, "--count", "page=x"), "whole number"),
        ((*COPY, "--count", "page=3", "--count", "page=4"), "each NAME once"),
        ((*COPY, "--count", "page=1.5"), "whole number"),
        ((*COPY[:-1], "31.12.2025"), "a day, as 2025-12-31"),
        ((*COPY, "--exempt", "chlid"), "did you mean 'child'"),
        ((*COPY, "--support", "hue"), "unknown support"),
        (("fee", "2.00081", *COPY[2:]), "did you mean"),
        (("fee", "1.004253", *COPY[2:]), "whose source states its fees"),
        ((*COPY, "--stated", "certified-copy=5"), "the schedule has its rate"),
        ((*COPY, "--count", f"page={'9' * 5000}"), "at most 16 digits"),
        ((*COPY, "--count", f"page={10**30}"), "at most 16 digits"),
        ((*COPY, "--count", "page=-3"), "whole number"),
        ((*COPY, "--count", "page=NaN"), "whole number"),
        ((*COPY, "--count", "page=٣"), "whole number"),
        ((*COPY, "--count", "pages=3"), "unknown count 'pages'"),
        ((*COPY, "--under", "single-window"), "unknown circumstance"),
        ((*RADIATION, "--under", "single-windw"), "did you mean 'single-window'"),
        ((*RADIATION, "--appraisal", "tt63-radiation"), "--support only"),
    ],
)
def test_bad_words_get_one_clear_error(caseflow, words, reported):
    """Exit code 2, one line, and nothing on standard output."""
    ran = caseflow(*words)

    assert ran.code == 2
    assert ran.out == ""
    assert reported in ran.err
    assert ran.err.count("\n") == 1
