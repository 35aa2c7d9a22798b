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
    box.addEventListener("keydown", (event) => this.key(event));
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
    if (this.height === 0) this.height = Math.max(parseFloat(getComputedStyle(this.body).getPropertyValue("--row")) * parseFloat(getComputedStyle(document.documentElement).fontSize) || 48, 24);
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
    const first = Math.max(Math.min(Math.floor(top / h), this.rows.length - 1) - vs.Table.spare, 0);
    const last = Math.min(Math.ceil((top + this.box.clientHeight) / h) + vs.Table.spare, this.rows.length);
    if (this.drawn && this.drawn[0] === first && this.drawn[1] === last) return;
    const focused = this.body.contains(document.activeElement) ? document.activeElement.dataset.key : null;
    if (this.drawn) this.shift(first, last);
    else this.body.replaceChildren(vs.Table.space(), ...this.made(first, last), vs.Table.space());
    this.drawn = [first, last];
    this.body.firstChild.firstChild.style.height = first * h + "px";
    this.body.lastChild.firstChild.style.height = (this.rows.length - last) * h + "px";
    if (focused && document.activeElement?.dataset.key !== focused) this.refocus(focused);
  }

  // refocus gives the focus back to a row, or to the list when it is not made.
  refocus(key) {
    (this.body.querySelector(`[data-key="${CSS.escape(key)}"]`) ?? this.box).focus({ preventScroll: true });
  }

  made(first, last) {
    const all = [];
    for (let i = first; i < last; i++) all.push(this.make(this.rows[i], i));
    return all;
  }

  // shift takes out rows that are out of sight and makes those that come into
  // it: the others stay, with the focus.
  shift(first, last) {
    const [from, to] = this.drawn, rows = [...this.body.children].slice(1, -1);
    if (last <= from || first >= to) {
      rows.forEach((tr) => tr.remove());
      this.body.firstChild.after(...this.made(first, last));
      return;
    }
    rows.forEach((tr, k) => (from + k < first || from + k >= last) && tr.remove());
    this.body.firstChild.after(...this.made(first, from));
    this.body.lastChild.before(...this.made(to, last));
  }

  static space() {
    const tr = document.createElement("tr");
    tr.setAttribute("aria-hidden", "true");
    tr.className = "space";
    const td = tr.insertCell();
    td.colSpan = 6;
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
      const td = tr.insertCell(), div = document.createElement("div");
      td.className = name;
      div.textContent = text;
      td.append(div);
      return div;
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
      mark.textContent = `${{ error: "◆", warning: "▲", info: "●" }[rule.severity]} ${rule.words}`;
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
