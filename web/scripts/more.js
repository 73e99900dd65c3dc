// "Show more" adds to the list instead of leaving it, and whoever comes back
// finds what was added, at the same height. The browser's own way back comes
// first; this is for when it has to load the page again.

/** How long added results are good for, in milliseconds: prices change. */
const FRESH = 15 * 60_000;
/** Lists kept in this tab, the latest last. */
const KEPT = "haat_lists", MOST = 4;

const kept = () => {
  try {
    return JSON.parse(sessionStorage.getItem(KEPT) ?? "[]");
  } catch {
    return [];
  }
};
const keep = (entry) => {
  const lists = [...kept().filter(({ id }) => id !== entry.id), entry].slice(-MOST);
  try {
    sessionStorage.setItem(KEPT, JSON.stringify(lists));
  } catch {
    // Refused or full: the way back leads to the first page.
  }
};
/** A result is the same thing in the same shop. */
const thing = (card) => [...card.querySelectorAll("a")].map((link) => link.getAttribute("href")).join(" ");

/** Adds to the list above `more`. */
export function enhance(more) {
  const list = document.querySelector("ul.cards");
  const link = more.querySelector("a");
  const said = more.querySelector("[role=status]");
  // Added results stand for one question from one place.
  const asked = `${location.href} ${document.querySelector("form[data-at]")?.dataset.at}`;
  const words = link.textContent;
  const id = history.state?.list ?? `${Date.now()}-${performance.now()}`;
  let added = "", busy = false;

  const add = (html, next) => {
    const known = new Set([...list.children].map(thing));
    // Parsed as a document of its own: nothing in it is run or loaded before it is taken over.
    const cards = [...new DOMParser().parseFromString(`<ul>${html}</ul>`, "text/html").querySelectorAll("ul > li")];
    const fresh = cards.filter((card) => !known.has(thing(card)));
    list.append(...fresh);
    added += html;
    if (next) link.href = next;
    else link.hidden = true;
    return fresh;
  };
  const load = async () => {
    busy = true;
    link.textContent = more.dataset.busy;
    try {
      const answer = await fetch(link.href);
      if (!answer.ok) throw new Error(String(answer.status));
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const fresh = add(page.querySelector("ul.cards")?.innerHTML ?? "", page.querySelector("a[rel=next]")?.getAttribute("href"));
      said.textContent = more.dataset.shown.replace("#", fresh.length.toLocaleString(document.documentElement.lang));
      fresh[0]?.querySelector("a").focus({ preventScroll: true });
    } catch {
      // The link itself leads to the same results.
      location.assign(link.href);
    }
    link.textContent = words;
    busy = false;
  };
  const save = () => {
    if (!added) return;
    keep({ id, asked, added, next: link.hidden ? null : link.getAttribute("href"), y: scrollY, at: Date.now() });
    history.replaceState({ ...history.state, list: id }, "");
  };
  const restore = () => {
    // Whoever loads the page anew wants the list as it is now.
    const back = performance.getEntriesByType("navigation")[0]?.type === "back_forward";
    const old = back && history.state?.list && kept().find((entry) => entry.id === id);
    if (!old || old.asked !== asked || Date.now() - old.at > FRESH) return;
    add(old.added, old.next);
    scrollTo({ top: old.y, behavior: "instant" });
  };

  link.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    if (!busy) load();
  });
  addEventListener("pagehide", save);
  restore();
}
