"""Starting workbook: a key a row, with unit, range, default, meaning."""

import json
import math
import re
from collections.abc import Mapping
from io import BytesIO
from typing import Any

from .._files import EPOCH
from .._yaml import parse_mapping
from ..counties import County
from ..facilities import Facility, facilities
from ..reference import table
from ..trade import TRADE_MODELS
from ._keys import SHARED
from ._new import new_site_file
from ._new_text import range_text, said
from ._schema import site_schema
from ._site import LATEST_YEAR, Site, Study
from ._workbook import HEADS, MORE, SITE, STUDY

__all__ = ["new_workbook"]

OFF = re.compile(r"#(?P<key>\w+):(?P<rest>.*)")
ENTRY = re.compile(r'#  "?[\w-]+"?: [\d.e-]+(  # .*)?')
ROLE = re.compile(r":func:`([^`]*)`")
REMARK = re.compile(r"  # (?P<text>.*)")
WIDTHS = (20, 34, 34, 30, 44, 78)  # characters
LINE_HEIGHT, MAX_LINES = 15.5, 12  # points
MONEY = "million USD of dollar_year"
UNITS = {
    "jobs": "jobs, full- and part-time",
    "output": f"{MONEY}, a year",
    "payroll": f"{MONEY}, a year",
    "capital": MONEY,
    "purchases": f"{MONEY}, a year",
    "construction_years": "years",
    "lon": "degrees",
    "lat": "degrees",
    "discount": "a year, such as 0.03",
    **dict.fromkeys(("opens", "closes", "year", "dollar_year", "price_year", "economy"), "year"),
    **dict.fromkeys(
        ("ramp", "ramp_yields", "local_purchases", "domestic_shares", "occupations", "industries"), "shares"
    ),
}
RANGES = {
    **dict.fromkeys(("jobs", "output", "payroll", "capital", "capacity"), "above 0"),
    "lon": "-180 to 180",
    "lat": "-90 to 90",
    "year": f"1998 to {LATEST_YEAR}",
    "dollar_year": f"1997 to {LATEST_YEAR}",
    **dict.fromkeys(("ramp", "ramp_yields", "local_purchases", "domestic_shares"), "0 to 1 each"),
    **dict.fromkeys(("occupations", "industries"), "they sum to 1"),
}
ABOVE_ZERO = ("jobs", "output", "payroll", "capital")
COLUMNS_OF_MORE = ("name", "county", "facility", "capacity", "jobs", "output", "payroll", "capital", "industries")
INTRO = (
    "Sheet Site: one plant. Write into the yellow cells of the column Value; an empty cell leaves the key to the "
    "catalogue or the default.",
    "Sheet More sites: further plants of the same study, one a row; leave it empty for one plant. Other keys of the "
    "sheet Site may be added as columns.",
    "Lists and shares are written as in a site file: [0.5, 1] or {335911: 0.7, 325180: 0.3}.",
    "Formulas, merged cells and dates are refused, so that what is read is what is seen.",
    "To study it: impact run FILE.xlsx. The keys are those of a site file; docs/batch.md and 'impact new --schema' "
    "say more.",
)


def new_workbook(facility: str, county: County) -> bytes:
    """Return a workbook of inputs that :meth:`Study.load` reads as it is.

    Parameters
    ----------
    facility, county
        As :func:`impact.studies.new_site_file`, which states the same.

    Returns
    -------
    bytes
        An Excel workbook: equal arguments give equal bytes.

    Raises
    ------
    SiteError
        If there is no such type, file or industry.
    """
    import xlsxwriter

    text = new_site_file(facility, county)
    stated, switched_off = parse_mapping(text.encode(), "site"), _switched_on(text)
    kind = Study.read(stated).site.kind if "facility" in stated and str(stated["facility"]) in facilities() else None
    page = BytesIO()
    safe = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "in_memory": True}
    with xlsxwriter.Workbook(page, safe) as book:
        book.set_properties({"created": EPOCH, "title": "Inputs of a study"})  # the same site, the same bytes
        rows = [_row(key, stated, switched_off, kind) for key in (*Site.model_fields, *SHARED)]
        rows.insert(1, (STUDY, "", "", "", "", "Name of the study, where there are several plants."))
        sheet, more = book.add_worksheet(SITE), book.add_worksheet(MORE)
        guide, choices = book.add_worksheet("Help"), book.add_worksheet("Choices")
        lists = _add_choices(book, choices)
        _add_site(book, sheet, rows, lists)
        _add_more(book, more, lists)
        guide.set_column(0, 0, 110, book.add_format({"text_wrap": True, "valign": "top"}))
        for place, line in enumerate(INTRO):
            guide.write_string(place, 0, line)
    return page.getvalue()


def _switched_on(text: str) -> dict[str, tuple[Any, str]]:
    """Return values and remarks of the optional lines."""
    values: dict[str, tuple[Any, str]] = {}
    lines = text.splitlines()
    for place, line in enumerate(lines):
        match = OFF.fullmatch(line)
        if match is None:
            continue
        below = [line[1:]]
        for other in lines[place + 1 :]:
            if not other.startswith("#  "):
                break
            below += [other[1:]] if ENTRY.fullmatch(other) else []
        value = parse_mapping("\n".join(below).encode(), "site")[match["key"]]
        remark = REMARK.search(line)
        values[match["key"]] = (value, remark["text"] if remark else "")
    return values


def _row(
    key: str, stated: Mapping[Any, Any], switched_off: Mapping[str, tuple[Any, str]], kind: Facility | None
) -> tuple[Any, ...]:
    """Return key, value, unit, range, default and meaning."""
    default, remark = switched_off.get(key, ("", ""))
    meaning = site_schema()["$defs"]["SiteFile"]["properties"].get(key, {}).get("description", "")
    help_text = " ".join(part for part in (meaning, f"Here: {remark}." if remark else "") if part)
    help_text = ROLE.sub(r"\1", help_text).replace("``", "")
    unit, span = UNITS.get(key, ""), RANGES.get(key, "")
    if kind is not None and key == "capacity":
        unit = f"{kind.unit}, or another unit as text"
        span = f"figures hold for {said(kind.scale.low)} to {said(kind.scale.high)}" if kind.scale else span
    if kind is not None and key == "jobs" and kind.jobs_per_unit:
        span = f"{range_text(kind.jobs_per_unit)} per {kind.unit}"
    return key, stated.get(key, ""), unit, span, _flow(default), help_text


def _flow(value: Any) -> str:
    """Write a value for a cell; lists and shares in brackets."""
    if isinstance(value, Mapping | list):
        return json.dumps(value, ensure_ascii=False)
    return f"{value:.15g}" if isinstance(value, float) else str(value)


def _add_choices(book: Any, sheet: Any) -> dict[str, str]:
    """Write the lists of choices, and return where each stands."""
    counties = table("counties")
    lists = {
        "facility": [*facilities()],
        "county": [*(counties.name + ", " + counties.state)],
        "trade": [*TRADE_MODELS],
        "analysis": ["parts", "average"],
    }
    head, ranges = book.add_format({"bold": True, "bottom": 1}), {}
    for column, (name, values) in enumerate(lists.items()):
        sheet.write_string(0, column, name, head)
        sheet.set_column(column, column, 30)
        for row, value in enumerate(values, 1):
            sheet.write_string(row, column, value)
        letter = "ABCD"[column]
        ranges[name] = f"=Choices!${letter}$2:${letter}${len(values) + 1}"
    sheet.freeze_panes(1, 0)
    return ranges


def _add_site(book: Any, sheet: Any, rows: list[tuple[Any, ...]], lists: Mapping[str, str]) -> None:
    head = book.add_format({"bold": True, "bottom": 2, "bg_color": "#e8eef6"})
    plain = book.add_format({"text_wrap": True, "valign": "top", "font_color": "#444444"})
    key_format = book.add_format({"bold": True, "valign": "top"})
    cell_style = {
        "bg_color": "#fff8d6",
        "border": 1,
        "border_color": "#c9c4a8",
        "align": "left",
        "valign": "top",
        "text_wrap": True,
    }
    open_cell, text_cell = book.add_format(cell_style), book.add_format(cell_style | {"num_format": "@"})
    for column, (title, width) in enumerate(zip(HEADS, WIDTHS, strict=True)):
        sheet.write_string(0, column, title, head)
        sheet.set_column(column, column, width)
    sheet.freeze_panes(1, 2)
    for place, (key, value, *others) in enumerate(rows, 1):
        texts = (key, _flow(value), *others)
        lines = max(math.ceil(1.15 * len(text) / width) for text, width in zip(texts, WIDTHS, strict=True))
        sheet.set_row(place, LINE_HEIGHT * min(max(lines, 1), MAX_LINES))
        sheet.write_string(place, 0, key, key_format)
        form = open_cell if key in (*ABOVE_ZERO, "opens", "closes", "year", "dollar_year", "lon", "lat") else text_cell
        if isinstance(value, int | float):
            sheet.write_number(place, 1, value, form)
        elif value:
            sheet.write_string(place, 1, _flow(value), form)
        else:
            sheet.write_blank(place, 1, None, form)
        for column, text in enumerate(others, 2):
            sheet.write_string(place, column, text, plain)
        _add_check(sheet, (place, 1, place, 1), key, lists)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)


def _add_more(book: Any, sheet: Any, lists: Mapping[str, str]) -> None:
    head = book.add_format({"bold": True, "bottom": 2, "bg_color": "#e8eef6"})
    for column, key in enumerate(COLUMNS_OF_MORE):
        sheet.write_string(0, column, key, head)
        sheet.set_column(column, column, 26 if column < 3 else 14)
        _add_check(sheet, (1, column, 100, column), key, lists)
    sheet.freeze_panes(1, 1)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)


def _add_check(sheet: Any, cells: tuple[int, int, int, int], key: str, lists: Mapping[str, str]) -> None:
    """Add a cell check: choices, or a number above zero.

    Other entries are warned of, not refused.
    """
    if key in lists:
        rule: dict[str, Any] = {"validate": "list", "source": lists[key], "show_error": False}
    elif key in ABOVE_ZERO:
        rule = {
            "validate": "decimal",
            "criteria": ">",
            "value": 0,
            "error_type": "warning",
            "error_title": key,
            "error_message": f"{key} is a number above zero.",
        }
    else:
        return
    sheet.data_validation(*cells, rule)
