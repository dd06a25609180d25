"""Tables for notebooks: caption, head, rows and notes, all text escaped."""

from collections.abc import Iterable, Sequence
from html import escape

__all__ = ["html_table"]


def html_table(
    title: str, columns: Sequence[str], rows: Iterable[Sequence[str | float]], notes: Sequence[str] = ()
) -> str:
    """Return a table in HTML.

    Parameters
    ----------
    title : str
        Its caption.
    columns : sequence of str
        Heads of the columns.
    rows : iterable of sequences
        Texts stand to the left; numbers stand to the right, with one decimal.
    notes : sequence of str
        Sentences below the table.

    Examples
    --------
    >>> html_table("A & B", ["County"], [["<Storey>"]]).splitlines()[1]
    '<caption style="caption-side:top;text-align:left;font-weight:bold">A &amp; B</caption>'
    """
    head = "".join(f'<th style="text-align:left">{escape(column)}</th>' for column in columns)
    body = "\n".join(f"<tr>{''.join(map(_cell, row))}</tr>" for row in rows)
    below = "".join(f"\n<p>{escape(note)}</p>" for note in notes)
    caption = f'<caption style="caption-side:top;text-align:left;font-weight:bold">{escape(title)}</caption>'
    return f"<table>\n{caption}\n<thead><tr>{head}</tr></thead>\n<tbody>\n{body}\n</tbody>\n</table>{below}"


def _cell(value: str | float) -> str:
    if isinstance(value, str):
        return f'<td style="text-align:left">{escape(value)}</td>'
    return f'<td style="text-align:right">{value:,.1f}</td>'
