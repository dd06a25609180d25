"""Taxes and incentives in a site file."""

from collections.abc import Callable
from typing import Annotated, Literal, Self, get_args

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from .._types import MAX_YEARS_OF_CONSTRUCTION, Share, Text, one_of, read_number
from .._wording import quoted

Kind = Literal[
    "grant", "property_abatement", "sales_abatement", "job_credit", "withholding", "corporate_credit", "land",
    "infrastructure", "bond", "package", "45X", "48C",
]  # fmt: skip
Level = Literal["federal", "state", "local"]
KINDS: tuple[str, ...] = get_args(Kind)
LEVELS: tuple[str, ...] = get_args(Level)
USUAL_LEVEL: dict[str, Level] = {
    "property_abatement": "local", "land": "local", "infrastructure": "local", "45X": "federal", "48C": "federal",
}  # fmt: skip
BY_SHARE = ("property_abatement", "sales_abatement", "withholding", "corporate_credit", "45X")
BY_AMOUNT = ("grant", "land", "infrastructure", "bond", "package", "48C")
MAX_YEARS = 60


def _amount(value: object) -> float:
    number = read_number(value)
    if not 0 <= number < float("inf"):
        raise ValueError(f"is {number:g}; give zero or a positive number")
    return number


def _whole_years(lowest: int) -> Callable[[object], int]:
    def read(value: object) -> int:
        number = read_number(value)
        if not (lowest <= number <= MAX_YEARS and number.is_integer()):
            raise ValueError(f"is {number:g}; give whole years from {lowest} to {MAX_YEARS}")
        return int(number)

    return read


def _kind(value: object) -> object:
    if value not in KINDS:
        raise ValueError(f"is {quoted(value)}; choose one of {', '.join(KINDS)}")
    return value


Amount = Annotated[float, BeforeValidator(_amount, json_schema_input_type=Annotated[float, Field(ge=0)])]
Years = Annotated[
    int, BeforeValidator(_whole_years(1), json_schema_input_type=Annotated[int, Field(ge=1, le=MAX_YEARS)])
]


class Taxes(BaseModel):
    """Tax rates of the plant's own place.

    Omitted ones are an average of the state, and flagged.

    Attributes
    ----------
    property_rate : float
        Property tax of a year per dollar of assessed value, all local and state levies together, such as 0.03.
    assessment_ratio : float
        Assessed value per dollar of market value of taxable property, such as 0.35; by default 1.
    equipment_taxed : float
        Share of machinery and equipment that property tax reaches: 0 where it is exempt, 1 where it is taxed.
    sales_rate : float
        State and local sales tax per dollar of taxable purchases, such as 0.0825.
    equipment_sales_taxed : float
        Share of process equipment on which sales tax is due: 0 where it is exempt for manufacturers.
    corporate_rate : float
        State corporate income tax per dollar of taxable income.
    severance_rate : float
        Severance tax of a mine per dollar of its output.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    property_rate: Share | None = None
    assessment_ratio: Share | None = None
    equipment_taxed: Share | None = None
    sales_rate: Share | None = None
    equipment_sales_taxed: Share | None = None
    corporate_rate: Share | None = None
    severance_rate: Share | None = None


class Incentive(BaseModel):
    """Public money that a plant was promised.

    Attributes
    ----------
    kind : str
        ``grant``, ``land``, ``infrastructure``, ``bond`` (interest that the public bears), ``package`` (parts not
        known) and ``48C`` by ``amount``; ``property_abatement``, ``sales_abatement``, ``withholding`` (state income tax
        on the plant's wages), ``corporate_credit`` (state) and ``45X`` by ``share`` of the tax or credit;
        ``job_credit`` by ``per_job``.
    name : str
        Its name.
    level : str
        Payer: ``federal``, ``state`` or ``local``; by default local for property tax, land and infrastructure.
    amount : float
        Million USD of the dollar year, all years together.
    share : float
        Share of the tax that is not collected; of 45X, the share of output that earns the credit. By default 1.
    per_job : float
        USD of the dollar year for each job and year.
    jobs : float
        Jobs that are promised; a credit is paid for these, at most for the plant's.
    start : int
        Year in which it begins, counted from the first of operation; 1 by default, 0 and less in construction.
    years : int
        For how many years; by default one, for abatements the ten of the study.
    condition : str
        Its conditions, in words.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    kind: Annotated[Kind, BeforeValidator(_kind)]
    name: Text | None = None
    level: Annotated[Level, BeforeValidator(one_of(*LEVELS))] | None = None
    amount: Amount | None = None
    share: Share | None = None
    per_job: Amount | None = None
    jobs: Amount | None = None
    start: Annotated[int, BeforeValidator(_whole_years(-MAX_YEARS_OF_CONSTRUCTION))] = 1
    years: Years | None = None
    condition: Text | None = None

    @model_validator(mode="after")
    def _complete(self) -> Self:
        if self.kind in BY_AMOUNT and self.amount is None:
            raise ValueError(f'"amount" is missing: a {self.kind} is stated in million USD')
        if self.kind == "job_credit" and self.per_job is None:
            raise ValueError('"per_job" is missing: a job_credit is stated in USD for each job and year')
        if self.kind not in BY_AMOUNT and self.amount is not None:
            raise ValueError(f'"amount" does not fit a {self.kind}, which follows from the plant; take it out')
        return self

    @property
    def payer(self) -> Level:
        """Level of government that pays it."""
        return self.level or USUAL_LEVEL.get(self.kind, "state")

    @property
    def title(self) -> str:
        """Title in tables."""
        return self.name or self.kind.replace("_", " ")


def check_incentives(incentives: tuple[Incentive, ...], opens: int | None, closes: int | None) -> None:
    """Refuse an abatement that lasts longer than the plant, with ValueError."""
    if opens is None or closes is None:
        return
    life = closes - opens
    for number, incentive in enumerate(incentives, 1):
        if incentive.years is not None and incentive.start + incentive.years - 1 > life:
            raise ValueError(
                f'"incentives {number}" lasts to year {incentive.start + incentive.years - 1} of operation, '
                f"and the plant runs for {life}; shorten its years"
            )


__all__ = ["Incentive", "Taxes", "check_incentives"]
