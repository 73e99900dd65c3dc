// Run 18: headers, scripts in names and questions, forms sent by other sites, and
// starting in production on defaults.

import { spawnSync } from "node:child_process";
import { binary, environment, repository } from "./world.mjs";

const PLACE = { cookie: "haat_place=23.8069_90.3687_a_loc-mirpur-10" };

export async function browserRules({ services, server, report }) {
  await headers(server, report);
  await scripts(services, server, report);
  await otherSites(server, report);
  production(services, report);
}

async function headers(server, report) {
  const expected = {
    "x-content-type-options": /^nosniff$/,
    "x-frame-options": /^DENY$/,
    "referrer-policy": /^same-origin$/,
    "content-security-policy": /^(?=.*default-src 'none')(?=.*frame-ancestors 'none')(?!.*unsafe)/,
    "permissions-policy": /camera=\(\)/,
    "x-request-id": /^[\w-]{8,}$/,
  };
  const missing = [];
  for (const path of ["/", "/bn/", "/en/search?q=chal", "/bn/place", "/bn/nowhere", "/nowhere", "/healthz", "/api/v1/search", "/api/v1/openapi.json", "/api/v1/nothing", "/assets/nothing"]) {
    const answer = await server.get(path, { headers: PLACE });
    for (const [name, is] of Object.entries(expected)) {
      if (!is.test(answer.headers[name] ?? "")) missing.push(`${path} ${name}: ${answer.headers[name]}`);
    }
  }
  report.check("security headers on every kind of answer", missing.length === 0, missing.join("; "));
}

/** 200 ways to say "run this", in both scripts. */
export function nastyTexts() {
  const cores = [
    "<script>alert(1)</script>", "<ScRiPt>alert(1)</sCrIpT>", "<script/src=//evil.example/x.js></script>", "<script>\nalert(1)\n</script>",
    "<img src=x onerror=alert(1)>", "<img/src/onerror=alert(1)>", "<svg/onload=alert(1)>", "<svg><script>alert(1)</script></svg>",
    "<body onload=alert(1)>", "<iframe srcdoc='<script>alert(1)</script>'></iframe>", "<details open ontoggle=alert(1)>", "<input autofocus onfocus=alert(1)>",
    "<a href=javascript:alert(1)>x</a>", "<a href='&#106;avascript:alert(1)'>x</a>", "<math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>", "<base href=//evil.example/>",
    "<meta http-equiv=refresh content='0;url=//evil.example'>", "<object data=javascript:alert(1)>", "<style>@import'//evil.example/x.css';</style>", "<link rel=stylesheet href=//evil.example/x.css>",
  ];
  const around = [
    (core) => core,
    (core) => `">${core}`,
    (core) => `'>${core}`,
    (core) => `</title>${core}`,
    (core) => `--></textarea>${core}<!--`,
    (core) => `চাল ${core}`,
    (core) => `করিম স্টোর">${core} হাট`,
    (core) => core.replaceAll("alert(1)", "alert('হাট')"),
    (core) => `\u200d${core}\u202e`,
    (core) => core.replaceAll("x", "ক্ষ"),
  ];
  return around.flatMap((wrap) => cores.map(wrap));
}

const TAG = /<([a-z][^\s/>]*)((?:[^>"']|"[^"]*"|'[^']*')*)>/gis;
const ATTRIBUTE = /([^\s"'=<>/]+)\s*=\s*("[^"]*"|'[^']*'|[^\s>]+)/gs;
const FOREIGN = new Set(["style", "base", "iframe", "object", "embed", "math"]);

/** What a browser would run or load that is not ours; reads tags as it does, so
 * that escaped text in a value is not taken for an attribute. */
function runs(html, nasty) {
  for (const [whole, name, attributes] of html.matchAll(TAG)) {
    const tag = name.toLowerCase();
    if (FOREIGN.has(tag)) return whole;
    if (tag === "script" && !whole.includes(' src="/assets/')) return whole;
    for (const [, key, quoted] of attributes.matchAll(ATTRIBUTE)) {
      const value = quoted.replace(/^["'\s]+/, "").toLowerCase();
      if (/^(?:on.*|style|srcdoc)$/i.test(key)) return whole;
      if (/^(?:href|src|action|formaction|data)$/i.test(key) && /^(?:javascript|vbscript|data:text|\/\/)/.test(value)) return whole;
      if (/^(?:http-equiv)$/i.test(key)) return whole;
    }
  }
  return html.includes(nasty) ? nasty : null;
}

async function scripts(services, server, report) {
  const texts = nastyTexts();
  const quote = (text) => `'${text.replaceAll("'", "''")}'`;
  const rows = texts.map((text, n) => `(gen_random_uuid(), 'chaos-18-${n}', ${quote(text)}, ${quote(text)}, 'grocery', ST_MakePoint(89.5, 24.5)::geography)`);
  services.sql(`INSERT INTO shops (id, external_id, name_bn, name_en, kind, location) VALUES ${rows.join(",")}`);
  const ids = services.sql("SELECT 'shp_' || replace(id::text, '-', '') FROM shops WHERE external_id LIKE 'chaos-18-%' ORDER BY substr(external_id, 10)::int").split("\n");
  const there = { cookie: "haat_place=24.5000_89.5000_a_BD5088" };
  const executed = [];
  const check = (where, answer, nasty) => {
    const found = answer.status >= 500 ? `status ${answer.status}` : runs(answer.text, nasty);
    if (found) executed.push(`${where} ${nasty}: ${found}`);
  };
  for (const [n, nasty] of texts.entries()) {
    const lang = n % 2 ? "bn" : "en";
    check("shop", await server.get(`/${lang}/shops/${ids[n]}`, { headers: there }), nasty);
    check("search", await server.get(`/${lang}/search?q=${encodeURIComponent(nasty)}`, { headers: there }), nasty);
    check("place", await server.get(`/${lang}/place?q=${encodeURIComponent(nasty)}&back=${encodeURIComponent(nasty)}`), nasty);
  }
  for (const path of ["/bn/?radius_m=500", "/en/?radius_m=500", "/bn/map"]) {
    const answer = await server.get(path, { headers: there });
    for (const nasty of texts) check(path, answer, nasty);
  }
  report.check(`of ${texts.length} scripts in names and questions none would run`, executed.length === 0, executed.slice(0, 3).join("; "));
  services.sql("DELETE FROM shops WHERE external_id LIKE 'chaos-18-%'");
}

async function otherSites(server, report) {
  const form = "application/x-www-form-urlencoded";
  const accepted = [];
  const tries = [
    ["another origin", { origin: "https://evil.example", "content-type": form }],
    ["no origin of its own", { origin: "null", "content-type": form }],
    ["another site by fetch metadata", { "sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate", "content-type": form }],
    ["a sister site", { origin: "http://evil.127.0.0.1", "sec-fetch-site": "same-site", "content-type": form }],
    ["text/plain", { origin: "https://evil.example", "content-type": "text/plain" }],
  ];
  for (const path of ["/bn/place", "/en/lite"]) {
    const body = path.endsWith("lite") ? "lite=1" : "area=BD3026";
    for (const [name, headers] of tries) {
      const answer = await server.get(path, { method: "POST", headers, body });
      if (answer.headers["set-cookie"]?.some((cookie) => /haat_(place|lite)=/.test(cookie))) accepted.push(`${path} from ${name}: ${answer.status}`);
    }
    const own = await server.get(path, { method: "POST", headers: { origin: `http://127.0.0.1:${server.port}`, host: `127.0.0.1:${server.port}`, "content-type": form }, body });
    report.check(`our own form at ${path} is accepted`, own.status === 303, own.status);
  }
  report.check("forms that other sites send change nothing", accepted.length === 0, accepted.join("; "));
  const read = await server.get("/api/v1/areas", { headers: { origin: "https://evil.example" } });
  report.check("other sites cannot read the API unless they are named", read.headers["access-control-allow-origin"] === undefined);
}

function production(services, report) {
  const start = (settings) => spawnSync(binary(), ["serve"], { env: { ...environment(services), HAAT_STAGE: "production", ...settings }, cwd: repository, encoding: "utf8", timeout: 20_000 });
  const secret = "0123456789abcdef0123456789abcdef";
  for (const [name, settings, told] of [
    ["default secret", { HAAT_PUBLIC_URL: "https://haat.example" }, "HAAT_SECRET"],
    ["short secret", { HAAT_PUBLIC_URL: "https://haat.example", HAAT_SECRET: "short" }, "HAAT_SECRET"],
    ["http address", { HAAT_SECRET: secret, HAAT_PUBLIC_URL: "http://haat.example" }, "HAAT_PUBLIC_URL"],
    ["wildcard origins", { HAAT_SECRET: secret, HAAT_PUBLIC_URL: "https://haat.example", HAAT_CORS_ORIGINS: "*" }, "HAAT_CORS_ORIGINS"],
  ]) {
    const refused = start(settings);
    report.check(`production does not start on a ${name}`, refused.status === 1 && refused.stderr.includes(told), refused.status ?? refused.signal);
  }
}
