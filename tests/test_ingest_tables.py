from __future__ import annotations

from ingest.text.tables import header_of, is_heading_row, read_row

PAGE = "Cijfers van de missie\n\nLand\t2023\t2024\nFrankrijk\t24\t31\nItalië\t\t9\n\nSlot\tvan de dag"


def test_cells_stand_under_their_headers() -> None:
    start = PAGE.index("Frankrijk")
    row = read_row(PAGE, start, PAGE.index("\n", start))
    assert [(cell.text, cell.header) for cell in row] == [
        ("Frankrijk", "Land"),
        ("24", "2023"),
        ("31", "2024"),
    ]
    assert all(PAGE[cell.start : cell.end] == cell.text for cell in row)


def test_an_empty_cell_keeps_its_column() -> None:
    start = PAGE.index("Italië")
    row = read_row(PAGE, start, PAGE.index("\n", start))
    assert [(cell.text, cell.header) for cell in row] == [("Italië", "Land"), ("", "2023"), ("9", "2024")]


def test_prose_is_no_row_and_a_row_of_another_table_has_no_header() -> None:
    assert read_row(PAGE, 0, PAGE.index("\n")) == ()
    start = PAGE.index("Slot")
    assert [cell.header for cell in read_row(PAGE, start, len(PAGE))] == ["", ""]
    assert header_of(PAGE, start) == "Slot\tvan de dag"


def test_years_head_a_table_and_figures_do_not() -> None:
    assert is_heading_row(PAGE, PAGE.index("Land"))
    assert not is_heading_row(PAGE, PAGE.index("Frankrijk"))
    assert not is_heading_row("Frankrijk\t24\nItalië\t9", 0)


def test_labels_and_values_have_no_head() -> None:
    page = "Voorzitter\tJan Jans\nSecretaris\tPiet Pieters"
    assert not is_heading_row(page, 0)
    assert [cell.header for cell in read_row(page, page.index("Secretaris"), len(page))] == ["", ""]
