"""The language server, for editors: what the linter, the formatter and the explanation say, while people type.

Needs pygls, which the extra `everly[lsp]` installs. A module a feature; `server` puts them together.
"""
