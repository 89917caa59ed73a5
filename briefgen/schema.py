"""JSON Schemas of the YAML files that people write, made from the same records that read them: for editors."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from types import UnionType
from typing import Any, Literal, get_args, get_origin

from briefgen.records import Key, Record, Worded, keys_of

DRAFT = "http://json-schema.org/draft-07/schema#"
_SIMPLE = {str: "string", bool: "boolean", int: "integer", float: "number"}


def schema_text(name: str) -> str:
    """The schema of the files of one kind (`outline`, `digest`, `audience`, `map`) as the text of a JSON file."""
    schema = {"$schema": DRAFT, "title": f"briefgen {name}", **schema_of(record_kinds()[name])}
    return json.dumps(schema, ensure_ascii=False, indent=2) + "\n"


def schema_beside(path: Path, kind: str) -> dict[Path, bytes]:
    """The schema as the file that `path` names in its first line: editors then complete and check its keys."""
    return {path.with_name(f"{kind}.schema.json"): schema_text(kind).encode()}


def record_kinds() -> dict[str, type[Record]]:
    """The kinds of YAML files that have a schema."""
    from briefgen.audience import AudienceFile
    from briefgen.deck.thememap import RoleMap
    from briefgen.digest import Digest
    from briefgen.outline import Outline

    return {"outline": Outline, "digest": Digest, "audience": AudienceFile, "map": RoleMap}


def schema_of(record: Any) -> dict[str, Any]:
    """A JSON Schema of the mapping that `record` is read from."""
    keys = keys_of(record)
    schema: dict[str, Any] = {
        "type": "object",
        "additionalProperties": False,
        "properties": {name: {"description": k.doc, **_type_schema(k.type, k)} for name, k in keys.items()},
    }
    required = [name for name, item in keys.items() if item.required]
    return schema | ({"required": required} if required else {})


def _type_schema(kind: Any, item: Key) -> dict[str, Any]:
    origin, args = get_origin(kind), get_args(kind)
    if origin is tuple:
        return {"type": "array", "items": _type_schema(args[0], item)}
    if origin is UnionType:
        return _type_schema(next(a for a in args if a is not type(None)), item)
    if origin is Literal:
        return {"enum": [value for value in args if value]}
    if isinstance(origin, type) and issubclass(origin, Mapping):
        return {"type": "object", "additionalProperties": _type_schema(args[1], item)}
    if isinstance(kind, type) and issubclass(kind, Record):
        return schema_of(kind)
    if kind is Worded:
        return {"type": ["string", "object"], "additionalProperties": {"type": "string"}}
    return _scalar_schema(kind, item)


def _scalar_schema(kind: Any, item: Key) -> dict[str, Any]:
    """A text may be written as a bare number (`when: 2016`, `at: 3.2`), and a number with thousands separators."""
    types = {str: ["string", "number"], float: ["number", "string"]}.get(kind, _SIMPLE[kind])
    return {"type": types} | ({"pattern": f"^(?:{item.pattern})$"} if item.pattern else {})
