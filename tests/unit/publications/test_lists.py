"""Published lists: made of a catalogue, written and read back, checked and compared."""

import re
from datetime import date
from html.parser import HTMLParser

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from caseflow import vietnam as vn
from caseflow.errors import (
    DefinitionError,
    ForeignDecisionError,
    FormatError,
    UnknownNameError,
    ValueInvalidError,
)
from caseflow.limits import working_days, working_hours
from caseflow.procedures import Catalogue, LimitRule, Procedure, ServiceLevel, Totals
from caseflow.publications import (
    Publication,
    Service,
    compare,
    from_csv,
    from_json,
    publication_faults,
    publish,
    to_csv,
    to_html,
    to_json,
)
from caseflow.values import Channel, Text

DAY = date(2026, 3, 2)
NASTY = """<script>alert("x")</script> & 'y', =1+1; "z" """


def service(code="A", level=ServiceLevel.FULL, **more):
    """One service."""
    return Service(code, Text(vi=f"Tên {code}", en=f"Name {code}"), level, **more)


def listed(*services, **more):
    """A list of services."""
    return Publication("Danh mục", "Bộ", DAY, services, **more)


def procedure(code="A", level=ServiceLevel.FULL, **more):
    """A procedure of five working days."""
    fields = {"version": "1", "limits": (LimitRule(working_days(5)),), **more}
    return Procedure(code, name=Text(vi=code, en=code), workflow="w", service_level=level, **fields)


def published(*procedures, on=DAY):
    """The codes of the list made of these procedures."""
    found = publish(Catalogue(procedures), title="T", publisher="P", on=on)
    return [each.code for each in found.services]


# ── made of a catalogue ─────────────────────────────────────────────────────────────────────


def test_only_what_is_online_and_open_that_day_is_listed():
    """Counter-only, unknown, closed, retired and future versions are left out."""
    before, after = date(2026, 3, 1), date(2026, 3, 3)
    catalogue = (
        procedure("G"),
        procedure("B", ServiceLevel.PARTIAL),
        procedure("C", ServiceLevel.COUNTER),
        procedure("D", None),
        procedure("E", closed_to_new_from=DAY),
        procedure("F", retired_from=before),
        procedure("H", valid_from=after),
        procedure("I", closed_to_new_from=after),
    )

    assert published(*catalogue) == ["B", "G", "I"]


def test_of_two_versions_the_one_in_force_is_listed():
    """A dated change of level shows from its day on; two versions of one day are refused."""
    old = procedure(level=ServiceLevel.PARTIAL)
    new = procedure(version="2", valid_from=DAY)
    catalogue = Catalogue((old, new))

    for on, level in ((date(2026, 3, 1), ServiceLevel.PARTIAL), (DAY, ServiceLevel.FULL)):
        (found,) = publish(catalogue, title="T", publisher="P", on=on).services
        assert found.level is level
    with pytest.raises(ValueInvalidError, match="one of them in force"):
        published(old, evolve(old, version="3"))


def test_rows_that_another_authority_decided_are_refused():
    """A list is the publisher's decision: rows of another, and examples, are named and refused."""
    own = procedure("A", decided_by="Đà Nẵng")
    other = procedure("B", decided_by="Đồng Nai")
    example = procedure("C", is_example=True)
    hidden = procedure("D", ServiceLevel.COUNTER, decided_by="Hà Tĩnh")

    def by(publisher, *procedures):
        found = publish(Catalogue(procedures), title="T", publisher=publisher, on=DAY)
        return [each.code for each in found.services]

    assert by("UBND thành phố Đà Nẵng", own, hidden) == ["A"]
    assert by("da nang", own) == ["A"]
    for publisher, rows, named in (
        ("Đà Nẵng", (own, other), "B (Đồng Nai)"),
        ("Đà Nẵng", (example,), "C (an example)"),
        ("", (own,), "A (Đà Nẵng)"),
        ("Ủy ban nhân dân", (own,), "A (Đà Nẵng)"),
    ):
        with pytest.raises(ForeignDecisionError) as caught:
            by(publisher, *rows)
        assert caught.value.code == "decision-foreign"
        assert named in str(caught.value)
        assert "own decisions" in str(caught.value)


def test_limits_are_written_with_their_channel_and_branch():
    """Several limits stand in one row, distinguished."""
    rules = (
        LimitRule(working_days(1), Channel.COUNTER),
        LimitRule(working_hours(2), Channel.ONLINE, "simple"),
    )
    catalogue = Catalogue((procedure(limits=rules),))
    (found,) = publish(catalogue, title="T", publisher="P", on=DAY).services

    assert found.limit.in_("vi") == "trực tiếp: 1 ngày làm việc; trực tuyến, simple: 2 giờ làm việc"


# ── written and read back ───────────────────────────────────────────────────────────────────

words = st.text(
    st.characters(exclude_categories=("Cc", "Cs")) | st.sampled_from("=+-@',\"#<>&;\n\t"),
    max_size=30,
)
texts = st.builds(Text, vi=words, en=words)
services = st.builds(
    Service,
    words.map(lambda text: f"x{text}"),
    texts,
    st.sampled_from([ServiceLevel.FULL, ServiceLevel.PARTIAL]),
    words,
    words,
    words,
    texts,
    words,
    words,
    words,
)
counts = st.integers(0, 10**6)
publications = st.builds(
    Publication,
    words.map(lambda text: f"x{text}"),
    words,
    st.dates(),
    st.lists(services, max_size=4),
    words,
    st.none() | st.builds(Totals, counts, counts, counts, st.just(0)),
)


@given(publications)
def test_json_and_csv_are_read_back_equal(publication):
    """Whatever stands in the texts, a published list comes back as it was."""
    assert from_json(to_json(publication)) == publication
    assert from_csv(to_csv(publication)) == publication


def test_the_real_list_is_read_back_equal_from_both():
    """All online services of the shipped examples, as if an office had decided them."""
    rows = tuple(evolve(each, decided_by="Đà Nẵng") for each in vn.danang().catalogue)
    publication = publish(Catalogue(rows), title="T", publisher="Đà Nẵng", on=DAY)

    assert len(publication.services) == 45
    assert from_json(to_json(publication)) == from_csv(to_csv(publication)) == publication


def test_a_spreadsheet_finds_no_formula():
    """Cells that begin like one are written with an apostrophe, and read without it."""
    text = to_csv(listed(service(fee="=HYPERLINK(1)", decision="@x", source="'quoted")))

    assert re.search(r"(^|,)\"?[=+@-]", text.splitlines()[-1]) is None
    assert from_csv(text).services[0].fee == "=HYPERLINK(1)"


def test_a_list_saved_by_a_spreadsheet_is_read():
    """With a byte order mark, and with CR LF."""
    publication = listed(service())

    assert from_csv("\ufeff" + to_csv(publication).replace("\n", "\r\n")) == publication


@pytest.mark.parametrize(
    ("change", "reported"),
    [
        (("full", "complete"), "line 7"),
        (("full", "complete"), "unknown service level 'complete'; known: counter, full, partial"),
        (("code,name", "kode,name"), "columns must be"),
        (("# title", "# heading"), "unknown line"),
        (("# title: Danh mục\n", ""), "# title:' is missing"),
        (("2026-03-02", "2/3/2026"), "2/3/2026"),
        (("# stated: ", "# stated: many"), "260 = 184 + 76"),
        (("A,Tên A", "A,extra,Tên A"), "14 cells instead of 13"),
        (("A,Tên A", ",Tên A"), "code is missing"),
        (("A,Tên A", 'A,"Tên A'), "not CSV"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_broken_csv_is_refused_with_its_place(change, reported):
    """Nothing of it is read, and the line is named."""
    text = to_csv(listed(service())).replace(*change)

    with pytest.raises((FormatError, DefinitionError), match=re.escape(reported)):
        from_csv(text, name="list.csv")


def test_all_broken_rows_are_reported_at_once():
    """An editor mends them in one go."""
    text = to_csv(listed(service("A"), service("B"))).replace("full", "fuller")

    with pytest.raises(DefinitionError, match="2 fault") as caught:
        from_csv(text)
    assert len(caught.value.faults) == 2


@pytest.mark.parametrize(
    "text", ["", "[]", "{}", '{"format": "publication/2"}', '{"format": "publication/1"}']
)
def test_a_broken_json_is_refused(text):
    """Every problem is named."""
    with pytest.raises(FormatError):
        from_json(text)
    with pytest.raises(FormatError):
        from_csv("")


def test_what_is_not_online_cannot_be_listed():
    """A list of online services has full and partial ones, and totals of those."""
    with pytest.raises(ValueInvalidError):
        service(level=ServiceLevel.COUNTER)
    with pytest.raises(ValueInvalidError):
        listed(stated=Totals(3, 1, 1, 1))
    with pytest.raises(ValueInvalidError):
        Publication(" ", "P", DAY)


# ── checked ─────────────────────────────────────────────────────────────────────────────────


def listing(full, partial):
    """A list with so many services."""
    levels = [ServiceLevel.FULL] * full + [ServiceLevel.PARTIAL] * partial
    return listed(*(service(f"{number:04}", level) for number, level in enumerate(levels)))


@pytest.mark.parametrize(
    ("name", "total", "full", "partial"), [("most", 260, 184, 76), ("mard", 55, 31, 24)]
)
def test_published_totals_of_two_ministries(name, total, full, partial):
    """260 = 184 + 76 and 55 = 31 + 24; a list with one service less differs, and says how."""
    stated = vn.published_totals(name)

    assert stated.totals == Totals(total, full, partial, 0)
    assert total == full + partial
    assert stated.source
    assert publication_faults(listing(full, partial), stated.totals) == ()
    short = publication_faults(listing(full - 1, partial), stated.totals)
    assert [fault.text("en") for fault in short] == [
        f"all services: {total} published, {total - 1} in the list",
        f"full: {full} published, {full - 1} in the list",
    ]


def test_science_and_technology_names_its_decision():
    """Decision 1905/QĐ-BKHCN of 23 September 2022; no decision is known of the other."""
    assert vn.published_names() == ("most", "mard")
    assert "1905/QĐ-BKHCN" in vn.published_totals("most").decision
    assert vn.published_totals("most").decided_on == date(2022, 9, 23)
    assert vn.published_totals("mard").decision == ""
    with pytest.raises(UnknownNameError):
        vn.published_totals("mof")


@given(counts, counts, counts, st.integers(0, 5), st.integers(0, 5))
def test_a_list_is_sound_just_if_sums_and_counts_agree(total, full, partial, has_full, has_partial):
    """No fault if and only if total = full + partial and each is what the list counts."""
    publication = evolve(listing(has_full, has_partial), stated=Totals(total, full, partial, 0))
    agrees = (total, full, partial) == (has_full + has_partial, has_full, has_partial)

    assert (publication_faults(publication) == ()) == agrees


def test_totals_that_do_not_add_up_and_codes_that_come_twice():
    """Each is reported with its numbers, in both languages."""
    twice = listed(service(), service(), stated=Totals(3, 2, 0, 0))
    reported = {fault.code: fault.text("vi") for fault in publication_faults(twice)}

    assert set(reported) == {"service-repeated", "published-sum", "published-count"}
    assert reported["published-sum"] == ("công bố 3 dịch vụ nhưng 2 toàn trình + 0 một phần = 2")
    assert publication_faults(listed(service())) == ()


# ── compared ────────────────────────────────────────────────────────────────────────────────


def test_a_diff_reports_what_was_added_removed_and_changed():
    """By code: level, limit and fee, before and after, in words and as data."""
    five, three = Text(vi="5 ngày", en="5 days"), Text(vi="3 ngày", en="3 days")
    old = listed(service("A", limit=five, fee="Không"), service("B"))
    new = listed(service("A", ServiceLevel.PARTIAL, limit=three, fee="5.000 đồng"), service("C"))
    found = compare(old, new)

    assert [each.code for each in found.added] == ["C"]
    assert [each.code for each in found.removed] == ["B"]
    assert [each.aspect for each in found.changed] == ["level", "limit", "fee"]
    assert found.text("en").splitlines() == [
        "Danh mục (2026-03-02) → Danh mục (2026-03-02)",
        "added: C Name C (fully online)",
        "removed: B Name B (fully online)",
        "changed: A Name A: level: fully online → partly online",
        "changed: A Name A: limit: 5 days → 3 days",
        "changed: A Name A: fee: Không → 5.000 đồng",
    ]
    assert found.to_data()["changed"][1] == {
        "code": "A",
        "aspect": "limit",
        "before": {"vi": "5 ngày", "en": "5 days"},
        "after": {"vi": "3 ngày", "en": "3 days"},
    }
    assert not found.is_empty


@given(publications)
def test_a_list_does_not_differ_from_itself(publication):
    """Nothing changed, and that is said."""
    found = compare(publication, publication)

    assert found.is_empty
    assert found.text("vi").endswith("không có thay đổi")


@given(publications, publications)
def test_a_diff_looks_the_same_from_both_sides(old, new):
    """What is added one way is removed the other way; changes swap before and after."""
    there, back = compare(old, new), compare(new, old)

    assert there.added == back.removed
    assert there.removed == back.added
    assert [(each.before, each.after) for each in there.changed] == [
        (each.after, each.before) for each in back.changed
    ]


# ── the page ────────────────────────────────────────────────────────────────────────────────


class Page(HTMLParser):
    """The tags and the text of a page."""

    def __init__(self, html):
        super().__init__()
        self.tags, self.words = [], []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)

    def handle_data(self, data):
        self.words.append(data)


@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_text_of_the_page_is_escaped(language):
    """A nasty text is shown as it is, and makes no tag."""
    plain = listed(service())
    nasty = Text(vi=NASTY, en=NASTY)
    full = Publication(
        NASTY,
        NASTY,
        DAY,
        (
            Service(
                NASTY, nasty, ServiceLevel.FULL, NASTY, NASTY, NASTY, nasty, NASTY, NASTY, NASTY
            ),
        ),
        NASTY,
    )
    page = Page(to_html(full, language))

    assert page.tags == Page(to_html(plain, language)).tags
    assert "script" not in page.tags
    assert page.words.count(NASTY.strip()) == 9


def test_the_page_has_the_counts_and_loads_nothing():
    """Totals, one row a service, print rules; no link, picture or script from anywhere."""
    html = to_html(listing(3, 2))

    assert [int(text) for text in re.findall(r"<dd>(\d+)</dd>", html)] == [5, 3, 2]
    assert html.count("<tr>") == 1 + 5
    assert "@media print" in html
    assert not re.search(r"(src|href)=|url\(|@import", html)
    assert "default-src 'none'" in html
    with pytest.raises(ValueInvalidError, match="language"):
        to_html(listed(), "no code")


def test_a_list_in_other_languages_says_which():
    """The columns of texts are in two of them, and are read back so; the first were two others."""
    (first, *_) = listing(1, 0).services
    dutch = listed(evolve(first, name=Text(nl="Vergunning", en="Permit"), limit=Text(nl="8 weken")))

    assert "# languages: nl en" in to_csv(dutch)
    assert from_csv(to_csv(dutch)) == dutch
    assert "# languages" not in to_csv(listing(1, 0))


# ── reasons ─────────────────────────────────────────────────────────────────────────────────


def partial(**changes):
    """A service that is not fully online."""
    return service(**({"level": ServiceLevel.PARTIAL} | changes))


@pytest.mark.parametrize(("on", "is_asked"), [(date(2026, 6, 30), False), (date(2026, 7, 1), True)])
def test_a_partial_service_states_its_reason_from_the_day_of_the_rule(on, is_asked):
    """A list of that day or later has a fault for each that does not, and none for the others."""
    publication = evolve(
        listed(partial(code="A"), partial(code="B", reason="kiểm tra thực địa"), service("C")),
        on=on,
        stated=None,
    )
    faults = publication_faults(publication, reasons_from=date(2026, 7, 1), basis="Luật")

    assert [fault.code for fault in faults] == ["partial-without-reason"] * is_asked
    assert all("A" in fault.text("vi") and "[Luật]" in fault.text("vi") for fault in faults)
    assert publication_faults(publication) == ()


def test_a_reason_is_written_read_and_compared():
    """Both forms keep it, the page shows it, and a changed one is reported."""
    with_reason = listed(partial(reason="phải có mặt"))
    without = listed(partial())

    assert from_json(to_json(with_reason)) == from_csv(to_csv(with_reason)) == with_reason
    assert "phải có mặt" in to_html(with_reason)
    assert [each.aspect for each in compare(without, with_reason).changed] == ["reason"]


def test_a_list_of_before_there_were_reasons_is_read():
    """Its rows have one cell less, and no reason; so has the older JSON."""
    publication = listed(service())
    lines = [line.removesuffix(",reason") for line in to_csv(publication).splitlines()]
    lines[-1] = lines[-1].removesuffix(",")

    assert from_csv("\n".join(lines) + "\n") == publication
    assert from_json(to_json(publication).replace(',\n      "reason": ""', "")) == publication


def test_a_catalogue_gives_the_reason_of_what_is_partial_only():
    """What is full needs none, and none is published for it."""
    rows = [
        procedure(code, level, partial_reason="xác minh")
        for code, level in (("A", ServiceLevel.FULL), ("B", ServiceLevel.PARTIAL))
    ]
    found = publish(Catalogue(tuple(rows)), title="T", publisher="P", on=DAY).services

    assert [(each.code, each.reason) for each in found] == [("A", ""), ("B", "xác minh")]
