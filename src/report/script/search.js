// Search within a task's own words. Pure: text in, places out.

// Letters as they are looked for; a text keeps its length, so that places in it stay.
const fold = (text) => {
  const narrow = text.replace(/[！-～]/g, (c) => String.fromCharCode(c.charCodeAt(0) - 0xfee0)).replace(/　/g, " ");
  const low = narrow.toLowerCase();
  return low.length === text.length ? low : narrow;
};

// Short forms that people type, and what is printed.
const SHORT = [["规上", "规模以上"], ["限上", "限额以上"], ["一老一小", "养老", "托育"], ["两新", "设备更新", "以旧换新"]];

// A query as words, each with the words that count for it.
const queryWords = (query, indicators, alike) => {
  const words = [...new Set(fold(query).split(/[\s,，、;；]+/).filter(Boolean))];
  return words.map((word) => {
    const all = new Set([word]);
    for (const [id, title, wordings] of alike ? indicators : []) {
      const own = wordings.map(fold);
      if (own.includes(word) || fold(title) === word || id === word) own.forEach((other) => all.add(other));
    }
    for (const [short, ...long] of alike ? SHORT : []) {
      if (word.startsWith(short)) long.forEach((other) => all.add(fold(other) + word.slice(short.length)));
    }
    return [...all];
  });
};

// Whether every word of a query, or one that counts for it, is in a folded text.
const holds = (folded, words) => words.every((ways) => ways.some((way) => folded.includes(way)));

// Where the words of a query stand: [start, end], in order, none within another.
const hits = (folded, words) => {
  const found = [];
  for (const way of words.flat()) {
    for (let at = folded.indexOf(way); at >= 0; at = folded.indexOf(way, at + way.length)) found.push([at, at + way.length]);
  }
  found.sort((a, b) => a[0] - b[0] || b[1] - a[1]);
  return found.filter(([start], at) => !found.slice(0, at).some(([, end]) => start < end));
};
