"""A conversation as HTML: claims with their markers, sources, refusals that look like refusals."""

from __future__ import annotations

from itertools import pairwise

from markupsafe import Markup

from assistant.answer import Answer, Citation, Claim
from page.conversation import Conversation, Turn, TurnState
from page.markup import join, tag
from page.wording import Words

_EXPORTS = (
    ("docx", "export.docx"),
    ("markdown", "export.markdown"),
    ("dossier", "export.dossier"),
)

_LONG_QUESTION_CHARS = 280

_SOURCES = 8
"""Sources that stand open under an answer; of a longer list the rest is folded away, two at least."""


def conversation_html(conversation: Conversation, words: Words) -> Markup:
    """Return the whole conversation, or what to do where it has not begun."""
    turns = [_turn(turn, place, words) for place, turn in enumerate(conversation)]
    return tag(
        "div", turns, class_="conversation", role="log", aria_live="polite", aria_label=words.say("ask.log")
    )


def keep_html(conversation: Conversation, words: Words) -> Markup:
    """Return what can be done with the whole conversation: keep it, once it has two answers, or end it."""
    if not conversation:
        return Markup("")
    return tag(
        "div",
        tag("button", words.say("ask.new"), type="button", data_event="clear", class_="new"),
        _exports(conversation, words),
        class_="keep",
    )


def _exports(conversation: Conversation, words: Words) -> Markup | None:
    if sum(turn.answer is not None for turn in conversation) < 2:
        return None
    buttons = [
        tag("button", words.say(key), type="button", data_event="download", data_kind=kind)
        for kind, key in _EXPORTS
        if kind != "dossier"
    ]
    label = words.say("ask.export_all")
    return tag("div", tag("span", label), buttons, role="group", aria_label=label)


def _turn(turn: Turn, place: int, words: Words) -> Markup:
    return tag(
        "article",
        _question(turn.question, words),
        _outcome(turn, place, words),
        _actions(turn, place, words) if turn.state is not TurnState.RUNNING else None,
        class_="turn",
        id=f"turn-{place}",
    )


def _question(text: str, words: Words) -> Markup:
    """Return the question as a heading; one as long as a paragraph is set as one, and scrolls in its frame."""
    is_long = len(text) > _LONG_QUESTION_CHARS
    return tag(
        "h2",
        tag("span", words.say("ask.asked"), class_="unseen"),
        text,
        class_="question is-long" if is_long else "question",
        tabindex=0 if is_long else None,
    )


def _outcome(turn: Turn, place: int, words: Words) -> Markup:
    parts = []
    if turn.is_partial:
        parts.append(tag("p", words.say("ask.partial"), class_="notice"))
    if turn.failure is not None:
        hint = words.tell(turn.hint) if turn.hint else ""
        parts.append(
            tag(
                "div",
                tag("p", tag("strong", words.say("ask.trouble"))),
                tag("p", words.tell(turn.failure)),
                tag("p", hint) if hint else None,
                class_="trouble",
            )
        )
    elif turn.answer is None:
        is_running = turn.state is TurnState.RUNNING
        text = words.say("ask.searching" if is_running else "ask.stopped")
        parts.append(tag("p", text, class_="searching" if is_running else "notice"))
    elif turn.answer.answered or turn.state is TurnState.RUNNING:
        parts.append(_answered(turn.answer, place, turn.state, words))
    else:
        parts.append(_refused(turn.answer, place, words))
    return join(parts)


def _answered(answer: Answer, place: int, state: TurnState, words: Words) -> Markup:
    is_read_only = all(claim.is_quote for claim in answer.claims)
    return tag(
        "div",
        _notices(answer, words),
        tag("p", words.say("ask.reports_say"), class_="lead") if is_read_only and answer.claims else None,
        _claims(answer, place, words),
        tag("p", words.say("ask.continues"), class_="searching") if state is TurnState.RUNNING else None,
        tag("p", words.say("ask.stopped"), class_="notice") if state is TurnState.STOPPED else None,
        _sources(answer.citations, place, words, "" if is_read_only else words.say("ask.sources")),
        _unverified(answer, words),
        _provenance(answer, words),
        class_="answer",
    )


def _refused(answer: Answer, place: int, words: Words) -> Markup:
    head, *rest = _refusal_lines(answer)
    return tag(
        "div",
        _notices(answer, words),
        tag("p", tag("strong", head), lang=answer.language),
        [tag("p", line, lang=answer.language) for line in rest],
        _sources(answer.nearest, place, words, words.say("refusal.nearest")),
        _provenance(answer, words),
        class_="refusal",
    )


def _refusal_lines(answer: Answer) -> list[str]:
    """Return the refusal's own words: the answer's text without its notices and its nearest quotes."""
    lines = answer.text.split("\n\n")[len(answer.notices) :]
    return lines[:2] if lines else [answer.text]


def _notices(answer: Answer, words: Words) -> list[Markup]:
    return [tag("p", words.tell(notice), class_="notice") for notice in answer.notices]


def _claims(answer: Answer, place: int, words: Words) -> list[Markup]:
    """Return the claims; where there are several, the last of each report's says which report that is."""
    by_marker = {citation.marker: citation for citation in answer.citations}
    claims = [claim for claim in answer.claims if not claim.is_quote]
    cited = [[by_marker[one] for one in claim.markers if one in by_marker] for claim in claims]
    reports = [citations[0].document_id if citations else "" for citations in cited]
    ends = [report != following for report, following in pairwise((*reports, ""))]
    return [
        _claim(claim, citations, answer, place, words, is_last=len(claims) > 1 and ends_run)
        for claim, citations, ends_run in zip(claims, cited, ends, strict=True)
    ]


def _claim(
    claim: Claim, cited: list[Citation], answer: Answer, place: int, words: Words, *, is_last: bool
) -> Markup:
    return tag(
        "p",
        tag("span", claim.text, lang=answer.language),
        " ",
        [_marker(citation, place, words) for citation in cited],
        tag("span", _according(cited[0], words), class_="according") if is_last and cited else None,
        class_="claim",
    )


def _according(citation: Citation, words: Words) -> str:
    """Return the report and its date, which many titles carry already."""
    if citation.date is None or str(citation.date.year) in citation.title:
        return citation.title
    return words.say("ask.according", title=citation.title, date=words.date(citation.date))


def _marker(citation: Citation, place: int, words: Words) -> Markup:
    label = words.say("source.open", marker=citation.marker, title=citation.title, page=citation.page)
    return tag(
        "button",
        citation.marker,
        type="button",
        class_="marker",
        aria_label=label,
        title=label,
        data_event="select",
        data_turn=place,
        data_marker=citation.marker,
    )


def _sources(citations: tuple[Citation, ...], place: int, words: Words, heading: str) -> Markup | None:
    if not citations:
        return None
    items = [_source(citation, place, words) for citation in citations]
    first, rest = (items, []) if len(items) <= _SOURCES + 2 else (items[:_SOURCES], items[_SOURCES:])
    return tag(
        "section",
        tag("h3", heading) if heading else None,
        tag("ol", first, class_="sources"),
        tag(
            "details",
            tag("summary", words.say("ask.more_sources", number=words.number(len(rest)))),
            tag("ol", rest, class_="sources", start=len(first) + 1),
            id=f"more-{place}",
        )
        if rest
        else None,
        class_="evidence",
    )


def _source(citation: Citation, place: int, words: Words) -> Markup:
    return tag(
        "li",
        _marker(citation, place, words),
        tag(
            "div",
            tag("blockquote", citation.quote, lang=citation.language),
            tag("p", _origin(citation, words), class_="origin"),
            _glosses(citation, words),
        ),
        class_="source",
    )


def _origin(citation: Citation, words: Words) -> str:
    """Return where a quote stands; the heading path leaves out the title, which comes first anyway."""
    headings = [one for one in citation.heading.split(" > ") if one and one != citation.title]
    parts = [
        citation.title,
        words.say("source.page", page=words.number(citation.page)),
        " > ".join(headings),
        words.date(citation.date) if citation.date and str(citation.date.year) not in citation.title else "",
        words.language_name(citation.language),
    ]
    return " · ".join(part for part in parts if part)


def _glosses(citation: Citation, words: Words) -> Markup | None:
    if not citation.glosses:
        return None
    pairs = [
        tag("div", tag("dt", gloss.term, lang=citation.language), tag("dd", gloss.meaning))
        for gloss in citation.glosses
    ]
    return tag("div", tag("p", words.say("source.glosses")), tag("dl", pairs), class_="glosses")


def _unverified(answer: Answer, words: Words) -> Markup | None:
    if not answer.unverified:
        return None
    if answer.shows_unverified:
        struck = [tag("p", tag("del", claim), class_="struck") for claim in answer.unverified]
        return tag("div", tag("p", words.say("ask.struck"), class_="notice"), struck)
    return tag("p", words.count("ask.unverified", len(answer.unverified)), class_="notice")


def _provenance(answer: Answer, words: Words) -> Markup:
    spent_ms = answer.timings_ms.get("search", 0.0) + answer.timings_ms.get("answer", 0.0)
    how = words.say("ask.by_quotes" if answer.engine == "quotes" else "ask.by_model", engine=answer.engine)
    return tag("p", how, " ", words.say("ask.spent", seconds=words.seconds(spent_ms)), class_="provenance")


def _actions(turn: Turn, place: int, words: Words) -> Markup:
    buttons = [
        _action(words.say("ask.retry"), "retry", place),
        _action(words.say("ask.edit"), "edit", place),
    ]
    if turn.answer is not None:
        copied = f"{turn.question}\n\n{turn.answer.text}\n\n{words.say('about.check')}"
        buttons.append(
            tag(
                "button",
                words.say("ask.copy"),
                type="button",
                data_copy=copied,
                data_copied=words.say("ask.copied"),
            )
        )
        buttons += [_action(words.say(key), "download", place, kind) for kind, key in _EXPORTS]
    return tag("div", buttons, class_="actions", role="group", aria_label=words.say("ask.actions"))


def _action(label: str, event: str, place: int, kind: str | None = None) -> Markup:
    return tag("button", label, type="button", data_event=event, data_turn=place, data_kind=kind)
