// The filters as a bottom sheet on phones. Without this file they are a fold
// with a form in it; on a desk they stand beside the results.

const DESK = matchMedia("(min-width: 960px)");
const BENGALI = "০১২৩৪৫৬৭৮৯";

/** Makes the fold a modal dialog while it is open on a phone. */
export function enhance(sheet) {
  const form = sheet.querySelector("form");
  const summary = sheet.querySelector("summary");
  const shut = form.querySelector(".sheet__close");
  const dialog = document.createElement("dialog");
  dialog.className = "drawer";
  dialog.setAttribute("aria-labelledby", "filters");
  summary.setAttribute("aria-haspopup", "dialog");

  const rise = () => {
    form.replaceWith(dialog);
    dialog.append(form);
    shut.hidden = false;
    dialog.showModal();
  };
  const fall = () => {
    if (!dialog.isConnected) return;
    dialog.replaceWith(form);
    shut.hidden = true;
    sheet.open = false;
    if (!DESK.matches) summary.focus();
  };
  sheet.addEventListener("toggle", () => {
    if (sheet.open && !DESK.matches && !dialog.isConnected) rise();
    else if (!sheet.open) dialog.close();
  });
  dialog.addEventListener("close", fall);
  dialog.addEventListener("click", (event) => { if (event.target === dialog) dialog.close(); });
  // Where a desk has no room for it beside the results, it is still a fold.
  sheet.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || dialog.isConnected || !sheet.open) return;
    sheet.open = false;
    summary.focus();
  });
  shut.addEventListener("click", () => dialog.close());
  DESK.addEventListener("change", () => dialog.close());
  // Coming back shows the results, not the sheet in front of them.
  addEventListener("pagehide", () => dialog.close());
  count(form);
}

/** Says on the button how many results the choices will give. */
function count(form) {
  const button = form.querySelector("button:not([type])");
  const usual = button.textContent;
  const { at, one, other, none } = button.dataset;
  let timer, running;
  const ask = async () => {
    running = new AbortController();
    const { signal } = running;
    try {
      const answer = await fetch(`/api/v1/search?${question(form, at)}`, { signal });
      if (!answer.ok) throw new Error(String(answer.status));
      const { total, widened } = await answer.json();
      if (signal.aborted) return;
      const shown = total.toLocaleString(document.documentElement.lang);
      button.textContent = total === 0 || widened ? none : (total === 1 ? one : other).replace("#", shown);
    } catch (error) {
      if (error.name !== "AbortError") button.textContent = usual;
    }
  };
  form.addEventListener("input", () => {
    clearTimeout(timer);
    running?.abort();
    button.textContent = usual;
    if (at) timer = setTimeout(ask, 250);
  });
}

/** The form as a question of the API, which counts in poisha. */
function question(form, at) {
  const [lat, lng] = at.split(",");
  const query = new URLSearchParams({ lat, lng, limit: "1" });
  for (const [name, value] of new FormData(form)) {
    if (value && !/^m(in|ax)_price$|^sort$/.test(name)) query.set(name, value);
  }
  const price = (name) => form.elements[name].value.replace(/[০-৯]/g, (digit) => BENGALI.indexOf(digit)).replace(/[\s,৳]/g, "");
  // As on the page: two that are crossed are swapped.
  const prices = [price("min_price"), price("max_price")];
  if (prices[0] && prices[1] && Number(prices[0]) > Number(prices[1])) prices.reverse();
  ["min_price", "max_price"].forEach((name, n) => { if (prices[n]) query.set(name, Math.round(prices[n] * 100)); });
  return query;
}
