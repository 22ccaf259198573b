"""The figures as text."""


def _lines(title, columns, rows):
    cells = [columns] + [[str(row.get(column, "")) for column in columns] for row in rows]
    widths = [max(len(line[i]) for line in cells) for i in range(len(columns))]
    body = ["  ".join(cell.rjust(width) for cell, width in zip(line, widths)) for line in cells]
    return "\n".join([title, *body, ""])


def table(figures):
    """All tables, and the ratios that count."""
    call = ["callers", "per_second", "p50_ms", "p99_ms"]
    parts = [
        _lines("calls", ["store", "operation", *call], figures["rates"]),
        _lines("ListSources as the share table grows", ["store", "rows", *call], figures["sizes"]),
        _lines("attached idle peers", ["store", "attached", "seconds", "resident_per_peer", "heap_per_peer", "idle_cores"], figures["crowd"]),
    ]
    sources = [row for row in figures["sizes"] if row["callers"] == 64]
    empty = [row["per_second"] for row in figures["rates"] if row["operation"] == "empty" and row["callers"] == 64]
    announces = figures["opentracker"]
    for row in sources:
        if empty:
            parts.append(f"ListSources, {row['store']}, {row['rows']} rows: {row['per_second'] / empty[0]:.2f} of an empty call's rate")
        if "per_second" in announces:
            parts.append(f"  {row['per_second'] / announces['per_second']:.2f} of opentracker's announces")
    parts.append(f"opentracker over plain HTTP: {announces}")
    return "\n".join(parts)
