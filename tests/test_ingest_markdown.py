from __future__ import annotations

from datetime import date

from ingest.document import Kind
from ingest.readers.markdown import read

SOURCE = """---
title: Missie naar Rijsel
date: 2023-03-20
organisation: POM West-Vlaanderen
---
# Missie naar Rijsel

De delegatie telde **45** deelnemers, zie [de lijst](https://lijst.example).
Zij bezocht ![de haven](haven.png) Duinkerke.

## Cijfers

| Regio | Banen |
|-------|------:|
| Nord  | 1.200 |

1. eerste
2. tweede
   - diep

> Een citaat.

<!-- een opmerking van de schrijver -->
<span style="display:none">verborgen</span>

```
code blijft
in regels
```
"""

TEXT = """Missie naar Rijsel

De delegatie telde 45 deelnemers, zie de lijst. Zij bezocht Duinkerke.

Cijfers

Regio\tBanen
Nord\t1.200

1. eerste
2. tweede
• diep

Een citaat.

code blijft in regels"""


def test_markdown_is_read_as_it_is_shown() -> None:
    document = read(SOURCE.encode(), "missie.md")
    assert document.kind is Kind.MARKDOWN
    assert [page.text for page in document.pages] == [TEXT]
    assert [(heading.level, heading.text) for heading in document.pages[0].headings] == [
        (1, "Missie naar Rijsel"),
        (2, "Cijfers"),
    ]


def test_front_matter_gives_the_properties() -> None:
    properties = read(SOURCE.encode(), "missie.md").properties
    assert properties.title == "Missie naar Rijsel"
    assert properties.created == date(2023, 3, 20)
    assert properties.organisation == "POM West-Vlaanderen"


def test_what_rendering_hides_is_flagged() -> None:
    flags = {flag.text: flag.where for flag in read(SOURCE.encode(), "missie.md").flags}
    assert flags == {
        "de haven": "alt_text",
        "een opmerking van de schrijver": "comment",
        "verborgen": "vanished",
    }


def test_a_rule_at_the_start_is_no_front_matter() -> None:
    document = read(b"---\n\nTekst onder een lijn.\n", "a.md")
    assert document.pages[0].text == "Tekst onder een lijn."
    assert document.properties.title is None


def test_an_older_encoding_is_read() -> None:
    document = read("# Réunion\r\n\r\nCompte rendu de l'été à Liège, 5 €.".encode("cp1252"), "a.md")
    assert document.pages[0].text == "Réunion\n\nCompte rendu de l'été à Liège, 5 €."


def test_a_line_break_is_kept_where_paragraphs_are_not_wrapped() -> None:
    prose = "De delegatie bezocht de haven en sprak er met de directie over walstroom en over het spoor. " * 3
    source = f"# Nota\n\n**Project:** Haven\n**Vastgesteld op:** 14 november 2024\n\n{prose}\n\n{prose}\n"
    (page,) = read(source.encode(), "nota.md").pages
    assert page.text.startswith("Nota\n\nProject: Haven\n\nVastgesteld op: 14 november 2024\n\nDe delegatie")
