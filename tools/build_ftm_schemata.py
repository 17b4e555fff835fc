"""Write src/article41/lists/ftm/schemata.yml from the schema files of the followthemoney package.

    pip download followthemoney --no-deps -d DIR && unzip DIR/followthemoney-*.whl -d DIR
    python tools/build_ftm_schemata.py DIR

Only facts are taken: names of schemata and properties, their types, and how they hang together.
"""

import sys
from pathlib import Path
from typing import Any

import yaml

TARGET = Path(__file__).resolve().parents[1] / "src/article41/lists/ftm/schemata.yml"
HEAD = """\
# Schemata of FollowTheMoney {version}: facts from its public model, https://followthemoney.tech/ (MIT licence).
# Written by tools/build_ftm_schemata.py; do not edit.
#
# extends: ancestors next above; matchable: parties and things that can be screened; edge: [from, to], the two
# properties an edge ties together; properties: name -> type; links: name -> [schema it leads to, name the far side
# gives it, or null].
"""


def main(folder: Path) -> None:
    schemata: dict[str, dict[str, Any]] = {}
    for path in sorted((folder / "followthemoney" / "schema").glob("*.y*ml")):
        for name, data in yaml.safe_load(path.read_text(encoding="utf-8")).items():
            schemata[name] = facts(data)
    version = next(folder.glob("followthemoney-*.dist-info")).name.split("-")[1].removesuffix(".dist")
    body = yaml.safe_dump(
        {"version": version, "schemata": dict(sorted(schemata.items()))},
        sort_keys=False,
        width=118,
        default_flow_style=None,
    )
    TARGET.write_text(HEAD.format(version=version) + body, encoding="utf-8")
    print(f"{len(schemata)} schemata -> {TARGET}")


def facts(data: dict[str, Any]) -> dict[str, Any]:
    properties = data.get("properties", {})
    edge = data.get("edge")
    kept: dict[str, Any] = {
        "extends": data.get("extends", []),
        "matchable": bool(data.get("matchable")),
        "edge": [edge["source"], edge["target"]] if edge else [],
        "properties": {name: p.get("type", "string") for name, p in properties.items() if p.get("type") != "entity"},
        "links": {
            name: [p["range"], p.get("reverse", {}).get("name")]
            for name, p in properties.items()
            if p.get("type") == "entity"
        },
    }
    return {key: value for key, value in kept.items() if value}


if __name__ == "__main__":
    main(Path(sys.argv[1]))
