// The harness: a real haat process on a freshly seeded database, and a browser.
//
// DATABASE_URL and REDIS_URL come from `scripts/with-services --test`; where
// they are missing, the test services are started and stay up.

import { execFileSync, spawn } from "node:child_process";
import { existsSync, mkdtempSync, openSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { chromium } from "playwright-core";

export const repository = join(dirname(fileURLToPath(import.meta.url)), "../..");
/** Mirpur 10 in Dhaka, where the demo shops stand close together. */
export const MIRPUR = { latitude: 23.8069, longitude: 90.3687 };

const FLAGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** Starts everything; `stop` takes it down again. */
export async function start() {
  const binary = process.env.HAAT_BIN ?? join(repository, "target/debug/haat");
  if (!existsSync(binary)) throw new Error(`${binary} is missing: cargo build`);
  const services = environment();
  const directory = mkdtempSync(join(tmpdir(), "haat-e2e-"));
  const server = services.DATABASE_URL.slice(0, services.DATABASE_URL.lastIndexOf("/"));
  const name = `haat_e2e_${process.pid}`;
  sql(services.DATABASE_URL, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`, `CREATE DATABASE ${name}`);
  const listen = `127.0.0.1:${await freePort()}`;
  const env = {
    PATH: process.env.PATH,
    DATABASE_URL: `${server}/${name}`,
    REDIS_URL: services.REDIS_URL,
    HAAT_DATA_DIR: join(directory, "index"),
    HAAT_MEDIA_URL: pathToFileURL(join(directory, "media")).href,
    HAAT_LISTEN: listen,
    HAAT_PUBLIC_URL: `http://${listen}`,
    // Nobody answers there: the map has to do without.
    HAAT_TILE_URL: "http://127.0.0.1:9/{z}/{x}/{y}.png",
    NO_COLOR: "1",
  };
  for (const step of [["migrate"], ["seed"]]) {
    execFileSync(binary, step, { env, cwd: repository, stdio: ["ignore", "ignore", "pipe"] });
  }
  const log = join(directory, "log");
  const child = spawn(binary, ["serve"], { env, cwd: repository, stdio: ["ignore", "ignore", openSync(log, "w")] });
  const base = `http://${listen}`;
  await ready(base, child, log);
  const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: FLAGS });
  return {
    base,
    browser,
    /** What an operator does at the command line. */
    run: (...words) => execFileSync(binary, words, { env, cwd: repository, stdio: ["ignore", "ignore", "pipe"] }),
    /** What another process does to the market. */
    sql: (statement) => sql(env.DATABASE_URL, statement),
    /** The code in the newest message to this number, as soon as there is one. */
    async sentTo(e164) {
      for (const started = Date.now(); Date.now() - started < 15_000;) {
        const messages = await (await fetch(`${base}/dev/outbox.json`)).json();
        const newest = messages.find((message) => message.to === e164);
        if (newest) return newest.text.match(/\b\d{6}\b/)[0];
      }
      throw new Error(`nothing was sent to ${e164}`);
    },
    /** A fresh phone: its own cookies, 360 px wide unless said otherwise. */
    async phone(options = {}) {
      const context = await browser.newContext({
        baseURL: base,
        viewport: { width: 360, height: 740 },
        deviceScaleFactor: 2,
        hasTouch: true,
        locale: "bn-BD",
        ...options,
      });
      context.setDefaultTimeout(15_000);
      const page = await context.newPage();
      page.wrong = [];
      page.on("pageerror", (error) => page.wrong.push(String(error)));
      page.on("console", (message) => {
        if (message.type() === "error" && !/127\.0\.0\.1:9\/|ERR_UNSAFE_PORT|ERR_CONNECTION_REFUSED/.test(message.text() + message.location().url)) page.wrong.push(message.text());
      });
      return page;
    },
    /** The same with a place chosen. */
    async phoneInMirpur(options = {}) {
      const page = await this.phone(options);
      await page.context().addCookies([{ name: "haat_place", value: "23.8069_90.3687_a_loc-mirpur-10", url: base }]);
      return page;
    },
    async stop() {
      await browser.close();
      const ended = new Promise((done) => child.once("exit", done));
      child.kill("SIGTERM");
      const code = await ended;
      const told = readFileSync(log, "utf8");
      sql(services.DATABASE_URL, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
      rmSync(directory, { recursive: true, force: true });
      if (code !== 0) throw new Error(`haat serve ended with ${code}`);
      const bad = told.split("\n").filter((line) => / ERROR |panicked at/.test(line));
      if (bad.length) throw new Error(`the server logged errors:\n${bad.join("\n")}`);
    },
  };
}

function environment() {
  const { DATABASE_URL, REDIS_URL } = process.env;
  if (DATABASE_URL && REDIS_URL) return { DATABASE_URL, REDIS_URL };
  const script = 'scripts/services --test up && eval "$(scripts/services --test env)" && printf "%s\\n%s" "$DATABASE_URL" "$REDIS_URL"';
  const [database, redis] = execFileSync("bash", ["-c", script], { cwd: repository, encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] }).split("\n");
  return { DATABASE_URL: database, REDIS_URL: redis };
}

/** psql comes with the server. */
function sql(url, ...statements) {
  execFileSync("psql", ["-X", "-q", "-v", "ON_ERROR_STOP=1", url, ...statements.flatMap((statement) => ["-c", statement])], {
    stdio: ["ignore", "ignore", "pipe"],
    env: { ...process.env, PGOPTIONS: "-c client_min_messages=warning" },
  });
}

function freePort() {
  return new Promise((done) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const { port } = server.address();
      server.close(() => done(port));
    });
  });
}

async function ready(base, child, log) {
  const deadline = Date.now() + 60_000;
  while (Date.now() < deadline) {
    if (child.exitCode !== null) break;
    const answer = await fetch(`${base}/readyz`).catch(() => null);
    if (answer?.ok) return;
    await new Promise((done) => setTimeout(done, 50));
  }
  throw new Error(`haat serve is not ready:\n${readFileSync(log, "utf8")}`);
}
