"""Who pays and who gains: taxes by level and kind, services for newcomers, and what incentives cost and bring.

The plant pays by statute (:mod:`impact.fiscal._plant`): property tax on capital that loses value, sales tax on
equipment, income tax on surplus with losses carried forward, payroll tax. Suppliers and households pay effective rates
of their state, applied to the effects where they are. :func:`fiscal` puts both beside services and incentives.
"""

from ._everyone import everyone
from ._figures import KINDS, LEVELS, PAYERS, figures
from ._fiscal import PLACES, Fiscal, fiscal
from ._incentives import Verdict, present, verdict
from ._intervals import intervals
from ._plant import (
    Capital,
    Depreciation,
    Rates,
    corporate_taxes,
    deductions,
    employer_payroll,
    income_tax,
    property_tax,
)
from ._rates import production_taxes
from ._services import newcomers, service_costs

__all__ = [
    "KINDS",
    "LEVELS",
    "PAYERS",
    "PLACES",
    "Capital",
    "Depreciation",
    "Fiscal",
    "Rates",
    "Verdict",
    "corporate_taxes",
    "deductions",
    "employer_payroll",
    "everyone",
    "figures",
    "fiscal",
    "income_tax",
    "intervals",
    "newcomers",
    "present",
    "production_taxes",
    "property_tax",
    "service_costs",
    "verdict",
]
