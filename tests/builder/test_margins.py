"""Margins built from the miniature inputs, by hand."""

import pandas as pd
import pytest

from impact.errors import DataError


def test_shares_are_those_of_the_parts(source, made):
    found = made(source, "margins").set_index(["user", "commodity"])
    parts = ["producers", "transportation", "wholesale", "retail", "basis"]
    assert found.loc[("intermediate", "335911"), parts].tolist() == [0.8, 0.12, 0.08, 0.0, "published"]
    assert found.loc[("households", "335911"), parts].tolist() == [0.5, 0.1, 0.4, 0.0, "published"]


def test_a_user_that_sells_takes_the_shares_of_intermediate_use(source, made):
    found = made(source, "margins").set_index(["user", "commodity"])
    assert found.loc[("equipment", "335911"), ["producers", "basis"]].tolist() == [0.8, "intermediate"]
    assert found.loc[("households", "722110"), ["producers", "basis"]].tolist() == [1.0, "published"]
    assert found.loc[("intermediate", "722110"), ["producers", "basis"]].tolist() == [1.0, "none"]


def test_services_earn_what_is_not_bought_directly(source, made):
    found = made(source, "margin_services").set_index(["user", "margin", "commodity"]).share
    assert found.to_dict() == {
        ("equipment", "wholesale", "493000"): 1.0,
        ("households", "transportation", "484000"): 1.0,
        ("households", "wholesale", "493000"): 1.0,
        ("intermediate", "transportation", "482000"): 0.25,
        ("intermediate", "transportation", "484000"): 0.75,
        ("intermediate", "wholesale", "493000"): 1.0,
    }


def test_a_service_that_pays_a_margin_is_an_error(scratch, made):
    path = scratch / "bea_io/detail_2017_margins.parquet"
    frame = pd.read_parquet(path)
    frame.loc[frame.commodity == "482000", "purchasers_value"] = 6.0
    frame.to_parquet(path)
    with pytest.raises(DataError, match=r"margin services: no figure for 1 place.*482000"):
        made(scratch, "margin_services")
