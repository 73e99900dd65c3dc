// Run 7: Redis is emptied, killed and frozen. Nothing depends on it but shared
// counting, which goes on in each process.

import { NEARBY, SEARCH, Server, Shopper, pause, signal, until } from "./world.mjs";

/** What Redis may add to the slowest hundredth, in milliseconds. */
const ADDED = 20;

export async function redis({ services, report, seconds }) {
  // Every search is counted, and none refused.
  const server = await Server.start(services, { HAAT_RATE_LOOPBACK: "true", HAAT_RATE_SEARCH: "1000000" });
  const measure = async (name, meanwhile = async () => {}) => {
    const shoppers = [1, 2, 3].map(() => new Shopper(server, [SEARCH, NEARBY], (answer) => JSON.parse(answer.text).total > 0));
    await meanwhile();
    await pause(seconds * 1_000);
    for (const shopper of shoppers) await shopper.stop();
    const all = { times: shoppers.flatMap((shopper) => shopper.times), wrong: shoppers.flatMap((shopper) => shopper.wrong) };
    const shown = Object.assign(Object.create(Shopper.prototype), all);
    report.tell(name, `p50 ${shown.p50.toFixed(1)} ms, p99 ${shown.p99.toFixed(1)} ms over ${all.times.length} answers`);
    report.check(`${name}: every answer is right`, all.wrong.length === 0, all.wrong[0] ?? "");
    return shown.p99;
  };

  await measure("warming up");
  const usual = await measure("Redis there");
  const after = [
    await measure("FLUSHALL in the middle", async () => services.redisAsk("FLUSHALL")),
    await measure("Redis killed", async () => process.kill(services.redisProcess(), "SIGKILL")),
  ];
  await locally(services, report);
  services.up();
  await until("Redis is counted with again", async () => {
    await server.get(SEARCH);
    return services.redisAsk("DBSIZE").trim() !== "0";
  });
  const frozen = services.redisProcess();
  after.push(await measure("Redis frozen", async () => signal(frozen, "SIGSTOP")));
  signal(frozen, "SIGCONT");
  after.push(await measure("Redis thawed"));
  const added = Math.max(...after) - usual;
  // A busy machine doubles its own slowest hundredth from one second to the next.
  report.check(`added to p99 at most ${ADDED} ms, or as much as it was`, added <= Math.max(ADDED, usual), `${added.toFixed(1)} ms`);
  report.check("no panics", server.panics() === 0);
  await server.kill();
}

/** Without Redis, a process still refuses callers who ask too much. */
async function locally(services, report) {
  const strict = await Server.start(services, { HAAT_RATE_LOOPBACK: "true", HAAT_RATE_SEARCH: "10" });
  const statuses = [];
  for (let turn = 0; turn < 40; turn += 1) statuses.push((await strict.get(SEARCH)).status);
  const refused = statuses.filter((status) => status === 429).length;
  report.check("limits hold while Redis is away", refused > 0 && statuses.every((status) => status === 200 || status === 429), `${refused} of 40 refused`);
  await strict.kill();
}
