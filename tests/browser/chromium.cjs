// The browser that journeys and pictures use: Debian's, which asks nobody for anything by itself.
const executablePath = process.env.CONOCELES_CHROMIUM ?? "/usr/bin/chromium-headless-shell";
const names = ["lang=es-MX", "no-sandbox", "disable-gpu", "disable-quic", "no-first-run", "disable-background-networking", "disable-component-update", "disable-sync"];

module.exports = { executablePath, flags: names.map((name) => `--${name}`) };
