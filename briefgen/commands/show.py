"""Prints what the commands tell: problems and results."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from _typeshed import DataclassInstance

    from briefgen.build import Report
    from briefgen.errors import Problem
    from briefgen.verdicts import Verdict


def show_problems(problems: Iterable[Problem]) -> None:
    for problem in problems:
        print(" ".join(str(problem).split("\n")), file=sys.stderr)


def show_report(report: Report, changed: tuple[Path, ...], *, as_json: bool) -> None:
    if as_json:
        print_json(report, changed)
        return
    for path in sorted(report.files):
        print(f"{path}{'' if path in changed else ' (unchanged)'}")


def print_json(report: Report, changed: tuple[Path, ...]) -> None:
    import json
    from dataclasses import asdict

    result = {
        "files": [str(path) for path in sorted(report.files)],
        "changed": [str(path) for path in sorted(changed)],
        "warnings": [asdict(warning) for warning in report.warnings],
        "manifests": report.manifests,
    }
    print(json.dumps(result, ensure_ascii=False, indent=1))


def print_values(values: Iterable[DataclassInstance]) -> None:
    import json
    from dataclasses import asdict

    print(json.dumps([asdict(value) for value in values], ensure_ascii=False, indent=1))


def show_verdicts(verdicts: Sequence[Verdict]) -> None:
    for verdict in verdicts:
        if not verdict.ok or verdict.alarm:
            print(verdict, file=sys.stderr)
    proved = sum(verdict.ok for verdict in verdicts)
    print(f"{len(verdicts)} quotation{'s' * (len(verdicts) != 1)}: {proved} proved, {len(verdicts) - proved} refused")
