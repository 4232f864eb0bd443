"""Make the sample reports in ``examples/reports`` from the texts in ``examples/sources``.

Run ``python examples/make_reports.py [FOLDER]``. A second run gives the same bytes with the same versions
of the libraries: dates, identifiers and the noise of the scan are fixed. Needs reportlab, which is only
among the development requirements.
"""

import sys
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from writers.office import write_docx, write_odt, write_pptx
from writers.pdf import write_pdf, write_scan, write_two_column_pdf
from writers.source import Source, read_source
from writers.text import write_html, write_mail, write_markdown, write_text

REPORTS = Path(__file__).resolve().parent / "reports"
ATTACHMENT = "afspraken-dublin.pdf"


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """One file to make: its name, the source of its text, and the function that writes it."""

    name: str
    source: str
    write: Callable[[Source], bytes]


def _write_dublin_mail(source: Source) -> bytes:
    attached = read_source("afspraken-dublin")
    return write_mail(source, attachment=ATTACHMENT, content=_helvetica(attached))


_helvetica = partial(write_pdf, font="Helvetica", bold="Helvetica-Bold")
_times = partial(write_pdf, font="Times-Roman", bold="Times-Bold", ruled=False)

MADE: tuple[Report, ...] = (
    Report(
        name="handelsmissie-rijsel-2023.pdf", source="handelsmissie-rijsel-2023", write=write_two_column_pdf
    ),
    Report(name="vervolgmissie-rijsel-2025.docx", source="vervolgmissie-rijsel-2025", write=write_docx),
    Report(
        name="verkenning-franse-regios-2024.pdf", source="verkenning-franse-regios-2024", write=_helvetica
    ),
    Report(
        name="halfgeleiders-grenoble-2024.txt",
        source="halfgeleiders-grenoble-2024",
        write=partial(write_text, encoding="utf-8", width_chars=72),
    ),
    Report(name="werkbezoek-aken-luik-2024.odt", source="werkbezoek-aken-luik-2024", write=write_odt),
    Report(name="mission-anvers-gand-2022.pdf", source="mission-anvers-gand-2022", write=_times),
    Report(name="visite-groningue-2024.html", source="visite-groningue-2024", write=write_html),
    Report(name="accord-luxembourg-2021.pdf", source="accord-luxembourg-2021", write=write_scan),
    Report(
        name="consultations-la-haye-2025.txt",
        source="consultations-la-haye-2025",
        write=partial(write_text, encoding="cp1252", width_chars=10_000),
    ),
    Report(
        name="cluster-aerospace-toulouse-2023.pptx",
        source="cluster-aerospace-toulouse-2023",
        write=write_pptx,
    ),
    Report(name="life-sciences-london-2022.md", source="life-sciences-london-2022", write=write_markdown),
    Report(name="offshore-wind-denmark-2023.pdf", source="offshore-wind-denmark-2023", write=_times),
    Report(name="dublin-visit-2025.eml", source="dublin-visit-2025", write=_write_dublin_mail),
    Report(
        name="hydrogen-corridor-duisburg-2024.docx",
        source="hydrogen-corridor-duisburg-2024",
        write=write_docx,
    ),
    Report(name="ai-mission-montreal-2025.pdf", source="ai-mission-montreal-2025", write=_helvetica),
)


def source_texts() -> dict[str, str]:
    """Map the name each document has in a library to the text a reader should find in it."""
    texts = {report.name: read_source(report.source).text for report in MADE}
    texts[f"dublin-visit-2025.eml/{ATTACHMENT}"] = read_source("afspraken-dublin").text
    return texts


def make_reports(folder: Path) -> tuple[Path, ...]:
    """Write every report into ``folder`` and return their paths."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for report in MADE:
        path = folder / report.name
        path.write_bytes(report.write(read_source(report.source)))
        paths.append(path)
    return tuple(paths)


if __name__ == "__main__":
    for made in make_reports(Path(sys.argv[1]) if len(sys.argv) > 1 else REPORTS):
        print(f"{made.stat().st_size:>8,} bytes  {made.name}")
