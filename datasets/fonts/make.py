#!/usr/bin/env python3
"""Makes duibiao-sans.otf: the characters of Chinese notices out of Noto Sans CJK SC Regular.

    python3 make.py NotoSansCJK-Regular.ttc Unihan_OtherMappings.txt[.bz2] duibiao-sans.otf

Needs fontTools. The same inputs give the same bytes.
"""

import bz2
import re
import sys

from fontTools import subset
from fontTools.ttLib import TTCollection

FAMILY = "Duibiao Sans"

# What notices and charts hold besides Chinese characters, as (first, last).
SYMBOLS = [
    (0x0020, 0x007E),  # ASCII
    (0x00A0, 0x00FF),  # Latin-1: ± · × ÷ °
    (0x0391, 0x03C9),  # Greek letters
    (0x2010, 0x203B),  # dashes, quotes, ellipsis, ‰
    (0x2070, 0x209C),  # raised and lowered digits
    (0x20AC, 0x20AC),  # €
    (0x2100, 0x214F),  # ℃ № ™
    (0x2150, 0x218B),  # fractions, Roman numerals
    (0x2190, 0x2199),  # arrows
    (0x2200, 0x22FF),  # ≈ ≠ ≤ ≥ and other signs
    (0x2460, 0x24FF),  # ① to ⑳, ⑴ to ⒇
    (0x2500, 0x257F),  # lines of printed tables
    (0x25A0, 0x25FF),  # ■ □ ▲ ▼ ○ ●
    (0x2605, 0x2606),  # ★ ☆
    (0x2713, 0x2717),  # ✓ ✗
    (0x2776, 0x277F),  # ❶ to ❿
    (0x3000, 0x303F),  # Chinese punctuation
    (0x30FB, 0x30FB),  # ・
    (0x3220, 0x3243),  # ㈠ to ㈩
    (0x3280, 0x32B0),  # ㊀ to ㊉
    (0x3300, 0x33FF),  # ㎡ ㎞ ㏑
    (0xFE10, 0xFE6F),  # vertical and small forms
    (0xFF01, 0xFFEE),  # full-width forms
]


def standard_table(path):
    """The 8105 characters of 通用规范汉字表: Unihan's property kTGH, `2013:1` to `2013:8105`."""
    opened = bz2.open(path, "rt", encoding="utf-8") if path.endswith(".bz2") else open(path, encoding="utf-8")
    with opened as lines:
        found = {int(m[1], 16) for m in (re.match(r"U\+([0-9A-F]+)\tkTGH\t2013:\d+", line) for line in lines) if m}
    assert len(found) == 8105, f"{path}: {len(found)} characters of the table, not 8105"
    return found


def gb2312():
    """Every character of GB 2312, so that no old page lacks one."""
    found = set()
    for row in range(0xA1, 0xF8):
        for cell in range(0xA1, 0xFF):
            try:
                found.add(ord(bytes([row, cell]).decode("gb2312")))
            except UnicodeDecodeError:
                pass
    return found


def big5_common():
    """The 5401 characters of Big5's first level: traditional forms that quotations and names still print."""
    found = set()
    for lead in range(0xA4, 0xC7):
        for trail in [*range(0x40, 0x7F), *range(0xA1, 0xFF)]:
            try:
                found.add(ord(bytes([lead, trail]).decode("big5")))
            except UnicodeDecodeError:
                pass
    return found


def main(collection, unihan, out):
    wanted = standard_table(unihan) | gb2312() | big5_common()
    wanted |= {code for first, last in SYMBOLS for code in range(first, last + 1)}

    font = next(f for f in TTCollection(collection).fonts if f["name"].getDebugName(1) == "Noto Sans CJK SC")
    options = subset.Options()
    options.layout_features = []
    options.hinting = False
    options.desubroutinize = False
    options.notdef_outline = True
    options.glyph_names = False
    options.name_IDs = [0, 1, 2, 3, 4, 5, 6, 13, 14]
    options.name_languages = [0x409]
    options.drop_tables += ["BASE", "GDEF", "GPOS", "GSUB", "VORG", "vhea", "vmtx", "DSIG"]
    options.recalc_timestamp = False
    font.recalcTimestamp = False
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=wanted)
    subsetter.subset(font)

    # The name is our own: what is changed must not pass for the original.
    for record in font["name"].names:
        new = {1: FAMILY, 3: "duibiao-sans", 4: FAMILY, 6: "DuibiaoSans-Regular"}.get(record.nameID)
        if new:
            record.string = new
    top = font["CFF "].cff
    top.fontNames = ["DuibiaoSans-Regular"]
    top.topDictIndex[0].FullName = FAMILY
    top.topDictIndex[0].FamilyName = FAMILY
    font.save(out, reorderTables=True)

    held = set(font.getBestCmap())
    missing = "".join(chr(code) for code in sorted(standard_table(unihan) - held)) or "none"
    print(f"{out}: {len(held)} characters; of the standard table the source font lacks: {missing}")


if __name__ == "__main__":
    if len(sys.argv) != 4:
        sys.exit(__doc__)
    main(*sys.argv[1:])
