"""The kept signals of a pair of tasks, from its two lists and the built-in data only. Definitions: REPORT.md.

    lex = Lexicon(LEXICON_DIR, DATA_DIR)         # DATA_DIR holds vectors.bin, background.tsv, user_words.txt of train_vectors.py
    v = signals(lex, left, right)                # left, right: [(section, text, functions)]; {name: matrix n_left x n_right}
    p = score(v, weights)                        # weights.json

light=True is what was kept; light=False adds soft alignment of words, which did not pay outside the pools that it was chosen on.
"""
import re, math, collections, numpy as np
from train_vectors import segmenter, words, read_vectors, rows, HAN

SIGNALS = ['near', 'clause_chars', 'clause_vectors', 'shared_worth', 'concept', 'field_concept', 'indicator', 'name', 'section', 'function', 'parts']
PLUS, SOFT, CROWD = .25, .35, 5     # list worth + PLUS; cosine from which words are alike; neighbours of the crowd
han = re.compile(f'[{HAN}]'); nhan = lambda s: len(han.findall(s))

def clauses(t, shortest=8):
    cut, start, depth, n = [], 0, 0, 0
    for i, c in enumerate(t):
        if c in '“(（《<[【': depth += 1
        elif c in '”)）》>]】': depth = max(0, depth - 1)
        long = n >= shortest; n += bool(han.match(c))
        k = c in '。！!？?\n' or (c in '；;' and (depth == 0 or long))
        if c in '，,' and depth == 0 and long:
            m = re.search(r'[。；;！!]', t[i + 1:]); ahead = nhan(t[i + 1:i + 1 + m.start()] if m else t[i + 1:])
            k = ahead >= shortest // 2 and not (c == ',' and i and t[i - 1].isdigit() and t[i + 1:i + 2].isdigit())
        if k: cut.append(t[start:i + 1]); start, depth, n = i + 1, 0, 0
    cut.append(t[start:]); cut = [x.strip(' ，,；;。！!\n\u3000') for x in cut]
    return [x for x in cut if x] or [t or '。']

def grams(t):
    t = re.sub(r'[“”"‘’《》]', '', t); return {t[i:i + 2] for i in range(len(t) - 1) if re.fullmatch(rf'[{HAN}A-Za-z]{{2}}', t[i:i + 2])}

QUOTE = re.compile(r'[“‘《「"]([^“”‘’《》「」"，,。；;：:]{2,14})[”’》」"]')
MARKS = re.compile(r'[“”"‘’《》「」]')

class Lexicon:
    def __init__(s, lexicon, data):
        s.jb = segmenter(open(f'{data}/user_words.txt', encoding='utf-8').read().split()); s.df, s.pf = {}, {}
        for l in open(f'{data}/background.tsv', encoding='utf-8').read().split('\n')[1:]:
            if l: w, a, b = l.split('\t'); s.df[w] = int(a); s.pf[w] = int(b)
        s.D, s.P = s.df.pop('*'), s.pf.pop('*')
        names, M = read_vectors(f'{data}/vectors.bin'); s.M = M / np.linalg.norm(M, axis=1, keepdims=True); s.id = {w: i for i, w in enumerate(names)}
        f = np.array([s.pf.get(w, 1) for w in names], float); g = f * np.log((s.P + 1) / (f + 1)); s.mean = (s.M * g[:, None]).sum(0) / g.sum()
        s.concepts, s.ind, s.cache = [], [], {}
        for r in rows(f'{lexicon}/concepts.tsv'):
            for w in (r[3].split('|') if len(r) > 3 else []):
                ps = [p for p in w.split('+') if p]; s.concepts.append((r[0], r[2], [p for p in ps if p[0] != '!'], [p[1:] for p in ps if p[0] == '!']))
        for r in rows(f'{lexicon}/indicators.tsv'):
            r += [''] * (5 - len(r)); wo = [x for x in re.split(r'[|/]', r[4]) if x]
            s.ind += [(r[0], [p.split('/') for p in w.split('+')], wo) for w in r[3].split('|') if w]
    def words(s, t):
        if t not in s.cache: s.cache[t] = words(t, s.jb)
        return s.cache[t]
    def doc_worth(s, w): return math.log((s.D + 1) / (max(s.df.get(w, 1), 1) + 1))
    def worth(s, w): return .5 * s.doc_worth(w) + .5 * math.log((s.P + 1) / (s.pf.get(w, 1) + 1)) * 5.2 / 11
    def vec(s, w):
        """(vector, whole): of a word without one, the mean of the known words of 4, 3 or 2 characters that it is cut into, longest first."""
        if w in s.id: return s.M[s.id[w]], True
        bits, at = [], 0
        while at < len(w):
            for l in range(min(4, len(w) - at), 1, -1):
                if w[at:at + l] in s.id: bits.append(s.id[w[at:at + l]]); at += l; break
            else: at += 1
        return (s.M[bits].mean(0), False) if bits else (None, False)
    def find_concepts(s, c):
        b = re.sub(r'[\s“”"‘’《》]', '', c); return {k: br for k, br, yes, no in s.concepts if all(p in b for p in yes) and not any(p in b for p in no)}
    def find_ind(s, c):
        return {k for k, ps, wo in s.ind if all(any(x in c for x in p) for p in ps) and not any(x in c for x in wo)} if re.search(r'\d', c) else set()

def unit(M): return M / np.maximum(np.linalg.norm(M, axis=1, keepdims=True), 1e-6)

def signals(lex, left, right, detail=False, light=True):
    tasks = list(left) + list(right); nL, nR = len(left), len(right); N = nL + nR
    C = [clauses(t[1]) for t in tasks]; ci = np.cumsum([0] + [len(c) for c in C]); flat = [x for c in C for x in c]
    na = ci[nL]; ra, rb = ci[:nL], ci[nL:-1] - na
    best = lambda X: np.maximum.reduceat(np.maximum.reduceat(X, ra, axis=0), rb, axis=1)
    rarity = lambda n: math.log((N + 1) / (n + 1))
    # words and what they are worth in these two lists
    W = [lex.words(x) for x in flat]; vocab = sorted({w for x in W for w in x}); vi = {w: i for i, w in enumerate(vocab)}; V = len(vocab)
    B = np.zeros((len(flat), V), np.float32)
    for i, x in enumerate(W): B[i, [vi[w] for w in x]] = 1
    T = np.maximum.reduceat(B, ci[:-1], axis=0)
    w = np.maximum(np.minimum([lex.worth(x) for x in vocab], np.log((N + 1) / (T.sum(0) + 1)) + PLUS), .02).astype(np.float32)
    A, D, TA, TD = B[:na], B[na:], T[:nL], T[nL:]; F = {}
    TS = (TA * w) @ TD.T; F['shared_worth'] = TS / (TS + 10)
    # vectors
    E = np.zeros((V, lex.M.shape[1]), np.float32); known, whole = np.zeros(V, bool), np.zeros(V, bool)
    for i, x in enumerate(vocab):
        e, whole[i] = lex.vec(x)
        if e is not None: E[i] = e; known[i] = True
    E = unit(E)
    def mean(X): s = (X * w * known).sum(1, keepdims=True); return unit((X * w) @ E / np.maximum(s, 1e-6) - lex.mean * (s > 0))
    ca, cd = mean(A), mean(D); cv = np.maximum(ca @ cd.T, 0); F['clause_vectors'] = best(cv)
    tv = np.maximum(mean(TA) @ mean(TD).T, 0)
    # soft alignment (light=False; tried, not kept): each word with the most alike word of the other side
    if not light:
        Ec = unit(E - lex.mean * known[:, None]); S = Ec @ Ec.T; S[~whole] *= .8; S[:, ~whole] *= .8
        S = np.maximum(0, (S - SOFT) / (1 - SOFT)); np.fill_diagonal(S, 1); S = np.concatenate([S, np.zeros((V, 1), np.float32)], 1)
        def found(X, Y):
            idx = [np.flatnonzero(y) for y in Y]; cat = np.concatenate([i if len(i) else [V] for i in idx]); st = np.cumsum([0] + [max(1, len(i)) for i in idx])[:-1]
            return (X * w) @ np.maximum.reduceat(S[:, cat], st, axis=1)
        def soft(X, Y):
            ab, ba = found(X, Y), found(Y, X).T; a, b = ab / np.maximum((X * w).sum(1), 1e-6)[:, None], ba / np.maximum((Y * w).sum(1), 1e-6)[None]
            return 2 * a * b / np.maximum(a + b, 1e-6), (ab + ba) / 2
        h, sh = soft(A, D); soft_clause = h * sh / (sh + 4); soft_task = soft(TA, TD)[0]
    else: soft_clause = soft_task = 0
    # characters
    gi = {}; GX = [[gi.setdefault(g, len(gi)) for g in sorted(grams(x))] for x in flat]
    G = np.zeros((len(flat), len(gi) + 1), np.float32)
    for i, x in enumerate(GX): G[i, x] = 1
    GT = np.maximum.reduceat(G, ci[:-1], axis=0); gw = np.log((N + 1) / (GT.sum(0) + 1)).clip(.02).astype(np.float32)
    def dice(X, Y): s = (X * gw) @ Y.T; return s, 2 * s / np.maximum(np.add.outer((X * gw).sum(1), (Y * gw).sum(1)), 1e-6)
    gs, gd = dice(G[:na], G[na:]); F['clause_chars'] = best(gd * gs / (gs + 12))
    # near: likeness of the best clauses and of the tasks, less that of either task's nearest in the other list
    meet = cv + soft_clause + gd; X = best(meet) + 2 * (tv + soft_task + dice(GT[:nL], GT[nL:])[1]); k = min(CROWD, nL, nR)
    F['near'] = X - (np.sort(X, 1)[:, -k:].mean(1, keepdims=True) + np.sort(X, 0)[-k:].mean(0, keepdims=True)) / 2
    # things
    def rarest(things):
        n = collections.Counter(k for s in things for k in s); out = np.zeros((nL, nR), np.float32); at = collections.defaultdict(lambda: ([], []))
        for i, s in enumerate(things):
            for k in s: at[k][i >= nL].append(i if i < nL else i - nL)
        for k in sorted(at, key=lambda k: -n[k]):
            a, b = at[k]
            if a and b: out[np.ix_(a, b)] = rarity(n[k]) / 5
        return out
    con = [[lex.find_concepts(x) for x in c] for c in C]
    for name, kind in (('concept', 'specific'), ('field_concept', 'field')): F[name] = rarest([{k for x in c for k, b in x.items() if b == kind} for c in con])
    F['indicator'] = rarest([{k for x in c for k in lex.find_ind(x)} for c in C])
    quoted = [set(QUOTE.findall(t[1])) for t in tasks]; bare = [MARKS.sub('', t[1]) for t in tasks]; Q = np.zeros((nL, nR), np.float32)
    for n in sorted(set().union(*quoted)):
        has = [i for i, t in enumerate(bare) if n in t]
        if len(has) > 1:
            v = rarity(len(has)) / 5 * min(1, max([lex.doc_worth(x) for x in lex.words(n)] or [3.]) / 2.5)
            for i in has:
                for j in has:
                    if i < nL <= j and (n in quoted[i] or n in quoted[j]): Q[i, j - nL] = max(Q[i, j - nL], v)
    F['name'] = Q
    # sections by vectors, functions, number of clauses
    sec = [lex.words(t[0]) for t in tasks]; sn = collections.Counter(x for s in sec for x in set(s)); SM = np.zeros((N, lex.M.shape[1]), np.float32)
    for i, s in enumerate(sec):
        for x in s:
            e, _ = lex.vec(x)
            if e is not None: SM[i] += min(lex.doc_worth(x), rarity(sn[x]) + 1.5) * (e - lex.mean)
    SM = unit(SM); F['section'] = np.maximum(SM[:nL] @ SM[nL:].T, 0)
    fn = [list(t[2]) for t in tasks]; F['function'] = np.array([[(1. if a[0] == b[0] else .5) if a and b and set(a) & set(b) else 0. for b in fn[nL:]] for a in fn[:nL]], np.float32)
    F['parts'] = np.log(np.outer(np.diff(ci)[:nL], np.diff(ci)[nL:])) / 5
    if detail: return F, dict(meet=meet, flat=flat, ci=ci, na=na, vocab=vocab, share=(TA.mean(0), TD.mean(0)))
    return F

def score(F, weights):
    z = weights['start'] + sum(weights[k] * F[k] for k in SIGNALS); return 1 / (1 + np.exp(-z))

def topic_words(detail, least=.25):
    """Words that at least a quarter of the tasks of a list hold, most common first, for either list."""
    return [[(detail['vocab'][i], round(float(s[i]), 2)) for i in np.argsort(-s) if s[i] >= least] for s in detail['share']]

def evidence(detail, i, j):
    """The clauses that meet: the pair of clauses with the greatest vectors + soft alignment + characters."""
    ci, na = detail['ci'], detail['na']; nL = int(np.searchsorted(ci, na)); b0, b1 = ci[nL + j] - na, ci[nL + j + 1] - na
    blk = detail['meet'][ci[i]:ci[i + 1], b0:b1]; a, b = np.unravel_index(blk.argmax(), blk.shape)
    return detail['flat'][ci[i] + a], detail['flat'][na + b0 + b]
