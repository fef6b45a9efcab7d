#!/usr/bin/env python3
"""Scanned pages made from notices, and how well they are read beside their own text.

scans.py make OUT [--bin duibiao] [--more DIR ...] [--per-kind 10] [--seed N]
scans.py score OUT HALF [--bin duibiao] [--ocr PYTHON|none] [-v]
scans.py whole OUT [--more DIR ...] [--seed N]
HALF: development, unseen or all. Rules of the reader are mended on the first half only; the second is looked at when they stand.

Needs chromium, pdftoppm, and in the Python that runs this: pillow, numpy. `make` takes golden notices and, with --more, folders
of other notices; a notice is in one half only. A page's name tells its kind. `clean/` holds the same words as plain text, whose
reading is what a scan is held against; no label is written by hand. Figures are those of `targets`, aligned in printed order.
`whole` makes all pages of each text of --more, a file a notice that keeps the text's name, for labels that name it: kinds of
page in turns."""
import argparse, difflib, glob, html, json, os, random, re, shutil, subprocess, sys, tempfile, time, zlib
from collections import Counter, defaultdict

HERE = os.path.dirname(os.path.abspath(__file__))
GOLDEN = os.path.join(HERE, '..', 'tests', 'golden')
CASES = ('v[0-4]*', 'annex-*', 'units-*', 'figures-*', 'page-*', 'blind-*')
KINDS = ('plain', 'turned', 'noise', 'stamp', 'columns', 'ruled', 'small', 'worn')
FORMS = ('png', 'jpg', 'tif', 'pdf')
FONTS = ('Noto Serif CJK SC', 'Noto Sans CJK SC', 'AR PL UMing CN', 'AR PL UKai CN', 'WenQuanYi Zen Hei', 'Droid Sans Fallback')
# Most characters of a page, and sizes of print in points.
ROOM = {'columns': 1500, 'ruled': 1100, 'small': 2200}
SIZES = {'columns': (10, 12), 'ruled': (9, 12), 'small': (7.5, 9)}


def rows(folder, name):
    path = os.path.join(folder, name + '.jsonl')
    return [json.loads(line) for line in open(path, encoding='utf-8')] if os.path.exists(path) else []


def parse(binary, inputs, out, *more, env=None):
    run = subprocess.run([binary, '-q', 'parse', *inputs, '-o', out, '--format', 'jsonl', '--no-corrections', '--apart', *more],
                         capture_output=True, text=True, env={**os.environ, **(env or {})})
    if not os.path.exists(os.path.join(out, 'notices.jsonl')):
        sys.exit(f'nothing read: {run.stderr[-2000:]}')
    return run.stderr


# --- making


def sources(binary, more, scratch):
    """Plain texts with the rows of their tasks, as duibiao reads the notices: [(name, lines, tasks)]."""
    inputs = [f for case in CASES for f in sorted(glob.glob(os.path.join(GOLDEN, case, 'notice.*')))]
    inputs += [f for folder in more for f in sorted(glob.glob(os.path.join(folder, '*'))) if os.path.isfile(f)]
    parse(binary, inputs, scratch)
    tasks = defaultdict(list)
    duties = defaultdict(list)
    for row in rows(scratch, 'assignments'):
        if row.get('unit_raw') and row.get('stated') == 'explicit':
            duties[row['task_id']].append((row['role'], row['unit_raw']))
    for row in rows(scratch, 'tasks'):
        tasks[row['notice_id']].append((row['text'], duties[row['task_id']]))
    found = []
    for notice in rows(scratch, 'notices'):
        path = os.path.join(scratch, 'sources', notice['notice_id'] + '.txt')
        lines = [line.strip() for line in open(path, encoding='utf-8') if line.strip()]
        name = os.path.basename(os.path.dirname(notice['source'])) if 'golden' in notice['source'] else notice['notice_id']
        found.append((name, lines, tasks[notice['notice_id']]))
    return found


def is_row(line):
    return line.endswith(' |')


def window(lines, room, draw):
    """A title and lines that follow one another and hold figures, as many as a page has room for."""
    if sum(map(len, lines)) <= room:
        return lines
    title, rest = lines[0][:60], [line for line in lines[1:] if len(line) <= room // 2]
    starts = list(range(len(rest)))
    weight = lambda at: len(re.findall(r'\d', ''.join(take(rest[at:], room)))) + draw.random()
    return [title] + take(rest[max(draw.sample(starts, min(40, len(starts))), key=weight):], room)


def take(lines, room):
    taken = []
    for line in lines:
        room -= len(line) + 10
        if room < 0:
            break
        taken.append(line)
    return taken


def as_table(lines, tasks, room):
    """The tasks as a table with a head, where the notice has none."""
    if sum(map(is_row, lines)) >= 3:
        first = next(at for at, line in enumerate(lines) if is_row(line))
        return take(lines[max(0, first - 2):], room)
    words = {'lead': '牵头单位', 'support': '配合单位', 'responsible': '责任单位'}
    table = [lines[0][:60], '序号 | 重点任务 | 责任单位 |']
    for at, (text, duties) in enumerate(tasks, 1):
        by_role = defaultdict(list)
        for role, unit in duties:
            by_role[words.get(role)].append(unit)
        units = '；'.join(f'{role}：{"、".join(dict.fromkeys(names))}' for role, names in by_role.items() if role)
        if units and '|' not in text:
            table.append(f'{at} | {text} | {units} |')
    return take(table, room) if len(table) > 4 else None


def page_html(lines, kind, font, size, draw):
    body, table = [], []

    def close():
        if table:
            head, *rest = table
            cells = lambda line, tag: '<tr>' + ''.join(f'<{tag}>{html.escape(c.strip())}</{tag}>' for c in line[:-2].split(' | ')) + '</tr>'
            body.append('<table>' + cells(head, 'th') + ''.join(cells(row, 'td') for row in rest) + '</table>')
            table.clear()

    for at, line in enumerate(lines):
        if is_row(line):
            table.append(line)
            continue
        close()
        body.append(f'<{"h1" if at == 0 else "p"}>{html.escape(line)}</{"h1" if at == 0 else "p"}>')
    close()
    columns = 'column-count:2;column-gap:9mm' if kind == 'columns' else ''
    stamp = ''
    if kind in ('stamp', 'worn'):
        top, left, turn = draw.uniform(60, 200), draw.uniform(30, 120), draw.uniform(-20, 20)
        stamp = f'''<svg style="position:absolute;top:{top}mm;left:{left}mm;width:42mm;mix-blend-mode:multiply" viewBox="0 0 100 100">
<g transform="rotate({turn} 50 50)" fill="#d8202a" opacity="{draw.uniform(.6, .9):.2f}"><circle cx="50" cy="50" r="46" fill="none" stroke="#d8202a" stroke-width="3"/>
<path d="M50 32 L55 46 70 46 58 55 62 69 50 61 38 69 42 55 30 46 45 46z"/><path id="c" d="M14 60 A38 38 0 1 1 86 60" fill="none"/>
<text font-size="11" font-family="Noto Serif CJK SC"><textPath href="#c" textLength="140">某某区人民政府办公室</textPath></text></g></svg>'''
    return f'''<meta charset="utf-8"><style>@page{{size:A4;margin:0}}body{{margin:0;padding:24mm 22mm;font:{size}pt/{draw.choice([1.5, 1.7, 1.9])} "{font}";text-align:justify}}
h1{{font-size:{size * 1.3:.1f}pt;text-align:center;font-weight:bold;margin:0 0 6mm;line-height:1.4}}p{{margin:0;text-indent:2em}}div{{{columns}}}
table{{border-collapse:collapse;width:100%}}td,th{{border:{draw.choice([.5, .75, 1])}pt solid #000;padding:1mm 1.5mm;font-weight:normal;line-height:1.35;text-align:left}}
th{{font-weight:bold;text-align:center;white-space:nowrap}}td:first-child{{text-align:center}}</style><body>{body[0]}<div>{"".join(body[1:])}</div>{stamp}'''


def printed(markup, scratch):
    """The pages that a browser prints, as pictures of 200 dots an inch."""
    from PIL import Image
    path, pdf = os.path.join(scratch, 'page.html'), os.path.join(scratch, 'page.pdf')
    open(path, 'w', encoding='utf-8').write(markup)
    subprocess.run(['chromium', '--headless', '--no-sandbox', '--disable-gpu', '--no-pdf-header-footer', f'--print-to-pdf={pdf}', path],
                   check=True, capture_output=True)
    for old in glob.glob(os.path.join(scratch, 'p-*.png')):
        os.remove(old)
    subprocess.run(['pdftoppm', '-r', '200', '-png', pdf, os.path.join(scratch, 'p')], check=True)
    return [Image.open(p).convert('RGB') for p in sorted(glob.glob(os.path.join(scratch, 'p-*.png')))]


def scanned(page, kind, draw):
    import numpy as np
    from PIL import Image, ImageFilter
    noise = np.random.default_rng(draw.randrange(1 << 30))
    if kind in ('turned', 'worn'):
        page = page.rotate(draw.uniform(-1.5, 1.5), Image.BICUBIC, expand=False, fillcolor='white')
    if kind in ('noise', 'worn'):
        page = page.filter(ImageFilter.GaussianBlur(draw.uniform(.4, .8)))
        dots = np.asarray(page).astype(float)
        shade = np.linspace(draw.uniform(.8, 1), draw.uniform(.8, 1), dots.shape[1])[None, :, None]
        dots = dots * shade - draw.uniform(0, 15) + noise.normal(0, draw.uniform(8, 22), dots.shape[:2])[:, :, None]
        specks = noise.random(dots.shape[:2])
        dots[specks < .001], dots[specks > .999] = 0, 255
        page = Image.fromarray(dots.clip(0, 255).astype('uint8'))
    if kind not in ('stamp', 'worn') and draw.random() < .5:
        page = page.convert('L')
    return page


def write(pages, path, form, draw):
    if form in ('pdf', 'tif'):
        how = {'quality': draw.randint(60, 85)} if form == 'pdf' else {'compression': 'tiff_lzw'}
        pages[0].save(f'{path}.{form}', save_all=True, append_images=pages[1:], resolution=200, **how)
        return
    for at, page in enumerate(pages, 1):
        how = {'quality': draw.randint(45, 85)} if form == 'jpg' else {}
        page.save(f'{path}{"" if len(pages) == 1 else f"-{at}"}.{form}', dpi=(200, 200), **how)


def make(args):
    os.makedirs(args.out)
    found = sources(args.bin, args.more, os.path.join(args.out, 'base'))
    order = random.Random(args.seed)
    order.shuffle(found)
    # A notice is in one half only.
    halves = {h: [s for s in found if zlib.crc32(f'{args.seed}{s[0]}'.encode()) % 2 == n] for n, h in enumerate(('development', 'unseen'))}
    with tempfile.TemporaryDirectory() as scratch:
        for half, pool in halves.items():
            for sub in ('clean', 'scan'):
                os.makedirs(os.path.join(args.out, half, sub))
            at = 0
            for kind in KINDS:
                for nth in range(args.per_kind // 2):
                    lines = None
                    while not lines or sum(map(len, lines)) < 150 or (kind != 'ruled' and any(map(is_row, lines))):
                        name, own, tasks = pool[at % len(pool)]
                        draw = random.Random(f'{args.seed}/{name}/{at}')
                        room = ROOM.get(kind, 900)
                        lines = as_table(own, tasks, room) if kind == 'ruled' else window(own, room, draw)
                        at += 1
                    size = draw.uniform(*SIZES.get(kind, (12, 16)))
                    font, form = FONTS[(nth + len(kind)) % len(FONTS)], FORMS[nth % 4]
                    pages = [scanned(p, kind, draw) for p in printed(page_html(lines, kind, font, size, draw), scratch)]
                    title = f'{kind}-{nth:02}-{re.sub("[^0-9A-Za-z一-鿿]+", "-", name)}'
                    open(os.path.join(args.out, half, 'clean', title + '.txt'), 'w', encoding='utf-8').write('\n'.join(lines) + '\n')
                    write(pages, os.path.join(args.out, half, 'scan', title), form, draw)
                    print(half, title, form, f'{font} {size:.1f}pt, {len(pages)} pages', flush=True)


def whole(args):
    """Every text of --more as a scanned PDF of all its pages; the bytes tell what it is, so it keeps its name."""
    os.makedirs(args.out)
    kinds = [kind for kind in KINDS if kind not in ('ruled', 'columns')]
    paths = [path for folder in args.more for path in sorted(glob.glob(os.path.join(folder, '*.txt')))]
    with tempfile.TemporaryDirectory() as scratch:
        for at, path in enumerate(paths):
            name, kind = os.path.basename(path), kinds[at % len(kinds)]
            draw = random.Random(f'{args.seed}/{name}')
            lines = [line.strip() for line in open(path, encoding='utf-8') if line.strip()]
            size, font = draw.uniform(*SIZES.get(kind, (12, 16))), FONTS[at % len(FONTS)]
            pages = [scanned(page, kind, draw) for page in printed(page_html(lines, kind, font, size, draw), scratch)]
            scan = os.path.join(scratch, 'scan')
            write(pages, scan, 'pdf', draw)
            shutil.move(scan + '.pdf', os.path.join(args.out, name))
            print(name, kind, f'{font} {size:.1f}pt, {len(pages)} pages', flush=True)


# --- scoring


def reading(folder, known):
    """What was read of each file, by the file's name: tasks with units, figures, problems, text."""
    read = {}
    ids = {}
    for notice in rows(folder, 'notices'):
        name = os.path.splitext(os.path.basename(notice['source']))[0]
        # pictures of one notice end in a number, and its source is the first of them
        name = name if name in known else re.sub(r'-\d$', '', name)
        one = read.setdefault(name, {'tasks': [], 'figures': [], 'marks': [], 'text': ''})
        ids[notice['notice_id']] = one
        one['text'] = open(os.path.join(folder, 'sources', notice['notice_id'] + '.txt'), encoding='utf-8').read()
    units = defaultdict(set)
    for row in rows(folder, 'assignments'):
        units[row['task_id']].add((row['role'], row.get('unit') or row.get('unit_raw')))
    for row in rows(folder, 'tasks'):
        ids[row['notice_id']]['tasks'].append((plain(row['text']), units[row['task_id']]))
    for row in rows(folder, 'targets'):
        ids[row['notice_id']]['figures'].append(row)
    for row in rows(folder, 'problems'):
        if row['code'] == 'T013' and row['notice_id'] in ids:
            ids[row['notice_id']]['marks'].append((row['span_start'], row['span_end']))
    for one in read.values():
        one['figures'].sort(key=lambda row: (row['span_start'], row['span_end']))
    return read


WIDE = str.maketrans('，；：？！（）．％“”‘’', ',;:?!().%""\'\'')


def plain(text):
    return re.sub(r'\s', '', text).translate(WIDE)


def pairs(want, got, close, gap=-.4):
    """Aligns two sequences; close gives how alike two things are (0 to 1)."""
    n, m = len(want), len(got)
    best = [[0.] * (m + 1) for _ in range(n + 1)]
    for i in range(n - 1, -1, -1):
        for j in range(m - 1, -1, -1):
            best[i][j] = max(best[i + 1][j + 1] + close(want[i], got[j]), best[i + 1][j], best[i][j + 1])
    i = j = 0
    out = []
    while i < n and j < m:
        like = close(want[i], got[j])
        if like > 0 and best[i][j] == best[i + 1][j + 1] + like:
            out.append((i, j)); i += 1; j += 1
        elif best[i][j] == best[i + 1][j]:
            i += 1
        else:
            j += 1
    return out


def number(row):
    return tuple(row.get(k) for k in ('op', 'value', 'value_max', 'measure'))


def like_figures(a, b):
    if number(a) == number(b):
        return 1. if plain(a.get('indicator') or '') == plain(b.get('indicator') or '') else .8
    return .5 * difflib.SequenceMatcher(None, plain(a.get('indicator') or '') + a['raw'], plain(b.get('indicator') or '') + b['raw']).ratio()


def like_tasks(a, b):
    ratio = difflib.SequenceMatcher(None, a[0], b[0], autojunk=False).ratio()
    return ratio if ratio >= .9 else 0


def digits(text):
    return re.findall(r'\d+(?:\.\d+)?[%‰万亿]*', plain(text))


def compare(want, got, name, verbose):
    """Counts of one page."""
    c = Counter(pages=1)
    met = pairs(want['tasks'], got['tasks'], like_tasks)
    c.update(task_hit=len(met), task_want=len(want['tasks']), task_got=len(got['tasks']))
    of = dict(met)
    for at, (text, units) in enumerate(want['tasks']):
        own = got['tasks'][of[at]][1] if at in of else set()
        c.update(unit_want=len(units), unit_hit=len(units & own))
        if verbose and (at not in of or units != own):
            print(f'  {name}: task {text[:50]} {"missed" if at not in of else f"units {sorted(units - own)} != {sorted(own - units)}"}')
    c['unit_got'] = sum(len(units) for _, units in got['tasks'])
    met = pairs(want['figures'], got['figures'], like_figures)
    right = [(i, j) for i, j in met if number(want['figures'][i]) == number(got['figures'][j])]
    same = lambda i, j: plain(want['figures'][i].get('indicator') or '') == plain(got['figures'][j].get('indicator') or '')
    c.update(figures=len(want['figures']), right=len(right), named=sum(same(i, j) for i, j in right), missing=len(want['figures']) - len(met))
    marked = lambda row: any(s < row['span_end'] and row['span_start'] < e for s, e in got['marks'])
    partner = {j: i for i, j in met}
    good = {j for _, j in right}
    printed = as_printed(want['text'], got['text'])
    for j, row in enumerate(got['figures']):
        if marked(row):
            c['marked'] += 1
            c['marked_right'] += j in good
        if j in good:
            continue
        if printed(row):
            c['otherwise'] += 1
            continue
        c['wrong'] += 1
        if not marked(row):
            c['wrong_unmarked'] += 1
            of_it = want['figures'][partner[j]] if j in partner else None
            print(f'  UNMARKED {name}: {row["raw"]} ({row.get("indicator")}) for {of_it and (of_it["raw"], of_it.get("indicator"))}')
    if verbose:
        for i in set(range(len(want['figures']))) - {i for i, _ in met}:
            print(f'  {name}: no figure {want["figures"][i]["raw"]} {want["figures"][i].get("indicator")}')
    # Every number that is printed, whether a figure or not.
    a, b = digits(want['text']), digits(got['text'])
    blocks = difflib.SequenceMatcher(None, a, b, autojunk=False).get_matching_blocks()
    c.update(numbers=len(a), numbers_right=sum(block.size for block in blocks))
    a, b = plain(want['text']).replace('|', ''), plain(got['text']).replace('|', '')
    c.update(chars=len(a), chars_right=sum(k.size for k in difflib.SequenceMatcher(None, a, b, autojunk=False).get_matching_blocks()))
    return c


def as_printed(want, got):
    """Whether a figure's own words stand in the print where the scan has them: then they are right, whatever is made of them."""
    a, b = plain(want), plain(got)
    to = {}
    for block in difflib.SequenceMatcher(None, a, b, autojunk=False).get_matching_blocks():
        to.update((block.b + k, block.a + k) for k in range(block.size))
    data = got.encode()

    def same(row):
        start = len(plain(data[:row['span_start']].decode()))
        length = len(plain(data[row['span_start']:row['span_end']].decode()))
        places = [to.get(at) for at in range(start, start + length)]
        # and the characters on both sides, which could be digits
        around = [to.get(start - 1, -2) == (places[0] or 0) - 1, to.get(start + length, -2) == (places[-1] or 0) + 1]
        return length > 0 and None not in places and places == list(range(places[0], places[0] + length)) and all(around)

    return same


def f1(hit, want, got):
    return 1. if want + got == 0 else 2 * hit / (want + got)


def line(kind, c):
    share = lambda a, b: f'{c[a] / c[b]:.4f}' if c[b] else '-'
    return (f'| {kind} | {c["pages"]} | {f1(c["task_hit"], c["task_want"], c["task_got"]):.3f} | {f1(c["unit_hit"], c["unit_want"], c["unit_got"]):.3f} '
            f'| {c["right"]}/{c["figures"]} | {c["named"]} | {c["missing"]} | {c["otherwise"]} | {c["wrong"]} | {c["wrong_unmarked"]} | {c["marked"]} '
            f'| {share("numbers_right", "numbers")} | {share("chars_right", "chars")} |')


def score(args):
    halves = ('development', 'unseen') if args.half == 'all' else (args.half,)
    for half in halves:
        with tempfile.TemporaryDirectory() as scratch:
            clean, scan = os.path.join(scratch, 'clean'), os.path.join(scratch, 'scan')
            parse(args.bin, [os.path.join(args.out, half, 'clean')], clean)
            start = time.time()
            # With the pages of a notice as one, so not --apart.
            # Files one by one: small pictures of a folder are passed over.
            files = sorted(glob.glob(os.path.join(args.out, half, 'scan', '*')))
            run = [args.bin, '-q', 'parse', *files, '-o', scan, '--format', 'jsonl', '--no-corrections']
            done = subprocess.run(run + (['--ocr', args.ocr] if args.ocr else []), capture_output=True, text=True)
            print(done.stderr[-600:], end='')
            took = time.time() - start
            known = {os.path.splitext(name)[0] for name in os.listdir(os.path.join(args.out, half, 'clean'))}
            want, got = reading(clean, known), reading(scan, known)
            if args.keep:
                shutil.copytree(scratch, os.path.join(args.keep, half), dirs_exist_ok=True)
        table = defaultdict(Counter)
        for name, one in sorted(want.items()):
            empty = {'tasks': [], 'figures': [], 'marks': [], 'text': ''}
            if name not in got:
                print(f'  {name}: not read')
            counts = compare(one, got.get(name, empty), name, args.verbose)
            table[name.split('-')[0]].update(counts)
            table['all'].update(counts)
        print(f'\n{half}: {took:.0f} s, {took / max(1, len(want)):.1f} s a notice\n\n| kind | pages | tasks F1 | unit F1 | figures right | with their indicator '
              '| missing | printed so, read otherwise | wrong | wrong unmarked | marked | numbers of the text right | characters |\n|---|---|---|---|---|---|---|---|---|---|---|---|---|')
        for kind in (*KINDS, 'all'):
            print(line(kind, table[kind]))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('what', choices=('make', 'score', 'whole'))
    parser.add_argument('out')
    parser.add_argument('half', nargs='?', default='development', choices=('development', 'unseen', 'all'))
    parser.add_argument('--bin', default='duibiao')
    parser.add_argument('--more', nargs='*', default=[])
    parser.add_argument('--per-kind', type=int, default=10)
    parser.add_argument('--seed', type=int, default=1)
    parser.add_argument('--ocr')
    parser.add_argument('--keep', help='a folder for the tables of both readings')
    parser.add_argument('-v', '--verbose', action='store_true')
    args = parser.parse_args()
    {'make': make, 'score': score, 'whole': whole}[args.what](args)


if __name__ == '__main__':
    main()
