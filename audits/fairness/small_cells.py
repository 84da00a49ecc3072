"""The distinct weights in the cells for few people, so that those can be drawn exactly."""

from collections.abc import Sequence

from audits.fairness import engine, sql
from audits.fairness.spec import Spec
from audits.fairness.weighing import places_of_few, within_bounds


def with_weights(
    connection: engine.Connection,
    inside: str,
    source: sql.Source,
    spec: Spec,
    rows: Sequence[sql.Counted],
) -> Sequence[sql.Counted]:
    """Return the rows with the distinct weights of those for few people, smallest first while there is room.

    Cost: a second scan of the named columns.
    """
    chosen = places_of_few([int(row.people) for row in rows])
    if not chosen:
        return rows
    width = len(spec.by) + 3
    connection.execute(
        f"CREATE TEMP TABLE few (place INTEGER, {', '.join(f'k{i} VARCHAR' for i in range(width))})"
    )
    connection.executemany(
        f"INSERT INTO few VALUES (?{', ?' * width})",  # noqa: S608 - nothing but question marks
        [(i, *rows[i].group, rows[i].outcome, rows[i].prediction, rows[i].stratum) for i in chosen],
    )
    found: dict[int, list[tuple[float, int]]] = {}
    for place, weight, n in connection.execute(sql.kept_weights(spec, source), [inside]).fetchall():
        found.setdefault(place, []).append((weight, int(n)))
    kept = within_bounds(chosen, found)
    return [row._replace(weights=kept.get(place, ())) for place, row in enumerate(rows)]
