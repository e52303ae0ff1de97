#!/usr/bin/env node
// A flood of sign-ins against a server of its own: how many are answered and how, how much memory that takes, and
// whether the rightful holders still come in. `sign_in.cjs [ATTEMPTS] [AT_ONCE]`; `sign_in.cjs besieged` is its first row
// alone.
const http = require("node:http");
const { House } = require("../browser/house.cjs");
const { memory, within } = require("./measure.cjs");

const besiegedAlone = process.argv[2] === "besieged";
const attempts = Number(besiegedAlone ? 0 : (process.argv[2] ?? 10_000));
const atOnce = Number(process.argv[3] ?? 500);
/** How many flood while the rightful come in, and for how many seconds. */
const besiegers = 50;
const besieged = 16;

/** One sign-in from an address of the loopback range, by a device that is known or not: its status, how long it took and the cookie of the device. */
function signIn(house, from, username, password, device) {
    const body = JSON.stringify({ username, password });
    const started = performance.now();
    const headers = { "content-type": "application/json", "content-length": Buffer.byteLength(body), ...(device && { cookie: device }) };
    return new Promise((resolve) => {
        const request = http.request(`${house.url}/api/v1/sessions`, { method: "POST", localAddress: from, agent: false, headers }, (answer) => {
            answer.resume();
            const known = (answer.headers["set-cookie"] ?? []).map((cookie) => cookie.split(";")[0]).find((cookie) => cookie.startsWith("conoceles_device="));
            answer.once("end", () => resolve({ status: answer.statusCode, time: performance.now() - started, device: known ?? device }));
        });
        request.once("error", (error) => resolve({ status: error.code, time: performance.now() - started }));
        request.end(body);
    });
}

async function flood(house, name, addresses) {
    const told = {};
    const times = [];
    let next = 0;
    const started = performance.now();
    await Promise.all(Array.from({ length: atOnce }, async () => {
        while (next < attempts) {
            const number = next++;
            const { status, time } = await signIn(house, addresses(number), number % 2 ? "responsable" : `nadie-${number % 50}`, "adivino que es esta");
            told[status] = (told[status] ?? 0) + 1;
            times.push(time);
        }
    }));
    const seconds = (performance.now() - started) / 1000;
    console.log(`${name} (most memory so far ${memory(house.server.pid, "VmHWM")} MiB): ${attempts} attempts, ${atOnce} at once, ${seconds.toFixed(1)} s; by status ${JSON.stringify(told)}; p50 ${within(times, 0.5).toFixed(0)} ms, p99 ${within(times, 0.99).toFixed(0)} ms`);
}

/** Fifty guess from as many addresses as they like at a name that exists and at others, while two holders come in: that of the name by a device that is known, and another by one that is not. */
async function siege(house) {
    const password = "prueba de conoceles";
    const { device } = await signIn(house, "127.9.9.9", "responsable", password);
    const over = performance.now() + besieged * 1000;
    const told = {};
    let next = 0;
    const flooding = Array.from({ length: besiegers }, async () => {
        while (performance.now() < over) {
            const number = next++;
            const from = `127.3.${Math.floor(number / 250) % 250}.${(number % 250) + 1}`;
            const { status } = await signIn(house, from, number % 2 ? "responsable" : `nadie-${number}`, "adivino que es esta");
            told[status] = (told[status] ?? 0) + 1;
        }
    });
    const holders = [["the account they guess at, by a known device", "responsable", "127.9.9.9", device], ["another account, by a new device", "paridad", "127.9.9.10", undefined]];
    const coming = holders.map(async ([name, username, from, known]) => {
        const came = [];
        while (performance.now() < over) {
            came.push(await signIn(house, from, username, password, known));
            await new Promise((resolve) => setTimeout(resolve, 900));
        }
        const times = came.map(({ time }) => time);
        const right = came.filter(({ status }) => status === 200).length;
        return `${besiegers} flood, ${name}: ${right} of ${came.length} came in, p50 ${within(times, 0.5).toFixed(0)} ms, p95 ${within(times, 0.95).toFixed(0)} ms`;
    });
    for (const line of await Promise.all(coming)) console.log(line);
    await Promise.all(flooding);
    console.log(`the flood meanwhile, by status: ${JSON.stringify(told)}`);
}

/** Whether the time taken tells that an account exists: wrong passwords to one that does and to one that does not, in turns. */
async function silence(house) {
    const known = [];
    const unknown = [];
    for (let number = 0; number < 60; number += 1) {
        const from = `127.2.${number % 20}.${Math.floor(number / 20) + 1}`;
        known.push((await signIn(house, from, "responsable", "adivino que es esta")).time);
        unknown.push((await signIn(house, from, `nadie-${number}`, "adivino que es esta")).time);
    }
    const told = (times) => `p50 ${within(times, 0.5).toFixed(1)} ms, from p25 ${within(times, 0.25).toFixed(1)} to p75 ${within(times, 0.75).toFixed(1)} ms`;
    console.log(`a wrong password to an account that exists: ${told(known)}; to one that does not: ${told(unknown)}`);
}

async function main() {
    const house = await House.open("sqlite");
    house.demo();
    await house.serve(60);
    const { pid } = house.server;
    const rightful = () => signIn(house, "127.9.9.9", "responsable", "prueba de conoceles");
    const alone = await rightful();
    console.log(`reference: one sign-in alone ${alone.status} in ${alone.time.toFixed(0)} ms, resident memory ${memory(pid, "VmRSS")} MiB`);
    await siege(house);
    if (besiegedAlone) return house.close();
    await silence(house);
    const rightfully = [];
    const stop = setInterval(async () => rightfully.push(await rightful()), 8_000);
    await flood(house, "from one address", () => "127.0.0.1");
    await flood(house, "from 5,000 addresses", (number) => `127.1.${Math.floor(number / 250) % 20}.${(number % 250) + 1}`);
    clearInterval(stop);
    const entered = rightfully.filter(({ status }) => status === 200);
    const slow = Math.max(...entered.map(({ time }) => time), 0);
    console.log(`the rightful holder meanwhile, from an address of their own: ${entered.length} of ${rightfully.length} came in, the slowest in ${slow.toFixed(0)} ms`);
    console.log(`most resident memory: ${memory(pid, "VmHWM")} MiB`);
    return house.close();
}

main();
