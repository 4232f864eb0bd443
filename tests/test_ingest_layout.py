from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.document import Page
from ingest.layout import hyphen
from ingest.layout.block import Block, BlockKind, bullet, row
from ingest.layout.columns import reading_order
from ingest.layout.furniture import Edge, find_furniture
from ingest.layout.hyphen import Spellings
from ingest.layout.marker import chapter_depth
from ingest.layout.page_text import clean, compose
from ingest.layout.particulars import is_particular
from ingest.layout.plain import read_plain
from ingest.layout.segment import Segment
from ingest.layout.table import read_rows

NOTHING_SEEN = Spellings.of([])


@pytest.mark.parametrize(
    ("left", "right", "mended"),
    [
        ("de samenwer-", "king met", "de samenwerking met"),
        ("le développe-", "ment durable", "le développement durable"),
        ("in Noord-", "Frankrijk", "in Noord-Frankrijk"),
        ("en Île-de-", "France et", "en Île-de-France et"),
        ("Auvergne-Rhône-", "Alpes", "Auvergne-Rhône-Alpes"),
        ("business-as-", "usual", "business-as-usual"),
        ("de CO2-", "uitstoot", "de CO2-uitstoot"),
        ("Covid-", "19", "Covid-19"),
        ("2015-", "2016", "2015-2016"),
        ("een R&D-", "centrum", "een R&D-centrum"),
        ("handels-", "en kennisrelaties", "handels- en kennisrelaties"),
        ("import-", "et exportations", "import- et exportations"),
        ("de auto-", "industrie", "de auto-industrie"),
        ("de auto-", "mobielsector", "de automobielsector"),
        ("des par-", "tenaires", "des partenaires"),
        ("sous-", "traitance", "sous-traitance"),
        ("long-", "term plans", "long-term plans"),
        ("EU-", "subsidie", "EU-subsidie"),
        ("SAMENVAT-", "TING", "SAMENVATTING"),
        ("zie https://example.org/pers-", "bericht", "zie https://example.org/pers-bericht"),
        ("zie https://example.org/pers", "/bericht", "zie https://example.org/pers/bericht"),
        ("een koffie\u00ad", "kop", "een koffiekop"),
        ("gewone regel", "en de volgende", "gewone regel en de volgende"),
        ("een streep -", "en verder", "een streep - en verder"),
    ],
)
def test_a_word_broken_at_a_line_end_is_mended(left: str, right: str, mended: str) -> None:
    assert hyphen.join(left, right, NOTHING_SEEN) == mended


def test_the_spelling_elsewhere_in_the_document_decides() -> None:
    hyphenated = Spellings.of(["een lead-partner vinden"])
    joined = Spellings.of(["een leadpartner vinden"])
    assert hyphen.join("de lead-", "partner", hyphenated) == "de lead-partner"
    assert hyphen.join("de lead-", "partner", joined) == "de leadpartner"


def test_words_at_a_line_end_are_no_evidence() -> None:
    assert Spellings.of(["de samenwer-", "king loopt goed"]).counts == {"de": 1, "loopt": 1, "goed": 1}


def lines_of(page: Page) -> list[str]:
    return [line for line in page.text.split("\n") if line]


def test_clean_mends_characters_and_is_stable() -> None:
    text = "L\u2019eﬃcacité\u00a0: 1\u202f250 kilome\u0300tres, koﬃe\u00ad pot \u200b\ufeffm²"
    cleaned = clean(text)
    assert cleaned == "L\u2019efficacité : 1 250 kilomètres, koffie pot m²"
    assert clean(cleaned) == cleaned


def test_compose_writes_blocks_and_finds_headings() -> None:
    page = compose(
        [
            Block(kind=BlockKind.HEADING, text="1. Begroting", level=1),
            Block(kind=BlockKind.PARAGRAPH, text="  "),
            row(["Post", "2024", "2025"]),
            row(["Reizen", "1 200", ""]),
            bullet("eerste punt"),
            bullet("tweede punt", "2."),
        ]
    )
    assert page.text == "1. Begroting\n\nPost\t2024\t2025\nReizen\t1 200\t\n\n• eerste punt\n2. tweede punt"
    assert [(heading.text, heading.level) for heading in page.headings] == [("1. Begroting", 1)]
    assert [page.text[start:end] for start, end in page.spans][1:3] == ["", "Post\t2024\t2025"]


REPORT = """\
 1. INLEIDING

De delegatie uit Zeeland en Noord-
Brabant bezocht in maart drie havens in het~
noorden van Frankrijk, waar zij sprak met de~
havenbesturen over walstroom en over de ka-
delengte die daarvoor nodig is.~

Havens
De havens die bezocht zijn liggen alle drie aan~
de kust. In iedere haven werd gesproken met de~
directie.
 2. RESULTATEN
EN VERVOLG

Er is afgesproken dat de havens ieder jaar een~
overzicht sturen van:

• het aantal schepen dat aan de kade stroom~
heeft afgenomen;

• de kosten.

2.1 Regio Duinkerke

Oppervlakte 1.210 km²
Inwoners (2022) 198.340
Werkloosheid 8,1%

Bron FR NL
Wind 12% 31%
Zon 4% 9%
""".replace("~", " ")  # a space where the exporter wrapped a line


def test_hard_wrapped_text_becomes_paragraphs_headings_bullets_and_rows() -> None:
    (page,) = read_plain(REPORT)
    assert [(heading.text, heading.level) for heading in page.headings] == [
        ("1. INLEIDING", 1),
        ("Havens", 2),
        ("2. RESULTATEN EN VERVOLG", 1),
        ("2.1 Regio Duinkerke", 2),
    ]
    assert page.text == (
        "1. INLEIDING\n\n"
        "De delegatie uit Zeeland en Noord-Brabant bezocht in maart drie havens in het noorden van Frankrijk, "
        "waar zij sprak met de havenbesturen over walstroom en over de kadelengte die daarvoor nodig is.\n\n"
        "Havens\n\n"
        "De havens die bezocht zijn liggen alle drie aan de kust. In iedere haven werd gesproken met de "
        "directie.\n\n"
        "2. RESULTATEN EN VERVOLG\n\n"
        "Er is afgesproken dat de havens ieder jaar een overzicht sturen van:\n\n"
        "• het aantal schepen dat aan de kade stroom heeft afgenomen;\n"
        "• de kosten.\n\n"
        "2.1 Regio Duinkerke\n\n"
        "Oppervlakte 1.210 km²\nInwoners (2022) 198.340\nWerkloosheid 8,1%\n"
        "Bron FR NL\nWind 12% 31%\nZon 4% 9%"
    )


def test_a_label_above_figures_is_their_heading() -> None:
    (page,) = read_plain(
        "Online mission on hydrogen\n\nThe mission took place online and drew visitors from four countries, "
        "most of them\nfrom the north of the continent.\n\nRegistration is closed\nParticipants from\n"
        "Denmark 41\nNorway 7\nTotal 48\n"
    )
    assert page.headings[-1].text == "Participants from"
    assert page.text.endswith("Participants from\n\nDenmark 41\nNorway 7\nTotal 48")
    assert "Registration is closed\n\n" in page.text


def test_lines_of_an_unwrapped_text_stay_apart() -> None:
    long = "Cette réunion a permis de faire le point sur les projets communs. " * 4
    (page,) = read_plain(f"Compte rendu\n{long}\nSuites données\n{long}\nPrénom NOM\nDirecteur général")
    assert lines_of(page) == [
        "Compte rendu",
        long.strip(),
        "Suites données",
        long.strip(),
        "Prénom NOM",
        "Directeur général",
    ]
    assert [heading.text for heading in page.headings] == ["Compte rendu", "Suites données"]


def test_form_feeds_part_pages_and_running_headers_are_set_aside() -> None:
    bodies = ["Het eerste bezoek gold de haven.", "Het tweede bezoek gold de sluis.", "Tot slot de werf."]
    pages = read_plain(
        "\f".join(f"Verslag missie\n\n{body}\n\nPagina {page} van 3\n" for page, body in enumerate(bodies, 1))
    )
    assert [page.text for page in pages] == bodies
    assert pages[1].furniture == ("Verslag missie", "Pagina 2 van 3")


def test_page_numbers_left_in_running_text_are_set_aside() -> None:
    body = "De commissie sprak lang over het eerste punt van de agenda en nam daarna een besluit.\n\n"
    (page,) = read_plain("".join(f"{body * 3}{number}\n\n" for number in range(7, 12)))
    assert page.furniture == ("7", "8", "9", "10", "11")
    assert lines_of(page) == [body.strip()] * 15


def test_a_column_of_numbers_is_no_page_numbering() -> None:
    (page,) = read_plain("\n".join(map(str, range(1, 30))))
    assert page.furniture == ()
    assert page.text.split()[-1] == "29"


def test_numbers_that_differ_otherwise_than_page_numbers_are_no_furniture() -> None:
    articles = [Edge(page=page, row=0, text=f"Article {4 + 3 * page}", place=5) for page in range(4)]
    numbers = [Edge(page=page, row=9, text=f"L 257/{73 + page}", place=95) for page in range(4)]
    assert find_furniture([*articles, *numbers], min_pages=3) == {(page, 9) for page in range(4)}


def test_aligned_columns_in_text_are_rows() -> None:
    (page,) = read_plain("Poste            Montant\nVoyage              1 250 €\nLogement\t840 €\n")
    assert page.text == "Poste\tMontant\nVoyage\t1 250 €\nLogement\t840 €"


def segment(text: str, left: float, top: float, size: float = 10.0) -> Segment:
    return Segment(text=text, left=left, top=top, right=left + 5 * len(text), bottom=top + size, size=size)


def test_two_columns_are_read_one_after_the_other_below_their_title() -> None:
    left = [segment("woorden van de linkerkolom hier", 50, 100 + 12 * row) for row in range(6)]
    right = [segment("woorden van de rechterkolom", 300, 100 + 12 * row) for row in range(6)]
    title = segment("Een titel die over beide kolommen heen loopt en dus boven hen staat", 50, 60, 14)
    regions = reading_order([*right, title, *left])
    assert [[part.text for part in region] for region in regions] == [
        [title.text],
        [part.text for part in left],
        [part.text for part in right],
    ]


def test_a_table_is_read_across_with_the_label_that_stands_beside_its_figures() -> None:
    rows = read_rows(
        [
            segment("Post", 50, 100),
            segment("2024", 200, 100),
            segment("2025", 300, 100),
            segment("Nieuwe diensten of", 50, 116),
            segment("8", 205, 122),
            segment("11", 303, 122),
            segment("directies", 50, 128),
            segment("Een gewone zin onder de tabel.", 50, 160),
        ]
    )
    assert [found.text for found in rows] == [
        "Post\t2024\t2025",
        "Nieuwe diensten of directies\t8\t11",
        "Een gewone zin onder de tabel.",
    ]
    assert [found.is_row for found in rows] == [True, True, False]


@given(st.text(max_size=300))
def test_no_letter_or_digit_of_a_text_is_lost(text: str) -> None:
    pages = read_plain(text)
    kept = "".join(page.text + "".join(page.furniture) for page in pages)
    expected = [letter for letter in clean(text.replace("\f", " ")) if letter.isalnum()]
    assert sorted(letter for letter in kept if letter.isalnum()) == sorted(expected)
    for page in pages:
        assert page.text == page.text.strip()
        assert all(page.text[heading.start : heading.end] == heading.text for heading in page.headings)


def test_a_footer_that_counts_the_pages_needs_no_second_like_it() -> None:
    from ingest.layout.furniture import Edge, _counts_pages

    footer = Edge(page=1, row=7, text="Haven Gent – 3 mei 2022 Pagina 2 van 2", place=95)
    assert _counts_pages(footer, 2)
    assert not _counts_pages(footer, 3)
    assert not _counts_pages(Edge(page=0, row=7, text="zie pagina 2 van 2", place=95), 2)


FACTSHEET = """\
FACTSHEET HARBOURS

Ostend, 4 May 2023
Compiled by the harbour desk in Ostend

Home > Programme > Participants > Press

1. OSTEND
------------------------------
Throughput in 2022: 1.4 million tonnes (2021: 1.6 million)
Strong sectors: offshore wind, fisheries
Contact person: Lotte Maes, head of planning

Programme

Tuesday 9 May
09.30 Arrival of the delegation
10.00 Opening by Anna Jansen, director of the port

Activity

Meetings held 219
of which online 40
No-show rate 4%

Hydrogen on the quay: what is planned

The port plans a terminal for hydrogen, and three companies have asked for land beside it.

2. What will the terminal cost?
3. Who pays for it?
"""


def test_particulars_and_values_are_no_headings() -> None:
    (page,) = read_plain(FACTSHEET)
    assert [(heading.text, heading.level) for heading in page.headings] == [
        ("FACTSHEET HARBOURS", 1),
        ("1. OSTEND", 1),
        ("Programme", 2),
        ("Tuesday 9 May", 2),
        ("Activity", 2),
        ("Hydrogen on the quay: what is planned", 2),
    ]
    assert "----" not in page.text
    assert "Meetings held 219\nof which online 40\nNo-show rate 4%" in page.text


def test_a_rule_of_dashes_marks_the_line_above_as_a_heading() -> None:
    (page,) = read_plain("Article 1 - Objet\n-----------------\nL'accord organise la coopération.\n")
    assert [heading.text for heading in page.headings] == ["Article 1 - Objet"]
    assert page.text == "Article 1 - Objet\n\nL'accord organise la coopération."


def test_the_lines_of_a_letter_s_head_stay_apart() -> None:
    (page,) = read_plain(
        "Question écrite n° 214 de Mme Anne Dupont\ndatum: 8 februari 2023\n\n"
        "Objet : le port et le rail dans la région frontalière, et ce qui reste à faire avant l'été\n"
        "Pièces jointes : 2 (un calendrier ; une carte)\n"
    )
    assert lines_of(page) == [
        "Question écrite n° 214 de Mme Anne Dupont",
        "datum: 8 februari 2023",
        "Objet : le port et le rail dans la région frontalière, et ce qui reste à faire avant l'été",
        "Pièces jointes : 2 (un calendrier ; une carte)",
    ]


def test_a_title_in_capitals_that_found_no_room_goes_on_in_an_unwrapped_text() -> None:
    long = "De minister sprak in Rijsel met de burgemeester en met de voorzitter van het gewest. " * 3
    first = "VLAAMSE MINISTER VAN HAVENS, SPOORWEGEN, ENERGIE, CULTUUR EN FACILITAIR"
    (page,) = read_plain(f"DE EERSTE MINISTER\n{first}\nMANAGEMENT\n\nNOTA\n\n{long}\n\n{long}\n\n{long}\n")
    assert lines_of(page)[:3] == ["DE EERSTE MINISTER", f"{first} MANAGEMENT", "NOTA"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Namur, le 3 mai 2024", True),
        ("Brussel - Gent, 22-25 april 2024", True),
        ("Signé à Ljubljana le 17 octobre 2023", True),
        ("Nummer 3 - september 2024", True),
        ("By Anna Jansen", True),
        ("Opgesteld door: het kantoor in Lissabon", True),
        ("Aan de Voorzitter van de Tweede Kamer", True),
        ("Postbus 20018, 2500 EA Den Haag", True),
        ("Home / Agenda / Participants / Press", True),
        ("16.00 Close", True),
        ("15 h 30 Clôture par le directeur", True),
        ("Handelsmissie havens en spoor naar Rijsel, 12-14 maart 2024", False),
        ("CONSULTATIONS ÉCONOMIQUES – LA HAYE, 4 FÉVRIER 2025", False),
        ("BRUSSEL, 4 FEBRUARI 2025", True),
        ("Aan de slag met waterstof", False),
        ("By organisation type", False),
        ("Events 2020", False),
        ("3.2 Auvergne-Rhône-Alpes", False),
        ("Tuesday 9 May", False),
    ],
)
def test_a_particular_is_told_from_a_title(text: str, expected: bool) -> None:
    assert is_particular(text) is expected


def test_the_date_of_a_title_stays_with_it() -> None:
    (page,) = read_plain(
        f"INNOVATIEMISSIE HAVENS NAAR GRENOBLE, 24-26 SEPTEMBER 2024\n{'=' * 58}\n\nDe missie.\n"
    )
    assert [heading.text for heading in page.headings] == [
        "INNOVATIEMISSIE HAVENS NAAR GRENOBLE, 24-26 SEPTEMBER 2024"
    ]


@pytest.mark.parametrize(
    ("text", "depth"),
    [
        ("3.2 Resultaten", 2),
        ("10.12 Kosten", None),
        ("9.30 Onthaal", None),
        ("30 May, on-site meetings", None),
        ("20 tot en met 23 november 2023", None),
        ("2 MARKT", 1),
        ("9.3 Kosten", 2),
    ],
)
def test_hours_and_days_are_no_chapter_numbers(text: str, depth: int | None) -> None:
    assert chapter_depth(text) == depth


def test_a_long_label_close_to_its_figure_is_a_cell_of_its_own() -> None:
    rows = read_rows(
        [
            segment("Indicator", 72, 100),
            segment("Value", 290, 100),
            segment("Share of wind in all electricity (2022)", 78, 120),
            segment("55%", 290, 120),
            segment("Installed capacity", 72, 140),
            segment("2.3 GW", 290, 140),
        ]
    )
    assert [[cell.text for cell in row.cells] for row in rows] == [
        ["Indicator", "Value"],
        ["Share of wind in all electricity (2022)", "55%"],
        ["Installed capacity", "2.3 GW"],
    ]
    assert all(row.is_row for row in rows)


def test_a_name_below_a_greeting_is_no_heading() -> None:
    (page,) = read_plain(
        "Dag Piet,\n\nHet verslag volgt morgen.\n\nGroeten,\nAnna\n\n> Piet schreef: komt het verslag er?\n"
    )
    assert page.headings == ()
