"""Small cells and files for the tests of this folder."""

from pathlib import Path

from audits.fairness import Assessment, Cell, Cells, Spec, count, measure


def confusion(**groups: tuple[int, int, int, int]) -> Cells:
    """Return cells by `group`, each group as (tn, fp, fn, tp)."""
    corners = ((0, 0), (0, 1), (1, 0), (1, 1))
    cells = [
        Cell((name,), y, p, n) for name, ns in groups.items() for (y, p), n in zip(corners, ns, strict=True)
    ]
    return Cells(("group",), tuple(cells))


def selected(**groups: tuple[int, int]) -> Cells:
    """Return cells by `group` without outcomes, each group as (selected, out of)."""
    cells = [c for g, (k, n) in groups.items() for c in (Cell((g,), None, 1, k), Cell((g,), None, 0, n - k))]
    return Cells(("group",), tuple(cells))


def spec(**changes: object) -> Spec:
    """Return a specification for those cells, quick enough for tests."""
    return Spec(**{"prediction": "p", "by": ("group",), "draws": 200, "permutations": 499} | changes)


def assess(cells: Cells, **changes: object) -> Assessment:
    """Return what these cells tell."""
    return measure(cells, spec(by=cells.by, **changes))


def reading(found: Assessment, measure: str, kind: str = "ratio"):
    """Return the reading of one measure by all columns."""
    return next(r for r in found.readings if (r.measure, r.kind, r.by) == (measure, kind, found.by))


def counted(folder: Path, content: str | bytes, **changes: object) -> Cells:
    """Return the cells of a file with the columns g, y and p."""
    path = folder / "log.csv"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return count(path, Spec(**{"outcome": "y", "prediction": "p", "by": ("g",)} | changes))
