"""Labor plans: codes of both vintages of the SOC, and what is no occupation."""

import pytest

from impact import SiteError, Study, economy
from impact.facilities import labor_plan
from impact.reference import table
from impact.studies import study_shocks

PLANT = {"name": "x", "county": "Storey, NV", "industries": "335911", "jobs": 100}


def test_codes_of_2018_stay_and_are_joined_as_the_survey_joins_them() -> None:
    assert labor_plan({"51-9161": 1.0}) == ({"51-9161": 1.0}, [])
    plan, notices = labor_plan({"51-2092": 0.25, "51-2099": 0.75})
    assert plan == {"51-2090": 1.0}
    assert len(notices) == 2
    assert "counted in 51-2090 (Miscellaneous Assemblers and Fabricators)" in notices[0]


def test_codes_of_2010_are_translated_with_a_notice() -> None:
    """Computer-controlled machine tool operators, metal and plastic: 51-4011 became 51-9161 (BLS crosswalk of 2017)."""
    plan, notices = labor_plan({"51-4011": 1.0})
    assert plan == {"51-9161": 1.0}
    assert notices[0].startswith("Occupation 51-4011 of the SOC of 2010 is 51-9161 (")


def test_a_code_that_became_several_is_split_by_their_jobs() -> None:
    plan, notices = labor_plan({"15-1132": 1.0})
    wages = table("wages").query("area == '0000000'").set_index("soc").jobs
    assert set(plan) == {"15-1252", "15-1253"}
    assert plan["15-1252"] / plan["15-1253"] == pytest.approx(float(wages["15-1252"] / wages["15-1253"]))
    assert "split by their jobs in the nation" in notices[0]


@pytest.mark.parametrize("code", ["51-0000", "51-9999", "welder", "51", "=1+1", ""])
def test_what_is_no_occupation_is_refused_with_the_nearest(code: str) -> None:
    with pytest.raises(SiteError, match="There is no detailed occupation") as caught:
        labor_plan({code: 1.0})
    assert "Nearest: " in str(caught.value)


@pytest.mark.parametrize(
    ("plan", "part"),
    [
        ({"51-9161": 0.5}, "sum to 0.5"),
        ({"51-9161": -1, "49-9041": 2}, "positive shares"),
        ({"51-9161": "half"}, "51-9161"),
        ([1], "write codes and shares"),
    ],
)
def test_a_plan_that_is_none_is_refused(plan: object, part: str) -> None:
    with pytest.raises(SiteError, match='"occupations"') as caught:
        Study.read(PLANT | {"occupations": plan})
    assert part in str(caught.value)


def test_a_translation_is_among_the_notices_of_the_site() -> None:
    ((shock,),) = study_shocks(Study.read(PLANT | {"occupations": {"51-4011": 1.0}}), economy())
    assert any("SOC of 2010" in note.text for note in shock.notes)
