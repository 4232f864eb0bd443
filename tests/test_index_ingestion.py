from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import textwrap
import time
from email.message import EmailMessage
from pathlib import Path

import pytest
from index_doubles import WordEmbedder

from index import ingestion
from index.errors import CATALOGUE, EmbedderMismatchError
from index.ingest_report import IngestReport, Progress, Stage
from index.ingestion import ingest_paths
from index.library import Library
from index.passages import Query
from index.records import State
from index.retriever import Retriever
from ingest.text.languages import Language


@pytest.fixture
def library(tmp_path: Path) -> Library:
    return Library.create(tmp_path / "library", WordEmbedder())


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "reports"
    folder.mkdir()
    write(folder / "north.txt", "The delegation went north.\n\nIt saw forty windmills.")
    write(folder / "south.txt", "The delegation went south.\n\nIt saw twelve vineyards.")
    return folder


def write(file: Path, text: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")
    # A file changed twice within one tick of the clock would keep its time; readers change files later.
    moment_ns = time.time_ns() + random.randrange(10**9)
    os.utime(file, ns=(moment_ns, moment_ns))


def ingest(library: Library, *paths: Path, **options: bool) -> IngestReport:
    return ingest_paths(library, paths, embedder=WordEmbedder(), **options)


def names(library: Library) -> list[str]:
    return [summary.name for summary in library.documents()]


def found(library: Library, words: str) -> list[str]:
    query = Query(text=words, language=Language.ENGLISH)
    return [passage.document for passage in Retriever(library, None).search(query, 5)]


def test_a_folder_is_read_and_reported(library: Library, folder: Path) -> None:
    report = ingest(library, folder)
    assert [(read.name, read.pages, read.chunks) for read in report.added] == [
        ("north.txt", 1, 1),
        ("south.txt", 1, 1),
    ]
    assert (report.updated, report.unchanged, report.skipped, report.removed) == ((), (), (), ())
    assert found(library, "windmills") == ["north.txt"]
    assert library.original(library.resolve("north.txt")) == (folder / "north.txt").read_bytes()


def test_a_second_ingest_opens_nothing(
    library: Library, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ingest(library, folder)
    generation = library.generation

    def fail(_: Path) -> bytes:
        raise AssertionError("a file was opened")

    monkeypatch.setattr(ingestion, "read_file", fail)
    report = ingest(library, folder)
    assert report.unchanged == (str(folder / "north.txt"), str(folder / "south.txt"))
    assert (report.added, library.generation) == ((), generation)


def test_a_touched_file_is_compared_by_its_bytes(
    library: Library, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ingest(library, folder)
    os.utime(folder / "north.txt", ns=(1, 1))

    def fail(*_: object) -> None:
        raise AssertionError("a file was read")

    monkeypatch.setattr(ingestion, "read_attached", fail)
    assert ingest(library, folder).unchanged == (str(folder / "north.txt"), str(folder / "south.txt"))
    monkeypatch.setattr(ingestion, "read_file", fail)
    assert len(ingest(library, folder).unchanged) == 2


def test_a_changed_file_takes_the_place_of_the_old(library: Library, folder: Path) -> None:
    ingest(library, folder)
    old = library.resolve("north.txt")
    write(folder / "north.txt", "The delegation saw nine lighthouses.")
    report = ingest(library, folder)
    assert [read.name for read in report.updated] == ["north.txt"]
    assert report.unchanged == (str(folder / "south.txt"),)
    assert (found(library, "windmills"), found(library, "lighthouses")) == ([], ["north.txt"])
    assert "windmills" in library.page(old, 1).text


def test_the_same_bytes_twice_are_one_document(library: Library, folder: Path) -> None:
    write(folder / "sub" / "copy.txt", (folder / "north.txt").read_text())
    report = ingest(library, folder)
    document_id = library.resolve("north.txt")
    assert len(library.documents()) == 2
    assert report.duplicates == ((str(folder / "sub" / "copy.txt"), document_id),)
    (folder / "north.txt").unlink()
    assert ingest(library, folder, prune=True).removed == ()
    assert names(library) == ["copy.txt", "south.txt"]


def test_a_moved_file_takes_its_new_name(library: Library, folder: Path) -> None:
    ingest(library, folder)
    (folder / "north.txt").rename(folder / "renamed.txt")
    ingest(library, folder)
    assert names(library) == ["renamed.txt", "south.txt"]


def test_bytes_that_change_places_in_one_run_stay_searched(library: Library, folder: Path) -> None:
    ingest(library, folder)
    north, south = (folder / "north.txt").read_text(), (folder / "south.txt").read_text()
    write(folder / "north.txt", south)
    write(folder / "south.txt", north)
    ingest(library, folder)
    assert (found(library, "windmills"), found(library, "vineyards")) == (["south.txt"], ["north.txt"])
    assert library.documents((State.SUPERSEDED,)) == ()


def test_only_prune_removes_what_vanished(library: Library, folder: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere.txt"
    write(elsewhere, "Another report altogether.")
    ingest(library, folder, elsewhere)
    gone = library.resolve("north.txt")
    (folder / "north.txt").unlink()
    elsewhere.unlink()
    assert ingest(library, folder).removed == ()
    assert "north.txt" in names(library)
    assert ingest(library, folder, prune=True).removed == ("north.txt",)
    assert names(library) == ["elsewhere.txt", "south.txt"]
    assert not (library.folder / "originals" / gone).exists()


def test_a_folder_that_is_gone_prunes_nothing(library: Library, folder: Path) -> None:
    ingest(library, folder)
    folder.rename(folder.with_name("unplugged"))
    report = ingest(library, folder, prune=True)
    assert (report.removed, len(report.skipped)) == ((), 1)
    assert names(library) == ["north.txt", "south.txt"]


def test_a_bad_file_is_skipped_with_its_reason(library: Library, folder: Path) -> None:
    (folder / "broken.pdf").write_bytes(b"%PDF-1.7\nnothing of the kind")
    (folder / "empty.txt").write_bytes(b"")
    report = ingest(library, folder)
    assert sorted(Path(skipped.path).name for skipped in report.skipped) == ["broken.pdf", "empty.txt"]
    assert len(report.added) == 2


def test_a_reader_that_trips_stops_nothing(
    library: Library, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read = ingestion.read_attached

    def trip(content: bytes, name: str) -> object:
        if name == "north.txt":
            raise RecursionError("too deep")
        return read(content, name)

    monkeypatch.setattr(ingestion, "read_attached", trip)
    report = ingest(library, folder)
    assert [read.name for read in report.added] == ["south.txt"]
    (skipped,) = report.skipped
    assert "RecursionError" in CATALOGUE.say(skipped.reason, Language.ENGLISH)


def test_a_file_that_breaks_leaves_its_last_good_version(library: Library, folder: Path) -> None:
    ingest(library, folder)
    (folder / "north.txt").write_bytes(b"%PDF-1.7\nnothing of the kind")
    assert len(ingest(library, folder).skipped) == 1
    assert found(library, "windmills") == ["north.txt"]


def test_attachments_are_documents_tied_to_their_message(library: Library, tmp_path: Path) -> None:
    message = EmailMessage()
    message["Subject"], message["From"], message["To"] = "Plan", "a@example.org", "b@example.org"
    message.set_content("Dear all, please find the plan attached.")
    message.add_attachment("A plan of forty windmills by the sea.", filename="plan.txt")
    mail = tmp_path / "mail.eml"
    mail.write_bytes(message.as_bytes())
    report = ingest(library, mail)
    assert sorted(read.name for read in report.added) == ["mail.eml", "mail.eml/plan.txt"]
    assert found(library, "windmills") == ["mail.eml/plan.txt"]
    attached = library.resolve("mail.eml/plan.txt")
    assert b"forty windmills" in library.original(attached)
    assert attached in library.remove([library.resolve("mail.eml")])
    assert library.is_empty


def test_progress_counts_files_and_pages(library: Library, folder: Path) -> None:
    heard: list[Progress] = []
    ingest_paths(library, [folder], embedder=WordEmbedder(), progress=heard.append)
    assert [(p.stage, p.file, p.files_done) for p in heard] == [
        (Stage.READING, "north.txt", 0),
        (Stage.EMBEDDING, "north.txt", 0),
        (Stage.READING, "south.txt", 1),
        (Stage.EMBEDDING, "south.txt", 1),
        (Stage.SAVING, "south.txt", 2),
    ]
    assert (heard[0].remaining_s, heard[-1].remaining_s) == (None, 0.0)
    assert (heard[-1].pages_done, heard[-1].files_total) == (2, 2)


def test_rereading_replaces_and_keeps_one_of_each(library: Library, folder: Path) -> None:
    ingest(library, folder)
    report = ingest(library, folder, reread=True)
    assert [read.name for read in report.updated] == ["north.txt", "south.txt"]
    assert found(library, "windmills") == ["north.txt"]
    with library.snapshot() as snapshot:
        assert len(snapshot.vectors) == 2


def test_another_model_is_refused(library: Library, folder: Path) -> None:
    with pytest.raises(EmbedderMismatchError):
        ingest_paths(library, [folder], embedder=WordEmbedder("words-2"))


@pytest.mark.parametrize("wait_s", [0.02, 0.1, 0.3])
def test_a_killed_ingest_leaves_a_whole_state(library: Library, folder: Path, wait_s: float) -> None:
    for number in range(120):
        write(folder / f"{number:03}.txt", f"Report {number} counts {number} windmills.")
    script = f"""
        import sys
        sys.path.insert(0, {str(Path(__file__).parent)!r})
        from pathlib import Path
        from index_doubles import WordEmbedder
        from index import ingestion
        from index.library import Library
        ingestion.BATCH_CHUNKS = 10
        library = Library.open(Path({str(library.folder)!r}))
        print("ready", flush=True)
        ingestion.ingest_paths(library, [Path({str(folder)!r})], embedder=WordEmbedder())
    """
    root = Path(__file__).parents[1]
    command = [sys.executable, "-c", textwrap.dedent(script)]
    with subprocess.Popen(command, cwd=root, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        process.stdout.readline()
        time.sleep(wait_s)
        process.send_signal(signal.SIGKILL)
    reopened = Library.open(library.folder, WordEmbedder())
    summaries = reopened.documents()
    with reopened.snapshot() as snapshot:
        assert len(snapshot.vectors) == sum(summary.chunks for summary in summaries)
    for summary in summaries:
        assert reopened.original(summary.id)
        assert reopened.chunks_of(summary.id)[0].chunk.text
    report = ingest(reopened, folder)
    assert len(report.added) + len(summaries) == 122
    assert len(report.unchanged) == len(summaries)
    with reopened.snapshot() as snapshot:
        assert len(snapshot.vectors) == 122
    assert sorted(file.suffix for file in (library.folder / "originals").iterdir()) == [""] * 122
