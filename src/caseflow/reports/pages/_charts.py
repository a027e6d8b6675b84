"""Charts: what a page shows as a drawing, made by Altair and, without a browser, by vl-convert.

Both are imported when the first chart is drawn. Colours are names of the style of the page, so that
the same drawing is read in the light and in the dark.
"""

import re
from collections.abc import Iterator, Mapping
from fractions import Fraction
from html import escape
from importlib.util import find_spec
from textwrap import wrap
from typing import Any, cast

from caseflow._number_texts import decimal_text, whole_text
from caseflow._typed import typed
from caseflow.errors import PackageMissingError
from caseflow.reports._installed import INSTALL
from caseflow.reports.pages._content import Chart, ChartKind, written
from caseflow.texts import Text

__all__ = ["bundle", "require_drawing", "spec_of", "svg_of"]

#: Width of every drawing; what is read on a small screen is not made smaller.
_WIDTH = 340
_HEIGHT = 210
_BAR = 17
_LINE = 20
_TITLE = 40
#: So many letters of names stand side by side below columns.
_FIT = 36

_INK, _GRID, _MARK = "#112233", "#ddeeff", "#aa3355"
_SERIES = ("#1f5fa8", "#c2620c", "#2e7d4f", "#7a4fa3")

#: What the style calls them.
_NAMES = {
    _INK: "var(--ink)",
    _GRID: "var(--grid)",
    _MARK: "var(--mark)",
    **{colour: f"var(--s{place})" for place, colour in enumerate(_SERIES, 1)},
}
_COLOUR = re.compile("|".join(f'"{each}"' for each in _NAMES))
#: What only the drawing as a whole says, and what nobody asks for.
_NEEDLESS = re.compile(
    r' (?:role|aria-[a-z]+|class|pointer-events|font-family|font-weight|opacity)="[^"]*"'
    r'|<path d="M0,0h0v0h0Z"/>|<path d="" display="none"/>'
)
_HEAD = re.compile(r"<svg [^>]*?viewBox=\"([^\"]*)\"[^>]*>")
_FONT = "sans-serif"


def require_drawing() -> None:
    """Refuse to go on where what draws is not installed; raises `PackageMissingError`."""
    for name in ("altair", "vl_convert"):
        if find_spec(name) is None:
            raise PackageMissingError(name.replace("vl_convert", "vl-convert-python"), INSTALL)


@typed(late=True)
def svg_of(chart: Chart, language: str) -> str:
    """Return *chart* as a drawing that stands within a page, with what it shows in words.

    Cost: the first takes a second.

    Raises:
        PackageMissingError: Altair or vl-convert is not installed.
    """
    require_drawing()
    import vl_convert  # noqa: PLC0415 - lazy: it is an extra, and 88 MB

    drawn = vl_convert.vegalite_to_svg(
        spec_of(chart, language), format_locale=cast("Any", _locale(language))
    )
    head = _HEAD.match(drawn)
    box = "" if head is None else head[1]
    inner = drawn if head is None else drawn[head.end() :]
    said = escape(chart.said.in_(language))
    named = f'<svg viewBox="{box}" role="img" aria-label="{said}" class="chart">'
    inner = _NEEDLESS.sub("", _NEEDLESS.sub("", inner))
    return named + _COLOUR.sub(lambda found: f'"{_NAMES[found[0][1:-1]]}"', inner)


@typed(late=True)
def spec_of(chart: Chart, language: str) -> dict[str, Any]:
    """Return *chart* as a specification of Vega-Lite, checked by Altair.

    Raises:
        PackageMissingError: Altair is not installed.
    """
    require_drawing()
    draw = {
        ChartKind.BARS: _bars,
        ChartKind.COLUMNS: _columns,
        ChartKind.LINES: _lines,
    }[chart.kind]
    drawn = draw(chart, language)
    ink = {"labelColor": _INK, "titleColor": _INK}
    made = drawn.configure(
        background="transparent",
        font=_FONT,
        aria=False,
        axis={
            **ink,
            "gridColor": _GRID,
            "domainColor": _INK,
            "tickColor": _INK,
            "labelFontSize": 12,
            "titleFontSize": 12,
            "titleFontWeight": "normal",
            "labelLimit": 150,
        },
        legend={**ink, "orient": "top", "title": None, "labelFontSize": 12, "labelLimit": 260},
        view={"stroke": None},
    )
    return cast("dict[str, Any]", made.to_dict())


def bundle() -> str:
    """Return the program that draws charts anew in a browser; 0.9 MB, and no network.

    Raises:
        PackageMissingError: vl-convert is not installed.
    """
    require_drawing()
    import vl_convert  # noqa: PLC0415 - lazy, see above

    return vl_convert.javascript_bundle("window.vegaEmbed = vegaEmbed;")


def _locale(language: str) -> Mapping[str, object]:
    """Return the signs of numbers in *language*, as D3 has them."""
    return {
        "decimal": decimal_text(Fraction(1, 2), language)[1],
        "thousands": whole_text(1_000, language)[1],
        "grouping": [3],
        "currency": ["", ""],
    }


def _rows(chart: Chart, language: str) -> Iterator[dict[str, object]]:
    for place, name in enumerate(chart.across):
        for series in chart.series:
            value = series.values[place]
            if value is not None:
                yield {
                    "at": place,
                    "name": written(name, language),
                    "series": series.label.in_(language),
                    "value": float(value),
                    "text": written(Fraction(value), language)
                    if chart.is_share
                    else written(value if isinstance(value, int) else None, language),
                }


def _altair() -> Any:  # noqa: ANN401 - a module that describes few of its types
    import altair  # noqa: ICN001, PLC0415 - lazy: it is an extra, and takes half a second

    return altair


def _data(chart: Chart, language: str) -> Any:  # noqa: ANN401 - a part of Altair
    alt = _altair()

    return alt.Data(values=[*_rows(chart, language)])


def _format(chart: Chart) -> str:
    return ".0%" if chart.is_share else ",d"


def _colour(chart: Chart, language: str) -> Any:  # noqa: ANN401 - a part of Altair
    alt = _altair()

    labels = [each.label.in_(language) for each in chart.series]
    if len(labels) == 1:
        return alt.value(_SERIES[0])
    scale = alt.Scale(domain=labels, range=[*_SERIES[: len(labels)]])
    return alt.Color("series:N", scale=scale)


def _tips(chart: Chart, language: str) -> list[Any]:
    """Return what a chart that answers says of the bar or the point below the pointer."""
    alt = _altair()
    said = [alt.Tooltip("series:N", title=" ")] if len(chart.series) > 1 else []
    name = alt.Tooltip("name:N", title=chart.names.in_(language))
    return [name, *said, alt.Tooltip("text:N", title=chart.axis.in_(language))]


def _sized(drawn: Any, height: int) -> Any:  # noqa: ANN401 - a part of Altair
    alt = _altair()

    fit = alt.AutoSizeParams(type="fit", contains="padding")
    return drawn.properties(width=_WIDTH, height=height, autosize=fit)


def _broken(name: str) -> str:
    """Return a long name in two lines; of what is longer still, the beginning."""
    return "\n".join(wrap(name, _LINE, max_lines=2, placeholder=" …"))


def _title(text: Text, language: str) -> list[str]:
    """Return the title of an axis in lines that fit below the chart."""
    return wrap(text.in_(language), _TITLE)


def _bars(chart: Chart, language: str) -> Any:  # noqa: ANN401 - a part of Altair
    alt = _altair()

    names = [_broken(written(name, language)) for name in chart.across]
    domain = [0, 1.18] if chart.is_share else alt.Undefined
    ticks = [0, 0.25, 0.5, 0.75, 1] if chart.is_share else alt.Undefined
    axis = alt.Axis(format=_format(chart), values=ticks, tickCount=4)
    across = alt.X(
        "value:Q",
        title=_title(chart.axis, language),
        axis=axis,
        scale=alt.Scale(domain=domain, nice=not chart.is_share),
    )
    axis_down = alt.Axis(ticks=False, labelExpr="split(datum.label, '\\n')")
    down = alt.Y("name:N", sort=names, title=None, axis=axis_down)
    rows = [{**row, "name": _broken(str(row["name"]))} for row in _rows(chart, language)]
    base = alt.Chart(alt.Data(values=rows)).encode(x=across, y=down)
    many = len(chart.series) > 1
    if many:
        order = [each.label.in_(language) for each in chart.series]
        base = base.encode(yOffset=alt.YOffset("series:N", sort=order))
    coloured = base.encode(color=_colour(chart, language), tooltip=_tips(chart, language))
    bars = coloured.mark_bar(height={"band": 0.85})
    texts = base.mark_text(align="left", dx=3, fontSize=11, color=_INK).encode(text="text:N")
    tall = max(_BAR * len(chart.series), 28 if any("\n" in name for name in names) else 0)
    height = 60 + len(names) * (tall + 8) + (24 if many else 0)
    return _sized(alt.layer(bars, texts), height)


def _columns(chart: Chart, language: str) -> Any:  # noqa: ANN401 - a part of Altair
    alt = _altair()

    names = [written(name, language) for name in chart.across]
    axis = alt.Axis(
        labelAngle=-90 if sum(map(len, names)) > _FIT else 0,
        ticks=False,
        labelOverlap=False,
    )
    across = alt.X("name:N", sort=names, title=_title(chart.names, language), axis=axis)
    up = alt.Y(
        "value:Q",
        title=_title(chart.axis, language),
        axis=alt.Axis(format=_format(chart), tickCount=5, tickMinStep=1),
    )
    base = alt.Chart(_data(chart, language))
    drawn = base.mark_bar().encode(
        x=across, y=up, color=_colour(chart, language), tooltip=_tips(chart, language)
    )
    if len(chart.series) > 1:
        order = [each.label.in_(language) for each in chart.series]
        drawn = drawn.encode(xOffset=alt.XOffset("series:N", sort=order))
    layers = [drawn]
    if chart.marks:
        marked = [written(each, language) for each in chart.marks]
        ends = alt.Data(values=[{"name": each} for each in marked if each in names])
        rule = alt.Chart(ends).mark_rule(color=_MARK, strokeDash=[4, 3], strokeWidth=1.5)
        layers.append(rule.encode(x=alt.X("name:N", sort=names, bandPosition=1)))
    return _sized(alt.layer(*layers), _HEIGHT + 30)


def _lines(chart: Chart, language: str) -> Any:  # noqa: ANN401 - a part of Altair
    alt = _altair()

    rows = [{**row, "day": chart.across[cast("int", row["at"])]} for row in _rows(chart, language)]
    across = alt.X(
        "day:Q",
        title=_title(chart.names, language),
        axis=alt.Axis(format="d", tickMinStep=1, grid=False),
        scale=alt.Scale(domain=[1, len(chart.across)], nice=False),
    )
    up = alt.Y(
        "value:Q",
        title=_title(chart.axis, language),
        axis=alt.Axis(format=_format(chart), tickCount=5, titleLimit=200),
        scale=alt.Scale(zero=not chart.is_share),
    )
    lines = {each.label.in_(language) for each in chart.series if each.is_line}
    drawn = alt.Chart(alt.Data(values=rows)).mark_line(strokeWidth=2.2)
    dash = alt.condition(
        alt.FieldOneOfPredicate(field="series", oneOf=[*lines]),
        alt.value([5, 4]),
        alt.value([1, 0]),
    )
    drawn = drawn.encode(x=across, y=up, color=_colour(chart, language), strokeDash=dash)
    return _sized(drawn, _HEIGHT)
