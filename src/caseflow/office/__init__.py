"""The one-stop shop of any country: receiving, processing, paying, returning, and its papers.

What is national is a parameter (`OfficeRules`, forms, labels): law, codes, status codes and titles
belong in a pack, which assembles its workflow from the phases here. Every name is imported from its
module, as in `from caseflow.office.pack import Pack`.
"""

__all__: list[str] = []
