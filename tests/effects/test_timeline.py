"""When a plant is built and runs."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from impact import SiteError, Study, economy, run
from impact.effects._timeline import calendar, timeline
from impact.reference import assumptions
from impact.studies import study_shocks


def test_three_years_of_construction_by_hand() -> None:
    """3t^2 - 2t^3 at 1/3 and 2/3 is 7/27 and 20/27."""
    years = timeline(2026, 3, [0.25], 2027)
    assert years.year.tolist() == [2023, 2024, 2025, 2026, 2027]
    assert years.share.tolist() == pytest.approx([7 / 27, 13 / 27, 7 / 27, 0.25, 1.0])


@given(st.integers(1, 20), st.lists(st.floats(0, 1), max_size=5), st.integers(0, 30))
def test_construction_is_built_once_and_operations_end_at_full_capacity(
    years: int, ramp: list[float], after: int
) -> None:
    found = timeline(2026, years, ramp, 2026 + after)
    built = found[found.phase == "construction"].share
    assert built.sum() == pytest.approx(1)
    assert (built > 0).all()
    assert len(found[found.phase == "operations"]) == after + 1
    if after >= len(ramp):
        assert found.share.iloc[-1] == 1


def test_a_site_says_when_it_opens_and_closes() -> None:
    study = Study.read(
        {
            "name": "x",
            "county": "Storey, NV",
            "facility": "recycling-hydromet",
            "capacity": 20000,
            "opens": 2027,
            "closes": 2030,
            "construction_years": 1,
            "ramp": [0.5],
        }
    )
    years = calendar(study.site, study_shocks(study, economy())[0], assumptions())
    assert years.year.tolist() == [2026, 2027, 2028, 2029]
    assert years.share.tolist() == [1.0, 0.5, 1.0, 1.0]


def test_first_years_cost_and_sell_less() -> None:
    """At half of full operation 60 % can be sold: sales of 0.5 × 0.6, costs of 0.5, and the difference is lost."""
    plant = {"name": "x", "county": "Storey, NV", "facility": "recycling-hydromet", "capacity": 20000, "trade": "flq"}
    plain = run(Study.read(plant | {"ramp": [0.5]})).by_year().query("phase == 'operations'")
    lossy = run(Study.read(plant | {"ramp": [0.5], "ramp_yields": [0.6, 0.9]})).by_year().query("phase == 'operations'")
    keys = ["year", "effect"]
    plain, lossy = plain.set_index(keys), lossy.set_index(keys)
    full = plain.output[(3, "direct")]
    for year, lost in ((1, 0.5 * 0.4 * full), (2, 0.1 * full), (3, 0.0)):
        for effect in ("direct", "total"):
            for measure in ("output", "value_added"):
                change = plain[measure][(year, effect)] - lossy[measure][(year, effect)]
                assert change == pytest.approx(lost)
    for measure in ("jobs", "labor_income"):
        assert lossy[measure].tolist() == pytest.approx(plain[measure].tolist())
    with pytest.raises(SiteError, match="ramp_yields"):
        Study.read(plant | {"ramp_yields": [1.2]})
