"""Open the compiled knowledge base that ships with the package.

The records are written in YAML (`records/`), checked and compiled by `tools/build_knowledge.py`; at run time one
compact file is read, so that the law is there within milliseconds and without a YAML parser.
"""

from functools import cache
from importlib.resources import files

import msgspec

from article41.errors import KnowledgeError
from article41.regimes.knowledge import Knowledge, KnowledgeBase


def decode(data: bytes) -> Knowledge:
    """Decode a compiled knowledge base.

    Raises:
        KnowledgeError: The file is damaged or of another version.
    """
    try:
        return msgspec.msgpack.decode(data, type=Knowledge)
    except (msgspec.DecodeError, msgspec.ValidationError) as error:
        raise KnowledgeError(f"knowledge.msgpack cannot be read ({error}); build it anew") from error


@cache
def knowledge_base() -> KnowledgeBase:
    """Return the knowledge base, read once.

    Raises:
        KnowledgeError: The compiled file is missing or damaged.
    """
    place = files("article41.regimes") / "knowledge.msgpack"
    if not place.is_file():
        raise KnowledgeError("knowledge.msgpack is missing; run tools/build_knowledge.py")
    return KnowledgeBase(decode(place.read_bytes()))
