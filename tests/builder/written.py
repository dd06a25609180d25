"""Writing small tables as files."""

from pathlib import Path

import pandas as pd


def write_csv(path: Path, header: str, lines: list[str]) -> None:
    path.write_text("\n".join([header, *lines]) + "\n")


def write_parquet(path: Path, rows: list[tuple], columns: str) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=columns.split())
    frame.to_parquet(path)
    return frame
