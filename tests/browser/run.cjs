#!/usr/bin/env node
// Every journey in a real browser, on SQLite and on PostgreSQL. `run.cjs WORDS` runs those whose name has the words.
// Pictures of the screens at 390 and 1280 px are left in artifacts/.
const { rmSync } = require("node:fs");
const { chromium } = require("playwright-core");
const { House, databases } = require("./house.cjs");
const { artifacts } = require("./person.cjs");

// `CONOCELES_TEST_DATABASE` limits the run to one database.
const chosen = databases.filter((database) => (process.env.CONOCELES_TEST_DATABASE ?? database) === database);
const names = ["lawful_way", "reviews", "after_publication", "nothing_lost", "kept_copy", "party_console", "written_well", "photo_and_consent", "directory", "pages", "told_and_extended", "spreadsheet", "accounts", "own_account", "validators", "systems", "keyboard", "registry", "client"];
const journeys = names.map((name) => require(`./journeys/${name}.cjs`));

const flags = ["no-sandbox", "disable-gpu", "disable-quic", "no-first-run", "disable-background-networking", "disable-component-update", "disable-sync"];

async function main() {
    const wanted = process.argv[2] ?? "";
    rmSync(artifacts, { recursive: true, force: true });
    const browser = await chromium.launch({ executablePath: process.env.CONOCELES_CHROMIUM ?? "/usr/bin/chromium", args: flags.map((flag) => `--${flag}`) });
    let [passed, failed] = [0, 0];
    for (const journey of journeys.filter(({ name }) => name.includes(wanted))) {
        for (const database of chosen) {
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
    }
    await browser.close();
    console.log(`journeys: ${passed} passed, ${failed} failed`);
    process.exit(failed > 0 || passed === 0 ? 1 : 0);
}

main();
