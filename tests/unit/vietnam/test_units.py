"""Da Nang's units, departments and policies: counted, with their sources and how sure they are."""

from collections import Counter

from caseflow import vietnam as vn
from caseflow.law import Sure
from caseflow.vietnam._units import UnitKind


def test_there_are_94_units():
    """23 wards, 70 communes and 1 special zone, each once."""
    units = vn.danang_units().units

    assert Counter(each.kind for each in units) == {
        UnitKind.WARD: 23,
        UnitKind.COMMUNE: 70,
        UnitKind.SPECIAL_ZONE: 1,
    }
    assert len({each.name for each in units}) == len(units) == 94
    assert [each.name for each in units if each.note] == ["Trà Mai"]


def test_each_fact_says_how_sure_it_is_and_where_it_is_from():
    """The notice is no resolution; the report of October 2022 and H17 are settings."""
    city = vn.danang_units()

    assert city.certainty is Sure.SECOND_HAND
    assert "2725/TB-CTHADS" in city.source
    assert all(each.source for each in (*city.departments, *city.policies))
    for department in city.departments:
        assert (department.certainty is Sure.READ) == bool(department.act)
    policies = {each.name: each for each in city.policies}
    assert "31/10/2022" in policies["early-return"].source
    assert policies["code-h17"].certainty is Sure.UNCERTAIN
    assert not [each for each in city.policies if each.certainty is Sure.READ]
