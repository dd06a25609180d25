"""Towns and ZIP codes of the tiny inputs, with their counties."""

from pathlib import Path

import pandas as pd


def test_zip_codes_lie_where_their_centers_and_the_post_say(built: Path) -> None:
    zips = pd.read_parquet(built / "zips.parquet")
    assert zips.to_numpy().tolist() == [
        ["89434", "32029"],
        ["89434", "32031"],
        ["89440", "32029"],
        ["89501", "32031"],
        ["89999", "32029"],
    ]


def test_towns_lie_where_their_centers_and_zip_codes_are(built: Path) -> None:
    towns = pd.read_parquet(built / "towns.parquet")
    assert towns[towns.name != "New York City"].to_numpy().tolist() == [
        ["Storrs", "CT", "09110", 500, "center"],
        ["Reno", "NV", "32031", 264165, "center"],
        ["Reno", "NV", "32029", 264165, "ZIP code"],
        ["Virginia City", "NV", "32029", 0, "ZIP code"],
        ["Wrong Side", "NV", "32029", 600, "ZIP code"],
    ]
