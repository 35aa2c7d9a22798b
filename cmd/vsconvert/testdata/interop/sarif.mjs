// Validates reports: node sarif.mjs MODULES REPORT...
//
// The schema is that of SARIF 2.1.0, revision rtm.5, as the npm package
// @microsoft/jest-sarif has it.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const [modules, ...reports] = process.argv.slice(2);
const require = createRequire(modules + "/");
const Ajv = require("ajv");
const schema = require("@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json");
const draft04 = require("ajv/lib/refs/json-schema-draft-04.json");

const ajv = new Ajv({ schemaId: "id", meta: false, allErrors: true });
ajv.addMetaSchema(draft04);
const valid = ajv.compile(schema);
for (const report of reports) {
  if (!valid(JSON.parse(readFileSync(report, "utf8")))) {
    console.log(report, JSON.stringify(valid.errors, null, 1));
    process.exitCode = 1;
  }
}
