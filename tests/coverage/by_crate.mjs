// What `cargo llvm-cov report --json --summary-only` says, crate by crate, and
// whether it is enough.
//
//   node tests/coverage/by_crate.mjs REPORT [-p CRATE]… <METADATA

import { readFileSync } from "node:fs";
import { dirname } from "node:path";

/** Percent of all lines, and of those crates that others may use without us. */
const LEAST = 80;
const LEAST_OF = { "haat-geo-index": 95, "bangla-text": 95 };

const [path, ...rest] = process.argv.slice(2);
const named = rest.filter((_, n) => ["-p", "--package"].includes(rest[n - 1]));
const { packages } = JSON.parse(readFileSync(0, "utf8"));
const { files } = JSON.parse(readFileSync(path, "utf8")).data[0];

/** The longest folder first: the root package holds all others. */
const homes = packages
  .map(({ name, manifest_path }) => ({ name, folder: `${dirname(manifest_path)}/` }))
  .sort((one, other) => other.folder.length - one.folder.length);

const crates = new Map();
for (const { filename, summary } of files) {
  const home = homes.find(({ folder }) => filename.startsWith(folder));
  if (!home) continue;
  const { count, covered } = crates.get(home.name) ?? { count: 0, covered: 0 };
  crates.set(home.name, { count: count + summary.lines.count, covered: covered + summary.lines.covered });
}

const percent = ({ count, covered }) => (count === 0 ? 100 : (100 * covered) / count);
const judged = [...crates].filter(([name]) => named.length === 0 || named.includes(name)).sort();
const all = judged.reduce((sum, [, { count, covered }]) => ({ count: sum.count + count, covered: sum.covered + covered }), { count: 0, covered: 0 });

let isEnough = judged.length > 0;
const say = (name, lines, least) => {
  const share = percent(lines);
  const short = least !== undefined && share < least;
  if (short) isEnough = false;
  console.log(`${name.padEnd(24)} ${share.toFixed(1).padStart(5)} % of ${String(lines.count).padStart(6)} lines${short ? `, less than ${least} %` : ""}`);
};
for (const [name, lines] of judged) say(name, lines, LEAST_OF[name]);
if (named.length === 0) say("all", all, LEAST);
const missing = named.filter((name) => !crates.has(name));
if (missing.length) console.log(`Nothing was run of ${missing.join(", ")}.`);
process.exitCode = isEnough && missing.length === 0 ? 0 : 1;
