"""What stands behind the page: one library, its assistant, and the one ingest that may run."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.settings import Settings
from index.errors import EmbedderMismatchError, LibraryMissingError
from index.ingest_report import IngestReport, Progress
from index.library import Library
from ingest.errors import MissiveError
from ingest.messages import Message

if TYPE_CHECKING:
    from assistant.answering import Assistant
    from index.embedder import Embedder
    from index.judge import Judge


class BusyError(MissiveError):
    """Reports are being read in already."""

    def __init__(self) -> None:
        super().__init__(Message.of("upload.busy"), hint=Message.of("upload.busy.hint"))


@dataclass(frozen=True, slots=True)
class _Models:
    embedder: Embedder
    judge: Judge


class Backend:
    """Opens the library in `folder` and answers from it; keep one for all visitors of the page."""

    def __init__(self, folder: Path, settings: Settings) -> None:
        self.folder, self.settings = folder, settings
        self.progress: Progress | None = None
        """How far the running ingest is, None where none runs."""
        self._library: Library | None = None
        self._models: _Models | None = None
        self._assistant: tuple[int, Assistant] | None = None
        self._opening = threading.Lock()
        self._ingesting = threading.Lock()

    @property
    def is_ingesting(self) -> bool:
        """Tell whether reports are being read in by this page."""
        return self._ingesting.locked()

    def library(self) -> Library | None:
        """Return the library, None where there is none yet.

        Raises:
            LibraryError: what is in the folder cannot be read by this version.
        """
        with self._opening:
            if self._library is None:
                with suppress(LibraryMissingError):
                    self._library = Library.open(self.folder)
            return self._library

    def require_library(self) -> Library:
        """Return the library.

        Raises:
            LibraryMissingError: there is none.
        """
        library = self.library()
        if library is None:
            raise LibraryMissingError(self.folder)
        return library

    def assistant(self) -> Assistant:
        """Return an assistant that knows the library's present state.

        Raises:
            MissiveError: the library is missing or empty, or a model or setting is wrong.
        """
        from assistant.answering import Assistant
        from assistant.engines.opening import open_engine

        library = self.require_library()
        library.require_documents()
        models = self.models()
        if library.embedder_identity != models.embedder.identity:
            raise EmbedderMismatchError(self.folder, library.embedder_identity, models.embedder.identity)
        with self._opening:
            generation = library.generation
            if self._assistant is None or self._assistant[0] != generation:
                assistant = Assistant(
                    library, embedder=models.embedder, judge=models.judge, engine=open_engine(self.settings)
                )
                self._assistant = (generation, assistant)
            return self._assistant[1]

    def models(self) -> _Models:
        """Return the models, loaded on first use.

        Raises:
            MissiveError: a model is missing.
        """
        from index.embedder import load_embedder
        from index.judge import load_judge

        with self._opening:
            if self._models is None:
                self._models = _Models(load_embedder(self.settings.embedder or None), load_judge(None))
            return self._models

    def ingest(
        self, paths: Sequence[Path], *, afterwards: Callable[[], None] = lambda: None
    ) -> Iterator[Progress | IngestReport]:
        """Yield how far the ingest of `paths` is, and at the end what became of every file.

        It runs in a thread of its own: a visitor who closes the page does not break it off.
        `afterwards` is called when nothing of `paths` is needed any more.

        Raises:
            BusyError: an ingest is running.
            MissiveError: the library cannot be written.
        """
        if not self._ingesting.acquire(blocking=False):
            afterwards()
            raise BusyError
        news: queue.SimpleQueue[Progress | IngestReport | BaseException] = queue.SimpleQueue()
        threading.Thread(target=self._run_ingest, args=(tuple(paths), news, afterwards), daemon=True).start()
        while True:
            new = news.get()
            if isinstance(new, BaseException):
                raise new
            yield new
            if isinstance(new, IngestReport):
                return

    def _run_ingest(
        self,
        paths: tuple[Path, ...],
        news: queue.SimpleQueue[Progress | IngestReport | BaseException],
        afterwards: Callable[[], None],
    ) -> None:
        from index.ingestion import ingest_paths

        def tell(progress: Progress) -> None:
            self.progress = progress
            news.put(progress)

        outcome: IngestReport | BaseException
        try:
            embedder = self.models().embedder
            if self.library() is None:
                Library.create(self.folder, embedder).close()
            outcome = ingest_paths(self.require_library(), paths, embedder=embedder, progress=tell)
        except BaseException as error:  # handed to the thread that waits for it
            outcome = error
        finally:
            afterwards()
            self.progress = None
            self._ingesting.release()
        news.put(outcome)

    def remove(self, document_id: str) -> tuple[str, ...]:
        """Take a report out of the library for good; return the ids that are gone.

        Raises:
            MissiveError: there is no such report, or the library is being written to.
        """
        return self.require_library().remove((document_id,))
