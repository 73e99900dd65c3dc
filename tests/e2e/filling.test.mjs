// A shopkeeper fills an empty list on a small phone: from a starter shelf in a few
// taps, and from a file that is looked at first and can be undone.

import assert from "node:assert/strict";
import { after, afterEach, before, describe, it } from "node:test";
import { start } from "./haat.mjs";

let haat, page, cookies;
before(async () => { haat = await start(); });
after(async () => { await haat?.stop(); });
afterEach(async () => {
  await page?.context().close();
  page = undefined;
});

const PHONE = "01912-345679";
const E164 = "+8801912345679";
const fits = (page) => page.evaluate(() => document.documentElement.scrollWidth <= innerWidth);
/** Keeps what is seen, for those who want to look. */
const look = async (page, name) => {
  if (process.env.HAAT_LOOK) await page.screenshot({ path: `${process.env.HAAT_LOOK}/${name}.png` });
};

/** Signs in, and makes that person the owner of a shop without goods. */
async function signIn(page) {
  await page.goto("/bn/desk");
  await page.getByLabel("মোবাইল নম্বর").fill(PHONE);
  await page.getByRole("button", { name: "কোড পাঠান" }).click();
  await page.waitForURL(/\/sign-in\/code/);
  await page.getByLabel("ছয় সংখ্যার কোড").fill(await haat.sentTo(E164));
  await page.getByRole("button", { name: "সাইন ইন করুন" }).click();
  await page.waitForURL(/\/bn\/desk$/);
  haat.sql(`WITH shop AS (
      INSERT INTO shops (id, name_bn, name_en, kind, location)
      VALUES (gen_random_uuid(), 'নতুন মুদি', 'New Grocery', 'grocery', ST_MakePoint(90.3687, 23.8070)::geography) RETURNING id)
    INSERT INTO shop_staff (shop_id, user_id, role)
    SELECT shop.id, u.id, 'owner' FROM shop, users u ORDER BY u.created_at DESC LIMIT 1`);
  cookies = await page.context().cookies();
}

/** The desk of somebody who keeps one empty shop. */
async function desk(options = {}) {
  const page = await haat.phone(options);
  if (cookies) await page.context().addCookies(cookies);
  else await signIn(page);
  // What somebody may do is felt within a few seconds.
  for (let tries = 0; tries < 20; tries += 1) {
    await page.goto("/bn/desk");
    if (await page.getByRole("link", { name: "তালিকা ভরুন" }).first().isVisible()) break;
    await page.waitForTimeout(500);
  }
  return page;
}

describe("an empty list", () => {
  it("is live from a shelf within ten taps, without any script", async () => {
    page = await desk({ javaScriptEnabled: false });
    let taps = 0;
    const tap = async (locator) => {
      taps += 1;
      await locator.click();
    };
    await tap(page.getByRole("link", { name: "তালিকা ভরুন" }).first());
    await page.waitForURL(/\/start$/);
    await look(page, "start");
    assert.ok(await fits(page), "nothing stands out at 360 px");
    // Three things this shop does not sell.
    for (const n of [3, 5, 8]) await tap(page.locator(".ticks input").nth(n));
    await tap(page.getByRole("button", { name: "২০০টি আমার তালিকায় তুলুন" }));
    await page.waitForURL(/added=197/);
    assert.match(await page.getByRole("status").innerText(), /১৯৭টি পণ্য আপনার তালিকায় উঠেছে/);
    await look(page, "start-done");
    assert.ok(taps <= 10, `${taps} taps`);

    // A shopper finds it seconds later.
    const found = Date.now();
    let shops = [];
    while (Date.now() - found < 10_000 && !shops.includes("নতুন মুদি")) {
      const answer = await fetch(`${haat.base}/api/v1/search?q=${encodeURIComponent("মিনিকেট চাল")}&lat=23.8070&lng=90.3687&radius_m=500&limit=200`);
      shops = (await answer.json()).items.map((item) => item.shop?.name?.bn);
    }
    assert.ok(shops.includes("নতুন মুদি"), "found by a shopper");

    await page.getByRole("link", { name: "দাম বসান" }).click();
    await page.waitForURL(/part=unpriced/);
    assert.match(await page.locator("main").innerText(), /১৯৭/);
  });

  it("takes a file that is looked at first, and is undone as a whole", async () => {
    page = await desk();
    await page.getByRole("link", { name: "তালিকা ভরুন" }).first().click();
    await page.getByRole("link", { name: "বরং ফাইল থেকে তালিকা আনুন" }).click();
    await page.waitForURL(/\/import$/);
    await look(page, "import");
    assert.ok(await fits(page), "nothing stands out at 360 px");
    const file = "পণ্যের নাম,দর,পরিমাণ\nমিনিকেট চাল ১ কেজি,৮৫,১২\nমিনিকেট চাল ৫ কেজি,অনেক,৪\nনেই এমন পণ্য,৫০,১\n";
    const goods = { name: "পণ্য.csv", mimeType: "text/csv", buffer: Buffer.from(file) };
    await page.getByLabel("CSV বা এক্সেল ফাইল (.xlsx)").setInputFiles(goods);
    await page.getByRole("button", { name: "দেখে নিন" }).click();
    await page.waitForURL(/\/import\/imp_/);
    await look(page, "import-draft");
    assert.ok(await fits(page), "nothing stands out at 360 px");
    const told = await page.locator("main").innerText();
    assert.match(told, /দর “অনেক”: এখানে একটি সংখ্যা দিন।/);
    assert.match(told, /সারি ৪/);

    await page.getByRole("button", { name: "তালিকায় তুলুন" }).click();
    const undo = page.getByRole("button", { name: "সবটা আগের মতো করুন" });
    await undo.waitFor();
    await look(page, "import-done");
    const count = (label) => page.getByRole("row", { name: label }).innerText();
    assert.match(await count("নেওয়া যাবে না"), /২/);
    assert.match(await count("বদল"), /১/);
    await undo.click();
    await page.getByText("১টি পণ্য আবার আগের মতো").waitFor();
    await look(page, "import-undone");
    assert.deepEqual(page.wrong, []);
  });

  it("says clearly what is no table", async () => {
    page = await desk();
    await page.getByRole("link", { name: "তালিকা ভরুন" }).first().click();
    await page.getByRole("link", { name: "বরং ফাইল থেকে তালিকা আনুন" }).click();
    const picture = { name: "ছবি.csv", mimeType: "text/csv", buffer: Buffer.from("%PDF-1.7") };
    await page.getByLabel("CSV বা এক্সেল ফাইল (.xlsx)").setInputFiles(picture);
    await page.getByRole("button", { name: "দেখে নিন" }).click();
    assert.match(await page.getByRole("alert").innerText(), /এটি কোনো টেবিল নয়/);
    const template = await page.request.get(await page.getByRole("link", { name: "এক্সেলের ফাঁকা নমুনা" }).getAttribute("href"));
    assert.equal(template.status(), 200);
    assert.equal((await template.body()).subarray(0, 2).toString(), "PK");
  });
});
