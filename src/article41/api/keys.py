"""Keys that open the API: who may do what, until when, how often. Only digests are kept.

A key is `a41_<id>_<secret>`: the id is public and finds the entry, the secret is 256 random bits of which the SHA-256
is kept and compared in constant time. Being random, it needs no slow hash. They live in `keys.json` of the home,
written durably; a file that cannot be read opens nothing.
"""

import hashlib
import hmac
import re
import secrets
from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Final

import msgspec

from article41.errors import EditionError, InputError
from article41.lists.snapshot import replace_durably

FILE: Final = "keys.json"
USUAL_RATE: Final = 100.0
_FORM: Final = re.compile(r"^a41_([0-9a-f]{12})_([0-9A-Za-z_\-]{43})$")


class Scope(StrEnum):
    """What a key allows."""

    SCREEN = "screen"  # match, check, compare, files, reconcile
    READ = "read"  # lists, entities, search, regimes
    METRICS = "metrics"  # figures about the service
    ADMIN = "admin"  # update the lists
    REVIEW = "review"  # act for a person, with that person's rights


class Key(msgspec.Struct, frozen=True, kw_only=True):
    """One key, without its secret.

    Attributes:
        id: Public part.
        name: Whose it is, in the words of who added it.
        scopes: What it allows.
        digest: SHA-256 of the secret, in hexadecimal.
        created_at: When it was added, in UTC.
        expires_at: From when it opens nothing; None for never.
        revoked_at: When it was revoked.
        rate: Requests a second, on average.
        person: For whom it acts where alerts are reviewed; None for nobody.
    """

    id: str
    name: str
    scopes: tuple[Scope, ...]
    digest: str
    created_at: datetime
    expires_at: datetime | None = None
    revoked_at: datetime | None = None
    rate: float = USUAL_RATE
    person: str | None = None

    def is_valid(self, now: datetime) -> bool:
        """Whether it opens anything at a moment."""
        return self.revoked_at is None and (self.expires_at is None or now < self.expires_at)


def read_keys(home: Path) -> tuple[Key, ...]:
    """All keys, in the order they were added; none where there never were any.

    Raises:
        EditionError: The file is damaged.
    """
    try:
        return msgspec.json.decode((home / FILE).read_bytes(), type=tuple[Key, ...])
    except FileNotFoundError:
        return ()
    except (OSError, msgspec.MsgspecError, UnicodeDecodeError) as problem:
        raise EditionError(f"{FILE} cannot be read, so no key opens anything: {problem}") from problem


def add_key(  # noqa: PLR0913 - the options of `a41 keys add`
    home: Path,
    name: str,
    scopes: Iterable[str],
    *,
    now: datetime,
    expires_at: datetime | None,
    rate: float = USUAL_RATE,
    person: str | None = None,
) -> tuple[Key, str]:
    """Add a key.

    Returns:
        The key, and the text to give to its owner, which is shown this once and kept nowhere.

    Raises:
        InputError: An unknown scope, no scope, no name, an end in the past, a rate that is none, or the scope
            "review" without a person, or a person without it.
    """
    known = {str(scope): scope for scope in Scope}
    wanted = list(dict.fromkeys(scopes))
    unknown = [scope for scope in wanted if scope not in known]
    if unknown or not wanted:
        raise InputError(f"scope {', '.join(unknown) or 'missing'}: use {', '.join(known)}")
    if not name.strip():
        raise InputError("a key needs a name, such as the program that uses it")
    if expires_at is not None and expires_at <= now:
        raise InputError(f"a key cannot end on {expires_at:%Y-%m-%d}, which is past")
    if not 0 < rate < 1_000_000:
        raise InputError(f"rate {rate:g}: requests a second, above 0")
    if (person is None) is (Scope.REVIEW in wanted):
        raise InputError("a key with the scope review acts for a person, and no other key does; name whom")
    secret = secrets.token_urlsafe(32)
    key = Key(
        id=secrets.token_hex(6),
        name=name.strip(),
        scopes=tuple(known[scope] for scope in wanted),
        digest=_digest(secret),
        created_at=now,
        expires_at=expires_at,
        rate=rate,
        person=person,
    )
    _write(home, (*read_keys(home), key))
    return key, f"a41_{key.id}_{secret}"


def revoke_key(home: Path, key_id: str, *, now: datetime) -> Key:
    """Revoke a key; it stays in the file, so that nobody wonders whose it was.

    Raises:
        InputError: There is no such key, or it is revoked already.
    """
    keys = read_keys(home)
    found = next((key for key in keys if key.id == key_id), None)
    if found is None:
        raise InputError(f"no key {key_id!r}; `a41 keys list` shows them")
    if found.revoked_at is not None:
        raise InputError(f"key {key_id} was revoked at {found.revoked_at:%Y-%m-%d %H:%M}")
    revoked = msgspec.structs.replace(found, revoked_at=now)
    _write(home, tuple(revoked if key.id == key_id else key for key in keys))
    return revoked


def find_key(keys: Iterable[Key], given: str, now: datetime) -> Key | None:
    """The valid key that a text opens; None where it opens none."""
    form = _FORM.match(given)
    if form is None:
        return None
    found = next((key for key in keys if key.id == form[1]), None)
    right = hmac.compare_digest(_digest(form[2]), found.digest if found is not None else "0" * 64)
    return found if found is not None and right and found.is_valid(now) else None


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode("ascii")).hexdigest()


def _write(home: Path, keys: tuple[Key, ...]) -> None:
    try:
        home.mkdir(parents=True, exist_ok=True)
        replace_durably(home / FILE, msgspec.json.format(msgspec.json.encode(keys)) + b"\n")
        (home / FILE).chmod(0o600)
    except OSError as problem:
        raise EditionError(f"{home / FILE} cannot be written: {problem}") from problem
