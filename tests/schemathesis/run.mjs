// `make schemathesis`: every operation that the API describes, asked by every role
// with whatever fits the description and with what does not.
//
//   node tests/schemathesis/run.mjs [--roles seller,shopper] [ARGUMENTS OF st run…]
//
// SCHEMATHESIS_EXAMPLES (20) for each operation and role; SCHEMATHESIS_SEED
// repeats a run. Everything after the roles goes to Schemathesis.

import { spawnSync } from "node:child_process";
import { mkdirSync } from "node:fs";
import { join as below } from "node:path";
import { Server, Services, haat, repository } from "../chaos/world.mjs";
import { ROLES, join, shopWithOffers, thingsOf } from "./people.mjs";

const [wanted, rest] = readArguments(process.argv.slice(2));
const examples = process.env.SCHEMATHESIS_EXAMPLES ?? "20";
const seed = process.env.SCHEMATHESIS_SEED ?? String(Math.floor(Math.random() * 1e9));
/** These end the session or the shop that the others need: last, and by themselves. */
const ENDS = ["delete_auth_sessions", "delete_auth_sessions_id", "post_seller_shops_shop_close", "put_admin_shops_id_ban"];

/** Fuzzers ask more often than people may. */
const SETTINGS = Object.fromEntries(["DAY", "CALLER_DAY", "BLOCK_HOUR", "PHONE_HOUR", "PHONE_DAY"].map((limit) => [`HAAT_OTP_${limit}`, "1000000"]));

function readArguments(given) {
  if (given[0] !== "--roles") return [ROLES, given];
  return [given[1].split(","), given.slice(2)];
}

/** Runs Schemathesis as somebody; whether it found nothing. */
function ask(server, reports, variables, part, filters) {
  const ended = spawnSync(
    process.env.SCHEMATHESIS ?? "st",
    [
      ...["--config-file", below(repository, "tests/schemathesis/schemathesis.toml"), "run"],
      // Ids come from schemathesis.toml, so that what was just made is not what is asked for.
      ...["--checks", "all", "--exclude-checks", "ensure_resource_availability"],
      ...["--max-examples", examples, "--seed", seed, "--workers", "1"],
      ...["--generation-database", "none", "--report", "junit", "--report-junit-path", below(reports, `${part}.xml`)],
      ...filters,
      ...rest,
      `http://127.0.0.1:${server.port}/api/v1/openapi.json`,
    ],
    { cwd: reports, env: { ...process.env, ...variables }, stdio: "inherit" },
  );
  return ended.status === 0;
}

async function main() {
  console.log(`schemathesis: ${examples} examples, seed ${seed} (SCHEMATHESIS_SEED=${seed} repeats it)`);
  const services = new Services("schemathesis");
  const reports = below(repository, ".test/schemathesis-reports");
  mkdirSync(reports, { recursive: true });
  const failed = [];
  try {
    haat(services, "migrate");
    haat(services, "seed");
    const server = await Server.start(services, SETTINGS);
    const there = shopWithOffers(services);
    const seller = await join(services, server, "seller", there.shop);
    const things = await thingsOf(server, seller, there);
    for (const role of wanted) {
      console.log(`\n== ${role}`);
      const variables = { ...things, HAAT_TOKEN: role === "seller" ? seller : await join(services, server, role) };
      const part = role.replace(" ", "-");
      const stays = ENDS.flatMap((id) => ["--exclude-operation-id", id]);
      if (!ask(server, reports, variables, part, stays)) failed.push(role);
      const ends = ENDS.flatMap((id) => ["--include-operation-id", id]);
      if (rest.length === 0 && !ask(server, reports, variables, `${part}-at-last`, ends)) failed.push(`${role}, at last`);
    }
    if (server.panics() > 0) failed.push("the server panicked");
    await server.kill();
  } finally {
    services.end();
  }
  console.log(failed.length ? `\nschemathesis: findings for ${failed.join("; ")}` : "\nschemathesis: nothing found");
  process.exitCode = failed.length ? 1 : 0;
}

await main();
