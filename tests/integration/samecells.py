# SPDX-FileCopyrightText: Boxwatch contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Whether two CSVs have the same cells, line breaks inside a cell aside: a spreadsheet writes them
its own way.

    samecells.py FIRST SECOND
"""

import csv
import sys

csv.field_size_limit(1 << 30)


def cells(path):
    with open(path, encoding="utf-8-sig", newline="") as file:
        for row in csv.reader(file):
            yield [cell.replace("\r\n", "\n").replace("\r", "\n") for cell in row]


first, second = (list(cells(path)) for path in sys.argv[1:])
assert len(first) == len(second), f"{len(first)} rows, then {len(second)}"
for number, (one, other) in enumerate(zip(first, second)):
    assert one == other, f"row {number}: {one} became {other}"
print(len(first))
