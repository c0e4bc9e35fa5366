from __future__ import annotations

from pathlib import Path

import pytest

from everly.scheduling import zone_countries
from everly.scheduling.zone_countries import zones_of_country
from everly.scheduling.zone_names import ZoneError, find_zone


@pytest.mark.parametrize(
    ("name", "first"),
    [
        ("China", "Asia/Shanghai"),
        ("germany", "Europe/Berlin"),
        ("New Zealand", "Pacific/Auckland"),
        ("Britain", "Europe/London"),
    ],
)
def test_a_country_leads_to_its_zones(name: str, first: str) -> None:
    assert zones_of_country(name)[0] == first
    with pytest.raises(ZoneError) as caught:
        find_zone(name)
    assert caught.value.names[0] == first


def test_what_is_no_country_has_no_zones() -> None:
    assert zones_of_country("Atlantis") == ()


def test_without_the_system_s_tables_those_of_the_package_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    system = zone_countries._read("iso3166.tab")
    monkeypatch.setattr(zone_countries, "TZPATH", ())
    assert ("CN\tChina" in zone_countries._read("iso3166.tab")) == ("CN\tChina" in system)
    assert zone_countries._read("no such table") == ""


def test_a_table_is_read_from_the_first_folder_that_has_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "zone.tab").write_text("# code\nAQ\t-7750+16636\tAntarctica/McMurdo\tNew Zealand time\n", "utf-8")
    monkeypatch.setattr(zone_countries, "TZPATH", (str(tmp_path / "none"), str(tmp_path)))
    assert list(zone_countries._rows("zone.tab")) == [["AQ", "-7750+16636", "Antarctica/McMurdo"]]
