// Times are whole nanoseconds in numbers, exact for a hundred days.
"use strict";
globalThis.vs ??= {};

vs.time = (() => {
  const ns = 1e9, ms = 1e6;

  // format writes HH:MM:SS.mmm, rounded to the nearest millisecond.
  function format(t) {
    const sign = t < 0 ? "-" : "";
    const all = Math.round(Math.abs(t) / ms);
    const two = (n) => String(Math.floor(n)).padStart(2, "0");
    return `${sign}${two(all / 3600000)}:${two((all / 60000) % 60)}:${two((all / 1000) % 60)}.${String(all % 1000).padStart(3, "0")}`;
  }

  // parse reads HH:MM:SS.mmm, MM:SS.mmm or seconds, with a point or comma, or
  // HH:MM:SS:FF where a frame rate is known. It returns null for anything else.
  function parse(text, rate) {
    const s = text.trim().replace(",", ".");
    const frames = /^(\d{1,3}):(\d{1,2}):(\d{1,2})[:;](\d{1,3})$/.exec(s);
    if (frames) return rate ? fromFrames(frames, rate) : null;
    const m = /^(?:(?:(\d{1,3}):)?(\d{1,2}):)?(\d{1,9})(\.\d{1,9})?$/.exec(s);
    if (!m) return null;
    const [h, min, sec] = [Number(m[1] ?? 0), Number(m[2] ?? 0), Number(m[3])];
    if (min > 59 || (m[2] !== undefined && sec > 59)) return null;
    const rest = m[4] ? Number(m[4].slice(1).padEnd(9, "0")) : 0;
    return ((h * 60 + min) * 60 + sec) * ns + rest;
  }

  function fromFrames(m, rate) {
    const [h, min, sec, f] = m.slice(1).map(Number);
    const whole = Math.round(rate.num / rate.den);
    if (min > 59 || sec > 59 || f >= whole) return null;
    const n = ((h * 60 + min) * 60 + sec) * whole + f;
    return Math.round((n * ns * rate.den) / rate.num);
  }

  // step is how far one nudge moves: a frame, or 100 ms where no rate is known.
  function step(rate) {
    return rate ? Math.round((ns * rate.den) / rate.num) : 100 * ms;
  }

  function seconds(t) {
    return (Math.round(t / ms) / 1000).toFixed(1) + " s";
  }

  return { ns, ms, format, parse, step, seconds };
})();
