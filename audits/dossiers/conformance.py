"""PDF/A-3a and PDF/UA-1 in one file: the metadata that says so, and our own properties described as PDF/A asks."""

import re
from xml.sax.saxutils import escape

import pydyf
from weasyprint.document import Document as Laid

from audits.dossiers.seal import EMPTY_SLOT

NAMESPACE = "urn:annex:dossier:1"
PACKET = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/" \
xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/" \
xmlns:annex="{namespace}">
<pdfaid:part>3</pdfaid:part><pdfaid:conformance>A</pdfaid:conformance><pdfuaid:part>1</pdfuaid:part>
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
<dc:creator><rdf:Seq><rdf:li>{author}</rdf:li></rdf:Seq></dc:creator>
<dc:description><rdf:Alt><rdf:li xml:lang="x-default">{subject}</rdf:li></rdf:Alt></dc:description>
<dc:language><rdf:Bag><rdf:li>{language}</rdf:li></rdf:Bag></dc:language>
<xmp:CreatorTool>{creator}</xmp:CreatorTool><pdf:Producer>{producer}</pdf:Producer>
<xmp:CreateDate>{created}</xmp:CreateDate><xmp:ModifyDate>{created}</xmp:ModifyDate>
<annex:record>{record}</annex:record>
{slot}
</rdf:Description>
<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/" \
xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag>
{schemas}
</rdf:Bag></pdfaExtension:schemas></rdf:Description>
</rdf:RDF></x:xmpmeta>
<?xpacket end="r"?>"""
SCHEMA = """<rdf:li rdf:parseType="Resource"><pdfaSchema:schema>{name}</pdfaSchema:schema>\
<pdfaSchema:namespaceURI>{uri}</pdfaSchema:namespaceURI><pdfaSchema:prefix>{prefix}</pdfaSchema:prefix>\
<pdfaSchema:property><rdf:Seq>{properties}</rdf:Seq></pdfaSchema:property></rdf:li>"""
PROPERTY = """<rdf:li rdf:parseType="Resource"><pdfaProperty:name>{name}</pdfaProperty:name>\
<pdfaProperty:valueType>{type}</pdfaProperty:valueType><pdfaProperty:category>internal</pdfaProperty:category>\
<pdfaProperty:description>{says}</pdfaProperty:description></rdf:li>"""
OURS = (
    ("record", "Text", "SHA-256 of the attached pack.json"),
    ("seal", "Text", "SHA-256 of this file with these digits as zeros, and its length in bytes"),
)
UNIVERSAL_ACCESS = (("part", "Integer", "Part of ISO 14289 that the file conforms to"),)
NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def conform(laid: Laid, pdf: pydyf.PDF, *, record: str) -> None:
    """Replace the metadata WeasyPrint wrote by ours, uncompressed so that the seal can be found and filled."""
    packet = _packet(laid.metadata, pdf, record).encode()
    stream = pydyf.Stream([packet], {"Type": "/Metadata", "Subtype": "/XML"}, compress=False)
    pdf.add_object(stream)
    pdf.catalog["Metadata"] = stream.reference
    pdf.catalog["ViewerPreferences"] = pydyf.Dictionary({"DisplayDocTitle": "true"})


def _packet(metadata: object, pdf: pydyf.PDF, record: str) -> str:
    return PACKET.format(
        namespace=NAMESPACE,
        title=_text(getattr(metadata, "title", "")),
        author=_text(", ".join(getattr(metadata, "authors", ()))),
        subject=_text(getattr(metadata, "description", "")),
        language=_text(getattr(metadata, "lang", "")),
        creator=_text(getattr(metadata, "generator", "")),
        created=_text(getattr(metadata, "created", "")),
        producer=_text(pdf.info["Producer"].string),
        record=record,
        slot=EMPTY_SLOT.decode(),
        schemas="\n".join(
            (
                _schema("Annex dossier", NAMESPACE, "annex", OURS),
                _schema(
                    "PDF/UA identification", "http://www.aiim.org/pdfua/ns/id/", "pdfuaid", UNIVERSAL_ACCESS
                ),
            )
        ),
    )


def _schema(name: str, uri: str, prefix: str, properties: tuple[tuple[str, str, str], ...]) -> str:
    described = "".join(PROPERTY.format(name=key, type=kind, says=says) for key, kind, says in properties)
    return SCHEMA.format(name=name, uri=uri, prefix=prefix, properties=described)


def _text(value: object) -> str:
    return escape(NOT_XML.sub("", str(value or "")))
