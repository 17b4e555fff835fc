"""All official lists we read, each in a folder of its own: `list.yml`, `reader.py`, `mapper.py`."""

import functools
import importlib
from importlib import resources
from typing import cast

import msgspec

from article41.errors import InputError, KnowledgeError
from article41.lists.source import ListSource, Mapper, Reader


@functools.cache
def keys() -> tuple[str, ...]:
    """Keys of all lists, in alphabetical order."""
    folders = resources.files("article41.lists").iterdir()
    return tuple(sorted(folder.name for folder in folders if (folder / "list.yml").is_file()))


def is_official(key: str) -> bool:
    """Whether a list of that key is in the catalogue; all others are users' own."""
    return key in keys()


@functools.cache
def source(key: str) -> ListSource:
    """What is known of a list.

    Raises:
        InputError: There is no such list.
        KnowledgeError: Its `list.yml` is not as it should be.
    """
    if key not in keys():
        raise InputError(f"no list {key!r}; there are {', '.join(keys())}")
    import yaml  # loaded only to read a list's description, which one check does not need

    text = (resources.files("article41.lists") / key / "list.yml").read_text(encoding="utf-8")
    try:
        return msgspec.convert(yaml.safe_load(text), ListSource)
    except (msgspec.ValidationError, yaml.YAMLError) as problem:
        raise KnowledgeError(f"lists/{key}/list.yml: {problem}") from problem


def reader(key: str) -> Reader:
    """The module that reads the list's files."""
    return cast(Reader, importlib.import_module(f"article41.lists.{source(key).key}.reader"))


def mapper(key: str) -> Mapper:
    """The module that puts the list's entries into our words."""
    return cast(Mapper, importlib.import_module(f"article41.lists.{source(key).key}.mapper"))
