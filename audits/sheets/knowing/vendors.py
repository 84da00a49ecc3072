"""What the assessments of vendors came to."""

from audits.packs.parts import VendorAssessment
from audits.sheets.filling import Known
from audits.sheets.knowing.material import Material, day, lines, told


def assessed(material: Material) -> Known | None:
    """Return the verdict on each product inside, with its summary."""
    rows = material.pack.vendors
    return told(lines(map(_line, rows)), f"Vendor assessment {', '.join(row.reference for row in rows)}")


def _line(row: VendorAssessment) -> str:
    verdict = (
        f"{row.vendor}, {row.product}: {row.verdict.lower()} ({row.reference} of {day(row.assessed_at)})."
    )
    return " ".join(filter(None, (verdict, row.summary)))
