"""Write tables, and replace the old ones when all are complete."""

import shutil
from collections.abc import Mapping
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from .._files import put_in_place
from ..errors import DataError


def write(frame: pd.DataFrame, path: Path) -> None:
    """Write a table: the same bytes for the same frame."""
    if isinstance(frame, gpd.GeoDataFrame):
        frame.to_parquet(path, index=False, compression="zstd")
        return
    # stored as text, since pandas would infer another type
    texts = [name for name in frame.columns if frame[name].dtype.kind == "O"]
    table = pa.Table.from_pandas(frame.astype(dict.fromkeys(texts, "str")), preserve_index=False)
    pq.write_table(table.replace_schema_metadata(), path, compression="zstd", compression_level=19)


def replace(written: Mapping[Path, Path]) -> None:
    """Put each new file in place of the old one.

    All new files lie beside the old ones before.
    """
    beside: dict[Path, Path] = {}
    try:
        for new, old in written.items():
            old.parent.mkdir(parents=True, exist_ok=True)
            copy = old.with_name(f".{old.name}.new")
            beside[copy] = old
            shutil.copyfile(new, copy)
        put_in_place(beside)
    except OSError as error:
        place = f"{error.filename} cannot be written ({error.strerror})"
        raise DataError(f"{place}. Choose another folder or free this one, and build again.") from None
    finally:
        for copy in beside:
            copy.unlink(missing_ok=True)
