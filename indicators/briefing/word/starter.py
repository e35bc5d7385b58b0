"""A template to begin with: the built-in order, with placeholders instead of what they give."""

from io import BytesIO

import docx
from django.utils.translation import get_language, pgettext
from docx.enum.text import WD_ALIGN_PARAGRAPH

from indicators.briefing.layout import parts
from indicators.briefing.word.styles import lay_out

_ROMAN = ("I", "II", "III", "IV", "V")


def starter() -> bytes:
    """A docx file in the language of the reader, to be changed and uploaded."""
    document = docx.Document()
    lay_out(document, get_language() or "vi")
    document.sections[0].header.add_paragraph("{{don_vi}} · {{ky}}")
    document.add_paragraph(pgettext("document", "REPORT"), style="Title")
    about = document.add_paragraph(
        pgettext("document", "Handling of administrative procedures, %(period)s")
        % {"period": "{{ky}}"}
    )
    about.alignment = WD_ALIGN_PARAGRAPH.CENTER
    document.add_paragraph("{{don_vi}}").alignment = WD_ALIGN_PARAGRAPH.CENTER
    for roman, (heading, names) in zip(_ROMAN, parts(), strict=True):
        document.add_paragraph(f"{roman}. {heading}", style="Heading 1")
        for name in names:
            style = "Body Text" if name.startswith("doan") else "Caption"
            document.add_paragraph(f"{{{{{name}}}}}", style=style)
    file = BytesIO()
    document.save(file)
    return file.getvalue()
