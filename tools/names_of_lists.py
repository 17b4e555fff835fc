"""Write the names of official lists as lines for `tools/build_model.py` and `benchmarks/matching.py`.

    python tools/names_of_lists.py un_sc=consolidated.xml us_ofac_sdn=SDN.CSV,ALT.CSV,ADD.CSV … > names.jsonl

One name a line: [list, reference, kind, name, name kind, weak]. Files may be packed (.xz, .gz).
"""

import gzip
import hashlib
import json
import lzma
import sys
from pathlib import Path

from article41.lists.read import read_listings
from article41.lists.source import SourceFile


def open_file(path: Path) -> SourceFile:
    """A file, unpacked."""
    content = path.read_bytes()
    if path.suffix in (".xz", ".gz"):
        content = (lzma if path.suffix == ".xz" else gzip).decompress(content)
        path = path.with_suffix("")
    return SourceFile(path.name, hashlib.sha256(content).hexdigest(), content)


def main() -> None:
    """Read each list given as KEY=FILE,FILE."""
    for argument in sys.argv[1:]:
        key, _, files = argument.partition("=")
        for listing in read_listings(key, [open_file(Path(file)) for file in files.split(",")]):
            for name in listing.names:
                line = [key, listing.reference, str(listing.kind), name.text, str(name.kind), name.weak]
                print(json.dumps(line, ensure_ascii=False))


if __name__ == "__main__":
    main()
