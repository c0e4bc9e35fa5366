"""The server: which request is answered by which feature, and when a document is looked at again."""

from __future__ import annotations

import asyncio

from lsprotocol import types
from pygls.lsp.server import LanguageServer

from everly.linting.language_server.completion import completion
from everly.linting.language_server.desk import Clock, Desk
from everly.linting.language_server.diagnostics import diagnostics
from everly.linting.language_server.formatting import formatting
from everly.linting.language_server.hover import hover
from everly.linting.language_server.opened import Opened
from everly.linting.language_server.quick_fixes import quick_fixes

_PAUSE = 0.1  # seconds without a key before a document is looked at again


class Server(LanguageServer):
    """A server with the documents that an editor has open.

    It is sent whole texts: pygls would apply changes by lines that end where Python's do, not the protocol's.
    """

    def __init__(self, clock: Clock, version: str) -> None:
        super().__init__("everly", version, text_document_sync_kind=types.TextDocumentSyncKind.Full)
        self.desk = Desk(clock)
        self._waiting: dict[str, asyncio.TimerHandle] = {}
        self._looking: dict[str, asyncio.Task[None]] = {}

    def opened(self, uri: str) -> Opened | None:
        """What is made of a document as it is now."""
        document = self.workspace.get_text_document(uri)
        encoding = self.workspace.position_encoding or types.PositionEncodingKind.Utf16
        return self.desk.opened(uri, document.path, document.language_id, document.source, encoding)

    def publish(self, uri: str) -> None:
        """Tell what is found in a document, once it is known: other requests are answered meanwhile."""
        self.forget_waiting(uri)
        self.desk.look_again(uri)
        self._looking[uri] = asyncio.get_running_loop().create_task(self._look(uri))

    async def _look(self, uri: str) -> None:
        """Judge a document, a schedule at a time, and tell what is found."""
        version, opened = self.workspace.get_text_document(uri).version, self.opened(uri)
        if opened is not None:
            for _ in opened.linter.judging(opened.document, opened.source):
                await asyncio.sleep(0)
        found = [] if opened is None else [*diagnostics(opened, self.desk.report(uri, opened), uri)]
        self.text_document_publish_diagnostics(types.PublishDiagnosticsParams(uri, found, version))

    async def looked(self, uri: str) -> None:
        """Wait until a document that is being looked at is known; what is typed meanwhile ends that."""
        if (looking := self._looking.get(uri)) is not None:
            await asyncio.wait([looking])

    def publish_soon(self, uri: str) -> None:
        """The same when nothing was typed for a while."""
        self.forget_waiting(uri)
        self._waiting[uri] = asyncio.get_running_loop().call_later(_PAUSE, self.publish, uri)

    def forget_waiting(self, uri: str) -> None:
        """Do not look at a document that waits for it, and no longer at one that is being looked at."""
        for waiting in (self._waiting.pop(uri, None), self._looking.pop(uri, None)):
            if waiting is not None:
                waiting.cancel()

    def close(self, uri: str) -> None:
        """Forget a document, and take back what was told of it."""
        self.forget_waiting(uri)
        self.desk.forget(uri)
        self.text_document_publish_diagnostics(types.PublishDiagnosticsParams(uri, []))


def make_server(clock: Clock, version: str) -> Server:
    """A server that is ready to be started."""
    server = Server(clock, version)
    _watch(server)
    _answer(server)
    return server


def _watch(server: Server) -> None:
    @server.feature(types.TEXT_DOCUMENT_DID_OPEN)
    def did_open(params: types.DidOpenTextDocumentParams) -> None:
        server.publish(params.text_document.uri)

    @server.feature(types.TEXT_DOCUMENT_DID_CHANGE)
    def did_change(params: types.DidChangeTextDocumentParams) -> None:
        server.publish_soon(params.text_document.uri)

    @server.feature(types.TEXT_DOCUMENT_DID_SAVE)
    def did_save(params: types.DidSaveTextDocumentParams) -> None:
        server.publish_soon(params.text_document.uri)

    @server.feature(types.TEXT_DOCUMENT_DID_CLOSE)
    def did_close(params: types.DidCloseTextDocumentParams) -> None:
        server.close(params.text_document.uri)


def _answer(server: Server) -> None:
    kinds = types.CodeActionOptions(code_action_kinds=[types.CodeActionKind.QuickFix])

    @server.feature(types.TEXT_DOCUMENT_CODE_ACTION, kinds)
    async def code_action(params: types.CodeActionParams) -> list[types.CodeAction]:
        uri = params.text_document.uri
        await server.looked(uri)
        opened = server.opened(uri)
        return [] if opened is None else [*quick_fixes(opened, server.desk.report(uri, opened), params)]

    @server.feature(types.TEXT_DOCUMENT_HOVER)
    def on_hover(params: types.HoverParams) -> types.Hover | None:
        opened = server.opened(params.text_document.uri)
        if opened is None:
            return None
        return hover(opened, opened.positions.offset(params.position), server.desk.clock())

    @server.feature(types.TEXT_DOCUMENT_COMPLETION, types.CompletionOptions(trigger_characters=[" ", "@"]))
    def on_completion(params: types.CompletionParams) -> list[types.CompletionItem]:
        opened = server.opened(params.text_document.uri)
        return [] if opened is None else completion(opened, opened.positions.offset(params.position))

    @server.feature(types.TEXT_DOCUMENT_FORMATTING)
    def on_formatting(params: types.DocumentFormattingParams) -> list[types.TextEdit]:
        opened = server.opened(params.text_document.uri)
        return [] if opened is None else formatting(opened)
