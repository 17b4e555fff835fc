"""Write src/article41/api/ftm_labels.json from the followthemoney package: what people call schemata and properties.

    pip download followthemoney --no-deps -d DIR && unzip DIR/followthemoney-*.whl -d DIR
    python tools/build_ftm_labels.py DIR

Only facts are taken: labels of schemata and properties, the codes and labels of topics, and which topics mean a risk.
"""

import ast
import json
import sys
from pathlib import Path
from typing import Any

import yaml

TARGET = Path(__file__).resolve().parents[1] / "src/article41/api/ftm_labels.json"


def main(folder: Path) -> None:
    package = folder / "followthemoney"
    schemata: dict[str, Any] = {}
    for path in sorted((package / "schema").glob("*.y*ml")):
        for name, data in yaml.safe_load(path.read_text(encoding="utf-8")).items():
            label = data.get("label", name)
            links = [p["reverse"] for p in data.get("properties", {}).values() if p.get("reverse")]
            schemata[name] = {
                "label": label,
                "plural": data.get("plural", f"{label}s"),
                "caption": data.get("caption", []),
                "hidden": sorted(key for key, p in data.get("properties", {}).items() if p.get("hidden")),
                "properties": {key: p.get("label", key) for key, p in data.get("properties", {}).items()}
                | {link["name"]: link.get("label", link["name"]) for link in links},
            }
    topics, risks = topic_tables((package / "types" / "topic.py").read_text(encoding="utf-8"))
    body = {"schemata": dict(sorted(schemata.items())), "topics": topics, "risks": sorted(risks)}
    TARGET.write_text(json.dumps(body, ensure_ascii=False, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    print(f"{len(schemata)} schemata, {len(topics)} topics -> {TARGET}")


def topic_tables(source: str) -> tuple[dict[str, str], set[str]]:
    topics: dict[str, str] = {}
    risks: set[str] = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            if node.target.id == "_TOPICS" and isinstance(node.value, ast.Dict):
                topics = {k.value: v.args[0].value for k, v in zip(node.value.keys, node.value.values, strict=True)}  # type: ignore[union-attr,attr-defined,misc]
            if node.target.id == "RISKS" and isinstance(node.value, ast.Set):
                risks = {element.value for element in node.value.elts}  # type: ignore[attr-defined,misc]
    return topics, risks


if __name__ == "__main__":
    main(Path(sys.argv[1]))
