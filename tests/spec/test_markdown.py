"""Reading fences out of Markdown."""

import pytest

from tests.spec.markdown import Treatment, UnreadableError, read_fences

DOCUMENT = """\
# Title

```sh
make
```

## 1 First

Prose.

```everly now=2024-05-01 tz=UTC
daily
.
fires 2024-05-01 00:00
```

- in a list:

  ```python
  if True:
      pass
  ```

## 2 Second ##

````text
```everly
inner
```
````

~~~console
$ everly
~~~
"""


def test_fences_know_their_language_place_and_number() -> None:
    shown, example, python, text, console = read_fences(DOCUMENT)
    assert (shown.treatment, shown.line, shown.section) == (Treatment.SHOWN, 3, "Title")
    assert (example.treatment, example.line, example.name) == (Treatment.EVERLY, 11, "1 First / 1")
    assert example.settings == ("now=2024-05-01", "tz=UTC")
    assert (python.treatment, python.name, python.lines) == (Treatment.PYTHON, "1 First / 2", ("if True:", "    pass"))
    assert (text.treatment, text.lines) == (Treatment.SHOWN, ("```everly", "inner", "```"))
    assert (console.treatment, console.name, console.lines) == (Treatment.CONSOLE, "2 Second / 1", ("$ everly",))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("```\ndaily\n```", "line 1: a fence of ''"),
        ("\n```everlyy\ndaily\n```", "line 2: a fence of 'everlyy'"),
        ("```sh\nmake\n", "line 1: a fence without an end"),
        ("````sh\nmake\n```\n", "line 1: a fence without an end"),
        ("text\n> ```sh\n> make\n> ```", "line 2: marks of a fence where none can begin"),
        ("\t```sh\n\tmake\n\t```", "line 1: marks of a fence where none can begin"),
    ],
)
def test_a_fence_that_cannot_be_read_is_an_error(text: str, message: str) -> None:
    with pytest.raises(UnreadableError) as caught:
        read_fences(text)
    assert str(caught.value).startswith(message)
