"""Compile the YAML records of the law into the one file that ships with the package.

    python tools/build_knowledge.py            writes src/article41/regimes/knowledge.msgpack
    python tools/build_knowledge.py --check    fails when the file on disk differs

Faults (a dangling reference, a day before its resolution, a mark without a reason) are printed and stop the build.
"""

import sys
from pathlib import Path

from article41.regimes.authoring import encode, faults, read_records

REGIMES = Path(__file__).parents[1] / "src" / "article41" / "regimes"
COMPILED = REGIMES / "knowledge.msgpack"


def main(arguments: list[str]) -> int:
    """Build or check; return the exit code."""
    knowledge = read_records(REGIMES / "records")
    found = list(faults(knowledge))
    for fault in found:
        print(fault)
    if found:
        print(f"{len(found)} faults; nothing written")
        return 1
    data = encode(knowledge)
    if "--check" in arguments:
        same = COMPILED.is_file() and COMPILED.read_bytes() == data
        print("up to date" if same else "knowledge.msgpack differs from the records; run tools/build_knowledge.py")
        return 0 if same else 1
    COMPILED.write_bytes(data)
    print(
        f"{COMPILED.name}: {len(data)} bytes, {len(knowledge.provisions)} provisions, {len(knowledge.regimes)} regimes"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
