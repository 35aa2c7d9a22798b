// What leaves the page: the page itself with the work in it, and plain formats
// beside it.
"use strict";
globalThis.vs ??= {};

vs.save = (() => {
  // inert returns data as JSON that cannot end the element it stands in.
  function inert(data) {
    return JSON.stringify(data).replace(/[<>&\u2028\u2029]/g, (c) => "\\u" + c.charCodeAt(0).toString(16).padStart(4, "0"));
  }

  // page returns the page with other data in it. source is the page as it was
  // loaded.
  function page(source, data) {
    const open = source.indexOf('<script type="application/json" id="vsconvert-data">');
    const from = source.indexOf(">", open) + 1, to = source.indexOf("</" + "script>", from);
    return source.slice(0, from) + inert(data) + source.slice(to);
  }

  function json(script) {
    const second = (t) => {
      const s = String(Math.abs(t)).padStart(10, "0");
      return `${t < 0 ? "-" : ""}${s.slice(0, -9)}.${s.slice(-9)}`.replace(/\.?0+$/, "");
    };
    const head = {};
    for (const name of ["title", "language", "ad_type", "job_id", "media_id"]) if (script[name]) head[name] = script[name];
    const segments = script.segments.map((s) => {
      const out = [["id", s.id], ["start_time", null, second(s.start)], ["end_time", null, second(s.end)], ["description", s.text]];
      for (const name of ["note", "status", "cue", "language", "speaker", "extended"]) if (s[name]) out.push([name, s[name]]);
      return "    {" + out.map(([name, value, raw]) => `${JSON.stringify(name)}: ${raw ?? JSON.stringify(value)}`).join(", ") + "}";
    });
    const top = Object.entries(head).map(([name, value]) => `  ${JSON.stringify(name)}: ${JSON.stringify(value)},\n`).join("");
    return `{\n${top}  "segments": [\n${segments.join(",\n")}\n  ]\n}\n`;
  }

  const spoken = (script) => script.segments.filter((s) => s.text.trim() !== "");
  const tidy = (text) => text.replace(/\r\n?/g, "\n").replace(/\n{2,}/g, "\n").replace(/^\n|\n$/g, "");

  function vtt(script) {
    const escaped = (s) => s.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;");
    const cues = spoken(script).map((s) => {
      const id = s.id && !/[\n\r]|-->/.test(s.id) ? s.id + "\n" : "";
      const voice = s.speaker ? `<v ${escaped(s.speaker)}>` : "";
      return `${id}${vs.time.format(s.start)} --> ${vs.time.format(s.end)}\n${voice}${escaped(tidy(s.text))}\n`;
    });
    return ["WEBVTT\n", ...cues].join("\n");
  }

  function srt(script) {
    const comma = (t) => vs.time.format(t).replace(".", ",");
    const safe = (s) => tidy(s).replace(/-->/g, "→");
    return spoken(script).map((s, i) => `${i + 1}\n${comma(s.start)} --> ${comma(s.end)}\n${safe(s.text)}\n`).join("\n");
  }

  // download hands a text to the reader as a file.
  function download(name, type, text) {
    const a = document.createElement("a");
    a.href = URL.createObjectURL(new Blob([text], { type }));
    a.download = name;
    document.body.append(a);
    a.click();
    a.remove();
    setTimeout(() => URL.revokeObjectURL(a.href), 60000);
  }

  // Store keeps work in the browser until it is saved.
  class Store {
    constructor(name) {
      this.name = "vsconvert:" + name;
    }
    keep(data) {
      try {
        localStorage.setItem(this.name, JSON.stringify(data));
        return true;
      } catch {
        return false; // no room, or not allowed: saving still works
      }
    }
    kept() {
      try {
        return JSON.parse(localStorage.getItem(this.name));
      } catch {
        return null;
      }
    }
    clear() {
      try {
        localStorage.removeItem(this.name);
      } catch {
        // nothing was kept then
      }
    }
  }

  return { inert, page, json, vtt, srt, download, Store };
})();
