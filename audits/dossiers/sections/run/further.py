"""What a result may hold beside rates: scores, predicted numbers, strata, the tables of Local Law 144."""

from audits.dossiers.blocks import Clause, Section, numbered, say
from audits.dossiers.places import Place
from audits.dossiers.sections.gaps import recorded
from audits.dossiers.sections.run.figures import Raw
from audits.dossiers.sections.run.ll144 import of_scoring, of_selection
from audits.dossiers.sections.run.measures import divisions
from audits.dossiers.sections.run.scores import of_numbers, of_scores
from audits.dossiers.sections.run.strata import of_strata
from audits.packs.pack import Pack


def holds_more(pack: Pack) -> bool:
    """Say whether the result has anything of this."""
    return bool(_clauses(pack))


def further_section(pack: Pack, place: Place) -> Section:
    """Write a clause for each further sort of table that the result has."""
    lead = say("Beside the rates, this run holds the following.")
    return Section(
        place.number, "Further tables", lead, numbered(place.number, _clauses(pack)), recorded(pack, place)
    )


def _clauses(pack: Pack) -> tuple[Clause, ...]:
    result: Raw = pack.fairness[0].result if pack.fairness else {}
    found: list[Clause] = []
    for title, part in divisions(result):
        found += of_scores(title, part, result.get("spec"))
        found += of_scoring(title, part)
        found += of_numbers(title, part)
        found += of_strata(title, part)
    return (*found, *of_selection(result))
