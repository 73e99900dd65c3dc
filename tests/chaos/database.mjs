// Run 6: PostgreSQL stops at once, starts again, and freezes. Searching goes on;
// what needs the database says when to come back; nothing acknowledged is lost.

import { NEARBY, SEARCH, Shopper, now, pause, signal, until } from "./world.mjs";

export async function database({ services, server, dice, report, cycles, freezeSeconds }) {
  const total = JSON.parse((await server.get(NEARBY)).text).total;
  const shop = JSON.parse((await server.get(NEARBY)).text).items[0].id;
  const shoppers = [
    new Shopper(server, [SEARCH, NEARBY], (answer) => JSON.parse(answer.text).total > 0),
    new Shopper(server, [NEARBY], (answer) => JSON.parse(answer.text).total >= total),
  ];
  const writer = write(services);
  const asker = askDatabase(server, [`/api/v1/shops/${shop}`, "/api/v1/categories", `/bn/shops/${shop}`]);

  const recovered = [];
  for (let cycle = 0; cycle < cycles; cycle += 1) {
    await pause(300 + dice.below(700));
    await services.postgresStopImmediately();
    await pause(500 + dice.below(1500));
    services.up();
    recovered.push(await isBack(services, server, shop, cycle));
  }
  report.check(`back within 5 s after each of ${cycles} restarts`, Math.max(...recovered) <= 5_000, `worst ${Math.round(Math.max(...recovered))} ms`);

  const away = asker.since();
  const frozen = services.postgresProcesses();
  frozen.forEach((id) => signal(id, "SIGSTOP"));
  await pause(freezeSeconds * 1_000);
  // New connections wait at a frozen parent as well.
  const during = asker.since(away);
  frozen.forEach((id) => signal(id, "SIGCONT"));
  const thawed = await isBack(services, server, shop, "thaw");
  report.check(`back within 5 s after ${freezeSeconds} s of frost`, thawed <= 5_000, `${Math.round(thawed)} ms`);
  report.tell("slowest answer of a page that needs the database, in frost", `${Math.round(Math.max(0, ...during.map((answer) => answer.ms)))} ms`);

  for (const shopper of shoppers) await shopper.stop();
  const wrong = shoppers.flatMap((shopper) => shopper.wrong);
  report.check("search and nearby were answered all the while", wrong.length === 0, `${shoppers.reduce((all, shopper) => all + shopper.times.length, 0)} answers, ${wrong.length} wrong ${wrong[0] ?? ""}`);

  const answers = await asker.stop();
  const odd = answers.filter(({ status, retry }) => status !== 200 && !(status === 503 && retry));
  report.check("what needs the database is answered 200, or 503 with Retry-After", odd.length === 0 && answers.some(({ status }) => status === 503), summary(answers, odd));

  const { acknowledged, tried } = await writer.stop();
  const kept = Number(services.sql("SELECT count(*) FROM shops WHERE external_id LIKE 'chaos-6-w-%'"));
  report.check("no acknowledged write is lost", kept >= acknowledged, `${acknowledged} of ${tried} acknowledged, ${kept} in the table`);
  const settled = await until("the indexes equal the database", () => server.isInStep());
  report.tell("indexes equal the database after", `${Math.round(settled)} ms`);
  services.sql("DELETE FROM shops WHERE external_id LIKE 'chaos-6-%'");
}

function summary(answers, odd) {
  const counts = {};
  for (const { status } of answers) counts[status] = (counts[status] ?? 0) + 1;
  return `${JSON.stringify(counts)}${odd.length ? `, such as ${JSON.stringify(odd[0])}` : ""}`;
}

/** Milliseconds until pages are whole again and a change is seen. */
async function isBack(services, server, shop, mark) {
  const started = now();
  await until("pages that need the database", async () => (await server.get(`/api/v1/shops/${shop}`)).status === 200);
  const id = `chaos-6-back-${mark}`;
  services.sql(`INSERT INTO shops (id, external_id, name_en, kind, location) VALUES (gen_random_uuid(), '${id}', 'Back Again', 'other', ST_MakePoint(90.3687, 23.8069)::geography) ON CONFLICT (external_id) DO NOTHING`);
  await until("a new shop in search", async () => (await server.get("/api/v1/shops/nearby?lat=23.8069&lng=90.3687&radius_m=1&limit=200&kind=other")).text.includes(id));
  return now() - started;
}

/** One row after the other, counted only when the database has said so. */
function write(services) {
  const state = { going: true, acknowledged: 0, tried: 0 };
  const ended = (async () => {
    while (state.going) {
      state.tried += 1;
      const done = await services.trySql(`INSERT INTO shops (id, external_id, name_en, kind, location) VALUES (gen_random_uuid(), 'chaos-6-w-${state.tried}', 'Written', 'grocery', ST_MakePoint(90.4, 23.9)::geography)`);
      if (done) state.acknowledged += 1;
      await pause(20);
    }
  })();
  return {
    async stop() {
      state.going = false;
      await ended;
      return state;
    },
  };
}

function askDatabase(server, paths) {
  const answers = [];
  let going = true;
  const ended = Promise.all(
    paths.map(async (path) => {
      while (going) {
        const answer = await server.get(path);
        answers.push({ path, status: answer.status, retry: answer.headers["retry-after"], ms: answer.ms, text: answer.status === 200 || answer.status === 503 ? "" : answer.text.slice(0, 160) });
        await pause(25);
      }
    }),
  );
  return {
    since: (from) => (from === undefined ? answers.length : answers.slice(from)),
    async stop() {
      going = false;
      await ended;
      return answers;
    },
  };
}
