"""The language server, by a client over its standard streams."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.jobs.cli.runs import clean_environment, run
from tests.linting.language_server.client import NOW, Client, changed, serving

FAULTY = "every 2 dayz"
FILES = [
    ("schedules.txt", "{}"),
    ("jobs.yaml", "a: 1\nschedule: '{}'\n"),
    ("jobs.toml", '# \u00e9\nschedule = "{}" # why\n'),
    ("jobs.json", '{{"\U0001f600": 1, "schedule": "{}"}}'),
    ("jobs.py", "x = 1\nparse_schedule('{}')\n"),
]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("project")
    (folder / "everly.toml").write_text("[lint]\nselect = ['default', 'same-schedule']\nexclude = ['vendor/']\n")
    return folder


@pytest.fixture(scope="module")
def client(folder: Path) -> Iterator[Client]:
    with serving(folder) as (client, _):
        yield client


def covered(text: str, place: dict[str, Any], encoding: str = "utf-16-le", size: int = 2) -> str:
    """What a range within a line covers."""
    begin, end = place["start"], place["end"]
    assert begin["line"] == end["line"]
    raw = text.split("\n")[begin["line"]].encode(encoding)
    found: str = raw[begin["character"] * size : end["character"] * size].decode(encoding)
    return found


def test_it_says_what_it_can(folder: Path) -> None:
    with serving(folder) as (_, able):
        found = able["capabilities"]
    assert found["textDocumentSync"]["change"] == 1
    assert found["codeActionProvider"] == {"codeActionKinds": ["quickfix"]}
    assert found["hoverProvider"]
    assert found["documentFormattingProvider"]
    assert found["positionEncoding"] == "utf-16"
    assert able["serverInfo"]["name"] == "everly"


@pytest.mark.parametrize(("name", "pattern"), FILES)
def test_a_fault_is_told_at_its_word_while_the_file_is_not_even_saved(
    client: Client, folder: Path, name: str, pattern: str
) -> None:
    text = pattern.format(FAULTY)
    uri = client.open(folder / name, text)
    (found,) = client.diagnostics(uri)
    assert (found["severity"], found["code"], found["source"]) == (1, "E108 unknown-word", "everly")
    assert found["message"] == "unknown word 'dayz'\ndid you mean 'days'?"
    assert covered(text, found["range"]) == "dayz"
    assert not (folder / name).exists()


@pytest.mark.parametrize(("encoding", "codec", "size"), [("utf-8", "utf-8", 1), ("utf-32", "utf-32-le", 4)])
def test_places_are_counted_in_the_units_that_the_editor_wants(
    folder: Path, encoding: str, codec: str, size: int
) -> None:
    text = '{"\U0001f600\u00e9": 1, "schedule": "every 2 dayz"}'
    with serving(folder, encoding, "utf-16") as (client, able):
        assert able["capabilities"]["positionEncoding"] == encoding
        (found,) = client.diagnostics(client.open(folder / "a.json", text))
        assert covered(text, found["range"], codec, size) == "dayz"


def test_what_is_typed_is_looked_at_and_what_is_closed_forgotten(client: Client, folder: Path) -> None:
    uri = client.open(folder / "typed.schedules", "daily\n")
    assert client.diagnostics(uri) == []
    for version, text in enumerate(("daily\ne", "daily\nevery", "daily\nevery 2 dayz"), 2):
        client.change(uri, text, version)
    (found,) = client.diagnostics(uri, 4)
    assert found["range"] == {"start": {"line": 1, "character": 8}, "end": {"line": 1, "character": 12}}
    client.notify("textDocument/didClose", textDocument={"uri": uri})
    assert client.diagnostics(uri, None) == []


def test_warnings_and_places_elsewhere_are_told(client: Client, folder: Path) -> None:
    uri = client.open(folder / "twice.schedules", "mon at 09:00 in UTC\nmonday at 9am in UTC\n")
    found = [each for each in client.diagnostics(uri) if each["code"].startswith("W701")]
    assert [each["severity"] for each in found] == [2]
    assert found[0]["relatedInformation"][0]["location"]["range"]["start"] == {"line": 0, "character": 0}


def test_a_file_that_is_not_of_its_format_is_told_where_reading_stopped(client: Client, folder: Path) -> None:
    (found,) = client.diagnostics(client.open(folder / "broken.json", '{\n  "schedule": '))
    assert found["message"].startswith("unreadable: ")
    assert found["range"]["start"]["line"] == 1


def test_what_is_not_checked_is_told_as_information(client: Client, folder: Path) -> None:
    (found,) = client.diagnostics(client.open(folder / "a.timer", "[Timer]\nOnCalendar=Mon *-*-* 09:00\n"))
    assert (found["severity"], found["message"].partition(":")[0]) == (3, "not checked")


def test_other_files_and_excluded_ones_are_left_alone(client: Client, folder: Path) -> None:
    assert client.diagnostics(client.open(folder / "README.md", FAULTY)) == []
    assert client.diagnostics(client.open(folder / "vendor" / "schedules.txt", FAULTY)) == []
    (found,) = client.diagnostics(client.open("untitled:Untitled-1", FAULTY, "everly"))
    assert found["code"] == "E108 unknown-word"


def test_a_configuration_at_fault_is_told_and_the_rest_too(client: Client, folder: Path) -> None:
    below = folder / "below"
    below.mkdir()
    (below / "everly.toml").write_text("[lint]\nselct = []\n")
    found = client.diagnostics(client.open(below / "schedules.txt", FAULTY))
    assert "selct" in found[0]["message"]
    assert [each.get("code") for each in found[1:]] == ["E108 unknown-word"]


def actions(client: Client, uri: str, place: dict[str, Any], **context: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = client.ask(
        "textDocument/codeAction", textDocument={"uri": uri}, range=place, context={"diagnostics": [], **context}
    )
    return found


@pytest.mark.parametrize(("name", "pattern"), FILES)
def test_a_fix_is_made_where_the_schedule_stands(client: Client, folder: Path, name: str, pattern: str) -> None:
    text = pattern.format(FAULTY)
    uri = client.open(folder / f"fix-{name.replace('schedules.txt', 'a.schedules')}", text)
    (found,) = client.diagnostics(uri)
    (action,) = actions(client, uri, found["range"])
    assert (action["title"], action["kind"]) == ("instead: every 2 days", "quickfix")
    assert "isPreferred" not in action
    assert action["diagnostics"] == [found]
    assert changed(text, action["edit"]["changes"][uri]) == pattern.format("every 2 days")


def test_a_fix_that_keeps_the_firings_is_preferred(client: Client, folder: Path) -> None:
    text = "daily\nmon & daily & weekdays\n"
    uri = client.open(folder / "safe.schedules", text)
    found = next(each for each in client.diagnostics(uri) if each["code"] == "W303 redundant-part")
    (action,) = actions(client, uri, found["range"])
    assert (action["isPreferred"], action["diagnostics"]) == (True, [found])
    assert changed(text, action["edit"]["changes"][uri]) == "daily\nmon & daily\n"


def test_fixes_are_offered_where_they_are_asked_for_only(client: Client, folder: Path) -> None:
    uri = client.open(folder / "asked.schedules", f"{FAULTY}\ndaily\n")
    (found,) = client.diagnostics(uri)
    elsewhere = {"start": {"line": 1, "character": 0}, "end": {"line": 1, "character": 5}}
    assert actions(client, uri, elsewhere) == []
    assert actions(client, uri, found["range"], only=["refactor"]) == []
    assert len(actions(client, uri, found["range"], only=["quickfix"])) == 1


def test_the_pointer_is_told_what_a_schedule_means(client: Client, folder: Path) -> None:
    uri = client.open(folder / "meant.toml", 'schedule = "0 9 * * 1-5"\n')
    found = client.at("hover", uri, 0, 15)
    assert found["range"] == {"start": {"line": 0, "character": 12}, "end": {"line": 0, "character": 23}}
    assert found["contents"] == {
        "kind": "markdown",
        "value": "At 09:00 from Monday to Friday.\n\n```text\n0 9 * * mon-fri\n```\n\nNext in UTC:\n\n"
        "- 2024-05-02 09:00:00+00:00\n- 2024-05-03 09:00:00+00:00\n- 2024-05-06 09:00:00+00:00",
    }
    assert client.at("hover", uri, 0, 3) is None
    assert client.at("hover", client.open(folder / "fault.schedules", FAULTY), 0, 3) is None


def test_others_are_answered_while_a_long_document_is_looked_at(client: Client, folder: Path) -> None:
    heavy = "hourly except (every {} minutes & mon) except (every 11 hours & tue)"
    text = "daily\n" + "".join(f"{heavy.format(number)}\n" for number in range(61, 361))
    uri = client.open(folder / "long.schedules", text)
    assert client.at("hover", uri, 0, 2) is not None
    assert client.told(uri) == 0
    client.change(uri, "daily\ndialy\n", 2)
    assert len(client.diagnostics(uri, 2)) == 1
    assert client.told(uri) == 0  # what was typed over is told no more


def test_fixes_of_a_document_that_is_being_looked_at_are_waited_for(client: Client, folder: Path) -> None:
    text = "".join(f"every {number} hours & mon\n" for number in range(2, 99)) + "dialy\n"
    uri = client.open(folder / "waited.schedules", text)
    place = {"start": {"line": 97, "character": 0}, "end": {"line": 97, "character": 5}}
    assert [each["title"] for each in actions(client, uri, place)]
    assert client.told(uri) == 1


def offered(client: Client, path: Path, text: str) -> dict[str, Any]:
    """What is offered at the mark `|` of a text: the text that each word makes of it."""
    before = text.partition("|")[0]
    uri, whole = client.open(path, text.replace("|", "")), text.replace("|", "")
    line, character = before.count("\n"), len(before.rpartition("\n")[2])
    items = client.at("completion", uri, line, character)
    assert [item["sortText"] for item in items] == sorted(item["sortText"] for item in items)
    return {item["label"]: changed(whole, [item["textEdit"]]) for item in items}


def test_words_that_can_follow_are_offered(client: Client, folder: Path) -> None:
    assert offered(client, folder / "c.toml", 'schedule = "every 2 da|"') == {
        "day": 'schedule = "every 2 day"',
        "days": 'schedule = "every 2 days"',
    }
    assert {"mon", "monday", "may", "not"} <= set(offered(client, folder / "d.schedules", "daily\ndaily & |\n"))
    assert set(offered(client, folder / "e.schedules", "daily in europe/berl|")) == {"Europe/Berlin"}
    assert set(offered(client, folder / "f.schedules", "@da|")) == {"@daily"}
    assert offered(client, folder / "g.schedules", "every dayz | mon") == {}
    assert offered(client, folder / "h.schedules", "# every |") == {}


def test_a_crontab_is_offered_what_cron_takes(client: Client, folder: Path) -> None:
    found = offered(client, folder / "crontab", "0 9 * * m| backup\n")
    assert found == {"mon": "0 9 * * mon backup\n", "mar": "0 9 * * mar backup\n", "may": "0 9 * * may backup\n"}


@pytest.mark.parametrize(("name", "pattern"), FILES)
def test_formatting_does_what_fmt_does(client: Client, folder: Path, name: str, pattern: str) -> None:
    text = pattern.format("Every Monday, Tue, Wed at 9 AM")
    uri = client.open(folder / f"format-{name.replace('schedules.txt', 'a.schedules')}", text)
    options = {"tabSize": 4, "insertSpaces": True}
    edits = client.ask("textDocument/formatting", textDocument={"uri": uri}, options=options)
    assert changed(text, edits) == pattern.format("mon-wed at 09:00")
    fmt = run("fmt", "-", "--stdin-filename", name, "--now", NOW, stdin=text.encode())
    assert fmt.out == changed(text, edits)


STRANGE = [
    "",
    "\0",
    "\ud800 every",
    "every 2 days\r\nx\rdaily\u2028daily",
    "(" * 5000,
    "every " * 3000,
    "\U0001f600" * 99,
]


@pytest.mark.parametrize("name", ["a.schedules", "a.yaml", "a.toml", "a.json", "a.py", "a.cron", "a.timer"])
def test_no_document_ends_it(client: Client, folder: Path, name: str) -> None:
    """Every request about each, at places that there are not, too."""
    for number, text in enumerate([*STRANGE, *(f'schedule: "{each}"' for each in STRANGE)]):
        uri = client.open(folder / f"strange{number}-{name}", text)
        client.diagnostics(uri)
        for line, character in ((0, 0), (0, 3), (7, 10_000), (2**31 - 1, 2**31 - 1)):
            client.at("hover", uri, line, character)
            client.at("completion", uri, line, character)
        whole = {"start": {"line": 0, "character": 0}, "end": {"line": 99, "character": 0}}
        actions(client, uri, whole)
        client.ask("textDocument/formatting", textDocument={"uri": uri}, options={"tabSize": 4, "insertSpaces": True})
    assert client.diagnostics(client.open(folder / "after.schedules", "daily")) == []


def test_no_message_ends_it(client: Client, folder: Path) -> None:
    for body in (b"{", b"[]", b"null", b'{"jsonrpc": "2.0", "method": "textDocument/didOpen", "params": {}}'):
        client.send(body)
    client.notify("textDocument/didClose", textDocument={"uri": "file:///never/opened"})
    assert client.diagnostics(client.open(folder / "after.schedules", "daily")) == []


def test_without_pygls_it_says_what_to_install(tmp_path: Path) -> None:
    script = "import sys; sys.modules['pygls'] = None; from everly.jobs.cli import main; main(['lsp'])"
    result = subprocess.run(
        [sys.executable, "-c", script],
        cwd=tmp_path,
        env=clean_environment(),
        capture_output=True,
        text=True,
        check=False,
    )
    assert (result.returncode, result.stdout) == (2, "")
    assert "error: the language server needs pygls: pip install 'everly[lsp]'\n" in result.stderr
    assert "Traceback" not in result.stderr


def test_a_time_that_is_none_is_refused_before_it_serves() -> None:
    result = run("lsp", "--now", "yesteryear")
    assert (result.code, result.out) == (2, "")
    assert "--now: " in result.err
