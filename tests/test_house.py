"""The house is in order: imports run one way, pygame stays in the window, and no file speaks of one person's machine."""
import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
LAYERS = ("world", "agents", "lab", "viewer")
"""Each folder may import itself and those before it."""
TYPES_OF_THE_WORLD = {"world.types", "world.scenario", "world.chance", "world.compiling"}
"""What a mind may know of its world, and how this program compiles."""


def sources(*folders: str) -> list[Path]:
    return [path for folder in folders for path in sorted((ROOT / folder).rglob("*.py"))]


def imports(path: Path) -> set[str]:
    """The modules that a file imports, anywhere in it: "world.types", "numpy"."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found.update(name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, f"{path.name}:{node.lineno}: imports are written out in full"
            found.add(node.module)
            if (ROOT / node.module.replace(".", "/")).is_dir():
                found.update(f"{node.module}.{name.name}" for name in node.names)
    return found


@pytest.mark.parametrize("folder", LAYERS)
def test_imports_run_one_way(folder):
    above = set(LAYERS[LAYERS.index(folder) + 1:]) | {"main", "tests", "docs"}
    for path in sources(folder):
        upward = {name for name in imports(path) if name.split(".")[0] in above}
        assert not upward, f"{path.relative_to(ROOT)} imports {', '.join(sorted(upward))}"


def test_a_mind_imports_the_types_of_the_world_and_not_the_world():
    for path in sources("agents"):
        ours = {name for name in imports(path) if name.split(".")[0] == "world" and (ROOT / (name.replace(".", "/") + ".py")).exists()}
        assert ours <= TYPES_OF_THE_WORLD, f"{path.relative_to(ROOT)} imports {', '.join(sorted(ours - TYPES_OF_THE_WORLD))}"


def test_pygame_lives_in_the_window_only():
    for path in sources("world", "agents", "lab") + [ROOT / "main.py", ROOT / "umwelt.py"]:
        assert not {name for name in imports(path) if name.split(".")[0] == "pygame"}, path.relative_to(ROOT)


def test_the_face_for_python_stands_on_the_lab():
    assert {name.split(".")[0] for name in imports(ROOT / "umwelt.py")} == {"lab"}
    for path in sources("world", "agents", "viewer") + [path for path in sources("lab") if path.parent.name != "faces"] + [ROOT / "main.py"]:
        assert not {name for name in imports(path) if name.split(".")[0] in ("gymnasium", "pettingzoo")}, path.relative_to(ROOT)


def test_torch_lives_in_the_neural_mind_only():
    for path in sources(*LAYERS) + [ROOT / "main.py", ROOT / "umwelt.py"]:
        if ROOT / "agents/neural" not in path.parents:
            assert not {name for name in imports(path) if name.split(".")[0] == "torch"}, path.relative_to(ROOT)


def test_a_run_without_a_neural_mind_never_imports_torch():
    run = ("import atexit, sys; import main; from lab.bench import names; names(); from lab.examining import exam; "
           "atexit.register(lambda: print('torch' in sys.modules)); main.main(['run', 'scenarios/turning-wind.yaml', '--ticks', '3', '--mind', 'ant=random'])")
    told = subprocess.run([sys.executable, "-c", run], cwd=ROOT, capture_output=True, text=True)
    assert told.returncode == 0 and told.stdout.endswith("False\n"), told.stderr


def test_what_the_language_needs_is_quick_to_load():
    """`check` and `--help` answer at once: nothing on the way to a scenario loads numba."""
    ahead, reached = ["world.load"], set()
    while ahead:
        name = ahead.pop()
        path = ROOT / (name.replace(".", "/") + ".py")
        path = path if path.exists() else ROOT / name.replace(".", "/") / "__init__.py"
        if name not in reached and path.exists():
            reached.add(name)
            found = imports(path)
            assert "numba" not in found, path.relative_to(ROOT)
            ahead += found


def texts() -> dict[str, str]:
    """Every text of the project by its name. A fresh copy has no git, so the folders are walked."""
    paths = [path for folder in (*LAYERS, "scenarios", "tests", "docs", ".ci") for path in sorted((ROOT / folder).rglob("*"))] + sorted(ROOT.iterdir())
    wanted = (".py", ".md", ".yaml", ".toml", ".txt", "")
    return {path.relative_to(ROOT).as_posix(): path.read_text(encoding="utf-8") for path in paths
            if path.is_file() and (path.suffix in wanted or path.name == ".gitignore") and "__pycache__" not in path.parts}


MACHINE = re.compile(r"(?<![\w.$~}{])/(?:home|Users|root|work|mnt|media|scratch|data)/\w|[A-Z]:\\\\?(?:Users|Documents)\b")
ADDRESS = re.compile(r"(?:index-url|extra-index|pypi\.|find-links|trusted-host)", re.IGNORECASE)
UNDONE = re.compile(r"\b(?:TO" + r"DO|FIX" + r"ME|XX" + r"X)\b")


@pytest.mark.parametrize("what, pattern", [("a path of one machine", MACHINE), ("the address of a registry", ADDRESS), ("something left undone", UNDONE)])
def test_no_text_names(what, pattern):
    for name, text in texts().items():
        if name != "tests/test_house.py":
            found = pattern.search(text)
            assert not found, f"{name}:{text.count(chr(10), 0, found.start()) + 1} names {what}: {found[0]}"


def test_every_module_says_first_what_it_is_for():
    for path in sources(*LAYERS) + [ROOT / "main.py", ROOT / "umwelt.py"]:
        assert ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))), path.relative_to(ROOT)


def test_every_scenario_opens_with_what_it_is_about():
    for path in sorted((ROOT / "scenarios").glob("*.yaml")):
        assert re.search(r"^about: \S", path.read_text(encoding="utf-8"), re.MULTILINE), path.name
