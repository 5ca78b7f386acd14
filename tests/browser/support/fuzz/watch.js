// Runs in every document before its own scripts: keeps what goes wrong in it, for whoever looks at the page later.
window.faults = [];
window.alarm = (nth) => faults.push(`markup ${nth} of a value ran`);
addEventListener("error", (event) => event.message && faults.push(`an uncaught error: ${event.message}`));
addEventListener("unhandledrejection", ({ reason }) => faults.push(`an unhandled rejection: ${reason}`));
addEventListener("securitypolicyviolation", (event) => faults.push(`a violation of the policy: ${event.violatedDirective} ${event.blockedURI}`));
for (const level of ["error", "warn"]) console[level] = (...words) => faults.push(`console.${level}: ${words.map(String).join(" ")}`);
