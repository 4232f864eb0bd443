from __future__ import annotations

from assistant.engines.parsing import ClaimParser, WrittenQuote

ANSWER = (
    'Here you go:\n```json\n{"claims": [{"text": "Er waren 12 bedrijven.", '
    '"quotes": [{"passage": 2, "quote": "twelve companies"}]}, '
    '{"text": "Cut off", "quotes": [{"passage": 1, "quo'
)


def test_claims_are_found_as_they_stream_in_whatever_surrounds_them() -> None:
    parser = ClaimParser()
    claims = [
        claim
        for piece in (ANSWER[i : i + 7] for i in range(0, len(ANSWER), 7))
        for claim in parser.feed(piece)
    ]
    assert [claim.text for claim in claims] == ["Er waren 12 bedrijven."]
    assert claims[0].quotes == (WrittenQuote(passage=2, quote="twelve companies"),)


def test_a_broken_claim_does_not_hide_the_next() -> None:
    text = '{"claims": [{"text": "broken" "quotes": []}, {"text": "whole", "quotes": []}]}'
    assert [claim.text for claim in ClaimParser().feed(text)] == ["whole"]


def test_an_empty_list_of_claims_is_told_from_nonsense() -> None:
    honest, nonsense = ClaimParser(), ClaimParser()
    assert list(honest.feed('{"claims": [ ]}')) == []
    assert list(nonsense.feed("As a language model I")) == []
    assert honest.has_seen_empty
    assert not nonsense.has_seen_empty
