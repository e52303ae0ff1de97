#!/usr/bin/env node
// The five slowest tests and journeys, and the closing line: how many passed and failed. Takes nextest's JUnit file and what
// the journeys printed.
import { readFileSync } from "node:fs";

const [junit, printed] = process.argv.slice(2).map((file) => readFileSync(file, "utf8"));
const of = (tag, name) => new RegExp(` ${name}="([^"]*)"`).exec(tag)?.[1] ?? "";
const tests = (junit.match(/<testcase [^>]*>/g) ?? []).map((tag) => ({ name: of(tag, "name"), seconds: Number(of(tag, "time")) }));
const journeys = [...printed.matchAll(/^ok +(.*) \(([\d.]+) s\)$/gm)].map(([, name, seconds]) => ({ name, seconds: Number(seconds) }));

console.log("\nLas cinco pruebas más lentas:");
for (const { name, seconds } of [...tests, ...journeys].sort((a, b) => b.seconds - a.seconds).slice(0, 5)) {
    console.log(`${seconds.toFixed(1).padStart(7)} s  ${name}`);
}

const suite = /<testsuites [^>]*>/.exec(junit)?.[0] ?? "";
let [passed, failed] = [Number(of(suite, "tests")), Number(of(suite, "failures")) + Number(of(suite, "errors"))];
passed -= failed;
for (const [, walked, fell] of printed.matchAll(/^journeys: (\d+) passed, (\d+) failed$/gm)) {
    passed += Number(walked);
    failed += Number(fell);
}
console.log(`\n${passed} passed, ${failed} failed`);
process.exit(failed > 0 || tests.length === 0 || passed === 0 ? 1 : 0);
