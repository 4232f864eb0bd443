"""Which organisation issued a document, where it says so: a letterhead, a label, a property the text bears out."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ingest.document import Kind
from ingest.layout.particulars import is_particular
from ingest.readers.raw import RawDocument
from ingest.text.names import EntryKind, find_names, fold

_LETTERHEAD_LINES = 12
_MAX_NAME_CHARS = 110

_BODY = re.compile(
    r"\b(?:ministerie|ministère|ministry|minister-president|ministre-président|gemeente|commune|mairie|"
    r"ville de|stad|"
    r"provincie|province|région|rijksdienst|service public|spf|fod|federale overheidsdienst|département de|"
    r"department of|directie|direction générale|directorate|agence|agency|agentschap|kamer van koophandel|"
    r"chambre de commerce|chamber of commerce|université|university|universiteit|hogeschool|ambassade|"
    r"embassy|"
    r"consulaat|consulat|european commission|commission européenne|europese commissie|treasury board|"
    r"secretariat|"
    r"regering|gouvernement|government|landsadvocaat|tweede kamer|sénat|senaat|port authority|vereniging|"
    r"association|federatie|"
    r"fédération|federation|stichting|fondation|foundation|institut|instituut|institute)\b",
    re.IGNORECASE,
)
# Papers, and the parties and addressees that they name, are no senders.
_NO_SENDER = re.compile(
    r"(?:aan|aux?|à|to|entre|et|between|and|tussen|en|for|pour|voor|accord|agreement|communication|communiqué"
    r"|compte[- ]rendu|convention|factsheet|mededeling|memorandum|minutes|nieuwsbrief|newsletter|not[ae]|overeenkomst"
    r"|procès-verbal|protocole?|rapport|report|résumé|samenvatting|schriftelijke|synthèse|verslag|visit|mission|missie"
    r"|question|questions|réponse|antwoord|étude|study|brief|lettre|letter)\b",
    re.IGNORECASE,
)
_SENDER_ONLY = re.compile(
    r"\b(?:parlement|parliament|métropole|direction d(?:es|e)|minist(?:er|re) (?:van|wallon|flamand|de)"
    r"|tweede kamer|eerste kamer|région)\b",
    re.IGNORECASE,
)
_LABEL = re.compile(
    r"^(?:uitgave van|een uitgave van|uitgegeven door|opgesteld door|een publicatie van|publié par|édité par|"
    r"une publication de|rédigé par|établi par|published by|issued by|prepared by|a publication of|"
    r"organisation|"
    r"organisatie|organization|afzender|expéditeur)\s?:?\s+(\S.{2,100})$",
    re.IGNORECASE,
)
_PROGRAM_NAMES = re.compile(
    r"microsoft|hewlett|apple|home|windows|user|admin|unknown|company|adobe|^x+$", re.IGNORECASE
)
_ACRONYM_FIRST = re.compile(r"^[A-Z]{2,5}\b(?!\s+[A-ZÀ-Ý]{2,}$)")
_SENTENCE_END = re.compile(r"[.,;?!]$|:|\d|\b(?:is|zijn|was|were|are|est|sont|a|heeft|hebben|has|have)\b")


def find_organisation(raw: RawDocument, title: str) -> str | None:
    """Return the organisation that issued a document titled `title`, None where it is not stated."""
    text = "\n".join(page.text for page in raw.pages[:3])
    if raw.kind is Kind.EMAIL:
        return raw.properties.organisation
    return _labelled(text) or _letterhead(raw, title, text) or _borne_out(raw, text)


def is_letterhead(line: str) -> bool:
    """Say whether `line` reads like a sender's name in a letterhead, and like nothing else."""
    return (
        len(line) <= _MAX_NAME_CHARS
        and bool(_BODY.search(line) or _SENDER_ONLY.search(line))
        and not _SENTENCE_END.search(line)
        and not _NO_SENDER.match(line)
    )


def _labelled(text: str) -> str | None:
    for line in text.split("\n"):
        match = _LABEL.match(line)
        if (
            match
            and not _SENTENCE_END.search(match[1].rstrip(". "))
            and (_names_body(match[1]) or _ACRONYM_FIRST.match(match[1]))
        ):
            return match[1].rstrip(". ")
    return None


def _letterhead(raw: RawDocument, title: str, text: str) -> str | None:
    for line in _top_lines(raw, title):
        if _BODY.search(line) and is_letterhead(line) and not is_particular(line):
            spelt = _as_written(line, text)
            if spelt is not None:
                return spelt
    return None


def _top_lines(raw: RawDocument, title: str) -> Iterator[str]:
    """Yield the lines a letterhead may stand on: the first of the text, and its running headers."""
    if not raw.pages:
        return
    first = raw.pages[0]
    lines = [line.strip() for line in first.text.split("\n") if line.strip()]
    yield from (line for line in lines[:_LETTERHEAD_LINES] if fold(title) not in fold(line))
    yield from first.furniture


def _as_written(line: str, text: str) -> str | None:
    """Return a name in capitals as the text spells it elsewhere; None for words in lower case only."""
    if not line.isupper():
        return line if line[:1].isupper() and "|" not in line else None
    elsewhere = re.search(rf"(?<!\w){re.escape(line)}(?!\w)", text, re.IGNORECASE)
    while elsewhere:
        if not elsewhere[0].isupper():
            return elsewhere[0]
        elsewhere = re.compile(re.escape(line), re.IGNORECASE).search(text, elsewhere.end())
    return line


def _borne_out(raw: RawDocument, text: str) -> str | None:
    """Return the company, publisher or author of the properties where the text names it as well."""
    organisation = raw.properties.organisation
    if organisation and not _PROGRAM_NAMES.search(organisation) and _shares_a_name(organisation, text):
        return organisation
    author = raw.properties.author
    if author and (_names_body(author) or _ACRONYM_FIRST.match(author)) and _shares_a_name(author, text):
        return author
    return None


def _names_body(name: str) -> bool:
    known = any(mention.entry.kind is EntryKind.ORGANISATION for mention in find_names(name))
    return known or bool(_BODY.search(name))


def _shares_a_name(name: str, text: str) -> bool:
    """Say whether a capitalised word of `name` stands in `text`."""
    words = set(re.findall(r"\w+", fold(text)))
    return any(fold(word) in words for word in re.findall(r"\b[A-ZÀ-Ý]\w{2,}", name))
