"""Report tables on environmental measures and on recycled against mined materials."""

from .._display import interval
from ..effects import Effects
from ..environment import GASES, circular, emission_spans
from ..reference import measures, vocabulary
from ._drafts import Draft, head


def environment_draft(result: Effects) -> Draft:
    """Return the measures of the environment by phase, place and effect."""
    effects = {name: entry.title for name, entry in vocabulary().effects.items()} | {"imports": "Imports"}
    places = {"region": "Region", "all": "All"}
    phases = {name: entry.short or entry.title for name, entry in vocabulary().phases.items()}
    spans = emission_spans(result)
    table = result.environmental()
    keys = zip(table.phase, table.place, table.effect, strict=True)
    table = table.assign(span=[interval(*spans[key], brief=True) if key in spans else "" for key in keys])
    table = table.replace({"effect": effects, "place": places, "phase": phases})
    columns = {name: head(name) for name in ("phase", "place", "effect")}
    for name, entry in measures("environment").items():
        columns[name] = entry.title, entry.format
        if name == GASES and spans:
            columns["span"] = head("span")
    units = ", ".join(entry.unit for entry in measures("environment").values())
    note = f"In {units}. An empty cell is not known." + (" The interval is of greenhouse gases." if spans else "")
    return Draft("Emissions, energy, water and waste", table, columns, note)


def circular_draft(result: Effects) -> Draft:
    """Return burdens of recycled and replaced materials per t."""
    comparison = circular(result)
    span = [
        f"{low:,.1f} to {high:,.1f}"
        for low, high in zip(comparison.products.low, comparison.products.high, strict=True)
    ]
    names = ("burden_own", "burden_chain", "burden_imports", "replaced", "burden_difference")
    columns = {
        "material": head("recovered_material"),
        "tonnes": head("tonnes_recovered", "count"),
        **{
            column: head(name, "money")
            for column, name in zip(("own", "chain", "imports", "replaced", "difference"), names, strict=True)
        },
        "span": head("difference_range"),
    }
    left = "; ".join(f"{row['product']} ({row['why']})" for row in comparison.left_out.to_dict("records"))
    note = f"{' '.join(comparison.notes)}" + (f" Left out: {left}." if left else "")
    title = "Recycled against mined: t CO2e a t of material"
    return Draft(title, comparison.products.assign(span=span), columns, note)
