"""The boards that the report of October 2022 published come out as they were printed."""

from datetime import date

import pytest

from caseflow.errors import UnknownNameError
from caseflow.reports.boards import board_table
from caseflow.vietnam.boards import published_board, published_boards


def shown(name, language):
    return [row[:3] for row in board_table(published_board(name), language)[1:]]


def test_visits_come_out_in_the_order_of_the_report():
    """Health, Planning and Investment, Information and Communications, with their numbers."""
    assert shown("visits-2022", "en") == [
        ("1", "Ministry of Health", "14,587,960"),
        ("2", "Ministry of Planning and Investment", "6,820,755"),
        ("3", "Ministry of Information and Communications", "5,995,745"),
    ]


def test_online_shares_come_out_with_the_digits_that_were_published():
    """100, 99.74, 86.52 and 67.00 per cent, exactly; the day and the source stay with them."""
    assert shown("online-share-2022", "vi") == [
        ("1", "Ngân hàng Nhà nước Việt Nam", "100 %"),
        ("2", "Bộ Công Thương", "99,74 %"),
        ("3", "Hòa Bình", "86,52 %"),
        ("4", "Đà Nẵng", "67,00 %"),
    ]
    found = published_board("online-share-2022")
    assert found.as_of == date(2022, 10, 31)
    assert found.source == "ictvietnam.vn, số liệu đến 31/10/2022"
    assert all(row.interval is None and row.limits is None for row in found.rows)


def test_an_unknown_board_is_refused():
    """With the names that there are."""
    assert published_boards() == ("visits-2022", "online-share-2022")
    with pytest.raises(UnknownNameError, match="visits-2022"):
        published_board("visits")
