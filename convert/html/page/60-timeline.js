// The programme as lanes: sound, dialogue, descriptions, free slots.
"use strict";
globalThis.vs ??= {};

vs.Timeline = class {
  static lanes = ["sound", "dialogue", "descriptions", "slots"];
  static edge = 6; // pixels at each end of a description that take hold of it

  // view is {model, judged(), media, data, selected(), select(key), seek(t),
  // change(key, values)}.
  constructor(canvas, view) {
    Object.assign(this, { canvas, view, from: 0, span: 60e9, follow: true });
    for (const [event, handle] of Object.entries({ wheel: this.wheel, pointerdown: this.down, pointermove: this.move, pointerup: this.up, pointercancel: this.cancel, keydown: this.key })) {
      canvas.addEventListener(event, handle.bind(this), { passive: false });
    }
    new ResizeObserver(() => this.draw()).observe(canvas);
  }

  get end() {
    const rows = this.view.model.rows;
    const last = rows.reduce((end, row) => Math.max(end, row.end), 10e9);
    return Math.max(last, this.view.media.duration, this.view.data.qc.duration ?? 0);
  }

  x(t) {
    return ((t - this.from) / this.span) * this.width;
  }

  t(x) {
    return this.from + (x / this.width) * this.span;
  }

  zoom(factor, around) {
    const at = around ?? this.view.media.position;
    const span = Math.min(Math.max(this.span * factor, 2e9), this.end * 1.05);
    this.from = at - ((at - this.from) * span) / this.span;
    this.span = span;
    this.clamp();
  }

  clamp() {
    this.from = Math.min(Math.max(this.from, 0), Math.max(this.end - this.span * 0.5, 0));
    this.draw();
  }

  show(t) {
    if (t < this.from || t > this.from + this.span * 0.95) {
      this.from = Math.max(t - this.span * 0.1, 0);
    }
    this.draw();
  }

  // draw draws once before the next frame, however often it is asked.
  draw() {
    if (this.due) return;
    this.due = requestAnimationFrame(() => {
      this.due = 0;
      this.paint();
    });
  }

  paint() {
    const box = this.canvas.getBoundingClientRect(), scale = devicePixelRatio || 1;
    if (box.width === 0) return;
    this.width = box.width;
    this.height = box.height;
    this.canvas.width = Math.round(box.width * scale);
    this.canvas.height = Math.round(box.height * scale);
    const g = this.canvas.getContext("2d");
    g.scale(scale, scale);
    this.style = getComputedStyle(this.canvas);
    this.ruler(g);
    this.sound(g);
    this.spans(g, 1, this.view.data.qc.dialogue ?? [], "--dialogue");
    this.rows(g);
    this.spans(g, 3, this.view.slots(), "--slot");
    this.line(g, this.x(this.view.media.position), "--playhead", 2);
  }

  color(name) {
    return this.style.getPropertyValue(name).trim() || "CanvasText";
  }

  lane(i) {
    const top = 22, each = (this.height - top - 4) / vs.Timeline.lanes.length;
    return { y: top + i * each, h: each - 4 };
  }

  line(g, x, color, width) {
    g.fillStyle = this.color(color);
    g.fillRect(x - width / 2, 0, width, this.height);
  }

  ruler(g) {
    g.clearRect(0, 0, this.width, this.height);
    g.font = "11px system-ui, sans-serif";
    g.textBaseline = "middle";
    const step = [1, 2, 5, 10, 30, 60, 120, 300, 600, 1800, 3600].map((s) => s * 1e9).find((s) => (s / this.span) * this.width > 84) ?? 7200e9;
    for (let t = Math.ceil(this.from / step) * step; t < this.from + this.span; t += step) {
      g.fillStyle = this.color("--line");
      g.fillRect(this.x(t), 0, 1, this.height);
      g.fillStyle = this.color("--quiet");
      g.fillText(vs.time.format(t).slice(0, 8), this.x(t) + 3, 10);
    }
  }

  sound(g) {
    const peaks = this.view.media.peaks;
    if (!peaks) return;
    const { y, h } = this.lane(0), per = vs.Media.perSecond;
    g.fillStyle = this.color("--wave");
    for (let x = 0; x < this.width; x++) {
      const [a, b] = [Math.floor((this.t(x) / 1e9) * per), Math.ceil((this.t(x + 1) / 1e9) * per)];
      let most = 0;
      for (let k = Math.max(a, 0); k < Math.min(b, peaks.length); k++) most = Math.max(most, peaks[k]);
      g.fillRect(x, y + (h * (1 - most)) / 2, 1, Math.max(h * most, 1));
    }
  }

  spans(g, lane, all, color) {
    const { y, h } = this.lane(lane);
    g.fillStyle = this.color(color);
    for (let i = vs.judge.search(all.length, (k) => all[k].end > this.from); i < all.length && all[i].start < this.from + this.span; i++) {
      g.fillRect(this.x(all[i].start), y, Math.max(this.x(all[i].end) - this.x(all[i].start), 1), h);
    }
  }

  rows(g) {
    const { y, h } = this.lane(2), judged = this.view.judged();
    this.view.model.rows.forEach((kept, i) => {
      const row = this.moved && this.held.row.key === kept.key ? { ...kept, ...this.moved } : kept;
      const [x, end] = [this.x(row.start), this.x(row.end)];
      if (end < 0 || x > this.width) return;
      const width = Math.max(end - x, 2), severity = judged.severity(i);
      g.fillStyle = this.color(`--fill-${severity || "none"}`);
      g.fillRect(x, y, width, h);
      g.strokeStyle = this.color(row.key === this.view.selected() ? "--playhead" : "--edge");
      g.lineWidth = row.key === this.view.selected() ? 3 : 1;
      g.strokeRect(x + 0.5, y + 0.5, width - 1, h - 1);
      if (severity) this.mark(g, severity, x + width / 2, y + h - 8);
      if (width > 40) this.label(g, row, x, y, width);
    });
  }

  label(g, row, x, y, width) {
    g.save();
    g.beginPath();
    g.rect(x + 3, y, width - 6, 18);
    g.clip();
    g.fillStyle = this.color("--on-fill");
    g.fillText(row.text.replace(/\s+/g, " ").slice(0, 200), x + 5, y + 10);
    g.restore();
  }

  // mark draws a severity by its shape: a diamond, a triangle, a dot.
  mark(g, severity, x, y) {
    const corners = { error: 4, warning: 3, info: 24 }[severity];
    g.beginPath();
    for (let i = 0; i < corners; i++) {
      const a = ((i) / corners) * 2 * Math.PI - Math.PI / 2;
      g.lineTo(x + 5 * Math.cos(a), y + 5 * Math.sin(a));
    }
    g.closePath();
    g.fillStyle = this.color(`--${severity}`);
    g.fill();
  }

  // wheel zooms with Ctrl and moves along sideways; up and down it scrolls the
  // page, as everywhere.
  wheel(event) {
    const zooms = event.ctrlKey || event.metaKey;
    if (!zooms && !event.shiftKey && Math.abs(event.deltaX) <= Math.abs(event.deltaY)) return;
    event.preventDefault();
    if (zooms) {
      this.zoom(event.deltaY > 0 ? 1.25 : 0.8, this.t(event.offsetX));
      return;
    }
    this.from += ((event.deltaX + event.deltaY) / this.width) * this.span;
    this.clamp();
  }

  // hit returns the row at a place, and what a drag there would move.
  hit(x, y) {
    const { y: top, h } = this.lane(2);
    if (y < top || y > top + h) return null;
    const t = this.t(x), slack = (vs.Timeline.edge / this.width) * this.span;
    const row = this.view.model.rows.find((r) => t >= r.start - slack && t <= r.end + slack);
    if (!row) return null;
    const part = Math.abs(t - row.start) < slack ? "start" : Math.abs(t - row.end) < slack ? "end" : "both";
    return { row, part, t };
  }

  down(event) {
    this.canvas.setPointerCapture(event.pointerId);
    this.held = this.hit(event.offsetX, event.offsetY);
    if (this.held) this.view.select(this.held.row.key);
    else this.view.seek(Math.max(this.t(event.offsetX), 0));
  }

  move(event) {
    if (!this.held) {
      const over = this.hit(event.offsetX, event.offsetY);
      this.canvas.classList.toggle("resize", over?.part === "start" || over?.part === "end");
      return;
    }
    this.moved = vs.Timeline.dragged(this.held, this.t(event.offsetX) - this.held.t);
    this.draw();
  }

  // dragged returns the times a drag leads to, in whole milliseconds.
  static dragged({ row, part }, by) {
    const d = Math.round(by / 1e6) * 1e6;
    if (d === 0) return null;
    if (part === "start") return { start: Math.min(Math.max(row.start + d, 0), row.end) };
    if (part === "end") return { end: Math.max(row.end + d, row.start) };
    const shift = Math.max(d, -row.start);
    return { start: row.start + shift, end: row.end + shift };
  }

  up() {
    const { held, moved } = this;
    this.cancel();
    if (held && moved) this.view.change(held.row.key, moved);
  }

  cancel() {
    this.held = this.moved = null;
    this.draw();
  }

  key(event) {
    const far = event.shiftKey ? 10 : 1;
    const act = {
      ArrowLeft: () => this.view.seek(Math.max(this.view.media.position - far * 1e9, 0)),
      ArrowRight: () => this.view.seek(Math.min(this.view.media.position + far * 1e9, this.end)),
      Home: () => this.view.seek(0),
      End: () => this.view.seek(this.end),
      "+": () => this.zoom(0.8),
      "=": () => this.zoom(0.8),
      "-": () => this.zoom(1.25),
    }[event.key];
    if (!act || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    act();
  }
};
