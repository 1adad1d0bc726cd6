# SPDX-FileCopyrightText: Boxwatch contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Reads a CSV of all columns with Python's own reader and compares each cell with the JSON of its
event.

    readback.py FILE exact|guarded

Prints the number of rows, and how many names had line breaks and how many were guarded.
"""

import csv
import json
import sys
from datetime import datetime, timezone

csv.field_size_limit(1 << 30)
path, mode = sys.argv[1:]
STARTS = tuple("=+-@\t\r\n")


def text(value):
    return value if isinstance(value, str) else "" if value is None else str(value)


def part(value, *keys):
    for key in keys:
        value = value.get(key) if isinstance(value, dict) else None
    return text(value)


rows = breaks = guarded = 0
with open(path, encoding="utf-8", newline="") as file:
    reader = csv.DictReader(file, strict=True)
    for row in reader:
        rows += 1
        assert None not in row and None not in row.values(), f"row {rows}: number of cells"
        raw = row["raw_json"]
        event = json.loads(raw)
        wanted = {
            "event_id": part(event, "event_id"),
            "event_type": part(event, "event_type"),
            "ip_address": part(event, "ip_address"),
        }
        if "item_type" in (event.get("source") or {}):
            wanted["item_type"] = part(event, "source", "item_type")
            wanted["item_id"] = part(event, "source", "item_id")
            wanted["item_name"] = part(event, "source", "item_name")
            wanted["parent_name"] = part(event, "source", "parent", "name")
            wanted["owner_login"] = part(event, "source", "owned_by", "login")
        # Of a Shield alert the actor is the person it is about.
        if "shield_alert" not in (event.get("additional_details") or {}):
            wanted["actor_name"] = part(event, "created_by", "name")
            wanted["actor_login"] = part(event, "created_by", "login")
        for key, value in wanted.items():
            cell = row[key]
            breaks += "\n" in value or "\r" in value
            if mode == "guarded" and cell != value:
                assert cell == "'" + value, f"row {rows}, {key}: {cell!r} for {value!r}"
                guarded += 1
                continue
            assert cell == value, f"row {rows}, {key}: {cell!r} for {value!r}"
            assert mode == "exact" or not cell.startswith(STARTS), f"row {rows}, {key}: {cell!r}"
        if event.get("created_at"):
            told = datetime.fromisoformat(row["created_at_utc"].replace("Z", "+00:00"))
            local = datetime.fromisoformat(row["created_at_local"])
            sent = datetime.fromisoformat(event["created_at"].replace("Z", "+00:00"))
            assert told == local == sent.astimezone(timezone.utc), f"row {rows}: {row}"

print(json.dumps({"rows": rows, "breaks": breaks, "guarded": guarded}))
