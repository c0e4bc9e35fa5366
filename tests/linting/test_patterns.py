"""Patterns of paths."""

import pytest

from everly.linting.patterns import matches


@pytest.mark.parametrize(
    ("pattern", "path"),
    [
        ("vendor", "vendor/a.yaml"),
        ("vendor/", "a/vendor/b/c.yaml"),
        ("*.yaml", "a/b.yaml"),
        ("a/*.yaml", "a/b.yaml"),
        ("/a.yaml", "a.yaml"),
        ("./a", "a/b"),
        ("a/**/c.yaml", "a/c.yaml"),
        ("a/**/c.yaml", "a/x/y/c.yaml"),
        ("**/c", "x/c/d"),
        ("**/c", "c"),
        ("a/**", "a/b/c"),
        ("a?c", "x/abc"),
        ("[ab]x", "ax"),
        ("[!ab]x", "cx"),
        ("[]]x", "]x"),
        ("[^]x", "^x"),
        ("a[", "a["),
        ("[x&&y]", "&"),
        ("[\\\\]", "\\"),
        ("a.b", "a.b"),
        ("é*", "éa"),
        ("**", "a/b"),
    ],
)
def test_matches(pattern: str, path: str) -> None:
    assert matches(path, ["nothing", pattern])


@pytest.mark.parametrize(
    ("pattern", "path"),
    [
        ("vendor", "vendored/a.yaml"),
        ("a/*.yaml", "a/b/c.yaml"),
        ("a/*.yaml", "x/a/b.yaml"),
        ("/a.yaml", "b/a.yaml"),
        ("a?c", "a/c"),
        ("[!ab]x", "ax"),
        ("[!ab]x", "/x"),
        ("a.b", "axb"),
        ("a/**/c", "a/bc"),
        ("", "a"),
        ("a/**", "b/a/c"),
    ],
)
def test_does_not_match(pattern: str, path: str) -> None:
    assert not matches(path, [pattern])
