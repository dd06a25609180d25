"""Distance scales that a study states itself."""

import json
from typing import Any

import numpy as np
import pytest

from impact import Study
from impact.errors import SiteError
from impact.reference import assumptions, override, table
from impact.studies._trade_scales import stated_scales
from impact.trade._factors import fingerprint
from impact.trade._mixtures import mixtures

PLANT: dict[str, Any] = {"name": "A", "county": "Storey, NV", "industries": {"335911": 1.0}, "jobs": 100}
CODES = list(table("industries").code)


def test_stated_scales_take_the_place_of_the_fitted_ones() -> None:
    chosen = override({}) | stated_scales({"335": {60.0: 0.2, 1280.0: 0.8}, "335911": {15.0: 1.0}})
    fitted, own = mixtures(), mixtures(chosen)
    assert own.stated == 2
    scales = {code: own.scales[own.of_industry[CODES.index(code)]] for code in ("335911", "335912", "336111")}
    assert scales["335911"] == ((15.0, 1.0),)
    assert scales["335912"] == ((60.0, 0.2), (1280.0, 0.8))
    assert scales["336111"] == fitted.scales[fitted.of_industry[CODES.index("336111")]]
    stretched = override({"goods_distance": 2.0}) | stated_scales({"335911": {15.0: 1.0}})
    assert mixtures(stretched).factors(stretched)[-1] == 1.0  # what is stated is not stretched
    assert fingerprint(chosen) != fingerprint(assumptions())
    assert np.array_equal(mixtures().of_industry, fitted.of_industry)


def test_a_study_states_them_and_keeps_them() -> None:
    study = Study.read(PLANT | {"trade_scales": {335911: {15: 1}}})
    again = Study.read(json.loads(json.dumps(study.to_dict())))
    assert again == study
    assert json.loads(str(study.assumed()["trade_scales"].value)) == {"335911": {"15": 1.0}}
    assert "trade_scales" not in Study.read(PLANT).assumed()


@pytest.mark.parametrize(
    ("scales", "said"),
    [
        ({"335911": {0: 1}}, "scale of 0 km; give one above 0"),
        ({"335911": {-5: 1}}, "scale of -5 km"),
        ({"335911": {25000: 1}}, "up to 20,000 km"),
        ({"335911": {40: 0.3, 1280: 0.6}}, "weights that sum to 0.9"),
        ({"335911": {40: 1.5, 1280: -0.5}}, "positive ones that sum to 1"),
        ({"335911": {5: 0.2, 40: 0.3, 1280: 0.5}}, "3 scales; give one or two"),
        ({"335991x": {40: 1}}, 'names "335991x", which is no industry or group. Did you mean "335991"'),
        ({"335911": {}}, "0 scales"),
        ({"335911": 40}, "write codes, scales in km and weights"),
        ([40], "write codes, scales in km and weights"),
        ({"335911": {"near": 1}}, "near"),
    ],
)
def test_what_has_no_meaning_is_refused(scales: Any, said: str) -> None:
    with pytest.raises(SiteError, match=said.replace("(", r"\(")):
        Study.read(PLANT | {"trade_scales": scales})


@pytest.mark.parametrize(
    ("name", "now"),
    [
        ("distance_local", "local_distance"),
        ("distance_regional", "local_distance"),
        ("distance_wide", "goods_distance"),
        ("distance_national", "goods_distance"),
        ("trade_tail", "trade_scales"),
    ],
)
def test_older_files_are_told_where_distances_went(name: str, now: str) -> None:
    with pytest.raises(SiteError, match=f"'{name}' is gone: each industry now has fitted distances.*{now}"):
        Study.read(PLANT | {"assumptions": {name: 30}})
