// What the measurements share.

/** The time that this share of all times stays within. */
exports.within = (times, share) => times.sort((a, b) => a - b)[Math.min(times.length - 1, Math.floor(times.length * share))];
