// A shop that its owner keeps, a product that it misses, and the admin who looks
// after both: on a small phone in Bengali.

import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { after, before, describe, it } from "node:test";
import { MIRPUR, start } from "./haat.mjs";

const SHOP = "01890a5d-ac96-774b-bcce-b302099a8058";
const SHOP_ID = `shp_${SHOP.replaceAll("-", "")}`;
const SETTINGS = `/bn/desk/shops/${SHOP_ID}/settings`;
const OWNER = "01812345671";
const ADMIN = "01912345672";

let haat, seller, admin;
before(async () => {
  haat = await start();
  haat.sql(`INSERT INTO shops (id, name_bn, kind, location, area_code, verified_at) VALUES ('${SHOP}', 'বিসমিল্লাহ মুদি ঘর', 'grocery', ST_MakePoint(${MIRPUR.longitude}, ${MIRPUR.latitude})::geography, 'BD302648', now())`);
  haat.run("admin", "create", "--phone", ADMIN, "--area", "BD302648");
  seller = await haat.phoneInMirpur({ geolocation: MIRPUR, permissions: ["geolocation"] });
  admin = await haat.phoneInMirpur();
  await signIn(seller, OWNER, "/bn/account");
  haat.sql(`INSERT INTO shop_staff (shop_id, user_id, role) SELECT '${SHOP}', id, 'owner' FROM users ORDER BY created_at DESC LIMIT 1`);
  // Who somebody is, is believed for three seconds.
  await new Promise((done) => setTimeout(done, 3_200));
});
after(async () => {
  await haat?.stop();
});

const sentTo = (e164) => haat.sentTo(e164);

async function signIn(page, phone, back) {
  await page.goto(`/bn/sign-in?back=${encodeURIComponent(back)}`);
  await page.getByLabel("মোবাইল নম্বর").fill(phone);
  await page.getByRole("button", { name: "কোড পাঠান" }).click();
  await page.waitForURL(/\/sign-in\/code/);
  await page.getByLabel("ছয় সংখ্যার কোড").fill(await sentTo(`+88${phone}`));
  await page.getByRole("button", { name: "সাইন ইন করুন" }).click();
  await page.waitForURL((url) => !url.pathname.includes("sign-in"));
}

/** What an authenticator app shows now. */
function appCode(secret) {
  const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  const bits = [...secret.replace(/[\s=]/g, "").toUpperCase()].map((letter) => letters.indexOf(letter).toString(2).padStart(5, "0")).join("");
  const key = Buffer.from(bits.match(/.{8}/g).map((byte) => parseInt(byte, 2)));
  const step = Buffer.alloc(8);
  step.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000)));
  const mac = createHmac("sha1", key).update(step).digest();
  const at = mac[19] & 15;
  return String((mac.readUInt32BE(at) & 0x7fffffff) % 1_000_000).padStart(6, "0");
}

const fits = (page) => page.evaluate(() => document.documentElement.scrollWidth <= innerWidth);

describe("the page of one's own shop", { timeout: 240_000 }, () => {
  it("is one tap from the desk and saves what is told", async () => {
    await seller.goto("/bn/desk");
    await seller.getByRole("link", { name: "দোকানের তথ্য" }).click();
    await seller.waitForURL(/\/settings$/);
    assert.ok(await fits(seller), "nothing stands out at 360 px");
    await seller.getByLabel("ক্রেতাদের যা বলতে চান (বাংলায়)").fill("ভোর থেকে রাত পর্যন্ত টাটকা সবজি।");
    await seller.getByLabel("খোলে", { exact: true }).fill("08:00");
    await seller.getByLabel("বন্ধ হয়", { exact: true }).fill("13:00");
    await seller.getByLabel("আবার খোলে").fill("16:00");
    await seller.getByLabel("আবার বন্ধ হয়").fill("22:00");
    await seller.getByLabel(/কত মিটার দূর পর্যন্ত/).fill("১০০০");
    await seller.getByRole("button", { name: "সংরক্ষণ করুন" }).click();
    await seller.getByText("দোকানের তথ্য রাখা হয়েছে।").waitFor();
    assert.equal(await seller.getByLabel("আবার খোলে").inputValue(), "16:00");
    await seller.goto(`/bn/shops/${SHOP_ID}`);
    await seller.getByText("ভোর থেকে রাত পর্যন্ত টাটকা সবজি।").waitFor();
  });

  it("shows what somebody else saved meanwhile and lets one choose", async () => {
    await seller.goto(SETTINGS);
    await seller.getByLabel("নাম (বাংলায়)").fill("বিসমিল্লাহ স্টোর");
    haat.sql(`UPDATE shops SET name_bn = 'বিসমিল্লাহ ভাণ্ডার', version = version + 1 WHERE id = '${SHOP}'`);
    await seller.getByRole("button", { name: "সংরক্ষণ করুন" }).click();
    await seller.getByRole("heading", { name: "কোনটা থাকবে?" }).waitFor();
    assert.match(await seller.locator("main").innerText(), /বিসমিল্লাহ ভাণ্ডার[\s\S]*বিসমিল্লাহ স্টোর/);
    await seller.getByRole("button", { name: "সংরক্ষণ করুন" }).click();
    await seller.getByText("দোকানের তথ্য রাখা হয়েছে।").waitFor();
    assert.equal(await seller.getByLabel("নাম (বাংলায়)").inputValue(), "বিসমিল্লাহ স্টোর");
  });

  it("moves the pin on a map that comes with the first tap", async () => {
    await seller.goto(SETTINGS);
    assert.equal(await seller.evaluate(() => "L" in window), false, "no map code before it is asked for");
    await seller.getByRole("button", { name: "ম্যাপে দেখুন" }).click();
    await seller.locator(".leaflet-marker-icon").waitFor();
    await seller.locator("[data-pin]").click({ position: { x: 200, y: 60 } });
    assert.ok(await fits(seller), "nothing stands out at 360 px");
    await seller.getByRole("button", { name: "পিন এখানে সরান" }).click();
    await seller.getByText("পিন সরানো হয়েছে।").waitFor();
    assert.deepEqual(seller.wrong.filter((text) => !text.includes("409")), []);
  });

  it("pauses, closes and opens again without any script", async () => {
    const plain = await haat.phone({ javaScriptEnabled: false });
    await plain.context().addCookies(await seller.context().cookies());
    await plain.goto(SETTINGS);
    await plain.getByRole("button", { name: "বন্ধ রাখুন" }).click();
    await plain.getByRole("heading", { name: "দোকান এখন বন্ধ রাখা আছে" }).waitFor();
    await plain.getByRole("button", { name: "এখনই খুলুন" }).click();
    await plain.getByText("দোকান খোলা হয়েছে।").waitFor();
    await plain.locator("summary", { hasText: "দোকান বন্ধ করে দিন" }).click();
    await plain.getByLabel("হ্যাঁ, দোকানটি বন্ধ করতে চাই").check();
    await plain.getByRole("button", { name: "বন্ধ করে দিন" }).click();
    await plain.getByRole("heading", { name: "দোকানটি বন্ধ" }).waitFor();
    await plain.getByRole("button", { name: "আবার খুলুন" }).click();
    await plain.getByText("দোকান আবার খোলা হয়েছে।").waitFor();
  });
});

describe("a product that a shop misses", { timeout: 240_000 }, () => {
  it("is proposed by the shop", async () => {
    for (const name of ["জেব্রা চাল", "মিনিকেট চাউল"]) {
      await seller.goto(`/bn/desk/shops/${SHOP_ID}/goods/new?category=grocery/rice`);
      await seller.getByLabel("নাম (বাংলায়)").fill(name);
      await seller.getByLabel("দাম (টাকা)").fill("৯০");
      await seller.locator("form button", { hasText: "পাঠান" }).click();
      await seller.waitForURL(/done=proposed/);
    }
  });

  it("is put right and taken in by the admin of the area", async () => {
    await signIn(admin, ADMIN, "/bn/account/app?back=/bn/admin");
    await admin.getByRole("button", { name: "অ্যাপ যুক্ত করুন" }).click();
    const secret = await admin.locator("code").first().textContent();
    await admin.getByLabel("অ্যাপের কোড").fill(appCode(secret));
    await admin.getByRole("button", { name: "এগিয়ে যান" }).click();
    await admin.locator("li code").first().waitFor();
    await admin.goto("/bn/admin");
    await admin.getByRole("link", { name: "নতুন পণ্য যাচাই" }).click();
    await admin.getByRole("link", { name: "জেব্রা চাল" }).click();
    await admin.getByText("বিসমিল্লাহ স্টোর").waitFor();
    assert.ok(await fits(admin), "nothing stands out at 360 px");
    await admin.getByLabel("নাম (ইংরেজিতে)").fill("Zebra Rice");
    await admin.getByLabel("প্যাকেট").fill("5 kg");
    await admin.getByRole("button", { name: "তালিকায় নিন" }).click();
    await admin.getByText("পণ্যটি তালিকায় উঠেছে।").waitFor();
    const found = Date.now();
    let names = [];
    while (Date.now() - found < 10_000 && !names.includes("Zebra Rice")) {
      const answer = await fetch(`${haat.base}/api/v1/search?q=zebra+rice&lat=${MIRPUR.latitude}&lng=${MIRPUR.longitude}&radius_m=1000`);
      names = (await answer.json()).items.map((item) => item.product?.name?.en);
    }
    assert.ok(names.includes("Zebra Rice"), "found by a shopper");
  });

  it("is merged with the one that is there by a tap on it", async () => {
    await admin.getByRole("link", { name: "মিনিকেট চাউল" }).click();
    await admin.getByRole("button", { name: /এটিই সেই পণ্য/ }).first().click();
    await admin.getByText("আগের পণ্যের সঙ্গে মিলিয়ে দেওয়া হয়েছে।").waitFor();
  });

  it("leaves the admin with the shops of the area on a map", async () => {
    await admin.goto("/bn/admin/shops");
    await admin.getByRole("searchbox").fill("বিসমিল্লাহ");
    await admin.getByRole("button", { name: "খুঁজুন" }).click();
    await admin.getByRole("heading", { name: "বিসমিল্লাহ স্টোর" }).waitFor();
    await admin.getByRole("link", { name: "সব", exact: true }).click();
    await admin.getByRole("button", { name: "ম্যাপে দেখুন" }).click();
    await admin.locator(".leaflet-interactive").first().waitFor();
    const marks = await admin.locator(".leaflet-interactive").count();
    assert.ok(marks > 1 && marks <= 200, `${marks} marks`);
    assert.ok(await fits(admin), "nothing stands out at 360 px");
    assert.deepEqual(admin.wrong, []);
  });
});
