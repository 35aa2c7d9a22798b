// The script while it is worked on. Rows are never changed in place, so that
// going back is keeping the rows there were.
"use strict";
globalThis.vs ??= {};

vs.Model = class {
  static fields = ["start", "end", "text", "note", "status", "cue", "language", "speaker", "extended"];
  static maxSteps = 500;

  // data is what the page holds: script, and with work saved in it, deleted
  // rows and each row's earlier values.
  constructor(data) {
    this.data = data;
    this.script = { ...data.script, language: data.script.language ?? "" };
    this.by = data.by ?? "";
    this.rows = data.script.segments.map((s, i) => vs.Model.row(s, "r" + i));
    this.base = new Map();
    this.rows.forEach((row) => row.was !== "new" && this.base.set(row.key, vs.Model.asWritten(row)));
    (data.deleted ?? []).forEach((s, i) => this.base.set("d" + i, vs.Model.row(s, "d" + i)));
    this.added = 0;
    this.saved = this.rows;
    this.undos = [];
    this.redos = [];
    this.listeners = [];
  }

  static row(s, key) {
    return Object.freeze({ key, id: s.id ?? "", start: s.start, end: s.end, text: s.text ?? "", note: s.note ?? "", status: s.status ?? "",
      cue: s.cue ?? "", language: s.language ?? "", speaker: s.speaker ?? "", extended: s.extended ?? false, print: s.print ?? "", was: s.was });
  }

  // asWritten returns a row as the program wrote it.
  static asWritten(row) {
    return { ...row, ...(row.was ?? {}), was: undefined };
  }

  onChange(listener) {
    this.listeners.push(listener);
  }

  get dirty() {
    return this.rows !== this.saved;
  }

  markSaved() {
    this.saved = this.rows;
    this.tell("saved");
  }

  tell(what) {
    for (const listener of this.listeners) listener(what);
  }

  index(key) {
    return this.rows.findIndex((row) => row.key === key);
  }

  // replace makes rows the state there is, and the one before what undo goes
  // back to.
  replace(rows, what) {
    this.undos.push({ rows: this.rows, what });
    if (this.undos.length > vs.Model.maxSteps) this.undos.shift();
    this.redos = [];
    this.rows = rows;
    this.tell(what);
  }

  step(from, to) {
    const last = from.pop();
    if (!last) return "";
    to.push({ rows: this.rows, what: last.what });
    this.rows = last.rows;
    this.tell(last.what);
    return last.what;
  }

  undo() {
    return this.step(this.undos, this.redos);
  }

  redo() {
    return this.step(this.redos, this.undos);
  }

  static sorted(rows) {
    return rows.map((row, i) => [row, i]).sort((a, b) => a[0].start - b[0].start || a[1] - b[1]).map(([row]) => row);
  }

  // set changes fields of a row. It reports whether that changed anything.
  set(key, values, what) {
    const i = this.index(key);
    const row = this.rows[i];
    if (!row || !Object.keys(values).some((name) => row[name] !== values[name])) return false;
    let rows = this.rows.with(i, Object.freeze({ ...row, ...values }));
    if ("start" in values) rows = vs.Model.sorted(rows);
    this.replace(rows, what ?? "change");
    return true;
  }

  fresh(values) {
    this.added++;
    const row = vs.Model.row({ start: 0, end: 0, ...values, id: "", print: "" }, `n${Date.now().toString(36)}-${this.added}`);
    return Object.freeze({ ...row, was: "new" });
  }

  // add puts a new row at a time, and returns its key.
  add(start, end) {
    const row = this.fresh({ start, end });
    this.replace(vs.Model.sorted([...this.rows, row]), "add");
    return row.key;
  }

  remove(key) {
    const i = this.index(key);
    if (i < 0) return;
    this.replace(this.rows.toSpliced(i, 1), "delete");
  }

  // split parts a row at a place of its text; its time goes by the length of
  // the parts, or at a time that lies within it. It returns the second part's
  // key.
  split(key, at, time) {
    const i = this.index(key), row = this.rows[i];
    if (!row) return "";
    const place = at > 0 && at < row.text.length ? at : middle(row.text);
    const [first, second] = [row.text.slice(0, place).trimEnd(), row.text.slice(place).trimStart()];
    if (first === "" || second === "") return "";
    const inside = time > row.start && time < row.end;
    const cut = inside ? time : row.start + Math.round(((row.end - row.start) * first.length) / (first.length + second.length) / 1e6) * 1e6;
    const next = this.fresh({ ...row, start: cut, end: row.end, text: second, note: "" });
    this.replace(this.rows.toSpliced(i, 1, Object.freeze({ ...row, end: cut, text: first }), next), "split");
    return next.key;
  }

  // join takes the next row into this one.
  join(key) {
    const i = this.index(key), [row, next] = [this.rows[i], this.rows[i + 1]];
    if (!row || !next) return false;
    const glue = (a, b, by) => [a, b].filter((s) => s !== "").join(by);
    const joined = { ...row, end: Math.max(row.end, next.end), text: glue(row.text, next.text, " "), note: glue(row.note, next.note, "\n") };
    this.replace(this.rows.toSpliced(i, 2, Object.freeze(joined)), "join");
    return true;
  }

  // output returns the data of the page with the work in it: each row that was
  // changed says what it was, and rows that are gone are kept as deleted.
  output() {
    const present = new Set(this.rows.map((row) => row.key));
    const segments = this.rows.map((row) => this.outputRow(row));
    const deleted = [...this.base].filter(([key]) => !present.has(key)).map(([, row]) => plain(row));
    return { ...this.data, script: { ...this.script, segments }, deleted, by: this.by, saved: new Date().toISOString() };
  }

  outputRow(row) {
    const out = plain(row), base = this.base.get(row.key);
    if (!base) return { ...out, was: "new" };
    const was = {};
    for (const name of vs.Model.fields) if (base[name] !== row[name]) was[name] = base[name];
    return Object.keys(was).length > 0 ? { ...out, was } : out;
  }

  // changed reports whether a row is not as it was written.
  changed(row) {
    return this.outputRow(row).was !== undefined;
  }
};

// plain returns what of a row is worth writing.
function plain(row) {
  const out = { id: row.id, start: row.start, end: row.end, text: row.text };
  for (const name of ["note", "status", "cue", "language", "speaker"]) if (row[name] !== "") out[name] = row[name];
  if (row.extended) out.extended = true;
  if (row.print !== "") out.print = row.print;
  return out;
}

// middle returns where a text is best parted: behind a sentence or comma near
// its middle, else at a blank.
function middle(text) {
  let best = 0, least = Infinity;
  for (const m of text.matchAll(/([.!?…,;:。、！？])?\s+|[。！？](?=\S)/gu)) {
    const at = m.index + m[0].length;
    const away = Math.abs(at - text.length / 2) * (/[.!?。！？]/u.test(m[0]) ? 0.5 : 1);
    if (away < least) [best, least] = [at, away];
  }
  return best;
}
