"""Resampled cells are a bootstrap of the rows, and the same seed gives the same numbers."""

from functools import partial

import numpy as np
from scipy.stats import ks_2samp

from audits.fairness.margins import margins
from audits.fairness.measures import value
from audits.fairness.resampling import _drawn, resampled, stream
from tests.audits.fairness.samples import assess, confusion

CELLS = confusion(a=(50, 30, 20, 60), b=(90, 20, 30, 20), tiny=(1, 0, 0, 1))


def test_drawing_cells_is_drawing_rows():
    laid_out = margins(CELLS)
    counts = laid_out.tables.reshape(-1)
    rows = np.repeat(np.arange(counts.size), counts)
    rng = np.random.default_rng(3)
    by_rows = np.stack([np.bincount(rng.choice(rows, rows.size), minlength=counts.size) for _ in range(3000)])

    by_cells = np.concatenate(list(_drawn(laid_out, 3000, stream(4, "test"))))

    for name in ("selection_rate", "tpr", "fpr", "precision"):
        theirs, ours = value(name, by_rows.reshape(-1, 3, 3, 3)), value(name, by_cells)
        for group in (0, 1):
            assert ks_2samp(theirs[:, group], ours[:, group]).pvalue > 0.001


def test_every_draw_has_as_many_people_as_the_data():
    assert {int(t.sum()) for part in _drawn(margins(CELLS), 50, stream(1)) for t in part} == {CELLS.n}


def test_a_group_absent_from_a_draw_is_left_out_of_its_own_bounds_only():
    laid_out = margins(CELLS)

    bounds = resampled(laid_out, {"tpr": partial(value, "tpr")}, 500, stream(0))["tpr"]

    assert not np.isnan(bounds).any()


def test_what_is_never_defined_has_no_bounds():
    laid_out = margins(confusion(a=(50, 30, 0, 0), b=(50, 30, 10, 10)))

    bounds = resampled(laid_out, {"tpr": partial(value, "tpr")}, 200, stream(0))["tpr"]

    assert np.isnan(bounds[0]).all()
    assert not np.isnan(bounds[1]).any()


def test_the_same_seed_gives_the_same_result_and_another_seed_another():
    one, again, other = assess(CELLS, seed=1), assess(CELLS, seed=1), assess(CELLS, seed=2)

    assert one.as_json() == again.as_json()
    assert one.intervals["disparities"] != other.intervals["disparities"]


def test_more_thresholds_do_not_move_the_intervals_of_the_others():
    few, many = assess(CELLS, thresholds=()), assess(CELLS)

    assert few.intervals == many.intervals
