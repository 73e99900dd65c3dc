// Run 15: clients that are slow, huge or ambiguous on purpose. Everybody else is
// served, nobody is served twice, and memory stays where it was.

import net from "node:net";
import { gzipSync } from "node:zlib";
import { SEARCH, Shopper, now, pause } from "./world.mjs";

/** A connection that sends too slowly is closed after this long. */
const CLOSED_MS = 15_000;
/** Memory that all of it may cost. */
const GROWTH_KB = 50 * 1024;

export async function hostile({ server, report, scale }) {
  const many = (count) => Math.round(count * scale);
  await warm(server);
  const baseline = await serve(server, () => pause(3_000));
  report.tell("a good client alone", `p50 ${baseline.p50.toFixed(1)} ms, p99 ${baseline.p99.toFixed(1)} ms`);
  const before = server.memory();
  let highest = before;
  const watch = setInterval(() => { highest = Math.max(highest, server.memory()); }, 200);

  const attack = async (name, act) => {
    let told;
    const good = await serve(server, async () => { told = await act(); });
    report.check(`${name}: the good client is served`, good.wrong.length === 0, `p50 ${good.p50.toFixed(1)} ms, p99 ${good.p99.toFixed(1)} ms of ${good.times.length} ${good.wrong[0] ?? ""}`);
    return told;
  };
  const closed = (name, lives) => report.check(`${name}: closed within ${CLOSED_MS / 1000} s`, lives.every((life) => life.ms <= CLOSED_MS), `${lives.length} connections, the longest ${(Math.max(...lives.map((life) => life.ms)) / 1000).toFixed(1)} s, answers ${tally(lives)}`);

  const [slowHeaders, slowBodies] = await Promise.all([
    attack("slow headers", () => all(many(400), () => drip(server.port, "GET /bn/ HTTP/1.1\r\nHost: x\r\nX-Slow: "))),
    attack("slow bodies", () => all(many(200), () => drip(server.port, `POST /bn/place HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 10000\r\n\r\n`))),
  ]);
  closed("slow headers", slowHeaders);
  closed("slow bodies at a byte a second", slowBodies);

  const idle = await attack("idle keep-alives", async () => {
    const sockets = await all(many(1_000), () => idleConnection(server.port));
    await pause(2_000);
    return sockets;
  });
  report.tell("idle connections held", idle.filter((socket) => !socket.destroyed).length);
  idle.forEach((socket) => socket.destroy());

  const big = await attack("huge requests", async () => ({
    header: await all(20, () => send(server.port, `GET /bn/ HTTP/1.1\r\nHost: x\r\nX-Big: ${"a".repeat(1 << 20)}\r\n\r\n`)),
    "request line": await all(20, () => send(server.port, `GET /bn/search?q=${"a".repeat(1 << 20)} HTTP/1.1\r\nHost: x\r\n\r\n`)),
    body: await all(4, () => flood(server.port, 100 << 20)),
    "packed body": await all(4, () => bomb(server.port)),
  }));
  for (const [name, answers] of Object.entries(big)) {
    report.check(`a huge ${name} is refused`, answers.every(({ status }) => status === 0 || (status >= 400 && status < 500)), tally(answers));
  }
  report.tell("of 100 MB bodies taken at most", `${(Math.max(...big.body.map(({ sent }) => sent)) / 1024).toFixed(0)} KB (buffers of the kernel included)`);

  const accepted = [];
  for (const [name, request] of ambiguous()) {
    const answer = await send(server.port, request, 1_500);
    if (answer.answers > 1 || (answer.status > 0 && answer.status < 400)) accepted.push(`${name}: ${answer.status}, ${answer.answers} answers`);
  }
  report.check(`of ${ambiguous().length} ambiguous requests none is accepted`, accepted.length === 0, accepted.join("; "));

  clearInterval(watch);
  await pause(500);
  report.check("memory grows by at most 50 MB", highest - before <= GROWTH_KB, `${(before / 1024).toFixed(0)} MB before, ${(highest / 1024).toFixed(0)} MB at most, ${(server.memory() / 1024).toFixed(0)} MB after`);
  report.check("alive, and no panics", server.panics() === 0 && (await server.get("/healthz")).status === 200);
}

/** So that memory for answering at all is not counted as growth. */
async function warm(server) {
  const shoppers = [1, 2, 3, 4].map(() => new Shopper(server, [SEARCH, "/bn/search?q=chal", "/bn/"]));
  await pause(2_000);
  for (const shopper of shoppers) await shopper.stop();
}

async function serve(server, act) {
  const shopper = new Shopper(server, [SEARCH, "/healthz"]);
  await act();
  return shopper.stop();
}

const all = (count, make) => Promise.all(Array.from({ length: count }, make));

function tally(lives) {
  const counts = {};
  for (const { status } of lives) counts[status] = (counts[status] ?? 0) + 1;
  return JSON.stringify(counts);
}

/** A connection that sends a byte a second; how long it was let live. */
function drip(port, start) {
  return new Promise((done) => {
    const socket = net.connect(port, "127.0.0.1");
    const started = now();
    let text = "";
    let timer;
    const finish = () => {
      clearInterval(timer);
      clearTimeout(limit);
      socket.destroy();
      done({ ms: now() - started, status: statusOf(text) });
    };
    const limit = setTimeout(finish, CLOSED_MS + 5_000);
    socket.on("connect", () => {
      socket.write(start);
      timer = setInterval(() => socket.writable && socket.write("a"), 1_000);
    });
    socket.on("data", (part) => { text += part; });
    socket.on("error", () => {});
    socket.on("end", finish);
    socket.on("close", finish);
  });
}

const statusOf = (text) => Number(/^HTTP\/1\.\d (\d{3})/.exec(text)?.[1] ?? 0);

function idleConnection(port) {
  return new Promise((done) => {
    const socket = net.connect(port, "127.0.0.1");
    socket.on("error", () => done(socket));
    socket.on("connect", () => socket.write("GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n"));
    socket.once("data", () => done(socket));
    socket.once("close", () => done(socket));
  });
}

/** Sends bytes; the first status and how many answers came back. */
function send(port, bytes, patience = 8_000) {
  return new Promise((done) => {
    const socket = net.connect(port, "127.0.0.1");
    let text = "";
    const finish = () => {
      clearTimeout(limit);
      socket.destroy();
      done({ status: statusOf(text), answers: (text.match(/HTTP\/1\.\d \d{3}/g) ?? []).length });
    };
    const limit = setTimeout(finish, patience);
    socket.on("connect", () => socket.write(bytes));
    socket.on("data", (part) => { text += part.toString("latin1"); });
    socket.on("error", () => {});
    socket.on("end", finish);
    socket.on("close", finish);
  });
}

/** A body of so many bytes, sent as fast as it is taken. */
function flood(port, size) {
  return new Promise((done) => {
    const socket = net.connect(port, "127.0.0.1");
    const block = Buffer.alloc(64 << 10, "a");
    let text = "", sent = 0;
    const finish = () => {
      clearTimeout(limit);
      socket.destroy();
      done({ status: statusOf(text), sent });
    };
    const limit = setTimeout(finish, 8_000);
    const pour = () => {
      while (sent < size && !socket.destroyed) {
        sent += block.length;
        if (!socket.write(block)) return;
      }
    };
    socket.on("connect", () => {
      socket.write(`POST /bn/place HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: ${size}\r\n\r\n`);
      pour();
    });
    socket.on("drain", pour);
    socket.on("data", (part) => {
      text += part;
      finish();
    });
    socket.on("error", () => {});
    socket.on("close", finish);
  });
}

/** A form of 200 KB that unpacks to 200 MB, packed before anybody is timed. */
const packed = gzipSync(Buffer.alloc(200 << 20, "a"), { level: 9 });

function bomb(port) {
  const head = `POST /bn/place HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Encoding: gzip\r\nContent-Length: ${packed.length}\r\n\r\n`;
  return send(port, Buffer.concat([Buffer.from(head), packed]));
}

/** Requests whose end two readers could see in two places; the second reader
 * would find another request inside. */
function ambiguous() {
  const inside = "GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n";
  const post = (headers, body = "") => `POST /bn/place HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\n${headers}\r\n\r\n${body}`;
  const chunked = `0\r\n\r\n${inside}`;
  const both = (encoding) => post(`Content-Length: ${chunked.length}\r\n${encoding}`, chunked);
  return [
    ["CL.TE", both("Transfer-Encoding: chunked")],
    ["TE.CL", post(`Transfer-Encoding: chunked\r\nContent-Length: 4`, `24\r\n${inside}\r\n0\r\n\r\n`)],
    ["CL 0 with TE", post("Content-Length: 0\r\nTransfer-Encoding: chunked", chunked)],
    ["TE twice", both("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked")],
    ["TE chunked, identity", both("Transfer-Encoding: chunked, identity")],
    ["TE identity, chunked", both("Transfer-Encoding: identity, chunked")],
    ["TE identity then chunked", both("Transfer-Encoding: identity\r\nTransfer-Encoding: chunked")],
    ["TE of an unknown kind", both("Transfer-Encoding: xchunked")],
    ["TE x, chunked", both("Transfer-Encoding: x, chunked")],
    ["TE in capitals with CL", both("Transfer-Encoding: CHUNKED")],
    ["TE quoted", both('Transfer-Encoding: "chunked"')],
    ["TE with a comma", both("Transfer-Encoding: chunked,")],
    ["TE with a tab before", both("Transfer-Encoding:\tchunked")],
    ["TE with a blank name", both("Transfer-Encoding : chunked")],
    ["TE folded", both("Transfer-Encoding:\r\n chunked")],
    ["TE after a folded line", both("X-Fold: a\r\n Transfer-Encoding: chunked")],
    ["TE behind a vertical tab", both("Transfer-Encoding:\x0bchunked")],
    ["TE behind a bare newline", both("X-Bare: a\nTransfer-Encoding: chunked")],
    ["TE behind a bare return", both("X-Bare: a\rTransfer-Encoding: chunked")],
    ["TE behind a NUL", both("X-Nul: a\x00Transfer-Encoding: chunked")],
    ["TE with an underscore and CL twice", both("Transfer_Encoding: chunked\r\nContent-Length: 0")],
    ["CL twice, different", post(`Content-Length: 0\r\nContent-Length: ${inside.length}`, inside)],
    ["CL twice, the other way", post(`Content-Length: ${inside.length}\r\nContent-Length: 0`, inside)],
    ["CL in a list", post(`Content-Length: 0, ${inside.length}`, inside)],
    ["CL with a plus", post("Content-Length: +0", inside)],
    ["CL with a minus", post("Content-Length: -1", inside)],
    ["CL in hexadecimal", post("Content-Length: 0x10", inside)],
    ["CL in Bengali digits", post("Content-Length: ০", inside)],
    ["CL beyond 64 bits", post("Content-Length: 18446744073709551616", inside)],
    ["CL empty", post("Content-Length: ", inside)],
    ["CL with a blank name", post("Content-Length : 0", inside)],
    ["CL with a blank inside", post("Content-Length: 1 0", inside)],
    ["CL behind a NUL", post("Content-Length: 0\x00", inside)],
    ["chunk size with a minus", post("Transfer-Encoding: chunked", `-1\r\n${inside}`)],
    ["chunk size with 0x", post("Transfer-Encoding: chunked", `0x0\r\n\r\n${inside}`)],
    ["chunk size beyond 64 bits", post("Transfer-Encoding: chunked", `10000000000000000\r\n${inside}`)],
    ["chunk without an end", post("Transfer-Encoding: chunked", `1\r\naa\r\n0\r\n\r\n${inside}`)],
    ["chunk size ended by a bare newline", post("Transfer-Encoding: chunked", `0\n\n${inside}`)],
    ["TE in HTTP/1.0", `POST /bn/place HTTP/1.0\r\nHost: x\r\nContent-Length: ${chunked.length}\r\nTransfer-Encoding: chunked\r\nConnection: keep-alive\r\n\r\n${chunked}`],
    ["a blank before the first header", `POST /bn/place HTTP/1.1\r\n Content-Length: 0\r\nHost: x\r\n\r\n${inside}`],
  ];
}
