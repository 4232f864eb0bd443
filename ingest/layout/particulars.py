"""Lines that stand beside a title or between headings and are neither: who, when, where and to whom.

A letterhead, a press article's first lines and an event's page are full of short lines in the shape of a
heading: a place and a date, an author, an address, a site's menu, an hour of a programme.
"""

from __future__ import annotations

import re

MONTH = (
    r"(?:jan(?:uari|vier|uary)?|feb(?:ruari|ruary)?|f[ée]v(?:rier)?|m(?:aart|rt|ars|arch)|apr(?:il)?|avril|m(?:ei|ai|ay)"
    r"|jun[ei]|juin|jul[iy]|juil(?:let)?|aug(?:ustus|ust)?|ao[uû]t|sept?(?:ember|embre)?|okt(?:ober)?"
    r"|oct(?:ober|obre)?|nov(?:ember|embre)?|dec(?:ember)?|d[ée]c(?:embre)?)\b\.?"
)
"""A month's name or abbreviation in Dutch, French or English; for use without regard to case."""

_RANGE = (
    r"(?:\d{1,2}(?:er|st|nd|rd|th)?(?:\s+"
    + MONTH
    + r")?\s*(?:[-–/]|en|et|and|au|to|t/m|tot(?: en met)?)\s*)?"
)
_DATE = re.compile(
    rf"\b(?:{_RANGE}\d{{1,2}}(?:er|st|nd|rd|th|e)?\s+)?{MONTH}\s+(?:19|20)\d\d\b"
    r"|\b(?:19|20)\d\d-\d\d-\d\d\b|\b\d{1,2}[-/.]\d{1,2}[-/.](?:19|20)\d\d\b",
    re.IGNORECASE,
)
_WEEKDAY = (
    r"(?:\w+dag|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche"
    r"|mon|tues|wednes|thurs|fri|satur|sun)(?:day)?"
)
_SET_OFF = re.compile(
    rf"(?:^|[\t,|–—:]|\s-)\s*(?:(?:le|les|du|de|den|op|van|on|the|from|{_WEEKDAY})\s+)*$", re.IGNORECASE
)
_FUNCTION_WORDS = frozenset("and d de den der des du en et in l la le les of the van à".split())
_ISSUE = re.compile(
    r"(?:^|.*[\t,|(–—]\s*|.*\s-\s)(?:billet |article |page |tekst |text )?"
    r"(?:publi|mise? (?:à jour|en ligne)|versi(?:on|e)\b|édition|edition\b|uitgave\b|bijgewerkt|gepubliceerd"
    r"|(?:last )?updated|sign(?:é|ed)\b|ondertekend|done at|fait à|gedaan te|ingezonden|ontvangen"
    r"|entrée en vigueur|inwerkingtreding|entry into force"
    r"|clôture|afgesloten|question déposée|nummer\b|numéro\b|issue\b|jaargang|bulletin\b|session\b)"
    r".*\b(?:19|20)\d\d\b.*",
    re.IGNORECASE,
)
_NAME = r"[A-ZÀ-Þ][a-zà-ÿ’'-]*(?:-?[A-ZÀ-Þ][a-zà-ÿ]+)*\.?"
_AUTHOR = re.compile(
    rf"(?:By|Par|Door|by|par|door)\s+{_NAME}\s+(?:(?:van|de|der|den|von|le|la|du|ten|ter)\s+)*{_NAME}"
    rf"(?:\s+{_NAME})?(?:$|,|\s(?:in|à|te|en|and|et)\s)"
    r"|(?:van onze|de notre|from our)\s\w+"
)
_MAKER = re.compile(
    r"(?:drafted|compiled|prepared|written|edited|hosted|organi[sz]ed|opgesteld|opgemaakt|samengesteld"
    r"|geschreven|uitgegeven|rédigée?|établie?|réalisée?|éditée?|organisée?)\s+(?:by|for|door|voor|par|pour)\b\W*\w",
    re.IGNORECASE,
)
_ADDRESSEE = re.compile(
    r"aan (?:(?:de|het)\s+(?:\w+\s+){0,2}(?:voorzitter|minister|staatssecretaris|heer|leden|raad|regering|college)"
    r"|mevrouw)\b|(?:\w+ ){0,3}à l[’']attention d|à (?:madame|monsieur|mesdames|messieurs|mme|m\.)\s|t\.a\.v\.\s"
    r"|ter attentie van|for the attention of|to the (?:minister|president|members of)\b",
    re.IGNORECASE,
)
_ADDRESS = re.compile(
    r"(?i:\bpostbus\s+\d|\bp\.?\s?o\.?\s?box\b|\bboîte postale\b)"
    r"|\b(?!19|20)\d{4}\s[A-Z]{2}\b|,\s*(?:[A-Z]{1,2}-)?\d{4,5}(?:-\d{3})?\s+[A-ZÀ-Þ]"
)
_MENU = re.compile(r"\[[^\]]{2,30}\](?:\s*\[[^\]]{2,30}\]){2,}|[^>/|·]{2,30}(?:\s[>/|·]\s[^>/|·]{2,30}){3,}")
_HOUR = re.compile(r"(?:[01]?\d|2[0-3])(?:[.:]| ?[hu] ?)[0-5]\d\b|(?:[01]?\d|2[0-3]) ?[hu]\s")
_FIELD = re.compile(
    r"(?:datum|date|betreft|onderwerp|objet|subject|concerne|kenmerk|ref|réf|van|from|de|aan|à|to|cc"
    r"|bijlagen?|annexes?)\s?:\s",
    re.IGNORECASE,
)
_NAMED_VALUE = re.compile(r"[^\W\d_][^:.]{1,28}[^\W_]?\)?\s?:\s+\S")


def is_particular(text: str) -> bool:
    """Say whether the line `text` is a date with its place, an author, an address, a menu or an hour's entry."""
    return (
        is_signature(text)
        or bool(_ADDRESSEE.match(text) or _ADDRESS.search(text) or _MENU.fullmatch(text))
        or bool(_HOUR.match(text))
    )


def is_dateline(text: str) -> bool:
    """Say whether `text` gives a day with the place of it ("Namur, le 3 mai 2024") or says what was done then.

    A title that ends in a date tells more than a place.
    """
    if not any(map(str.isdigit, text)):
        return False
    if _ISSUE.fullmatch(text):
        return True
    match = _DATE.search(text)
    if not match or not _SET_OFF.search(text[: match.start()]):
        return False
    words = re.findall(r"[^\W\d_]+", text[: match.start()])
    telling = [word for word in words if not _is_plain(word)]
    # Places and names have capitals; of what is all in capitals, only a word or two may be a place.
    is_place = len(telling) <= 2 if text.isupper() else sum(word[0].islower() for word in telling) <= 1
    return is_place and sum(map(str.isalpha, text[match.end() :])) <= 30


def is_signature(text: str) -> bool:
    """Say whether `text` tells who made something, for whom, or where and when: a line of its own in any head."""
    addressed = text[:1].isupper() and bool(_ADDRESSEE.match(text))
    return addressed or is_dateline(text) or is_author(text) or bool(_MAKER.match(text))


def is_author(text: str) -> bool:
    """Say whether `text` names the author of what stands beside it ("By Anna Jansen")."""
    return bool(_AUTHOR.match(text))


def is_publication(text: str) -> bool:
    """Say whether `text` tells when and in which issue something appeared ("Publié le 3 mai 2024")."""
    return bool(_ISSUE.fullmatch(text))


def is_field(text: str) -> bool:
    """Say whether `text` is a line of a letter's head ("datum: 3 mei 2024", "À : Anna Jansen")."""
    return bool(_FIELD.match(text))


def is_named_value(text: str) -> bool:
    """Say whether `text` has the shape "Label: value"."""
    return bool(_NAMED_VALUE.match(text))


def is_hour(text: str) -> bool:
    """Say whether `text` starts with a time of day, as the lines of a programme do."""
    return bool(_HOUR.match(text))


def _is_plain(word: str) -> bool:
    return word.casefold() in _FUNCTION_WORDS or bool(re.fullmatch(_WEEKDAY, word, re.IGNORECASE))
