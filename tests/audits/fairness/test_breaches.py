"""What the readings of a result come to for each measure of each division."""

import pytest

from audits.fairness import Verdict
from audits.fairness.breaches import FOUND, GRAVEST_FIRST, RULED_OUT, gravest, gravity, stands
from audits.queries.verdicts import MARKS


def result(*readings: tuple[str, str]):
    return {
        "readings": [
            {
                "by": ["sex"],
                "measure": "tpr",
                "kind": kind,
                "verdict": verdict,
                "sentence": f"{kind} {verdict}",
            }
            for kind, verdict in readings
        ]
    }


def test_every_verdict_has_its_place_and_pages_mark_them_in_the_same_order_where_it_counts():
    assert set(GRAVEST_FIRST) == set(Verdict)
    assert list(GRAVEST_FIRST[:4]) == list(MARKS)[:4]


def test_what_opens_what_closes_and_what_does_neither():
    neither = set(Verdict) - FOUND - RULED_OUT

    assert neither == {
        Verdict.DISPARITY_NOT_SIGNIFICANT, Verdict.INCONCLUSIVE_UNDERPOWERED, Verdict.NOT_ASSESSABLE,
    }  # fmt: skip


def test_the_gravest_of_several_readings_speaks_for_the_measure():
    (stand,) = stands(result(("ratio", "no_evidence_of_disparity"), ("difference", "disparity_borderline")))

    assert (stand.by, stand.measure) == (("sex",), "tpr")
    assert (stand.verdict, stand.sentence) == ("disparity_borderline", "difference disparity_borderline")
    assert stand.found
    assert not stand.ruled_out


@pytest.mark.parametrize(
    ("verdicts", "ruled_out"),
    [
        (["no_evidence_of_disparity", "within_tolerance_demonstrated"], True),
        (["no_evidence_of_disparity", "not_assessable"], False),
        (["inconclusive_underpowered"], False),
        (["disparity_not_significant"], False),
    ],
)
def test_a_measure_is_ruled_out_only_when_every_reading_could_have_found_it(verdicts, ruled_out):
    (stand,) = stands(result(*zip(["ratio", "difference"], verdicts, strict=False)))

    assert stand.ruled_out == ruled_out


def test_divisions_and_measures_stand_apart():
    both = result(("ratio", "disparity_supported"))["readings"] * 2
    both[1] = both[1] | {"by": ["sex", "age"]}

    assert [stand.by for stand in stands({"readings": both})] == [("sex",), ("sex", "age")]
    assert stands({}) == ()


def test_graver_means_further_up():
    assert gravity("disparity_supported") > gravity("disparity_borderline") > gravity("not_assessable")


def test_a_result_comes_to_the_gravest_of_its_verdicts():
    told = result(
        ("ratio", "not_assessable"),
        ("ratio", "disparity_borderline"),
        ("difference", "within_tolerance_demonstrated"),
    )

    assert gravest(told) is Verdict.DISPARITY_BORDERLINE


def test_a_result_without_thresholds_comes_to_no_verdict():
    assert gravest({"readings": []}) is None
    assert gravest({}) is None
