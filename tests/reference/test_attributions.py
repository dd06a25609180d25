"""Whose figures must be named, and that tables under such licences name them."""

from impact.reference import manifest


def test_licences_that_ask_for_it_are_named() -> None:
    text = " ".join(manifest().attributions)
    for name in (
        "GeoNames",
        "CC BY 4.0",
        "O*NET",
        "USDOL/ETA",
        "Clean Investment Monitor",
        "Rhodium Group",
        "EverBatt",
    ):
        assert name in text, name
    assert "copyright UChicago Argonne, LLC" in text
    assert "BSD-style licence" in text


def test_no_table_under_such_a_licence_is_without_a_name() -> None:
    asked = ("CC BY", "BSD")
    for name, table in manifest().tables.items():
        assert table.attribution or not any(licence in table.licence for licence in asked), name
