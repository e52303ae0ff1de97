#!/usr/bin/env node
// Holds what each site's first visit downloads, compressed with brotli, to its budget in KiB.
import { readdirSync, readFileSync } from "node:fs";
import { brotliCompressSync, constants } from "node:zlib";

const budgets = { public: 250, parties: 600, institute: 600 };
let over = false;
for (const [site, budget] of Object.entries(budgets)) {
    const folder = new URL(`../dist/${site}/`, import.meta.url);
    const files = readdirSync(folder).filter((name) => /\.(html|js|css|wasm)$/.test(name));
    const bytes = files
        .map((name) => brotliCompressSync(readFileSync(new URL(name, folder)), { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }).length)
        .reduce((sum, size) => sum + size, 0);
    const size = Math.ceil(bytes / 1024);
    console.log(`${site}: ${size} KiB of ${budget}`);
    over ||= size > budget || !files.some((name) => name.endsWith(".wasm"));
}
process.exit(over ? 1 : 0);
