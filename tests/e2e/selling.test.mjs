// From "this is my shop" to a verified shop, on a small phone in Bengali.

import assert from "node:assert/strict";
import { after, afterEach, before, describe, it } from "node:test";
import { start } from "./haat.mjs";

let haat, pages = [];
before(async () => { haat = await start(); });
after(async () => { await haat?.stop(); });
afterEach(async () => {
  for (const page of pages) await page.context().close();
  pages = [];
});

