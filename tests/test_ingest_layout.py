from __future__ import annotations

import pytest

from ingest.layout import hyphen
from ingest.layout.hyphen import Spellings

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
