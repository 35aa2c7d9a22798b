// The rows of the script. Only those in sight are made.
"use strict";
globalThis.vs ??= {};

vs.Table = class {
  static spare = 8; // rows made above and below those in sight

  // view is {judged(), measured(key), selected(), select(key), edit(), action(event, key)}.
  constructor(box, view) {
    Object.assign(this, { box, view, rows: [], height: 0 });
    this.table = box.querySelector("table");
    this.body = this.table.tBodies[0];
    box.addEventListener("scroll", () => this.draw(), { passive: true });
    this.body.addEventListener("click", (event) => this.click(event));
    this.body.addEventListener("dblclick", () => this.view.edit());
    this.body.addEventListener("keydown", (event) => this.key(event));
    new ResizeObserver(() => this.resize()).observe(box);
  }

  // set takes the rows to show: {row, index} by their order.
  set(rows) {
    this.rows = rows;
    this.table.setAttribute("aria-rowcount", String(rows.length + 1));
    this.draw(true);
  }

  resize() {
    this.height = 0;
    this.draw(true);
  }

  rowHeight() {
    if (this.height === 0) this.height = Math.max(parseFloat(getComputedStyle(this.body).getPropertyValue("--row")) * parseFloat(getComputedStyle(this.box).fontSize) || 48, 24);
    return this.height;
  }

  draw(anew) {
    if (anew) this.drawn = null;
    if (this.due) return;
    this.due = requestAnimationFrame(() => {
      this.due = 0;
      this.paint();
    });
  }

  paint() {
    const h = this.rowHeight(), top = this.box.scrollTop;
    const first = Math.max(Math.floor(top / h) - vs.Table.spare, 0);
    const last = Math.min(Math.ceil((top + this.box.clientHeight) / h) + vs.Table.spare, this.rows.length);
    if (this.drawn && this.drawn[0] === first && this.drawn[1] === last) return;
    this.drawn = [first, last];
    const focused = this.body.contains(document.activeElement) ? document.activeElement.dataset.key : null;
    const made = [vs.Table.space(first * h)];
    for (let i = first; i < last; i++) made.push(this.make(this.rows[i], i));
    made.push(vs.Table.space((this.rows.length - last) * h));
    this.body.replaceChildren(...made);
    if (focused) this.body.querySelector(`[data-key="${CSS.escape(focused)}"]`)?.focus({ preventScroll: true });
  }

  static space(height) {
    const tr = document.createElement("tr");
    tr.setAttribute("aria-hidden", "true");
    tr.className = "space";
    const td = tr.insertCell();
    td.colSpan = 6;
    td.style.height = height + "px";
    return tr;
  }

  make({ row, index }, i) {
    const tr = document.createElement("tr");
    const selected = row.key === this.view.selected();
    tr.dataset.key = row.key;
    tr.tabIndex = selected || (i === 0 && !this.has(this.view.selected())) ? 0 : -1;
    tr.setAttribute("aria-rowindex", String(i + 2));
    tr.setAttribute("aria-selected", String(selected));
    const judged = this.view.judged();
    const cell = (text, name) => {
      const td = tr.insertCell();
      td.className = name;
      td.textContent = text;
      return td;
    };
    cell(row.id || String(index + 1), "id");
    cell(vs.time.format(row.start), "time");
    cell(vs.time.format(row.end), "time");
    const text = cell("", "text");
    const span = document.createElement("span");
    span.textContent = row.text;
    span.dir = "auto";
    span.lang = row.language || this.view.language;
    text.append(span);
    cell(row.status, "status");
    this.findings(cell("", "found"), judged.of(index), row);
    tr.classList.toggle("current", row.key === this.view.playing());
    tr.classList.toggle("changed", this.view.changed(row));
    return tr;
  }

  has(key) {
    return this.rows.some(({ row }) => row.key === key);
  }

  findings(td, found, row) {
    for (const { rule } of found) {
      const mark = document.createElement("span");
      mark.className = "finding " + rule.severity;
      mark.textContent = `${{ error: "⯃", warning: "▲", info: "●" }[rule.severity]} ${rule.words}`;
      mark.title = `${rule.severity}: ${rule.about}`;
      td.append(mark, " ");
    }
    const took = this.view.took(row);
    if (took) td.append(took);
  }

  click(event) {
    const tr = event.target.closest("tr[data-key]");
    if (tr) this.view.select(tr.dataset.key, true);
  }

  position() {
    return this.rows.findIndex(({ row }) => row.key === this.view.selected());
  }

  // go moves the selection by so many rows.
  go(by) {
    const i = Math.min(Math.max(this.position() + by, 0), this.rows.length - 1);
    if (this.rows[i]) this.view.select(this.rows[i].row.key, true);
  }

  // reveal brings the selected row into sight, and the focus to it.
  reveal(focus) {
    const i = this.position(), h = this.rowHeight();
    if (i < 0) return;
    const head = this.table.tHead.offsetHeight;
    if (i * h < this.box.scrollTop) this.box.scrollTop = i * h;
    else if ((i + 1) * h + head > this.box.scrollTop + this.box.clientHeight) this.box.scrollTop = (i + 1) * h + head - this.box.clientHeight;
    this.drawn = null;
    this.paint();
    if (focus) this.body.querySelector('[aria-selected="true"]')?.focus({ preventScroll: true });
  }

  key(event) {
    const page = Math.max(Math.floor(this.box.clientHeight / this.rowHeight()) - 1, 1);
    const move = { ArrowDown: 1, ArrowUp: -1, PageDown: page, PageUp: -page, Home: -this.rows.length, End: this.rows.length }[event.key];
    if (move !== undefined && !event.altKey && !event.ctrlKey && !event.metaKey) {
      event.preventDefault();
      this.go(move);
    } else if (event.key === "Enter" && !event.ctrlKey && !event.metaKey) {
      event.preventDefault();
      this.view.edit();
    } else {
      this.view.action(event);
    }
  }
};
