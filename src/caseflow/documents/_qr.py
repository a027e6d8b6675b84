"""A QR code as a drawing that stands within a page.

The only importer of `segno`. Quiet zone and error correction are fixed: four
modules and level M, so that a code printed 2 cm wide is read from paper.
"""

import segno
from markupsafe import Markup
from segno.encoder import DataOverflowError

from caseflow.errors import ValueInvalidError

__all__ = ["qr_svg"]


def qr_svg(text: str) -> Markup:
    """Return *text* as an inline SVG of class "qr", as large as its style says.

    >>> qr_svg("https://example.org/t?code=1")[:5]
    Markup('<svg ')

    Raises:
        ValueInvalidError: *text* is empty or longer than such a code holds.
    """
    if not text:
        raise ValueInvalidError("qr", text, "text to put into the code")
    try:
        code = segno.make(text, error="m", micro=False, boost_error=False)
    except DataOverflowError:
        raise ValueInvalidError("qr", f"{len(text)} characters", "a shorter text") from None
    drawing = code.svg_inline(border=4, omitsize=True, svgclass="qr", lineclass=None)
    # segno draws modules only; the text is in no tag and no attribute.
    return Markup(drawing)  # noqa: S704 - see above
