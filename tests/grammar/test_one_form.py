"""What is one thing in several spellings is one tree, and prints in one way."""

from __future__ import annotations

import pytest

from everly.grammar.parser import parse
from everly.grammar.printer import print_schedule


@pytest.mark.parametrize(
    ("canonical", "spellings"),
    [
        (
            "daily & dec 25",
            ["25th of dec", "december 25th", "25 dec", "25th dec", "25 December", "25th day of dec", "dec 25,25 dec"],
        ),
        ("daily & jan 1-7", ["1st-7th of jan", "1st-7th jan", "1-7 jan", "jan 1 - jan 7", "5th-7th,1st-4th of jan"]),
        ("daily & jan 1,jul 1", ["1st of jan,jul", "jul 1,jan 1", "1 jan, 1 jul"]),
        ("daily & 1st,15th of jun-aug", ["jun 1, jun 15, jul 1, jul 15, aug 1, aug 15", "15th,1st of jun to aug"]),
        ("daily & 31st of jan,mar,may", ["jan 31, 31 mar, may 31", "31st of jan-may"]),
        ("daily & dec 1-jan 31", ["1st-31st of dec,jan", "1st-31st of jan,dec", "dec 1-31, jan 1-31"]),
        ("daily & jan 31,dec 1,dec 31-jan 1", ["1st,31st of jan,dec"]),
        ("daily & mar 30", ["30th of feb, mar", "30 mar"]),
        ("daily & 1st,last day of feb", ["1st,1st,last day of feb"]),
        ("5-50/15 * * * *", ["5/15 * * * *", "5-59/15 * * * *", "5/15 ? ? ? ?"]),
        ("1-3,10-30/10 * * * *", ["3,2,1,10-35/10 * * * *", "10-30/10,1-3,2 * * * *"]),
        ("*/5,1,7 * * * *", ["*/5,7,1 * * * *", "*/5,1,7,1,*/5 * * * *"]),
        ("0 0 1,15W,L * *", ["0 0 L,1,15w * *", "00 0 15W,last,1 * *"]),
        ("0 0 * nov-feb sat-mon", ["0 0 * 1,2,11,12 0,1,6", "0 0 * dec,11,jan-feb 6-7,mon", "0 0 * nov-2 sat-1"]),
        ("0 0 * jan,apr,jul,oct mon-sun", ["0 0 * 1/3 0-6", "0 0 * jan/3 1-7"]),
        ("0 0 * * fri#1,fri#L", ["0 0 * * 5L,5#1", "0 0 * * friL,fri#1,5#1"]),
        ("daily in +02:00", ["daily in +0200", "daily in +02", "daily in +02:00:00"]),
        (
            "daily in UTC",
            ["daily in z", "daily in Gmt", "daily in utc", "daily in +00", "daily in -00:00", "daily in UTC+0"],
        ),
        (
            "daily starting 2024-05-01 10:00 UTC",
            [
                "daily starting 2024-05-01T10:00Z",
                "daily starting 2024-05-01 10:00 gmt",
                "daily starting 20240501T10+00",
            ],
        ),
        (
            "daily until 2024-05-01 10:00 -03:00",
            ["daily until 2024-05-01T10:00-03", "daily until 2024-05-01 10:00 -0300"],
        ),
    ],
)
def test_spellings_of_one_schedule_print_alike_and_give_one_tree(canonical: str, spellings: list[str]) -> None:
    tree = parse(canonical)
    assert print_schedule(tree) == canonical
    for spelling in spellings:
        text = spelling if " & " not in canonical else f"daily & {spelling}"
        assert parse(text) == tree
        assert print_schedule(parse(text)) == canonical


@pytest.mark.parametrize("name", ["+25:00", "-2460", "+02:60", "UTC+2", "Etc/GMT+5", "europe/berlin"])
def test_a_zone_that_is_no_offset_stays_as_it_was_written(name: str) -> None:
    zone = parse(f"daily in {name}").zone
    assert zone is not None
    assert zone.name == name


@pytest.mark.parametrize(
    ("text", "part"),
    [("5,1 * * * *", "5"), ("5,1 * * * *", "1"), ("1,2,3 * * * *", "1,2,3"), ("5/15 * * * *", "5/15")],
)
def test_an_item_of_a_cron_line_stands_where_it_was_written_or_in_its_field(text: str, part: str) -> None:
    line = parse(text).expr
    assert part in [item.span.of(text) for item in line.minute.items]  # type: ignore[union-attr]
