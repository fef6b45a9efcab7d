import assert from "node:assert/strict";
import { test } from "node:test";
import { load } from "./parts.mjs";

const plain = (value) => JSON.parse(JSON.stringify(value));

test("an address says a part and its view", () => {
  const { parseHash, toHash } = load(["state"], ["parseHash", "toHash"]);
  const view = { indicator: "地区生产总值增长", q: "a&b=c#d 100%+", none: "" };
  const there = plain(parseHash(toHash("panel", view)));
  assert.deepEqual(there, { section: "panel", view: { indicator: view.indicator, q: view.q } });
  assert.deepEqual(plain(parseHash("#t-%E6%AD%A6%E6%98%8C%E5%8C%BA-2023/city/2")), { section: "task", view: { id: "武昌区-2023/city/2" } });
  assert.deepEqual(plain(parseHash("#tasks?q=%E0%A4%A")), { section: "tasks", view: { q: "%E0%A4%A" } });
  assert.deepEqual(plain(parseHash("")), { section: "", view: {} });
});

test("every word is needed, and words for one indicator count for each other", () => {
  const { fold, queryWords, holds, hits } = load(["search"], ["fold", "queryWords", "holds", "hits"]);
  const indicators = [["gdp", "地区生产总值", ["生产总值", "GDP"]]];
  const find = (text, query, alike = true) => holds(fold(text), queryWords(query, indicators, alike));
  assert.ok(find("地区生产总值增长5%", "gdp"));
  assert.ok(find("ＧＤＰ增长5%", "生产总值 增长"));
  assert.ok(!find("地区生产总值增长5%", "gdp", false));
  assert.ok(!find("地区生产总值增长5%", "gdp 就业"));
  assert.ok(find("规模以上工业增加值", "规上工业"));
  assert.ok(find("什么都有", ""));
  const text = "新建ＧＤＰ和gdp";
  const places = plain(hits(fold(text), queryWords("gdp", [], true)));
  assert.deepEqual(places.map(([start, end]) => text.slice(start, end)), ["ＧＤＰ", "gdp"]);
});

test("numbers are filtered by bounds, words by words", () => {
  const { passes, sorted } = load(["search", "table"], ["passes", "sorted"]);
  assert.deepEqual([passes(5, ">=5", true), passes(5, "<5", true), passes(5, "4-6", true), passes(null, ">=5", true), passes(5, "5", true)], [true, false, true, false, true]);
  assert.deepEqual([passes("区教育局", "教育", false), passes("区教育局", "教育 市", false)], [true, false]);
  const rows = [{ v: 10 }, { v: null }, { v: 9 }];
  assert.deepEqual(plain(sorted(rows, (row) => row.v, false)).map((row) => row.v), [9, 10, null]);
  assert.deepEqual(plain(sorted(rows, (row) => row.v, true)).map((row) => row.v), [10, 9, null]);
});

test("a download holds what is shown, and nothing that runs", () => {
  const { toCsv } = load(["search", "table"], ["toCsv"]);
  const columns = [{ title: "任务", value: (row) => row[0] }, { title: "数", value: (row) => row[1] }];
  assert.equal(toCsv(columns, [["=cmd|' /C calc'!A0", -5], ["a,\"b\"", "-3%"]]), "\ufeff任务,数\r\n'=cmd|' /C calc'!A0,-5\r\n\"a,\"\"b\"\"\",-3%\r\n");
});

test("what runs into the one before is not cut twice", () => {
  const { pieces } = load(["dom"], ["pieces"]);
  const mark = (words) => `[${words}]`;
  assert.equal(pieces("新建3个公园", [[2, 4, mark], [3, 5, mark], [9, 12, mark], [0, 0, mark]]).join(""), "新建[3个]公园");
});

test("figures turn with their lists", () => {
  const { figureWords, middle } = load(["panel", "lists"], ["figureWords", "middle"]);
  const figures = ["学位", "300个", "150个", 0.5, null];
  assert.equal(figureWords(figures, false), "学位：左 300个，右 150个（右为左的 50%）");
  assert.equal(figureWords(figures, true), "学位：左 150个，右 300个（右为左的 200%）");
  assert.equal(figureWords(["学位", "300个", "150个", null, "一个是新增，一个是总量"], true), "学位：左 150个，右 300个（一个是新增，一个是总量，不作比）");
  assert.deepEqual([middle([3, 1, 2]), middle([4, 1, 2, 3])], [2, 2.5]);
});

test("matches that are not told are counted off from the first task of either list", () => {
  const { untold } = load(["pairs"], ["untold"]);
  // two of the best score, one of 0.95, and one more of it whose left task stands before the last one's
  const numbers = [3, 7, 2, 0, -501, 5, 1, -1, 4, 9];
  assert.deepEqual(plain(untold(numbers, 100, 200)), [[103, 207, 10000], [105, 200, 10000], [105, 201, 9500], [104, 209, 9500]]);
  assert.deepEqual(plain(untold([], 100, 200)), []);
});

test("what is too long for a printer comes in pieces that leave nothing out", () => {
  const { printPiece, printStarts } = load(["print"], ["printPiece", "printStarts"]);
  for (const all of [0, 1, 1000, 1001, 12345]) {
    const rows = plain(printStarts(all)).map((from) => [from, printPiece(from).to(all)]);
    assert.equal(rows.reduce((sum, [from, to]) => sum + to - from, 0), all);
    assert.ok(rows.every(([from], at) => from === (at ? rows[at - 1][1] : 0)));
  }
  assert.equal(printPiece(0).words(1000, "项"), "");
  assert.match(printPiece(1000).words(1200, "项"), /1001–1200 项/);
});
