// The programme: a file that is picked or dropped, or one beside the page. It
// never leaves the machine.
"use strict";
globalThis.vs ??= {};

vs.Media = class {
  static mostDecoded = 400 << 20; // bytes of a file whose sound is drawn
  static perSecond = 50; // peaks

  constructor(video) {
    this.video = video;
    this.peaks = null;
    this.ready = false;
    this.listeners = [];
    this.clock = 0; // position where there is no media
    this.ticking = 0;
    for (const event of ["loadedmetadata", "error", "play", "pause", "ended", "seeked", "timeupdate"]) {
      video.addEventListener(event, () => this.heard(event));
    }
  }

  onEvent(listener) {
    this.listeners.push(listener);
  }

  tell(event) {
    for (const listener of this.listeners) listener(event);
  }

  heard(event) {
    if (event === "loadedmetadata") this.ready = true;
    if (event === "error") this.ready = false;
    if (event === "play") this.tick();
    this.tell(event);
  }

  // tick tells of the position many times a second while the media plays.
  tick() {
    cancelAnimationFrame(this.ticking);
    const step = () => {
      if (this.video.paused) return;
      this.tell("tick");
      this.ticking = requestAnimationFrame(step);
    };
    this.ticking = requestAnimationFrame(step);
  }

  get position() {
    return this.ready ? Math.round(this.video.currentTime * 1e9) : this.clock;
  }

  get duration() {
    return this.ready && Number.isFinite(this.video.duration) ? Math.round(this.video.duration * 1e9) : 0;
  }

  get playing() {
    return this.ready && !this.video.paused && !this.video.ended;
  }

  seek(t) {
    this.clock = Math.max(t, 0);
    if (this.ready) this.video.currentTime = this.clock / 1e9;
    else this.tell("seeked");
  }

  play() {
    return this.video.play()?.catch(() => this.tell("pause"));
  }

  pause() {
    this.video.pause();
  }

  // open takes a file from the page's reader.
  open(file) {
    if (this.url) URL.revokeObjectURL(this.url);
    this.url = URL.createObjectURL(file);
    this.peaks = null;
    this.video.src = this.url;
    return this.decode(file);
  }

  // link takes the address, relative to the page, that the page came with.
  link(address) {
    this.video.src = address;
  }

  async decode(file) {
    const Context = globalThis.OfflineAudioContext;
    if (!Context || file.size > vs.Media.mostDecoded) return;
    try {
      const sound = await new Context(1, 1, 8000).decodeAudioData(await file.arrayBuffer());
      this.peaks = vs.Media.peaksOf(sound.getChannelData(0), sound.sampleRate);
      this.tell("peaks");
    } catch {
      this.tell("silent"); // a programme without sound, or in a form unknown
    }
  }

  // peaksOf returns the loudest sample of each piece, relative to the loudest
  // of all.
  static peaksOf(samples, rate) {
    const size = Math.max(1, Math.floor(rate / vs.Media.perSecond));
    const peaks = new Float32Array(Math.ceil(samples.length / size));
    let most = 0;
    for (let i = 0; i < samples.length; i++) {
      const k = Math.floor(i / size), v = Math.abs(samples[i]);
      if (v > peaks[k]) peaks[k] = v;
      if (v > most) most = v;
    }
    if (most > 0) for (let k = 0; k < peaks.length; k++) peaks[k] /= most;
    return peaks;
  }
};

// Player speaks descriptions while the programme plays: lowers it, and stops it
// for extended ones.
vs.Player = class {
  constructor(media, speaker, model) {
    Object.assign(this, { media, speaker, model, duck: 0.3, on: true, last: 0 });
    media.onEvent((event) => this.heard(event));
  }

  heard(event) {
    if (event === "play" || event === "seeked") this.last = this.media.position;
    if (event === "pause" && !this.held) this.speaker.stop();
    if (event === "tick") this.advance();
  }

  // advance speaks what begins between the last position and this one.
  advance() {
    const [from, to] = [this.last, this.media.position];
    this.last = to;
    if (!this.on || to < from || to - from > 1e9) return;
    const due = this.model.rows.find((row) => row.start >= from && row.start < to && row.text.trim() !== "");
    if (due) this.speak(due);
  }

  isExtended(row) {
    return row.extended || this.model.script.ad_type === "extended_ad";
  }

  speak(row) {
    const { media } = this;
    this.speaker.stop(); // gives the programme its volume back
    const volume = this.loud ?? media.video.volume;
    this.loud = volume;
    media.video.volume = volume * this.duck;
    if (this.isExtended(row)) {
      this.held = true;
      media.pause();
    }
    this.speaker.speak(row, () => this.resume(row));
  }

  resume() {
    if (this.speaker.speaking) return; // the next one has begun
    if (this.loud !== undefined) this.media.video.volume = this.loud;
    this.loud = undefined;
    if (this.held) {
      this.held = false;
      this.media.play();
    }
  }
};
