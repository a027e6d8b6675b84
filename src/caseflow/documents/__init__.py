"""Papers: a typed value and a template become a page of HTML or a PDF.

The only package that imports Jinja2, WeasyPrint and segno (the extra "documents"), so it is
imported by path. It knows no country and no case: a pack brings the values, the templates and the
words for dates.
"""

from caseflow.documents._papers import Paper, file_name_of
from caseflow.documents._pdf import pdf_of
from caseflow.documents._press import Press, Word

__all__ = ["Paper", "Press", "Word", "file_name_of", "pdf_of"]
