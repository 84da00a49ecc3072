"""An empty file of facts with every question in it, for those who prefer an editor to a browser."""

from risk.engine.edition import Edition, Fact

ANSWERS = {
    "yes_no": "true",
    "one_of": '"{first}"',
    "several_of": '["{first}"]',
    "date": "2026-08-02",
    "number": "0",
}


def template(edition: Edition) -> str:
    """Return a commented TOML file with every fact of an edition, each line waiting to be uncommented.

    Source: the facts of the edition.
    """
    lines = [f"# Facts for {edition.title}.", '# Uncomment what you know. "unknown" is an answer too.', ""]
    section = ""
    for fact in edition.facts.values():
        if fact.section != section:
            section = fact.section
            lines += [f"# == {section}", ""]
        lines += [*_commented(fact), ""]
    return "\n".join(lines)


def _commented(fact: Fact) -> list[str]:
    example = ANSWERS[fact.type].format(first=fact.options[0].id if fact.options else "")
    options = [f"#   {option.id}: {option.label}" for option in fact.options]
    helps = [f"# {fact.help}"] if fact.help else []
    return [f"# {fact.question} ({fact.provision.cite})", *helps, *options, f"# {fact.id} = {example}"]
