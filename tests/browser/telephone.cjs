// A telephone with an application for codes of the second factor (RFC 6238).
const { createHmac } = require("node:crypto");

const STEP = 30_000;

/** Each code it gives is newer than the one before. */
class Telephone {
    constructor(secret) {
        const bits = [...secret.replace(/[\s=]/g, "")].map((letter) => "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".indexOf(letter).toString(2).padStart(5, "0")).join("");
        this.key = Buffer.from(bits.match(/.{8}/g).map((byte) => parseInt(byte, 2)));
        this.last = 0;
    }

    /** The server takes the code of this moment, of the one before and of the next, and none twice. */
    async code() {
        // One that would expire on its way is not worth giving.
        while (Date.now() % STEP > STEP - 4_000) await new Promise((resolve) => setTimeout(resolve, 500));
        const step = Math.max(this.last + 1, Math.floor(Date.now() / STEP) - 1);
        while (step > Math.floor(Date.now() / STEP) + 1) await new Promise((resolve) => setTimeout(resolve, 500));
        this.last = step;
        const counter = Buffer.alloc(8);
        counter.writeBigUInt64BE(BigInt(step));
        const digest = createHmac("sha1", this.key).update(counter).digest();
        const number = digest.readUInt32BE(digest[19] & 15) & 0x7fffffff;
        return String(number % 1_000_000).padStart(6, "0");
    }
}

module.exports = { Telephone };
