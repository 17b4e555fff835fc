"""A policy as a file that people read, compare and put under version control; YAML, of which JSON is a part.

    name: acme-bank
    version: 3
    threshold: 0.9
    kind_thresholds: {vessel: 0.95}
    list_thresholds: {us_bis_dpl: 0.97}

What is left out keeps its default. A word that is no setting is refused, so that nobody believes in one.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import msgspec

from article41.errors import InputError
from article41.matching.model import Model
from article41.screening.policy import Policy, check_threshold

FILE: Final = "policy.yml"
# Not for a file: what one question changed.
NOT_WRITTEN: Final = ("asked",)


class Chosen(msgspec.Struct, frozen=True):
    """A policy and where it came from.

    Attributes:
        policy: In effect.
        source: File it was read from; None for the default.
        given: Settings that stand in that file.
    """

    policy: Policy
    source: str | None
    given: tuple[str, ...]


class Setting(msgspec.Struct, frozen=True):
    """One parameter in effect.

    Attributes:
        name: Of the parameter.
        value: As it is used.
        origin: "default", the file, "figures" or "asked".
    """

    name: str
    value: Any
    origin: str


def choose_policy(home: Path, given: Path | None) -> Chosen:
    """The policy in effect: the file given, else `policy.yml` in the home, else the default.

    Raises:
        InputError: The file cannot be read, or says what is no policy.
    """
    path = given or home / FILE
    if given is None and not path.is_file():
        return Chosen(Policy(), None, ())
    return read_policy(path)


def read_policy(path: Path) -> Chosen:
    """Read a policy.

    Raises:
        InputError: The file cannot be read, has an unknown setting or a value that means nothing.
    """
    import yaml  # loaded only where a file is read: one check starts faster without

    try:
        said = yaml.safe_load(path.read_text(encoding="utf-8"))
        if not isinstance(said, Mapping):
            raise InputError(f"{path}: a policy is written as SETTING: VALUE, one a line")
        if unwritten := [name for name in NOT_WRITTEN if name in said]:
            raise InputError(f"{path}: {unwritten[0]} is no setting")
        if missing := [name for name in ("name", "version") if name not in said]:
            raise InputError(f"{path}: no {missing[0]}; a policy has a name and a version, which answers repeat")
        policy = msgspec.convert(said, Policy)
    except OSError as problem:
        raise InputError(f"{path}: cannot be read: {problem.strerror}") from problem
    except (yaml.YAMLError, UnicodeDecodeError) as problem:
        raise InputError(f"{path}: is not YAML: {' '.join(str(problem).split())}") from problem
    except msgspec.ValidationError as problem:
        raise InputError(f"{path}: {problem}; settings are {', '.join(_settings())}") from problem
    _check(policy, path)
    return Chosen(policy, str(path), tuple(str(name) for name in said))


def effective(chosen: Chosen, model: Model) -> list[Setting]:
    """Every parameter of a decision, its value and where that came from."""
    policy = chosen.policy
    file = chosen.source or "default"
    found = []
    for name in _settings():
        value: Any = getattr(policy, name)
        origin = "asked" if name in policy.asked else file if name in chosen.given else "default"
        if name == "threshold" and value is None:
            value, origin = model.threshold, "figures"
        found.append(Setting(name, "all" if name == "lists" and value is None else value, origin))
    return [
        *found,
        Setting("figures", model.name, "figures"),
        Setting("prior bits", model.prior, "figures"),
        Setting("floor bits", model.floor, "figures"),
    ]


def shown(chosen: Chosen, model: Model) -> dict[str, Any]:
    """The policy in effect as JSON, the same at every door."""
    return {"policy": chosen.policy.title, "source": chosen.source, "settings": effective(chosen, model)}


def _settings() -> tuple[str, ...]:
    return tuple(name for name in Policy.__struct_fields__ if name not in NOT_WRITTEN)


def _check(policy: Policy, path: Path) -> None:
    if not policy.name.strip():
        raise InputError(f"{path}: name is empty")
    if policy.threshold is not None:
        check_threshold(policy.threshold, f"{path}: threshold")
    for kind, value in policy.kind_thresholds.items():
        check_threshold(value, f"{path}: kind_thresholds: {kind}")
    for key, value in policy.list_thresholds.items():
        check_threshold(value, f"{path}: list_thresholds: {key}")
    if policy.lists == ():
        raise InputError(f"{path}: lists is empty, so nothing would be screened; leave it out for all lists")
    if not 0 <= policy.weak_alias_support <= 100:
        raise InputError(f"{path}: weak_alias_support {policy.weak_alias_support:g}: between 0 and 100 bits")
