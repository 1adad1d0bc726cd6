# SPDX-FileCopyrightText: Boxwatch contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Whole programs: boxsim serves a backlog, `boxwatch capture` stores it, and Box's Node SDK counts it.

Usage: capture.py FOLDER_OF_PROGRAMS. Prints one line of JSON per figure. BOXWATCH_BENCH_EVENTS sets
the size of the backlog (1,000,000), BOXWATCH_BENCH_RUNS how often each is run (5); medians count.
"""

import json
import pathlib
import subprocess
import sys
import tempfile
import time

from programs import EVENTS, RUNS, capture, cpu_seconds, figure, median, simulator

SDK = pathlib.Path(__file__).resolve().parent.parent / "integration" / "node-sdk" / "run.sh"
RIVAL = "Box's Node SDK, only counting"
CHUNK = 500


def captured(programs, server, folder, number):
    session = pathlib.Path(folder) / f"{number}.boxwatch"
    before = cpu_seconds(server["process"])
    run = capture(programs, server, session, EVENTS)
    run["server_cpu"] = cpu_seconds(server["process"]) - before
    session.unlink()
    return run


def prepare(programs, server):
    """Installs the SDK if need be, so that no run has to; gives the folder that it is in."""
    folder = programs.parent / "node-sdk"
    subprocess.run([str(SDK), str(folder), "count.mjs", server["url"], str(CHUNK)],
                   check=True, stdout=subprocess.DEVNULL)
    return folder


def counted(folder, server):
    """The same events, counted by the SDK. One simulator serves both. `seconds` is the whole process, as
    of ours; `events_per_s` is by its own clock, which starts after Node has."""
    start = time.monotonic()
    output = subprocess.check_output(
        ["node", str(folder / "count.mjs"), server["url"], str(EVENTS)], text=True)
    return json.loads(output.splitlines()[-1]) | {"seconds": time.monotonic() - start}


def main():
    programs = pathlib.Path(sys.argv[1])
    with simulator(programs, EVENTS, "--in-memory") as server, \
            tempfile.TemporaryDirectory() as folder:
        sdk = prepare(programs, server)
        # Turn and turn about, so that both see the same moods of the machine.
        ours, theirs = [], []
        for number in range(RUNS):
            ours.append(captured(programs, server, folder, number))
            theirs.append(counted(sdk, server))

    rate = EVENTS / median(ours, "seconds")
    figure("capture into a session file, from the start of the process to its end", rate, "events/s",
           RIVAL + ", likewise", EVENTS / median(theirs, "seconds"))
    figure("the same, against a rival whose start does not count", rate, "events/s",
           RIVAL + ", once Node runs", median(theirs, "events_per_s"))
    figure("memory of capture", median(ours, "rss_mb"), "MB", RIVAL, median(theirs, "rss_mb"),
           less_is_better=True)
    million = EVENTS / 1_000_000
    figure("CPU of capture", median(ours, "cpu") / million, "s per 1,000,000 events")
    figure("CPU of the simulator meanwhile", median(ours, "server_cpu") / million,
           "s per 1,000,000 events")
    figure("session file", median(ours, "bytes") / EVENTS, "bytes/event")


if __name__ == "__main__":
    main()
