"""Declared exceptions where labor income exceeds value added, with reasons."""

import pandas as pd

from ..errors import DataError

ROUNDING = 1e-6  # of output
SUBSIDIES = "subsidies exceed its taxes on production, so value added is less than pay and surplus"
DEFICIT = "a government enterprise whose operating deficit the taxpayer covers"
ABOVE_VALUE_ADDED = {
    "491000": SUBSIDIES,
    "624100": SUBSIDIES,
    "624400": SUBSIDIES,
    "624A00": SUBSIDIES,
    "814000": "pay is all of its value added, and the balanced table of 2024 is 0.2 % off",
    "S00102": DEFICIT,
    "S00201": DEFICIT,
}


def within_value_added(industries: pd.DataFrame) -> pd.DataFrame:
    """Return industries as they are, or refuse them.

    Parameters
    ----------
    industries : DataFrame
        ``code, output, compensation, production_taxes, operating_surplus, proprietors_income``, million USD.

    Raises
    ------
    DataError
        If labor income (compensation and proprietors' income) exceeds value added in an industry that is not declared.
    """
    earned = industries.compensation + industries.proprietors_income
    added = industries[["compensation", "production_taxes", "operating_surplus"]].sum(axis=1)
    above = industries.code[(earned - added > ROUNDING * industries.output) & ~industries.code.isin(ABOVE_VALUE_ADDED)]
    if len(above):
        raise DataError(
            f"Labor income exceeds value added in {', '.join(above.head(5))}: proprietors' income must stay within "
            "what compensation and taxes leave. Cap it, or declare the industry and why in labor_income.py."
        )
    return industries
