#!/usr/bin/env node
// How fast the public side answers and how soon a publication is seen, with candidacies that nobody is, all published:
// `public.cjs [HOW_MANY,…] [SECONDS] [TIMES]`. The program as it is serves them from a database of its own; the references,
// by turns in the same run, are the same bytes from a bare actix server and from nginx. 32 connections, with wrk.
const { execFile, execFileSync, spawn } = require("node:child_process");
const { existsSync, mkdirSync, readdirSync, writeFileSync } = require("node:fs");
const http = require("node:http");
const { availableParallelism } = require("node:os");
const { join, resolve } = require("node:path");
const { promisify } = require("node:util");
const { House, freePort, root } = require("../browser/house.cjs");
const { memory, unbounded, within } = require("./measure.cjs");

const counts = (process.argv[2] ?? "1300,100000").split(",").map(Number);
const seconds = Number(process.argv[3] ?? 4);
const times = Number(process.argv[4] ?? 3);
const CONNECTIONS = 32;
const CORES = availableParallelism();
/** How long readers read while somebody publishes, and as long before. */
const READING = 20;
/** Contests whose page is read. */
const CONTESTS = 10;
/** Compressed KiB from which a contest's page is of an election that there is not. */
const LONG = 256;
const PASSWORD = "prueba de conoceles";
const API = "/api/v1/public/candidacies";
const examples = resolve(root, process.env.CONOCELES_PROGRAM, "../examples");

const pause = (time) => new Promise((resolve) => setTimeout(resolve, time));

/** An answer as it travels. */
function get(base, path, headers = {}) {
    return new Promise((resolve, reject) => {
        const request = http.get(`${base}${path}`, { headers, agent: false }, (answer) => {
            const parts = [];
            answer.on("data", (part) => parts.push(part));
            answer.once("error", reject);
            answer.once("end", () => resolve({ status: answer.statusCode, coding: answer.headers["content-encoding"], body: Buffer.concat(parts) }));
        });
        request.once("error", reject);
    });
}

const compressed = (base, path) => get(base, path, { "accept-encoding": "br" });

/** Keeps what the program answers, so that others answer the very same bytes. */
async function keep(house, slugs) {
    const folder = join(house.folder, "kept");
    for (const name of ["json", "html"]) mkdirSync(join(folder, name), { recursive: true });
    const take = async (path, file) => {
        const { status, coding, body } = await compressed(house.url, path);
        if (status !== 200 || coding !== "br") throw new Error(`${path}: ${status}, ${coding}`);
        writeFileSync(join(folder, file), body);
    };
    for (const slug of slugs) {
        await take(`${API}/${slug}`, `json/${slug}`);
        await take(`/candidaturas/${slug}`, `html/${slug}`);
    }
    await take(API, "list");
    await take("/", "home");
    return folder;
}

/** Another server, until it is stopped. */
class Server {
    static async start(command, words, url) {
        const server = new Server();
        server.url = url;
        server.process = spawn(command, words, { stdio: ["ignore", "ignore", "inherit"] });
        server.process.once("error", (error) => console.error(`${command}: ${error.message}`));
        for (let tries = 0; tries < 100; tries += 1) {
            if (await get(url, "/").then(({ status }) => status === 200, () => false)) return server;
            if (server.process.exitCode !== null) break;
            await pause(100);
        }
        await server.stop();
        throw new Error(`${command} did not start`);
    }

    async stop() {
        if (this.process.pid === undefined || this.process.exitCode !== null) return;
        const gone = new Promise((resolve) => this.process.once("exit", resolve));
        this.process.kill("SIGTERM");
        await gone;
    }
}

async function bare(folder) {
    const address = `127.0.0.1:${await freePort()}`;
    return Server.start(join(examples, "bare"), [folder, address], `http://${address}`);
}

/** nginx with the files as they are, and nothing that it does by itself in its way. */
async function nginx(folder) {
    const address = `127.0.0.1:${await freePort()}`;
    const own = join(folder, "nginx");
    mkdirSync(own);
    const temporary = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"].map((name) => `${name}_temp_path ${join(own, name)};`);
    writeFileSync(join(own, "nginx.conf"), `
        ${process.getuid() === 0 ? "user root;" : ""}
        worker_processes ${CORES};
        daemon off;
        pid ${join(own, "pid")};
        error_log stderr;
        events { worker_connections 1024; }
        http {
            ${temporary.join(" ")}
            access_log off;
            sendfile on;
            tcp_nopush on;
            keepalive_requests 1000000000;
            open_file_cache max=2000;
            types { }
            add_header content-encoding br;
            server {
                listen ${address};
                default_type "text/html; charset=utf-8";
                location = / { root ${folder}; rewrite ^ /home break; }
                location /candidaturas/ { alias ${join(folder, "html")}/; }
                location = ${API} { alias ${join(folder, "list")}; default_type application/json; }
                location ${API}/ { alias ${join(folder, "json")}/; default_type application/json; }
            }
        }
    `);
    return Server.start("nginx", ["-p", own, "-e", "stderr", "-c", join(own, "nginx.conf")], `http://${address}`);
}

/** One run of wrk. */
async function load(base, paths, length = seconds) {
    const words = ["-t", String(Math.min(2, CORES)), "-c", String(CONNECTIONS), "-d", `${length}s`, "--timeout", "30s", "-H", "accept-encoding: br", "-s", join(__dirname, "paths.lua"), base, "--", paths];
    const { stdout } = await promisify(execFile)("wrk", words);
    const [, told] = stdout.match(/^RESULT (.*)$/m) ?? [];
    const run = told && JSON.parse(told);
    if (!run || run.requests === 0 || run.refused + run.lost > 0) throw new Error(`${paths}\n${stdout}`);
    return run;
}

/** The runs of each server, which take turns: what else the machine does happens to all of them. */
async function byTurns(bases, paths) {
    const runs = bases.map(() => []);
    for (const base of bases) await load(base, paths, 1);
    for (let turn = 0; turn < times; turn += 1) {
        for (const [place, base] of bases.entries()) runs[place].push(await load(base, paths));
    }
    return runs.map((all) => {
        const of = (what, share = 0.5) => within(all.map(what), share);
        return { rate: of(({ requests, seconds: spent }) => requests / spent), p50: of(({ p50 }) => p50), p99: of(({ p99 }) => p99), worst: of(({ p99 }) => p99, 1) };
    });
}

const figure = ({ rate, p50, p99, worst }) => `${rate.toFixed(0)}/s, p50 ${p50.toFixed(2)}, p99 ${p99.toFixed(2)} (${worst.toFixed(2)})`;
const share = (own, other) => (own.rate / other.rate).toFixed(2);

/** What is held against others. */
async function held(bases, rows) {
    console.log("\n| what | program | bare actix | nginx | of bare | of nginx |\n|---|---|---|---|---|---|");
    for (const [what, paths] of rows) {
        const [own, ...others] = await byTurns(bases, paths);
        console.log(`| ${[what, own, ...others].map((one) => (typeof one === "string" ? one : figure(one))).join(" | ")} | ${others.map((other) => share(own, other)).join(" | ")} |`);
    }
}

/** What nobody else has the bytes of. */
async function alone(base, rows) {
    console.log("\n| what | program |\n|---|---|");
    for (const [what, paths] of rows) {
        const [own] = await byTurns([base], paths);
        console.log(`| ${what} | ${figure(own)} |`);
    }
}

async function signIn(house) {
    const answer = await fetch(`${house.url}/api/v1/sessions`, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify({ username: "responsable", password: PASSWORD }) });
    if (!answer.ok) throw new Error(`${answer.status} ${await answer.text()}`);
    return (await answer.json()).access_token;
}

/** Milliseconds from the order to publish until whoever asks is shown the profile. */
async function publish(house, token, { id, slug }) {
    const started = performance.now();
    const order = async () => {
        const answer = await fetch(`${house.url}/api/v1/candidacies/${id}/authorisation`, { method: "POST", headers: { authorization: `Bearer ${token}`, "if-match": '"1"' } });
        if (!answer.ok) throw new Error(`${answer.status} ${await answer.text()}`);
    };
    const seen = async () => {
        while (performance.now() - started < 60_000) {
            const { body } = await get(house.url, `${API}/${slug}`);
            if (JSON.parse(body).published) return performance.now() - started;
            await pause(2);
        }
        throw new Error(`${slug} was never seen`);
    };
    const [, time] = await Promise.all([order(), seen()]);
    return time;
}

/** Publishes while many read, and holds their times against those of the same readers before. */
async function publishing(house, ready, paths) {
    const token = await signIn(house);
    await load(house.url, paths, 2);
    const before = await load(house.url, paths, READING);
    const took = [];
    let over = false;
    const readers = async () => {
        try {
            return await load(house.url, paths, READING);
        } finally {
            over = true;
        }
    };
    const author = async () => {
        await pause(500);
        for (const one of ready) {
            if (over) return;
            took.push(await publish(house, token, one));
            await pause(400);
        }
    };
    const [meanwhile] = await Promise.all([readers(), author()]);
    const told = ({ requests, seconds: spent, p50, p99, slowest }) => `${(requests / spent).toFixed(0)}/s, p50 ${p50.toFixed(2)} ms, p99 ${p99.toFixed(2)} ms, slowest ${slowest.toFixed(1)} ms`;
    console.log(`\npublishing one, ${took.length} times, from the order until it is seen: p50 ${within(took, 0.5).toFixed(0)} ms, slowest ${within(took, 1).toFixed(0)} ms`);
    console.log(`readers of everything, without publications: ${told(before)}`);
    console.log(`readers of everything, meanwhile: ${told(meanwhile)}`);
}

/** The digests of the day's open data are made once, soon after the start: what is measured begins after that. */
async function settle(house) {
    const files = join(house.folder, "files");
    const made = () => readdirSync(files).some((name) => name.startsWith("open-data-") && readdirSync(join(files, name)).length > 0);
    for (let waited = 0; !(existsSync(files) && made()); waited += 1) {
        if (waited > 1_800) throw new Error("the day's digests were not made");
        await pause(1_000);
    }
    await pause(5_000);
}

/** Addresses of contests' pages, spread over all of them. */
async function contests(house) {
    const { body } = await get(house.url, "/sitemap-1.xml");
    const all = [...body.toString().matchAll(/<loc>https?:\/\/[^/]+(\/contiendas\/[^/<]+\/[^/<]+)<\/loc>/g)].map(([, path]) => path);
    if (all.length === 0) throw new Error("no contest has a page");
    const step = Math.max(1, Math.floor(all.length / CONTESTS));
    return all.filter((_, place) => place % step === 0).slice(0, CONTESTS);
}

async function measure(house, count) {
    const begun = performance.now();
    const filled = execFileSync(join(examples, "fill_invented"), [String(count)], { cwd: root, env: house.env, encoding: "utf8", maxBuffer: 2 ** 28, stdio: ["ignore", "pipe", "inherit"] });
    const { profiles, ready, questions } = JSON.parse(filled);
    console.log(`\n## ${count} candidacies\n\nfilled in ${((performance.now() - begun) / 1000).toFixed(0)} s`);
    const starting = performance.now();
    await house.serve(1_800);
    const { pid } = house.server;
    const size = () => `${memory(pid, "VmRSS")} MiB, most so far ${memory(pid, "VmHWM")} MiB`;
    console.log(`serving after ${((performance.now() - starting) / 1000).toFixed(1)} s; resident memory ${size()}`);
    await settle(house);
    console.log(`after the day's digests: ${size()}`);

    const others = [];
    try {
        const folder = await keep(house, profiles);
        for (const start of [bare, nginx]) others.push(await start(folder));
        const bases = [house.url, ...others.map(({ url }) => url)];
        for (const path of [`${API}/${profiles[0]}`, `/candidaturas/${profiles[0]}`, API, "/"]) {
            const [own, ...same] = await Promise.all(bases.map((base) => compressed(base, path)));
            if (!same.every(({ coding, body }) => coding === "br" && body.equals(own.body))) throw new Error(`${path}: not the same bytes`);
        }

        let written = 0;
        const file = (paths) => {
            const name = join(folder, `paths-${written++}`);
            writeFileSync(name, `${paths.join("\n")}\n`);
            return name;
        };
        const json = profiles.map((slug) => `${API}/${slug}`);
        const html = profiles.map((slug) => `/candidaturas/${slug}`);
        await held(bases, [
            [`${profiles.length} profiles, JSON`, file(json)],
            [`${profiles.length} profiles, pages`, file(html)],
            ["the first page of everybody, JSON", file([API])],
            ["the home page", file(["/"])],
        ]);

        const asked = questions.map(([what, all]) => [what, all.filter((one) => one.length > 0).map((one) => `${API}?${new URLSearchParams(one)}`)]).filter(([, paths]) => paths.length > 0);
        const pages = await contests(house);
        // Written before they are counted: what is long comes to whoever asks first, and not to the others.
        const [lengths, waits] = [[], []];
        for (const page of pages) {
            const started = performance.now();
            lengths.push((await compressed(house.url, page)).body.length / 1024);
            waits.push(performance.now() - started);
        }
        console.log(`\npages of ${pages.length} contests, the first time: p50 ${within(waits, 0.5).toFixed(0)} ms, slowest ${within(waits, 1).toFixed(0)} ms; up to ${within(lengths, 1).toFixed(0)} KiB compressed`);
        // More questions than are kept in memory, so that each is answered as the first time.
        const anew = Array.from({ length: 200 }, (_, page) => asked.flatMap(([, paths]) => paths).map((path) => `${path}&page=${page + 1}`)).flat();
        await alone(house.url, [
            ["the list: every question for the first time", file(anew)],
            ...asked.map(([what, paths]) => [`the list: ${what}`, file(paths)]),
            // Of so many people that no memory keeps them, they are not read by everybody at once.
            ...(within(lengths, 1) < LONG ? [[`pages of ${pages.length} contests`, file(pages)]] : []),
        ]);

        const everything = asked.flatMap(([, paths]) => paths);
        const mixed = json.flatMap((path, place) => [path, html[place], ...(place % 4 === 0 ? [everything[(place / 4) % everything.length]] : []), ...(place % 10 === 0 ? ["/"] : [])]);
        await publishing(house, ready, file(mixed));
        console.log(`\nat the end: resident memory ${size()}`);
    } finally {
        for (const other of others) await other.stop();
    }
}

async function main() {
    console.log(`${CORES} cores for the servers and for wrk; ${CONNECTIONS} connections; ${times} runs of ${seconds} s each, by turns. Times in ms: medians of the runs and, in brackets, the worst run's p99.`);
    for (const count of counts) {
        const house = await House.open("sqlite");
        // Whoever measures asks more than anybody may.
        Object.assign(house.env, unbounded);
        if (!house.hasSite()) console.log("\nwithout the built site: pages are served without their styles");
        try {
            await measure(house, count);
        } finally {
            await house.close();
        }
    }
}

main();
