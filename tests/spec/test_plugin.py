"""The collector: what it runs, what it refuses, what it rewrites."""

import pytest

from everly.grammar.parser import parse

Pytester = pytest.Pytester
Result = pytest.RunResult

TRUE = "daily\n.\nfires 2024-05-01 00:00\nprints daily"
FALSE = "daily\n.\nfires 2024-05-01 00:30\nends"


@pytest.fixture(autouse=True)
def _only_what_is_tested(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each run forgets what it imported, so other plugins stay out and the parser is there before."""
    monkeypatch.setenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "1")
    parse("daily")


def run(pytester: Pytester, document: str, *options: str) -> Result:
    pytester.makeconftest('pytest_plugins = ["tests.spec.plugin"]')
    (pytester.path / "README.md").write_text(document, "utf-8")
    return pytester.runpytest("README.md", "-p", "no:cacheprovider", *options)


def fence(language: str, body: str) -> str:
    return f"```{language}\n{body}\n```\n"


def read_back(pytester: Pytester) -> str:
    return (pytester.path / "README.md").read_text("utf-8")


def test_each_fence_is_a_test_named_by_section_and_number(pytester: Pytester) -> None:
    document = (
        "# Hello\n"
        + fence("everly", TRUE)
        + fence("sh", "make")
        + fence("everly", TRUE)
        + "## 2\n"
        + fence("everly", TRUE)
    )
    result = run(pytester, document, "-v")
    result.assert_outcomes(passed=3)
    result.stdout.fnmatch_lines(
        ["README.md::Hello / 1 PASSED*", "README.md::Hello / 2 PASSED*", "README.md::2 / 1 PASSED*"]
    )


def test_a_false_claim_fails_with_its_place_and_the_difference(pytester: Pytester) -> None:
    result = run(pytester, "# Hello\n\n" + fence("everly", FALSE))
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(
        [
            "README.md:3: Hello / 1",
            "--- the document says",
            "+++ everly does",
            "-fires 2024-05-01 00:30",
            "-ends",
            "+fires 2024-05-01 00:00",
            "+fires 2024-05-02 00:00",
        ]
    )


def test_an_example_without_claims_fails(pytester: Pytester) -> None:
    run(pytester, fence("everly", "daily\n.")).assert_outcomes(failed=1)


def test_a_claim_that_cannot_be_read_fails(pytester: Pytester) -> None:
    result = run(pytester, fence("everly", "daily\n.\nfiress 2024"))
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(["*line 4: an unknown claim 'firess 2024'"])


@pytest.mark.parametrize(
    "document", [fence("evrly", TRUE), fence("", TRUE), "```everly\n" + TRUE, "> " + fence("everly", TRUE)]
)
def test_a_fence_that_was_not_read_fails_the_document(pytester: Pytester, document: str) -> None:
    result = run(pytester, fence("everly", TRUE) + document)
    result.assert_outcomes(errors=1)
    result.stdout.fnmatch_lines(["*README.md, line 7: *"])


def test_update_rewrites_claims_and_nothing_else(pytester: Pytester) -> None:
    false_again = "mon-fri\n.\nfires 2024-05-01 00:30"
    document = "# é\n\n" + fence("everly", TRUE) + fence("everly", FALSE) + "text\n" + fence("everly", false_again)
    run(pytester, document, "--spec-update").assert_outcomes(passed=3)
    mended = document.replace("00:30\nends", "00:00\nfires 2024-05-02 00:00")
    mended = mended.replace("mon-fri\n.\nfires 2024-05-01 00:30", "mon-fri\n.\nerror window-alone 0-7")
    assert read_back(pytester) == mended
    run(pytester, mended).assert_outcomes(passed=3)


def test_update_writes_the_claims_of_an_example_without_any(pytester: Pytester) -> None:
    run(pytester, fence("everly", "monthly & 2024-06-01\n."), "--spec-update")
    assert read_back(pytester) == fence("everly", "monthly & 2024-06-01\n.\nfires 2024-06-01 00:00\nends")


def test_update_leaves_a_true_document_alone(pytester: Pytester) -> None:
    run(pytester, fence("everly", TRUE), "--spec-update")
    assert read_back(pytester) == fence("everly", TRUE)


def test_a_doctest_is_run(pytester: Pytester) -> None:
    run(pytester, fence("python", ">>> 1 + 1\n2")).assert_outcomes(passed=1)
    result = run(pytester, fence("python", ">>> 1 + 1\n3"))
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(["*File *README.md*, line 2, in top / 1", "Expected:", "Got:"])


def test_a_script_is_run(pytester: Pytester) -> None:
    run(pytester, fence("python", "assert 1 + 1 == 2")).assert_outcomes(passed=1)
    result = run(pytester, "\n\n" + fence("python", "x = 1\nx.nothing"))
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(["*README.md:5: AttributeError"])


def test_python_fences_of_a_section_are_one_program(pytester: Pytester) -> None:
    first, second = fence("python", ">>> x = 1"), fence("python", ">>> x\n1")
    alone = run(pytester, "# 1\n" + first + "text\n" + second, "--deselect", "README.md::1 / 1")
    alone.assert_outcomes(passed=1, deselected=1)
    run(pytester, "# 1\n" + first + "# 2\n" + second).assert_outcomes(passed=1, failed=1)


def test_console_output_is_compared(pytester: Pytester) -> None:
    run(pytester, fence("console", "$ everly --version\n0")).assert_outcomes(failed=1)
    result = run(pytester, fence("console", "$ everly --version\n0"), "--spec-update")
    result.assert_outcomes(passed=1)
    run(pytester, read_back(pytester)).assert_outcomes(passed=1)


def test_a_command_that_shows_an_error_ends_with_exit_code_1(pytester: Pytester) -> None:
    document = fence("console", "$ everly show schedule mon-fri")
    run(pytester, document, "--spec-update").assert_outcomes(passed=1)
    assert "error[E113]" in read_back(pytester)
    run(pytester, read_back(pytester)).assert_outcomes(passed=1)


def test_an_exit_code_that_the_output_does_not_suggest_fails(pytester: Pytester) -> None:
    result = run(pytester, fence("console", "$ everly nothing-of-the-kind"))
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(["*'everly nothing-of-the-kind' ended with exit code 2:*"])


@pytest.mark.parametrize("body", ["everly --version", "$ ls"])
def test_a_console_fence_that_is_no_transcript_of_everly_fails(pytester: Pytester, body: str) -> None:
    run(pytester, fence("console", body)).assert_outcomes(failed=1)


def test_links_to_documents_are_not_run_again(pytester: Pytester) -> None:
    pytester.makeconftest('pytest_plugins = ["tests.spec.plugin"]')
    folder = pytester.mkdir("grammar")
    (folder / "SPEC.md").write_text(fence("everly", TRUE), "utf-8")
    pytester.mkdir("everly").joinpath("grammar").symlink_to(folder)
    pytester.runpytest("grammar", "everly", "-p", "no:cacheprovider").assert_outcomes(passed=1)
