"""Receiving a filing: describing, classifying, accepting, at another agency, with help."""

from caseflow.office.receiving._assisting import AssistedFilings, assisted_by, count_assisted

__all__ = [
    "AssistedFilings",
    "assisted_by",
    "count_assisted",
]
