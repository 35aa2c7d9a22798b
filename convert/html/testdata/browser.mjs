// Works in a review page as people do, by clicks and by keys, in headless
// Chromium. The directory it is given holds page.html, linked.html, large.html,
// hostile.html and film.webm; files that the page saves go there, and shown-*.json has what
// the page showed.
import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import assert from "node:assert/strict";
import path from "node:path";
import { pathToFileURL } from "node:url";

const [dir, modules, executablePath] = process.argv.slice(2);
const require = createRequire(path.join(modules, "node_modules", "x.js"));
const { chromium } = require("playwright-core");
const axe = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");
const address = (name) => pathToFileURL(path.join(dir, name)).href;

const browser = await chromium.launch({ executablePath, args: ["--no-sandbox", "--autoplay-policy=no-user-gesture-required"] });

// stub takes the place of the browser's voices, and notes what it is given.
function stub() {
  const spoken = (globalThis.spoken = []);
  const video = () => document.getElementById("video");
  globalThis.SpeechSynthesisUtterance = class { constructor(text) { this.text = text; } };
  let now = null;
  const synth = {
    getVoices: () => [{ name: "Anna", lang: "en-GB", voiceURI: "anna" }, { name: "Hans", lang: "de-DE", voiceURI: "hans" }],
    addEventListener() {},
    speak(u) {
      spoken.push({ text: u.text, lang: u.lang, rate: u.rate, volume: u.volume, voice: u.voice?.name ?? "", at: video().currentTime, loud: video().volume, status: document.getElementById("status").textContent });
      now = setTimeout(() => { now = null; spoken.at(-1).paused = video().paused; u.onend?.(); }, 400);
      u.onstart?.();
    },
    cancel() { clearTimeout(now); now = null; },
  };
  Object.defineProperty(globalThis, "speechSynthesis", { value: synth, configurable: true });
}

async function open(name, options = {}) {
  const context = await browser.newContext({ acceptDownloads: true, viewport: { width: 1280, height: 900 }, ...options });
  const page = await context.newPage();
  page.faults = [];
  page.on("pageerror", (error) => page.faults.push(String(error)));
  page.on("console", (message) => message.type() === "error" && page.faults.push(message.text()));
  page.on("request", (request) => /^(file|blob|data):/.test(request.url()) || page.faults.push("asked for " + request.url()));
  await page.addInitScript(stub);
  await page.goto(address(name));
  return page;
}

const field = (page, name) => page.getByLabel(name, { exact: true });
const button = (page, name) => page.getByRole("button", { name, exact: true });
const status = (page) => page.locator("#status").textContent();
const row = (page, text) => page.getByRole("row").filter({ hasText: text });

async function saved(page, act, as) {
  const [download] = await Promise.all([page.waitForEvent("download"), act()]);
  await download.saveAs(path.join(dir, as));
  return download.suggestedFilename();
}

// shown reads every segment from the page's fields, going down the list.
async function shown(page, as) {
  const all = [], n = await page.evaluate(() => document.querySelector("#segments table").ariaRowCount - 1);
  await page.locator("#segments tbody tr[data-key]").first().click();
  await page.keyboard.press("Home");
  for (let i = 0; i < n; i++) {
    all.push(await page.evaluate(() => Object.fromEntries(["text", "start", "end", "note", "state", "cue", "speaker"].map((id) => [id, document.getElementById(id).value]).concat([["extended", document.getElementById("extended").checked]]))));
    await page.keyboard.press("ArrowDown");
  }
  writeFileSync(path.join(dir, as), JSON.stringify(all));
  return all;
}

async function clean(page, state) {
  await page.evaluate(axe);
  const { violations } = await page.evaluate(() => globalThis.axe.run(document, { runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] }));
  assert.deepEqual(violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.target.join(" ") + " " + n.failureSummary).join("; ")}`), [], `axe, ${state}`);
}

const steps = {
  async clicks() {
    const page = await open("page.html");
    await row(page, "A fishing boat").click();
    assert.equal(await field(page, "Description").inputValue(), "A fishing boat\nslips out of the harbour at dawn.");
    await field(page, "Description").fill("A trawler leaves the harbour.");
    await field(page, "Note").fill("better");
    await field(page, "Status").fill("Approved");
    await field(page, "Delivery cue").fill("calmly");
    await field(page, "Speaker").fill("Ann");
    await field(page, "Start").fill("0:01.5");
    await field(page, "End").fill("00:00:04.250");
    await button(page, "Later").click();
    assert.equal(await field(page, "Start").inputValue(), "00:00:01.600");
    await button(page, "Earlier").click();
    await button(page, "Longer").click();
    await button(page, "Shorter").click();
    assert.equal(await field(page, "End").inputValue(), "00:00:04.250");
    await field(page, "Start").fill("soon");
    await field(page, "Note").focus();
    assert.match(await page.locator("#time-error").textContent(), /soon is no time/);
    assert.equal(await field(page, "Start").getAttribute("aria-invalid"), "true");
    await field(page, "Start").fill("1.5");
    await page.getByLabel("Extended: may stop the programme").check();
    await button(page, "Undo").click();
    assert.equal(await page.getByLabel("Extended: may stop the programme").isChecked(), false);
    await button(page, "Redo").click();
    assert.equal(await page.getByLabel("Extended: may stop the programme").isChecked(), true);
    assert.equal(await page.evaluate(() => document.activeElement.id), "redo", "the focus stays");
    await row(page, "www.example.org").click();
    await field(page, "Description").fill("He looks up. She waves.");
    await button(page, "Split").click();
    assert.equal(await field(page, "Description").inputValue(), "She waves.");
    await row(page, "He looks up").click();
    await button(page, "Join with next").click();
    assert.equal(await field(page, "Description").inputValue(), "He looks up. She waves.");
    await button(page, "Add").click();
    await field(page, "Description").fill("A new one.");
    await row(page, "夜明け").click();
    await button(page, "Delete").click();
    await field(page, "Your name").fill("Ann Ω");
    assert.equal(await saved(page, () => button(page, "Save").click(), "saved-clicks.html"), "job-1.html");
    assert.equal(await saved(page, () => button(page, "Save JSON").click(), "saved-clicks.json"), "job-1.json");
    assert.equal(await saved(page, () => button(page, "Save VTT").click(), "saved-clicks.vtt"), "job-1.vtt");
    assert.equal(await saved(page, () => button(page, "Save SRT").click(), "saved-clicks.srt"), "job-1.srt");
    await shown(page, "shown-clicks.json");
    return page;
  },
  async keyboard() {
    const page = await open("page.html");
    const press = async (...keys) => { for (const key of keys) await page.keyboard.press(key); };
    const until = async (id) => { for (let i = 0; i < 80; i++) { if (await page.evaluate(() => document.activeElement.id) === id) return; await press("Tab"); } assert.fail(`Tab never comes to ${id}`); };
    await until("name");
    await page.keyboard.type("Bob");
    for (let i = 0; i < 80 && !(await page.evaluate(() => document.activeElement.dataset.key)); i++) await press("Tab");
    await press("Home", "Enter");
    assert.equal(await page.evaluate(() => document.activeElement.id), "text");
    await press("Control+A");
    await page.keyboard.type("A trawler leaves. The sea is calm.");
    await until("start");
    await press("Control+A");
    await page.keyboard.type("0:00.25");
    await until("end");
    assert.equal(await field(page, "Start").inputValue(), "00:00:00.250", "leaving the field commits");
    await press("Control+A");
    await page.keyboard.type("no time");
    await until("note");
    assert.match(await page.locator("#time-error").textContent(), /no time is no time/);
    await press("Shift+Tab");
    for (let i = 0; i < 8 && (await page.evaluate(() => document.activeElement.id)) !== "end"; i++) await press("Shift+Tab");
    await press("Control+A");
    await page.keyboard.type("3.5");
    await until("note");
    assert.equal(await field(page, "End").inputValue(), "00:00:03.500");
    assert.equal(await page.locator("#time-error").textContent(), "");
    await page.keyboard.type("by keys");
    await press("Escape");
    assert.ok(await page.evaluate(() => document.activeElement.dataset.key), "Escape leads back to the row");
    await press(".", ".", ",", ">", "k");
    assert.match(await status(page), /split/);
    await press("Control+z");
    assert.match(await status(page), /split undone/);
    await press("Control+y", "Home", "j", "End", "Delete", "Home", "a");
    await page.keyboard.type("Added by keys.");
    await press("Escape", "s");
    assert.equal((await page.evaluate(() => globalThis.spoken.at(-1))).text, "Added by keys.");
    await press("?");
    assert.ok(await page.getByRole("dialog").isVisible());
    await press("Escape", "/");
    await page.keyboard.type("trawler");
    assert.match(await page.locator("#count").textContent(), /^1 of /);
    await press("Control+A", "Delete");
    await saved(page, () => page.keyboard.press("Control+s"), "saved-keyboard.html");
    await shown(page, "shown-keyboard.json");
    return page;
  },
  async listening() {
    const page = await open("page.html");
    await page.locator("#file").setInputFiles(path.join(dir, "film.webm"));
    await page.waitForFunction(() => globalThis.vs.app.media.ready && globalThis.vs.app.media.peaks);
    const peaks = await page.evaluate(() => { const p = globalThis.vs.app.media.peaks; return [p[25], p[250]]; });
    assert.ok(peaks[0] > 0.5 && peaks[1] < 0.1, `sound, then a pause: ${peaks}`);
    await field(page, "Voice").selectOption("anna");
    await page.evaluate(() => { document.getElementById("video").playbackRate = 2; });
    await button(page, "Play").click();
    await page.waitForFunction(() => document.getElementById("video").ended, null, { timeout: 60000 });
    const spoken = await page.evaluate(() => globalThis.spoken);
    assert.deepEqual(spoken.map((s) => s.text.slice(0, 8)), ["A fishin", "يخرج قار", "夜明けに漁船が港"]);
    assert.deepEqual(spoken.map((s) => s.lang), ["en-GB", "ar", "ja"]);
    [0.5, 3.2, 9].forEach((at, i) => assert.ok(spoken[i].at >= at && spoken[i].at < at + 1, `${at}: spoken at ${spoken[i].at}`));
    spoken.forEach((s) => assert.ok(s.loud < 0.5, "the programme is lowered"));
    assert.deepEqual(spoken.map((s) => s.paused), [false, false, true], "it stops for the extended one");
    assert.equal(await page.evaluate(() => document.getElementById("video").volume), 1, "its volume comes back");
    assert.match(await row(page, "夜明け").textContent(), /spoken in 0\.[3-9] s of 3\.0 s/);
    await row(page, "A fishing boat").click();
    await button(page, "Speak").click();
    await page.waitForFunction(() => globalThis.spoken.length === 4 && !globalThis.vs.app.speaker.speaking);
    await page.evaluate(() => globalThis.vs.app.media.seek(2e9));
    await button(page, "Start here").click();
    assert.equal(await field(page, "Start").inputValue(), "00:00:02.000");
    return page;
  },
  async linked() {
    const page = await open("linked.html");
    const video = () => page.evaluate(() => { const v = document.getElementById("video"); return { hidden: v.hidden, at: v.currentTime, error: v.error?.message }; });
    await page.waitForFunction(() => globalThis.vs.app.media.ready);
    assert.deepEqual(await video(), { hidden: false, at: 0, error: undefined }, "the film beside the page is there");
    await button(page, "Play").click();
    await page.waitForFunction(() => document.getElementById("video").currentTime > 1);
    assert.equal(await page.evaluate(() => globalThis.spoken[0].text.slice(0, 9)), "A fishing");
    return page;
  },
  async dragging() {
    const page = await open("page.html");
    const box = await page.locator("#timeline").boundingBox();
    const at = (t) => page.evaluate((t) => [globalThis.vs.app.timeline.x(t), globalThis.vs.app.timeline.lane(2).y + 12], t);
    await page.evaluate(() => scrollTo(0, 0));
    await page.waitForFunction(() => globalThis.vs.app.timeline.width > 0);
    const drag = async (from, to) => {
      const [x, y] = await at(from), [x2] = await at(to), box = await page.locator("#timeline").boundingBox();
      await page.mouse.move(box.x + x, box.y + y);
      await page.mouse.down();
      await page.mouse.move(box.x + x2, box.y + y, { steps: 4 });
      await page.mouse.up();
    };
    assert.ok(box.width > 300);
    await drag(10.5e9, 11.5e9);
    const [moved] = await page.evaluate(() => globalThis.vs.app.model.rows.filter((r) => r.id === "3"));
    assert.ok(Math.abs(moved.start - 10e9) < 2e8 && moved.end - moved.start === 3e9, `moved whole: ${moved.start} ${moved.end}`);
    await page.locator("#timeline").focus();
    await page.keyboard.press("End");
    await page.keyboard.press("Home");
    await page.keyboard.press("ArrowRight");
    assert.equal(await page.locator("#timeline").getAttribute("aria-valuenow"), "1");
    return page;
  },
  async keeping() {
    const page = await open("page.html");
    await row(page, "A fishing boat").click();
    await button(page, "Delete").click();
    await row(page, "夜明け").click();
    await field(page, "Description").fill("Kept work.");
    await field(page, "Note").focus();
    const asked = new Promise((resolve) => page.once("dialog", (dialog) => { resolve(dialog.type()); dialog.accept(); }));
    await page.reload();
    assert.equal(await asked, "beforeunload");
    assert.match(await status(page), /is back/);
    await row(page, "Kept work.").click();
    await field(page, "Findings").selectOption("changed");
    assert.match(await page.locator("#count").textContent(), /^1 of 3 /);
    await field(page, "Findings").selectOption("");
    await field(page, "Show status").selectOption("Draft");
    assert.match(await page.locator("#count").textContent(), /^0 of 3 /);
    await field(page, "Show status").selectOption("");
    await saved(page, () => button(page, "Save").click(), "saved-kept.html");
    await page.goto(address("saved-kept.html"));
    await row(page, "Kept work.").click();
    await field(page, "Note").fill("twice");
    await saved(page, () => page.keyboard.press("Control+s"), "saved-twice.html");
    await page.goto(address("saved-twice.html"));
    await row(page, "Kept work.").click();
    assert.equal(await field(page, "Note").inputValue(), "twice");
    return page;
  },
  async hostile() {
    const page = await open("hostile.html");
    const n = await page.evaluate(() => globalThis.vs.app.model.rows.length);
    await page.locator("#segments tbody tr[data-key]").first().click();
    for (let i = 0; i < n; i++) await page.keyboard.press("ArrowDown");
    assert.equal(await page.evaluate(() => globalThis.hacked), undefined);
    assert.equal(await page.locator("img, iframe, object, svg").count(), 0);
    await saved(page, () => page.keyboard.press("Control+s"), "saved-hostile.html");
    await page.goto(address("saved-hostile.html"));
    assert.equal(await page.evaluate(() => globalThis.vs.app.model.rows.length), n);
    return page;
  },
  async accessible() {
    for (const colorScheme of ["light", "dark"]) {
      const page = await open("page.html", { colorScheme });
      await clean(page, colorScheme);
      await row(page, "A fishing boat").click();
      await page.keyboard.press("Enter");
      await clean(page, colorScheme + ", editing");
      await page.keyboard.press("Escape");
      await page.keyboard.press("?");
      await clean(page, colorScheme + ", keys open");
      await page.context().close();
    }
    const page = await open("page.html", { viewport: { width: 320, height: 640 }, reducedMotion: "reduce" });
    await clean(page, "narrow");
    assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= 320), "nothing scrolls sideways at 320 pixels");
    const forced = await open("page.html", { forcedColors: "active" });
    await clean(forced, "forced colours");
    await forced.context().close();
    return page;
  },
  async large() {
    const page = await open("large.html");
    await page.waitForFunction(() => globalThis.vs?.app?.table.drawn);
    const there = await page.evaluate(() => document.querySelectorAll("#segments tbody tr[data-key]").length);
    assert.ok(there > 0 && there < 60, `rows are made as they are needed: ${there}`);
    const cdp = await page.context().newCDPSession(page);
    await cdp.send("Performance.enable", { timeDomain: "threadTicks" }); // the page's own work, whatever else the machine does
    const spent = async () => Object.fromEntries((await cdp.send("Performance.getMetrics")).metrics.map((m) => [m.name, m.value])).TaskDuration * 1000;
    await page.evaluate(() => {
      globalThis.made = 0;
      const count = (all) => [...all].filter((node) => node.dataset?.key).length;
      new MutationObserver((list) => list.forEach((m) => (globalThis.made += count(m.addedNodes)))).observe(document.querySelector("#segments tbody"), { childList: true });
    });
    const scroll = async (top) => {
      const [before, spentBefore] = [await page.evaluate(() => globalThis.made), await spent()];
      await page.evaluate((top) => new Promise((resolve) => {
        document.getElementById("segments").scrollTop = top;
        requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(resolve, 0)));
      }), top);
      return { made: (await page.evaluate(() => globalThis.made)) - before, ms: (await spent()) - spentBefore, rows: await page.locator("#segments tbody tr[data-key]").count() };
    };
    const steps = { near: [], far: [] };
    for (let i = 1; i <= 40; i++) steps.near.push(await scroll(i * 54));
    for (let i = 1; i <= 40; i++) steps.far.push(await scroll(i * 6000));
    const most = (all, what) => Math.max(...all.map((one) => one[what]));
    console.log(`scrolling 5,000 segments: at most ${most(steps.near, "made")} rows made a step and ${most(steps.near, "ms").toFixed(1)} ms of work a row further, ${most(steps.far, "made")} and ${most(steps.far, "ms").toFixed(1)} ms a jump`);
    assert.ok(most(steps.near, "made") <= 2, "a row further makes a row");
    assert.ok(most(steps.far, "made") < 60, "a jump makes what is in sight");
    assert.ok(most(steps.near.concat(steps.far), "rows") < 60, "no more rows are there than in sight, and a few");
    await scroll(0);
    await page.locator("#segments tbody tr[data-key]").nth(12).click();
    await page.keyboard.press("End");
    assert.equal(await page.evaluate(() => document.activeElement.querySelector(".id").textContent), "5000");
    await page.keyboard.press("Home");
    assert.equal(await page.evaluate(() => document.activeElement.querySelector(".id").textContent), "1");
    return page;
  },
};

let failed = 0;
for (const [name, step] of Object.entries(steps)) {
  if (process.env.STEP && process.env.STEP !== name) continue;
  try {
    const page = await step();
    assert.deepEqual(page.faults, [], "errors of the page");
    await page.context().close();
    console.log("ok", name);
  } catch (error) {
    failed++;
    console.log("FAIL", name, error.stack ?? error);
  }
}
await browser.close();
process.exit(failed === 0 ? 0 : 1);
