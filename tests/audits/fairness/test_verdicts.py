"""Eight verdicts, one rule, and words that never say more than the numbers."""

from itertools import product

import pytest

from audits.fairness import DEFAULT_THRESHOLDS, Threshold, Verdict
from audits.fairness.comparisons import flipped
from audits.fairness.sentences import CONCLUSIONS, End, Told, cannot_be_assessed, sentence
from audits.fairness.verdicts import decide
from tests.audits.fairness.samples import assess, confusion, reading, selected

FORBIDDEN = (
    "fair",
    "lawful",
    "legal",
    "illegal",
    "discriminat",
    "comply",
    "complian",
    "bias",
    "guilty",
    "safe",
)


@pytest.mark.parametrize(
    ("facts", "verdict"),
    [
        ("breach significant survives_flip", Verdict.DISPARITY_SUPPORTED),
        ("breach significant", Verdict.DISPARITY_BORDERLINE),
        ("breach survives_flip detectable", Verdict.DISPARITY_NOT_SIGNIFICANT),
        ("significant demonstrated detectable", Verdict.SIGNIFICANT_WITHIN_TOLERANCE),
        ("demonstrated", Verdict.WITHIN_TOLERANCE_DEMONSTRATED),
        ("detectable", Verdict.NO_EVIDENCE_OF_DISPARITY),
        ("", Verdict.INCONCLUSIVE_UNDERPOWERED),
    ],
)
def test_the_rule_gives_the_verdict_of_the_table(facts, verdict):
    names = ("breach", "significant", "survives_flip", "demonstrated", "detectable")

    assert decide(**{name: name in facts.split() for name in names}) == verdict


def test_no_combination_of_facts_is_without_a_verdict_and_a_breach_never_passes():
    names = ("breach", "significant", "survives_flip", "demonstrated", "detectable")
    for answers in product([True, False], repeat=5):
        facts = dict(zip(names, answers, strict=True))

        assert decide(**facts).value.startswith("disparity") == facts["breach"]


@pytest.mark.parametrize("threshold", DEFAULT_THRESHOLDS, ids=lambda t: f"{t.measure}-{t.kind}")
@pytest.mark.parametrize("verdict", CONCLUSIONS)
def test_every_sentence_names_both_groups_the_threshold_and_no_word_of_judgement(threshold, verdict):
    told = Told(
        ("race",),
        threshold,
        verdict,
        0.5,
        (0.4, 0.6),
        End("A", 20, 100),
        End("B", 40, 100),
        0.0004,
        0.01,
        "against the reference, A",
        "hired",
        ("C",),
    )

    words = sentence(told)

    assert "A (20.0%, 20 of 100)" in words
    assert "B (40.0%, 40 of 100)" in words
    assert "set by Annex default" in words
    assert words.endswith("left out: C.")
    assert not [word for word in FORBIDDEN if word in words.casefold()]


def test_a_supported_disparity_reads_as_a_lawyer_would_quote_it():
    found = assess(selected(women=(110, 400), men=(300, 600)), favourable="1", permutations=4999)

    # The interval by hand: 0.55 * exp(+-1.96 * sqrt(1/110 - 1/400 + 1/300 - 1/600)).
    assert reading(found, "selection_rate").sentence == (
        "By group, the rate of the favourable outcome ('1') is lowest for women (27.5%, 110 of 400) and "
        "highest for men (50.0%, 300 of 600): a ratio of 0.550 (95 % interval 0.460 to 0.657). This is "
        "beyond the threshold of 0.8 (set by Annex default); chance alone is an unlikely explanation "
        "(p below 0.001 over all groups, p below 0.001 against the reference, men), and one more person in "
        "the lower group and one fewer in the higher would not change that."
    )


def test_a_sentence_without_verdict_says_why():
    words = cannot_be_assessed(("sex", "age"), "tpr", "1", "nobody was there")

    assert words == "By sex and age, the true positive rate cannot be assessed: nobody was there."


def test_rates_of_zero_in_every_group_have_no_ratio():
    found = assess(confusion(a=(50, 0, 20, 80), b=(60, 0, 20, 80)))

    assert "zero in every group" in reading(found, "fpr").sentence
    assert reading(found, "fpr", "difference").value == 0.0


def test_equal_groups_read_as_the_same():
    words = reading(assess(selected(a=(50, 100), b=(100, 200))), "selection_rate").sentence

    assert "is the same in every group compared" in words


def test_the_flip_moves_one_person_up_and_one_down():
    assert flipped((3, 8), (16, 25)) == pytest.approx((0.1, (4 / 8) / (15 / 25)))
    assert flipped((0, 1), (1, 1)) == (1.0, 0.0)
    assert flipped((0, 5), (0, 5)) == (0.2, 0.0)


def test_a_threshold_met_exactly_is_not_broken_by_rounding():
    assert not Threshold("tpr", "ratio", 0.8).broken_by(0.24 / 0.3)
    assert not Threshold("tpr", "difference", 0.1).broken_by(0.4 - 0.3)
    assert Threshold("tpr", "ratio", 0.8).broken_by(0.7999)


def test_worst_is_the_highest_rate_where_the_rate_is_an_error():
    found = assess(confusion(few=(90, 10, 20, 80), many=(60, 40, 20, 80)))

    assert reading(found, "fpr").worst_group == "many"
    assert reading(found, "tpr").worst_group is None


def test_an_unfavourable_positive_makes_the_most_flagged_group_the_worst():
    found = assess(selected(flagged=(60, 100), spared=(20, 100)), favourable="0")

    assert reading(found, "selection_rate").worst_group == "flagged"


def test_small_groups_are_read_when_there_are_no_larger_ones_and_left_out_when_there_are():
    small_only = assess(selected(a=(3, 8), b=(16, 25)))
    beside_large = assess(selected(a=(3, 8), b=(160, 250), c=(150, 250)))

    assert reading(small_only, "selection_rate").groups_assessed == ("a", "b")
    assert reading(small_only, "selection_rate").verdict == Verdict.DISPARITY_NOT_SIGNIFICANT
    assert reading(beside_large, "selection_rate").groups_left_out == ("a",)


def test_a_sentence_that_would_give_away_a_tiny_group_is_withheld_and_the_reading_says_which():
    """With the total known, the numbers of the larger group would tell those of the smaller one."""
    found = reading(assess(selected(a=(3, 8), b=(16, 25))), "selection_rate")

    assert found.discloses == ("a", "b")
    assert "withheld" in found.sentence
    assert not any(digit.isdigit() for digit in found.sentence)


def test_a_sentence_about_groups_large_enough_gives_their_numbers():
    found = reading(assess(selected(a=(5, 40), b=(25, 40), c=(2, 4), d=(4, 11))), "selection_rate")

    assert found.discloses == ()
    assert "40" in found.sentence


def test_a_run_too_small_to_notice_says_so():
    found = assess(selected(a=(15, 40), b=(16, 42)))

    assert reading(found, "selection_rate").verdict == Verdict.INCONCLUSIVE_UNDERPOWERED


def test_large_equal_groups_demonstrate_tolerance():
    found = assess(selected(a=(5000, 10_000), b=(5010, 10_000)))

    assert reading(found, "selection_rate").verdict == Verdict.WITHIN_TOLERANCE_DEMONSTRATED


def test_a_reference_without_a_value_leaves_the_extremes_to_be_compared():
    cells = confusion(a=(90, 10, 20, 80), b=(60, 40, 60, 40), ref=(150, 150, 0, 0))

    found = assess(cells, reference="ref", permutations=4999)

    assert found.tests["tpr"]["pairwise"] == []
    assert reading(found, "tpr").verdict == Verdict.DISPARITY_SUPPORTED
