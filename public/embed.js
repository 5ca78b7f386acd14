// The custom elements with which other sites embed an answer, <answerbook-answer>, or the library's search,
// <answerbook-search>. Each makes a frame of this site, sizes it, and passes on the style that the host wishes. What is
// written inside the element, a link as a rule, is shown until the frame has answered, and for good if it never does. It is a
// classic script, since a module from another site needs headers that static hosts do not send. It has no text of the
// library and fetches nothing itself.
(() => {
  "use strict";
  if (!document.currentScript || customElements.get("answerbook-answer")) return;
  const site = new URL(".", document.currentScript.src);
  const STYLE_ATTRIBUTES = ["theme", "accent", "font", "radius"];
  const QUERY_ATTRIBUTES = ["q", "speaker", "topic", "episode"];
  // How long a frame may take to answer once it has loaded, in milliseconds.
  const ANSWER_TIMEOUT_MS = 5000;
  // A style sheet made by script, since a host's policy cannot forbid it, and important, since the host's own styles
  // cannot override it. A change of a custom property, or of the colour of the host's text, starts a transition, which is how the
  // element hears of it. The outline, which is not drawn, has that colour as numbers from 0 to 1, however the host writes it.
  const styleSheet = new CSSStyleSheet();
  styleSheet.replaceSync(`
    :host { display: block !important; position: relative !important; outline: 0 none color-mix(in srgb, currentcolor, transparent 0%) !important;
      transition: ${["color", ...STYLE_ATTRIBUTES.map((name) => "--answerbook-" + name)].map((name) => name + " 1ms step-start")} !important;
      transition-behavior: allow-discrete !important; }
    :host([hidden]) { display: none !important; }
    iframe { position: absolute; inset: 0; width: 100%; height: 100%; border: 0; opacity: 0; pointer-events: none; color-scheme: normal; }
    .shown slot { display: none; }
    .shown iframe { position: static; display: block; height: inherit; opacity: 1; pointer-events: auto; }`);

  class Frame extends HTMLElement {
    // The element that holds the slot and the frame. It has the class "shown" while the frame is shown.
    #box;
    #frame;
    // The timer that gives up on a frame which does not answer.
    #timeout;
    // The style that the frame was sent last, as JSON.
    #sentStyle;
    connectedCallback() {
      if (!this.#box) {
        const root = this.attachShadow({ mode: "open" });
        root.adoptedStyleSheets = [styleSheet];
        this.#box = root.appendChild(document.createElement("div"));
        this.#box.append(document.createElement("slot"));
        this.addEventListener("transitionrun", (event) => event.target === this && this.#sendStyle());
      }
      addEventListener("message", this);
      document.addEventListener("securitypolicyviolation", this);
      this.#load();
    }
    disconnectedCallback() {
      removeEventListener("message", this);
      document.removeEventListener("securitypolicyviolation", this);
      this.#unload();
    }
    attributeChangedCallback(name) {
      if (!this.#box || !this.isConnected) return;
      if (STYLE_ATTRIBUTES.includes(name)) this.#sendStyle();
      else if (name !== "height") this.#load();
      else if (this.#box.className && this.hasFixedHeight) this.#show(this.initialHeight);
      else if (!this.#box.className) this.#reserveHeight();
    }
    handleEvent(event) {
      // Of a frame that the host's policy forbids Firefox sends no event "load".
      if (event.effectiveDirective === "frame-src" && this.#frame?.src.startsWith(event.blockedURI) && !this.#box.className) return this.#fail(this.#reason());
      const message = event.data;
      if (!this.#frame || event.source !== this.#frame.contentWindow || event.origin !== site.origin || !message) return;
      // Whatever the message, the frame is ours. One that is not drawn has no height yet.
      const { answerbook, height } = message;
      if (answerbook) clearTimeout(this.#timeout);
      if (answerbook === "height" && Number.isInteger(height) && height > 0 && height < 1e6) this.#show(this.heightFor(height + "px"));
      if (answerbook === "awake") this.#show(this.initialHeight);
    }
    get initialHeight() {
      const height = this.getAttribute("height");
      return /^\d+$/.test(height) ? height + "px" : height && CSS.supports("height", height) ? height : this.defaultHeight;
    }
    #reserveHeight() {
      this.#box.style.minHeight = this.initialHeight;
    }
    #show(height) {
      clearTimeout(this.#timeout);
      this.#box.className = "shown";
      this.#box.style.minHeight = 0;
      this.#box.style.height = height;
      this.#sendStyle();
    }
    #style() {
      const style = getComputedStyle(this);
      const wished = Object.fromEntries(
        STYLE_ATTRIBUTES.map((name) => [name, this.getAttribute(name) ?? style.getPropertyValue("--answerbook-" + name).trim()]),
      );
      // Where the host says nothing of it, light text means a dark page. A browser without `color-mix` gives numbers up to 255.
      const [red, green, blue] = style.outlineColor.match(/[\d.]+(?=[ ,)])/g).map((number) => (style.outlineColor[0] === "c" ? +number : number / 255));
      this.adopt?.(wished, style);
      wished.theme ||= 0.2126 * red + 0.7152 * green + 0.0722 * blue > 0.5 ? "dark" : "light";
      return wished;
    }
    // Only after the frame has answered: before that it may hold a page of another site.
    #sendStyle() {
      const style = this.#style();
      const serialized = JSON.stringify(style);
      if (!this.#box.className || serialized === this.#sentStyle) return;
      this.#sentStyle = serialized;
      this.#frame.contentWindow.postMessage({ answerbook: "look", ...style }, site.origin);
    }
    #unload() {
      clearTimeout(this.#timeout);
      if (this.#frame) this.#frame.remove();
      this.#frame = this.#sentStyle = null;
      this.#box.className = "";
      this.#box.style.height = "";
    }
    #fail(reason) {
      this.#unload();
      this.#box.style.minHeight = "";
      console.warn(`${this.localName}: ${reason}; the content inside it is shown instead`);
    }
    #reason() {
      return `nothing to embed at ${new URL(this.address(), site)}: it is not there, cannot be reached, or the page's policy lacks it in frame-src`;
    }
    #frameTitle() {
      return this.title || this.textContent.trim() || "Answerbook";
    }
    #load() {
      const address = this.address();
      if (this.#frame && this.#frame.dataset.address === address) return;
      this.#unload();
      if (!address) return this.#fail('it needs the attributes "episode" and "answer", as its snippet on the answer\'s page has them');
      this.#reserveHeight();
      const url = new URL(address, site);
      for (const [name, value] of Object.entries(this.#style())) if (value) url.searchParams.set(name, value);
      const frame = document.createElement("iframe");
      frame.dataset.address = address;
      frame.title = this.#frameTitle();
      frame.name = this.localName;
      frame.loading = this.getAttribute("loading") === "eager" ? "eager" : "lazy";
      frame.allow = navigator.share ? "web-share; clipboard-write" : "clipboard-write";
      frame.addEventListener("load", () => {
        this.#sentStyle = null;
        // The content of the element, which may give the title, may have been parsed only after the element was connected.
        frame.title = this.#frameTitle();
        if (this.#box.className) return this.#sendStyle();
        clearTimeout(this.#timeout);
        this.#timeout = setTimeout(() => this.#fail(this.#reason()), ANSWER_TIMEOUT_MS);
      });
      frame.src = url.href;
      this.#frame = frame;
      this.#box.append(frame);
    }
  }

  customElements.define(
    "answerbook-answer",
    class extends Frame {
      static observedAttributes = ["episode", "answer", "height", ...STYLE_ATTRIBUTES];
      defaultHeight = "20rem";
      heightFor(content) {
        return content;
      }
      address() {
        const parts = [this.getAttribute("episode"), this.getAttribute("answer")];
        return parts.every(Boolean) && `embed/${parts.map(encodeURIComponent).join("/")}/`;
      }
    },
  );
  customElements.define(
    "answerbook-search",
    class extends Frame {
      static observedAttributes = ["height", ...QUERY_ATTRIBUTES, ...STYLE_ATTRIBUTES];
      defaultHeight = "44rem";
      // It scrolls inside what the host gives it; or else it is as high as its content, up to a limit.
      get hasFixedHeight() {
        return this.hasAttribute("height");
      }
      // It looks like a part of the host's page: with its font, and with the colour of its links, of which there is one inside as a rule.
      adopt(wished, { fontFamily }) {
        const link = this.querySelector("a[href]");
        wished.font ||= fontFamily;
        wished.accent ||= link ? getComputedStyle(link).color : "";
      }
      heightFor(content) {
        return this.hasFixedHeight ? this.initialHeight : `min(${content}, ${this.defaultHeight})`;
      }
      address() {
        const query = new URLSearchParams();
        for (const name of QUERY_ATTRIBUTES) {
          const value = this.getAttribute(name);
          // A filter may have several values, as in topic="careers remote"; the query is one text.
          const values = name === "q" ? [value] : (value ?? "").split(/[\s,]+/);
          for (const one of values) if (one) query.append(name, one);
        }
        return "./?" + query;
      }
    },
  );
})();
