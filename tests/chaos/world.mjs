// The world that is about to go wrong: private services, servers, a client.

import { execFileSync, spawn } from "node:child_process";
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, readdirSync } from "node:fs";
import http from "node:http";
import { createServer } from "node:net";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

export const repository = join(dirname(fileURLToPath(import.meta.url)), "../..");
export const MIRPUR = "lat=23.8069&lng=90.3687";
export const SEARCH = `/api/v1/search?q=chal&${MIRPUR}`;
export const NEARBY = `/api/v1/shops/nearby?${MIRPUR}&radius_m=20000&limit=200`;

export const pause = (ms) => new Promise((done) => setTimeout(done, ms));
export const now = () => performance.now();

/** Numbers that repeat with their seed (mulberry32). */
export function dice(seed) {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
  const below = (most) => Math.floor(next() * most);
  return { next, below, pick: (list) => list[below(list.length)] };
}

/** Asks until it is so; the milliseconds that took, or an error. */
export async function until(what, isSo, patience = 30_000) {
  const started = now();
  for (;;) {
    if (await isSo()) return now() - started;
    if (now() - started > patience) throw new Error(`not so after ${patience} ms: ${what}`);
    await pause(20);
  }
}

const servicesEnvironment = (home) => {
  const { HAAT_SERVICES_PROFILE: _profile, DATABASE_URL: _database, REDIS_URL: _redis, ...rest } = process.env;
  return { ...rest, HAAT_DEV: join(repository, ".test", home) };
};

/** PostgreSQL and Redis of these runs alone, durable, in a directory of their own. */
export class Services {
  constructor(name = "chaos") {
    this.name = name;
    this.home = this.run("home").trim();
    this.run("reset", "--yes");
    this.up();
    const printed = execFileSync("bash", ["-c", 'eval "$(scripts/services env)"; printf "%s\\n%s" "$DATABASE_URL" "$REDIS_URL"'], { cwd: repository, env: servicesEnvironment(this.name), encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] });
    [this.database, this.redis] = printed.split("\n");
  }

  run(...verb) {
    return execFileSync(join(repository, "scripts/services"), verb, { env: servicesEnvironment(this.name), encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
  }

  up() {
    this.run("up");
  }

  end() {
    for (const id of this.postgresProcesses()) signal(id, "SIGCONT");
    this.run("reset", "--yes");
  }

  postmaster() {
    return Number(readFileSync(join(this.home, "postgres/postmaster.pid"), "utf8").split("\n")[0]);
  }

  /** The parent and everybody it started. */
  postgresProcesses() {
    try {
      const parent = this.postmaster();
      return [parent, ...children(parent)];
    } catch {
      return [];
    }
  }

  redisProcess() {
    return Number(readFileSync(join(this.home, "redis/redis.pid"), "utf8").trim());
  }

  redisAsk(...command) {
    const socket = this.redis.replace(/^redis\+unix:\/\//, "");
    return execFileSync("redis-cli", ["-s", socket, ...command], { encoding: "utf8" });
  }

  /** As `pg_ctl stop -m immediate` does: no goodbye, recovery at the next start. */
  async postgresStopImmediately() {
    const id = this.postmaster();
    process.kill(id, "SIGQUIT");
    await until("PostgreSQL is gone", () => !existsSync(`/proc/${id}`) || isZombie(id));
  }

  /** Runs statements; what the last one answers, as text. */
  sql(...statements) {
    return execFileSync("psql", psqlArguments(this.database, ...statements.flatMap((text) => ["-c", text])), { encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] }).trim();
  }

  /** The same without waiting; false when the database refused. */
  trySql(statement) {
    return new Promise((done) => {
      const child = spawn("psql", psqlArguments(this.database, "-c", statement), { stdio: ["ignore", "ignore", "ignore"] });
      child.once("exit", (code) => done(code === 0));
    });
  }
}

const psqlArguments = (url, ...rest) => ["-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", url, ...rest];

export function signal(id, name) {
  try {
    process.kill(id, name);
    return true;
  } catch {
    return false;
  }
}

function children(parent) {
  const status = (id) => {
    try {
      return readFileSync(`/proc/${id}/status`, "utf8");
    } catch {
      return "";
    }
  };
  return readdirSync("/proc").filter((name) => /^\d+$/.test(name) && new RegExp(`^PPid:\\s+${parent}$`, "m").test(status(name))).map(Number);
}

function isZombie(id) {
  try {
    return /^State:\s+Z/m.test(readFileSync(`/proc/${id}/status`, "utf8"));
  } catch {
    return true;
  }
}

/** One `haat serve`. */
export class Server {
  static async start(services, settings = {}) {
    const server = new Server();
    server.services = services;
    server.settings = settings;
    [server.port, server.privatePort] = [await freePort(), await freePort()];
    server.directory = join(services.home, `server-${server.port}`);
    mkdirSync(server.directory, { recursive: true });
    await server.launch();
    return server;
  }

  async launch() {
    const log = openSync(join(this.directory, "log"), "a");
    this.child = spawn(binary(), ["serve"], {
      env: {
        ...environment(this.services),
        HAAT_DATA_DIR: join(this.directory, "index"),
        HAAT_MEDIA_URL: pathToFileURL(join(this.directory, "media")).href,
        HAAT_LISTEN: `127.0.0.1:${this.port}`,
        HAAT_METRICS_LISTEN: `127.0.0.1:${this.privatePort}`,
        ...this.settings,
      },
      cwd: repository,
      stdio: ["ignore", "ignore", log],
    });
    closeSync(log);
    await until("the server is ready", async () => {
      if (this.child.exitCode !== null) throw new Error(`haat serve ended with ${this.child.exitCode}:\n${this.log().slice(-2000)}`);
      return (await this.get("/readyz")).status === 200;
    });
  }

  async kill() {
    const ended = new Promise((done) => this.child.once("exit", done));
    this.child.kill("SIGKILL");
    await ended;
  }

  log() {
    return readFileSync(join(this.directory, "log"), "utf8");
  }

  panics() {
    return (this.log().match(/panicked at/g) ?? []).length;
  }

  /** Resident memory in KB. */
  memory() {
    return Number(readFileSync(`/proc/${this.child.pid}/status`, "utf8").match(/VmRSS:\s+(\d+)/)[1]);
  }

  get(path, options = {}) {
    return ask({ port: this.port, path, ...options });
  }

  async audit() {
    const answer = await ask({ port: this.privatePort, path: "/audit" });
    return answer.status === 200 ? JSON.parse(answer.text) : null;
  }

  async repair() {
    const answer = await ask({ port: this.privatePort, path: "/audit", method: "POST" });
    return answer.status === 200 ? JSON.parse(answer.text) : null;
  }

  /** Whether the indexes equal the database. */
  async isInStep() {
    const drift = await this.audit();
    return drift !== null && drift.different === 0 && drift.misplaced === 0 && drift.documents === 0;
  }
}

export const binary = () => process.env.HAAT_BIN ?? join(repository, "target/debug/haat");

export const environment = (services) => ({ PATH: process.env.PATH, DATABASE_URL: services.database, REDIS_URL: services.redis, HAAT_DATA_DIR: join(services.home, "index"), HAAT_MEDIA_URL: pathToFileURL(join(services.home, "media")).href, NO_COLOR: "1" });

export function haat(services, ...command) {
  execFileSync(binary(), command, { env: environment(services), cwd: repository, stdio: ["ignore", "ignore", "pipe"] });
}

/** A request on a connection of its own; status 0 when there was no answer. */
export function ask({ port, path, method = "GET", headers = {}, body, timeout = 20_000 }) {
  return new Promise((done) => {
    const started = now();
    const finish = (status, text = "", sent = {}) => done({ status, text, headers: sent, ms: now() - started });
    const request = http.request({ host: "127.0.0.1", port, path, method, headers, agent: false }, (answer) => {
      const parts = [];
      answer.on("data", (part) => parts.push(part));
      answer.on("end", () => finish(answer.statusCode, Buffer.concat(parts).toString(), answer.headers));
      answer.on("error", () => finish(0));
    });
    request.setTimeout(timeout, () => request.destroy(new Error("timed out")));
    request.on("error", () => finish(0));
    request.end(body);
  });
}

export function freePort() {
  return new Promise((done) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const { port } = server.address();
      server.close(() => done(port));
    });
  });
}

/** Somebody who goes on asking: what was answered, and how quickly. */
export class Shopper {
  constructor(server, paths, isRight = () => true) {
    Object.assign(this, { server, paths, isRight, going: true, times: [], wrong: [] });
    this.ended = this.go();
  }

  async go() {
    for (let turn = 0; this.going; turn += 1) {
      const path = this.paths[turn % this.paths.length];
      const answer = await this.server.get(path);
      this.times.push(answer.ms);
      if (answer.status !== 200 || !this.isRight(answer)) this.wrong.push(`${path}: ${answer.status} ${answer.text.slice(0, 120)}`);
      await pause(10);
    }
  }

  async stop() {
    this.going = false;
    await this.ended;
    return this;
  }

  get p50() {
    return percentile(this.times, 0.5);
  }

  get p99() {
    return percentile(this.times, 0.99);
  }
}

export function percentile(times, share) {
  const sorted = [...times].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}

/** What a run promised and whether it kept it. */
export class Report {
  constructor(name) {
    Object.assign(this, { name, lines: [], failed: 0 });
  }

  /** A promise. */
  check(what, kept, figure = "") {
    const line = `${kept ? "ok  " : "FAIL"} ${what}${figure === "" ? "" : `: ${figure}`}`;
    if (!kept) this.failed += 1;
    this.lines.push(line);
    console.log(`  ${line}`);
  }

  /** A figure that nothing is promised about. */
  tell(what, figure) {
    this.lines.push(`     ${what}: ${figure}`);
    console.log(`       ${what}: ${figure}`);
  }
}
