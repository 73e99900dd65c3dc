// Who asks: one account for each role, made as people make them, and signed in.

import { createHmac } from "node:crypto";
import { haat, until } from "../chaos/world.mjs";

/** In Dhaka, where the demo shops are. */
const AREA = "BD3026";

export const ROLES = ["seller", "shopper", "area admin", "super admin"];

/** Mobile numbers in different blocks, since codes are counted by block. */
const PHONES = { shopper: "01711000001", seller: "01812000002", "area admin": "01913000003", "super admin": "01614000004" };

/** A document sent to the API and what came back; throws when it was refused. */
async function say(server, method, path, body, token, type = "application/json") {
  const headers = { "content-type": type, ...(token ? { authorization: `Bearer ${token}` } : {}) };
  const answer = await server.get(`/api/v1${path}`, { method, headers, body: typeof body === "string" ? body : JSON.stringify(body) });
  if (answer.status >= 300) throw new Error(`${method} ${path}: ${answer.status} ${answer.text}`);
  return answer.text ? JSON.parse(answer.text) : null;
}

/** The code in the newest message to this number. */
async function codeSentTo(server, phone) {
  let code;
  await until(`a code for ${phone}`, async () => {
    const messages = JSON.parse((await server.get("/dev/outbox.json")).text);
    const message = messages.find((one) => one.to === `+88${phone}`);
    code = message?.text.match(/\b\d{6}\b/)?.[0];
    return code !== undefined;
  });
  return code;
}

/** What an authenticator app shows now (RFC 6238). */
function appCode(secret) {
  const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  const bits = [...secret.replace(/[\s=]/g, "").toUpperCase()].map((letter) => letters.indexOf(letter).toString(2).padStart(5, "0")).join("");
  const key = Buffer.from(bits.match(/.{8}/g).map((byte) => parseInt(byte, 2)));
  const step = Buffer.alloc(8);
  step.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000)));
  const mac = createHmac("sha1", key).update(step).digest();
  return String((mac.readUInt32BE(mac[19] & 15) & 0x7fffffff) % 1_000_000).padStart(6, "0");
}

/** Makes the account of this role and signs it in; the access token. */
export async function join(services, server, role, shop) {
  const phone = PHONES[role];
  if (role === "area admin") haat(services, "admin", "create", "--phone", phone, "--area", AREA);
  if (role === "super admin") haat(services, "admin", "create", "--phone", phone, "--super");
  const { challenge } = await say(server, "POST", "/auth/otp", { phone, purpose: "sign_in" });
  const signed = await say(server, "POST", "/auth/sessions", { challenge, code: await codeSentTo(server, phone) });
  const token = signed.access_token;
  if (role === "seller") {
    const user = signed.user.slice(4);
    services.sql(`INSERT INTO shop_staff (shop_id, user_id, role) VALUES ('${shop}', '${user}', 'owner')`);
  }
  if (role.endsWith("admin")) {
    const { secret } = await say(server, "POST", "/auth/totp", {}, token);
    await say(server, "POST", "/auth/totp/confirm", { code: appCode(secret) }, token);
  }
  return token;
}

/** The demo shop with the most offers, and one of them. */
export function shopWithOffers(services) {
  const chosen = "SELECT shop_id FROM listings GROUP BY shop_id ORDER BY count(*) DESC LIMIT 1";
  const row = services.sql(`SELECT shop_id || ' ' || id || ' ' || product_id FROM listings WHERE shop_id = (${chosen}) LIMIT 1`);
  const [shop, offer, product] = row.split(" ");
  return { shop, offer, product };
}

/** An import and an application of the seller; the variables of schemathesis.toml. */
export async function thingsOf(server, seller, { shop, offer, product }) {
  const named = (prefix, uuid) => `${prefix}_${uuid.replaceAll("-", "")}`;
  const own = named("shp", shop);
  const table = "name_bn,price\nচাল,72\n";
  const form = `--edge\r\nContent-Disposition: form-data; name="file"; filename="a.csv"\r\nContent-Type: text/csv\r\n\r\n${table}\r\n--edge--\r\n`;
  const brought = await say(server, "POST", `/seller/shops/${own}/imports`, form, seller, "multipart/form-data; boundary=edge");
  const begun = await say(server, "POST", "/shops/applications", {}, seller);
  return { HAAT_SHOP: own, HAAT_OFFER: named("lst", offer), HAAT_PRODUCT: named("prd", product), HAAT_IMPORT: brought.id, HAAT_APPLICATION: begun.id };
}
