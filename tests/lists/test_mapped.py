"""What names the code that reads lists must cover all of that code."""

import ast
from pathlib import Path

from article41.lists.mapped import READERS, readers

PACKAGE = Path(__file__).parents[2] / "src" / "article41"


def imported(path: Path) -> set[str]:
    """Parts of the package that a file takes from, such as "lists" or "dates.py"."""
    parts = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and (node.module or "").partition(".")[0] == "article41":
            names = [alias.name for alias in node.names] if node.module == "article41" else [node.module.split(".")[1]]
            parts |= {name if (PACKAGE / name).is_dir() else f"{name}.py" for name in names}
    return parts


def test_all_that_reading_a_list_depends_on_is_counted_in() -> None:
    files = [
        file
        for name in READERS
        for file in ([PACKAGE / name] if name.endswith(".py") else (PACKAGE / name).rglob("*.py"))
    ]

    assert {part for file in files for part in imported(file)} <= set(READERS)


def test_the_name_is_short_and_stays_the_same() -> None:
    assert len(readers()) == 16
    assert readers() == readers()
