"""What a file says of itself (XMP): its title and language, and that it is made for screen readers."""

from xml.sax.saxutils import escape

from chalicelib.pdf.objects import File, Name, Ref

XMP = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="{dc}" xmlns:pdfuaid="{ua}">
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
<dc:creator><rdf:Seq><rdf:li>{author}</rdf:li></rdf:Seq></dc:creator>
<dc:language><rdf:Bag><rdf:li>{lang}</rdf:li></rdf:Bag></dc:language>
<pdfuaid:part>1</pdfuaid:part>
</rdf:Description>
</rdf:RDF>
</x:xmpmeta>
<?xpacket end="r"?>"""
NAMES = {"dc": "http://purl.org/dc/elements/1.1/", "ua": "http://www.aiim.org/pdfua/ns/id/"}


def metadata(file: File, title: str, author: str, lang: str) -> Ref:
    """Add it to the file."""
    text = XMP.format(title=escape(title), author=escape(author), lang=lang, **NAMES)
    return file.add_stream(text.encode(), Type=Name("Metadata"), Subtype=Name("XML"))
