"""Paying at the counter, and where a fee is collected or waived."""

from caseflow.office.paying._accounts import Books, books_of

__all__ = [
    "Books",
    "books_of",
]
