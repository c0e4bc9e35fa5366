"""The specification as tests: fences of Markdown documents are run, and their claims compared with what happens."""
