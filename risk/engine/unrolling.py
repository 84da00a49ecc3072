"""The circuit unrolled: each gate a line or two of Python, one after the other, with nothing to look up or to call.

The text is made of the numbers of gates and facts, never of words of an edition, and compiled once an edition. Each
node goes by two names: to settle, its value and its facts; to sweep, the scenarios in which it is YES and those in
which it is NO, one bit a scenario.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import cast

from risk.engine.circuit import NO, YES, Gate, Settling, Sweeping

Names = tuple[str, ...]
Writer = Callable[[int, Sequence[Names]], tuple[list[str], Names]]


def settling(gates: Sequence[Gate], leaves: Mapping[int, int | None], facts: int) -> Settling:
    """Return the function that works out every node from the values of leaves and the facts, known or not.

    `leaves` come with the place of their fact. The facts of a node are those that decided it, or so far support it
    while it is open, and those that are missing then; where several paths lead to the same end, the shortest one.
    Source: Kleene's strong three-valued logic: only open inputs can still decide an open gate.
    """
    names: dict[int, Names] = {
        leaf: (f"v{leaf}", "(0)" if place is None else f"fact{place}") for leaf, place in leaves.items()
    }
    lines = [_taken("v", leaves, "values"), _taken("fact", range(facts), "facts")]
    lines += _written(enumerate(gates), names, SETTLED)
    told = zip(*(names[node] for node in range(len(gates))), strict=True)
    lines.append("return " + ", ".join(map(_listed, told)))
    return cast("Settling", _compiled("values, facts", lines))


def sweeping(gates: Iterable[tuple[int, Gate]], leaves: Iterable[int], wanted: Iterable[int]) -> Sweeping:
    """Return the function that works out the nodes wanted from the scenarios of the leaves.

    Source: the same gates as one judgement uses; an answer is a scenario.
    """
    names: dict[int, Names] = {leaf: (f"y{leaf}", f"n{leaf}") for leaf in leaves}
    lines = [_taken("y", names, "yes"), _taken("n", names, "no"), *_written(gates, names, SWEPT)]
    told = ", ".join(f"{node}: ({', '.join(names[node])})" for node in wanted)
    return cast("Sweeping", _compiled("yes, no", [*lines, f"return {{{told}}}"]))


def _written(
    gates: Iterable[tuple[int, Gate]], names: dict[int, Names], how: Mapping[str, Writer]
) -> list[str]:
    lines = []
    for node, gate in gates:
        if gate.inputs:
            more, names[node] = how[gate.op](node, [names[one] for one in gate.inputs])
            lines += more
    return lines


def _settled_not(node: int, inputs: Sequence[Names]) -> tuple[list[str], Names]:
    ((value, facts),) = inputs
    return [f"v{node} = {YES} - {value}"], (f"v{node}", facts)


def _settled_all(node: int, inputs: Sequence[Names]) -> tuple[list[str], Names]:
    values, facts = zip(*inputs, strict=True)
    # Where none is NO, the values are OPEN, which is 1, or YES, which is 2.
    some = f"v{node} = 1 + ({' == '.join([*values, str(YES)])}); f{node} = {' | '.join(facts)}"
    none = f"v{node} = {NO}; f{node} = {_shortest(inputs)}"
    return [f"if {' and '.join(values)}: {some}", f"else: {none}"], (f"v{node}", f"f{node}")


def _settled_any(node: int, inputs: Sequence[Names]) -> tuple[list[str], Names]:
    values, facts = zip(*inputs, strict=True)
    holding = " | ".join(f"({why} if {value} == {YES} else 0)" for value, why in inputs)
    some = f"v{node} = {YES}; f{node} = {holding}"
    # Where none is YES, the values are NO, which is 0, or OPEN, which is 1.
    none = f"v{node} = {' | '.join(values)}; f{node} = {' | '.join(facts)}"
    holds = " or ".join(f"{value} == {YES}" for value in values)
    return [f"if {holds}: {some}", f"else: {none}"], (f"v{node}", f"f{node}")


def _settled_defeat(node: int, inputs: Sequence[Names]) -> tuple[list[str], Names]:
    (value, facts), (defeater, why) = inputs
    defeated = f"if {defeater} == {YES}: v{node} = {NO}; f{node} = {why}"
    return [defeated, f"else: v{node} = {value}; f{node} = {facts}"], (f"v{node}", f"f{node}")


def _shortest(inputs: Sequence[Names]) -> str:
    """Write down the facts of the input that is NO for the fewest, of the first one where there are several."""
    match inputs:
        case [(left, facts), (right, others)]:
            shorter = f"{facts} if {facts}.bit_count() <= {others}.bit_count() else {others}"
            return f"{others} if {left} else {facts} if {right} else {shorter}"
    failed = ", ".join(f"({value}, {facts})" for value, facts in inputs)
    return f"min([facts for value, facts in ({failed}) if not value], key=int.bit_count)"


def _swept_not(_node: int, inputs: Sequence[Names]) -> tuple[list[str], Names]:
    ((held, failed),) = inputs
    return [], (failed, held)


def _swept_all(node: int, inputs: Sequence[Names]) -> tuple[list[str], Names]:
    held, failed = zip(*inputs, strict=True)
    return [f"y{node} = {' & '.join(held)}; n{node} = {' | '.join(failed)}"], (f"y{node}", f"n{node}")


def _swept_any(node: int, inputs: Sequence[Names]) -> tuple[list[str], Names]:
    held, failed = zip(*inputs, strict=True)
    return [f"y{node} = {' | '.join(held)}; n{node} = {' & '.join(failed)}"], (f"y{node}", f"n{node}")


def _swept_defeat(node: int, inputs: Sequence[Names]) -> tuple[list[str], Names]:
    (held, failed), (defeating, _) = inputs
    return [f"y{node} = {held} & ~{defeating}; n{node} = {failed} | {defeating}"], (f"y{node}", f"n{node}")


SETTLED: Mapping[str, Writer] = {
    "not": _settled_not, "all": _settled_all, "any": _settled_any, "defeat": _settled_defeat,
}  # fmt: skip
SWEPT: Mapping[str, Writer] = {
    "not": _swept_not, "all": _swept_all, "any": _swept_any, "defeat": _swept_defeat,
}  # fmt: skip


def _taken(letter: str, numbers: Iterable[int], source: str) -> str:
    return f"[{', '.join(f'{letter}{number}' for number in numbers)}] = {source}"


def _listed(names: Iterable[str]) -> str:
    return f"[{', '.join(names)}]"


def _compiled(arguments: str, lines: Iterable[str]) -> object:
    text = "\n    ".join([f"def unrolled({arguments}):", *lines])
    found: dict[str, object] = {}
    exec(compile(text, "<circuit>", "exec"), found)  # noqa: S102 - numbers of gates and facts, no words of anybody's
    return found["unrolled"]
