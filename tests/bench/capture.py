# SPDX-FileCopyrightText: Boxwatch contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Whole programs: boxsim serves a backlog, `boxwatch capture` stores it, and Box's Node SDK counts it.

Usage: capture.py FOLDER_OF_PROGRAMS. Prints one line of JSON per figure. BOXWATCH_BENCH_EVENTS sets
the size of the backlog (1,000,000), BOXWATCH_BENCH_RUNS how often each is run (5); medians count.
"""

import json
import os
import pathlib
import statistics
import subprocess
import sys
import tempfile
import time

EVENTS = int(os.environ.get("BOXWATCH_BENCH_EVENTS", "1000000"))
RUNS = int(os.environ.get("BOXWATCH_BENCH_RUNS", "5"))
SDK = pathlib.Path(__file__).resolve().parent.parent / "integration" / "node-sdk" / "run.sh"


def figure(name, value, unit, rival=None, rival_value=None, less_is_better=False):
    line = {"name": name, "value": value, "unit": unit, "rival": rival}
    if rival is not None:
        line["rival_value"] = rival_value
        line["ratio"] = rival_value / value if less_is_better else value / rival_value
    print(json.dumps(line), flush=True)


def capture(programs, server, folder, number):
    """Seconds, bytes of the file and peak memory of one capture."""
    session = pathlib.Path(folder) / f"{number}.boxwatch"
    command = [
        str(programs / "boxwatch"), "capture", "--to", str(session), "--stream", "admin_logs",
        "--from", "earliest", "--poll-interval", "0", "--api-url", server["api_url"],
        "--token-from", "env:BOXWATCH_BENCH_TOKEN", "--progress", "none",
    ]
    environment = dict(os.environ, BOXWATCH_BENCH_TOKEN=server["token"])
    start = time.monotonic()
    process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.monotonic() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        sys.exit(f"boxwatch capture ended with {process.returncode}")

    info = json.loads(subprocess.check_output(
        [str(programs / "boxwatch"), "info", "--json", str(session)]))
    if info["events"] != EVENTS:
        sys.exit(f"captured {info['events']} events instead of {EVENTS}")
    size = session.stat().st_size
    session.unlink()
    return {"seconds": seconds, "bytes": size, "rss_mb": usage.ru_maxrss / 1024}


def count_with_sdk(programs, server):
    output = subprocess.check_output(
        [str(SDK), str(programs.parent / "node-sdk"), "count.mjs", server["url"], str(EVENTS)],
        text=True)
    return json.loads(output.splitlines()[-1])


def main():
    programs = pathlib.Path(sys.argv[1])
    simulator = subprocess.Popen(
        [str(programs / "boxsim"), "--port", "0", "--seed", "1", "--backlog", str(EVENTS),
         "--rate", "0", "--short-chunks", "0", "--history-delay", "0"],
        stdout=subprocess.PIPE, text=True)
    try:
        server = json.loads(simulator.stdout.readline())
        with tempfile.TemporaryDirectory() as folder:
            # Turn and turn about, so that both see the same moods of the machine.
            ours, theirs = [], []
            for number in range(RUNS):
                ours.append(capture(programs, server, folder, number))
                theirs.append(count_with_sdk(programs, server))
    finally:
        simulator.terminate()
        simulator.wait()

    def median(runs, key):
        return statistics.median(run[key] for run in runs)

    rival = "Box's Node SDK, only counting"
    figure("capture into a session file", EVENTS / median(ours, "seconds"), "events/s",
           rival, median(theirs, "events_per_s"))
    figure("memory of capture", median(ours, "rss_mb"), "MB", rival, median(theirs, "rss_mb"),
           less_is_better=True)
    figure("session file", median(ours, "bytes") / EVENTS, "bytes/event")


if __name__ == "__main__":
    main()
