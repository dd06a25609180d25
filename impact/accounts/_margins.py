"""From purchaser prices to receipts of producers, carriers and traders."""

from typing import Literal

import numpy as np
import pandas as pd

from .._types import FloatArray
from ..errors import ModelError
from ..reference import kept, table

User = Literal["intermediate", "equipment", "households"]
MARGINS = ["transportation", "wholesale", "retail"]


def producer_values(purchases: "pd.Series[float]", user: User = "intermediate") -> FloatArray:
    r"""Move purchases from purchasers' to producers' prices.

    .. math:: y = \hat\pi p + S \, (M' p)

    where :math:`p` are purchases and :math:`\pi` the producers' share of each commodity's price. :math:`M`
    (commodities, 3) are its transport, wholesale and retail margins; :math:`S` (commodities, 3) the services that earn
    each margin. A service has no margin itself.

    Parameters
    ----------
    purchases : Series
        Money at purchasers' prices by BEA detail commodity code; what is not named is not bought.
    user : str
        Who buys: ``intermediate`` (industries), ``equipment`` (investment in equipment) or ``households``.

    Returns
    -------
    (commodities,) array
        The same money at producers' prices, in the order of ``nation().commodities``; its sum is that of ``purchases``.

    Raises
    ------
    ModelError
        If a code is no commodity or the user is unknown.

    References
    ----------
    BEA (2009), *Concepts and Methods of the U.S. Input-Output Accounts*, on producers' and purchasers' prices.

    Examples
    --------
    Of $1,000 of basic inorganic chemicals bought by industries:

    >>> values = producer_values(pd.Series({"325180": 1000.0}))
    >>> at = dict(zip(table("commodities").code, values.round(1), strict=True))
    >>> float(at["325180"]), float(at["484000"]), round(float(values.sum()), 9)
    (809.9, 56.0, 1000.0)
    """
    codes = pd.Index(table("commodities").code)
    unknown = [str(code) for code in purchases.index.difference(codes)]
    if unknown:
        raise ModelError(f"No commodity has the code {', '.join(unknown[:5])}. See the table 'commodities'.")
    payments = np.zeros(len(codes))
    np.add.at(payments, codes.get_indexer(purchases.index), purchases.to_numpy(dtype=np.float64))
    producers, margins, earned = _shares(user)
    values: FloatArray = producers * payments + earned @ (margins.T @ payments)
    return values


def producer_shares(user: User = "intermediate") -> FloatArray:
    """Return the producers' share of each commodity's purchaser price, (commodities,).

    The price is that of one kind of user.
    """
    return _shares(user)[0].copy()


@kept
def _shares(user: User) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Return π (commodities,), M and S (commodities, 3) of :func:`producer_values`."""
    everyone = table("margins")
    margins = everyone[everyone.user == user].set_index("commodity")
    if margins.empty:
        known = ", ".join(everyone.user.unique())
        raise ModelError(f"There are no margins of {user!r}. The users are: {known}.")
    codes = table("commodities").code
    services = table("margin_services")
    services = services[services.user == user]
    earned = services.pivot(index="commodity", columns="margin", values="share").reindex(codes).fillna(0.0)
    shares = margins.loc[codes]
    return shares["producers"].to_numpy(), shares[MARGINS].to_numpy(), earned[MARGINS].to_numpy()
