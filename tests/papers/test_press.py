"""The package that lays papers out: templates, escaping, codes, PDF; it knows no country."""

import io
import subprocess
import sys

import pytest
import zxingcpp
from attrs import frozen
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import DictLoader
from PIL import Image
from pypdf import PdfReader

from caseflow.documents import Paper, Press, file_name_of, pdf_of
from caseflow.documents._qr import qr_svg
from caseflow.errors import TemplateError, UnknownNameError, ValueInvalidError
from papers.desk import read


@frozen
class Letter:
    """What the templates of these tests lay out."""

    to: str
    lines: tuple[str, ...] = ()


def laid_out(source, data=None, language="vi", **words):
    """The HTML that one template gives."""
    own = DictLoader({"letter.html": source} if isinstance(source, str) else source)
    press = Press("caseflow.vietnam", own=own, words=words, languages=("vi", "en"))
    return press.html(Paper("letter", "letter.html", data or Letter("Bình")), language)


texts = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=60)


@given(texts)
def test_any_text_comes_out_whole_and_escaped(text):
    """Whatever a text holds, a browser shows it as text and finds no tag in it."""
    html = laid_out('<p title="{{ paper.to }}">{{ paper.to }}</p>', Letter(text))
    tags, _ = read(html)
    assert tags == [("p", {"title": text})]
    assert html.count("<") == 2
    whole = f"<p>{text}</p>"
    assert read(laid_out("<p>{{ paper.to }}</p>", Letter(whole)))[1] == " ".join(whole.split())


@pytest.mark.parametrize(
    "source",
    [
        "{% autoescape false %}{{ paper.to }}{% endautoescape %}",
        "{% autoescape false %}{{ paper.to ~ '' }}{% endautoescape %}",
        "{% set x = paper.to %}{{ x }}",
        "{% macro m(x) %}{{ x }}{% endmacro %}{{ m(paper.to) }}",
        "{{ [paper.to] | join }}",
        "{{ '%s' | format(paper.to) }}",
        "{{ paper.to | upper }}",
    ],
)
def test_no_template_can_switch_escaping_off(source):
    """A template that a portal puts in has no way to print raw text."""
    assert "<" not in laid_out(source, Letter("<script>"))


@pytest.mark.parametrize(
    ("source", "reported"),
    [
        (
            "a\n{{ paper.name }}",
            "letter.html, line 2: 'tests.papers.test_press.Letter object' has no attribute 'name'",
        ),
        ("{{ nobody }}", "letter.html, line 1: 'nobody' is undefined"),
        ("\n\n{% if %}", "letter.html, line 3"),
        ("{{ paper.to | safe }}", "No filter named 'safe'"),
        ("{% include 'gone.html' %}", "template gone.html: there is no such template"),
        ("{{ 1 / 0 }}", "letter.html, line 1: division by zero"),
        ("{{ qr('') }}", "qr: '' is not valid"),
        ({"letter.html": "{% include 'a.html' %}", "a.html": "\n{{ no }}"}, "a.html, line 2"),
    ],
)
def test_a_wrong_template_names_itself_its_line_and_the_field(source, reported):
    """Its author is told what to mend; nothing is printed."""
    with pytest.raises(TemplateError) as caught:
        laid_out(source)
    assert reported in str(caught.value)
    assert caught.value.code == "template-invalid"


@pytest.mark.parametrize(
    "source",
    [
        "{{ paper.__class__.__mro__ }}",
        "{{ ''.__class__.__base__.__subclasses__() }}",
        "{{ qr.__globals__ }}",
        "{{ t.__globals__.__builtins__ }}",
        "{{ paper.lines.__init__.__globals__ }}",
        "{% set _ = language.__setattr__('a', 1) %}",
        "{{ '{0.__class__}'.format(paper) }}",
    ],
)
def test_templates_run_in_a_sandbox(source):
    """No template gets from a value to the program around it."""
    with pytest.raises(TemplateError):
        laid_out(source)


def test_one_template_may_be_replaced_alone():
    """The others stay as the pack ships them, and use the replaced one."""
    source = {"letter.html": "{% include 'paper.css' %}", "paper.css": "mine"}
    assert laid_out(source) == "mine"
    assert "@page" in laid_out("{% include 'paper.css' %}")


def test_a_directory_of_templates_must_hold_some(tmp_path):
    """A name that is mistyped is told, not passed over."""
    for missing in (tmp_path, tmp_path / "no"):
        with pytest.raises(ValueInvalidError, match="a directory that holds templates"):
            Press("caseflow.vietnam", own=str(missing))


def test_words_and_labels_follow_the_language():
    """A filter is told the language, and `t` picks by it; there is no third one."""
    source = "{{ t('chào', 'hello') }} {{ paper.to | shout }} {{ language }}"

    def shout(value, language):
        return f"{value}!{language}"

    assert laid_out(source, language="vi", shout=shout) == "chào Bình!vi vi"
    assert laid_out(source, language="en", shout=shout) == "hello Bình!en en"
    with pytest.raises(UnknownNameError, match="language"):
        laid_out(source, language="fr", shout=shout)


@pytest.mark.parametrize("name", ["", " ", "a/b", "../a", ".a", "-a", "hồ sơ"])
def test_the_name_of_a_paper_is_the_name_of_a_file(name):
    """No name leads out of the directory that papers are written to."""
    with pytest.raises(ValueInvalidError):
        Paper(name, "a.html", None)


@given(st.text(min_size=1, max_size=200), st.text(min_size=1, max_size=200))
def test_the_number_of_a_case_makes_the_name_of_a_file(one, other):
    """Any number gives a name within one directory; two numbers never give the same."""
    name = file_name_of(one)
    assert Paper(name, "a.html", None).name == name
    assert len(name.encode()) <= 100
    assert (name == file_name_of(other)) is (one == other)


# ── codes ───────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "text",
    ["https://dichvucong.example/tra-cuu?ma=H17.15-260302-0001", "Đà Nẵng", "<&\"'>", "x" * 800],
)
def test_a_printed_code_is_read_back(text, tmp_path):
    """A decoder of others reads from the printed page what was put in."""
    page = f"<style>@page{{size:A5}}svg{{width:60mm;height:60mm}}</style>{qr_svg(text)}"
    assert [found.text for found in codes_in(pdf_of(page), tmp_path)] == [text]


def codes_in(pdf, folder, resolution=200):
    """The codes on the first page of a PDF."""
    (folder / "page.pdf").write_bytes(pdf)
    command = ["pdftoppm", "-r", str(resolution), "-png", "-singlefile", "page.pdf", "page"]
    subprocess.run(command, cwd=folder, check=True)
    with Image.open(folder / "page.png") as picture:
        return zxingcpp.read_barcodes(picture.convert("L"))


@pytest.mark.parametrize("text", ["", "x" * 4_000])
def test_what_no_code_holds_is_refused(text):
    """An empty text, or one beyond the largest code, is a clear error."""
    with pytest.raises(ValueInvalidError, match="qr"):
        qr_svg(text)


# ── PDF ─────────────────────────────────────────────────────────────────────────────────────


def test_a_pdf_holds_the_text_and_is_the_same_each_time():
    """Vietnamese letters are text that can be searched; another process gives the same bytes."""
    page = "<html lang='vi'><title>Giấy</title><p>Nguyễn Thị Ngọc Bình, Đà Nẵng, ữ ặ ỡ ỹ</p>"
    program = "import sys; from caseflow.documents import pdf_of; "
    program += f"sys.stdout.buffer.write(pdf_of({page!r}))"
    pdf = pdf_of(page)
    (sheet,) = PdfReader(io.BytesIO(pdf)).pages
    assert "Nguyễn Thị Ngọc Bình, Đà Nẵng, ữ ặ ỡ ỹ" in sheet.extract_text()
    again = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True)
    assert again.stdout == pdf


def test_a_pdf_fetches_nothing(tmp_path):
    """A page cannot pull a file or an address into the paper."""
    secret = tmp_path / "secret.png"
    Image.new("RGB", (8, 8), "red").save(secret)
    page = f"<img src='file://{secret}'><img src='http://127.0.0.1:9/x.png'><p>still here</p>"
    (sheet,) = PdfReader(io.BytesIO(pdf_of(page))).pages
    assert not list(sheet.images)
    assert "still here" in sheet.extract_text()
