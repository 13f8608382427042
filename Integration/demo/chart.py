"""Usage over time as text."""

HEIGHT = 11


def chart(samples, limit, width=72, bottom=0.5, top=1.0):
    """Lines of a chart of (seconds, usage) pairs; the limit is drawn as a line of its own.

    A column shows the highest usage of its time, a row is filled where usage was above it: what matters is whether the
    line was crossed.
    """
    if not samples:
        return ["(no samples)"]
    start, end = samples[0][0], samples[-1][0]
    columns = [0.0] * width
    for at, usage in samples:
        column = min(int((at - start) / max(end - start, 1e-9) * width), width - 1)
        columns[column] = max(columns[column], usage)
    for column in range(1, width):
        columns[column] = columns[column] or columns[column - 1]
    step = (top - bottom) / (HEIGHT - 1)
    lines = []
    for row in reversed(range(HEIGHT)):
        level = bottom + row * step
        is_limit = abs(level - limit) < step / 2
        cells = ("█" if usage > level else "─" if is_limit else " " for usage in columns)
        lines.append(f"{level:4.0%} {'┤' if is_limit else '│'}{''.join(cells)}{' limit' if is_limit else ''}".rstrip())
    lines.append(f"     └{'─' * width}")
    lines.append(f"      0 s{f'{end - start:.0f} s':>{width - 3}}")
    return lines
