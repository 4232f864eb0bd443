"""What the page's controls do, as functions of plain values: no browser and no Gradio is needed to call them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from markupsafe import Markup

from assistant.answer import Answer
from index.ingest_report import IngestReport
from index.library import Library
from index.passages import Filters
from index.records import Summary
from ingest.errors import MissiveError
from ingest.text.languages import Language
from page import downloads
from page.backend import Backend, BusyError
from page.conversation import Conversation, answers_of, citation_of
from page.conversation_html import conversation_html, keep_html
from page.downloads import Download
from page.filter_values import without, without_lost_reports
from page.filters_html import filters_html
from page.frame_html import footer_html, header_html, notice_html
from page.library_html import COLUMNS, Listing, library_html, report_html
from page.markup import join, tag
from page.page_images import PageImages
from page.source_html import Shown, source_html
from page.uploads import Uploads
from page.uploads_html import drop_zone_html, progress_html, result_html, trouble_html
from page.welcome_html import nothing_shown_html, samples_button, welcome_html
from page.wording import Words

SAMPLES = Path(__file__).parents[1] / "examples" / "reports"

Data = Mapping[str, object]
"""What the browser tells of an event: texts, as its elements carry them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """What one visitor's page is about; the page is made from it and from the library alone."""

    language: Language = Language.ENGLISH
    conversation: Conversation = ()
    filters: Filters = field(default_factory=Filters)
    shown: Shown | None = None
    listing: Listing = field(default_factory=Listing)
    report: Shown | None = None

    @property
    def words(self) -> Words:
        """Return the words of the visitor's language."""
        return Words(self.language)


class Handlers:
    """Makes the parts of the page for a visit, and carries out what a visitor does."""

    def __init__(self, backend: Backend, uploads: Uploads, images: PageImages) -> None:
        self.backend, self.uploads, self.images = backend, uploads, images
        self._reports: tuple[int, Sequence[Summary]] | None = None

    # Parts of the page.

    def header(self, visit: Visit) -> Markup:
        """Return the head of the page."""
        return header_html(visit.words)

    def footer(self, visit: Visit) -> Markup:
        """Return the foot of the page."""
        return footer_html(visit.words, engine=self.backend.settings.engine)

    def notice(self, visit: Visit) -> Markup:
        """Return what concerns the whole page now: an ingest that runs, a library that cannot be opened."""
        words = visit.words
        try:
            self.backend.library()
        except MissiveError as error:
            return notice_html(" ".join(words.trouble(error)))
        progress = self.backend.progress
        if progress is None:
            return notice_html("")
        return notice_html(
            words.say(
                "progress.elsewhere",
                done=words.number(progress.files_done),
                total=words.number(progress.files_total),
            )
        )

    def conversation(self, visit: Visit) -> Markup:
        """Return the conversation, with a word of welcome while it is empty."""
        welcome = None
        if not visit.conversation:
            welcome = welcome_html(
                self.reports(),
                visit.words,
                has_samples=SAMPLES.is_dir(),
                is_ingesting=self.backend.is_ingesting,
            )
        return join((conversation_html(visit.conversation, visit.words), welcome))

    def keep(self, visit: Visit) -> Markup:
        """Return what can be done with the whole conversation, nothing before it has begun."""
        return keep_html(visit.conversation, visit.words)

    def source(self, visit: Visit) -> Markup:
        """Return the source pane of the ask tab."""
        return self._pane(visit.shown, visit) or nothing_shown_html(self.reports(), visit.words)

    def filters(self, visit: Visit) -> Markup:
        """Return the active filters and the choices."""
        library = self._library()
        if library is None or library.is_empty:
            return Markup("")
        return filters_html(library.facets(visit.filters), visit.filters, self.reports(), visit.words)

    def drop_zone(self, visit: Visit) -> Markup:
        """Return the place to drop files."""
        return drop_zone_html(visit.words)

    def table(self, visit: Visit) -> Markup:
        """Return the table of reports, with the offer of the samples where there are none."""
        reports = self.reports()
        if not reports and self.backend.is_ingesting:
            return Markup("")
        offer = samples_button(visit.words) if not reports and SAMPLES.is_dir() else None
        return join((library_html(reports, visit.listing, visit.words), offer))

    def report(self, visit: Visit) -> Markup:
        """Return one report's page in the library tab, nothing while none is open."""
        library = self._library()
        if library is None or visit.report is None:
            return Markup("")
        try:
            document = library.document(visit.report.document_id)
        except MissiveError:
            return Markup("")
        parts = report_html(document, visit.report.page, visit.words), self._pane(visit.report, visit)
        return tag("div", parts, class_="report-frame")

    def reports(self) -> Sequence[Summary]:
        """Return what is in the library; read anew only when that changed."""
        library = self._library()
        if library is None:
            return ()
        generation = library.generation
        if self._reports is None or self._reports[0] != generation:
            self._reports = (generation, library.documents())
        return self._reports[1]

    # What a visitor does.

    def show_citation(self, visit: Visit, data: Data) -> Visit:
        """Show the page of a citation, or another page of the report that is shown."""
        if "document" in data:
            return replace(visit, shown=self._first_page(data))
        citation = citation_of(visit.conversation, _number(data.get("turn"), -1), _number(data.get("marker")))
        return visit if citation is None else replace(visit, shown=Shown.of(citation))

    def filter_by(self, visit: Visit, filters: Filters) -> Visit:
        """Search with these filters from now on; reports that are gone are left out."""
        return replace(visit, filters=without_lost_reports(filters, (report.id for report in self.reports())))

    def clear_filter(self, visit: Visit, data: Data) -> Visit:
        """Take one value off the filters, or all of them where none is named."""
        if "field" not in data:
            return replace(visit, filters=Filters())
        return replace(visit, filters=without(visit.filters, str(data["field"]), str(data.get("value", ""))))

    def toggle_year(self, visit: Visit, data: Data) -> Visit:
        """Filter on one whole year, or no longer."""
        year = _number(data.get("year"), 1)
        period = (date(year, 1, 1), date(year, 12, 31))
        if (visit.filters.date_from, visit.filters.date_to) == period:
            period = (None, None)  # type: ignore[assignment]
        return replace(visit, filters=replace(visit.filters, date_from=period[0], date_to=period[1]))

    def arrange(self, visit: Visit, data: Data) -> Visit:
        """Sort the table by a column, or the other way round, or turn to another page of it."""
        listing = visit.listing
        column = str(data.get("column", ""))
        if column in COLUMNS:
            is_again = column == listing.column
            down = not listing.is_descending if is_again else column in ("date", "pages")
            return replace(visit, listing=replace(listing, column=column, is_descending=down, page=0))
        return replace(visit, listing=replace(listing, page=max(0, _number(data.get("page")))))

    def look_for(self, visit: Visit, data: Data) -> Visit:
        """Show only the reports in the table that have the words in the search box."""
        values = data.get("values")
        words = " ".join(map(str, values.get("words", ()))) if isinstance(values, dict) else ""
        return replace(visit, listing=replace(visit.listing, words=words, page=0))

    def open_report(self, visit: Visit, data: Data) -> Visit:
        """Open a report's page in the library tab, at a page of its text."""
        return replace(visit, report=self._first_page(data))

    def only_report(self, visit: Visit, data: Data) -> Visit:
        """Search in one report only."""
        return self.filter_by(visit, Filters(documents=(str(data.get("document", "")),)))

    def remove(self, visit: Visit, data: Data) -> tuple[Visit, Markup]:
        """Take a report out of the library for good; return what became of it."""
        words = visit.words
        try:
            document_id = str(data.get("document", ""))
            title = self.backend.require_library().document(document_id).title
            removed = self.backend.remove(document_id)
        except MissiveError as error:
            return visit, trouble_html(*words.trouble(error), words)
        self.images.forget(removed)
        shown = None if visit.shown and visit.shown.document_id in removed else visit.shown
        report = None if visit.report and visit.report.document_id in removed else visit.report
        after = self.filter_by(replace(visit, shown=shown, report=report), visit.filters)
        return after, notice_html(words.say("removal.done", title=title))

    def upload(self, visit: Visit, data: Data) -> Iterator[Markup]:
        """Yield how far the reading of uploaded files is, and at the end what became of each."""
        tokens = data.get("tokens")
        if not isinstance(tokens, list) or not tokens:
            return
        if self.backend.is_ingesting:
            yield trouble_html(*visit.words.trouble(BusyError()), visit.words)
            return
        folder = self.backend.folder / "uploads"
        # The files go when they are read, not when the visitor goes.
        claim = ExitStack()
        paths = claim.enter_context(self.uploads.claimed([str(token) for token in tokens], folder))
        yield from self._ingest(visit, paths, tuple(path.name for path in paths), claim.close)

    def read_samples(self, visit: Visit) -> Iterator[Markup]:
        """Yield how far the reading of the sample reports is, and at the end what became of each."""
        yield from self._ingest(visit, (SAMPLES,), (), lambda: None)

    def read_again(self, visit: Visit) -> Iterator[Markup]:
        """Yield how far the reading of files that changed is; files that are gone leave their report as it is."""
        found = {Path(path) for report in self.reports() for path in report.paths}
        paths = sorted(path for path in found if path.is_file())
        if not paths:
            yield notice_html(visit.words.say("library.again.none"))
            return
        yield from self._ingest(visit, paths, (), lambda: None)

    def export(self, visit: Visit, data: Data) -> tuple[Download | None, Markup]:
        """Return one answer, or the whole conversation where no turn is named, as a file; or why there is none."""
        turn = _number(data.get("turn"), -1)
        chosen = visit.conversation[turn : turn + 1] if turn >= 0 else visit.conversation
        answers = answers_of(chosen)
        try:
            return self._file(answers, str(data.get("kind")), visit.words), notice_html("")
        except (MissiveError, OSError) as error:
            words = visit.words
            reason = words.trouble(error) if isinstance(error, MissiveError) else (str(error), "")
            return None, trouble_html(*reason, words)

    def _first_page(self, data: Data) -> Shown:
        """Return the page that is asked for, the first with text where none is named."""
        shown, library = _shown(data), self._library()
        if "page" in data or library is None:
            return shown
        try:
            return shown.at(min((one.page for one in library.pages(shown.document_id)), default=1))
        except MissiveError:
            return shown

    def _file(self, answers: tuple[Answer, ...], kind: str, words: Words) -> Download | None:
        if not answers:
            return None
        if kind == "dossier":
            return downloads.as_dossier(answers[0], self.backend.assistant())
        return downloads.as_docx(answers, words) if kind == "docx" else downloads.as_markdown(answers, words)

    def _ingest(
        self, visit: Visit, paths: Sequence[Path], names: tuple[str, ...], afterwards: Callable[[], None]
    ) -> Iterator[Markup]:
        words = visit.words
        try:
            for news in self.backend.ingest(paths, afterwards=afterwards):
                if isinstance(news, IngestReport):
                    yield result_html(news, words)
                else:
                    yield progress_html(news, names, words)
        except MissiveError as error:
            yield trouble_html(*words.trouble(error), words)
        except Exception as error:  # the boundary of the page: a defect is told, and the page goes on
            yield trouble_html(words.say("ask.failed", reason=type(error).__name__), "", words)

    def _pane(self, shown: Shown | None, visit: Visit) -> Markup | None:
        library = self._library()
        if shown is None or library is None:
            return None
        try:
            return source_html(library, shown, visit.words)
        except MissiveError as error:
            return trouble_html(*visit.words.trouble(error), visit.words)

    def _library(self) -> Library | None:
        try:
            return self.backend.library()
        except MissiveError:
            return None


def _shown(data: Data) -> Shown:
    return Shown(
        document_id=str(data.get("document", "")),
        page=_number(data.get("page"), 1),
        quote_page=_number(data.get("quotePage")),
        start=_number(data.get("start")),
        end=_number(data.get("end")),
        marker=_number(data.get("marker")),
    )


def _number(value: object, default: int = 0) -> int:
    """Return a whole number that the browser sent as text."""
    text = str(value)
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else default
