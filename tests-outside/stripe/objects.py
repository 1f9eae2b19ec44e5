"""All that the simulator sends, answers and webhooks, against Stripe's description: objects.py DESCRIPTION README EVENTS COMMAND…

EVENTS is a folder of examples of webhooks, which are looked at as well.
"""

from __future__ import annotations

import json
import re
import sys
from collections import Counter
from pathlib import Path
from typing import Any

from description import Description
from scenario import Story
from simulator import Client, Seen, Simulator, wait_for

Json = Any

# What the description says otherwise, each with the reason why it stays. A line that no longer happens is a fault too.
KNOWN: dict[str, str] = {}


def faults_of_answer(description: Description, seen: Seen) -> list[str]:
    if seen.path.startswith("/v2/"):
        return []  # the description has none of those; the libraries read them
    if seen.path.startswith("/_sim/"):
        return description.object_faults(seen.body) if "object" in seen.body and "now" not in seen.body else []
    faults = description.answer_faults(seen.method, seen.path, seen.status, seen.body)
    if seen.path == "/v1/events" and seen.status == 200:
        faults += [fault for event in seen.body["data"] for fault in description.event_faults(event)]
    return faults


def untold(readme: str, answers: list[Seen], events: list[Json]) -> list[str]:
    """What the simulator's README says that it has, and this run has not seen."""
    with open(readme, encoding="utf-8") as file:
        text = file.read()
    asked = {(seen.method, seen.path) for seen in answers}
    operations = re.findall(r"^- `(GET|POST|DELETE) (/v[12]/[^`]*)`", text, re.MULTILINE)
    missing = [
        f"{method} {template}: never asked"
        for method, template in operations
        if not any(verb == method and re.fullmatch(template.replace("{}", "[^/]+"), path) for verb, path in asked)
    ]
    types = re.findall(r"^- `([a-z0-9_]+(?:\.[a-z0-9_]+)+)`", text, re.MULTILINE)
    if not operations or not types:
        raise SystemExit(f"{readme} lists no operations, or no events")
    sent = {event["type"] for event in events}
    return missing + [f"{name}: never sent" for name in types if name not in sent]


def examples(folder: str) -> list[Json]:
    events = [json.loads(file.read_text(encoding="utf-8")) for file in sorted(Path(folder).glob("*.json"))]
    return [event for event in events if event["object"] == "event"]


def main(spec: str, readme: str, folder: str, command: list[str]) -> None:
    description = Description(spec)
    simulator = Simulator(command)
    try:
        client = Client(simulator.url)
        Story(client).tell()
        await_webhooks(client, simulator)
        thin = [event for event in simulator.listener.events() if event["object"] == "v2.core.event"]
        for event in thin:
            client.get(f"/v2/core/events/{event['id']}")
    finally:
        simulator.close()
    snapshots = [event for event in simulator.listener.events() if event["object"] == "event"]
    found: Counter[str] = Counter()
    for seen in client.seen:
        found.update(faults_of_answer(description, seen))
    for event in snapshots + examples(folder):
        found.update(description.event_faults(event))
    found.update(untold(readme, client.seen, snapshots + thin))
    report = [f"{count:5} × {fault}" for fault, count in sorted(found.items()) if fault not in KNOWN]
    report += [f"no longer so, and still listed: {fault}" for fault in KNOWN if fault not in found]
    if report:
        sys.exit("\n".join([*report, f"{len(report)} kinds of faults"]))
    print(
        f"{len(client.seen)} answers and {len(snapshots)} events of {len({event['type'] for event in snapshots})} types"
        " as Stripe describes them"
    )


def await_webhooks(client: Client, simulator: Simulator) -> None:
    """Until all that the log tells of has come."""
    logged = {
        event["id"]
        for seen in client.seen
        if seen.path == "/v1/events" and seen.status == 200
        for event in seen.body["data"]
    }
    if not wait_for(lambda: logged <= {event["id"] for event in simulator.listener.events()}):
        sys.exit("not all events were sent within a minute")


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], sys.argv[3], sys.argv[4:])
