from __future__ import annotations

import os
import subprocess
import sys
import textwrap
from datetime import date
from pathlib import Path

import pytest
from index_doubles import WordEmbedder, add, add_message, addition, bytes_on_disk, content, document, stamp

from index.changes import Changes, Writer
from index.database import set_meta
from index.embedding import reembed
from index.errors import (
    CATALOGUE,
    DocumentAmbiguousError,
    DocumentMissingError,
    EmbedderMismatchError,
    FormatError,
    LibraryEmptyError,
    LibraryExistsError,
    LibraryMissingError,
    LockedError,
    PageMissingError,
)
from index.library import Library
from index.lock import writer_lock
from index.passages import Filters, Query
from index.records import State
from index.retriever import Retriever
from ingest.document import Concern, Flag, Heading, Kind, LineBox, Page, UnreadPage
from ingest.text.languages import SERVED, Language


@pytest.fixture
def library(tmp_path: Path) -> Library:
    return Library.create(tmp_path / "library", WordEmbedder())


def search(library: Library, words: str) -> list[str]:
    query = Query(text=words, language=Language.ENGLISH)
    return [passage.document for passage in Retriever(library, None).search(query, 10)]


def test_a_document_comes_back_as_it_was_read(library: Library) -> None:
    read = document("trip.txt", "Hydrogen in Lille.\nTwo pages.", "The second page.")
    first = Page(
        page=1,
        text=read.pages[0].text,
        headings=(Heading(start=0, end=18, level=1, text="Hydrogen in Lille."),),
        lines=(LineBox(start=0, end=18, left=0.1, top=0.2, right=0.9, bottom=0.25),),
        furniture=("page 1 of 3",),
        ocr_confidence=87.5,
    )
    whole = document(
        "trip.txt",
        "Hydrogen in Lille.\nTwo pages.",
        "The second page.",
        document_date=date(2020, 6, 30),
        event_date=date(2020, 4, 22),
        event_end=date(2020, 4, 25),
        countries=("FR", "NL"),
        regions=("region:hauts-de-france",),
        organisation="Office of Trips",
        unread_pages=(UnreadPage(page=3, reason="page.ocr_missing"),),
        flags=(Flag(concern=Concern.HIDDEN, page=1, text="white", where="white text"),),
    )
    from dataclasses import replace

    whole = replace(whole, pages=(first, whole.pages[1]))
    add(library, whole)
    assert library.document(whole.id) == whole
    assert library.page(whole.id, 1) == first
    assert library.pages(whole.id) == whole.pages
    assert library.original(whole.id) == content(*(page.text for page in whole.pages))
    with pytest.raises(PageMissingError):
        library.page(whole.id, 3)


def test_summaries_count(library: Library) -> None:
    add(library, document("b.txt", "One.", "Two."), document("a.txt", "Drie.", language=Language.DUTCH))
    first, second = library.documents()
    assert (first.name, first.pages, first.chunks, first.language) == ("a.txt", 1, 1, Language.DUTCH)
    assert (second.name, second.pages, second.paths) == ("b.txt", 2, ("/reports/b.txt",))
    assert library.languages() == ((Language.ENGLISH, 1), (Language.DUTCH, 1))


def test_chunks_and_their_neighbours(library: Library) -> None:
    read = document("a.txt", "One.", "Two.", "Three.", "Four.")
    add(library, read)
    stored = library.chunks_of(read.id)
    assert [chunk.chunk.text for chunk in stored] == ["One.", "Two.", "Three.", "Four."]
    assert stored[0].chunk.sentences == ((0, 4),)
    near = library.neighbours(stored[1].id, before=1, after=2)
    assert [chunk.chunk.text for chunk in near] == ["One.", "Three.", "Four."]
    assert library.neighbours(9999) == ()


def test_a_new_version_takes_the_place_of_the_old(library: Library) -> None:
    old, new = document("plan.txt", "Budget of zephyrs."), document("plan.txt", "Budget of monsoons.")
    add(library, old)
    add(library, new)
    assert [summary.id for summary in library.documents()] == [new.id]
    assert search(library, "zephyrs") == []
    assert search(library, "monsoons") == ["plan.txt"]
    assert library.document(old.id).pages[0].text == "Budget of zephyrs."
    assert library.original(old.id) == b"Budget of zephyrs."
    assert library.resolve(old.id[:12]) == old.id
    (superseded,) = library.documents((State.SUPERSEDED,))
    assert (superseded.id, superseded.superseded_by) == (old.id, new.id)
    with library.snapshot() as snapshot:
        assert len(snapshot.vectors) == 1


def test_an_old_version_can_come_back(library: Library) -> None:
    old, new = document("plan.txt", "Budget of zephyrs."), document("plan.txt", "Budget of monsoons.")
    for read in (old, new, old):
        add(library, read)
    assert [summary.id for summary in library.documents()] == [old.id]
    assert search(library, "zephyrs") == ["plan.txt"]


def test_bytes_that_another_file_holds_are_not_superseded(library: Library) -> None:
    old, new = document("plan.txt", "Budget of zephyrs."), document("plan.txt", "Budget of monsoons.")
    add(library, old)
    with Writer.of(library) as writer:
        writer.commit(Changes(files=(stamp(old, "/copies/plan.txt"),)))
    add(library, new)
    assert search(library, "zephyrs") == ["copies/plan.txt"]
    assert search(library, "monsoons") == ["reports/plan.txt"]


def test_removal_leaves_nothing_of_a_document(library: Library) -> None:
    old = document("secret.txt", "The quixotic zephyr budget.")
    gone = document("secret.txt", "The quixotic monsoon budget.")
    kept = document("open.txt", "The open budget of 2020.")
    for read in (kept, old, gone):
        add(library, read)
    assert b"quixotic" in bytes_on_disk(library.folder)
    assert set(library.remove([gone.id])) == {old.id, gone.id}
    assert search(library, "quixotic") == []
    assert search(library, "budget") == ["open.txt"]
    for document_id in (old.id, gone.id):
        with pytest.raises(DocumentMissingError):
            library.document(document_id)
        with pytest.raises(DocumentMissingError):
            library.original(document_id)
    left = bytes_on_disk(library.folder)
    for trace in (b"quixot", b"zephyr", b"monsoon", b"secret.txt", gone.id.encode(), old.id.encode()):
        assert trace not in left
    assert len(list(library.folder.glob("vectors-*"))) == 1


def test_nothing_is_removed_if_one_id_is_wrong(library: Library) -> None:
    read = document("a.txt", "One.")
    add(library, read)
    with pytest.raises(DocumentMissingError):
        library.remove([read.id, "0" * 64])
    assert [summary.id for summary in library.documents()] == [read.id]


def test_attachments_leave_with_their_message(library: Library) -> None:
    message = document("mail.eml", "See the attached plan.")
    plan = document("mail.eml/plan.txt", "A plan of zephyrs.")
    other = document("other.eml", "The same plan again.")
    add_message(library, message, plan)
    with Writer.of(library) as writer:
        from index.holdings import Attachment

        writer.commit(
            Changes(
                additions=(addition(other, WordEmbedder()),),
                attachments=(Attachment(parent_id=other.id, document_id=plan.id, name="other.eml/plan.txt"),),
                files=(stamp(other),),
            )
        )
    assert library.documents()[1].name == "mail.eml/plan.txt"
    assert set(library.documents()[1].parents) == {message.id, other.id}
    assert library.remove([message.id]) == (message.id,)
    assert search(library, "zephyrs") == ["other.eml/plan.txt"]
    assert set(library.remove([other.id])) == {other.id, plan.id}
    assert library.is_empty


def test_a_new_version_of_a_message_takes_its_attachments_along(library: Library) -> None:
    message, plan = document("mail.eml", "A."), document("mail.eml/plan.txt", "A plan of zephyrs.")
    add_message(library, message, plan)
    newer = document("mail.eml", "B.")
    add(library, newer)
    assert search(library, "zephyrs") == []
    assert library.document(plan.id).pages[0].text == "A plan of zephyrs."
    assert set(library.remove([newer.id])) == {newer.id, message.id, plan.id}


def test_names_grow_by_a_folder_where_two_share_one(library: Library) -> None:
    embedder = WordEmbedder()
    one, two, three = (document("a.txt", text) for text in ("One.", "Two.", "Three."))
    paths = {"/x/north/a.txt": one, "/x/south/a.txt": two, "/y/south/a.txt": three}
    with Writer.of(library) as writer:
        writer.commit(
            Changes(
                additions=tuple(addition(read, embedder) for read in paths.values()),
                files=tuple(stamp(read, path) for path, read in paths.items()),
            )
        )
    names = {summary.id: summary.name for summary in library.documents()}
    assert names == {one.id: "north/a.txt", two.id: "x/south/a.txt", three.id: "y/south/a.txt"}
    assert library.resolve("north/a.txt") == one.id
    with pytest.raises(DocumentAmbiguousError) as caught:
        library.resolve("a.txt")
    assert set(caught.value.ids) == {one.id, two.id, three.id}
    library.remove([two.id, three.id])
    assert library.documents()[0].name == "a.txt"
    assert library.resolve(one.id[:8]) == one.id
    for wrong in ("b.txt", "00000000", ""):
        with pytest.raises(DocumentMissingError):
            library.resolve(wrong)


def test_facets_leave_out_their_own_filter(library: Library) -> None:
    add(
        library,
        document("a.txt", "A.", countries=("FR", "NL"), document_date=date(2020, 1, 2)),
        document("b.txt", "B.", countries=("FR",), language=Language.FRENCH, organisation="RVO"),
        document("c.txt", "C.", countries=("BE",), language=Language.FRENCH, event_date=date(2021, 5, 1)),
    )
    facets = library.facets(Filters(countries=("FR",)))
    assert facets.countries == (("FR", 2), ("BE", 1), ("NL", 1))
    assert facets.languages == ((Language.ENGLISH, 1), (Language.FRENCH, 1))
    assert facets.kinds == ((Kind.TEXT, 2),)
    assert facets.organisations == (("RVO", 1),)
    assert facets.years == ((2020, 1),)
    assert library.facets().years == ((2020, 1), (2021, 1))


def test_state_hash_follows_the_documents(library: Library, tmp_path: Path) -> None:
    one, two = document("a.txt", "One."), document("b.txt", "Two.")
    empty = library.state_hash()
    add(library, one, two)
    both = library.state_hash()
    other = Library.create(tmp_path / "other", WordEmbedder())
    add(other, two)
    add(other, one)
    assert len({empty, both}) == 2
    assert other.state_hash() == both
    library.remove([two.id, one.id])
    assert library.state_hash() == empty


def test_missing_empty_and_existing_libraries_name_their_folder(library: Library, tmp_path: Path) -> None:
    for folder in (tmp_path / "nowhere", tmp_path):
        with pytest.raises(LibraryMissingError) as missing:
            Library.open(folder)
        assert str(folder) in CATALOGUE.say(missing.value.message, Language.DUTCH)
    assert not (tmp_path / "nowhere").exists()
    with pytest.raises(LibraryEmptyError) as empty:
        library.require_documents()
    assert str(library.folder) in CATALOGUE.say(empty.value.message, Language.FRENCH)
    with pytest.raises(LibraryExistsError):
        Library.create(library.folder, WordEmbedder())


def test_another_model_or_format_is_refused_by_name(library: Library) -> None:
    with pytest.raises(EmbedderMismatchError) as mismatch:
        Library.open(library.folder, WordEmbedder("words-2"))
    said = CATALOGUE.say(mismatch.value.message, Language.ENGLISH)
    assert "words-1" in said
    assert "words-2" in said
    assert mismatch.value.hint is not None
    assert "missive reembed" in CATALOGUE.say(mismatch.value.hint, Language.ENGLISH)
    with library.database.writing() as connection:
        set_meta(connection, "format", "0")
    with pytest.raises(FormatError):
        Library.open(library.folder)


def test_reembedding_switches_the_model_at_once(library: Library) -> None:
    add(library, document("a.txt", "One thing."), document("b.txt", "Another thing."))
    newer, heard = WordEmbedder("words-2", dim=32), []

    def progress(done: int, total: int) -> None:
        heard.append((done, total))
        still_old = Library.open(library.folder, WordEmbedder())
        query = Query(text="another thing.", language=Language.ENGLISH)
        (first, _) = Retriever(still_old, WordEmbedder()).search(query, 2)
        assert (first.document, first.similarity is not None) == ("b.txt", True)

    assert reembed(library, newer, progress=progress) == 2
    assert heard == [(2, 2)]
    reopened = Library.open(library.folder, newer)
    assert (reopened.dim, reopened.embedder_identity) == (32, "words-2")
    with reopened.snapshot() as snapshot:
        assert (snapshot.vectors.dim, len(snapshot.vectors)) == (32, 2)
    with pytest.raises(EmbedderMismatchError):
        Retriever(library, WordEmbedder()).search(Query(text="thing", language=Language.ENGLISH), 1)


def test_a_second_writer_hears_who_holds_the_lock(library: Library) -> None:
    with (
        writer_lock(library.folder),
        pytest.raises(LockedError) as caught,
        writer_lock(library.folder, wait_s=0.1),
    ):
        pass
    assert str(os.getpid()) in CATALOGUE.say(caught.value.message, Language.ENGLISH)
    with writer_lock(library.folder, wait_s=0.1):
        pass


def test_the_sweep_clears_what_a_killed_writer_left(library: Library) -> None:
    add(library, document("a.txt", "One."))
    add(library, document("b.txt", "Two."))
    (library.folder / "vectors-99.faiss").write_bytes(b"orphan")
    (library.folder / "vectors-98.partial").write_bytes(b"orphan")
    (library.originals.folder / ("0" * 64)).write_bytes(b"orphan")
    with Writer.of(library):
        pass
    files = sorted(file.name for file in library.folder.glob("vectors-*"))
    assert files == ["vectors-1.faiss", "vectors-2.faiss"]
    assert len(list(library.originals.folder.iterdir())) == 2


@pytest.mark.parametrize(
    "target",
    [
        "index.originals.Originals.keep",
        "index.records.insert_document",
        "index.postings._learn",
        "index.names.rename",
        "index.vectors.Vectors.write",
        "index.changes.set_meta",
    ],
)
def test_a_failure_between_steps_leaves_the_previous_state_whole(
    library: Library, target: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    add(library, document("a.txt", "First things."))
    before = library.state_hash()

    def fail(*_: object, **__: object) -> None:
        raise RuntimeError("killed")

    with monkeypatch.context() as patched:
        patched.setattr(target, fail)
        with pytest.raises(RuntimeError):
            add(library, document("a.txt", "Second things."))
    assert library.state_hash() == before
    assert search(library, "first") == ["a.txt"]
    assert search(library, "second") == []
    add(library, document("a.txt", "Second things."))
    assert search(library, "second") == ["a.txt"]
    with library.snapshot() as snapshot:
        assert len(snapshot.vectors) == 1


@pytest.mark.parametrize("place", ["before the vectors", "after the vectors", "after the commit"])
def test_a_killed_writer_leaves_one_state_or_the_other(library: Library, place: str) -> None:
    add(library, document("a.txt", "First things."))
    script = f"""
        import os, signal, sys
        sys.path.insert(0, {str(Path(__file__).parent)!r})
        from pathlib import Path
        from index_doubles import *
        from index.vectors import Vectors
        write, sweep = Vectors.write, Writer.sweep
        def kill(*_):
            os.kill(os.getpid(), signal.SIGKILL)
        def write_and_kill(self, file):
            write(self, file)
            kill()
        library = Library.open(Path({str(library.folder)!r}), WordEmbedder())
        with Writer.of(library) as writer:
            if {place!r} == "before the vectors":
                Vectors.write = kill
            elif {place!r} == "after the vectors":
                Vectors.write = write_and_kill
            else:
                Writer.sweep = kill
            read = document("a.txt", "Second things.")
            writer.commit(Changes(additions=(addition(read, WordEmbedder()),), files=(stamp(read),)))
    """
    root = Path(__file__).parents[1]
    done = subprocess.run([sys.executable, "-c", textwrap.dedent(script)], cwd=root, check=False, timeout=60)
    assert done.returncode == -9
    reopened = Library.open(library.folder, WordEmbedder())
    word, other = ("second", "first") if place == "after the commit" else ("first", "second")
    assert search(reopened, word) == ["a.txt"]
    assert search(reopened, other) == []
    with reopened.snapshot() as snapshot:
        assert len(snapshot.vectors) == 1
    add(reopened, document("b.txt", "Third things."))
    assert search(reopened, "third") == ["b.txt"]


def test_two_processes_read_while_one_writes(library: Library) -> None:
    add(library, document("base.txt", "The base report."))
    script = f"""
        import sys, time
        sys.path.insert(0, {str(Path(__file__).parent)!r})
        from pathlib import Path
        from index_doubles import *
        from index.passages import Query
        from index.retriever import Retriever
        library = Library.open(Path({str(library.folder)!r}), WordEmbedder())
        retriever = Retriever(library, WordEmbedder())
        print("ready", flush=True)
        seen = 0
        deadline = time.monotonic() + 30
        while seen < 13 and time.monotonic() < deadline:
            found = retriever.search(Query(text="report", language=Language.ENGLISH), 50)
            assert all(passage.similarity is not None for passage in found)
            assert len(found) >= seen
            seen = len(found)
        print(seen)
    """
    root = Path(__file__).parents[1]
    command = [sys.executable, "-c", textwrap.dedent(script)]
    readers = [subprocess.Popen(command, cwd=root, stdout=subprocess.PIPE, text=True) for _ in range(2)]
    for reader in readers:
        assert reader.stdout is not None
        assert reader.stdout.readline() == "ready\n"
    for number in range(12):
        add(library, document(f"{number}.txt", f"The report number {number}."))
    assert [reader.communicate(timeout=60)[0].strip() for reader in readers] == ["13", "13"]


def test_every_message_is_worded_in_three_languages() -> None:
    keys = [CATALOGUE.keys(language) for language in SERVED]
    assert keys[0] == keys[1] == keys[2]
    assert "library.locked" in keys[0]
