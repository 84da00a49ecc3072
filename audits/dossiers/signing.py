"""PAdES: a signature after the seal, as an incremental update that leaves every sealed byte as it is."""

import asyncio
import io

from pyhanko.pdf_utils.extensions import DeveloperExtension
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import MDPPerm, SigFieldSpec, SigSeedSubFilter
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner, PdfTimeStamper, Signer
from pyhanko.sign.timestamps import TimeStamper
from pyhanko.sign.timestamps.common_utils import TimestampRequestError
from pyhanko.sign.validation.dss import DocumentSecurityStore, collect_validation_info

from audits.credentials import LASTING, Credentials
from audits.dossiers.signatory import Unreachable, authority_of, signer_of, trust

ARCHIVED = "/1.7"
FIELD, STAMP, DIGEST = "Signature", "Time-stamp", "sha256"
REASON = "Made by Annex from the attached record"


class Appending(IncrementalPdfFileWriter):
    """Appends to a file and leaves its metadata alone: they carry the seal, and state the dossier's own day.

    PDF/A-3 is PDF 1.7, and stays it: what PDF 2.0 asks a file to declare for some keys is left out.
    """

    def _update_meta(self) -> None:
        """Change nothing."""

    def ensure_output_version(self, version: tuple[int, int]) -> None:
        """Change nothing."""

    def register_extension(self, ext: DeveloperExtension) -> None:
        if ext.base_version == ARCHIVED:
            super().register_extension(ext)


def sign(pdf: bytes, credentials: Credentials) -> bytes:
    """Return a sealed file with a signature after the seal, at the level that the settings ask for.

    Raises: audits.credentials.Unusable; Unreachable, for a token or an authority that does not answer.
    """
    authority = authority_of(credentials)
    with signer_of(credentials) as signer:
        try:
            signed = _signed(pdf, signer, authority)
            return _preserved(signed, authority) if authority and credentials.level == LASTING else signed
        except TimestampRequestError as error:
            raise Unreachable(
                f"The time-stamping authority {credentials.authority} does not answer."
            ) from error


def _signed(pdf: bytes, signer: Signer, authority: TimeStamper | None) -> bytes:
    """Certify the file: whoever changes it afterwards breaks the signature."""
    meta = PdfSignatureMetadata(
        field_name=FIELD,
        reason=REASON,
        certify=True,
        docmdp_permissions=MDPPerm.NO_CHANGES,
        subfilter=SigSeedSubFilter.PADES,
        md_algorithm=DIGEST,
    )
    field = SigFieldSpec(FIELD, readable_field_name="Signature of the dossier")
    made = PdfSigner(meta, signer, timestamper=authority, new_field_spec=field)
    written = io.BytesIO()
    made.sign_pdf(Appending(io.BytesIO(pdf)), output=written)
    return written.getvalue()


def _preserved(signed: bytes, authority: TimeStamper) -> bytes:
    """Add what a check in many years needs, and a time-stamp over all of it, in one revision."""
    context = trust()
    reader = PdfFileReader(io.BytesIO(signed))
    paths = asyncio.run(collect_validation_info(reader.embedded_signatures[0], context))
    writer = Appending(io.BytesIO(signed))
    DocumentSecurityStore.supply_dss_in_writer(writer, None, paths=paths, validation_context=context)
    written = io.BytesIO()
    PdfTimeStamper(authority, field_name=STAMP).timestamp_pdf(writer, DIGEST, output=written)
    return written.getvalue()
