// What a person does: choose a place, look for rice, walk into a shop.

import assert from "node:assert/strict";
import { after, afterEach, before, describe, it } from "node:test";
import { MIRPUR, start } from "./haat.mjs";

let haat, page;
before(async () => { haat = await start(); });
after(async () => { await haat?.stop(); });
afterEach(async () => {
  const wrong = page?.wrong ?? [];
  await page?.context().close();
  page = undefined;
  assert.deepEqual(wrong, [], "errors in the browser's console");
});

/** Taps from the home page to a locality: a city, then a part of it. */
async function placeByArea(page, { city, part }) {
  let taps = 0;
  const tap = async (locator) => {
    await locator.click();
    taps += 1;
  };
  await tap(page.locator(".pick", { hasText: city }).first());
  await tap(page.locator("button.pick", { hasText: part }).first());
  await page.waitForLoadState();
  return taps;
}

async function search(page, words) {
  const box = page.locator("form[role=search] input[name=q]").first();
  await box.fill(words);
  await box.press("Enter");
  await page.waitForURL(/\/search\?/);
}

const offers = (page) => page.locator("ul.cards > li.card");

describe("shopping", () => {
  it("leads from area to chal to a real shop in at most three taps", async () => {
    page = await haat.phone();
    await page.goto("/bn/");
    const taps = await placeByArea(page, { city: "ঢাকা", part: "মিরপুর ১০" });
    assert.ok(taps <= 3, `${taps} taps`);
    assert.match(await page.locator(".here").innerText(), /মিরপুর ১০/);
    assert.ok(await offers(page).count() > 3, "shops near here");

    await search(page, "chal");
    assert.ok(await offers(page).count() >= 5);
    const first = offers(page).first();
    assert.match(await first.innerText(), /চাল/);
    assert.match(await first.locator(".price").innerText(), /৳/);
    assert.match(await first.locator(".stone").innerText(), /[০-৯]+\s*(মি|কিমি)/);
    assert.match(await first.innerText(), /ডেমো|নমুনা/, "made-up shops say so");

    await first.locator(".card__shop").click();
    await page.waitForURL(/\/bn\/shops\/shp_[0-9a-f]{32}$/);
    assert.ok((await page.locator("h1").innerText()).length > 2);
    assert.ok(await page.locator("table.hours tr").count() >= 7);
    assert.match(await page.locator("a[href^='geo:']").getAttribute("href"), /^geo:23\.8/);
    assert.ok(await page.locator("ul.cards li").count() > 5, "items with prices");
  });

  it("finds a place by a name typed in any script", async () => {
    for (const typed of ["mirpur 10", "মিরপুর ১০", "Chittagong", "jessore"]) {
      page = await haat.phone();
      await page.goto("/en/place");
      await page.locator("#place-q").fill(typed);
      await page.locator("#place-q").press("Enter");
      await page.waitForURL(/q=/);
      assert.ok(await page.locator("section .pick").count() > 0, typed);
      if (typed !== "jessore") await page.context().close();
    }
  });

  it("says what to do when the position is refused", async () => {
    page = await haat.phone({ permissions: [] });
    await page.goto("/bn/");
    await page.locator("form[data-gps] button").click();
    const note = page.locator("form[data-gps] [role=alert]");
    await note.waitFor({ state: "visible" });
    assert.ok((await note.innerText()).length > 10);
    assert.equal(await page.locator("form[data-gps] button").isEnabled(), true);
    assert.ok(await placeByArea(page, { city: "ঢাকা", part: "মিরপুর ১০" }) <= 3, "the other way still works");
    assert.ok(await offers(page).count() > 0);
  });

  it("uses the position when it is given, and keeps it from the address", async () => {
    page = await haat.phone({ geolocation: MIRPUR, permissions: ["geolocation"] });
    await page.goto("/bn/");
    await page.locator("form[data-gps] button").click();
    await page.waitForSelector("ul.cards li.card");
    assert.ok(!page.url().includes("23.8"), page.url());
    assert.match(await page.locator(".here").innerText(), /মিরপুর/);
    const cookie = (await page.context().cookies()).find((known) => known.name === "haat_place");
    assert.match(cookie.value, /^23\.8069_90\.3687_g_/);
    assert.deepEqual([cookie.httpOnly, cookie.sameSite], [true, "Lax"]);
  });

  it("keeps the page and what was asked when the language is switched", async () => {
    page = await haat.phoneInMirpur();
    await page.goto("/bn/search?q=%E0%A6%9A%E0%A6%BE%E0%A6%B2&sort=price");
    const before = await offers(page).count();
    await page.locator(".tongue").click();
    await page.waitForURL(/\/en\/search\?/);
    const asked = new URL(page.url()).searchParams;
    assert.deepEqual([asked.get("q"), asked.get("sort")], ["চাল", "price"]);
    assert.equal(await page.locator("html").getAttribute("lang"), "en");
    assert.equal(await offers(page).count(), before);
    await page.goto("/");
    assert.match(page.url(), /\/en\/$/, "remembered");
  });

  it("works from end to end with JavaScript off", async () => {
    page = await haat.phone({ javaScriptEnabled: false });
    await page.goto("/bn/");
    assert.equal(await page.locator("form[data-gps]").isVisible(), false, "nothing that could not work is shown");
    await placeByArea(page, { city: "ঢাকা", part: "মিরপুর ১০" });
    await search(page, "ডাল");
    assert.ok(await offers(page).count() > 0);
    await page.locator("details.sheet summary").click();
    await page.locator("details.sheet input[name=in_stock]").check({ force: true });
    await page.locator(".sheet__do button").click();
    await page.waitForURL(/in_stock=true/);
    assert.ok(await offers(page).count() > 0);
    await offers(page).first().locator(".card__name a").click();
    await page.waitForURL(/\/products\/prd_/);
    assert.ok(await offers(page).count() > 0, "offers compared");
    // Up from behind the bar at the bottom, as a thumb would.
    await page.mouse.wheel(0, 300);
    await offers(page).first().locator(".card__name a").click();
    await page.waitForURL(/\/shops\/shp_/);
    assert.equal(await page.locator("h1").count(), 1);
  });

  it("suggests with the keyboard as ARIA describes", async () => {
    page = await haat.phoneInMirpur();
    await page.goto("/bn/");
    const box = page.locator("#q");
    assert.equal(await box.getAttribute("role"), "combobox");
    await box.pressSequentially("mini", { delay: 20 });
    const options = page.locator("#hints [role=option]");
    await options.first().waitFor();
    assert.equal(await box.getAttribute("aria-expanded"), "true");
    await box.press("ArrowDown");
    const active = await box.getAttribute("aria-activedescendant");
    assert.equal(await page.locator(`#${active}`).getAttribute("aria-selected"), "true");
    await box.press("ArrowUp");
    await box.press("Escape");
    assert.equal(await box.getAttribute("aria-expanded"), "false");
    assert.equal(await page.locator("#hints").isVisible(), false);
    await box.pressSequentially("k");
    await options.first().waitFor();
    await box.press("ArrowDown");
    await box.press("Enter");
    await page.waitForURL(/\/bn\/search\?/);
    assert.ok(await offers(page).count() > 0);
  });

  it("narrows with the filter sheet and takes each filter off again", async () => {
    page = await haat.phoneInMirpur();
    await page.goto("/bn/search?q=chal");
    await page.locator("details.sheet summary").click();
    await page.locator("details.sheet input[name=max_price]").fill("১০০");
    await page.locator("details.sheet input[name=in_stock]").check({ force: true });
    await page.locator(".sheet__do button").click();
    await page.waitForURL(/max_price=/);
    const prices = await page.locator("ul.cards .price").allInnerTexts();
    const taka = (text) => Number(text.replace(/[০-৯]/g, (digit) => "০১২৩৪৫৬৭৮৯".indexOf(digit)).match(/[\d.,]+/)[0].replaceAll(",", ""));
    assert.ok(prices.length > 0);
    for (const price of prices) assert.ok(taka(price) <= 100, price);
    const chips = page.locator("a.chip--on");
    assert.equal(await chips.count(), 2);
    await chips.first().click();
    await page.waitForLoadState();
    assert.equal(await page.locator("a.chip--on").count(), 1);
  });

  it("goes back to the same list at the same height", async () => {
    page = await haat.phoneInMirpur();
    await page.goto("/bn/search?q=chal");
    const card = offers(page).nth(7);
    await card.scrollIntoViewIfNeeded();
    const before = await page.evaluate(() => scrollY);
    assert.ok(before > 200, String(before));
    await card.locator(".card__shop").click();
    await page.waitForURL(/\/shops\//);
    await page.goBack();
    await page.waitForURL(/\/search\?q=chal/);
    await page.waitForFunction((height) => Math.abs(scrollY - height) < 40, before);
    assert.match(await page.locator(".here").innerText(), /মিরপুর ১০/);
    assert.equal(await page.locator("#q").inputValue(), "chal");
  });

  it("draws a map of our own outlines when no tile arrives", async () => {
    page = await haat.phoneInMirpur();
    const asked = [];
    page.on("request", (request) => asked.push(request.url()));
    await page.goto("/bn/");
    assert.ok(!asked.some((url) => /leaflet|map\./.test(url)), "nothing of the map is loaded before it is asked for");
    await page.locator("a[href*='/map']").first().click();
    await page.waitForURL(/\/bn\/map/);
    const drawn = page.locator("#map .leaflet-overlay-pane path");
    await drawn.nth(10).waitFor({ state: "attached" });
    assert.ok(await page.locator("#map path.leaflet-interactive").count() > 3, `shops among ${await drawn.count()} shapes`);
    await page.locator("#map path.leaflet-interactive").nth(2).dispatchEvent("click");
    const name = page.locator(".leaflet-popup-content a");
    await name.waitFor();
    assert.match(await name.getAttribute("href"), /\/bn\/shops\/shp_/);
  });

  it("helps when nothing was found", async () => {
    page = await haat.phoneInMirpur();
    await page.goto("/bn/search?q=xylophonequartz");
    assert.ok((await page.locator("div.panel").innerText()).length > 20);
    assert.ok(await page.locator("div.panel a").count() > 0, "ways out");
    await page.goto("/bn/search?q=chal&radius_m=500&max_price=1");
    assert.ok(await page.locator("div.panel a").count() > 0);
  });

  it("tells that a shop has not confirmed what it usually sells", async () => {
    // A grocery from a map, of which nobody has told anything, on the spot.
    haat.sql("INSERT INTO shops (id, external_id, name_en, kind, location) VALUES (gen_random_uuid(), 'e2e/silent', 'Silent Grocery', 'grocery', ST_MakePoint(90.3687, 23.8069)::geography)");
    page = await haat.phoneInMirpur();
    const card = page.locator("li.card--maybe", { hasText: "Silent Grocery" });
    for (let turns = 0; turns < 50 && await card.count() === 0; turns += 1) await page.goto("/bn/search?q=chal&radius_m=500&sort=distance");
    assert.match(await card.innerText(), /নিশ্চিত/);
    assert.equal(await card.locator(".price").count(), 0, "no price is made up");
    await card.locator("a[href*='/shops/']").first().click();
    await page.waitForURL(/\/shops\/shp_/);
    assert.ok(await page.locator(".mark--maybe").count() > 0);
    assert.equal(await page.locator(".mark--demo, .mark--sure").count(), 0, "neither demo nor verified");
  });
});
