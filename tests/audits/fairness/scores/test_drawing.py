"""Scores drawn anew: as the rows would be, whichever way of drawing is quicker, and with sums that are NumPy's."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from audits.fairness import Spec, measure
from audits.fairness.resampling import stream
from audits.fairness.scores import adding, drawing
from tests.audits.fairness.scores.test_scores import counted, even, spec

GROUPS = (("a",), ("b",))


@pytest.mark.parametrize("weights", ["", ",w"])
def test_many_people_vary_as_if_exactly_as_many_were_drawn(tmp_path, monkeypatch, weights):
    lines = even(2000).splitlines()
    rows = "".join(f"{line}{f',{1 + i % 3}' if weights else ''}\n" for i, line in enumerate(lines))
    weighted = {"weight": "w"} if weights else {}
    scores = counted(tmp_path, rows, header=f"g,y,s{weights}\n", **weighted).scores
    asked = Spec.from_json(spec(**weighted).as_json() | {"draws": 8_000})

    quick = drawing.drawn(scores, GROUPS, asked, stream(1, "quick"))
    monkeypatch.setattr(drawing, "FEW_PEOPLE", 10**9)
    exact = drawing.drawn(scores, GROUPS, asked, stream(2, "exact"))

    assert set(quick) == set(exact)
    for name, draws in exact.items():
        assert quick[name].std(axis=0) == pytest.approx(draws.std(axis=0), rel=0.06), name
        off = np.abs(quick[name].mean(axis=0) - draws.mean(axis=0)) / draws.std(axis=0)
        assert off.max() < 0.08, name


@pytest.mark.parametrize(
    ("people", "way", "spread"),
    [(999, "multinomial resampling", 0), (1000, "Poisson resampling", np.sqrt(1000))],
)
def test_few_people_are_drawn_exactly_and_more_vary_by_their_root(tmp_path, people, way, spread):
    few = drawing.joined(counted(tmp_path, even(people)).scores, GROUPS)

    tables = np.concatenate(list(drawing._tables(few, 4000, stream(1))))

    drawn = tables[:, :-1].sum(axis=(1, 2, 3))
    assert drawn.mean() == pytest.approx(people, rel=0.005)
    assert drawn.std() == pytest.approx(spread, rel=0.05)
    assert np.array_equal(tables[:, -1], tables[:, :-1].sum(axis=1))
    assert drawing.way(people) == way


def test_the_result_says_in_which_way_its_draws_were_made(tmp_path):
    methods = [
        measure(counted(tmp_path, even(people)), spec()).as_json()["scores"]["intervals"]["methods"]
        for people in (999, 1000)
    ]

    assert [one["ks"] for one in methods] == ["multinomial resampling", "Poisson resampling"]
    assert [one["auc"] for one in methods] == ["DeLong", "DeLong"]


@given(
    arrays(np.int64, st.tuples(*[st.integers(1, 6)] * 3), elements=st.integers(0, 10**9)),
    st.permutations(range(3)),
    st.data(),
)
def test_sums_along_the_score_are_numpys_however_the_counts_lie(counts, layout, data):
    lying = np.ascontiguousarray(counts.transpose(layout)).transpose(np.argsort(layout)).astype(float)
    inner = data.draw(st.sets(st.integers(1, 5)))
    starts = [0, *sorted(start for start in inner if start < counts.shape[-1])]

    for turned in (lying, lying[..., ::-1], lying[0, 0]):
        assert np.array_equal(adding.up_to_each(turned), np.cumsum(turned, axis=-1))
        assert np.array_equal(adding.over_ranges(turned, starts), np.add.reduceat(turned, starts, axis=-1))
