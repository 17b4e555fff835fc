"""Everything article41 raises on purpose.

Article41Error
├── ListFileError             an official file is not as its publisher usually writes it
│   ├── MissingFieldError     a field that every entry has is absent
│   ├── UnknownValueError     a coded value we have no meaning for
│   ├── LeftoverFieldsError   a field nobody reads, so perhaps a new one
│   └── EntryCountError       far fewer or more entries than this list has held
├── FetchError                a file could not be had from its publisher
├── KnowledgeError            a regime, measure or name table is wrong
├── EditionError              an edition is missing, damaged, or written by a newer version
├── ScreeningError            a party could not be screened now; never to be read as "clear"
├── InputError                what a caller gave cannot be used: a file, a column, a date, a country
├── DatabaseError             the database is locked, full, out of reach, or from a newer version
└── ReviewError               an act of review that cannot be done
    ├── ForbiddenError        this person may not do it, such as approving one's own proposal
    ├── ConflictError         it cannot be done any more: somebody was faster, or the alert is in another state
    └── UnknownSubjectError   there is no such alert, case, exclusion or person

A wrong argument in code raises ValueError or TypeError, as everywhere in Python.
"""


class Article41Error(Exception):
    """Base of every error raised on purpose; catch it at a door, never below one."""


class ListFileError(Article41Error):
    """An official file is not as its publisher usually writes it."""


class MissingFieldError(ListFileError):
    """A field that every entry has is absent."""


class UnknownValueError(ListFileError):
    """A coded value, such as an alias quality, has no meaning in our tables."""


class LeftoverFieldsError(ListFileError):
    """An entry holds text in fields that nobody reads."""


class EntryCountError(ListFileError):
    """A file holds far fewer or more entries, or fields, than this list has held."""


class FetchError(Article41Error):
    """A file could not be had from its publisher."""


class KnowledgeError(Article41Error):
    """A record of the knowledge base, or a table of names, is wrong."""


class EditionError(Article41Error):
    """An edition is missing, damaged, or written by a newer version."""


class ScreeningError(Article41Error):
    """A party could not be screened now: overload, a time limit, a failure inside. Never to be read as "clear"."""


class InputError(Article41Error):
    """What a caller gave cannot be used; the message names file, place, field and value."""


class DatabaseError(Article41Error):
    """The database cannot be used now; what was being written is not there, not even in part."""


class ReviewError(Article41Error):
    """An act of review that cannot be done."""


class ForbiddenError(ReviewError):
    """This person may not do it, such as approving one's own proposal."""


class ConflictError(ReviewError):
    """It cannot be done any more: somebody was faster, or the alert is in another state."""


class UnknownSubjectError(ReviewError):
    """There is no such alert, case, exclusion or person."""
