// The page: its parts put together.
"use strict";
globalThis.vs ??= {};

vs.App = class {
  // source is the page as it was loaded, for saving it again.
  constructor(source, data) {
    this.source = source;
    this.data = data;
    this.model = new vs.Model(data);
    this.selected = this.model.rows[0]?.key ?? "";
    this.took = new Map();
    this.store = new vs.save.Store([data.name, data.print, data.saved ?? ""].join(":"));
    this.judge();
    this.build();
    this.restore();
    this.refresh();
  }

  $(id) {
    return document.getElementById(id);
  }

  build() {
    const script = this.model.script;
    this.speaker = new vs.Speaker(script.language || document.documentElement.lang, (row, length) => this.spoke(row, length), () => this.unsaid && this.say(this.unsaid));
    this.media = new vs.Media(this.$("video"));
    this.player = new vs.Player(this.media, this.speaker, this.model);
    this.timeline = new vs.Timeline(this.$("timeline"), {
      model: this.model, media: this.media, data: this.data, judged: () => this.judged, slots: () => this.free,
      selected: () => this.selected, select: (key) => this.select(key), seek: (t) => this.media.seek(t), change: (key, v) => this.change(key, v, "move"),
    });
    this.table = new vs.Table(this.$("segments"), {
      language: script.language ?? "", judged: () => this.judged, selected: () => this.selected, select: (key, focus) => this.select(key, focus),
      edit: () => this.edit(), action: (event) => this.shortcut(event), changed: (row) => this.model.changed(row),
      playing: () => this.playingKey, took: (row) => this.tookText(row),
    });
    this.model.onChange((what) => this.changed(what));
    this.media.onEvent((event) => this.heard(event));
    this.wire();
    this.voices();
    this.describe();
    if (this.data.video) this.media.link(this.data.video);
  }

  describe() {
    const s = this.model.script;
    const kind = { standard_ad: "standard audio description", extended_ad: "extended audio description" }[s.ad_type] ?? "audio description";
    this.$("about").textContent = [kind, s.language, s.job_id && `job ${s.job_id}`].filter(Boolean).join(" · ");
    this.$("name").value = this.model.by;
    const states = new Set([...(this.data.statuses ?? []), ...this.model.rows.map((row) => row.status)].filter(Boolean));
    this.$("states").replaceChildren(...[...states].map((s) => new Option(s, s)));
    this.$("filter-status").append(...[...states].map((s) => new Option(s, s)));
  }

  // judge holds the rows against the rules.
  judge() {
    const { measures, findings } = vs.judge.check(this.model.rows, this.model.script, this.data.qc);
    const by = new Map();
    for (const f of findings) by.set(f.index, [...(by.get(f.index) ?? []), f]);
    const rank = { error: 3, warning: 2, info: 1 };
    this.judged = {
      measures, findings,
      of: (i) => by.get(i) ?? [],
      severity: (i) => (by.get(i) ?? []).reduce((worst, f) => (rank[f.rule.severity] > (rank[worst] ?? 0) ? f.rule.severity : worst), ""),
    };
    this.free = vs.judge.slots(this.model.rows, this.data.qc);
  }

  // --- what was asked for

  wire() {
    const on = (id, act) => this.$(id).addEventListener("click", act);
    on("save", () => this.save());
    on("save-json", () => this.saveAs(".json", "application/json", vs.save.json));
    on("save-vtt", () => this.saveAs(".vtt", "text/vtt", vs.save.vtt));
    on("save-srt", () => this.saveAs(".srt", "application/x-subrip", vs.save.srt));
    on("undo", () => this.undo());
    on("redo", () => this.redo());
    on("help", () => this.help());
    on("speak", () => this.speak());
    on("play", () => this.togglePlay());
    on("zoom-in", () => this.timeline.zoom(0.8));
    on("zoom-out", () => this.timeline.zoom(1.25));
    on("add", () => this.add());
    on("start-here", () => this.set({ start: this.media.position }));
    on("end-here", () => this.set({ end: this.media.position }));
    on("earlier", () => this.nudge(-1, -1));
    on("later", () => this.nudge(1, 1));
    on("shorter", () => this.nudge(0, -1));
    on("longer", () => this.nudge(0, 1));
    on("split", () => this.split());
    on("join", () => this.join());
    on("delete", () => this.remove());
    this.wireFields();
    this.wirePage();
  }

  wireFields() {
    for (const [id, field] of [["text", "text"], ["note", "note"], ["state", "status"], ["cue", "cue"], ["speaker", "speaker"]]) {
      this.$(id).addEventListener("change", () => this.set({ [field]: this.$(id).value.replace(/\r\n?/g, "\n") }));
    }
    this.$("text").addEventListener("blur", () => (this.caret = this.selected));
    for (const id of ["start", "end"]) this.$(id).addEventListener("change", () => this.commitTime(id));
    this.$("extended").addEventListener("change", () => this.set({ extended: this.$("extended").checked }));
    this.$("form").addEventListener("keydown", (event) => this.formKey(event));
    this.$("form").addEventListener("submit", (event) => event.preventDefault());
    this.$("name").addEventListener("change", () => {
      this.model.by = this.$("name").value.trim();
      this.keep();
    });
    for (const id of ["filter", "filter-findings", "filter-status"]) this.$(id).addEventListener("input", () => this.list());
    this.$("rate").addEventListener("input", () => (this.speaker.rate = Number(this.$("rate").value)));
    this.$("volume").addEventListener("input", () => (this.speaker.volume = Number(this.$("volume").value)));
    this.$("duck").addEventListener("input", () => (this.player.duck = Number(this.$("duck").value)));
    this.$("voice").addEventListener("change", () => (this.speaker.voice = this.$("voice").value));
    this.$("speak-along").addEventListener("change", () => (this.player.on = this.$("speak-along").checked));
  }

  wirePage() {
    addEventListener("beforeunload", (event) => {
      this.commit();
      if (this.model.dirty) event.returnValue = "unsaved"; // and preventDefault
    });
    addEventListener("keydown", (event) => this.pageKey(event));
    addEventListener("beforeprint", () => this.print());
    this.$("file").addEventListener("change", () => this.open(this.$("file").files[0]));
    addEventListener("dragover", (event) => {
      if (!event.dataTransfer.types.includes("Files")) return;
      event.preventDefault();
      this.$("drop").classList.add("over");
    });
    addEventListener("dragleave", () => this.$("drop").classList.remove("over"));
    addEventListener("drop", (event) => {
      if (event.dataTransfer.files.length === 0) return;
      event.preventDefault();
      this.$("drop").classList.remove("over");
      this.open(event.dataTransfer.files[0]);
    });
    globalThis.speechSynthesis?.addEventListener?.("voiceschanged", () => this.voices());
  }

  voices() {
    const own = (this.model.script.language ?? "").split("-")[0];
    const all = this.speaker.voices().filter((v) => own === "" || v.lang.split(/[-_]/)[0] === own);
    this.$("voice").replaceChildren(new Option("the browser's own", ""), ...all.map((v) => new Option(`${v.name} (${v.lang})`, v.voiceURI)));
    this.$("speak").disabled = !this.speaker.works;
  }

  open(file) {
    if (!file) return;
    this.media.open(file);
    this.say(`${file.name} is open`);
  }

  // --- editing

  row(key = this.selected) {
    return this.model.rows.find((row) => row.key === key);
  }

  change(key, values, what) {
    const done = this.model.set(key, values, what);
    if (done) this.say(`${what ?? "change"} kept`);
    return done;
  }

  set(values, what) {
    this.wrong("");
    return this.change(this.selected, values, what);
  }

  commitTime(id) {
    const row = this.row(), text = this.$(id).value;
    if (!row || text.trim() === vs.time.format(row[id])) return this.wrong("");
    const t = vs.time.parse(text, this.data.rate);
    if (t === null) {
      this.$(id).setAttribute("aria-invalid", "true");
      this.say(`${id} is kept: what was written is no time`);
      return this.wrong(`${text} is no time: write it like ${vs.time.format(row[id])}`);
    }
    this.$(id).removeAttribute("aria-invalid");
    this.set({ [id]: t }, id === "start" ? "start" : "end");
    return undefined;
  }

  wrong(text) {
    this.$("time-error").textContent = text;
    if (text === "") for (const id of ["start", "end"]) this.$(id).removeAttribute("aria-invalid");
  }

  // nudge moves start and end by so many frames, or tenths of a second.
  nudge(start, end) {
    const row = this.row(), step = vs.time.step(this.data.rate);
    if (!row) return;
    const values = { end: Math.max(row.end + end * step, row.start) };
    if (start !== 0) values.start = Math.max(row.start + start * step, 0);
    this.set(values, "times");
  }

  add() {
    const at = this.media.position || (this.row()?.end ?? 0);
    this.select(this.model.add(at, at + 2e9));
    this.say("segment added");
    this.edit();
  }

  split() {
    this.commit();
    const typing = document.activeElement === this.$("text") || this.caret === this.selected;
    const key = this.model.split(this.selected, typing ? this.$("text").selectionStart : 0, this.media.position);
    if (!key) return this.say("there is nothing to split: the text needs two parts");
    this.select(key);
    return this.say("split in two");
  }

  join() {
    this.commit();
    this.say(this.model.join(this.selected) ? "joined with the next" : "there is no segment behind this one");
  }

  remove() {
    const i = this.model.index(this.selected);
    if (i < 0) return;
    this.model.remove(this.selected);
    this.select(this.model.rows[Math.min(i, this.model.rows.length - 1)]?.key ?? "", true);
    this.say("segment deleted; undo brings it back");
  }

  undo() {
    this.commit();
    const what = this.model.undo();
    this.say(what ? `${what} undone` : "nothing to undo");
  }

  redo() {
    const what = this.model.redo();
    this.say(what ? `${what} done again` : "nothing to do again");
  }

  // commit takes in what stands in a field that was not left yet.
  commit() {
    const field = document.activeElement;
    if (field?.form === this.$("form") || field === this.$("name")) field.dispatchEvent(new Event("change"));
  }

  edit() {
    this.$("text").focus();
  }

  // --- keys

  keys() {
    return [
      ["↑ ↓", "row above, row below"], ["Enter", "edit the row"], ["Escape", "back to the row"],
      ["Space", "play or pause, in the table"], ["s", "speak the row"], ["g", "go to the row's start"],
      ["[ ]", "start here, end here"], [", .", "earlier, later, by a frame or 100 ms"], ["< >", "shorter, longer"],
      ["a", "add at the playhead"], ["Delete", "delete the row"], ["j", "join with the next"], ["k", "split"],
      ["/", "filter"], ["Ctrl+Z Ctrl+Y", "undo, redo"], ["Ctrl+S", "save"], ["?", "this list"],
    ];
  }

  // shortcut serves a key in the table, where no text is typed.
  shortcut(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const act = {
      " ": () => this.togglePlay(), s: () => this.speak(), g: () => this.media.seek(this.row()?.start ?? 0),
      "[": () => this.set({ start: this.media.position }), "]": () => this.set({ end: this.media.position }),
      ",": () => this.nudge(-1, -1), ".": () => this.nudge(1, 1), "<": () => this.nudge(0, -1), ">": () => this.nudge(0, 1),
      a: () => this.add(), Delete: () => this.remove(), j: () => this.join(), k: () => this.split(),
      "/": () => this.$("filter").focus(), "?": () => this.help(),
    }[event.key];
    if (!act) return;
    event.preventDefault();
    act();
  }

  formKey(event) {
    if (event.key === "Escape") {
      event.preventDefault();
      this.commit();
      this.table.reveal(true);
    } else if (event.key === "Enter" && event.target.tagName === "INPUT") {
      event.preventDefault();
      this.commit();
    }
  }

  pageKey(event) {
    const command = event.ctrlKey || event.metaKey;
    const typing = /^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName);
    const key = event.key.toLowerCase();
    const act = command && !event.altKey
      ? { s: () => this.save(), ...(typing ? {} : { z: () => (event.shiftKey ? this.redo() : this.undo()), y: () => this.redo() }) }[key]
      : !typing && event.key === "?" && !event.defaultPrevented ? () => this.help() : undefined;
    if (!act) return;
    event.preventDefault();
    act();
  }

  help() {
    const body = this.$("keys").querySelector("tbody");
    body.replaceChildren(...this.keys().map(([key, what]) => {
      const tr = document.createElement("tr");
      const kbd = document.createElement("kbd");
      kbd.textContent = key;
      tr.insertCell().append(kbd);
      tr.insertCell().textContent = what;
      return tr;
    }));
    if (!this.$("keys").open) this.$("keys").showModal();
  }

  // --- playing and speaking

  togglePlay() {
    if (!this.media.ready) return this.say("no programme is open: pick its file");
    return this.media.playing ? this.media.pause() : this.media.play();
  }

  speak() {
    const row = this.row();
    if (!row) return;
    if (this.speaker.speaking) return this.speaker.stop();
    if (this.media.playing) return this.player.speak(row);
    if (!this.speaker.speak(row)) this.say("this browser has no voice, or there is nothing to speak");
  }

  spoke(row, length) {
    this.took.set(row.key, { length, text: row.text });
    this.table.draw(true);
    if (row.key === this.selected) this.showFindings();
  }

  tookText(row) {
    const took = this.took.get(row.key);
    if (!took || took.text !== row.text) return "";
    const room = row.end - row.start;
    return `spoken in ${vs.time.seconds(took.length)} of ${vs.time.seconds(room)}${took.length > room ? ": too long" : ""}`;
  }

  heard(event) {
    this.$("video").hidden = !this.media.ready;
    if (event === "error" && this.media.video.src) this.say("the programme cannot be played: pick its file");
    this.$("play").textContent = this.media.playing ? "Pause" : "Play";
    const t = this.media.position;
    this.$("position").value = vs.time.format(t);
    this.slider(t);
    if (event === "tick") this.timeline.show(t);
    else this.timeline.draw();
    const i = vs.judge.search(this.model.rows.length, (k) => this.model.rows[k].start > t) - 1;
    const key = i >= 0 && this.model.rows[i].end > t ? this.model.rows[i].key : "";
    if (key === this.playingKey) return;
    this.playingKey = key;
    if (key !== "" && this.media.playing && !this.$("form").contains(document.activeElement)) this.select(key);
    else this.table.draw(true);
  }

  slider(t) {
    const canvas = this.$("timeline");
    canvas.setAttribute("aria-valuemax", String(Math.round(this.timeline.end / 1e9)));
    canvas.setAttribute("aria-valuenow", String(Math.round(t / 1e9)));
    canvas.setAttribute("aria-valuetext", vs.time.format(t));
  }

  // --- showing

  select(key, focus) {
    if (key !== this.selected) this.commit();
    this.selected = key;
    this.caret = "";
    this.fill();
    this.table.reveal(focus);
    const row = this.row();
    if (row && !this.media.playing) this.timeline.show(row.start);
  }

  changed(what) {
    if (what !== "saved") {
      this.judge();
      this.keep();
    }
    if (!this.row()) this.selected = this.model.rows[0]?.key ?? "";
    this.refresh();
  }

  refresh() {
    // a button that is disabled would lose the focus
    this.$("undo").setAttribute("aria-disabled", String(this.model.undos.length === 0));
    this.$("redo").setAttribute("aria-disabled", String(this.model.redos.length === 0));
    document.title = (this.model.dirty ? "● " : "") + this.$("title").textContent;
    this.list();
    this.fill();
    this.rates();
    this.slider(this.media.position);
    this.timeline.draw();
  }

  // list shows the rows that the filters let through.
  list() {
    const words = this.$("filter").value.toLowerCase().trim();
    const kind = this.$("filter-findings").value, status = this.$("filter-status").value;
    const shown = [];
    this.model.rows.forEach((row, index) => {
      const found = this.judged.of(index);
      const fits = kind === "" || (kind === "changed" ? this.model.changed(row) : kind === "any" ? found.length > 0 : found.some((f) => f.rule.severity === kind));
      if (!fits || (status !== "" && row.status !== status)) return;
      if (words !== "" && ![row.id, row.text, row.note, row.cue, row.speaker].some((s) => s.toLowerCase().includes(words))) return;
      shown.push({ row, index });
    });
    const counts = { error: 0, warning: 0, info: 0 };
    for (const f of this.judged.findings) counts[f.rule.severity]++;
    this.$("count").textContent = `${shown.length} of ${this.model.rows.length} segments; ${counts.error} errors, ${counts.warning} warnings, ${counts.info} remarks`;
    this.table.set(shown);
  }

  fill() {
    const row = this.row();
    for (const control of this.$("form").elements) control.disabled = !row;
    if (!row) return;
    const put = (id, value) => {
      const field = this.$(id);
      if (field.value !== value && !(document.activeElement === field && id === "text" && this.filled === row)) field.value = value;
    };
    put("text", row.text);
    put("note", row.note);
    put("state", row.status);
    put("cue", row.cue);
    put("speaker", row.speaker);
    put("start", vs.time.format(row.start));
    put("end", vs.time.format(row.end));
    this.$("extended").checked = row.extended;
    this.$("text").lang = row.language || this.model.script.language || "";
    this.$("text").dir = "auto";
    this.filled = row;
    this.wrong("");
    this.showFindings();
  }

  showFindings() {
    const i = this.model.index(this.selected), row = this.row(), m = this.judged.measures[i];
    if (!row) return this.$("found").replaceChildren();
    const p = document.createElement("p");
    const rate = m.rate ? `, ${m.perMinute ? Math.round(m.rate) + " words a minute" : m.rate.toFixed(1) + " characters a second"}` : "";
    p.textContent = [`${m.count} ${m.perMinute ? "words" : "characters"} in ${vs.time.seconds(m.length)}${rate}`, this.tookText(row)].filter(Boolean).join("; ");
    const ul = document.createElement("ul");
    for (const { rule } of this.judged.of(i)) {
      const li = document.createElement("li");
      li.className = "finding " + rule.severity;
      li.textContent = `${rule.severity}: ${rule.words}. ${rule.about}`;
      li.style.whiteSpace = "normal";
      ul.append(li);
    }
    this.$("found").replaceChildren(p, ul);
    return undefined;
  }

  // rates shows how many segments are spoken how fast.
  rates() {
    const judged = this.judged.measures.filter((m) => m.rate > 0);
    const perMinute = judged.every((m) => m.perMinute), step = perMinute ? 20 : 1;
    const counts = new Map();
    for (const m of judged) {
      const at = Math.min(Math.floor(m.rate / step), perMinute ? 15 : 20);
      counts.set(at, (counts.get(at) ?? 0) + 1);
    }
    if (counts.size === 0) return this.$("rates").replaceChildren("No segment is long enough to be judged.");
    const most = Math.max(...counts.values()), keys = [...counts.keys()].sort((a, b) => a - b);
    const table = document.createElement("table");
    table.createCaption().textContent = perMinute ? "Segments by words a minute" : "Segments by characters a second";
    for (let k = keys[0]; k <= keys.at(-1); k++) {
      const tr = table.insertRow(), n = counts.get(k) ?? 0;
      const th = document.createElement("th");
      th.scope = "row";
      th.textContent = `${k * step} to ${(k + 1) * step}`;
      tr.append(th);
      tr.insertCell().textContent = String(n);
      const bar = document.createElement("span");
      bar.style.width = `${(n / most) * 12}rem`;
      const cell = tr.insertCell();
      cell.className = "barcell";
      cell.append(bar);
    }
    return this.$("rates").replaceChildren(table);
  }

  // print makes a plain script of every text.
  print() {
    const made = this.model.rows.map((row, i) => {
      const article = document.createElement("article");
      const put = (name, text) => {
        if (text === "") return;
        const p = document.createElement("p");
        p.className = name;
        p.textContent = text;
        p.dir = "auto";
        article.append(p);
      };
      put("head", [row.id || String(i + 1), `${vs.time.format(row.start)} – ${vs.time.format(row.end)}`, row.cue && `(${row.cue})`, row.speaker, row.status].filter(Boolean).join("   "));
      put("text", row.text);
      put("note", row.note);
      article.querySelector(".text")?.setAttribute("lang", row.language || this.model.script.language || "");
      return article;
    });
    this.$("print").replaceChildren(...made);
  }

  // say tells what happened, to screen readers too: while a description is
  // spoken it waits.
  say(text) {
    this.unsaid = text;
    if (this.speaker.speaking) return;
    this.$("status").textContent = text;
    this.unsaid = "";
  }

  // --- keeping and sending back

  keep() {
    if (this.model.dirty || this.model.by !== (this.data.by ?? "")) this.store.keep({ rows: this.model.rows, by: this.model.by });
    else this.store.clear();
  }

  // restore takes up work that was kept here and not saved. Each saved page
  // has a place of its own for it.
  restore() {
    const kept = this.store.kept();
    if (!Array.isArray(kept?.rows)) return;
    this.model.by = kept.by || this.model.by;
    this.$("name").value = this.model.by;
    const rows = kept.rows.map((row) => Object.freeze({ ...vs.Model.row(row, row.key), was: row.was }));
    if (JSON.stringify(rows) === JSON.stringify(this.model.rows)) return;
    this.model.replace(rows, "restored work");
    this.say("work that was not saved is back; Undo drops it");
  }

  fileName(extension) {
    return (this.data.name || "review").replace(/[^\p{L}\p{N}._-]+/gu, "-") + extension;
  }

  save() {
    this.commit();
    vs.save.download(this.fileName(".html"), "text/html", vs.save.page(this.source, this.model.output()));
    this.data.by = this.model.by;
    this.model.markSaved();
    this.store.clear();
    this.say("saved: send the file back");
  }

  saveAs(extension, type, write) {
    this.commit();
    vs.save.download(this.fileName(extension), type, write(this.model.output().script));
    this.say(`saved as ${extension.slice(1).toUpperCase()}`);
  }
};

if (typeof document !== "undefined" && document.getElementById("vsconvert-data")) {
  const source = "<!doctype html>\n" + document.documentElement.outerHTML + "\n";
  vs.app = new vs.App(source, JSON.parse(document.getElementById("vsconvert-data").textContent));
}
