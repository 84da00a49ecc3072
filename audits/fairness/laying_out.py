"""Before the one query: what is neither Parquet nor plain text in UTF-8 is laid out on disk as one of the two."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from errno import EFBIG
from importlib import import_module
from pathlib import Path
from typing import Any

from audits.fairness.encodings import as_utf8
from audits.fairness.files import Shape
from audits.fairness.labels import Unreadable

FULL = "takes more room on disk to be read than a file may; export it as Parquet."


@dataclass(frozen=True)
class Laid:
    """Where the rows lie and how they are read there; `told` is what the file was before."""

    path: Path
    form: Shape
    told: Mapping[str, Any] = field(default_factory=dict)


def laid_out(path: Path, form: Shape, wanted: Mapping[str, str], folder: Path) -> Laid:
    """Return the file itself where it can be read as it lies, else its rows written anew in the folder.

    Shape: `wanted` holds the role of each column to read; empty, all columns are wanted.
    Raises: Unreadable; OSError, where the disk is at fault.
    """
    told = {"format": form.format, "encoding": form.encoding, "delimiter": form.delimiter}
    target = folder / "laid-out"
    try:
        if form.format == "xlsx":
            return _from_workbook(path, wanted, target, told)
        if form.format.startswith("arrow"):
            return _from_arrow(path, form.format, wanted, target, told)
        if form.format == "text" and (form.encoding != "utf-8" or form.uneven):
            return _in_utf8(path, form, target, told)
    except OSError as error:
        if error.errno != EFBIG:
            raise
        raise Unreadable("file", FULL) from error
    return Laid(path, form, told)


def _from_workbook(path: Path, wanted: Mapping[str, str], target: Path, told: dict[str, Any]) -> Laid:
    sheet, header = _reader("workbooks").as_text(path, wanted, target)
    return Laid(target, Shape("text", "utf-8", ",", header), told | {"sheet": sheet})


def _from_arrow(path: Path, form: str, wanted: Mapping[str, str], target: Path, told: dict[str, Any]) -> Laid:
    _reader("arrows").as_parquet(path, form, wanted, target)
    return Laid(target, Shape("parquet"), told)


def _in_utf8(path: Path, form: Shape, target: Path, told: dict[str, Any]) -> Laid:
    as_utf8(path, str(form.encoding), target)
    return Laid(target, replace(form, encoding="utf-8"), told)


def _reader(name: str) -> Any:  # noqa: ANN401 - a module
    """Return the reader of a format, loaded on first use: most files need neither of the two."""
    return import_module(f"audits.fairness.{name}")
