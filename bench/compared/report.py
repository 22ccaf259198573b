"""Medians over the rounds, as a table with ratios to Coterie and as JSON."""

import json
import os
import platform
import statistics
import time

_GIB = 1 << 30
_MIB = 1 << 20


def medians(runs):
    """The median of each figure over the runs of one rival."""
    names = runs[0].as_json()
    columns = {name: [run.as_json()[name] for run in runs] for name in names}
    return {
        name: None if None in values else statistics.median(values)
        for name, values in columns.items()
    }


def row(rival, size, runs):
    """What is reported of one rival: rates in MB/s, CPU seconds per GiB, memory in MiB."""
    middle = medians(runs)
    rates = [size / run.seconds / 1e6 for run in runs]
    gib = size / _GIB

    def rate(seconds):
        return seconds and size / seconds / 1e6

    def per_gib(seconds):
        return None if seconds is None else seconds / gib

    return {
        "name": rival.name,
        "wire": rival.wire,
        "mb_per_second": rate(middle["seconds"]),
        "mb_per_second_lowest": min(rates),
        "mb_per_second_highest": max(rates),
        "mb_per_second_with_start": rate(middle["seconds_with_start"]),
        "cpu_seconds_per_gib": per_gib(middle["cpu_seed"] + middle["cpu_leech"]),
        "cpu_seed_per_gib": per_gib(middle["cpu_seed"]),
        "cpu_leech_per_gib": per_gib(middle["cpu_leech"]),
        "cpu_seconds_with_start_per_gib": per_gib(middle["cpu_with_start"]),
        "peak_seed_mib": middle["peak_seed"] / _MIB,
        "peak_leech_mib": middle["peak_leech"] / _MIB,
        "runs": [run.as_json() for run in runs],
    }


def machine():
    """Where and when the figures were taken."""
    model = ""
    with open("/proc/cpuinfo") as lines:
        for line in lines:
            if line.startswith("model name"):
                model = line.partition(":")[2].strip()
                break
    return {
        "time": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
        "kernel": platform.release(),
        "cpu": model,
        "cores": os.cpu_count(),
        "memory_gib": round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / _GIB, 1),
        "load_before": os.getloadavg()[0],
    }


def _cell(value, digits=0):
    return "-" if value is None else f"{value:.{digits}f}"


def _ratio(row, figure, bases):
    """This row's figure over that of the first of the bases that has it."""
    base = next((other[figure] for other in bases if other[figure]), None)
    return "-" if not base or not row[figure] else f"{row[figure] / base:.2f}"


def table(rows, names, size, rounds):
    """Lines for people, with ratios to the rows of these names: to the first that has the figure."""
    bases = [row for name in names for row in rows if row["name"] == name]
    lines = [
        ["", "MB/s", "(low-high)", "ratio", "with start", "ratio"]
        + ["CPU s/GiB", "ratio", "seed", "leech", "with start", "MiB seed", "MiB leech", "wire"]
    ]
    for row in rows:
        lines.append(
            [
                row["name"],
                _cell(row["mb_per_second"]),
                f"{row['mb_per_second_lowest']:.0f}-{row['mb_per_second_highest']:.0f}",
                _ratio(row, "mb_per_second", bases),
                _cell(row["mb_per_second_with_start"]),
                _ratio(row, "mb_per_second_with_start", bases),
                _cell(row["cpu_seconds_per_gib"], 2),
                _ratio(row, "cpu_seconds_per_gib", bases),
                _cell(row["cpu_seed_per_gib"], 2),
                _cell(row["cpu_leech_per_gib"], 2),
                _cell(row["cpu_seconds_with_start_per_gib"], 2),
                _cell(row["peak_seed_mib"]),
                _cell(row["peak_leech_mib"]),
                row["wire"],
            ]
        )
    note = f"{size / _MIB:g} MiB, medians of {rounds}; ratios to {' or, with start, to '.join(names)}"
    return f"{aligned(lines)}\n{note}"


def aligned(lines):
    """Columns as wide as their widest cell; the first and the last flush left."""
    widths = [max(len(line[i]) for line in lines) for i in range(len(lines[0]))]
    last = len(widths) - 1
    return "\n".join(
        "  ".join(
            cell.ljust(width) if i in (0, last) else cell.rjust(width)
            for i, (cell, width) in enumerate(zip(line, widths))
        ).rstrip()
        for line in lines
    )


def write_json(path, content):
    path.write_text(json.dumps(content, indent=2) + "\n")
