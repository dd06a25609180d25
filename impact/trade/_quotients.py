"""Location quotients: regional input coefficients from the nation's and the region's industries."""

from dataclasses import dataclass

import numpy as np

from .._types import FloatArray
from ..errors import RegionError, UsageError

METHODS = ("slq", "cilq", "rlq", "flq", "aflq", "sdp")


@dataclass(frozen=True)
class NationalIndustries:
    """Inputs, output and domestic sales of the industries of the nation.

    Attributes
    ----------
    requirements : (industries, industries) array
        Domestic direct requirements.
    output : (industries,) array
        Million USD.
    absorption : (industries,) array
        Domestic final use of each industry's output, million USD.
    """

    requirements: FloatArray
    output: FloatArray
    absorption: FloatArray


@dataclass(frozen=True)
class Purchases:
    """Purchases of a region from itself.

    Attributes
    ----------
    inputs : (industries, industries) array
        Regional requirements per dollar of output: the national ones times the share bought in the region.
    households : (industries,) array
        Household purchases in the region per dollar of the national pattern.
    """

    inputs: FloatArray
    households: FloatArray


def location_quotients(local: FloatArray, national: FloatArray) -> FloatArray:
    r"""Simple location quotient of each industry in a region.

    .. math:: SLQ_i = \frac{x_i^r / x^r}{x_i^n / x^n}

    Parameters
    ----------
    local : (industries,) array
        Output or jobs of the region, any unit shared with ``national``.
    national : (industries,) array
        Output or jobs of the nation.

    Returns
    -------
    (industries,) array
        Dimensionless: 1 where the region mirrors the nation, 0 where the industry is absent from either.

    Raises
    ------
    RegionError
        If the region has no activity at all.

    References
    ----------
    Miller & Blair (2009), *Input-Output Analysis*, sec. 8.2.1.

    Examples
    --------
    >>> location_quotients(np.array([2.0, 2.0]), np.array([10.0, 30.0]))
    array([2.        , 0.66666667])
    """
    if not local.sum() > 0:
        raise RegionError("The region has no activity in any industry: choose one with jobs.")
    share: FloatArray = np.divide(local, national, out=np.zeros_like(local), where=national > 0)
    return share * float(national.sum() / local.sum())


def cross_industry_quotients(local: FloatArray, national: FloatArray) -> FloatArray:
    r"""Cross-industry quotients, with the simple ones on the diagonal.

    .. math:: CILQ_{ij} = SLQ_i / SLQ_j, \qquad CILQ_{ii} = SLQ_i

    Parameters
    ----------
    local, national : (industries,) arrays
        As of :func:`location_quotients`.

    Returns
    -------
    (industries, industries) array
        Supplying industry by buying industry; infinite where the buyer is absent and the supplier is not.

    References
    ----------
    Flegg, Webber & Elliott (1995), *Regional Studies* 29(6); the diagonal follows Smith & Morrison (1974).

    Examples
    --------
    >>> cross_industry_quotients(np.array([2.0, 2.0]), np.array([5.0, 20.0]))
    array([[2.5  , 4.   ],
           [0.25 , 0.625]])
    """
    slq = location_quotients(local, national)
    return _over(slq, slq)


def size_factor(local: float, national: float, delta: float) -> float:
    r"""Size of a region as the FLQ uses it.

    .. math:: \lambda = [\log_2(1 + x^r / x^n)]^\delta

    Parameters
    ----------
    local, national : float
        Totals in one unit, ``0 < local <= national``.
    delta : float
        At least 0 and below 1; larger values mean more imports from other regions.

    Returns
    -------
    float
        Between 0 and 1; 1 when the region is the nation or delta is 0.

    References
    ----------
    Flegg & Webber (1997), *Regional Studies* 31(8).

    Examples
    --------
    >>> size_factor(50.0, 100.0, 1.0)
    0.5849625007211562
    """
    return float(np.log2(1.0 + local / national) ** delta)


def supply_demand_pool(local: FloatArray, requirements: FloatArray, absorption: FloatArray) -> FloatArray:
    r"""Supply-demand pool: regional supply over regional demand, at most one.

    .. math:: SDP_i = \frac{x_i^r}{\sum_j a_{ij} x_j^r + f_i^r}

    Parameters
    ----------
    local : (industries,) array
        Output of the region.
    requirements : (industries, industries) array
        National domestic direct requirements.
    absorption : (industries,) array
        Final use of each industry's output in the region, same unit as ``local``.

    Returns
    -------
    (industries,) array
        Dimensionless, not limited to 1; without demand, 1 if the industry is present and 0 if not.

    References
    ----------
    Moore & Petersen (1955), *Review of Economics and Statistics* 37(4); Miller & Blair (2009), sec. 8.2.5.

    Examples
    --------
    >>> supply_demand_pool(np.array([10.0, 4.0]), np.array([[0.1, 0.5], [0.2, 0.0]]), np.array([2.0, 6.0]))
    array([2. , 0.5])
    """
    demand = requirements @ local + absorption
    present: FloatArray = (local > 0).astype(np.float64)
    return np.divide(local, demand, out=present, where=demand > 0)


def quotients(method: str, local: FloatArray, national: FloatArray, delta: float) -> tuple[FloatArray, FloatArray]:
    r"""Quotients of every supplier by buyer and for households, before limits.

    They are limited to 1 later.

    .. math::
        RLQ_{ij} = SLQ_i / \log_2(1 + SLQ_j), \quad FLQ_{ij} = CILQ_{ij} \lambda, \quad
        AFLQ_{ij} = FLQ_{ij} \log_2(1 + SLQ_j) \text{ where } SLQ_j > 1

    Households are not an industry and buy like the diagonal: by :math:`SLQ_i`, times :math:`\lambda` for FLQ and AFLQ.

    Parameters
    ----------
    method : str
        ``slq``, ``cilq``, ``rlq``, ``flq`` or ``aflq``.
    local, national : (industries,) arrays
        Output of the region and of the nation.
    delta : float
        Of FLQ and AFLQ; the others do not use it.

    Returns
    -------
    (industries, industries) array, (industries,) array
        Supplying industry by buying industry, and supplying industry to households.

    Raises
    ------
    UsageError
        If the method is none of these.
    RegionError
        If the region has no activity.

    References
    ----------
    Round (1978); Flegg & Webber (1997, 2000), *Regional Studies* 31(8), 34(6).

    Examples
    --------
    The whole nation buys everything from itself:

    >>> quotients("flq", np.array([1.0, 3.0]), np.array([1.0, 3.0]), 0.25)[0]
    array([[1., 1.],
           [1., 1.]])
    """
    slq = location_quotients(local, national)
    scale = size_factor(local.sum(), national.sum(), delta) if method in ("flq", "aflq") else 1.0
    specialised = np.log2(1.0 + slq)
    match method:
        case "slq":
            matrix = np.repeat(slq[:, np.newaxis], len(slq), axis=1)
        case "cilq" | "flq":
            matrix = _over(slq, slq) * scale
        case "rlq":
            matrix = _ratio(slq, specialised)
        case "aflq":
            matrix = _over(slq, slq) * scale * np.where(slq > 1.0, specialised, 1.0)
        case _:
            raise UsageError(f"There is no trade model {method!r}. Choose one of: {', '.join(METHODS)}.")
    return matrix, slq * scale


def regional_purchases(method: str, local: FloatArray, nation: NationalIndustries, delta: float) -> Purchases:
    r"""Regional purchases by one quotient method.

    .. math:: a^r_{ij} = \min(1, q_{ij}) \, a^n_{ij}

    Parameters
    ----------
    method : str
        One of ``METHODS``.
    local : (industries,) array
        Output of the region, million USD.
    nation : NationalIndustries
        The pool gives the region its share of final use, by total output.
    delta : float
        Of FLQ and AFLQ, 0 to 1.

    Raises
    ------
    UsageError, RegionError
        As :func:`quotients`.

    Examples
    --------
    >>> nation = NationalIndustries(np.array([[0.1, 0.2], [0.3, 0.1]]), output=np.ones(2), absorption=np.ones(2))
    >>> regional_purchases("slq", np.array([0.0, 1.0]), nation, 0.25).inputs
    array([[0. , 0. ],
           [0.3, 0.1]])
    """
    if method == "sdp":
        absorption = nation.absorption * (local.sum() / nation.output.sum())
        pool = supply_demand_pool(local, nation.requirements, absorption)
        matrix, households = pool[:, np.newaxis], pool
    else:
        matrix, households = quotients(method, local, nation.output, delta)
    return Purchases(np.minimum(matrix, 1.0) * nation.requirements, np.minimum(households, 1.0))


def _over(supplier: FloatArray, buyer: FloatArray) -> FloatArray:
    """Divide suppliers' quotients by buyers'.

    An industry buys from itself by its own quotient.
    """
    matrix = _ratio(supplier, buyer)
    np.fill_diagonal(matrix, supplier)
    return matrix


def _ratio(supplier: FloatArray, buyer: FloatArray) -> FloatArray:
    """Divide every supplier by every buyer.

    The ratio is infinite where only the buyer is absent, zero where the supplier is.
    """
    matrix = np.where(supplier > 0, np.inf, 0.0)[:, np.newaxis] * np.ones(len(buyer))
    return np.divide(supplier[:, np.newaxis], buyer[np.newaxis, :], out=matrix, where=buyer > 0)
