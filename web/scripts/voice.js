// Search by speaking, where the browser turns speech into words.

/** Tried in this order; Bengali as it is spoken here. */
const TONGUES = { bn: ["bn-BD"], en: ["en-BD", "en-US"] };
/** Codes of the browser and the words of ours that say what to do. */
const TROUBLE = {
  "not-allowed": "denied",
  "service-not-allowed": "denied",
  "no-speech": "unheard",
  "audio-capture": "microphone",
  "language-not-supported": "language",
};

/** Shows the button and lets it listen. */
export function enhance(button) {
  const Recognition = window.SpeechRecognition ?? window.webkitSpeechRecognition;
  const form = button.closest("form");
  const input = form.querySelector("input[type=search]");
  const said = form.querySelector("[role=status]");
  const tongues = TONGUES[document.documentElement.lang] ?? TONGUES.bn;
  let running;

  const tell = (text) => {
    said.textContent = text;
    said.classList.toggle("unseen", !text);
  };
  const end = () => {
    running = undefined;
    button.setAttribute("aria-pressed", "false");
  };
  const listen = ([lang, ...others]) => {
    const ear = new Recognition();
    const before = input.value;
    let heard = false, trouble = "unheard";
    ear.lang = lang;
    ear.interimResults = true;
    ear.onresult = ({ results }) => {
      const parts = [...results];
      // Speech comes with a full stop or danda that nobody looks for.
      input.value = parts.map(([best]) => best.transcript).join("").trim().replace(/[.।?]$/, "");
      heard = parts.every((part) => part.isFinal) && input.value !== "";
    };
    ear.onerror = ({ error }) => { trouble = error === "aborted" ? "" : TROUBLE[error] ?? "away"; };
    ear.onend = () => {
      if (running !== ear) return;
      end();
      if (heard) {
        tell("");
        return form.requestSubmit();
      }
      input.value = before;
      if (trouble === "language" && others.length) return listen(others);
      tell(trouble && button.dataset[trouble]);
    };
    running = ear;
    button.setAttribute("aria-pressed", "true");
    tell(button.dataset.listening);
    try {
      ear.start();
    } catch {
      end();
      tell(button.dataset.away);
    }
  };
  const stop = () => {
    const ear = running;
    end();
    ear?.abort();
    tell("");
  };

  button.hidden = false;
  button.addEventListener("click", () => (running ? stop() : listen(tongues)));
  input.addEventListener("input", stop);
  form.addEventListener("keydown", (event) => { if (event.key === "Escape" && !said.classList.contains("unseen")) stop(); });
  // A page that is left, also for a while, does not go on listening.
  addEventListener("pagehide", stop);
}
