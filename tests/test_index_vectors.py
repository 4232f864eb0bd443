from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.errors import VectorFileError
from index.vectors import Vectors


def unit_rows(seed: int, count: int, dim: int = 16) -> np.ndarray:
    rows = np.random.default_rng(seed).normal(size=(count, dim)).astype(np.float32)
    return rows / np.linalg.norm(rows, axis=1, keepdims=True)


def brute_force(
    ids: np.ndarray, rows: np.ndarray, query: np.ndarray, k: int, allowed: np.ndarray | None = None
) -> tuple[list[int], np.ndarray]:
    kept = np.ones(len(ids), bool) if allowed is None else np.isin(ids, allowed)
    similarities = rows[kept] @ query
    order = np.argsort(-similarities, kind="stable")[:k]
    return ids[kept][order].tolist(), similarities[order]


@settings(max_examples=50, deadline=None)
@given(st.integers(0, 10_000), st.integers(1, 60), st.integers(1, 80), st.booleans())
def test_search_is_brute_force_in_values_and_order(seed: int, count: int, k: int, is_filtered: bool) -> None:
    generator = np.random.default_rng(seed)
    rows, query = unit_rows(seed, count), unit_rows(seed + 1, 1)[0]
    ids = generator.permutation(1000)[:count].astype(np.int64)
    allowed = generator.permutation(1000)[:500].astype(np.int64) if is_filtered else None
    found, similarities = Vectors.of(ids, rows).search(query, k, allowed)
    expected, expected_similarities = brute_force(ids, rows, query, k, allowed)
    assert found.tolist() == expected
    np.testing.assert_allclose(similarities, expected_similarities, atol=1e-6)


def test_similarity_is_the_cosine() -> None:
    vectors = Vectors.of([5, 7, 9], np.array([[1, 0], [0.6, 0.8], [-1, 0]], np.float32))
    found, similarities = vectors.search(np.array([1, 0], np.float32), 3)
    assert found.tolist() == [5, 7, 9]
    np.testing.assert_allclose(similarities, [1.0, 0.6, -1.0], atol=1e-6)


def test_filter_holds_inside_the_search() -> None:
    rows = unit_rows(3, 500)
    vectors = Vectors.of(np.arange(500), rows)
    worst = np.argsort(rows @ rows[0])[:5]
    found, _ = vectors.search(rows[0], 5, worst.astype(np.int64))
    assert sorted(found.tolist()) == sorted(worst.tolist())


def test_nothing_to_find() -> None:
    empty = Vectors.of((), np.empty((0, 4), np.float32))
    assert empty.search(np.ones(4, np.float32), 3)[0].tolist() == []
    some = Vectors.of([1], unit_rows(0, 1, 4))
    assert some.search(np.ones(4, np.float32), 3, np.empty(0, np.int64))[0].tolist() == []
    assert some.search(np.ones(4, np.float32), 3, np.array([2]))[0].tolist() == []


def test_changes_leave_the_old_vectors_alone() -> None:
    rows = unit_rows(1, 6)
    before = Vectors.of([1, 2, 3], rows[:3])
    after = before.changed(removed=[2, 99], ids=[10, 11, 12], rows=rows[3:])
    assert before.ids.tolist() == [1, 2, 3]
    assert after.ids.tolist() == [1, 3, 10, 11, 12]
    np.testing.assert_array_equal(after.rows([1, 3, 10, 12]), rows[[0, 2, 3, 5]])


def test_written_vectors_are_read_back(tmp_path: Path) -> None:
    rows = unit_rows(2, 4)
    Vectors.of([4, 3, 2, 1], rows).write(tmp_path / "vectors-1.faiss")
    back = Vectors.read(tmp_path / "vectors-1.faiss")
    assert (back.ids.tolist(), back.dim, len(back)) == ([4, 3, 2, 1], 16, 4)
    np.testing.assert_array_equal(back.rows([1, 2, 3, 4]), rows[::-1])
    assert [file.name for file in tmp_path.iterdir()] == ["vectors-1.faiss"]


def test_unknown_number_is_an_error() -> None:
    with pytest.raises(KeyError):
        Vectors.of([1], unit_rows(0, 1)).rows([2])


def test_missing_and_damaged_files(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        Vectors.read(tmp_path / "vectors-1.faiss")
    (tmp_path / "vectors-2.faiss").write_bytes(b"not vectors at all")
    with pytest.raises(VectorFileError):
        Vectors.read(tmp_path / "vectors-2.faiss")
