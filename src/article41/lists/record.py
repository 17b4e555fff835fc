"""Read a published entry so that nothing in it can be missed.

A `Record` is emptied as it is read. Closing it raises while text is left, so a
field the publisher adds tomorrow stops the read instead of vanishing: on the UN
list of 1 August 2026, 57 dates of birth stand inside alias elements, where a
reader that only looks up the fields it knows never sees them.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import TypeAlias

from lxml import etree

from article41.errors import LeftoverFieldsError, ListFileError, MissingFieldError
from article41.provenance import SourceRef

Value: TypeAlias = "str | Record"


def clean(text: str) -> str:
    r"""White space made single: lists break lines and indent inside names.

    >>> clean(" ABD \n      AL-AZIZ\u00a0")
    'ABD AL-AZIZ'
    """
    return " ".join(text.replace("_x000D_", " ").split())


class Record:
    """The fields of one published entry, each of which can be taken once.

    >>> record = Record({"GENDER": ["Male"], "TITLE": [" "]}, SourceRef("un_sc", "0" * 64, "INDIVIDUAL[1]"))
    >>> record.take("GENDER"), record.take("TITLE")
    ('Male', None)
    >>> record.close()
    """

    def __init__(self, fields: Mapping[str, Sequence[Value]], ref: SourceRef) -> None:
        """Hold the fields that carry text; an empty element says nothing.

        Args:
            fields: Values by field name: texts, or records for elements with children.
            ref: Where the entry stands.
        """
        self.ref = ref
        self._untaken: dict[str, list[Value]] = {}
        for name, values in fields.items():
            kept: list[Value] = []
            for value in values:
                if isinstance(value, Record):
                    if value._untaken:
                        kept.append(value)
                elif text := clean(value):
                    kept.append(text)
            if kept:
                self._untaken[name] = kept

    def take(self, name: str) -> str | None:
        """Return a field's text, or None where the publisher left it empty.

        Raises:
            ListFileError: The field stands more than once, or has children.
        """
        texts = self.take_texts(name)
        if len(texts) > 1:
            raise ListFileError(f"{self.ref}: {len(texts)} values of {name}, expected one: {texts!r}")
        return texts[0] if texts else None

    def take_required(self, name: str) -> str:
        """Return the text of a field that every entry has.

        Raises:
            MissingFieldError: The field is absent or empty.
        """
        text = self.take(name)
        if text is None:
            raise MissingFieldError(f"{self.ref}: no {name}")
        return text

    def take_texts(self, name: str) -> list[str]:
        """Return all texts of a field that may repeat, in order."""
        values = self._untaken.pop(name, [])
        texts = [value for value in values if isinstance(value, str)]
        if len(texts) != len(values):
            raise ListFileError(f"{self.ref}: {name} has children where text was expected")
        return texts

    def take_records(self, name: str) -> list["Record"]:
        """Return all child records of a field that may repeat, in order; empty ones are left out.

        A text where children were expected is a record with the one field "#text".
        """
        return [
            value if isinstance(value, Record) else Record({"#text": [value]}, self.ref.inside(name))
            for value in self._untaken.pop(name, [])
        ]

    def take_record(self, name: str) -> "Record | None":
        """Return the one child record of a field, or None where it is empty.

        Raises:
            ListFileError: The field stands more than once.
        """
        records = self.take_records(name)
        if len(records) > 1:
            raise ListFileError(f"{self.ref}: {len(records)} elements {name}, expected one")
        return records[0] if records else None

    @property
    def untaken(self) -> frozenset[str]:
        """Names of the fields that still hold something."""
        return frozenset(self._untaken)

    def close(self, *, waived: Collection[str] = ()) -> None:
        """Check that every field was taken.

        Args:
            waived: Fields left alone on purpose. The list is the record of that decision.

        Raises:
            LeftoverFieldsError: Something is left in a field that is not waived.
        """
        leftover = sorted(self._untaken.keys() - set(waived))
        if leftover:
            raise LeftoverFieldsError(f"{self.ref}: nobody reads {', '.join(leftover)}")


def xml_record(element: etree._Element, ref: SourceRef) -> Record:
    """Turn an XML element into a record: attributes as "@name", children by local name, own text as "#text"."""
    fields: dict[str, list[Value]] = {f"@{local(name)}": [str(value)] for name, value in element.attrib.items()}
    counts: dict[str, int] = {}
    for child in element.iterchildren(tag=etree.Element):
        name = local(child.tag)
        counts[name] = counts.get(name, 0) + 1
        if len(child) or child.attrib:
            fields.setdefault(name, []).append(xml_record(child, ref.inside(f"{name}[{counts[name]}]")))
        else:
            fields.setdefault(name, []).append(child.text or "")
    own = [text for text in (element.text, *(child.tail for child in element)) if text and text.strip()]
    if own:
        fields["#text"] = [" ".join(own)]
    return Record(fields, ref)


def row_record(header: Iterable[str], row: Iterable[str], ref: SourceRef) -> Record:
    """Turn a row of a table into a record; a cell beyond the header is kept under its column number."""
    names = list(header)
    fields: dict[str, list[Value]] = {}
    for number, cell in enumerate(row, start=1):
        name = names[number - 1] if number <= len(names) else f"column {number}"
        fields.setdefault(name, []).append(cell)
    return Record(fields, ref)


def local(name: str | bytes | bytearray | etree.QName) -> str:
    """The local part of an XML name: publishers change their namespaces, not their words."""
    text = (
        name.text if isinstance(name, etree.QName) else name.decode() if isinstance(name, bytes | bytearray) else name
    )
    return text.rpartition("}")[2]
