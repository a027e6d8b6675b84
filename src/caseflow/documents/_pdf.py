"""HTML to PDF.

The only importer of `weasyprint`, and only when a PDF is made: it loads Pango from the system. May
import errors. The same page gives the same bytes with the same fonts and the same WeasyPrint, for
no date of printing goes in.
"""

import hashlib
from collections.abc import Callable
from typing import cast

from caseflow._typed import typed
from caseflow.errors import PackageMissingError

__all__ = ["pdf_of"]


@typed
def pdf_of(page: str) -> bytes:
    """Return a page of HTML as PDF, tagged so that it can be read aloud.

    Nothing is fetched: pictures and styles stand within the page or are left out.

    Raises:
        PackageMissingError: WeasyPrint is not installed, or Pango is not.
    """
    try:
        # lazy: pages of HTML need neither, and loading takes a second; it has no types
        from weasyprint import HTML  # noqa: PLC0415 # pyright: ignore[reportMissingTypeStubs]
        from weasyprint.urls import (  # noqa: PLC0415 - lazy, see above # pyright: ignore[reportMissingTypeStubs]
            URLFetcher,
        )
    except ImportError:
        raise PackageMissingError(
            "WeasyPrint", "pip install 'caseflow-engine[documents]'"
        ) from None
    except OSError as error:
        raise PackageMissingError(
            f"Pango, which WeasyPrint draws with ({str(error).partition(':')[0]}),",
            "apt-get install libpango-1.0-0 libpangoft2-1.0-0, or the like of your system",
        ) from None
    document = HTML(string=page, url_fetcher=URLFetcher(allowed_protocols=("data",)))
    identity = hashlib.sha256(page.encode()).digest()[:16]
    write = cast("Callable[..., bytes]", document.write_pdf)  # pyright: ignore[reportUnknownMemberType]
    return write(pdf_identifier=identity, pdf_tags=True)
