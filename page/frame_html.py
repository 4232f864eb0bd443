"""What surrounds the tabs: the name, the choice of language, and what every visitor must know."""

from __future__ import annotations

from markupsafe import Markup

from ingest.text.languages import SERVED, Language
from page.markup import tag
from page.wording import Words

_OWN_NAMES = {Language.DUTCH: "Nederlands", Language.FRENCH: "Français", Language.ENGLISH: "English"}


def header_html(words: Words) -> Markup:
    """Return the head of the page; each language goes by its own name."""
    languages = [
        tag(
            "button",
            tag("span", str(one).upper(), aria_hidden="true", class_="short"),
            tag("span", _OWN_NAMES[one], class_="long"),
            type="button",
            lang=one,
            aria_pressed="true" if one is words.language else "false",
            data_event="select",
            data_language=one,
        )
        for one in SERVED
    ]
    return tag(
        "header",
        tag("a", words.say("frame.skip"), href="#question", class_="skip"),
        tag(
            "div",
            tag("h1", "Missive"),
            tag("p", words.say("frame.tagline")),
            class_="brand",
        ),
        tag("div", languages, class_="languages", role="group", aria_label=words.say("frame.language")),
        class_="masthead",
        data_language=words.language,
        data_title=words.say("frame.title"),
    )


def footer_html(words: Words, *, engine: str) -> Markup:
    """Return what the AI Act's article 50 asks to be said: that this is a system, how it answers, and to check."""
    how = words.say("about.quotes") if engine == "quotes" else words.say("about.model", engine=engine)
    return tag(
        "footer",
        tag("p", tag("strong", words.say("about.system")), " ", how, " ", words.say("about.check")),
        tag("p", words.say("about.local"), class_="advice"),
        class_="about",
    )


def notice_html(text: str) -> Markup:
    """Return a line that concerns the whole page, nothing where there is none."""
    return tag("p", text, class_="notice", role="status") if text else Markup("")
