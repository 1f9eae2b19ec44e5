"""Stripe's OpenAPI description as a judge of what somebody sends in Stripe's name.

A field that the description does not know is as much a fault as one that it requires and that is missing.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError
from referencing import Registry
from referencing.jsonschema import DRAFT202012

Json = Any
ADDRESS = "stripe:description"


def as_json_schema(node: Json) -> Json:
    """OpenAPI's words in those of JSON Schema: a null is a type, and named fields are all that there are."""
    if isinstance(node, list):
        return [as_json_schema(member) for member in node]
    if not isinstance(node, dict):
        return node
    schema = {name: as_json_schema(value) for name, value in node.items() if not name.startswith("x-")}
    if isinstance(schema.get("properties"), dict) and "type" in schema:
        schema.setdefault("additionalProperties", False)
    if schema.pop("nullable", False) is True:
        return {"anyOf": [schema, {"type": "null"}]}
    return schema


class Description:
    """What answers and events have to look like."""

    def __init__(self, path: str) -> None:
        with open(path, encoding="utf-8") as file:
            self.spec = json.load(file)
        document = {"components": {"schemas": {}}}
        self.by_object: dict[str, str] = {}
        for name, schema in self.spec["components"]["schemas"].items():
            document["components"]["schemas"][name] = as_json_schema(schema)
            self._note_object(name, schema)
        resource = DRAFT202012.create_resource(document)
        self.registry: Registry = Registry().with_resource(ADDRESS, resource)
        self.event_types = set(
            self.spec["paths"]["/v1/webhook_endpoints"]["post"]["requestBody"]["content"][
                "application/x-www-form-urlencoded"
            ]["schema"]["properties"]["enabled_events"]["items"]["enum"]
        )
        self.routes = [
            (method.upper(), re.compile(re.sub(r"\{[^}]+}", "[^/]+", template)), operation)
            for template, methods in self.spec["paths"].items()
            for method, operation in methods.items()
        ]

    def _note_object(self, name: str, schema: Json) -> None:
        words = schema.get("properties", {}).get("object", {}).get("enum", [])
        if len(words) == 1 and (schema.get("x-resourceId") == words[0] or words[0] == name):
            self.by_object[words[0]] = name

    def answer_faults(self, method: str, path: str, status: int, body: Json) -> list[str]:
        """What is wrong with an answer, by the operation that was asked for."""
        for verb, pattern, operation in self.routes:
            if verb == method and pattern.fullmatch(path):
                answers = operation["responses"]
                answer = answers.get(str(status), answers["default"])
                return self._faults(answer["content"]["application/json"]["schema"], body)
        return [f"{method} {path}: the description has no such operation"]

    def object_faults(self, body: Json) -> list[str]:
        """What is wrong with an object, by what it says that it is."""
        name = self.by_object.get(body.get("object", ""))
        if name is None:
            return [f"the description has no object {body.get('object')!r}"]
        return self._faults({"$ref": f"#/components/schemas/{name}"}, body)

    def event_faults(self, event: Json) -> list[str]:
        """What is wrong with an event, the object that it carries and the fields that it says have changed."""
        faults = self._faults({"$ref": "#/components/schemas/event"}, event)
        if event["type"] not in self.event_types:
            faults.append(f"the description has no event {event['type']}")
        carried = event["data"]["object"]
        faults += self.object_faults(carried)
        known = self._properties(carried)
        faults += [
            f"{carried.get('object')}: previous_attributes names {name}, which it has not"
            for name in event["data"].get("previous_attributes") or {}
            if name not in known
        ]
        return faults

    def _properties(self, body: Json) -> set[str]:
        name = self.by_object.get(body.get("object", ""), "")
        return set(self.spec["components"]["schemas"].get(name, {}).get("properties", {}))

    def _faults(self, schema: Json, body: Json) -> list[str]:
        text = json.dumps(as_json_schema(schema)).replace('"#/', f'"{ADDRESS}#/')
        validator = Draft202012Validator(json.loads(text), registry=self.registry)
        what = body.get("object", "error" if "error" in body else "?") if isinstance(body, dict) else "?"
        return sorted({f"{what}: {words}" for error in validator.iter_errors(body) for words in explain(error)})


def explain(error: ValidationError) -> Iterator[str]:
    """A fault in words; of several kinds that a value may be, by the one that it is meant for."""
    branches: dict[Any, list[ValidationError]] = {}
    for inner in error.context or []:
        branches.setdefault(inner.relative_schema_path[0], []).append(inner)
    meant = [faults for faults in branches.values() if not any(is_another_kind(fault) for fault in faults)]
    if len(meant) == 1:
        for fault in meant[0]:
            yield from explain(fault)
        return
    where = ".".join("[]" if isinstance(step, int) else step for step in error.absolute_path) or "itself"
    if error.validator == "additionalProperties" and isinstance(error.instance, dict):
        for name in sorted(set(error.instance) - set(error.schema["properties"])):
            yield f"{where} has {name}, which no such object has"
    elif error.validator == "required":
        yield f"{where}: {error.message}"
    else:
        yield f"{where}: {error.message[:200]}"


def is_another_kind(fault: ValidationError) -> bool:
    if fault.validator == "required" and not fault.relative_path and fault.message.startswith("'deleted' "):
        return True
    if fault.validator == "type" and not fault.relative_path:
        return True
    if fault.validator == "enum" and list(fault.relative_path) == ["object"]:
        return True
    # An anyOf inside: all of its kinds are others.
    return bool(fault.context) and not fault.relative_path and all(is_another_kind(inner) for inner in fault.context or [])
