"""The names of the formats of reports; a module of the renderers has the name of its format."""

FORMATS = ("full", "concise", "json", "github", "gitlab", "sarif", "junit")
