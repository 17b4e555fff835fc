"""`make bench`: every benchmark in turn, each printing its figures and the machine."""

import subprocess
import sys
from pathlib import Path

for script in sorted(Path(__file__).parent.glob("*.py")):
    if script.name not in (Path(__file__).name, "rivals.py"):
        print(f"\n== {script.stem}", flush=True)
        if subprocess.run([sys.executable, str(script)], check=False).returncode:
            sys.exit(f"{script.name} failed")
