// Signing in on a small phone, with a script and without.

import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { after, afterEach, before, describe, it } from "node:test";
import { start } from "./haat.mjs";

const SECRET = "haat-development-secret-not-for-production";

let haat, page;
before(async () => { haat = await start(); });
after(async () => { await haat?.stop(); });
afterEach(async () => {
  await page?.context().close();
  page = undefined;
});

const hmac = (key, ...parts) => parts.reduce((mac, part) => mac.update(part), createHmac("sha256", key)).digest();

/** Makes 123456 the code that was sent: what was sent is not stored. */
function plant(url) {
  const sealed = new URL(url).searchParams.get("c");
  const { challenge } = JSON.parse(Buffer.from(sealed, "base64url").subarray(12));
  const id = challenge.slice(4);
  const mac = hmac(hmac(SECRET, "auth codes"), Buffer.from(id, "hex"), "123456");
  haat.sql(`UPDATE otp_challenges SET code_mac = '\\x${mac.toString("hex")}' WHERE replace(id::text, '-', '') = '${id}'`);
}

/** From the form for the number to the account. */
async function signIn(page, phone) {
  await page.goto("/bn/account");
  assert.match(page.url(), /\/bn\/sign-in\?back=/);
  await page.getByLabel("মোবাইল নম্বর").fill(phone);
  await page.getByRole("button", { name: "কোড পাঠান" }).click();
  await page.waitForURL(/\/sign-in\/code/);
  plant(page.url());
  const code = page.getByLabel("ছয় সংখ্যার কোড");
  assert.equal(await code.getAttribute("autocomplete"), "one-time-code");
  assert.equal(await code.getAttribute("inputmode"), "numeric");
  await code.fill("১২৩৪৫৬");
  await page.getByRole("button", { name: "সাইন ইন করুন" }).click();
  await page.waitForURL(/\/bn\/account$/);
}

const fits = (page) => page.evaluate(() => document.documentElement.scrollWidth <= innerWidth);

describe("signing in", () => {
  for (const javaScriptEnabled of [true, false]) {
    it(`leads from a number to one's account ${javaScriptEnabled ? "with" : "without"} a script`, async () => {
      page = await haat.phone({ javaScriptEnabled });
      const phone = javaScriptEnabled ? "০১৭১২-৩৪৫৬৭৮" : "01812-345678";
      await signIn(page, phone);
      if (javaScriptEnabled) assert.ok(await fits(page), "nothing stands out at 360 px");
      await page.getByLabel("নাম", { exact: true }).fill("করিম উদ্দিন");
      await page.getByRole("button", { name: "সংরক্ষণ করুন" }).first().click();
      await page.waitForURL(/done=saved/);
      assert.equal(await page.getByLabel("নাম", { exact: true }).inputValue(), "করিম উদ্দিন");
      await page.getByRole("button", { name: "সাইন আউট", exact: true }).click();
      await page.waitForURL(/\/bn\/$/);
      await page.goto("/bn/account");
      assert.match(page.url(), /\/bn\/sign-in/);
      assert.deepEqual(page.wrong, []);
    });
  }

  it("says what is wrong with a number and keeps what was typed", async () => {
    page = await haat.phone();
    await page.goto("/bn/sign-in");
    await page.getByLabel("মোবাইল নম্বর").fill("0171234567");
    await page.getByRole("button", { name: "কোড পাঠান" }).click();
    assert.match(await page.getByRole("alert").innerText(), /১১ সংখ্যার/);
    assert.equal(await page.getByLabel("মোবাইল নম্বর").inputValue(), "0171234567");
    assert.ok(await fits(page));
  });
});
