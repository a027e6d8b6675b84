"""`Press`: lays papers out by templates, which cannot print anything but escaped text.

Templates run in the sandbox of Jinja2, also those that ship with a pack: they read fields, and call
nothing that changes anything.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, NoReturn, cast

from jinja2 import (
    BaseLoader,
    ChoiceLoader,
    Environment,
    FileSystemLoader,
    PackageLoader,
    StrictUndefined,
)
from jinja2 import TemplateError as JinjaError
from jinja2.exceptions import TemplateNotFound, TemplateSyntaxError
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import escape

from caseflow._languages import language_code
from caseflow._typed import typed
from caseflow.documents._papers import Paper
from caseflow.documents._pdf import pdf_of
from caseflow.documents._qr import qr_svg
from caseflow.errors import TemplateError, UnknownNameError, ValueInvalidError
from caseflow.messages import REFERENCE
from caseflow.values import Text

__all__ = ["Press", "Word"]

#: Writes a value for people in a language, by its code; a template calls it as a filter.
Word = Callable[[Any, str], str]

#: What a template can do wrong beside what Jinja2 has a name for.
_MISTAKES = (ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError)


@typed
class Press:
    """Print papers by the templates of a package, or by those that a portal puts in their place.

    A template sees `paper` (the value), `language`, `t("chữ", "words")`, which picks the language,
    `qr(text)`, and each of *words* as a filter. A field that is not there is an error. Every text
    is escaped; there is no way to switch that off.

    Args:
        package: the Python package that holds the folder `templates`.
        own: a directory, or a Jinja2 loader; a template of the same name there is used instead.
        words: filters by name.

    Raises:
        ValueInvalidError: the directory holds no template.
    """

    def __init__(
        self,
        package: str,
        *,
        own: str | BaseLoader | None = None,
        words: Mapping[str, Word] | None = None,
        languages: Sequence[str] = (REFERENCE,),
    ) -> None:
        """Take the templates; none is read yet."""
        try:
            loaders: list[BaseLoader] = [PackageLoader(package)]
        except (ImportError, ValueError):
            allowed = "a package with a directory of templates, as my_portal.papers"
            raise ValueInvalidError("package", package, allowed) from None
        if own is not None:
            loaders.insert(0, _directory(own) if isinstance(own, str) else own)
        self._loader = _Named(ChoiceLoader(loaders))
        self._words = dict(words or {})
        self._languages = tuple(map(language_code, languages))
        self._environments: dict[str, ImmutableSandboxedEnvironment] = {}

    def html(self, paper: Paper, language: str = "") -> str:
        """Return *paper* as one page of HTML that needs no other file.

        Without a *language* it is in the first of the press.

        Raises:
            TemplateError: the template asks for a field that is not there, or is not sound.
            UnknownNameError: *language* is none of those of the press.
        """
        environment = self._environment(language or self._languages[0])
        try:
            return environment.get_template(paper.template).render(paper=paper.data)
        except (JinjaError, *_MISTAKES) as error:
            _complain(paper.template, error)

    def pdf(self, paper: Paper, language: str = "") -> bytes:
        """Return *paper* as PDF; see `html` and `pdf_of` for what it raises."""
        return pdf_of(self.html(paper, language))

    def _environment(self, language: str) -> ImmutableSandboxedEnvironment:
        found = self._environments.get(language)
        if found is None:
            # A region of a language, as nl-BE, is answered in the language.
            codes = [
                code for code in (language, language.partition("-")[0]) if code in self._languages
            ]
            if not codes:
                raise UnknownNameError(language, self._languages, "language")
            found = self._environments[language] = self._made(codes[0])
        return found

    def _made(self, language: str) -> ImmutableSandboxedEnvironment:
        # `finalize` escapes what is printed even where a template switches autoescape off.
        environment = ImmutableSandboxedEnvironment(
            loader=self._loader,
            autoescape=True,
            finalize=escape,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        # Their declared types are those of what Jinja2 itself puts there.
        filters, seen = cast("Any", environment.filters), cast("Any", environment.globals)
        del filters["safe"]
        filters.update({name: _in(word, language) for name, word in self._words.items()})
        seen.update(language=language, qr=qr_svg, t=_chosen(language, self._languages))
        return environment


class _Named(BaseLoader):
    """Call each template by its name wherever it came from, so that errors can say it."""

    def __init__(self, loader: BaseLoader) -> None:
        self._loader = loader

    def get_source(
        self, environment: Environment, template: str
    ) -> tuple[str, str, Callable[[], bool] | None]:
        source, _, is_fresh = self._loader.get_source(environment, template)
        return source, template, is_fresh


def _directory(path: str) -> FileSystemLoader:
    loader = FileSystemLoader(path)
    if "\0" in path or not loader.list_templates():
        raise ValueInvalidError("templates", path, "a directory that holds templates")
    return loader


def _chosen(language: str, languages: Sequence[str]) -> Callable[..., str]:
    def chosen(*texts: str) -> str:
        return Text(dict(zip(languages, texts, strict=True))).in_(language)

    return chosen


def _in(word: Word, language: str) -> Callable[[object], str]:
    def written(value: object) -> str:
        return word(value, language)

    return written


def _complain(template: str, error: Exception) -> NoReturn:
    """Raise a `TemplateError` that names the template and the line that were being read."""
    if isinstance(error, TemplateNotFound):
        raise TemplateError(str(error.name or template), "there is no such template") from None
    if isinstance(error, TemplateSyntaxError):
        where = f"{error.name or template}, line {error.lineno}"
        raise TemplateError(where, str(error.message)) from None
    place, trace = template, error.__traceback__
    while trace is not None:
        # Jinja2 gives the lines of templates their own frames, the innermost last.
        if "__jinja_exception__" in trace.tb_frame.f_globals:
            place = f"{trace.tb_frame.f_code.co_filename}, line {trace.tb_lineno}"
        trace = trace.tb_next
    raise TemplateError(place, str(error)) from error
