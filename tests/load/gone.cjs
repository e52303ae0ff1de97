#!/usr/bin/env node
// How long somebody whom the registry cancels can still be read, on both databases: `gone.cjs [TIMES]`. From the sync's
// answer until no public route has a byte of the person left, asked again and again as a browser with a copy asks; at the
// server that was told and at another on the same database. The reference, in the same run, is a plain GET of each route.
const { readFileSync } = require("node:fs");
const { join } = require("node:path");
const { crc32, deflateSync } = require("node:zlib");
const { House, databases, root } = require("../browser/house.cjs");
const { unbounded, within } = require("./measure.cjs");

const times = Number(process.argv[2] ?? 5);
const PASSWORD = "prueba de conoceles";
const FILE = join(root, "demo/zacatecas-2024/registry-2024-03-30.csv");

/** A photograph of 640 pixels a side, of its own for each number. */
function picture(number, side = 640) {
    const chunk = (name, data) => {
        const body = Buffer.concat([Buffer.from(name), data]);
        const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)];
        length.writeUInt32BE(data.length);
        check.writeUInt32BE(crc32(body));
        return Buffer.concat([length, body, check]);
    };
    const head = Buffer.alloc(13);
    head.writeUInt32BE(side, 0);
    head.writeUInt32BE(side, 4);
    head[8] = 8;
    const rows = Buffer.concat(Array.from({ length: side }, (_, row) => Buffer.concat([Buffer.alloc(1), Buffer.alloc(side, (row + 17 * number) % 256)])));
    return Buffer.concat([Buffer.from("\x89PNG\r\n\x1a\n", "latin1"), chunk("IHDR", head), chunk("IDAT", deflateSync(rows)), chunk("IEND", Buffer.alloc(0))]);
}

async function signIn(house, username) {
    const answer = await fetch(`${house.url}/api/v1/sessions`, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify({ username, password: PASSWORD }) });
    if (!answer.ok) throw new Error(`${username}: ${answer.status} ${await answer.text()}`);
    return (await answer.json()).access_token;
}

async function call(house, token, method, path, body, headers = {}) {
    const answer = await fetch(`${house.url}/api/v1${path}`, { method, headers: { authorization: `Bearer ${token}`, ...headers }, body });
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
    return answer.json();
}

/** Publishes, with a photograph, those whose capture a party has complete; answers what leads to each in public. */
async function publish(house, wanted) {
    const token = {};
    for (const name of ["pt.captura", "pt.validacion", "organizacion", "paridad", "responsable"]) token[name] = await signIn(house, name);
    const election = await call(house, token.responsable, "GET", "/public/election");
    const read = (id) => call(house, token["pt.captura"], "GET", `/candidacies/${id}`);
    const change = async (who, method, id, path, body, type = "application/json") => {
        const { revision } = await read(id);
        return call(house, token[who], method, `/candidacies/${id}/${path}`, typeof body === "object" && !Buffer.isBuffer(body) ? JSON.stringify(body) : body, { "if-match": `"${revision}"`, "content-type": type });
    };
    const published = [];
    const list = await call(house, token["pt.captura"], "GET", "/candidacies?stage=in_capture&size=200");
    for (const { id } of list.items) {
        if (published.length === wanted) break;
        const work = await read(id);
        if (work.observations.some(({ open }) => open) || !work.open_fields.includes("photo")) continue;
        const whole = `Con 300 letras: ${"abcdefghi ".repeat(34)}`;
        const answers = Object.fromEntries(work.faults.map(({ field }) => [field, whole]));
        await change("pt.captura", "PATCH", id, "answers", JSON.stringify({ answers }));
        await change("pt.captura", "PUT", id, "photo", picture(published.length), "image/png");
        const { receipt } = await change("pt.captura", "POST", id, "submission", { single_opportunity_understood: true });
        await change("pt.validacion", "POST", id, "validation");
        for (const [who, part] of [["organizacion", "curricular"], ["paridad", "identity"]]) {
            for (const { key } of election[part].sections) {
                await call(house, token[who], "PUT", `/candidacies/${id}/marks/${key}`, JSON.stringify({ state: "complies" }), { "if-match": '"0"', "content-type": "application/json" });
            }
            await change(who, "POST", id, `verdicts/${part}`, { compliant: true });
        }
        await change("responsable", "POST", id, "authorisation");
        const { item: { folio, name, slug } } = await read(id);
        const { published: { photos } } = await (await fetch(`${house.url}/api/v1/public/candidacies/${slug}`)).json();
        published.push({ folio, name, slug, receipt, photo: Object.values(photos)[0] });
    }
    if (published.length < wanted) throw new Error(`only ${published.length} of ${wanted} could be published`);
    return { published, unit: token.responsable };
}

/** Every public route that can show a person, and what of them it has while they stand. */
const routes = ({ name, slug, receipt, photo }) => [
    { route: "list", path: `/api/v1/public/candidacies?size=200&q=${encodeURIComponent(name)}`, shown: slug },
    { route: "profile", path: `/api/v1/public/candidacies/${slug}`, shown: slug },
    { route: "ledger", path: `/api/v1/public/candidacies/${slug}/ledger`, shown: "published" },
    { route: "page", path: `/candidaturas/${slug}` },
    { route: "spreadsheet", path: "/api/v1/public/data/candidaturas.csv", shown: slug },
    { route: "receipt", path: `/api/v1/public/receipts/${receipt}`, shown: slug },
    { route: "photograph", path: photo },
];

/** Whether a route still shows a person; a copy that it says still holds is shown. */
async function shows(house, { path, shown, tag }) {
    const answer = await fetch(`${house.url}${path}`, { headers: tag ? { "if-none-match": tag } : {} });
    const body = Buffer.from(await answer.arrayBuffer());
    return { there: answer.status === 304 || (answer.status === 200 && (!shown || body.includes(shown))), tag: answer.headers.get("etag"), caching: answer.headers.get("cache-control") };
}

async function timed(work) {
    const started = performance.now();
    await work();
    return performance.now() - started;
}

/** Asks each route in turn until it shows nothing any more: when that was answered, and how many answers still showed it. */
async function gone(house, doors, since) {
    const last = { late: 0 };
    for (const door of doors) {
        while ((await shows(house, door)).there) {
            last.late += 1;
            await new Promise((resolve) => setTimeout(resolve, 2));
        }
        last[door.route] = performance.now() - since;
    }
    return last;
}

async function main() {
    for (const database of databases) {
        const house = await House.open(database);
        // Whoever measures asks more than anybody may.
        Object.assign(house.env, unbounded);
        let beside;
        try {
            house.run("seed");
            await house.serve();
            const { published, unit } = await publish(house, times);
            beside = await house.beside();
            const [told, other, plain] = [[], [], {}];
            let rows = readFileSync(FILE, "utf8");
            for (const person of published) {
                const doors = routes(person).filter(({ route }) => route !== "page" || house.hasSite());
                for (const door of doors) {
                    const { there, tag, caching } = await shows(house, door);
                    if (!there) throw new Error(`${door.route} does not show ${person.slug} while they stand`);
                    if (!/no-cache|no-store/.test(caching)) throw new Error(`${door.route} may be shown from a copy: ${caching}`);
                    door.tag = tag;
                    for (let count = 0; count < 20; count += 1) (plain[door.route] ??= []).push(await timed(() => shows(house, { path: door.path })));
                }
                rows = rows.split("\n").map((row) => (row.startsWith(person.folio) ? row.replace("APROBADA", "CANCELADA") : row)).join("\n");
                await call(house, unit, "POST", "/registry/sync", rows, { "content-type": "text/csv" });
                const since = performance.now();
                told.push(await gone(house, doors, since));
                other.push(await gone(beside, doors, since));
            }
            const say = (values) => `p50 ${within(values, 0.5).toFixed(1)} ms, slowest ${within(values, 1).toFixed(1)} ms`;
            for (const route of Object.keys(plain)) {
                console.log(`${database}: ${route}: gone ${say(told.map((one) => one[route]))}; at another server ${say(other.map((one) => one[route]))}; reference, a plain GET ${say(plain[route])}`);
            }
            const late = (all) => all.reduce((sum, one) => sum + one.late, 0);
            const whole = (all) => say(all.map(({ late: _, ...one }) => Math.max(...Object.values(one))));
            console.log(`${database}: all routes of ${times} cancelled, one after another: ${late(told)} answers still showed somebody, the last was clean after ${whole(told)}; then at another server ${late(other)}, ${whole(other)}`);
        } finally {
            if (beside) await beside.close();
            await house.close();
        }
    }
}

main();
