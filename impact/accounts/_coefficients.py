"""From make and use tables to requirements: plain functions on arrays."""

import numpy as np

from .._types import FloatArray
from ..errors import ModelError


def market_shares(make: FloatArray, scrap: int | None = None) -> FloatArray:
    """Share of each industry in the output of each commodity.

    .. math:: D = V \\hat q^{-1}, \\qquad W = (I - \\hat p)^{-1} D \\text{ with the scrap adjustment}

    where :math:`p` is the share of scrap in an industry's output. With the adjustment, no industry produces scrap: its
    column is zero, and each industry makes up for the scrap in its output.

    Parameters
    ----------
    make : (industries, commodities) array
        Make table V, any unit of money.
    scrap : int, optional
        Column of the scrap commodity; given, the scrap adjustment is made.

    Returns
    -------
    (industries, commodities) array
        Dimensionless; a commodity without output (noncomparable imports, used goods) has a zero column.

    References
    ----------
    BEA (2009), *Concepts and Methods of the U.S. Input-Output Accounts*, ch. 12; Miller & Blair (2009), sec. 5.3.

    Examples
    --------
    >>> market_shares(np.array([[8.0, 0.0, 2.0], [0.0, 5.0, 0.0]]))
    array([[1., 0., 1.],
           [0., 1., 0.]])
    >>> market_shares(np.array([[8.0, 0.0, 2.0], [0.0, 5.0, 0.0]]), scrap=2)
    array([[1.25, 0.  , 0.  ],
           [0.  , 1.  , 0.  ]])
    """
    commodity_output = make.sum(axis=0)
    shares: FloatArray = np.divide(make, commodity_output, out=np.zeros_like(make), where=commodity_output != 0)
    if scrap is None:
        return shares
    scrap_share = make[:, scrap] / make.sum(axis=1)
    shares[:, scrap] = 0.0
    shares /= (1.0 - scrap_share)[:, np.newaxis]
    return shares


def input_coefficients(use: FloatArray, output: FloatArray, imports: FloatArray | None = None) -> FloatArray:
    """Commodity inputs per dollar of industry output.

    .. math:: B = U \\hat g^{-1}, \\qquad B_d = \\max(U - M, 0) \\hat g^{-1}

    Parameters
    ----------
    use : (commodities, industries) array
        Use table U at producers' prices, imports included.
    output : (industries,) array
        Industry output g in the same unit, all positive.
    imports : (commodities, industries) array, optional
        Import matrix M; given, only domestic inputs count. Cells with imports above use are set to zero.

    Returns
    -------
    (commodities, industries) array
        Dimensionless.

    References
    ----------
    BEA (2009), *Concepts and Methods of the U.S. Input-Output Accounts*, ch. 12.

    Examples
    --------
    >>> input_coefficients(np.array([[2.0, 1.0]]), np.array([10.0, 4.0]), imports=np.array([[1.0, 3.0]]))
    array([[0.1, 0. ]])
    """
    inputs = use if imports is None else np.maximum(use - imports, 0.0)
    return inputs / output


def direct_requirements(shares: FloatArray, inputs: FloatArray) -> FloatArray:
    """Industry inputs per dollar of industry output.

    They follow the industry-technology assumption: :math:`A = D B`.

    Parameters
    ----------
    shares : (industries, commodities) array
        From :func:`market_shares`.
    inputs : (commodities, industries) array
        From :func:`input_coefficients`.

    Returns
    -------
    (industries, industries) array
        Dimensionless; column sums below one.

    References
    ----------
    Miller & Blair (2009), *Input-Output Analysis*, sec. 5.4.

    Examples
    --------
    >>> direct_requirements(np.eye(2), np.array([[0.15, 0.25], [0.2, 0.05]]))
    array([[0.15, 0.25],
           [0.2 , 0.05]])
    """
    return shares @ inputs


def leontief_inverse(direct: FloatArray) -> FloatArray:
    """Total requirements per dollar of final demand: :math:`L = (I - A)^{-1}`.

    Parameters
    ----------
    direct : (n, n) array
        Direct requirements A, or A closed with respect to households.

    Returns
    -------
    (n, n) array
        Output of the row per dollar of final demand for the column.

    Raises
    ------
    ModelError
        If an economy needs as much as it makes: the spectral radius of A is not below one.

    References
    ----------
    Miller & Blair (2009), *Input-Output Analysis*, sec. 2.3, whose example is shown here.

    Examples
    --------
    >>> leontief_inverse(np.array([[0.15, 0.25], [0.2, 0.05]])).round(4)
    array([[1.2541, 0.33  ],
           [0.264 , 1.1221]])
    """
    try:
        inverse: FloatArray = np.linalg.inv(np.eye(len(direct)) - direct).astype(np.float64)
    except np.linalg.LinAlgError:
        inverse = np.full_like(direct, -1.0)
    if inverse.sum(axis=0).min() <= 0:  # single cells can be negative: industries sell used goods
        raise ModelError(
            "The requirements have no productive solution: some output needs more than its own worth of inputs. "
            "Lower the input, earnings or consumption coefficients."
        )
    return inverse


def close_households(direct: FloatArray, income: FloatArray, consumption: FloatArray) -> FloatArray:
    """Add households as the last industry.

    .. math:: \\bar A = \\begin{pmatrix} A & h \\\\ w' & 0 \\end{pmatrix}

    Parameters
    ----------
    direct : (n, n) array
        Direct requirements A.
    income : (n,) array
        Labor income w that households in the place earn per dollar of output.
    consumption : (n,) array
        Their purchases h per dollar of that income.

    Returns
    -------
    (n + 1, n + 1) array
        The closed requirements; its Leontief inverse gives Type II effects.

    References
    ----------
    Miller & Blair (2009), *Input-Output Analysis*, sec. 2.5.

    Examples
    --------
    >>> close_households(np.array([[0.5]]), np.array([0.3]), np.array([0.2]))
    array([[0.5, 0.2],
           [0.3, 0. ]])
    """
    closed: FloatArray = np.block([[direct, consumption[:, np.newaxis]], [income[np.newaxis, :], np.zeros((1, 1))]])
    return closed
