"""Emissions, energy, water and waste of a result in the terminal."""

from typing import TYPE_CHECKING

from .screen import heading, print_table, print_text

if TYPE_CHECKING:
    from rich.console import Console

    from impact import Result

UNKNOWN = "not known"
IMPORTS = "imports"
ENVIRONMENT_NOTE = (
    "Note: the total of the environment leaves out imports and what households cause. Imports are counted by quantity "
    "where a material has a cradle-to-gate factor, else by money as if made with U.S. technology. Power that the plant "
    "buys is counted with the plant, by its grid. Energy of suppliers is counted where it is taken from nature, so its "
    "total leaves out the plant's own."
)


def print_environment(result: "Result", console: "Console") -> None:
    """Print the environmental measures by effect, in the region and the nation."""
    from impact._display import count
    from impact.environment import footprint_sentences
    from impact.reference import measures, vocabulary

    table = result.environmental()
    if table.empty:
        return
    names = measures("environment")
    effects = {name: entry.title for name, entry in vocabulary().effects.items()} | {IMPORTS: "Imports"}
    columns = [heading("place"), heading("effect"), *(entry.title for entry in names.values())]
    units = ", ".join(entry.unit for entry in names.values())
    for phase in reversed(table.phase.unique()):
        rows = [
            [
                "Region" if row["place"] == "region" else "All",
                effects[row["effect"]],
                *(count(row[name]) if row[name] == row[name] else UNKNOWN for name in names),
            ]
            for row in table[table.phase == phase].to_dict("records")
        ]
        title = f"Environment, {vocabulary().phases[phase].title.lower()}: {units}"
        print_table(console, title, columns, rows, len(names))
    for sentence in footprint_sentences(result):
        print_text(console, sentence)
    print_text(console, ENVIRONMENT_NOTE)
