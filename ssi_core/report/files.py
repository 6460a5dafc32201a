"""A report -> a file, in the form that was asked for."""

from __future__ import annotations

from typing import Protocol

from ssi_core.report.blocks import Document

#: Forms that a report is written in, by how a file's name ends.
FORMS = ("html", "pdf")


class LaidOut(Protocol):
    """A report on a member or on a programme."""

    @property
    def document(self) -> Document:
        """What it says, laid out."""


def report_file(report: LaidOut, form: str) -> bytes:
    """A report as a file; the same report gives the same bytes.

    Parameters
    ----------
    report : Report or ProgrammeReport
        What it says.
    form : {"html", "pdf"}
        One page that needs no other file, or A4 with an embedded font.

    Raises
    ------
    ValueError
        If the form is neither.
    """
    if form == "html":
        from ssi_core.report.html_file import html_file

        return html_file(report.document).encode("utf-8")
    if form == "pdf":
        from ssi_core.report.pdf_file import pdf_file

        return pdf_file(report.document)
    raise ValueError(f"no form {form!r}: choose html or pdf")
