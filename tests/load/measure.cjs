// What the measurements share.
const { readFileSync } = require("node:fs");

/** The time that this share of all times stays within. */
exports.within = (times, share) => times.sort((a, b) => a - b)[Math.min(times.length - 1, Math.floor(times.length * share))];

/** What the system says of a process's memory, in MiB: `VmRSS` now, `VmHWM` at most so far. */
exports.memory = (pid, what) => Math.round(Number(readFileSync(`/proc/${pid}/status`, "utf8").match(new RegExp(`${what}:\\s+(\\d+)`))[1]) / 1024);
