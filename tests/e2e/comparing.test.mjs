// A shopkeeper sends a picture, a shopper compares shops and says that a price is
// wrong, the shopkeeper puts it right. On a small phone, in Bengali.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { after, afterEach, before, describe, it } from "node:test";
import { start } from "./haat.mjs";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const PHONE = "01912-345679";
const E164 = "+8801912345679";
/** Pictures are made ready beside everything else, in milliseconds. */
const READY = 90_000;

let haat, page, cookies, shop, offer, product;
before(async () => { haat = await start(); });
after(async () => { await haat?.stop(); });
afterEach(async () => {
  assert.deepEqual(page?.wrong ?? [], []);
  await page?.context().close();
  page = undefined;
});

const fits = (page) => page.evaluate(() => document.documentElement.scrollWidth <= innerWidth);

async function isAccessible(page) {
  await page.evaluate(AXE);
  const found = await page.evaluate(() => globalThis.axe.run({ runOnly: ["wcag2a", "wcag2aa"] }));
  const told = found.violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" ")}`);
  assert.deepEqual(told, []);
}

/** The owner of the shop with most goods, signed in. */
async function owner(options = {}) {
  const page = await haat.phone(options);
  if (cookies) {
    await page.context().addCookies(cookies);
    return page;
  }
  await page.goto("/bn/desk");
  await page.getByLabel("মোবাইল নম্বর").fill(PHONE);
  await page.getByRole("button", { name: "কোড পাঠান" }).click();
  await page.waitForURL(/\/sign-in\/code/);
  await page.getByLabel("ছয় সংখ্যার কোড").fill(await haat.sentTo(E164));
  await page.getByRole("button", { name: "সাইন ইন করুন" }).click();
  await page.waitForURL(/\/bn\/desk$/);
  haat.sql(`INSERT INTO shop_staff (shop_id, user_id, role)
    SELECT l.shop_id, u.id, 'owner' FROM users u,
      (SELECT shop_id FROM listings WHERE availability = 'in_stock' AND price_poisha IS NOT NULL
       GROUP BY shop_id ORDER BY count(*) DESC, shop_id LIMIT 1) l
    ORDER BY u.created_at DESC LIMIT 1`);
  const link = page.getByRole("link", { name: "পণ্য", exact: true });
  for (let tries = 0; tries < 20; tries += 1) {
    await page.goto("/bn/desk");
    if (await link.first().isVisible()) break;
    await page.waitForTimeout(500);
  }
  await link.first().click();
  await page.waitForURL(/\/goods$/);
  shop = page.url().match(/shp_[0-9a-f]+/)[0];
  const api = await page.request.get(`/api/v1/seller/shops/${shop}/offers?limit=200`);
  const goods = (await api.json()).items.filter((it) => it.price && it.in_stock && it.shown);
  // One that other shops around sell as well.
  for (const it of goods) {
    const around = await page.request.get(`/api/v1/products/${it.product.id}/offers?lat=23.8069&lng=90.3687`);
    const { items } = await around.json();
    if (items.length > 1 && items.some((other) => other.id === it.id)) {
      [offer, product] = [it.id, it.product.id];
      break;
    }
  }
  assert.ok(offer, "two demo shops sell the same thing");
  cookies = await page.context().cookies();
  return page;
}

describe("a product in many shops", () => {
  it("gets a picture from a phone, put in order and cut without leaving the page", async () => {
    page = await owner();
    await page.goto(`/bn/desk/shops/${shop}/goods/${offer}`);
    await page.getByRole("link", { name: "পণ্যের ছবি" }).click();
    await page.waitForURL(/\/pictures$/);
    const shot = (name) => page.screenshot({ type: "jpeg", clip: { x: 0, y: 0, width: 80, height: 60 } }).then((buffer) => ({ name, mimeType: "image/jpeg", buffer }));
    const files = [await shot("a.jpg")];
    await page.goto("/bn/help");
    files.push(await shot("b.jpg"));
    await page.goBack();
    await page.getByLabel("ছবি বেছে নিন বা তুলুন").setInputFiles(files);
    await page.getByRole("button", { name: "ছবি পাঠান" }).click();
    await page.locator("#pictures img").nth(1).waitFor({ timeout: READY });
    await page.locator("#pictures [data-unready]").first().waitFor({ state: "detached", timeout: READY });
    assert.ok(await fits(page));
    await isAccessible(page);
    const first = await page.locator("#pictures img").first().getAttribute("src");
    await page.getByRole("button", { name: "আগে নিন" }).click();
    await page.getByText("সংরক্ষণ হয়েছে").waitFor();
    assert.equal(await page.locator("#pictures img").nth(1).getAttribute("src"), first);
    await page.getByText("কিনারা কাটুন").first().click();
    await page.getByLabel("উপরে %").first().fill("৩০");
    const clip = await page.locator("#pictures .picture").first().evaluate((it) => it.style.clipPath);
    assert.match(clip, /30%/);
    await page.getByRole("button", { name: "কেটে রাখুন" }).first().click();
    await page.getByRole("button", { name: "পুরো ছবি দেখান" }).waitFor({ timeout: READY });
    await page.goto(`/bn/desk/shops/${shop}/goods`);
    await page.locator(".shelf__picture img").first().waitFor();
    assert.ok(await fits(page));
  });

  it("shows what it looks like and where it costs least", async () => {
    page = await haat.phoneInMirpur();
    await page.goto(`/bn/products/${product}`);
    const picture = page.locator(".gallery img").first();
    await picture.waitFor();
    assert.ok(await picture.evaluate((img) => img.decode().then(() => img.naturalWidth > 0)));
    assert.match(await picture.evaluate((img) => img.currentSrc), /\.avif$/);
    await page.getByText("সবচেয়ে কম দাম").waitFor();
    assert.ok(await fits(page));
    await isAccessible(page);
  });

  it("has a price that shoppers doubt and the shop puts right", async () => {
    page = await haat.phoneInMirpur();
    await page.goto(`/bn/products/${product}`);
    await page.locator(`a[href="/bn/offers/${offer}"]`).click();
    await page.waitForURL(/\/offers\//);
    assert.ok(await fits(page));
    await isAccessible(page);
    await page.getByLabel("আসল দাম, টাকায়").fill("৯৯৯");
    await page.getByRole("button", { name: "দাম ভুল, জানান" }).click();
    await page.getByText("দোকানিকে জানানো হয়েছে").waitFor();
    await page.context().close();

    page = await owner();
    await page.goto("/bn/desk");
    await page.getByRole("link", { name: /ক্রেতা বলেছেন দাম ভুল/ }).click();
    await page.waitForURL(/part=reported/);
    await page.locator(".shelf__name a").first().click();
    await page.getByText("চেয়েছেন ৳৯৯৯").waitFor();
    assert.ok(await fits(page));
    await isAccessible(page);
    await page.getByLabel("ঠিক দাম, টাকায়").fill("৯৯৯");
    await page.getByRole("button", { name: "দাম ঠিক করুন" }).click();
    await page.getByText("উত্তর দেওয়া হয়েছে").waitFor();
    await page.goto(`/bn/offers/${offer}`);
    await page.getByText("৳৯৯৯").first().waitFor();
    await page.locator(".chart__line").waitFor({ state: "attached" });
    assert.ok(await fits(page));
  });
});
