"""What a site file may say about taxes and incentives, and what is refused."""

from typing import Any

import pytest

from impact.errors import SiteError
from impact.studies import Study

BASE = {"name": "Plant", "county": "Storey, NV", "facility": "cell-lfp", "capacity": 10}


def read(**more: Any) -> Study:
    return Study.read({**BASE, **more})


@pytest.mark.parametrize(
    ("more", "message"),
    [
        ({"taxes": {"property_rate": 1.2}}, r'"taxes, property_rate" is 1\.2; give a share from 0 to 1'),
        ({"taxes": {"sales_rate": -0.1}}, r'"taxes, sales_rate" is -0\.1; give a share from 0 to 1'),
        ({"taxes": {"property_rat": 0.1}}, r'"taxes, property_rat" is no key that is known here'),
        ({"incentives": [{"kind": "grant", "amount": -3}]}, r'"incentives 1, amount" is -3; give zero or a positive'),
        ({"incentives": [{"kind": "grant"}]}, r'"amount" is missing: a grant is stated in million USD'),
        ({"incentives": [{"kind": "gift", "amount": 1}]}, r'"incentives 1, kind" is "gift"; choose one of grant'),
        ({"incentives": [{"kind": "job_credit"}]}, r'"per_job" is missing'),
        ({"incentives": [{"kind": "property_abatement", "amount": 5}]}, r'"amount" does not fit a property_abatement'),
        ({"incentives": [{"kind": "property_abatement", "share": 1.5}]}, r'share" is 1\.5; give a share from 0 to 1'),
        ({"incentives": [{"kind": "45X", "years": 0}]}, r'years" is 0; give whole years from 1 to 60'),
        ({"incentives": [{"kind": "grant", "amount": float("inf")}]}, r'amount" is inf; give zero or a positive'),
        (
            {"opens": 2026, "closes": 2030, "incentives": [{"kind": "property_abatement", "years": 10}]},
            r'"incentives 1" lasts to year 10 of operation, and the plant runs for 4; shorten its years',
        ),
    ],
)
def test_what_is_refused(more: dict[str, Any], message: str) -> None:
    with pytest.raises(SiteError, match=message):
        read(**more)


def test_a_study_is_written_as_it_was_read() -> None:
    study = read(taxes={"property_rate": 0.03}, incentives=[{"kind": "property_abatement", "share": 0.5, "years": 9}])
    assert Study.read(study.to_dict()) == study
    (site,) = study.sites
    assert site.incentives[0].payer == "local"
    assert site.incentives[0].title == "property abatement"
