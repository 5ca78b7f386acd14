// Tells what the console of a page says, since WebKit's driver does not: to the server, or where the page's policy forbids that to
// whoever looks at `keptConsole`. Requests that fail are not told: the server's log has them.
{
  const tells = window.tellsConsole;
  delete window.tellsConsole;
  const kept = [];
  Object.defineProperty(window, "keptConsole", { value: kept });
  const tell = (line) => {
    if (!tells) return void kept.push(line);
    // At once, so that nothing is lost when the page is left.
    const request = new XMLHttpRequest();
    request.open("POST", "/console-of-the-page", false);
    try {
      request.send(line);
    } catch {
      kept.push(line);
    }
  };
  for (const level of ["debug", "log", "info", "warn", "error", "trace"]) {
    const own = console[level];
    console[level] = function (...words) {
      tell(`${level}: ${words.map(String).join(" ")}`);
      own.apply(this, words);
    };
  }
  // As a browser does: not those that a page makes up or takes care of.
  const unlessPrevented = (event, line) => setTimeout(() => event.defaultPrevented || tell(line));
  addEventListener("error", (event) => event.isTrusted && event.message && unlessPrevented(event, `uncaught: ${event.message} (${event.filename}:${event.lineno})`));
  addEventListener("unhandledrejection", (event) => unlessPrevented(event, `unhandled rejection: ${event.reason}`));
  addEventListener("securitypolicyviolation", ({ effectiveDirective, blockedURI }) => {
    // The browser asks for the icon by itself, where a page names none.
    if (blockedURI !== `${location.protocol}//${location.host}/favicon.ico`) tell(`Content Security Policy: ${effectiveDirective} refuses ${blockedURI}`);
  });
}
