#!/usr/bin/env python3
"""Times the whole command beside calamine merely reading the same files and beside Python programs that do the same job.

usage: scripts/bench.py [--projects 1000] [--rounds 3] [--inbox FOLDER] [--no-python]

Makes an inbox with `jixiao demo`, or takes one that has a folder for each project with a form, a ledger and a survey. In every
round each program runs once, one after another, so that whatever else the machine does falls on all of them; what counts are the
ratios of the medians. Needs a release build with the example, `cargo build --release --example calamine_reading` and
`cargo build --release`, and for the Python programs `pip install openpyxl python-calamine pandas xlsxwriter numpy`.
"""
import argparse
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
TARGET = os.environ.get("CARGO_TARGET_DIR", os.path.join(ROOT, "target"))
JIXIAO = os.path.join(TARGET, "release", "jixiao")
READING = os.path.join(TARGET, "release", "examples", "calamine_reading")


def timed(command):
    """Seconds, and the most memory in MB."""
    start = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, used = os.wait4(process.pid, 0)
    if status != 0:
        sys.exit(f"failed: {' '.join(command)}")
    return time.perf_counter() - start, used.ru_maxrss / 1024


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--projects", type=int, default=1000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--inbox")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--no-python", action="store_true")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        inbox = args.inbox or os.path.join(scratch, "inbox")
        if not args.inbox:
            subprocess.run([JIXIAO, "demo", inbox, "--projects", str(args.projects), "--seed", "1"], check=True,
                           stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        out = os.path.join(scratch, "out")
        threads = str(args.threads)
        run = [JIXIAO, "run", inbox, "--out", out, "--jobs", threads]
        peer = [sys.executable, os.path.join(ROOT, "scripts", "peer.py")]
        book = os.path.join(scratch, "peer.xlsx")

        def afresh():
            shutil.rmtree(out, ignore_errors=True)

        def day_forgotten():
            os.remove(os.path.join(out, ".jixiao-cache", "last.json"))

        # What each is called, the command, and what has to be so before it.
        programs = [
            ("calamine reading", [READING, inbox, threads], None),
            ("jixiao run --no-score-sheets", run + ["--no-score-sheets"], afresh),
            ("  the same, nothing changed", run + ["--no-score-sheets"], None),
            ("  the same, files from the cache", run + ["--no-score-sheets"], day_forgotten),
            ("jixiao run", run, afresh),
        ]
        if not args.no_python:
            programs += [
                ("Python, openpyxl, 1 process", peer + ["openpyxl", inbox, book, "1"], None),
                ("Python, openpyxl, 2 processes", peer + ["openpyxl", inbox, book, "2"], None),
                ("Python, calamine, 1 process", peer + ["calamine", inbox, book, "1"], None),
                ("Python, calamine, 2 processes", peer + ["calamine", inbox, book, "2"], None),
            ]
        timed(programs[0][1])
        seconds = {name: [] for name, _, _ in programs}
        memory = dict.fromkeys(seconds, 0)
        for _ in range(args.rounds):
            for name, command, before in programs:
                if before:
                    before()
                took, most = timed(command)
                seconds[name].append(took)
                memory[name] = max(memory[name], most)
        median = {name: statistics.median(took) for name, took in seconds.items()}
        reading, whole = median["calamine reading"], median["jixiao run --no-score-sheets"]
        print(f"{args.threads} threads, medians of {args.rounds} rounds\n")
        print("| what | seconds | over calamine reading | over jixiao run --no-score-sheets | most memory |")
        print("|---|---|---|---|---|")
        for name, took in median.items():
            print(f"| {name.strip()} | {took:.2f} | {took / reading:.2f} | {took / whole:.2f} | {memory[name]:.0f} MB |")


main()
