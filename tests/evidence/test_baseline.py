import numpy as np
import pandas as pd
import pytest

from impact.errors import ModelError, RegionError, UsageError
from impact.evidence import baseline
from impact.evidence._baseline import predict, rolling_errors
from impact.reference import table


def walk(seed: int, years: int = 40) -> pd.Series:
    steps = np.random.default_rng(seed).normal(0, 0.02, years)
    return pd.Series(1e4 * np.exp(steps.cumsum()), index=range(1990, 1990 + years))


def test_intervals_cover_what_was_held_back():
    hits = []
    for seed in range(40):
        series = walk(seed)
        ahead = predict(series.iloc[:35]).set_index("year")
        outcomes = series.iloc[35:]
        hits.append([outcomes.between(ahead[f"low_{p}"], ahead[f"high_{p}"]).to_numpy() for p in (80, 95)])
    within = np.array(hits).mean(axis=(0, 2))
    assert within[0] == pytest.approx(0.80, abs=0.08)
    assert within[1] == pytest.approx(0.95, abs=0.05)


def test_intervals_grow_as_of_a_random_walk():
    ahead = predict(walk(3), horizon=4)
    half = np.log(ahead.high_95 / ahead.forecast)
    assert (np.log(ahead.forecast / ahead.low_95) - half).abs().max() < 1e-9
    wider = (half**2).diff()[1:]  # the same variance is added each year
    assert wider.min() > 0
    assert wider.tolist() == pytest.approx([wider[1]] * 3)


def test_record_of_steady_growth():
    steady = pd.Series(100 * 1.03 ** np.arange(20), index=range(2000, 2020))
    record = rolling_errors(steady, "drift", horizon=3).set_index("horizon")
    assert record.origins.tolist() == [8, 7, 6]  # from the twelfth year on
    assert record.naive.tolist() == pytest.approx([100 * (1 - 1.03**-h) for h in (1, 2, 3)])
    assert record.model.max() < 0.2


def test_a_break_is_neither_growth_nor_an_error():
    series = pd.Series(100 * 1.02 ** np.arange(30), index=range(1990, 2020))
    series.loc[2010:] *= 1.5
    straight = predict(series, "drift", 2, breaks=[2010])
    assert straight.forecast.tolist() == pytest.approx([series[2019] * 1.02, series[2019] * 1.02**2], rel=1e-3)
    record = rolling_errors(series, "level", 5, breaks=[2010])
    assert record.naive.max() < 10
    assert record.origins.tolist() == [17, 15, 13, 11, 9]  # none reaches over 2010
    assert rolling_errors(series, "level", 5).naive.max() > 20


def test_missing_years_are_bridged():
    series = pd.Series(100 * 1.02 ** np.arange(30), index=range(1990, 2020))
    ahead = predict(series.where(series.index != 2005), "drift", 1)
    assert ahead.forecast[0] == pytest.approx(series[2019] * 1.02, rel=1e-3)


def test_record_of_a_county_by_hand():
    people = table("labor_force").query("fips == '32031'").set_index("year").labor_force
    found = baseline("Washoe, NV", horizon=1)
    origins = [y for y in range(2001, 2025) if y != 2023]
    assert found.record.origins[0] == len(origins) == 23
    assert found.record.naive[0] == pytest.approx(
        np.mean([abs(people[y] / people[y + 1] - 1) * 100 for y in origins]), rel=1e-9
    )
    assert found.last == 2025
    assert found.forecast.year.tolist() == [2026]
    assert "23 earlier forecasts" in found.reading()


def test_counties_of_an_area_are_added_and_later_years_unseen():
    found = baseline(["Storey, NV", "Washoe, NV"], "employed", "drift", last=2013, horizon=2)
    people = table("labor_force").query("fips in ['32029', '32031'] and year == 2013").employed.sum()
    assert found.forecast.year.tolist() == [2014, 2015]
    assert found.forecast.forecast[0] == pytest.approx(people, rel=0.03)


def test_coverage_of_the_labor_force_of_counties():
    """Five years ahead of 2018, over the pandemic: the intervals hold less than they promise, but not much less."""
    people = table("labor_force").pivot(index="fips", columns="year", values="labor_force").dropna().iloc[::100]
    hits = []
    for _, series in people.iterrows():
        ahead = predict(series.loc[:2018], breaks=[2000]).iloc[-1]
        hits.append(ahead.low_95 <= series[2023] <= ahead.high_95)
    assert 0.75 < np.mean(hits) <= 1


@pytest.mark.parametrize(
    ("given", "error", "message"),
    [
        ({"place": "Atlantis, NV"}, RegionError, "Atlantis"),
        ({"series": "jobs"}, UsageError, "no series 'jobs'"),
        ({"model": "arima"}, UsageError, "no forecast model 'arima'"),
        ({"last": 1995}, ModelError, "6 years are too few for a forecast"),
        ({"last": 2001}, ModelError, "12 years leave none to test"),
        ({"horizon": 0}, ModelError, "at least one year ahead"),
        ({"place": "15005"}, ModelError, "labor force of 15005 is not published"),
    ],
)
def test_what_cannot_be_forecast_is_refused(given, error, message):
    with pytest.raises(error, match=message):
        baseline(**({"place": "Storey, NV"} | given))
