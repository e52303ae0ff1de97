#!/usr/bin/env node
// Pictures of a running demo at 1280 px, for the README: ADDRESS FOLDER. None is larger than 150 KB.
const { statSync, mkdirSync } = require("node:fs");
const { join } = require("node:path");
const { chromium } = require("playwright-core");
const { executablePath, flags } = require("../../tests/browser/chromium.cjs");

// The password that the demo prints for all its accounts.
const PASSWORD = "prueba de conoceles";

async function main() {
    const [address, folder] = process.argv.slice(2);
    mkdirSync(folder, { recursive: true });
    const browser = await chromium.launch({ executablePath, args: flags });
    const context = await browser.newContext({ baseURL: address, locale: "es-MX", viewport: { width: 1280, height: 860 }, reducedMotion: "reduce" });
    const page = await context.newPage();
    const keep = async (name) => {
        const path = join(folder, `${name}.png`);
        await page.screenshot({ path });
        const { size } = statSync(path);
        if (size > 150_000) throw new Error(`${path} has ${size} bytes`);
        console.log(`${path}: ${Math.ceil(size / 1000)} KB`);
    };

    await page.goto("/candidaturas");
    await page.waitForLoadState("networkidle");
    await keep("directorio");

    await page.goto("/trabajo/entrar");
    await page.getByLabel("Cuenta").fill("pt.captura");
    await page.getByLabel("Contraseña").fill(PASSWORD);
    await page.getByRole("button", { name: "Entrar", exact: true }).click();
    await page.getByRole("heading", { name: "Candidaturas" }).first().waitFor();
    await page.waitForLoadState("networkidle");
    await page.locator("table").first().evaluate((table) => table.scrollIntoView({ block: "start" }));
    await keep("trabajo");
    await browser.close();
}

main();
