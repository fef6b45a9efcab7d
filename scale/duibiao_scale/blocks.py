"""Blocks of lists, and the pairs of blocks that a rule asks for. Plain Python: lists are few beside tasks.

In:  lists as dicts: list_id, level, region, parent, year, tasks, first (number of its first task).
Out: blocks, each some lists of one year and near places; pairs of blocks in which the rule lets two lists meet.
"""

from collections import defaultdict

# What `duibiao block` is told for each rule.
RULES = {"all": (), "kin": ("--kin",), "same-year": ("--same-year",), "same-level": ("--same-level",)}


def cut(lists, most):
    """Blocks of up to `most` tasks (a longer list is a block of its own): lists of one year and place stand together."""
    order = sorted(lists, key=lambda own: (own["year"] or 0, own["parent"] or own["region"], own["region"], own["first"]))
    blocks = []
    for own in order:
        last = blocks[-1] if blocks else None
        if last is None or last["year"] != own["year"] or last["tasks"] + own["tasks"] > most:
            last = {"block": len(blocks), "year": own["year"], "tasks": 0, "lists": []}
            blocks.append(last)
        last["lists"].append(own)
        last["tasks"] += own["tasks"]
    return blocks


def pairs(blocks, rule):
    """The pairs of blocks (a block with itself too) in which two lists may meet, each once, in order."""
    keys = {"all": lambda own: [()], "same-year": lambda own: [own["year"]], "same-level": lambda own: [own["level"]]}
    if rule == "kin":
        return _kin(blocks)
    held = defaultdict(set)
    for block in blocks:
        for own in block["lists"]:
            for key in keys[rule](own):
                held[key].add(block["block"])
    found = {(a, b) for together in held.values() for a in together for b in together if a <= b}
    return sorted(found)


def _kin(blocks):
    """One region, or one the other's parent."""
    of, below = defaultdict(set), defaultdict(set)
    for block in blocks:
        for own in block["lists"]:
            of[own["region"]].add(block["block"])
            below[own["parent"]].add(block["block"])
    found = set()
    for region, own in of.items():
        for a in own:
            for b in own | below.get(region, set()):
                found.add((min(a, b), max(a, b)))
    return sorted(found)


def rename(notices):
    """The ids that notices of many parts have together: unique by ~2, ~3 in path order, as one run gives them.

    `notices` are (path, id in its part); gives (path, id in its part) -> id.
    """
    seen, ids = defaultdict(int), {}
    for path, own in sorted(notices):
        base = own.rsplit("~", 1)[0] if own.rsplit("~", 1)[-1].isdigit() and "~" in own else own
        seen[base] += 1
        ids[path, own] = base if seen[base] == 1 else f"{base}~{seen[base]}"
    return ids
