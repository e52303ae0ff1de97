#!/usr/bin/env node
// Journeys in a real browser, on one database: `run.cjs sqlite|postgres all|0|1 [WORDS]`: all, or every other one from the
// first or the second; with WORDS those whose name has them. Pictures of the screens are left in artifacts/: at 390 px, and
// with CONOCELES_PICTURES=all at 1280 too.
const { chromium } = require("playwright-core");
const { executablePath, flags } = require("./chromium.cjs");
const { House } = require("./house.cjs");

const names = ["lawful_way", "reviews", "after_publication", "nothing_lost", "kept_copy", "party_console", "written_well", "photo_and_consent", "directory", "pages", "told_and_extended", "spreadsheet", "accounts", "own_account", "validators", "systems", "keyboard", "registry", "client"];
const journeys = names.map((name) => require(`./journeys/${name}.cjs`));

// Seconds that a journey may take: a minute alone, and half as much again because two walk at once. Whoever must take longer
// stands below, with the reason.
const longest = 90;
const mayTakeLonger = new Set([
    // The whole law once: eleven people, one after another, from the registry's file to a correction.
    "a candidacy goes from the registry to a citizen",
    // The same for what comes after: hidden, shown, corrected, each by its role and each looked at.
    "what was published is hidden, shown and corrected once",
    // These make the demo election first, which takes most of a minute.
    "public pages are read as they come",
    "a citizen finds a way through the demo election",
    "a program reads by the contract",
]);

async function main() {
    const [database, turn, wanted = ""] = process.argv.slice(2);
    const named = journeys.filter(({ name }) => name.includes(wanted));
    if (named.length === 0) throw new Error(`no journey's name has "${wanted}"`);
    const chosen = named.filter((_, place) => turn === "all" || place % 2 === Number(turn));
    const browser = await chromium.launch({ executablePath, args: flags });
    let [passed, failed] = [0, 0];
    for (const journey of chosen) {
        const started = Date.now();
        const house = await House.open(database);
        try {
            await journey.walk(house, browser);
            const seconds = (Date.now() - started) / 1000;
            if (seconds > longest && !mayTakeLonger.has(journey.name)) throw new Error(`took ${seconds} s of ${longest}`);
            passed += 1;
            console.log(`ok   ${database}: ${journey.name} (${seconds.toFixed(1)} s)`);
        } catch (error) {
            failed += 1;
            console.log(`FAIL ${database}: ${journey.name}\n${error.stack}\n${house.trace()}`);
        } finally {
            await house.close();
        }
    }
    await browser.close();
    console.log(`journeys: ${passed} passed, ${failed} failed`);
    process.exit(failed > 0 ? 1 : 0);
}

main();
