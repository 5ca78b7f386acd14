// The custom elements that other sites embed an answer or the whole explorer with: <answerbook-answer> and
// <answerbook-search>. A classic script, for modules from elsewhere need headers that static hosts do not send. It makes a
// frame of this site, sizes it, and passes on how the host wants it to look; a link written inside the element stays
// until the frame has answered, and for good if it never does. It holds no text of the library and fetches nothing itself.
(() => {
  "use strict";
  if (!document.currentScript || customElements.get("answerbook-answer")) return;
  const site = new URL(".", document.currentScript.src);
  const LOOKS = ["theme", "accent", "font", "radius"];
  const FILTERS = ["q", "speaker", "topic", "episode"];
  // How long a frame that has loaded may take to say so, in milliseconds.
  const PATIENCE = 5000;
  // Declared by script, which no policy of the host forbids, and important, which nothing of the host outweighs.
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`
    :host { display: block !important; position: relative !important; transition: ${LOOKS.map((name) => `--answerbook-${name} 1ms step-start`)} !important;
      transition-behavior: allow-discrete !important; }
    :host([hidden]) { display: none !important; }
    iframe { position: absolute; inset: 0; width: 100%; height: 100%; border: 0; opacity: 0; pointer-events: none; color-scheme: normal; }
    .awake slot { display: none; }
    .awake iframe { position: static; display: block; height: inherit; opacity: 1; pointer-events: auto; }`);

  class Frame extends HTMLElement {
    #box;
    #frame;
    #late;
    #worn;
    connectedCallback() {
      if (!this.#box) {
        const root = this.attachShadow({ mode: "open" });
        root.adoptedStyleSheets = [sheet];
        this.#box = root.appendChild(document.createElement("div"));
        this.#box.append(document.createElement("slot"));
        this.addEventListener("transitionrun", (event) => event.propertyName.startsWith("--answerbook-") && this.#dress());
      }
      addEventListener("message", this);
      this.#load();
    }
    disconnectedCallback() {
      removeEventListener("message", this);
      this.#unload();
    }
    attributeChangedCallback(name) {
      if (!this.#box || !this.isConnected) return;
      if (LOOKS.includes(name)) this.#dress();
      else if (name !== "height") this.#load();
      else if (this.#box.className && this.still) this.#wake(this.#first());
      else if (!this.#box.className) this.#reserve();
    }
    handleEvent(event) {
      const said = event.data;
      if (!this.#frame || event.source !== this.#frame.contentWindow || event.origin !== site.origin || !said) return;
      // Whatever it says, there is something there; one that is not drawn has no height yet.
      if (said.answerbook) clearTimeout(this.#late);
      if (said.answerbook === "height" && said.height > 0 && said.height < 1e6) this.#wake(said.height + "px");
      if (said.answerbook === "awake") this.#wake(this.#first());
    }
    #first() {
      const height = this.getAttribute("height");
      return /^\d+$/.test(height) ? height + "px" : height && CSS.supports("height", height) ? height : this.usual;
    }
    #reserve() {
      this.#box.style.minHeight = this.#first();
    }
    #wake(height) {
      clearTimeout(this.#late);
      this.#box.className = "awake";
      this.#box.style.minHeight = 0;
      this.#box.style.height = height;
      this.#dress();
    }
    #look() {
      const style = getComputedStyle(this);
      return Object.fromEntries(
        LOOKS.map((name) => [name, this.getAttribute(name) ?? style.getPropertyValue("--answerbook-" + name).trim()]),
      );
    }
    // Not before the frame has spoken: until then nothing of this site may be in it.
    #dress() {
      const look = this.#look();
      const worn = JSON.stringify(look);
      if (!this.#box.className || worn === this.#worn) return;
      this.#worn = worn;
      this.#frame.contentWindow.postMessage({ answerbook: "look", ...look }, site.origin);
    }
    #unload() {
      clearTimeout(this.#late);
      if (this.#frame) this.#frame.remove();
      this.#frame = this.#worn = null;
      this.#box.className = "";
      this.#box.style.height = "";
    }
    #fail(why) {
      this.#unload();
      this.#box.style.minHeight = "";
      console.warn(`${this.localName}: ${why}; what is written inside it stays`);
    }
    #name() {
      return this.title || this.textContent.trim() || "Answerbook";
    }
    #load() {
      const address = this.address();
      if (this.#frame && this.#frame.dataset.address === address) return;
      this.#unload();
      if (!address) return this.#fail('it needs the attributes "episode" and "answer", as its snippet on the answer\'s page has them');
      this.#reserve();
      const url = new URL(address, site);
      for (const [name, value] of Object.entries(this.#look())) if (value) url.searchParams.set(name, value);
      const frame = document.createElement("iframe");
      frame.dataset.address = address;
      frame.title = this.#name();
      frame.loading = this.getAttribute("loading") === "eager" ? "eager" : "lazy";
      frame.allow = navigator.share ? "web-share; clipboard-write" : "clipboard-write";
      frame.addEventListener("load", () => {
        this.#worn = null;
        // By now the link inside is there, should the parser have met this before it.
        frame.title = this.#name();
        if (this.#box.className) return this.#dress();
        clearTimeout(this.#late);
        const why = `nothing to embed at ${new URL(address, site)}: it is not there, cannot be reached, or the page's policy lacks it in frame-src`;
        this.#late = setTimeout(() => this.#fail(why), PATIENCE);
      });
      frame.src = url.href;
      this.#frame = frame;
      this.#box.append(frame);
    }
  }

  customElements.define(
    "answerbook-answer",
    class extends Frame {
      static observedAttributes = ["episode", "answer", "height", ...LOOKS];
      usual = "20rem";
      address() {
        const parts = [this.getAttribute("episode"), this.getAttribute("answer")];
        return parts.every(Boolean) && `embed/${parts.map(encodeURIComponent).join("/")}/`;
      }
    },
  );
  customElements.define(
    "answerbook-search",
    class extends Frame {
      static observedAttributes = ["height", ...FILTERS, ...LOOKS];
      usual = "44rem";
      // It scrolls inside, so that its height is the host's to say.
      still = true;
      address() {
        const query = new URLSearchParams();
        for (const name of FILTERS) {
          const value = this.getAttribute(name);
          // Several of a kind, as in topic="careers remote"; words sought are one text.
          for (const one of value ? (name === "q" ? [value] : value.split(/[\s,]+/)) : []) if (one) query.append(name, one);
        }
        return "./?" + query;
      }
    },
  );
})();
