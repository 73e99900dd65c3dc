// For everybody: any width, any theme, any language, with any aid.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { after, before, describe, it } from "node:test";
import { start } from "./haat.mjs";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
/** Where a phone, a tablet and a desk begin. */
const WIDTHS = [320, 360, 768, 1280];
/** The least a finger hits, in CSS pixels. */
const TARGET = 48;

let haat, shop, product;
before(async () => {
  haat = await start();
  const near = await (await fetch(`${haat.base}/api/v1/search?q=chal&in_stock=true&lat=23.8069&lng=90.3687`)).json();
  shop = near.items[0].shop.id;
  product = near.items[0].product.id;
});
after(async () => { await haat?.stop(); });

/** The pages that people see most, without their language. */
const pages = () => ({
  home: "/",
  "home without a place": "/",
  place: "/place",
  district: "/place/BD3026",
  search: "/search?q=chal",
  "empty search": "/search?q=xylophonequartz",
  shop: `/shops/${shop}`,
  product: `/products/${product}`,
  categories: "/categories",
  map: "/map",
  help: "/help",
  missing: "/nowhere",
});

/** Shows every page, one after the other, on one phone. */
async function each(options, langs, look) {
  const page = await haat.phoneInMirpur(options);
  const place = await page.context().cookies();
  for (const lang of langs) {
    for (const [name, path] of Object.entries(pages())) {
      await page.context().clearCookies();
      if (name !== "home without a place") await page.context().addCookies(place);
      await page.goto(`/${lang}${path}`, { waitUntil: "load" });
      await look(page, `${lang} ${name}`);
    }
  }
  await page.context().close();
}

describe("for everybody", () => {
  for (const lang of ["bn", "en"]) {
    for (const colorScheme of ["light", "dark"]) {
      it(`has no serious barrier in ${lang}, ${colorScheme}`, async () => {
        const found = [];
        await each({ colorScheme, bypassCSP: true }, [lang], async (page, name) => {
          await page.addScriptTag({ content: AXE });
          const { violations } = await page.evaluate(() => window.axe.run(document, { resultTypes: ["violations"] }));
          for (const { id, impact, nodes } of violations) {
            if (impact === "serious" || impact === "critical") found.push(`${name}: ${impact} ${id}: ${nodes.slice(0, 3).map((node) => node.html.slice(0, 160)).join(" | ")}`);
          }
        });
        assert.deepEqual(found, []);
      });
    }
  }

  for (const width of WIDTHS) {
    it(`fits ${width} pixels without scrolling sideways`, async () => {
      const wide = [];
      await each({ viewport: { width, height: 800 } }, ["bn", "en"], async (page, name) => {
        const { inner, whole } = await page.evaluate(() => ({ inner: innerWidth, whole: document.documentElement.scrollWidth }));
        if (inner !== width || whole > width) wide.push(`${name}: ${whole} of ${inner}`);
      });
      assert.deepEqual(wide, []);
    });
  }

  it("can be hit with a thumb", async () => {
    const small = [];
    await each({}, ["bn", "en"], async (page, name) => {
      const found = await page.evaluate((least) => {
        const inText = (element) => getComputedStyle(element).display === "inline";
        const all = [...document.querySelectorAll("main button, main .button, main .pick, main .chip, main summary, header a, header button, nav.bar a")];
        return all
          .filter((element) => element.checkVisibility() && !inText(element))
          .map((element) => ({ box: element.getBoundingClientRect(), text: `${element.className} ${element.textContent.trim().slice(0, 30)}` }))
          .filter(({ box }) => box.width > 0 && (box.height < least || box.width < least))
          .map(({ box, text }) => `${text}: ${Math.round(box.width)}x${Math.round(box.height)}`);
      }, TARGET);
      small.push(...found.map((text) => `${name}: ${text}`));
    });
    assert.deepEqual(small, []);
  });

  it("leads the keyboard to the content and shows where it is", async () => {
    const page = await haat.phoneInMirpur({ viewport: { width: 1280, height: 800 } });
    await page.goto("/bn/");
    await page.keyboard.press("Tab");
    const skip = page.locator(":focus");
    assert.equal(await skip.getAttribute("href"), "#main");
    await page.keyboard.press("Enter");
    assert.equal(await page.evaluate(() => document.activeElement.id), "main");
    const unseen = [];
    for (let turns = 0; turns < 25; turns += 1) {
      await page.keyboard.press("Tab");
      const seen = await page.evaluate(() => {
        const at = document.activeElement;
        if (!at || at === document.body) return null;
        const style = getComputedStyle(at);
        const ring = (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0) || style.boxShadow !== "none";
        return { ring, text: at.outerHTML.slice(0, 100) };
      });
      if (seen && !seen.ring) unseen.push(seen.text);
    }
    assert.deepEqual(unseen, [], "focus without a ring");
    await page.context().close();
  });
});
