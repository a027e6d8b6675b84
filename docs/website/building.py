"""Build the site: lay the pages out, run Sphinx, and add the texts for language models."""

import shutil
from pathlib import Path

from sphinx.cmd.build import build_main

from website.llms import write_texts
from website.staging import stage

__all__ = ["build"]


def build(out: Path) -> int:
    """Write the site to the folder *out*, and return the exit code of Sphinx.

    What Sphinx works with is kept beside it, in `out/../docs-work`. Whatever stood in *out* is
    deleted, so that nothing of an earlier site is left in it.
    """
    work = out.parent / f"{out.name}-work"
    for folder in (out, work):
        shutil.rmtree(folder, ignore_errors=True)
    source = work / "source"
    stage(source)
    options = ["--builder", "html", "--fail-on-warning", "--keep-going", "--nitpicky", "--quiet"]
    folders = ["--conf-dir", str(Path(__file__).parent), "--doctree-dir", str(work / "doctrees")]
    status = build_main([*options, *folders, str(source), str(out)])
    if status == 0:
        write_texts(out)
        (out / ".buildinfo").unlink(missing_ok=True)
    return status
