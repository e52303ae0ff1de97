// What the measurements share.
const { readFileSync } = require("node:fs");

/** The time that this share of all times stays within. */
exports.within = (times, share) => times.sort((a, b) => a - b)[Math.min(times.length - 1, Math.floor(times.length * share))];

/** What the system says of a process's memory, in MiB: `VmRSS` now, `VmHWM` at most so far. */
exports.memory = (pid, what) => Math.round(Number(readFileSync(`/proc/${pid}/status`, "utf8").match(new RegExp(`${what}:\\s+(\\d+)`))[1]) / 1024);

/** Settings under which one address and one account may do as much as they can. */
exports.unbounded = Object.fromEntries(["PUBLIC_PER_MINUTE", "PAGES_PER_MINUTE", "ACTS_PER_MINUTE", "UPLOADS_PER_MINUTE", "CONNECTIONS_PER_ADDRESS"].map((name) => [`CONOCELES_${name}`, "1000000000"]));
