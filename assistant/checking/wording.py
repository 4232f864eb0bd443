"""How the outcome of a check reads, and what it is as JSON."""

from __future__ import annotations

from assistant.checking.draft import CheckedStatement, Differing, Verdict
from assistant.checking.quotation import CheckedQuote, QuoteVerdict
from assistant.serialising import citation_json
from assistant.wording import CATALOGUE, word_citation
from ingest.messages import Message
from ingest.text.languages import Language
from ingest.text.quotes import Difference

_VERDICTS = {
    Verdict.SUPPORTED: "check.supported",
    Verdict.CONTRADICTED: "check.contradicted",
    Verdict.NOT_FOUND: "check.not_found",
}


def quote_json(checked: CheckedQuote) -> dict[str, object]:
    """Return a checked quotation as the contract's object; `nearest` and `differs` where it was not found."""
    value: dict[str, object] = {
        "quote": checked.quote,
        "verdict": str(checked.verdict),
        "citations": [citation_json(citation) for citation in checked.citations],
    }
    if checked.verdict is QuoteVerdict.NOT_FOUND:
        value["nearest"] = None if checked.nearest is None else citation_json(checked.nearest)
        value["differs"] = [_difference_json(one) for one in checked.differs]
    return value


def _difference_json(one: Difference) -> dict[str, object]:
    return {
        "kind": str(one.kind),
        "quoted": one.quoted,
        "found": one.found,
        "start": one.start,
        "end": one.end,
    }


def statement_json(checked: CheckedStatement) -> dict[str, object]:
    """Return a checked statement as the contract's object; offsets count in the draft's text."""
    statement = checked.statement
    return {
        "text": statement.text,
        "start": statement.start,
        "end": statement.end,
        "verdict": str(checked.verdict),
        "citations": [citation_json(citation) for citation in checked.citations],
        "differs": [
            {"kind": one.kind, "stated": one.stated, "found": one.found, "marker": one.marker}
            for one in checked.differs
        ],
    }


def word_quote(checked: CheckedQuote, language: Language) -> str:
    """Return a checked quotation as a person reads it."""
    if checked.verdict is QuoteVerdict.VERBATIM:
        places = [word_citation(citation, language) for citation in checked.citations]
        return "\n\n".join([_say("check.verbatim", language), *places])
    lines = [_say("check.not_verbatim", language)]
    if checked.nearest is not None:
        lines.append(f"{_say('check.nearest', language)}\n{word_citation(checked.nearest, language)}")
        lines += [_word_difference(one, language) for one in checked.differs]
    return "\n\n".join(lines)


def _word_difference(one: Difference, language: Language) -> str:
    kind = _say(f"check.kind.{one.kind}", language)
    if not one.found:
        return _say("check.added", language, kind=kind, stated=one.quoted)
    if not one.quoted:
        return _say("check.left_out", language, kind=kind, found=one.found)
    return _say("check.differs", language, kind=kind, stated=one.quoted, found=one.found)


def word_statement(checked: CheckedStatement, language: Language) -> str:
    """Return a checked statement as a person reads it: the verdict, the words, and what they rest on."""
    lines = [f"{_say(_VERDICTS[checked.verdict], language)}: {checked.statement.text}"]
    lines += [_word_differing(one, language) for one in checked.differs]
    lines += [word_citation(citation, language) for citation in checked.citations]
    return "\n".join(lines)


def _word_differing(one: Differing, language: Language) -> str:
    kind = _say(f"check.kind.{one.kind}", language)
    return _say("check.differs", language, kind=kind, stated=one.stated, found=one.found)


def _say(key: str, language: Language, /, **values: object) -> str:
    return CATALOGUE.say(Message.of(key, **values), language)
