"""Every snippet of docs/python.md runs, in order, and brings what the page says."""
import doctest
import re

from lab.setup import ROOT

PAGE = (ROOT / "docs" / "python.md").read_text(encoding="utf-8")


def test_every_snippet_brings_what_the_page_says():
    blocks = re.findall(r"^```python\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)
    assert len(blocks) >= 8
    test = doctest.DocTestParser().get_doctest("\n".join(blocks), {}, "docs/python.md", "docs/python.md", 0)
    told: list[str] = []
    runner = doctest.DocTestRunner()
    runner.run(test, out=told.append)
    assert not runner.failures, "".join(told)


def test_the_lines_of_the_readme_run():
    for block in re.findall(r"^```python\n(.*?)^```", (ROOT / "README.md").read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL):
        exec(compile(block, "README.md", "exec"), {})


def test_the_picture_of_the_page_is_the_one_that_is_drawn():
    import umwelt
    from lab.look.picture import png
    picture = png(umwelt.World.load("4-locks", seed=7).picture(32))
    assert (ROOT / "docs" / "locks.png").read_bytes() == picture, "umwelt.World.load('4-locks', seed=7).save('docs/locks.png', 32)"
