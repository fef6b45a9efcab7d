#!/usr/bin/env python3
"""Learn what tells the parts of a work report: datasets/reading/parts.tsv.

  parts.py CUES LABELS OUT        learn from the reports labelled `learnt` and write the weights
  parts.py CUES LABELS --folds 6  leave out places in turn and print how well they are told
  parts.py CUES LABELS --train A --test B   learn on the files named in A, score those named in B

CUES is what `cargo run --release --example cues -- LABELS FOLDER` prints: a line a report with its sentences, each with its
cue text and shapes. LABELS names for each report the first and last words of its parts (datasets/labels/reading/parts.jsonl).
A linear-chain CRF (python-crfsuite, MIT) with L1 and L2: a feature is a shape, or a string of 2 to 5 characters of the cue
text that stands in the reports of at least PLACES places."""
import sys, json, collections, bisect, hashlib, re
import os, tempfile
import pycrfsuite

MODEL = os.path.join(tempfile.mkdtemp(), 'parts.model')
PARTS = ['head', 'review', 'horizon', 'requirement', 'plan', 'end']
PLACES, HEADED, SHORTEST, LONGEST = 6, 4, 2, 5


def norm(s):
    idx = [i for i, c in enumerate(s) if c.isalnum()]
    return ''.join(s[i] for i in idx), idx


def ranges(text, g):
    """(start, end, part) in characters of the text"""
    ns, idx = norm(text)
    def at(a, lo, end=False):
        a = norm(a)[0]
        p = ns.find(a, lo)
        if p < 0:
            raise SystemExit('%s: not in the text: %s' % (g['file'], a))
        return p + len(a) if end else p
    out, cur = [], 0
    if g.get('review'):
        p = at(g['review'][0], 0); q = at(g['review'][1], p, True); out.append((p, q, 'review')); cur = q
    r1 = cur
    for a, b in g['plan']:
        p = at(a, cur); q = at(b, p, True); out.append((p, q, 'plan')); cur = q
    if g.get('five_year'):
        p = at(g['five_year'][0], r1); q = at(g['five_year'][1], p, True); out.append((p, q, 'horizon'))
    out.sort()
    place = lambda i: idx[i] if i < len(idx) else len(text)
    return [(place(p), place(q - 1) + 1, part) for p, q, part in out]


def part_of(at, spans, first_plan):
    """the part of the character `at`"""
    for p, q, part in spans:
        if p <= at < q:
            return part
    before = [part for p, q, part in spans if q <= at]
    if not before:
        return 'head' if spans and spans[0][2] == 'review' else 'requirement'
    if 'plan' in before or not any(p > at for p, _, _ in spans):
        return 'end'
    return 'requirement'


def load(cues, labels):
    gold = {}
    for l in open(labels, encoding='utf8'):
        g = json.loads(l); gold[g['file']] = g
    docs = []
    for l in open(cues, encoding='utf8'):
        d = json.loads(l); g = gold[d['file']]
        text = d['text']
        spans = ranges(text, g)
        starts, pos = [], 0
        for ch in text:
            starts.append(pos); pos += len(ch.encode())
        rows = []
        for line, a, b, cue, shape in d['sentences']:
            if '@copy' in shape:
                continue
            ca, cb = bisect.bisect_left(starts, a), bisect.bisect_left(starts, b)
            votes = collections.Counter(part_of(i, spans, None) for i in range(ca, cb) if '\u3400' <= text[i] <= '\u9fff')
            part = votes.most_common(1)[0][0] if votes else None
            rows.append([part, cue, shape, sum(votes.values())])
        for i, r in enumerate(rows):            # sentences without a Han character go with the one before
            if r[0] is None: r[0] = rows[i - 1][0] if i else 'head'
        for i in range(len(rows) - 1, 0, -1):   # a heading belongs to the part that it opens
            if is_heading(rows[i - 1][2]) and rows[i][0] in ('horizon', 'plan', 'review') and rows[i - 1][0] != rows[i][0]:
                rows[i - 1][0] = rows[i][0]
        docs.append((d['file'], g, rows))
    return docs


def augmented(docs):
    """the documents and made-up ones: few reports hold a five-year part or notes, so those of others are put into each"""
    random = __import__('random').Random(7)
    part = lambda rows, name: [r for r in rows if r[0] == name]
    horizons = [part(d[2], 'horizon') for d in docs]; horizons = [h for h in horizons if len(h) > 5]
    ends = [part(d[2], 'end') for d in docs]; ends = [e for e in ends if len(e) > 12]
    out = list(docs)
    for f, g, rows in docs:
        names = [r[0] for r in rows]
        if 'horizon' in names or 'plan' not in names or 'review' not in names or not horizons: continue
        at = max(i for i, n in enumerate(names) if n == 'review') + 1
        new = rows[:at] + random.choice(horizons) + rows[at:]
        if ends and names[-1] == 'end':
            new = new + random.choice(ends)
        elif random.random() < .3:
            new = [r for r in new if r[0] != 'end']
        out.append((f, g, new))
    # Short pages: the opening and a few more sentences of each part, without head, review or end now and then.
    for f, g, rows in list(out) * 2:
        runs, short = [], []
        for r in rows:
            if not runs or runs[-1][0][0] != r[0]: runs.append([])
            runs[-1].append(r)
        dropped = {name for name, chance in (('head', .35), ('end', .5), ('review', .25), ('requirement', .35)) if random.random() < chance}
        for run in runs:
            if run[0][0] in dropped: continue
            most = random.choice((0, 1, 2, 4, 10))
            kept = sorted(random.sample(range(2, len(run)), min(most, len(run) - 2))) if len(run) > 2 else []
            short += run[:random.choice((1, 2, 2))] + [run[i] for i in kept]
        if any(r[0] == 'plan' for r in short): out.append((f, g, short))
    return out


def grams(cue, heading=False):
    out = {cue[i:i + n] for n in range(SHORTEST, LONGEST + 1) for i in range(len(cue) - n + 1)}
    return out | {'#' + x for x in out if len(x) <= 4} if heading else out


def is_heading(shape):
    return '@heading' in shape


def vocabulary(docs):
    seen = collections.defaultdict(set)
    for f, g, rows in docs:
        place = g['region'] or f
        for r in rows:
            for x in grams(r[1], is_heading(r[2])): seen[x].add(place)
    return {x for x, places in seen.items() if len(places) >= (HEADED if x[0] == '#' else PLACES) and x.strip('|^$"0')}


def features(rows, vocab):
    return [sorted(x for x in grams(r[1], is_heading(r[2])) if x in vocab) + list(r[2]) for r in rows]


def tags(rows):
    out, last = [], None
    for r in rows:
        out.append(('I-' if r[0] == last else 'B-') + r[0]); last = r[0]
    return out


def train(docs, model, vocab, c1, c2, iters=120):
    t = pycrfsuite.Trainer(algorithm='lbfgs', verbose=False)
    t.set_params({'c1': c1, 'c2': c2, 'max_iterations': iters, 'feature.minfreq': 3, 'feature.possible_transitions': False, 'linesearch': 'Backtracking'} if c1 else {'c2': c2, 'max_iterations': iters, 'feature.minfreq': 3, 'feature.possible_transitions': False})
    for f, g, rows in augmented(docs):
        t.append(features(rows, vocab), tags(rows))
    t.train(model)


def score(docs, tagger, vocab, verbose):
    hit = tot = said = leak = 0; worst = []
    confusion = collections.Counter()
    for f, g, rows in docs:
        got = [x[2:] for x in tagger.tag(features(rows, vocab))]
        h = sum(r[3] for r, x in zip(rows, got) if r[0] == 'plan' and x == 'plan'); t = sum(r[3] for r in rows if r[0] == 'plan')
        s = sum(r[3] for r, x in zip(rows, got) if x == 'plan'); l = s - h
        for r, x in zip(rows, got): confusion[r[0], x] += r[3]
        hit += h; tot += t; said += s; leak += l
        worst.append((h / t if t else 1, l / s if s else 0, f, t, s))
    worst.sort(key=lambda w: w[0] - w[1])
    if verbose:
        for w in worst[:25]: print('  %.3f leak %.3f %s plan %d said %d' % w)
        for (a, b), n in sorted(confusion.items()):
            if a != b: print('   ', a, '->', b, n)
    return hit, tot, said, leak


def place(g):
    return re.sub(r'.*[市州盟](?=.)', '', g['region']) or g['file']


# What the grammar says outright, in log-odds beside what was learnt: whole reports hold so many other cues that little is
# learnt for these, and a page of ten lines has nothing else.
PRIOR = {
    '@said:heads-year': {'head': -6, 'review': -6, 'end': -6, 'horizon': -3},
    '@said:heads-last-year': {'review': 4, 'head': -2, 'plan': -2},
    '@said:targets': {'head': -4, 'review': -4, 'end': -4},
    '@said:heads-targets': {'head': -4, 'review': -4, 'end': -4, 'requirement': -4},
    '@said:opens-review': {'review': 2},
    '@said:calls': {'end': 2},
}


def write(model, out, docs):
    """the weights as a table: what is seen, the tag that it speaks for, how much"""
    t = pycrfsuite.Tagger(); t.open(model); info = t.info()
    state = dict(info.state_features)
    for shape, parts in PRIOR.items():
        for part, w in parts.items():
            for kind in 'BI': state[shape, kind + '-' + part] = state.get((shape, kind + '-' + part), 0) + w
    rows = [(attr, tag, w) for (attr, tag), w in state.items()]
    rows += [('@after:' + a, b, w) for (a, b), w in info.transitions.items()]
    rows = sorted(('%s\t%s\t%.3f' % r) for r in rows if abs(r[2]) >= .0005)
    with open(out, 'w', encoding='utf8') as f:
        f.write('seen\ttag\tweight\n')
        f.write('# Learnt by datasets/scripts/parts.py from %d labelled reports of %d places; see datasets/reading/README.md.\n' % (len(docs), len({d[1]['region'] for d in docs})))
        f.write('\n'.join(rows) + '\n')
    print(len(rows), 'weights')


def main(argv):
    cues, labels = argv[:2]; rest = argv[2:]
    docs = load(cues, labels)
    opt = lambda n, d: rest[rest.index(n) + 1] if n in rest else d
    c1, c2 = float(opt('--c1', .5)), float(opt('--c2', .05))
    if '--train' in rest:
        names = lambda p: set(open(p, encoding='utf8').read().split())
        a, b = names(opt('--train', '')), names(opt('--test', ''))
        tr, te = [d for d in docs if d[0] in a], [d for d in docs if d[0] in b]
        v = vocabulary(tr); train(tr, MODEL, v, c1, c2)
        t = pycrfsuite.Tagger(); t.open(MODEL)
        h, n, s, l = score(te, t, v, '-v' in rest); print('train %d test %d recall %.4f leak %.4f' % (len(tr), len(te), h / n, l / s), len(t.info().state_features))
        if '--write' in rest: write(MODEL, opt('--write', ''), tr)
        return
    if '--folds' in rest:
        k = int(opt('--folds', 6)); sums = [0] * 4
        if '--only' in rest:
            keep = set(open(opt('--only', ''), encoding='utf8').read().split()); docs = [d for d in docs if d[0] in keep]
        for i in range(k):
            fold = lambda d: int(hashlib.md5(place(d[1]).encode()).hexdigest(), 16) % k == i
            tr, te = [d for d in docs if not fold(d)], [d for d in docs if fold(d)]
            v = vocabulary(tr); train(tr, MODEL, v, c1, c2)
            t = pycrfsuite.Tagger(); t.open(MODEL)
            r = score(te, t, v, '-v' in rest); sums = [x + y for x, y in zip(sums, r)]
            print('fold %d: %d reports, recall %.4f leak %.4f, features %d' % (i, len(te), r[0] / max(1, r[1]), r[3] / max(1, r[2]), t.info().__dict__ and len(t.info().state_features)), flush=True)
        print('all: recall %.4f leak %.4f' % (sums[0] / sums[1], sums[3] / sums[2]))
        return

    docs = [d for d in docs if d[1]['learnt']]
    v = vocabulary(docs); train(docs, MODEL, v, c1, c2); write(MODEL, rest[0], docs)


if __name__ == '__main__':
    main(sys.argv[1:])
