#!/usr/bin/env node
// Every journey in a real browser, on one database: `run.cjs sqlite` or `run.cjs postgres`, with WORDS those whose name has
// them. Pictures of the screens at 390 and 1280 px are left in artifacts/.
const { chromium } = require("playwright-core");
const { House } = require("./house.cjs");

const names = ["lawful_way", "reviews", "after_publication", "nothing_lost", "kept_copy", "party_console", "written_well", "photo_and_consent", "directory", "pages", "told_and_extended", "spreadsheet", "accounts", "own_account", "validators", "systems", "keyboard", "registry", "client"];
const journeys = names.map((name) => require(`./journeys/${name}.cjs`));

const flags = ["no-sandbox", "disable-gpu", "disable-quic", "no-first-run", "disable-background-networking", "disable-component-update", "disable-sync"];

async function main() {
    const [database, wanted = ""] = process.argv.slice(2);
    const browser = await chromium.launch({ executablePath: process.env.CONOCELES_CHROMIUM ?? "/usr/bin/chromium-headless-shell", args: flags.map((flag) => `--${flag}`) });
    let [passed, failed] = [0, 0];
    for (const journey of journeys.filter(({ name }) => name.includes(wanted))) {
        const started = Date.now();
        const house = await House.open(database);
        try {
            await journey.walk(house, browser);
            passed += 1;
            console.log(`ok   ${database}: ${journey.name} (${((Date.now() - started) / 1000).toFixed(1)} s)`);
        } catch (error) {
            failed += 1;
            console.log(`FAIL ${database}: ${journey.name}\n${error.stack}\n${house.trace()}`);
        } finally {
            await house.close();
        }
    }
    await browser.close();
    console.log(`journeys: ${passed} passed, ${failed} failed`);
    process.exit(failed > 0 || passed === 0 ? 1 : 0);
}

main();
