"""A client of the language server, as an editor is one: a process, its standard streams, and JSON-RPC."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from queue import Empty, Queue
from threading import Thread
from time import monotonic
from typing import IO, Any

from tests.jobs.cli.runs import clean_environment

NOW = "2024-05-01T12:31:52"
DEADLINE = 60.0  # seconds for an answer, of a machine that does much else
Message = dict[str, Any]


class Client:
    """Sends requests and notifications, and keeps what the server tells unasked until somebody waits for it."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        assert process.stdin is not None
        assert process.stdout is not None
        self._process, self._input = process, process.stdin
        self._messages: Queue[Message] = Queue()
        self._kept: list[Message] = []
        self._number = 0
        Thread(target=_read, args=(process.stdout, self._messages), daemon=True).start()

    def send(self, body: bytes) -> None:
        self._input.write(b"Content-Length: %d\r\n\r\n%s" % (len(body), body))
        self._input.flush()

    def notify(self, method: str, **params: Any) -> None:
        self.send(json.dumps({"jsonrpc": "2.0", "method": method, "params": params}).encode())

    def ask(self, method: str, **params: Any) -> Any:
        """The result of a request; an AssertionError with the message of an error."""
        self._number += 1
        number = self._number
        request = {"jsonrpc": "2.0", "id": number, "method": method, "params": params or None}
        self.send(json.dumps(request).encode())
        answer = self._wait(lambda message: message.get("id") == number)
        assert "error" not in answer, answer["error"]
        return answer["result"]

    def open(self, path: Path | str, text: str, language: str = "plaintext") -> str:
        uri = path if isinstance(path, str) else path.as_uri()
        document = {"uri": uri, "languageId": language, "version": 1, "text": text}
        self.notify("textDocument/didOpen", textDocument=document)
        return uri

    def change(self, uri: str, text: str, version: int) -> None:
        document = {"uri": uri, "version": version}
        self.notify("textDocument/didChange", textDocument=document, contentChanges=[{"text": text}])

    def diagnostics(self, uri: str, version: int | None = 1) -> list[Message]:
        """What the server tells of a version of a document."""

        def is_wanted(message: Message) -> bool:
            params = message.get("params") or {}
            is_told = message.get("method") == "textDocument/publishDiagnostics"
            return is_told and params["uri"] == uri and params.get("version") == version

        found: list[Message] = self._wait(is_wanted)["params"]["diagnostics"]
        return found

    def told(self, uri: str) -> int:
        """How often the server has told what it finds in a document, since somebody waited for it."""
        told = [each for each in self._kept if each.get("method") == "textDocument/publishDiagnostics"]
        return sum(each["params"]["uri"] == uri for each in told)

    def at(self, method: str, uri: str, line: int, character: int) -> Any:
        place = {"line": line, "character": character}
        return self.ask(f"textDocument/{method}", textDocument={"uri": uri}, position=place)

    def _wait(self, is_wanted: Any) -> Message:
        end = monotonic() + DEADLINE
        while True:
            for message in self._kept:
                if is_wanted(message):
                    self._kept.remove(message)
                    return message
            try:
                self._kept.append(self._messages.get(timeout=end - monotonic()))
            except (Empty, ValueError):
                raise AssertionError(f"no answer; the server is at {self._process.poll()}, {self._kept}") from None


@contextmanager
def serving(folder: Path, *encodings: str) -> Iterator[tuple[Client, Message]]:
    """A client of a new server, and what the server says that it can."""
    command = [sys.executable, "-m", "everly", "lsp", "--stdio", "--now", NOW]
    process = subprocess.Popen(
        command, cwd=folder, env=clean_environment(), stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    try:
        client = Client(process)
        general = {"general": {"positionEncodings": [*encodings]}} if encodings else {}
        able = client.ask("initialize", processId=None, rootUri=folder.as_uri(), capabilities=general)
        client.notify("initialized")
        yield client, able
        client.ask("shutdown")
        client.notify("exit")
        assert process.wait(DEADLINE) == 0
    finally:
        process.kill()
        process.wait()
        for stream in (process.stdin, process.stdout):
            if stream is not None:
                stream.close()


def changed(text: str, edits: list[Message], encoding: str = "utf-16-le") -> str:
    """The text with edits made, places counted by the units of an encoding; its lines end with line feeds."""
    size = len("a".encode(encoding))
    for edit in sorted(edits, key=lambda edit: tuple(edit["range"]["start"].values()), reverse=True):
        begin, end = (_offset(text, edit["range"][side], encoding, size) for side in ("start", "end"))
        raw = text.encode(encoding, "surrogatepass")
        raw = raw[:begin] + edit["newText"].encode(encoding) + raw[end:]
        text = raw.decode(encoding, "surrogatepass")
    return text


def _offset(text: str, place: dict[str, int], encoding: str, size: int) -> int:
    assert "\r" not in text
    lines = text.split("\n")
    before = "".join(f"{line}\n" for line in lines[: place["line"]])
    return len(before.encode(encoding, "surrogatepass")) + place["character"] * size


def _read(stream: IO[bytes], messages: Queue[Message]) -> None:
    while header := stream.readline():
        if header.lower().startswith(b"content-length:"):
            length = int(header.split(b":")[1])
            while stream.readline().strip():
                pass
            messages.put(json.loads(stream.read(length)))
