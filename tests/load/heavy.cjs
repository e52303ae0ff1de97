#!/usr/bin/env node
// Whether readers and those who save are answered while strangers ask for what is heavy to write, each for another table:
// `heavy.cjs [STRANGERS] [SECONDS]`, on the demo election. The reference, in the same run, is the same without the strangers.
const http = require("node:http");
const { House } = require("../browser/house.cjs");
const { call, memory, within } = require("./measure.cjs");

const strangers = Number(process.argv[2] ?? 50);
const seconds = Number(process.argv[3] ?? 15);
const [READERS, SAVERS] = [8, 8];
const PASSWORD = "prueba de conoceles";

const json = async (...asked) => JSON.parse((await call(...asked)).text);

/** Everybody works through their own turns until the time is over. */
async function during(workers, turn, over) {
    const times = [];
    await Promise.all(workers.map(async (worker) => {
        while (performance.now() < over()) times.push(await turn(worker));
    }));
    return times;
}

/** Every way to leave out two or three parties: tables of almost everybody, no two the same. */
function* tables(parties) {
    for (const order of ["", "&order=party", "&order=registry"]) {
        for (const kind of ["xlsx", "csv", "jsonl"]) {
            for (let one = 0; one < parties.length; one += 1) {
                for (let other = 0; other < one; other += 1) {
                    const asked = parties.filter((_, place) => place !== one && place !== other).map((party) => `nominator=${party}`).join("&");
                    yield `/api/v1/public/data/candidaturas.${kind}?${asked}${order}`;
                }
            }
        }
    }
}

async function main() {
    const house = await House.open("sqlite");
    const agent = new http.Agent({ keepAlive: true, maxSockets: 256 });
    house.env.CONOCELES_PUBLIC_PER_MINUTE = "10000000";
    try {
        house.demo();
        await house.serve(30);
        const directory = await json(house, agent, "GET", "/api/v1/public/directory");
        const parties = directory.parties.map((party) => party.key);
        const slugs = (await json(house, agent, "GET", "/api/v1/public/candidacies?size=200")).items.map((card) => card.slug);
        const drafts = [];
        for (const party of ["pan", "pri", "prd", "pt", "pvem", "mc", "morena"]) {
            const answer = await call(house, agent, "POST", "/api/v1/sessions", { body: { username: `${party}.captura`, password: PASSWORD } });
            if (answer.status !== 200) continue;
            const token = JSON.parse(answer.text).access_token;
            for (const { id } of (await json(house, agent, "GET", "/api/v1/candidacies?stage=in_capture&size=200", { token })).items) {
                const work = await json(house, agent, "GET", `/api/v1/candidacies/${id}`, { token });
                if (work.open_fields.includes("motivation")) drafts.push({ id, token, revision: work.revision, count: 0 });
                if (drafts.length === SAVERS) break;
            }
            if (drafts.length === SAVERS) break;
        }
        const read = async () => (await call(house, agent, "GET", `/api/v1/public/candidacies/${slugs[Math.floor(Math.random() * slugs.length)]}`)).time;
        const save = async (draft) => {
            draft.count += 1;
            const answer = await call(house, agent, "PATCH", `/api/v1/candidacies/${draft.id}/answers`, { token: draft.token, revision: draft.revision, body: { answers: { motivation: `Versión ${draft.count}. ${"Quiero agua, caminos y escuelas. ".repeat(20)}` } } });
            if (answer.status !== 200) return Number.POSITIVE_INFINITY;
            draft.revision = JSON.parse(answer.text).revision;
            return answer.time;
        };
        const measure = async (name) => {
            const end = performance.now() + seconds * 1000;
            const over = () => end;
            const [reads, saves] = await Promise.all([during(Array(READERS).fill(0), read, over), during(drafts, save, over)]);
            for (const [what, times] of [["readers", reads], ["saves", saves]]) {
                console.log(`${name}: ${what}: ${times.length} in ${seconds} s, p50 ${within(times, 0.5).toFixed(0)} ms, p99 ${within(times, 0.99).toFixed(0)} ms, slowest ${within(times, 1).toFixed(0)} ms`);
            }
            return { reads, saves };
        };
        console.log(`reference: memory ${memory(house.server.pid, "VmRSS")} MiB`);
        await measure("reference, nobody else");
        const next = tables(parties);
        let [asking, given, refused, other] = [true, 0, 0, 0];
        const strange = new http.Agent({ keepAlive: true, maxSockets: 1024 });
        const flood = Promise.all([...Array(strangers).keys()].map(async () => {
            while (asking) {
                const path = next.next().value;
                if (!path) return;
                const { status } = await call(house, strange, "GET", path).catch(() => ({ status: 0 }));
                if (status === 200) given += 1;
                else if (status === 503) {
                    refused += 1;
                    await new Promise((done) => setTimeout(done, 1_000));
                } else other += 1;
            }
        }));
        const { reads, saves } = await measure(`${strangers} strangers`);
        asking = false;
        console.log(`${strangers} strangers: ${given} tables given, ${refused} told to come back, ${other} otherwise; memory at most ${memory(house.server.pid, "VmHWM")} MiB`);
        await flood;
        for (const times of [reads, saves]) if (within(times, 0.99) > 1_000) process.exitCode = 1;
    } finally {
        agent.destroy();
        await house.close();
    }
}

main();
