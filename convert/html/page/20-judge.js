// The rules of quality control, as the program has them: the same codes for the
// same script. What they go by comes with the page.
"use strict";
globalThis.vs ??= {};

vs.judge = (() => {
  const space = /[\t\n\v\f\r \u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+/u;
  const sound = /[\p{L}\p{N}]/u;
  const segmenter = globalThis.Intl?.Segmenter ? new Intl.Segmenter("en", { granularity: "grapheme" }) : null;
  const syllable = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/u;
  const letter = /[\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u;

  const fields = (s) => s.split(space).filter((w) => w !== "");
  const words = (s) => fields(s).filter((w) => sound.test(w)).length;

  function characters(s) {
    let n = 0;
    const clusters = segmenter ? segmenter.segment(s) : Array.from(s, (c) => ({ segment: c }));
    for (const { segment } of clusters) if (sound.test(segment)) n++;
    return n;
  }

  // writing tells how a language shows its length: in words, syllables or
  // letters.
  function writing(language, text, data) {
    if (language !== "") return data.writings[language.split(/[-_]/)[0].toLowerCase()] ?? "words";
    let other = 0, syllables = 0, letters = 0;
    for (const c of text) {
      if (c.codePointAt(0) < 0x0e00) other++;
      else if (syllable.test(c)) syllables++;
      else if (letter.test(c)) letters++;
    }
    if (2 * syllables > other && syllables > 0 && syllables >= letters) return "syllables";
    return 2 * letters > other && letters > 0 ? "letters" : "words";
  }

  const bandOf = (limits, kind) => (kind === "syllables" ? limits.cps : kind === "letters" ? limits.letterCPS : limits.wpm);

  // exactly compares n words in a length of time with a limit, to the
  // nanosecond: below 0 means slower.
  function exactly(n, length, limit, perMinute) {
    const unit = perMinute ? 60000000000000n : 1000000000000n;
    const spoken = BigInt(n) * unit;
    const allowed = BigInt(length) * BigInt(Math.max(Math.round(limit * 1000), 1));
    return spoken > allowed ? 1 : spoken < allowed ? -1 : 0;
  }

  // measure returns count, rate and the codes of a segment alone. Rows never
  // change, so that what was measured of one holds.
  const measured = new WeakMap();
  function measure(row, language, data) {
    if (!measured.has(row)) measured.set(row, measureAnew(row, language, data));
    return measured.get(row);
  }

  function measureAnew(row, language, data) {
    const limits = data.limits;
    const kind = writing(row.language || language, row.text, data);
    const perMinute = kind === "words";
    const count = perMinute ? words(row.text) : characters(row.text);
    const length = row.end - row.start;
    const codes = timesOf(row, limits);
    const m = { count, perMinute, length, rate: 0, codes };
    if (count === 0) {
      codes.push("no-text");
      return m;
    }
    const least = perMinute ? limits.minWords : limits.minChars;
    if (length <= 0 || length < limits.minSpan || count < least) return m;
    m.rate = perMinute ? (count / length) * 6e10 : (count / length) * 1e9;
    const band = bandOf(limits, kind);
    if (band.tooFast > 0 && exactly(count, length, band.tooFast, perMinute) > 0) codes.push("too-fast");
    else if (band.fast > 0 && exactly(count, length, band.fast, perMinute) > 0) codes.push("fast");
    else if (band.slow > 0 && exactly(count, length, band.slow, perMinute) < 0) codes.push("slow");
    return m;
  }

  function timesOf(row, limits) {
    const codes = [];
    const length = row.end - row.start;
    if (length < 0) codes.push("reversed");
    else if (length === 0) codes.push("zero-length");
    else if (length < limits.short) codes.push("too-short");
    else if (limits.long > 0 && length > limits.long) codes.push("too-long");
    if (row.start < 0) codes.push("negative");
    else if (row.start === 0) codes.push("starts-at-zero");
    else if (row.start < limits.lead) codes.push("starts-early");
    return codes;
  }

  // remembered keeps what was found of a text: editing one judges one anew.
  const texts = new Map();
  function textCodes(row, language, data) {
    const key = (row.language || language) + "\n" + row.text;
    let codes = texts.get(key);
    if (codes === undefined) {
      codes = judgeText(row.text, row.language || language, data);
      if (texts.size > 20000) texts.clear();
      texts.set(key, codes);
    }
    return codes;
  }

  function judgeText(text, language, data) {
    const codes = [];
    if ([...text].some((c) => isUnspeakable(c, data))) codes.push("unspeakable");
    if (!balanced(text)) codes.push("bidi");
    if (shouted(text)) codes.push("shouting");
    if (hasAddress(text, data)) codes.push("url");
    if (language !== "" && wrongLetters(text, language, data)) codes.push("language");
    return codes;
  }

  function isUnspeakable(c, data) {
    const r = c.codePointAt(0);
    if (r < 0x80) return (r < 0x20 && !/[\t\n\v\f\r]/.test(c)) || r === 0x7f;
    if (r >= 0xd800 && r <= 0xdfff) return true;
    if (r < 0x300) return (r < 0xa0 && r !== 0x85) || (/\p{S}/u.test(c) && !data.spoken.includes(c) && !/\p{Sk}/u.test(c));
    if (/[\p{L}\p{M}\p{N}\p{P}\p{Z}]/u.test(c)) return r === 0xfe0f;
    if (/\p{Cf}/u.test(c)) return !data.formats.includes(c);
    if (/[\p{Sc}\p{Sk}]/u.test(c)) return r >= 0x1f3fb && r <= 0x1f3ff;
    return !data.spoken.includes(c);
  }

  // balanced reports whether each line closes the embeddings, overrides and
  // isolates that it opens, and no others. The end of an isolate also ends what
  // was opened within it.
  function balanced(text) {
    for (const line of text.split("\n")) {
      const open = [];
      for (const c of line) {
        if ("\u202a\u202b\u202d\u202e".includes(c)) open.push("\u202c");
        else if ("\u2066\u2067\u2068".includes(c)) open.push("\u2069");
        else if (c === "\u202c" && open.pop() !== c) return false;
        else if (c === "\u2069") {
          const at = open.lastIndexOf(c);
          if (at < 0) return false;
          open.length = at;
        }
      }
      if (open.length > 0) return false;
    }
    return true;
  }

  function shouted(text) {
    let before = "";
    for (const token of fields(text)) {
      const word = token.replace(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu, "");
      const n = capitals(word);
      if (n >= 4 && word.replace(/^[IVXLCDM]+|[IVXLCDM]+$/g, "") !== "") return true;
      if (n >= 2 && before !== "") return true;
      before = n >= 2 && word === token.replace(/["'”’»)]+$/u, "") ? word : "";
    }
    return false;
  }

  function capitals(word) {
    if (/[\p{Ll}\p{Lt}\p{Lm}\p{Lo}]/u.test(word)) return 0;
    return (word.match(/\p{Lu}/gu) ?? []).length;
  }

  function hasAddress(text, data) {
    return fields(text).some((token) => {
      const word = token.replace(/^[.,;:!?"'()[\]<>«»“”„‘’…]+|[.,;:!?"'()[\]<>«»“”„‘’…]+$/gu, "").toLowerCase();
      const i = word.indexOf("://");
      if (i >= 0) return i > 0 && word.length > i + 3;
      if (word.startsWith("www.") && word.length > 4) return true;
      const at = word.indexOf("@");
      const host = (at >= 0 ? word.slice(at + 1) : word).split("/")[0];
      const dot = host.lastIndexOf(".");
      return dot >= 1 && !host.includes("..") && /^[\p{L}\p{N}.-]*$/u.test(host) && data.domains.includes(host.slice(dot + 1));
    });
  }

  function wrongLetters(text, language, data) {
    const scripts = scriptsOf(language, data);
    if (scripts.length === 0) return false;
    let own = 0, foreign = 0;
    for (const c of text) {
      if (!/\p{L}/u.test(c)) continue;
      const name = data.letterScripts.find((s) => scriptTest(s).test(c));
      if (name === undefined) continue;
      if (scripts.includes(name)) own++;
      else foreign++;
    }
    return own + foreign >= data.minLetters && 2 * foreign > own + foreign;
  }

  const scriptTests = new Map();
  function scriptTest(name) {
    if (!scriptTests.has(name)) scriptTests.set(name, new RegExp(`\\p{Script=${name}}`, "u"));
    return scriptTests.get(name);
  }

  function scriptsOf(tag, data) {
    const parts = tag.split(/[-_]/);
    for (const part of parts.slice(1)) {
      if (part.length === 4 && /^[A-Za-z]/.test(part)) return data.tagScripts[part.toLowerCase()] ?? [];
      if (part.length === 1) break;
    }
    return data.languageScripts[parts[0].toLowerCase()] ?? [];
  }

  // check returns the findings of a script, each {index, code}, and what was
  // measured of each row.
  function check(rows, script, data) {
    const c = { rows, script, data, found: rows.map(() => new Set()), measures: rows.map((row) => measure(row, script.language, data)) };
    rows.forEach((row, i) => {
      for (const code of c.measures[i].codes) c.found[i].add(code);
      for (const code of textCodes(row, script.language, data)) c.found[i].add(code);
      if (data.duration > 0 && row.end > data.duration) c.found[i].add("past-end");
      if (i > 0 && row.start < rows[i - 1].start) c.found[i].add("out-of-order");
      if (data.rate && (offFrame(row.start, data.rate) || offFrame(row.end, data.rate))) c.found[i].add("off-frame");
    });
    duplicates(c);
    neighbours(c);
    dialogue(c);
    return { measures: c.measures, findings: listed(c) };
  }

  function offFrame(t, rate) {
    const frame = Math.round((t * rate.num) / (rate.den * 1e9));
    return Math.abs(t - Math.round((frame * rate.den * 1e9) / rate.num)) >= 1e6;
  }

  const fold = (text) => fields(text.toLowerCase()).map((w) => w.replace(/[^\p{L}\p{N}\p{M}]/gu, "")).filter((w) => w !== "").join(" ");

  function duplicates(c) {
    const ids = new Set(), last = new Map();
    c.rows.forEach((row, i) => {
      if (row.id !== "") {
        if (ids.has(row.id)) c.found[i].add("duplicate-id");
        ids.add(row.id);
      }
      if (c.measures[i].count === 0 || c.data.limits.repeat < 0) return;
      const key = fold(row.text), before = last.get(key);
      last.set(key, i);
      if (before !== undefined && Math.abs(row.start - c.rows[before].start) < c.data.limits.repeat) c.found[i].add("duplicate-text");
    });
  }

  function neighbours(c) {
    const order = c.rows.map((_, i) => i).sort((a, b) => c.rows[a].start - c.rows[b].start || a - b);
    const gap = Math.max(c.data.limits.gap, 0);
    let end = -1;
    for (const i of order) {
      if (end > 0 && c.rows[i].start < end) c.found[i].add("overlap");
      else if (end > 0 && c.rows[i].start - end < gap) c.found[i].add("gap");
      end = Math.max(end, c.rows[i].end);
    }
  }

  // dialogue holds rows against data.dialogue: spans in order, merged.
  function dialogue(c) {
    const spans = c.data.dialogue, gap = Math.max(c.data.limits.gap, 0);
    if (!spans || spans.length === 0) return;
    c.rows.forEach((row, i) => {
      if (row.end <= row.start) return;
      const first = search(spans.length, (k) => spans[k].end > row.start);
      const next = first + search(spans.length - first, (k) => spans[first + k].start >= row.end);
      if (first < next) c.found[i].add("dialogue-overlap");
      let before = gap, after = gap;
      if (first > 0 && (first === spans.length || spans[first].start >= row.start)) before = row.start - spans[first - 1].end;
      if (next < spans.length && (first === next || spans[next - 1].end <= row.end)) after = spans[next].start - row.end;
      if (Math.min(before, after) < gap) c.found[i].add("dialogue-gap");
    });
  }

  // search returns the first of n for which holds is true; it is from there on.
  function search(n, holds) {
    let lo = 0, hi = n;
    while (lo < hi) {
      const mid = (lo + hi) >> 1;
      if (holds(mid)) hi = mid;
      else lo = mid + 1;
    }
    return lo;
  }

  function listed(c) {
    const rank = new Map(c.data.rules.map((rule, i) => [rule.code, i]));
    const skip = new Set(c.data.skip);
    const all = [];
    c.found.forEach((codes, index) => {
      const paused = c.rows[index].extended ? c.data.paused : [];
      for (const code of [...codes].sort((a, b) => rank.get(a) - rank.get(b))) {
        if (!skip.has(code) && !paused.includes(code)) all.push({ index, code, rule: c.data.rules[rank.get(code)] });
      }
    });
    return all;
  }

  // slots returns the free time between dialogue and rows.
  function slots(rows, data) {
    const gap = Math.max(data.limits.gap, 0), busy = [];
    for (const row of rows) busy.push([row.start - gap, Math.max(row.start + 1, row.end) + gap]); // one without length still begins
    for (const s of data.dialogue ?? []) busy.push([s.start - gap, s.end + gap]);
    busy.sort((a, b) => a[0] - b[0]);
    const last = busy.reduce((end, b) => Math.max(end, b[1] - gap), 0);
    const end = data.duration > 0 ? data.duration : last;
    const least = Math.max(data.limits.slot, 1), all = [];
    let at = Math.max(data.limits.lead, 0);
    for (const [from, to] of [...busy, [end, end]]) {
      const stop = Math.min(from, end);
      if (stop - at >= least) all.push({ start: at, end: stop });
      at = Math.max(at, to);
    }
    return all;
  }

  return { words, characters, measure, check, slots, search };
})();
