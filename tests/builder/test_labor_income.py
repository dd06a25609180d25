"""Labor income stays within value added in every economy, but in the industries declared with a reason."""

import pytest

from impact.builder.labor_income import ABOVE_VALUE_ADDED, within_value_added
from impact.errors import DataError
from impact.reference import manifest, table


@pytest.mark.parametrize("year", manifest().economies)
def test_labor_income_is_part_of_value_added(year: int) -> None:
    found = table("industries", year)
    above = (
        found.compensation
        + found.proprietors_income
        - found[["compensation", "production_taxes", "operating_surplus"]].sum(axis=1)
    )
    assert set(found.code[above > 1e-6 * found.output]) <= set(ABOVE_VALUE_ADDED)
    within_value_added(found)


def test_each_declared_industry_is_one_somewhere_and_has_its_reason() -> None:
    declared = set()
    for year in manifest().economies:
        found = table("industries", year).set_index("code")
        added = found[["compensation", "production_taxes", "operating_surplus"]].sum(axis=1)
        declared |= set(found.index[found.compensation + found.proprietors_income > added])
        for code, reason in ABOVE_VALUE_ADDED.items():
            if found.compensation[code] + found.proprietors_income[code] > added[code] and "subsidies" in reason:
                assert found.production_taxes[code] < 0
            elif found.compensation[code] + found.proprietors_income[code] > added[code] and "deficit" in reason:
                assert added[code] < found.compensation[code]
    assert set(ABOVE_VALUE_ADDED) == declared


def test_an_economy_in_which_it_returns_is_refused() -> None:
    """Repair of machinery, which every plant buys, once had 1.24 times its value added in labor income."""
    found = table("industries", 2024).copy()
    at = found.code == "811300"
    room = found.operating_surplus[at] + found.production_taxes[at]
    found.loc[at, "proprietors_income"] = 1.24 * room
    with pytest.raises(DataError, match="Labor income exceeds value added in 811300"):
        within_value_added(found)
