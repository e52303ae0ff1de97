#!/usr/bin/env node
// Journeys in a real browser, on one database: `run.cjs sqlite|postgres all|own [WORDS]`: all, or those of that database;
// with WORDS those whose name has them. Pictures of the screens are left in artifacts/: at 390 px, and with
// CONOCELES_PICTURES=all at 1280 too.
const { readdirSync } = require("node:fs");
const { join } = require("node:path");
const { chromium } = require("playwright-core");
const { executablePath, flags } = require("./chromium.cjs");
const { House } = require("./house.cjs");

// Where each is walked when it is walked once, so that both databases take as long; those of the demo election where a copy
// of it is made in a moment.
const own = {
    sqlite: ["public/pages", "whole/lawful_way", "whole/after_publication", "public/directory", "public/client", "party/validators", "party/keyboard", "institute/own_account", "institute/accounts"],
    postgres: ["whole/told_and_extended", "institute/reviews", "party/nothing_lost", "party/kept_copy", "party/photo_and_consent", "party/party_console", "party/written_well", "party/spreadsheet", "institute/systems", "institute/registry"],
};

// Seconds that a journey may take: a minute alone, and half as much again because two walk at once. Whoever must take longer
// stands below, with the reason.
const longest = 90;
const mayTakeLonger = new Set([
    // The whole law once: eleven people, one after another, from the registry's file to a correction.
    "a candidacy goes from the registry to a citizen",
    // The same for what comes after: hidden, shown, corrected, each by its role and each looked at.
    "what was published is hidden, shown and corrected once",
    // Every page of the public site, with and without JavaScript; on PostgreSQL it makes the demo election first.
    "public pages are read as they come",
    "a citizen finds a way through the demo election",
]);

const walked = Object.values(own).flat().sort().join();
const there = readdirSync(join(__dirname, "journeys"), { recursive: true }).filter((file) => file.endsWith(".cjs")).map((file) => file.replace(/\.cjs$/, "")).sort().join();
if (walked !== there) throw new Error(`walked are ${walked}, and there are ${there}`);

async function main() {
    const [database, which, wanted = ""] = process.argv.slice(2);
    const files = which === "own" ? own[database] : Object.values(own).flat();
    const named = (files) => files.map((file) => require(`./journeys/${file}.cjs`)).filter(({ name }) => name.includes(wanted));
    if (named(Object.values(own).flat()).length === 0) throw new Error(`no journey's name has "${wanted}"`);
    const chosen = named(files);
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
