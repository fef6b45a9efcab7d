#!/usr/bin/env python3
"""Word counts and word vectors of the domain, from plain texts of work reports and task notices.

    vectors.py --lexicon DIR --texts DIR [DIR ...] --out DIR [--skip NAMES.txt] [--dim 100] [--window 15] [--epochs 10]

    python3 -m venv v && v/bin/pip install jieba==0.42.1 gensim==4.4.0 numpy
    PYTHONHASHSEED=0 OMP_NUM_THREADS=1 v/bin/python vectors.py --lexicon datasets/lexicon --texts SOURCES BACKGROUND --out OUT

DIR of --lexicon holds words.tsv, units.tsv, indicators.tsv, concepts.tsv: their words are user words of the segmenter.
DIRs of --texts hold *.txt (UTF-8), one document a file, read in the order of their names; DOCX must be plain text before.
--skip: names of documents (without .txt) that are to be left out, one a line.

Writes to --out
    background.tsv    word, documents (that hold it), parts (between 。；！？ and ends of line, that hold it); the row * has the numbers of all
    vectors.bin       see write_vectors()
    user_words.txt    the user words, in the order in which they were added to the segmenter
The same bytes for the same input: one worker, one seed, words sorted.
"""
import argparse, glob, os, re, struct, sys, unicodedata
import numpy as np, jieba

HAN = '\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff'
# as text::words of the product: letters and digits; a number with what belongs to it; a run of Chinese characters
TOKEN = re.compile(rf'([0-9A-Za-z]+(?:[.\-][0-9A-Za-z]+)*)(?:([万亿千百多余%％年月日—\-~]*))|([{HAN}]+)')


def rows(path):
    """Rows of a lexicon file, without its head and its comments."""
    seen = False
    for line in open(path, encoding='utf-8'):
        line = line.rstrip('\n')
        if not line or line.startswith('#'): continue
        if not seen: seen = True; continue
        yield line.split('\t')


def user_words(lexicon):
    """Words of the lexicon that the segmenter keeps whole: 2 to 10 Chinese characters or letters, each once, in file order."""
    out = {}
    def add(word):
        word = re.sub(r'\(.*?\)', '', word.strip())
        if 2 <= len(word) <= 10 and re.fullmatch(rf'[{HAN}]+', word): out.setdefault(word)
    for r in rows(f'{lexicon}/words.tsv'): add(r[0])
    for r in rows(f'{lexicon}/units.tsv'):
        add(r[1])
        for s in (r[4].lstrip('=').split('/') if len(r) > 4 else []): add(s.lstrip('='))
    for r in rows(f'{lexicon}/indicators.tsv'):
        for part in re.split(r'[|+/]', r[3] if len(r) > 3 else ''): add(part)
    for r in rows(f'{lexicon}/concepts.tsv'):
        for part in re.split(r'[|+]', r[3] if len(r) > 3 else ''): add(part.lstrip('!'))
    return list(out)


def segmenter(words):
    t = jieba.Tokenizer(); jieba.setLogLevel(60); t.initialize()
    for w in words: t.add_word(w)
    return t


def words(text, jb):
    """The words of two characters or more; numbers and what counts them are left out."""
    out = []
    for m in TOKEN.finditer(text):
        if m.group(3): out += [w for w in jb.cut(m.group(3), HMM=False) if len(w) > 1]
        elif re.search('[A-Za-z]', m.group(1)) and len(m.group(1)) > 1: out.append(m.group(1))
    return out


def parts(text):
    return [p for p in re.split(r'[。；;！!？?\n\r]', text) if p.strip()]


def clean(text):
    text = unicodedata.normalize('NFC', text.replace('\\r\\n', '\n').replace('\u3000', ' '))
    return re.sub(r'[ \t]+', '', text)


def write_vectors(path, names, M):
    """magic 'DBV1', u32 words, u32 dimensions; then for each word, words ascending by bytes: u8 length, UTF-8 bytes;
    then a float32 scale a word; then int8 a word and dimension: vector = scale * int8. Vectors are of length 1 before rounding."""
    with open(path, 'wb') as f:
        f.write(b'DBV1' + struct.pack('<II', len(names), M.shape[1]))
        for n in names: b = n.encode(); f.write(bytes([len(b)]) + b)
        scale = (np.abs(M).max(1) / 127).astype('<f4'); scale[scale == 0] = 1
        f.write(scale.tobytes()); f.write(np.rint(M / scale[:, None]).astype('i1').tobytes())


def read_vectors(path):
    b = open(path, 'rb').read(); n, d = struct.unpack('<II', b[4:12]); at = 12; names = []
    for _ in range(n): l = b[at]; names.append(b[at + 1:at + 1 + l].decode()); at += 1 + l
    scale = np.frombuffer(b, '<f4', n, at); at += 4 * n
    return names, np.frombuffer(b, 'i1', n * d, at).reshape(n, d) * scale[:, None]


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument('--lexicon', required=True); ap.add_argument('--texts', nargs='+', required=True); ap.add_argument('--out', required=True)
    ap.add_argument('--skip'); ap.add_argument('--dim', type=int, default=100); ap.add_argument('--epochs', type=int, default=10)
    ap.add_argument('--window', type=int, default=15); ap.add_argument('--min-count', type=int, default=4)
    ap.add_argument('--keep', type=int, default=27000, help='at most so many words, the most frequent (3 MB)')
    a = ap.parse_args(); os.makedirs(a.out, exist_ok=True)
    skip = set(open(a.skip, encoding='utf-8').read().split()) if a.skip else set()
    own = user_words(a.lexicon); jb = segmenter(own)
    open(f'{a.out}/user_words.txt', 'w', encoding='utf-8').write('\n'.join(own) + '\n')
    files = sorted((os.path.basename(p)[:-4], p) for d in a.texts for p in glob.glob(f'{d}/*.txt'))
    sentences, df, pf, n_docs, n_parts, seen = [], {}, {}, 0, 0, set()
    for name, path in files:
        if name in skip: continue
        text = clean(open(path, encoding='utf-8', errors='replace').read()); key = hash(text)
        if key in seen: continue
        seen.add(key); n_docs += 1; doc = set()
        for p in parts(text):
            ws = words(p, jb)
            if not ws: continue
            n_parts += 1; sentences.append(ws); u = set(ws); doc |= u
            for w in u: pf[w] = pf.get(w, 0) + 1
        for w in doc: df[w] = df.get(w, 0) + 1
    print(n_docs, 'documents', n_parts, 'parts', sum(map(len, sentences)), 'words', file=sys.stderr)
    with open(f'{a.out}/background.tsv', 'w', encoding='utf-8') as f:
        f.write(f'word\tdocuments\tparts\n*\t{n_docs}\t{n_parts}\n')
        for w in sorted(df, key=lambda w: w.encode()):
            if df[w] > 1: f.write(f'{w}\t{df[w]}\t{pf[w]}\n')
    from gensim.models import Word2Vec
    m = Word2Vec(sentences, vector_size=a.dim, window=a.window, min_count=a.min_count, sg=1, negative=5, epochs=a.epochs,
                 sample=1e-3, workers=1, seed=1)
    names = sorted(m.wv.index_to_key[:a.keep], key=lambda w: w.encode())
    M = np.stack([m.wv[w] for w in names]); M /= np.linalg.norm(M, axis=1, keepdims=True)
    write_vectors(f'{a.out}/vectors.bin', names, M)
    print(len(names), 'vectors', os.path.getsize(f'{a.out}/vectors.bin'), 'bytes', file=sys.stderr)


if __name__ == '__main__': main()
