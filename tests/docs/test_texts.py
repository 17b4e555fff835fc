"""The texts that are read first must not lie."""

import re
from pathlib import Path

import pytest
from typer.main import get_command

from article41.cli.main import app

ROOT = Path(__file__).parents[2]
ARCHITECTURE = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
README = (ROOT / "README.md").read_text(encoding="utf-8")
TEXTS = ("README.md", "ARCHITECTURE.md", "GLOSSARY.md", "CONTRIBUTING.md", "CHANGELOG.md", "SECURITY.md")


def test_every_package_has_its_section() -> None:
    sections = set(re.findall(r"^## \[(\w+)/\]", ARCHITECTURE, flags=re.MULTILINE))
    packages = {path.parent.name for path in ROOT.glob("src/article41/*/__init__.py")}

    assert sections == packages


@pytest.mark.parametrize("text", TEXTS)
def test_every_link_leads_somewhere(text: str) -> None:
    links = re.findall(r"\]\((?!https?:|#)([^)#]+)", (ROOT / text).read_text(encoding="utf-8"))

    assert [link for link in links if not (ROOT / link).exists()] == []


def test_every_command_of_the_readme_exists() -> None:
    commands = get_command(app).commands  # type: ignore[attr-defined]
    named = set(re.findall(r"\ba41 ([a-z]+)", README)) - {"as"}

    assert named <= commands.keys()


def test_the_changelog_names_this_version() -> None:
    from article41 import __version__

    assert f"## {__version__}" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
