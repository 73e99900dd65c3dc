// `make chaos`: loses the database, Redis, connections and manners on purpose, on
// this machine alone, and says whether every promise was kept.
//
//   node tests/chaos/run.mjs [--seed N] [--only 6,7,9,15,18] [--cycles N]
//                            [--freeze SECONDS] [--seconds N] [--scale N]

import { parseArgs } from "node:util";
import { browserRules } from "./browser_rules.mjs";
import { database } from "./database.mjs";
import { drift } from "./drift.mjs";
import { hostile } from "./hostile.mjs";
import { redis } from "./redis.mjs";
import { Report, Server, Services, dice, haat } from "./world.mjs";

const { values } = parseArgs({
  options: {
    seed: { type: "string", default: process.env.CHAOS_SEED },
    only: { type: "string", default: "6,7,9,15,18" },
    cycles: { type: "string", default: "6" },
    freeze: { type: "string", default: "8" },
    seconds: { type: "string", default: "40" },
    scale: { type: "string", default: "1" },
  },
});
const seed = Number(values.seed ?? Math.floor(Math.random() * 1e9));
const wanted = values.only.split(",");

const RUNS = {
  6: ["the database is lost", (world) => database({ ...world, cycles: Number(values.cycles), freezeSeconds: Number(values.freeze) })],
  7: ["Redis is lost", (world) => redis({ ...world, seconds: 3 })],
  9: ["indexes drift", (world) => drift({ ...world, seconds: Number(values.seconds), writesPerSecond: 50 })],
  15: ["slow and hostile clients", (world) => hostile({ ...world, scale: Number(values.scale) })],
  18: ["headers, scripts, other sites", (world) => browserRules(world)],
};

async function main() {
  console.log(`chaos: seed ${seed} (CHAOS_SEED=${seed} repeats it)`);
  const services = new Services();
  let failed = 0;
  let kept = 0;
  try {
    haat(services, "migrate");
    haat(services, "seed");
    for (const [number, [name, run]] of Object.entries(RUNS)) {
      if (!wanted.includes(number)) continue;
      console.log(`\n== run ${number}: ${name}`);
      const report = new Report(name);
      const server = await Server.start(services);
      try {
        await run({ services, server, report, dice: dice(seed + Number(number)) });
      } catch (error) {
        report.check("the run came to its end", false, error.stack ?? String(error));
      }
      report.check("the server never panicked", server.panics() === 0);
      await server.kill();
      failed += report.failed;
      kept += report.lines.filter((line) => line.startsWith("ok")).length;
    }
  } finally {
    services.end();
  }
  console.log(`\nchaos: ${kept} promises kept, ${failed} broken; seed ${seed}`);
  process.exitCode = failed ? 1 : 0;
}

await main();
