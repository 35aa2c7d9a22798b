// Judges the data of review pages, one a line of standard input, with the
// page's own modules, and prints what they find, one a line.
import { readFileSync, readdirSync } from "node:fs";
import vm from "node:vm";

const page = new URL("../page/", import.meta.url);
const context = vm.createContext({ Intl });
for (const name of readdirSync(page).filter((n) => /^[1-3]0-.*\.js$/.test(n)).sort()) {
  vm.runInContext(readFileSync(new URL(name, page), "utf8"), context, { filename: name });
}
const vs = vm.runInContext("vs", context);
for (const line of readFileSync(0, "utf8").split("\n").filter(Boolean)) {
  const data = JSON.parse(line);
  const model = new vs.Model(data);
  const { findings, measures } = vs.judge.check(model.rows, model.script, data.qc);
  console.log(JSON.stringify({
    findings: findings.map((f) => `${f.index} ${f.code}`),
    counts: measures.map((m) => m.count),
    slots: vs.judge.slots(model.rows, data.qc).map((s) => [s.start, s.end]),
  }));
}
