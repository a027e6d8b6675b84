"""Settings of Sphinx for the site; what they refer to is in `website.sphinx_extension`."""

import caseflow
from website.internal import INTERNAL

project = "caseflow"
author = "caseflow contributors"
copyright = "caseflow contributors"  # noqa: A001 - the word of Sphinx
version = release = caseflow.__version__
language = "en"

extensions = [
    "myst_parser",
    "sphinx.ext.autodoc",
    "sphinx.ext.napoleon",
    "website.sphinx_extension",
]
root_doc = "index"
source_suffix = {".md": "markdown", ".rst": "restructuredtext"}

# Pages link to headings by the anchors that repository browsers give them.
myst_heading_anchors = 4

# ── reference ───────────────────────────────────────────────────────────────────────────────

default_role = "mention"
add_module_names = False
# Each page lists its names at the top, with what they are for.
toc_object_entries = False
autodoc_member_order = "bysource"
autodoc_typehints_format = "short"
python_maximum_signature_line_length = 60
python_use_unqualified_type_names = True
napoleon_google_docstring = True
napoleon_numpy_docstring = False
napoleon_use_ivar = True
napoleon_attr_annotations = True

# What is not of caseflow has its own documentation, which a build without a network cannot ask:
# such a name stands as code, without a link. A name of caseflow must lead somewhere.
# What stands in `INTERNAL` is of caseflow and has no entry: see there.
nitpick_ignore = [("py:class", name) for name in INTERNAL]
nitpick_ignore_regex = [(r"py:.*", r"(?!caseflow\b).*")]

# ── pages ───────────────────────────────────────────────────────────────────────────────────

html_theme = "furo"
pygments_dark_style = "monokai"
html_title = f"caseflow {release}"
html_static_path = ["static"]
html_css_files = ["site.css"]
html_copy_source = False
html_show_sourcelink = False
html_show_sphinx = False
# The reference lists each name by its module, and the search finds it.
html_use_index = False
html_domain_indices = False
html_theme_options = {"navigation_with_keys": False}
