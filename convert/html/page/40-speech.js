// Descriptions spoken by the browser, and how long each one took.
"use strict";
globalThis.vs ??= {};

vs.Speaker = class {
  // language is the script's. onDone is told of a row and how long it took,
  // onQuiet that nothing is spoken any more.
  constructor(language, onDone, onQuiet) {
    this.language = language;
    this.onDone = onDone;
    this.onQuiet = onQuiet;
    this.synth = globalThis.speechSynthesis;
    this.rate = 1;
    this.volume = 1;
    this.voice = "";
    this.current = null;
  }

  get works() {
    return this.synth !== undefined && typeof globalThis.SpeechSynthesisUtterance === "function";
  }

  get speaking() {
    return this.current !== null;
  }

  voices() {
    return this.works ? this.synth.getVoices() : [];
  }

  // speak speaks a row; after is called when it ended, also when it was cut
  // short or failed.
  speak(row, after) {
    this.stop();
    if (!this.works || row.text.trim() === "") {
      after?.();
      return false;
    }
    const u = new globalThis.SpeechSynthesisUtterance(row.text.replace(/\s+/g, " "));
    u.lang = row.language || this.language;
    u.rate = this.rate;
    u.volume = this.volume;
    const voice = this.voices().find((v) => v.voiceURI === this.voice);
    if (voice) u.voice = voice;
    const job = { u, after, began: performance.now() };
    u.onstart = () => (job.began = performance.now());
    u.onend = () => this.finish(job, row, true);
    u.onerror = () => this.finish(job, row, false);
    this.current = job;
    this.synth.speak(u);
    return true;
  }

  finish(job, row, whole) {
    if (job.done) return;
    job.done = true;
    if (this.current === job) this.current = null;
    if (whole) this.onDone(row, Math.round((performance.now() - job.began) * 1e6));
    job.after?.();
    if (!this.speaking) this.onQuiet();
  }

  stop() {
    const job = this.current;
    if (!job) return;
    this.current = null;
    job.done = true;
    this.synth.cancel();
    job.after?.();
    this.onQuiet();
  }
};
