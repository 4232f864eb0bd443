"""The page's components and which handler answers which of their events: the one place that knows Gradio's."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import gradio as gr
from markupsafe import Markup

from page.conversation import Conversation, ask, stopped
from page.filter_values import kept_filters, read_filters
from page.handlers import Handlers, Visit
from page.tools import Tools
from page.wording import language_of, preferred

_HERE = Path(__file__).parent

STYLE = (_HERE / "page.css").read_text(encoding="utf-8")

HEAD = f"<script>{(_HERE / 'page.js').read_text(encoding='utf-8')}</script>"

_BIND = "window.missive.bind(element, trigger, watch);"

_ELSEWHERE_S = 3.0
"""Seconds between looks at an ingest that another page started."""

_FONTS = ("Segoe UI", "Roboto", "Helvetica Neue", "Noto Sans", "Liberation Sans", "Arial", "sans-serif")

_QUIET: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}

_AT_ONCE: dict[str, Any] = {**_QUIET, "queue": False}
"""For what takes a few milliseconds: one request, where the queue takes two and waits its turn."""


def theme() -> gr.themes.Base:
    """Return a theme of system fonts: nothing is fetched to draw the page."""
    plain = gr.themes.Base(font=list(_FONTS), font_mono=["monospace"])
    bare = {"block_background_fill": "transparent", "block_border_width": "0px", "block_shadow": "none"}
    return plain.set(**bare, block_background_fill_dark="transparent", block_border_width_dark="0px")


def make_blocks(handlers: Handlers, tools: Tools | None) -> gr.Blocks:
    """Return the page; `tools` are offered to other programs where given."""
    with gr.Blocks(title="Missive", analytics_enabled=False, fill_width=True) as blocks:
        _Page(handlers).wire(blocks)
        if tools is not None:
            for function in (tools.search, tools.ask, tools.show_page, tools.list_reports):
                gr.api(function, api_name=function.__name__)  # type: ignore[attr-defined]  # it is in __init__
    page: gr.Blocks = blocks
    return page


def _html(elem_id: str) -> gr.HTML:
    return gr.HTML(elem_id=elem_id, js_on_load=_BIND, apply_default_css=False, elem_classes=["missive-part"])


class _Page:
    """Lays out the components when made; `wire` connects them.

    `visit` is one visitor's page (language, filters, what is shown); the conversation is a state of
    its own, so that an answer that still grows and a citation pressed meanwhile do not undo each other.
    """

    def __init__(self, handlers: Handlers) -> None:
        self.handlers = handlers
        self.visit, self.talk = gr.State(Visit()), gr.State(())
        # The secret only keeps Gradio from making a new one at each start, which would forget the filters.
        self.memory = gr.BrowserState({}, storage_key="missive", secret="missive")
        self.header, self.notice = _html("masthead"), _html("notice")
        with gr.Tabs() as self.tabs:
            with gr.Tab(id="ask") as self.ask_tab:
                self._lay_out_asking()
            with gr.Tab(id="library") as self.library_tab:
                self._lay_out_library()
        self.footer = _html("about")
        self.elsewhere = gr.Timer(_ELSEWHERE_S, active=False)
        self.file = gr.JSON(visible=False)

    def _lay_out_asking(self) -> None:
        with gr.Row(elem_classes=["columns"]):
            with gr.Column(scale=11, min_width=0):
                self.filters = _html("filters")
                self.conversation = _html("conversation")
                self.keep = _html("keep")
                with gr.Row(elem_id="composer"):
                    self.question = gr.Textbox(lines=1, max_lines=8, elem_id="question")
                    self.submit = gr.Button(variant="primary", elem_id="submit")
                    self.stop = gr.Button(interactive=False, elem_id="stop")
            with gr.Column(scale=9, min_width=0):
                self.source = _html("source")

    def _lay_out_library(self) -> None:
        self.drop_zone = _html("drop-zone")
        self.outcome = _html("outcome")
        self.report = _html("report")
        self.table = _html("table")

    def wire(self, blocks: gr.Blocks) -> None:
        """Connect every event with its handler."""
        self._wire_frame(blocks)
        self._wire_asking()
        self._wire_conversation()
        self._wire_filters()
        self._wire_library()

    def _wire_frame(self, blocks: gr.Blocks) -> None:
        blocks.load(self._arrive, [self.memory], [self.visit, self.elsewhere, *self._everything], **_AT_ONCE)
        self.header.select(
            self._speak,
            [self.visit, self.talk, self.memory],
            [self.visit, self.memory, *self._everything],
            **_AT_ONCE,
        )
        self.elsewhere.tick(
            self._look, [self.visit, self.talk], [self.elsewhere, *self._everything], **_QUIET
        )

    def _wire_asking(self) -> None:
        inputs = [self.question, self.visit, self.talk]
        outputs = [self.talk, self.conversation, self.keep, self.question, self.submit, self.stop]
        asked = [
            trigger(self._ask, inputs, outputs, concurrency_limit=4, **_QUIET)
            for trigger in (self.question.submit, self.submit.click)
        ]
        again = self.conversation.retry(
            self._ask_again, [self.visit, self.talk], outputs, concurrency_limit=4, **_QUIET
        )
        self.stop.click(
            self._stop,
            [self.visit, self.talk],
            [self.talk, self.conversation, self.keep, self.submit, self.stop],
            cancels=[*asked, again],
            **_QUIET,
        )
        self.keep.clear(
            self._start_anew,
            [self.visit],
            [self.visit, *outputs[:3], self.source, *outputs[3:]],
            cancels=[*asked, again],
            **_QUIET,
        ).then(None, js="() => window.missive.focusQuestion()", **_QUIET)

    def _wire_conversation(self) -> None:
        cite, pane = [self.visit, self.talk], [self.visit, self.source]
        show = "() => window.missive.showSource('source')"
        self.conversation.select(self._cite, cite, pane, **_AT_ONCE).then(None, js=show, **_QUIET)
        self.source.select(self._cite, cite, pane, **_AT_ONCE).then(None, js=show, **_QUIET)
        self.conversation.edit(self._edit, [self.talk], [self.question], **_QUIET).then(
            None, js="() => window.missive.focusQuestion()", **_QUIET
        )
        for component in (self.conversation, self.keep):
            component.download(self._export, cite, [self.file, self.notice], **_QUIET).then(
                None, [self.file], js="(file) => window.missive.download(file)", **_QUIET
            )

    def _wire_filters(self) -> None:
        outputs = [self.visit, self.memory, self.filters]
        for event, handler in (
            (self.filters.input, self._choose),
            (self.filters.clear, self._clear),
            (self.filters.apply, self._toggle_year),
        ):
            event(handler, [self.visit, self.memory], outputs, trigger_mode="always_last", **_AT_ONCE)

    def _wire_library(self) -> None:
        after = [self.visit, self.talk], [*self._everything]
        told = [self.tabs, self.outcome, self.table]
        self.drop_zone.upload(self._upload, [self.visit], told, **_QUIET).then(
            self._show_all, *after, **_QUIET
        )
        for trigger, handler in (
            (self.table.expand, self._read_samples),
            (self.conversation.expand, self._read_samples),
            (self.table.retry, self._read_again),
        ):
            trigger(handler, [self.visit], told, **_QUIET).then(self._show_all, *after, **_QUIET)
        self.table.input(
            self._look_for, [self.visit], [self.visit, self.table], trigger_mode="always_last", **_AT_ONCE
        )
        self.table.apply(self._arrange, [self.visit], [self.visit, self.table], **_AT_ONCE)
        self.table.delete(self._remove, [self.visit], [self.visit, self.outcome], **_QUIET).then(
            self._show_all, *after, **_QUIET
        )
        show = "() => window.missive.showSource('report')"
        for component in (self.table, self.report):
            component.select(self._open_report, [self.visit], [self.visit, self.report], **_AT_ONCE).then(
                None, js=show, **_QUIET
            )
        self.report.collapse(self._close_report, [self.visit], [self.visit, self.report], **_AT_ONCE).then(
            None, js="() => window.missive.backToTable()", **_QUIET
        )
        self.report.apply(
            self._only_report,
            [self.visit, self.memory],
            [self.visit, self.memory, self.filters, self.tabs],
            **_QUIET,
        ).then(None, js="() => window.missive.focusQuestion()", **_QUIET)

    @property
    def _everything(self) -> list[Any]:
        """The components that speak a language, in the order of `_all`."""
        return [
            self.header, self.notice, self.ask_tab, self.library_tab, self.filters, self.conversation,
            self.question, self.submit, self.stop, self.keep, self.source,
            self.drop_zone, self.table, self.report, self.footer,
        ]  # fmt: skip

    def _all(self, visit: Visit) -> list[Any]:
        words, make = visit.words, self.handlers
        return [
            make.header(visit),
            make.notice(visit),
            gr.update(label=words.say("tab.ask")),
            gr.update(label=words.say("tab.library")),
            make.filters(visit),
            make.conversation(visit),
            gr.update(label=words.say("ask.question"), placeholder=words.say("ask.placeholder")),
            gr.update(value=words.say("ask.submit")),
            gr.update(value=words.say("ask.stop")),
            make.keep(visit),
            make.source(visit),
            make.drop_zone(visit),
            make.table(visit),
            make.report(visit),
            make.footer(visit),
        ]

    # Arriving, and the language.

    def _arrive(self, memory: object, request: gr.Request) -> list[Any]:
        kept = memory if isinstance(memory, dict) else {}
        chosen = kept.get("language")
        language = language_of(chosen) if chosen else preferred(request.headers.get("accept-language", ""))
        visit = self.handlers.filter_by(Visit(language=language), read_filters(kept.get("filters")))
        return [visit, gr.update(active=self.handlers.backend.is_ingesting), *self._all(visit)]

    def _speak(self, visit: Visit, talk: Conversation, memory: object, event: gr.EventData) -> list[Any]:
        spoken = replace(visit, language=language_of(_data(event).get("language")))
        kept = {**(memory if isinstance(memory, dict) else {}), "language": str(spoken.language)}
        return [spoken, kept, *self._all(replace(spoken, conversation=talk))]

    def _look(self, visit: Visit, talk: Conversation) -> list[Any]:
        """Follow an ingest; when it is over, show what it brought."""
        if self.handlers.backend.is_ingesting:
            parts = [gr.skip()] * len(self._everything)
            parts[1] = self.handlers.notice(visit)
            return [gr.skip(), *parts]
        return [gr.update(active=False), *self._show_all(visit, talk)]

    def _show_all(self, visit: Visit, talk: Conversation) -> list[Any]:
        return self._all(replace(visit, conversation=talk))

    # Asking.

    def _ask(self, text: str, visit: Visit, talk: Conversation) -> Iterator[list[Any]]:
        if not text.strip():
            yield [gr.skip()] * 6
            return
        yield from self._asking(text.strip(), visit, talk, clear=True)

    def _ask_again(self, visit: Visit, talk: Conversation, event: gr.EventData) -> Iterator[list[Any]]:
        turn = int(_data(event)["turn"])
        text = talk[turn].question
        yield from self._asking(text, visit, talk[:-1] if turn == len(talk) - 1 else talk, clear=False)

    def _asking(self, text: str, visit: Visit, talk: Conversation, *, clear: bool) -> Iterator[list[Any]]:
        running = [gr.update(interactive=False), gr.update(interactive=True)]
        question = gr.update(value="") if clear else gr.skip()
        now = talk
        for now in ask(talk, text, visit.filters, self.handlers.backend):
            yield [*self._talk(visit, now), question, *running]
            question = gr.skip()
        yield [*self._talk(visit, now), gr.skip(), gr.update(interactive=True), gr.update(interactive=False)]

    def _talk(self, visit: Visit, talk: Conversation) -> list[Any]:
        now = replace(visit, conversation=talk)
        return [talk, self.handlers.conversation(now), self.handlers.keep(now)]

    def _stop(self, visit: Visit, talk: Conversation) -> list[Any]:
        return [*self._talk(visit, stopped(talk)), gr.update(interactive=True), gr.update(interactive=False)]

    def _start_anew(self, visit: Visit) -> list[Any]:
        visit = replace(visit, shown=None)
        buttons = [gr.update(interactive=True), gr.update(interactive=False)]
        return [visit, *self._talk(visit, ()), self.handlers.source(visit), gr.update(value=""), *buttons]

    def _edit(self, talk: Conversation, event: gr.EventData) -> Any:
        return gr.update(value=talk[int(_data(event)["turn"])].question)

    def _cite(self, visit: Visit, talk: Conversation, event: gr.EventData) -> list[Any]:
        shown = self.handlers.show_citation(replace(visit, conversation=talk), _data(event))
        return [replace(shown, conversation=()), self.handlers.source(shown)]

    def _export(self, visit: Visit, talk: Conversation, event: gr.EventData) -> list[Any]:
        file, notice = self.handlers.export(replace(visit, conversation=talk), _data(event))
        return [file.as_payload() if file else None, notice]

    # Filters.

    def _choose(self, visit: Visit, memory: object, event: gr.EventData) -> list[Any]:
        return self._filtered(
            self.handlers.filter_by(visit, read_filters(_data(event).get("values"))), memory
        )

    def _clear(self, visit: Visit, memory: object, event: gr.EventData) -> list[Any]:
        return self._filtered(self.handlers.clear_filter(visit, _data(event)), memory)

    def _toggle_year(self, visit: Visit, memory: object, event: gr.EventData) -> list[Any]:
        return self._filtered(self.handlers.toggle_year(visit, _data(event)), memory)

    def _filtered(self, visit: Visit, memory: object) -> list[Any]:
        kept = {**(memory if isinstance(memory, dict) else {}), "filters": kept_filters(visit.filters)}
        return [visit, kept, self.handlers.filters(visit)]

    # The library.

    def _upload(self, visit: Visit, event: gr.EventData) -> Iterator[list[Any]]:
        yield from self._telling(visit, self.handlers.upload(visit, _data(event)))

    def _read_samples(self, visit: Visit) -> Iterator[list[Any]]:
        yield from self._telling(visit, self.handlers.read_samples(visit))

    def _read_again(self, visit: Visit) -> Iterator[list[Any]]:
        yield from self._telling(visit, self.handlers.read_again(visit))

    def _telling(self, visit: Visit, outcomes: Iterator[Markup]) -> Iterator[list[Any]]:
        """Show the library tab once, then only the news: a visitor may go and ask meanwhile."""
        tab, table = gr.update(selected="library"), None
        for outcome in outcomes:
            table = self.handlers.table(visit) if table is None else gr.skip()
            yield [tab, outcome, table]
            tab = gr.skip()

    def _look_for(self, visit: Visit, event: gr.EventData) -> list[Any]:
        visit = self.handlers.look_for(visit, _data(event))
        return [visit, self.handlers.table(visit)]

    def _arrange(self, visit: Visit, event: gr.EventData) -> list[Any]:
        visit = self.handlers.arrange(visit, _data(event))
        return [visit, self.handlers.table(visit)]

    def _remove(self, visit: Visit, event: gr.EventData) -> list[Any]:
        return list(self.handlers.remove(visit, _data(event)))

    def _open_report(self, visit: Visit, event: gr.EventData) -> list[Any]:
        visit = self.handlers.open_report(visit, _data(event))
        return [visit, self.handlers.report(visit)]

    def _close_report(self, visit: Visit) -> list[Any]:
        visit = replace(visit, report=None)
        return [visit, self.handlers.report(visit)]

    def _only_report(self, visit: Visit, memory: object, event: gr.EventData) -> list[Any]:
        visit = self.handlers.only_report(visit, _data(event))
        return [*self._filtered(visit, memory), gr.update(selected="ask")]


def _data(event: gr.EventData) -> dict[str, Any]:
    """Return what the page's script told of an event."""
    data = event._data
    return data if isinstance(data, dict) else {}
