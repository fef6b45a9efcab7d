"""Made-up notices for tests of scale: tasks of the notices in datasets/, recombined, in places that do not exist.

    python made.py FOLDER -n 200 [--tasks 60] [--duibiao PATH]      same arguments, same bytes
"""

import argparse
import json
import random
import re
import subprocess
import tempfile
from pathlib import Path

SYLLABLES = "临云汀岚溪澜郁屏棠沅浔琅麓峪舜禾霁晴朗嵩"
NOTICES = Path(__file__).parents[1] / "datasets" / "notices"


def made_tasks(program):
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "t"
        subprocess.run([program, "-q", "parse", NOTICES, "-o", out, "--format", "jsonl"], check=True)
        rows = [json.loads(line) for line in (out / "tasks.jsonl").open()]
        units = {}
        for line in (out / "assignments.jsonl").open():
            row = json.loads(line)
            units.setdefault(row["task_id"], []).append(row["unit_raw"])
    return [(row["text"], units.get(row["task_id"], [])) for row in rows]


def make(folder, count, tasks, program):
    pool, rng = made_tasks(program), random.Random(7)
    folder.mkdir(parents=True, exist_ok=True)
    cities = ["".join(pair) for pair in zip(SYLLABLES[::2], SYLLABLES[1::2])]
    districts = [a + b for a in SYLLABLES for b in SYLLABLES if a != b]
    for number in range(count):
        # every eighth notice is a city's, the others are its districts'
        city, year = cities[number // 8 % len(cities)], 2015 + number // (8 * len(cities)) % 9
        place = f"{city}市" if number % 8 == 0 else f"{city}市{districts[number * 7 % len(districts)]}区"
        lines = [f"{place}人民政府办公室关于印发{year}年《政府工作报告》重点任务责任分解方案的通知", ""]
        for at in range(tasks):
            text, units = rng.choice(pool)
            text = re.sub(r"\d+", lambda own: str(max(1, int(own.group()) + rng.randint(-1, 3))) if len(own.group()) < 4 else own.group(), text)
            lines.append(f"{at + 1}.{text.rstrip('。')}。（牵头单位：{'、'.join(units[:3]) or '区政府办公室'}）")
        (folder / f"{place}-{year}-{number:05}.txt").write_text("\n".join(lines) + "\n")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("-n", type=int, default=200)
    parser.add_argument("--tasks", type=int, default=60)
    parser.add_argument("--duibiao", default="duibiao")
    own = parser.parse_args()
    make(own.folder, own.n, own.tasks, own.duibiao)
