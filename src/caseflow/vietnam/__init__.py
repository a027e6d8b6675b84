"""The Viet Nam pack: calendar, one-stop shop, catalogue, codes, and Da Nang's policies.

Data and small policies on top of the core, which knows no country. `from caseflow import vietnam
as vn` gives every name a caller writes; `danang()` is what an `Engine` takes. What is law is cited;
what is not proven is configuration with its source.
"""

from caseflow._lazy_names import lazy_names

__getattr__, __dir__, __all__ = lazy_names(__name__)
