// What the measurements share.
const { readFileSync } = require("node:fs");
const http = require("node:http");

/** The time that this share of all times stays within. */
exports.within = (times, share) => times.sort((a, b) => a - b)[Math.min(times.length - 1, Math.floor(times.length * share))];

/** What the system says of a process's memory, in MiB: `VmRSS` now, `VmHWM` at most so far. */
exports.memory = (pid, what) => Math.round(Number(readFileSync(`/proc/${pid}/status`, "utf8").match(new RegExp(`${what}:\\s+(\\d+)`))[1]) / 1024);

/** Settings under which one address and one account may do as much as they can. */
exports.unbounded = Object.fromEntries(["PUBLIC_PER_MINUTE", "PAGES_PER_MINUTE", "ACTS_PER_MINUTE", "UPLOADS_PER_MINUTE", "CONNECTIONS_PER_ADDRESS"].map((name) => [`CONOCELES_${name}`, "1000000000"]));

/** Asks a house for something, and tells the status, the text and the milliseconds that it took. */
exports.call = function call(house, agent, method, path, { token, revision, body } = {}) {
    const text = body === undefined ? "" : JSON.stringify(body);
    const headers = { "content-type": "application/json", "content-length": Buffer.byteLength(text) };
    if (token) headers.authorization = `Bearer ${token}`;
    if (revision !== undefined) headers["if-match"] = `"${revision}"`;
    const started = performance.now();
    return new Promise((resolve, reject) => {
        const request = http.request(`${house.url}${path}`, { method, headers, agent }, (answer) => {
            const parts = [];
            answer.on("data", (part) => parts.push(part));
            answer.once("end", () => resolve({ status: answer.statusCode, time: performance.now() - started, text: Buffer.concat(parts).toString() }));
        });
        request.once("error", reject);
        request.end(text);
    });
};
