"""Reads every essay of a folder and ranks its sentences, in one process: `rank_essays.py FOLDER jieba|rjieba`."""

import sys
from pathlib import Path

if sys.argv[2] == "jieba":
    sys.modules["rjieba"] = None  # as if it were not installed

from briefgen import rank_quotes, read_essay

for file in sorted(Path(sys.argv[1]).glob("*.md")):
    rank_quotes(read_essay(file), 10)
