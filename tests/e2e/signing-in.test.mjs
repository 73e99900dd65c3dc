// Signing in on a small phone, with a script and without.

import assert from "node:assert/strict";
import { after, afterEach, before, describe, it } from "node:test";
import { start } from "./haat.mjs";

let haat, page;
before(async () => { haat = await start(); });
after(async () => { await haat?.stop(); });
afterEach(async () => {
  await page?.context().close();
  page = undefined;
});

const sentTo = (e164) => haat.sentTo(e164);

const inBengali = (text) => text.replace(/\d/g, (digit) => "০১২৩৪৫৬৭৮৯"[digit]);

/** From the form for the number to the account. */
async function signIn(page, phone, e164) {
  await page.goto("/bn/account");
  assert.match(page.url(), /\/bn\/sign-in\?back=/);
  await page.getByLabel("মোবাইল নম্বর").fill(phone);
  await page.getByRole("button", { name: "কোড পাঠান" }).click();
  await page.waitForURL(/\/sign-in\/code/);
  const code = page.getByLabel("ছয় সংখ্যার কোড");
  assert.equal(await code.getAttribute("autocomplete"), "one-time-code");
  assert.equal(await code.getAttribute("inputmode"), "numeric");
  await code.fill(inBengali(await sentTo(e164)));
  await page.getByRole("button", { name: "সাইন ইন করুন" }).click();
  await page.waitForURL(/\/bn\/account$/);
}

const fits = (page) => page.evaluate(() => document.documentElement.scrollWidth <= innerWidth);

describe("signing in", () => {
  for (const javaScriptEnabled of [true, false]) {
    it(`leads from a number to one's account ${javaScriptEnabled ? "with" : "without"} a script`, async () => {
      page = await haat.phone({ javaScriptEnabled });
      const [phone, e164] = javaScriptEnabled ? ["০১৭১২-৩৪৫৬৭৮", "+8801712345678"] : ["01812-345678", "+8801812345678"];
      await signIn(page, phone, e164);
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
