"""Fiscal effects: taxes, services for newcomers, and incentives.

The plant pays by statute (:mod:`impact.fiscal._plant`): property tax on capital that loses value, sales tax on
equipment, income tax on surplus with losses carried forward, payroll tax. Suppliers and households pay effective rates
of their state, applied to the effects where they are. :func:`fiscal` puts both beside services and incentives;
``Fiscal.TITLES`` has what is told for the codes in columns ``level``, ``kind`` and ``payer`` of its tables.
"""

from ._fiscal import Fiscal, fiscal

__all__ = [
    "Fiscal",
    "fiscal",
]
