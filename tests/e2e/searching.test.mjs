// The search box, the filters and the list: by finger, key, voice and on a slow line.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { after, afterEach, before, describe, it } from "node:test";
import { chromium } from "playwright-core";
import { start } from "./haat.mjs";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
/** The most an answer with suggestions may weigh, in bytes before compression. */
const SUGGESTIONS = 3 * 1024;

let haat, page;
before(async () => { haat = await start(); });
after(async () => { await haat?.stop(); });
afterEach(async () => {
  const wrong = page?.wrong ?? [];
  await page?.context().close();
  page = undefined;
  assert.deepEqual(wrong, [], "errors in the browser's console");
});

const box = (page) => page.locator("#q");
const options = (page) => page.locator("#hints [role=option]");
const recent = (page) => page.locator(".recent .recent__again");
const cards = (page) => page.locator("ul.cards > li.card");
const sheet = (page) => page.locator("dialog.drawer");
/** The row that a screen reader would read. */
const active = async (page) => {
  const id = await box(page).getAttribute("aria-activedescendant");
  return id === null ? null : page.locator(`#${id}`).innerText();
};

/** Waits in here: the pages refuse scripts that come as text. */
async function until(page, holds, given) {
  const deadline = Date.now() + 10_000;
  // A page that is just being left has no answer.
  while (!await page.evaluate(holds, given).catch(() => false)) {
    assert.ok(Date.now() < deadline, `in vain: ${holds}`);
    await page.waitForTimeout(30);
  }
}

async function search(page, words) {
  await box(page).fill(words);
  await box(page).press("Enter");
  await page.waitForURL(/\/search\?/);
  await page.waitForLoadState();
}

describe("suggestions", () => {
  it("move with the keys that WAI-ARIA names, and leave the words alone", async () => {
    page = await haat.phoneInMirpur();
    await page.goto("/bn/");
    await box(page).pressSequentially("cha");
    await options(page).nth(1).waitFor();
    assert.equal(await active(page), null, "nothing is chosen by itself");
    assert.equal(await page.locator("#hints").getAttribute("role"), "listbox");
    assert.equal(await box(page).getAttribute("aria-controls"), "hints");
    const rows = await options(page).allInnerTexts();
    await box(page).press("ArrowUp");
    assert.equal(await active(page), rows.at(-1), "up from the words is the last row");
    await box(page).press("ArrowDown");
    assert.equal(await active(page), rows[0], "and round again");
    assert.equal(await options(page).locator("visible=true").first().getAttribute("aria-selected"), "true");
    await box(page).press("ArrowLeft");
    assert.equal(await active(page), null, "left is a move in the words");
    assert.equal(await page.locator("#hints [aria-selected=true]").count(), 0);
    await box(page).press("Escape");
    assert.equal(await box(page).getAttribute("aria-expanded"), "false");
    assert.equal(await box(page).inputValue(), "cha", "the first Escape keeps the words");
    await box(page).press("ArrowDown");
    await page.locator("#hints [aria-selected=true]").waitFor();
    assert.equal(await active(page), rows[0], "down opens a closed list");
    await box(page).press("Alt+ArrowUp");
    assert.equal(await page.locator("#hints").isVisible(), false);
    await box(page).press("End");
    await box(page).pressSequentially("l");
    await options(page).first().waitFor();
    assert.equal(await active(page), null, "new rows, nothing chosen");
    await box(page).press("Enter");
    await page.waitForURL(/q=chal(&|$)/);
  });

  it("stand in the letters that are typed, with the other ones beside them", async () => {
    page = await haat.phoneInMirpur();
    const bengali = /\p{Script=Bengali}/u;
    for (const [lang, typed] of [["bn", "pey"], ["en", "pey"], ["bn", "পেঁয়া"], ["en", "পেঁয়া"]]) {
      await page.goto(`/${lang}/`);
      await box(page).pressSequentially(typed);
      await options(page).locator("small").first().waitFor();
      const row = options(page).filter({ has: page.locator("small") }).first();
      const [first, second] = [await row.locator("span").innerText(), await row.locator("small").innerText()];
      assert.equal(bengali.test(first), bengali.test(typed), `${lang} ${typed}: ${first}`);
      assert.notEqual(bengali.test(second), bengali.test(typed), `${lang} ${typed}: ${second}`);
      const language = bengali.test(second) ? "bn" : "en";
      assert.equal(await row.locator("small").getAttribute("lang"), language === lang ? null : language);
    }
  });

  it("let go of stale questions, and an old answer is never shown", async () => {
    page = await haat.phoneInMirpur();
    await page.goto("/bn/");
    const failed = [], held = [];
    page.on("requestfailed", (request) => failed.push(new URL(request.url()).searchParams.get("q")));
    await page.route("**/api/v1/suggest?*", async (route) => {
      if (new URL(route.request().url()).searchParams.get("q") === "ch") held.push(route);
      else await route.continue();
    });
    await box(page).pressSequentially("ch");
    while (held.length === 0) await page.waitForTimeout(20);
    await box(page).pressSequentially("ini");
    await options(page).first().waitFor();
    assert.deepEqual(failed, ["ch"]);
    const shown = await options(page).allInnerTexts();
    await held[0].fulfill({ json: { items: [{ name: { bn: "পুরোনো" }, offers: 1 }] } }).catch(() => {});
    await page.waitForTimeout(100);
    assert.deepEqual(await options(page).allInnerTexts(), shown);
  });

  it("weigh at most 3 KB an answer, for any first letters", async () => {
    let heaviest = 0, most = 0;
    for (const q of ["c", "p", "m", "চ", "প", "ম", "ch", "mo", "ma", "পে", "chal", "মসলা", "oil"]) {
      const answer = await fetch(`${haat.base}/api/v1/suggest?${new URLSearchParams({ q, lat: 23.8069, lng: 90.3687 })}`, { headers: { "accept-encoding": "identity" } });
      const body = Buffer.from(await answer.arrayBuffer());
      most = Math.max(most, JSON.parse(body).items.length);
      heaviest = Math.max(heaviest, body.length);
    }
    console.log(`  suggestions: at most ${heaviest} bytes for ${most} rows, not compressed`);
    assert.ok(most > 3 && heaviest <= SUGGESTIONS, `${heaviest} bytes`);
  });
});

describe("recent searches", () => {
  it("are offered under the empty box, by finger and by key", async () => {
    page = await haat.phoneInMirpur();
    await page.goto("/bn/");
    await box(page).focus();
    assert.equal(await page.locator(".recent").isVisible(), false, "nobody has searched yet");
    for (const words of ["chal", "ডাল", "CHAL", "তেল"]) await search(page, words);
    await page.goto("/bn/");
    const asked = [];
    page.on("request", (request) => asked.push(request.url()));
    await box(page).tap();
    assert.deepEqual(await recent(page).allInnerTexts(), ["তেল", "CHAL", "ডাল"]);
    for (const button of await page.locator(".recent button").all()) {
      const { width, height } = await button.boundingBox();
      assert.ok(width >= 48 && height >= 48, `${width}x${height}`);
    }
    await box(page).pressSequentially("x");
    assert.equal(await page.locator(".recent").isVisible(), false, "words were typed");
    await box(page).press("Backspace");
    await box(page).press("ArrowDown");
    assert.equal(await page.locator(":focus").innerText(), "তেল");
    await page.keyboard.press("Escape");
    assert.equal(await page.locator(".recent").isVisible(), false);
    assert.equal(await page.locator(":focus").getAttribute("id"), "q");
    assert.deepEqual(asked.filter((url) => /%E0|chal/i.test(url)), [], "the list stays on the device");
    await box(page).tap();
    await recent(page).nth(2).tap();
    await page.waitForURL((url) => url.searchParams.get("q") === "ডাল");
    const cookies = await page.context().cookies();
    assert.ok(!cookies.some(({ name, value }) => /recent/.test(name) || /chal/i.test(value)));
  });

  it("are forgotten one by one and all at once", async () => {
    page = await haat.phoneInMirpur();
    await page.goto("/en/");
    for (const words of ["rice", "oil", "salt"]) await search(page, words);
    await page.goto("/en/");
    await box(page).tap();
    await page.getByRole("button", { name: "oil: remove from the list" }).tap();
    assert.deepEqual(await recent(page).allInnerTexts(), ["salt", "rice"]);
    assert.match(await page.locator(".ask [role=status]").textContent(), /oil: removed/);
    assert.equal(await page.locator(":focus").getAttribute("id"), "q");
    await page.getByRole("button", { name: "Forget all" }).tap();
    assert.equal(await page.locator(".recent").isVisible(), false);
    assert.equal(await page.evaluate(() => localStorage.getItem("haat_recent")), null);
    await page.reload();
    await box(page).tap();
    assert.equal(await page.locator(".recent").isVisible(), false);
  });

  it("are not there where storage is refused or holds nonsense", async () => {
    page = await haat.phoneInMirpur();
    await page.addInitScript(() => {
      if (sessionStorage.getItem("nonsense")) return localStorage.setItem("haat_recent", "{\"a\":");
      for (const name of ["getItem", "setItem", "removeItem"]) {
        const real = Storage.prototype[name];
        Storage.prototype[name] = function (...given) {
          if (this === localStorage) throw new DOMException("refused", "SecurityError");
          return real.apply(this, given);
        };
      }
    });
    await page.goto("/bn/");
    await search(page, "chal");
    assert.ok(await cards(page).count() > 0);
    await box(page).fill("");
    await box(page).tap();
    assert.equal(await page.locator(".recent").isVisible(), false);
    assert.equal(await page.evaluate(() => localStorage.length), 0);
    await page.evaluate(() => sessionStorage.setItem("nonsense", "1"));
    await page.goto("/bn/");
    await box(page).tap();
    assert.equal(await page.locator(".recent").isVisible(), false);
  });
});

/** A browser's recogniser whose ear the test holds in `window.ears`. */
const fakeEar = () => {
  window.ears = [];
  window.SpeechRecognition = class {
    start() { window.ears.push(this); }
    abort() { this.gone = true; this.onerror?.({ error: "aborted" }); this.onend?.(); }
  };
  window.hear = (transcript, isFinal) => {
    const ear = window.ears.at(-1);
    ear.onresult({ results: [Object.assign([{ transcript }], { isFinal })] });
    if (isFinal) ear.onend();
  };
  window.deaf = (error) => {
    const ear = window.ears.at(-1);
    ear.onerror({ error });
    ear.onend();
  };
};

describe("voice", () => {
  const button = (page) => page.locator(".ask__voice");
  const said = (page) => page.locator(".ask__said");

  it("is absent where the browser does not offer it", async () => {
    page = await haat.phoneInMirpur();
    await page.addInitScript(() => {
      delete window.SpeechRecognition;
      delete window.webkitSpeechRecognition;
    });
    const asked = [];
    page.on("request", (request) => asked.push(request.url()));
    await page.goto("/bn/", { waitUntil: "networkidle" });
    assert.equal(await button(page).isVisible(), false);
    assert.ok(!asked.some((url) => /voice/.test(url)), "and its script is not loaded");
    assert.ok(asked.some((url) => /recent/.test(url)), "as others are");
  });

  it("listens in Bengali, shows it, and searches for what it heard", async () => {
    page = await haat.phoneInMirpur();
    await page.addInitScript(fakeEar);
    const answer = await page.goto("/bn/");
    assert.match(answer.headers()["permissions-policy"], /microphone=\(self\)/);
    await button(page).waitFor();
    assert.match(await button(page).innerText(), /বলে খুঁজুন/);
    const { width, height } = await button(page).boundingBox();
    assert.ok(width >= 48 && height >= 48, `${width}x${height}`);
    await button(page).tap();
    assert.equal(await button(page).getAttribute("aria-pressed"), "true");
    assert.equal(await page.evaluate(() => window.ears[0].lang), "bn-BD");
    assert.match(await said(page).innerText(), /শুনছি/);
    await page.evaluate(() => window.hear("পেঁ", false));
    assert.equal(await box(page).inputValue(), "পেঁ");
    await page.evaluate(() => window.hear("পেঁয়াজ।", true));
    await page.waitForURL((url) => url.searchParams.get("q") === "পেঁয়াজ");
    assert.ok(await cards(page).count() > 0);
  });

  it("stops when pressed again or when somebody types", async () => {
    page = await haat.phoneInMirpur();
    await page.addInitScript(fakeEar);
    await page.goto("/bn/");
    for (const stop of [() => button(page).tap(), () => box(page).pressSequentially("c"), () => box(page).press("Escape")]) {
      await button(page).tap();
      assert.equal(await button(page).getAttribute("aria-pressed"), "true");
      await stop();
      assert.equal(await button(page).getAttribute("aria-pressed"), "false");
      assert.equal(await page.evaluate(() => window.ears.at(-1).gone), true);
      assert.equal(await said(page).innerText(), "");
    }
  });

  it("says what went wrong in the language of the page", async () => {
    page = await haat.phoneInMirpur();
    await page.addInitScript(fakeEar);
    const words = {
      bn: { "not-allowed": /অনুমতি/, "no-speech": /শোনা গেল না/, "audio-capture": /মাইক্রোফোন পাওয়া/, network: /সংযোগ/, "language-not-supported": /বাংলা কথা বোঝে না/ },
      en: { "not-allowed": /Allow it/, "no-speech": /heard nothing/, "audio-capture": /No microphone/, network: /connection/ },
    };
    for (const [lang, expected] of Object.entries(words)) {
      await page.goto(`/${lang}/`);
      for (const [error, pattern] of Object.entries(expected)) {
        await button(page).tap();
        await page.evaluate((error) => window.deaf(error), error);
        assert.match(await said(page).innerText(), pattern, `${lang} ${error}`);
        assert.equal(await said(page).isVisible(), true);
        assert.equal(await button(page).getAttribute("aria-pressed"), "false");
      }
    }
    await button(page).tap();
    await page.evaluate(() => window.deaf("language-not-supported"));
    assert.deepEqual(await page.evaluate(() => window.ears.slice(-2).map(({ lang }) => lang)), ["en-BD", "en-US"], "the next English is tried");
    await page.evaluate(() => window.deaf("language-not-supported"));
    assert.match(await said(page).innerText(), /does not understand/);
  });
});

describe("filters on a phone", () => {
  const open = async (page) => {
    await page.locator("details.sheet summary").tap();
    await sheet(page).waitFor();
  };

  it("are a sheet that holds the focus and goes with Escape", async () => {
    page = await haat.phoneInMirpur();
    await page.goto("/bn/search?q=chal", { waitUntil: "networkidle" });
    await page.locator("details.sheet summary").focus();
    await page.keyboard.press("Enter");
    await sheet(page).waitFor();
    assert.equal(await sheet(page).evaluate((dialog) => dialog.matches(":modal")), true);
    const { y, height } = await sheet(page).boundingBox();
    assert.ok(y > 60 && Math.abs(y + height - 740) < 2, `rises from the bottom: ${y} + ${height}`);
    for (let turns = 0; turns < 40; turns += 1) {
      await page.keyboard.press("Tab");
      const where = await page.evaluate(() => document.activeElement === document.body || document.querySelector("dialog.drawer").contains(document.activeElement));
      assert.ok(where, `turn ${turns}`);
    }
    await page.keyboard.press("Escape");
    assert.equal(await page.locator(".sheet__in").isVisible(), false);
    assert.equal(await page.evaluate(() => document.activeElement.tagName), "SUMMARY");
    await open(page);
    await page.locator(".sheet__close").tap();
    assert.equal(await page.locator(".sheet__in").isVisible(), false);
    await open(page);
    await page.touchscreen.tap(180, 30);
    assert.equal(await page.locator(".sheet__in").isVisible(), false, "a tap beside it closes it");
  });

  it("say how many results they will give, and then give them", async () => {
    page = await haat.phoneInMirpur();
    await page.goto("/en/search?q=rice", { waitUntil: "networkidle" });
    await open(page);
    const go = page.locator(".sheet__do button");
    assert.equal(await go.innerText(), "Show results");
    await page.locator("input[name=max_price]").fill("১০০");
    await page.locator("input[name=in_stock]").check();
    await until(page, () => /\d/.test(document.querySelector(".sheet__do button").textContent));
    const promised = Number((await go.innerText()).match(/\d+/)[0]);
    await go.tap();
    await page.waitForURL(/in_stock=true/);
    assert.equal(Number((await page.locator("[role=status] h2").innerText()).match(/(\d+) result/)[1]), promised);
    assert.equal(await page.locator("a.chip--on").count(), 2);
    await page.goBack();
    await page.waitForLoadState();
    assert.equal(await sheet(page).count(), 0, "no sheet in front of the list");
    await page.goForward();
    await page.locator("a.chip--on").first().tap();
    await until(page, () => document.querySelectorAll("a.chip--on").length === 1);
    await open(page);
    await page.locator("input[name=min_price]").fill("9000000");
    await until(page, () => /Nothing/.test(document.querySelector(".sheet__do button").textContent));
  });

  it("stand beside the results on a desk", async () => {
    page = await haat.phoneInMirpur({ viewport: { width: 1280, height: 800 } });
    await page.goto("/bn/search?q=chal", { waitUntil: "networkidle" });
    assert.equal(await page.locator(".sheet__in").isVisible(), true);
    assert.equal(await page.locator(".sheet__close").isVisible(), false);
    await page.locator("input[name=in_stock]").check();
    await until(page, () => /[০-৯]/.test(document.querySelector(".sheet__do button").textContent));
  });
});

describe("what opens", () => {
  for (const colorScheme of ["light", "dark"]) {
    it(`has no serious barrier, ${colorScheme}`, async () => {
      page = await haat.phoneInMirpur({ colorScheme, bypassCSP: true });
      await page.addInitScript(fakeEar);
      const found = [];
      const look = async (name) => {
        await page.addScriptTag({ content: AXE });
        const { violations } = await page.evaluate(() => window.axe.run(document, { resultTypes: ["violations"] }));
        found.push(...violations.filter(({ impact }) => /serious|critical/.test(impact)).map(({ id, nodes }) => `${name}: ${id}: ${nodes[0].html.slice(0, 160)}`));
        const wide = await page.evaluate(() => document.documentElement.scrollWidth);
        if (wide > 360) found.push(`${name}: ${wide} pixels wide`);
      };
      // What is searched before the scripts have come is not remembered.
      await page.goto("/bn/", { waitUntil: "networkidle" });
      await search(page, "চিনিগুঁড়া পোলাওয়ের চাল যেটা খুব সুগন্ধি আর দাম কম");
      await page.goto("/bn/");
      await box(page).tap();
      await recent(page).first().waitFor();
      await look("recent searches");
      await box(page).pressSequentially("pep");
      await options(page).first().waitFor();
      await box(page).press("ArrowDown");
      await look("suggestions");
      await box(page).press("Escape");
      await page.locator(".ask__voice").tap();
      await look("listening");
      await page.goto("/bn/search?q=peyaj", { waitUntil: "networkidle" });
      await page.locator("details.sheet summary").tap();
      await sheet(page).waitFor();
      await look("filters");
      assert.deepEqual(found, []);
    });
  }
});

describe("results", () => {
  it("say how the words were read, with a way to the words as typed", async () => {
    page = await haat.phoneInMirpur();
    await page.goto("/bn/search?q=peyaj");
    const line = page.locator("p.line", { hasText: "দেখানো হচ্ছে" });
    assert.match(await line.innerText(), /দেখানো হচ্ছে: \p{Script=Bengali}*/u);
    await line.locator("a").tap();
    await page.waitForURL(/literal=1/);
    assert.match(await page.locator("main").innerText(), /হুবহু “peyaj” খোঁজা হয়েছে/);
    await page.locator("a.chip", { hasText: "কাছাকাছি" }).first().tap();
    await page.waitForURL((url) => !url.searchParams.has("literal"));
    await page.goto("/bn/search?q=peyaj&min_price=900000");
    assert.match(await page.locator("main").innerText(), /খোঁজা হয়েছে: পেঁয়াজ/, "nothing is shown, and so it is not said");
  });

  it("grow in place, and are all there on the way back, at the same height", async () => {
    page = await haat.phoneInMirpur();
    await page.goto("/bn/search?q=chal&radius_m=10000", { waitUntil: "networkidle" });
    const first = await cards(page).count();
    await page.locator("a[rel=next]").tap();
    await until(page, (count) => document.querySelectorAll("ul.cards > li").length > count, first);
    assert.match(page.url(), /radius_m=10000$/, "the same page");
    assert.match(await page.locator(".more [role=status]").textContent(), /[০-৯]+টি নতুন/);
    await until(page, () => /page=3/.test(document.querySelector("a[rel=next]")?.href ?? "page=3"));
    const hrefs = await cards(page).locator("a").evaluateAll((links) => links.map((link) => link.getAttribute("href")));
    const things = await cards(page).evaluateAll((all) => all.map((card) => [...card.querySelectorAll("a")].map((link) => link.href).join(" ")));
    assert.equal(new Set(things).size, things.length, "nothing twice");
    const far = cards(page).nth(first + 6);
    await far.scrollIntoViewIfNeeded();
    const height = await page.evaluate(() => scrollY);
    await far.locator("a").first().tap();
    await page.waitForURL(/\/(shops|products)\//);
    await page.goBack();
    await until(page, (count) => document.querySelectorAll("ul.cards > li").length > count, first);
    await until(page, (height) => Math.abs(scrollY - height) < 40, height);
    assert.deepEqual(await cards(page).locator("a").evaluateAll((links) => links.map((link) => link.getAttribute("href"))), hrefs);

    // Loaded anew, it is the list as it is now.
    await page.reload({ waitUntil: "networkidle" });
    assert.equal(await cards(page).count(), first);

    // From another place the list is another one.
    await page.locator("a[rel=next]").tap();
    await until(page, (count) => document.querySelectorAll("ul.cards > li").length > count, first);
    await page.goto("/bn/help");
    await page.context().addCookies([{ name: "haat_place", value: "23.7461_90.3742_a_loc-dhanmondi", url: haat.base }]);
    await page.goBack();
    await page.waitForLoadState("networkidle");
    assert.ok(await cards(page).count() <= first);
  });

  it("may be kept by the browser as they are", async () => {
    const browser = await chromium.launch({
      executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
      args: ["--no-sandbox", "--disable-gpu"],
      ignoreDefaultArgs: ["--disable-back-forward-cache"],
    });
    try {
      const context = await browser.newContext({ baseURL: haat.base });
      await context.addCookies([{ name: "haat_place", value: "23.8069_90.3687_a_loc-mirpur-10", url: haat.base }]);
      const kept = await context.newPage();
      const answer = await kept.goto("/bn/search?q=chal");
      assert.doesNotMatch(answer.headers()["cache-control"], /no-store/);
      await kept.evaluate(() => {
        window.same = true;
        addEventListener("pageshow", ({ persisted }) => { window.persisted = persisted; });
      });
      await kept.goto("/bn/help");
      await kept.goBack({ waitUntil: "commit" });
      await kept.waitForTimeout(300);
      assert.deepEqual(await kept.evaluate(() => [window.same, window.persisted]), [true, true]);
    } finally {
      await browser.close();
    }
  });
});
