"""The brief is one page, whatever the names; the charts open one by one."""

import subprocess
from dataclasses import replace
from pathlib import Path

import pytest

from impact import Result, Study
from impact._display import dollars
from impact.errors import UsageError
from impact.fiscal import fiscal
from impact.reports import write_report
from impact.reports._brief import sentences
from impact.reports._contents import contents
from impact.reports._cover import cover_lines, key_figures

from .conftest import only, scaled


def told(file: Path) -> tuple[int, str]:
    """Number of pages, and the text."""
    info = subprocess.run(["pdfinfo", file], check=True, capture_output=True, text=True).stdout
    text = subprocess.run(["pdftotext", "-layout", file, "-"], check=True, capture_output=True, text=True).stdout
    return int(info.partition("Pages:")[2].split()[0]), " ".join(text.split())


def test_the_brief_is_one_page_with_the_figures(nationwide: Result, tmp_path: Path) -> None:
    pages, text = told(write_report(nationwide, tmp_path / "brief.pdf", "brief"))
    assert pages == 1
    totals = nationwide.summary().query("effect == 'total'").set_index("phase")
    for figure in (f"{totals.jobs['operations']:,.0f}", dollars(totals.value_added["operations"])):
        assert figure in text
    assert f"{totals.jobs['construction']:,.0f} job-years" in text
    long = {"client": "c" * 5000, "author": "A B " * 1000}
    hostile = replace(nationwide, name="A name <b> " * 900, inputs=dict(nationwide.inputs) | long)
    pages, text = told(write_report(hostile, tmp_path / "long.pdf", "brief"))
    assert pages == 1
    assert "<b>" in text


def test_the_sentences_fit_the_phases(nationwide: Result) -> None:
    assert len(sentences(nationwide)) == 3
    taxes = fiscal(nationwide).summary("region").query("phase == 'operations' and level != 'federal'").value.sum()
    assert f"collect {dollars(taxes)} of taxes there" in sentences(nationwide)[2]
    lost = replace(nationwide, counties=scaled(nationwide.counties, -20.0))
    assert "Labor income in the region falls by $" in sentences(lost)[1]
    built = only(nationwide, "construction")
    assert "job-years in Reno" in sentences(built)[0]
    assert len(sentences(built)) == 2
    assert key_figures(built)[0].label == "Job-years, construction, all years"


def test_the_cover_says_for_whom_and_by_whom(nationwide: Result) -> None:
    stated = {"client": "Storey County", "author": "A. Analyst", "date": "2026-11-29"}
    result = replace(nationwide, inputs=dict(nationwide.inputs) | stated)
    lines = (("Prepared for", "Storey County"), ("Prepared by", "A. Analyst"), ("Date", "2026-11-29"))
    assert cover_lines(result) == contents(result).stated == lines
    assert cover_lines(nationwide) == ()


def test_charts_open_one_by_one(nationwide: Result) -> None:
    jobs = nationwide.summary().query("effect == 'direct'").set_index("phase").jobs
    for phase in (None, "construction"):
        [axes] = nationwide.plot.waterfall(phase).axes
        assert axes.patches[0].get_height() == pytest.approx(jobs[phase or "operations"])
    assert len(nationwide.plot.industries(most=4).axes[0].get_yticks()) == 4
    for figure in (nationwide.plot.places(), nationwide.plot.years(), nationwide.plot.map()):
        assert vars(figure)["_repr_png_"]().startswith(b"\x89PNG")
    with pytest.raises(UsageError, match="no draws"):
        nationwide.plot.tornado()
    with pytest.raises(UsageError, match=r"no phase 'demolition'\. Choose from: operations, construction"):
        nationwide.plot.map("demolition")
    assert "tornado" in repr(nationwide.plot)


def test_names_of_the_region_stand_on_the_map(nationwide: Result) -> None:
    [axes] = nationwide.plot.map().axes
    assert {"Washoe"} <= {text.get_text() for text in axes.texts}


def test_a_site_file_states_client_author_and_date() -> None:
    keys = {"name": "Cells", "county": "Storey, NV", "facility": "cell-nmc811", "capacity": "10 GWh/yr"}
    study = Study.read(keys | {"client": "Storey County", "author": "A. Analyst", "date": 2026})
    shown = {key: study.to_dict()[key] for key in ("client", "author", "date")}
    assert shown == {"client": "Storey County", "author": "A. Analyst", "date": "2026"}
    assert "client" not in Study.read(keys).to_dict()
