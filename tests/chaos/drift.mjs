// Run 9: writes from everywhere while servers and their connections are killed,
// their folders go and the feed's own connection is deaf. When it is quiet, every
// index equals the database, document by document, and both servers answer the
// same. What the feed was never told is found and repaired without a restart.

import { spawn } from "node:child_process";
import { rmSync } from "node:fs";
import { join } from "node:path";
import { MIRPUR, Server, now, pause, signal, until } from "./world.mjs";

/** When all writing has ended, this is long enough to catch up. */
const QUIET_MS = 5_000;

export async function drift({ services, server, dice, report, seconds, writesPerSecond }) {
  const other = await Server.start(services);
  const servers = [server, other];
  const deadline = now() + seconds * 1_000;
  const done = { kills: 0, cut: 0, deaf: 0, folders: 0 };
  const writing = write(services, dice, deadline, writesPerSecond);
  while (now() < deadline) {
    await pause(400 + dice.below(1200));
    await strike(services, dice.pick(servers), dice, done);
  }
  const { statements, failed } = await writing;
  const quiet = now();
  let took = [];
  try {
    took = await Promise.all(servers.map(async (one) => {
      await until("this server's indexes equal the database", () => one.isInStep(), QUIET_MS + 10_000);
      return now() - quiet;
    }));
  } catch (error) {
    report.tell("drift left", JSON.stringify(await Promise.all(servers.map((one) => one.audit()))) + String(error));
  }
  report.tell("written", `${statements} transactions, ${failed} refused by the database`);
  report.tell("meanwhile", `${done.kills} servers killed, ${done.cut} connections cut, ${done.deaf} times deaf, ${done.folders} folders dropped`);
  report.check(`no drift in either process within ${QUIET_MS / 1000} s of quiet`, took.length === 2 && Math.max(...took) <= QUIET_MS, took.map((ms) => `${Math.round(ms)} ms`).join(", "));
  let hashes = [];
  const same = await until("both answer the same", async () => {
    const told = await Promise.all(servers.map((one) => one.audit()));
    hashes = told.map((one) => (one?.settled ? one.hash : undefined));
    return hashes[0] !== undefined && hashes[0] === hashes[1];
  }, QUIET_MS + 10_000).then(() => now() - quiet, () => Infinity);
  report.check("both have the same results hash", same !== Infinity, `${hashes.join(", ")} after ${Math.round(same)} ms`);
  const audited = now();
  const audit = await server.audit();
  report.tell("audited", `${audit?.shops} shops, ${audit?.products} products, ${audit?.listings} offers, ${audit?.concepts} concepts in ${Math.round(now() - audited)} ms`);
  await repaired(services, server, report);
  report.check("something was written and struck", statements > seconds * 5 && done.cut > 0 && done.deaf > 0 && done.kills > 0 && done.folders > 0);
  report.check("no panics", servers.every((one) => one.panics() === 0));
  await other.kill();
}

/** What no trigger told: found by the audit, mended by its POST, as if started anew. */
async function repaired(services, server, report) {
  services.sql(
    `BEGIN; ${["products", "shops", "concepts", "categories", "dialects"].map((table) => `ALTER TABLE ${table} DISABLE TRIGGER USER;`).join(" ")}
     UPDATE products SET name_en = 'Planted Zinnia' WHERE id = (SELECT id FROM products WHERE demo ORDER BY ord LIMIT 1);
     UPDATE shops SET name_en = 'Planted Store' WHERE id = (SELECT id FROM shops WHERE status = 'listed' ORDER BY ord LIMIT 1);
     UPDATE concepts SET synonyms = synonyms || 'plantedword'::text WHERE id = (SELECT min(id) FROM concepts);
     UPDATE dialects SET enabled = NOT enabled WHERE code = (SELECT min(code) FROM dialects);
     ${["products", "shops", "concepts", "categories", "dialects"].map((table) => `ALTER TABLE ${table} ENABLE TRIGGER USER;`).join(" ")} COMMIT`,
  );
  const found = await server.audit();
  const mended = await server.repair();
  const fresh = await Server.start(services);
  const [here, there] = [await server.audit(), await fresh.audit()];
  report.check("the audit finds what the feed was not told", found.different >= 3 && mended?.found.different >= 3, `${found.different} rows`);
  report.check("the repair leaves nothing, without a restart", mended?.left.different === 0 && mended.left.documents === 0 && mended.left.misplaced === 0);
  await until("the repaired server answers as a fresh one", async () => (await server.audit()).hash === there.hash).catch(() => {});
  report.check("the repaired server has the hash of a fresh one", (await server.audit()).hash === there.hash, `${here.hash}, ${there.hash}`);
  const zinnia = await server.get(`/api/v1/search?q=planted+zinnia&${MIRPUR}&radius_m=50000`);
  report.check("planted words are found and no answer is degraded", zinnia.status === 200 && JSON.parse(zinnia.text).degraded === false && zinnia.text.includes("Planted"));
  await fresh.kill();
}

/** One blow: a server killed, its connections cut, its folder gone, or its feed deaf for a while. */
async function strike(services, server, dice, done) {
  const blow = dice.next();
  if (blow < 0.2) {
    await server.kill();
    await server.launch();
    done.kills += 1;
  } else if (blow < 0.3) {
    rmSync(join(server.directory, "index"), { recursive: true, force: true });
    done.folders += 1;
  } else if (blow < 0.65) {
    const share = dice.next() < 0.5 ? "AND query LIKE 'LISTEN%' OR query LIKE 'WITH here%'" : "AND random() < 0.7";
    const cut = services.sql(`SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid() AND application_name <> 'psql' ${share}`);
    done.cut += Number(cut);
  } else {
    // Frozen, it neither hears of commits nor notices that it does not.
    const ids = services.sql("SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND application_name <> 'psql' AND backend_type = 'client backend'").split("\n").filter(Boolean).map(Number);
    ids.forEach((id) => signal(id, "SIGSTOP"));
    await pause(200 + dice.below(800));
    ids.forEach((id) => signal(id, "SIGCONT"));
    done.deaf += ids.length ? 1 : 0;
  }
}

/** Transactions of every kind through a few sessions that stay open. */
async function write(services, dice, deadline, perSecond) {
  const sessions = [1, 2, 3].map(() => session(services));
  let statements = 0;
  while (now() < deadline) {
    dice.pick(sessions).stdin.write(`${transaction(dice)}\n`);
    statements += 1;
    await pause(1_000 / perSecond);
  }
  let failed = 0;
  await Promise.all(sessions.map((child) => new Promise((done) => {
    child.once("exit", () => {
      failed += child.errors;
      done();
    });
    child.stdin.end("\\q\n");
  })));
  return { statements, failed };
}

function session(services) {
  const child = spawn("psql", ["-X", "-q", services.database], { stdio: ["pipe", "ignore", "pipe"] });
  child.errors = 0;
  child.stdin.on("error", () => {});
  child.stderr.on("data", (text) => { child.errors += (String(text).match(/ERROR/g) ?? []).length; });
  return child;
}

const some = (table, dice) => `(SELECT id FROM ${table} WHERE NOT demo ORDER BY ord LIMIT 1 OFFSET ${dice.below(40)})`;
const anyShop = (dice) => `(SELECT id FROM shops ORDER BY ord LIMIT 1 OFFSET ${dice.below(300)})`;

function transaction(dice) {
  const at = `ST_MakePoint(${(90.3 + dice.next() * 0.2).toFixed(6)}, ${(23.7 + dice.next() * 0.2).toFixed(6)})::geography`;
  const word = dice.pick(["চাল", "Miniket", "ডাল", "Soap", "দোকান", "Store"]) + dice.below(1000);
  const kinds = [
    `INSERT INTO shops (id, name_en, kind, location) VALUES (gen_random_uuid(), '${word}', 'grocery', ${at});`,
    `INSERT INTO products (id, name_bn) VALUES (gen_random_uuid(), '${word}');`,
    `INSERT INTO listings (id, shop_id, product_id, price_poisha) SELECT gen_random_uuid(), ${anyShop(dice)}, id, ${100 + dice.below(9000)} FROM products WHERE NOT demo ORDER BY ord DESC LIMIT 1 ON CONFLICT DO NOTHING;`,
    `UPDATE shops SET location = ${at} WHERE id = ${anyShop(dice)};`,
    `UPDATE shops SET name_en = '${word}' WHERE id = ${some("shops", dice)};`,
    `UPDATE shops SET status = CASE status WHEN 'listed' THEN 'hidden' ELSE 'listed' END WHERE id = ${anyShop(dice)};`,
    `UPDATE products SET name_bn = '${word}' WHERE id = ${some("products", dice)};`,
    `UPDATE listings SET price_poisha = ${100 + dice.below(9000)}, stock = NULL, availability = 'unknown' WHERE ord % 500 = ${dice.below(500)};`,
    `DELETE FROM shops WHERE id = ${some("shops", dice)};`,
    `DELETE FROM products WHERE id = ${some("products", dice)};`,
    `UPDATE concepts SET synonyms = ARRAY['${word}'] WHERE id = (SELECT id FROM concepts ORDER BY id LIMIT 1 OFFSET ${dice.below(100)});`,
    `UPDATE dialects SET enabled = NOT enabled WHERE code = (SELECT code FROM dialects ORDER BY code LIMIT 1 OFFSET ${dice.below(4)});`,
    `UPDATE categories SET aliases = ARRAY['${word}'] WHERE ord = (SELECT ord FROM categories ORDER BY ord LIMIT 1 OFFSET ${dice.below(30)});`,
  ];
  const body = [dice.pick(kinds), dice.pick(kinds)].join(" ");
  const shape = dice.next();
  if (shape < 0.6) return dice.pick(kinds);
  if (shape < 0.8) return `BEGIN; ${body} COMMIT;`;
  if (shape < 0.9) return `BEGIN; ${body} SELECT pg_sleep(${(dice.next() / 5).toFixed(3)}); COMMIT;`;
  return `BEGIN; ${body} ROLLBACK;`;
}
