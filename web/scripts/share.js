// Hands the address of the page on: to another app, or to the clipboard.

/** Shows the button and lets it share. */
export function enhance(button) {
  const { link, title, done } = button.dataset;
  const said = button.parentElement.querySelector("[role=status]");
  button.addEventListener("click", async () => {
    try {
      if (navigator.share) await navigator.share({ title, url: link });
      else {
        await navigator.clipboard.writeText(link);
        said.textContent = done;
      }
    } catch {
      // Whoever closes the list of apps wants nothing more.
    }
  });
  button.hidden = false;
}
