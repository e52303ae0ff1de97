#!/usr/bin/env node
// How long saving a draft takes while many capture at once, on both databases: `save.cjs [AT_ONCE] [SECONDS]`. The
// reference, in the same run, is one person saving alone, and the server's cheapest answer under the same load.
const http = require("node:http");
const { House, databases } = require("../browser/house.cjs");
const { call, unbounded, within } = require("./measure.cjs");

const atOnce = Number(process.argv[2] ?? 32);
const seconds = Number(process.argv[3] ?? 20);
const agent = new http.Agent({ keepAlive: true, maxSockets: 256 });
const PASSWORD = "prueba de conoceles";

function tell(name, times, spent) {
    console.log(`${name}: ${times.length} in ${spent.toFixed(0)} s, ${(times.length / spent).toFixed(0)} a second; p50 ${within(times, 0.5).toFixed(1)} ms, p99 ${within(times, 0.99).toFixed(1)} ms, slowest ${within(times, 1).toFixed(1)} ms`);
}

/** Everybody works through their own turns until the time is over. */
async function during(workers, turn) {
    const times = [];
    const started = performance.now();
    const over = started + seconds * 1000;
    await Promise.all(workers.map(async (worker) => {
        while (performance.now() < over) times.push(await turn(worker));
    }));
    return { times, spent: (performance.now() - started) / 1000 };
}

/** Candidacies that are being captured, each with who captures it and the revision saved last. */
async function drafts(house) {
    const parties = ["pan", "pri", "prd", "pt", "pvem", "mc", "morena"];
    const found = [];
    for (const party of parties) {
        const answer = await call(house, agent, "POST", "/api/v1/sessions", { body: { username: `${party}.captura`, password: PASSWORD } });
        if (answer.status !== 200) continue;
        const token = JSON.parse(answer.text).access_token;
        const list = JSON.parse((await call(house, agent, "GET", "/api/v1/candidacies?stage=in_capture&size=200", { token })).text);
        for (const { id } of list.items) {
            const work = JSON.parse((await call(house, agent, "GET", `/api/v1/candidacies/${id}`, { token })).text);
            if (work.open_fields.includes("motivation")) found.push({ id, token, revision: work.revision, count: 0 });
        }
    }
    if (found.length < atOnce) throw new Error(`only ${found.length} candidacies are being captured`);
    return found.slice(0, atOnce);
}

async function save(house, draft) {
    draft.count += 1;
    const words = `Versión ${draft.count}. ${"Quiero que mi municipio tenga agua, caminos y escuelas. ".repeat(20)}`;
    const answer = await call(house, agent, "PATCH", `/api/v1/candidacies/${draft.id}/answers`, { token: draft.token, revision: draft.revision, body: { answers: { motivation: words } } });
    if (answer.status !== 200) throw new Error(`${answer.status} ${answer.text}`);
    draft.revision = JSON.parse(answer.text).revision;
    return answer.time;
}

async function main() {
    for (const database of databases) {
        const house = await House.open(database);
        // Whoever measures asks more than anybody may.
        Object.assign(house.env, unbounded);
        try {
            house.run("seed");
            await house.serve();
            const all = await drafts(house);
            const alone = [];
            for (let times = 0; times < 50; times += 1) alone.push(await save(house, all[0]));
            console.log(`${database}: reference, one person alone: p50 ${within(alone, 0.5).toFixed(1)} ms, p99 ${within(alone, 0.99).toFixed(1)} ms`);
            const cheapest = await during(all, async () => (await call(house, agent, "GET", "/robots.txt")).time);
            tell(`${database}: reference, the cheapest answer to ${atOnce} at once`, cheapest.times, cheapest.spent);
            const saved = await during(all, (draft) => save(house, draft));
            tell(`${database}: ${atOnce} saving at once, without a pause`, saved.times, saved.spent);
        } finally {
            await house.close();
        }
    }
    agent.destroy();
}

main();
