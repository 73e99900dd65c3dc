// A shopkeeper keeps the shelf on a small phone: prices and stocks in place, with
// a bad connection, beside somebody else, and from the catalogue.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { after, afterEach, before, describe, it } from "node:test";
import { start } from "./haat.mjs";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
/** The least a finger hits on these pages, in CSS pixels. */
const TARGET = 44;

let haat, page, cookies;
before(async () => { haat = await start(); });
after(async () => { await haat?.stop(); });
afterEach(async () => {
  await page?.context().close();
  page = undefined;
});

const PHONE = "01912-345678";
const E164 = "+8801912345678";
const fits = (page) => page.evaluate(() => document.documentElement.scrollWidth <= innerWidth);

/** Signs in once and makes that person the owner of a shop with goods. */
async function signIn(page) {
  await page.goto("/bn/desk");
  await page.getByLabel("মোবাইল নম্বর").fill(PHONE);
  await page.getByRole("button", { name: "কোড পাঠান" }).click();
  await page.waitForURL(/\/sign-in\/code/);
  await page.getByLabel("ছয় সংখ্যার কোড").fill(await haat.sentTo(E164));
  await page.getByRole("button", { name: "সাইন ইন করুন" }).click();
  await page.waitForURL(/\/bn\/desk$/);
  haat.sql(`INSERT INTO shop_staff (shop_id, user_id, role)
    SELECT l.shop_id, u.id, 'owner' FROM users u,
      (SELECT shop_id FROM listings GROUP BY shop_id ORDER BY count(*) DESC, shop_id LIMIT 1) l
    ORDER BY u.created_at DESC LIMIT 1`);
  cookies = await page.context().cookies();
}

/** The list of goods, for somebody who is signed in. */
async function goods(options = {}) {
  const page = await haat.phone(options);
  if (cookies) await page.context().addCookies(cookies);
  else await signIn(page);
  // What somebody may do is felt within a few seconds.
  const link = page.getByRole("link", { name: "পণ্য", exact: true });
  for (let tries = 0; tries < 20; tries += 1) {
    await page.goto("/bn/desk");
    if (await link.first().isVisible()) break;
    await page.waitForTimeout(500);
  }
  await link.first().click();
  await page.waitForURL(/\/goods$/);
  return page;
}

const price = (page, n) => page.locator("input[name=price]").nth(n);
const stock = (page, n) => page.locator("input[name=stock]").nth(n);
const state = (page, n) => page.locator(".shelf__row").nth(n).locator(".shelf__state");
const offer = (page, n) => page.locator(".shelf__row").nth(n).getAttribute("data-offer");

/** Waits until the state of a row says so. */
const says = (page, n, text) => state(page, n).filter({ hasText: text }).waitFor();

describe("the shelf", () => {
  it("saves a price where it stands and takes it back", async () => {
    page = await goods();
    assert.ok(await fits(page), "nothing stands out at 360 px");
    const before = await price(page, 0).inputValue();
    await price(page, 0).fill("৪৫১.৫০");
    await price(page, 0).press("Enter");
    await says(page, 0, "রাখা হয়েছে");
    assert.ok(await price(page, 1).evaluate((input) => input === document.activeElement), "on to the next row");
    assert.equal(await price(page, 0).inputValue(), "৪৫১.৫০");
    await page.locator(".toast").getByRole("button", { name: "ফেরান" }).click();
    await says(page, 0, "আগের মতো করা হয়েছে");
    assert.equal(await price(page, 0).inputValue(), before);
    await page.reload();
    assert.equal(await price(page, 0).inputValue(), before);

    await price(page, 0).fill("৯৯৯");
    await price(page, 0).press("Escape");
    assert.equal(await price(page, 0).inputValue(), before, "Escape gives up");
    await price(page, 0).fill("অনেক");
    await price(page, 0).press("Enter");
    await says(page, 0, "রাখা যায়নি");
    assert.equal(await price(page, 0).getAttribute("aria-invalid"), "true");
    assert.deepEqual(page.wrong, []);
  });

  it("keeps what was written while there is no connection", async () => {
    page = await goods();
    await page.context().setOffline(true);
    await stock(page, 1).fill("17");
    await stock(page, 1).press("Enter");
    await says(page, 1, "সংযোগ নেই");
    const id = await offer(page, 1);
    assert.match(await page.evaluate(() => JSON.stringify(localStorage)), new RegExp(id));
    await page.context().setOffline(false);
    await says(page, 1, "রাখা হয়েছে");
    await page.reload();
    assert.equal(await stock(page, 1).inputValue(), "১৭");
  });

  it("makes a change once whose answer was lost", async () => {
    page = await goods();
    const version = Number(await page.locator(".shelf__row").nth(2).getAttribute("data-version"));
    const keys = [];
    await page.route("**/api/v1/seller/shops/*/offers/*", async (route) => {
      keys.push(route.request().headers()["idempotency-key"]);
      if (keys.length > 1) return route.continue();
      await route.fetch();
      return route.abort();
    });
    await stock(page, 2).fill("৮");
    await price(page, 3).focus();
    await says(page, 2, "রাখা হয়েছে");
    assert.equal(keys.length, 2);
    assert.equal(keys[0], keys[1]);
    assert.equal(Number(await page.locator(".shelf__row").nth(2).getAttribute("data-version")), version + 1);
  });

  it("shows both when somebody else was quicker", async () => {
    page = await goods();
    const id = (await offer(page, 0)).slice(4);
    haat.sql(`UPDATE listings SET price_poisha = 77700 WHERE id = '${id}'`);
    await price(page, 0).fill("৮৮৮");
    await price(page, 0).press("Enter");
    const clash = page.getByRole("alert");
    await clash.getByText("এর মধ্যে অন্য কেউ বদলেছেন").waitFor();
    await clash.getByRole("button", { name: "তাঁরটা থাকুক: ৭৭৭" }).waitFor();
    await clash.getByRole("button", { name: "আমারটা রাখুন: ৮৮৮" }).click();
    await says(page, 0, "রাখা হয়েছে");

    // A sale of the same goods does not stand in the way of a price.
    haat.sql(`UPDATE listings SET stock = 3, availability = 'in_stock' WHERE id = '${id}'`);
    await price(page, 0).fill("৮৯০");
    await price(page, 0).press("Enter");
    await says(page, 0, "রাখা হয়েছে");
    await page.reload();
    assert.equal(await price(page, 0).inputValue(), "৮৯০");
    assert.equal(await stock(page, 0).inputValue(), "৩");
  });

  it("finds one's own goods in whatever script", async () => {
    page = await goods();
    await page.getByRole("searchbox").fill("biskut");
    await page.getByRole("searchbox").press("Enter");
    await page.waitForURL(/q=biskut/);
    const names = await page.locator(".shelf__name").allInnerTexts();
    assert.ok(names.length > 0 && names.some((name) => name.includes("বিস্কুট")), names.join());
  });

  it("takes goods from the catalogue while one types", async () => {
    haat.sql(`INSERT INTO products (id, name_bn, name_en, size) VALUES (gen_random_uuid(), 'জেব্রা সাবান', 'Zebra Soap', '100 g')`);
    page = await goods();
    const [answer] = await Promise.all([
      page.waitForResponse((response) => response.url().includes("/goods/add")),
      page.getByRole("link", { name: "যোগ", exact: true }).click(),
    ]);
    assert.match(answer.headers()["permissions-policy"], /camera=\(self\)/);
    const row = page.locator("#found .shelf__row").filter({ hasText: "জেব্রা সাবান" });
    for (let tries = 0; tries < 20 && !(await row.isVisible()); tries += 1) {
      await page.getByRole("searchbox").fill("");
      await page.getByRole("searchbox").pressSequentially("jebra sab");
      await page.waitForTimeout(600);
    }
    await row.locator("input[name=price]").fill("৬০");
    await row.locator("input[name=stock]").fill("১২");
    await row.getByRole("button", { name: "যোগ করুন" }).click();
    await page.getByText("জেব্রা সাবান তালিকায় যোগ হয়েছে").waitFor();
    await page.getByRole("link", { name: "আপনার তালিকায় আছে" }).first().click();
    await page.getByRole("heading", { name: "জেব্রা সাবান" }).waitFor();
    assert.equal(await page.getByLabel("দাম (টাকা)").inputValue(), "৬০");
    assert.ok(await fits(page));
    assert.deepEqual(page.wrong, []);
  });

  it("works without a script", async () => {
    page = await goods({ javaScriptEnabled: false });
    await price(page, 4).fill("৩২১");
    await page.locator(".shelf__row").nth(4).getByRole("button", { name: "রাখুন" }).click();
    await page.waitForURL(/\/goods$/);
    assert.equal(await price(page, 4).inputValue(), "৩২১");
    const name = await page.locator(".shelf__row").nth(4).locator(".shelf__name").innerText();
    await page.getByRole("link", { name, exact: true }).first().click();
    await page.getByLabel("কয়টি", { exact: true }).fill("৫");
    await page.getByRole("button", { name: "লিখে রাখুন" }).click();
    await page.waitForURL(/done=saved/);
    await page.getByRole("button", { name: "তালিকা থেকে সরান" }).click();
    await page.waitForURL(/part=removed/);
    await page.getByRole("link", { name, exact: true }).first().click();
    await page.getByRole("button", { name: "তালিকায় ফেরান" }).click();
    await page.getByText("পণ্যটি আবার তালিকায় আছে").waitFor();
  });

  it("is for everybody", async () => {
    page = await goods({ bypassCSP: true, viewport: { width: 320, height: 740 } });
    const list = new URL(page.url()).pathname.replace("/bn", "");
    const first = (await page.locator(".shelf__name a").first().getAttribute("href")).replace("/bn", "");
    const found = [];
    for (const lang of ["bn", "en"]) {
      for (const path of ["/desk", list, first, `${list}/add?q=saban`, `${list}/new?category=grocery%2Frice`, list.replace("/goods", "/staff")]) {
        await page.goto(`/${lang}${path}`);
        if (!(await fits(page))) found.push(`${lang} ${path}: wider than 320 pixels`);
        await page.addScriptTag({ content: AXE });
        const { violations } = await page.evaluate(() => window.axe.run(document, { resultTypes: ["violations"] }));
        for (const { id, impact, nodes } of violations) {
          if (impact === "serious" || impact === "critical") found.push(`${lang} ${path}: ${id}: ${nodes[0].html.slice(0, 160)}`);
        }
        const small = await page.evaluate((least) => {
          const hit = [...document.querySelectorAll("main a, main button, main input:not([type=hidden]):not([type=checkbox]), main select")];
          return hit.filter((one) => one.offsetParent && one.getBoundingClientRect().height < least - 0.5).map((one) => one.outerHTML.slice(0, 120));
        }, TARGET);
        found.push(...small.map((one) => `${lang} ${path}: small: ${one}`));
      }
    }
    assert.deepEqual(found, []);
  });
});
