"""balloond's configuration as a dictionary, written as TOML."""

import json


def merge(base, changes):
    """`base` with `changes` laid over it, table by table; neither is altered. None removes a key."""
    merged = dict(base)
    for key, value in changes.items():
        if value is None:
            merged.pop(key, None)
        elif isinstance(value, dict):
            merged[key] = merge(merged.get(key, {}), value)
        else:
            merged[key] = value
    return merged


def toml_value(value):
    # Strings, numbers, booleans and lists of them are written alike in JSON and TOML.
    return json.dumps(value)


def to_toml(tables, prefix=()):
    """TOML text of nested dictionaries: values of a table first, then the tables inside it."""
    lines = []
    plain = {key: value for key, value in tables.items() if not isinstance(value, dict)}
    if prefix and plain:
        lines.append(f"[{'.'.join(prefix)}]")
    lines += [f"{key} = {toml_value(value)}" for key, value in plain.items()]
    text = "".join(line + "\n" for line in lines)
    for key, value in tables.items():
        if isinstance(value, dict):
            text += to_toml(value, (*prefix, key))
    return text
