#!/usr/bin/env node
// A full disk and a database that is gone are told as what they are, and all goes on by itself when they are over:
// `troubles.cjs`. The disk is a tmpfs of this script's own where it may mount one (as root or in a namespace of its own, by
// `unshare`), and otherwise a limit on how long a file may be; which of the two it was is said. PostgreSQL is reached through
// a door that is closed and opened, and its connections are ended from within.
const { execFileSync } = require("node:child_process");
const { chmodSync, mkdtempSync, openSync, closeSync, rmSync, writeFileSync, writeSync } = require("node:fs");
const net = require("node:net");
const { tmpdir } = require("node:os");
const { join, resolve } = require("node:path");

const own = mkdtempSync(join(tmpdir(), "conoceles-troubles-"));
const program = resolve(join(__dirname, "../.."), process.env.CONOCELES_PROGRAM);
// A file that grows beyond its limit ends a program, unless it says that it wants to be told.
const wrapper = join(own, "conoceles");
writeFileSync(wrapper, `#!/bin/sh\ntrap '' XFSZ\nexec '${program}' "$@"\n`);
chmodSync(wrapper, 0o755);
process.env.CONOCELES_PROGRAM = wrapper;
const { again, ask, consent, lost, open, photograph, save } = require("./work.cjs");

function expect(what, found, wanted) {
    if (JSON.stringify(found) !== JSON.stringify(wanted)) throw new Error(`${what}: ${JSON.stringify(found)} instead of ${JSON.stringify(wanted)}`);
}

/** What an answer says of a trouble: its status, its code and whether it says when to come back. */
const told = (answer) => [answer?.status, answer?.status === 200 ? "" : JSON.parse(answer.text).code, answer?.headers["retry-after"] !== undefined];

async function ready(house) {
    // What was found holds for a second.
    await new Promise((done) => setTimeout(done, 1_100));
    const answer = await ask(house, "GET", "/health/ready");
    return answer.status === 204 ? [] : JSON.parse(answer.text).failing.map((failing) => failing.part);
}

async function until(what, seconds, holds) {
    const over = Date.now() + seconds * 1000;
    while (!(await holds())) {
        if (Date.now() > over) throw new Error(`${what}: not within ${seconds} s`);
        await new Promise((done) => setTimeout(done, 200));
    }
}

/** A disk that can be filled, where the house's folder is. */
function disk() {
    const mount = (folder) => execFileSync("mount", ["-t", "tmpfs", "-o", "size=32m", "tmpfs", folder], { stdio: "ignore" });
    try {
        const tried = mkdtempSync(join(own, "tried-"));
        mount(tried);
        execFileSync("umount", [tried]);
    } catch {
        const limit = (house, size) => execFileSync("prlimit", ["--pid", String(house.server.pid), `--fsize=${size}:`]);
        return { name: "a limit on how long a file may be", begin: () => undefined, fill: (house) => limit(house, 1), free: (house) => limit(house, "unlimited"), end: () => undefined, codes: ["no_space", "database_unavailable"] };
    }
    const filler = (house) => join(house.folder, "filler");
    let mounted;
    return {
        name: "a tmpfs that is full",
        begin(folder) {
            mount(folder);
            mounted = folder;
        },
        fill(house) {
            const file = openSync(filler(house), "w");
            for (const size of [65_536, 512]) {
                try {
                    for (;;) writeSync(file, Buffer.alloc(size));
                } catch (error) {
                    if (error.code !== "ENOSPC") throw error;
                }
            }
            closeSync(file);
        },
        free: (house) => rmSync(filler(house)),
        end: () => mounted && execFileSync("umount", ["-l", mounted]),
        codes: ["no_space"],
    };
}

async function full(kind) {
    const room = disk();
    const house = await open(kind, 4, {}, room.begin);
    try {
        for (const draft of house.drafts) expect("a save", told(await save(house, draft))[0], 200);
        await photograph(house, house.drafts[0]);
        room.fill(house);
        // What is preallocated may take a few saves more; then it says no, and why.
        if (kind === "sqlite") {
            await until("a save is refused", 20, async () => (await save(house, house.drafts[0])).status !== 200);
            const [status, code, says] = told(await save(house, house.drafts[1]));
            expect("a save without room", [status, room.codes.includes(code), says], [503, true, true]);
        }
        const [status, code, says] = told(await consent(house, house.drafts[2]));
        expect("a document without room", [status, room.codes.includes(code), says], [503, true, true]);
        expect("what the public reads", (await ask(house, "GET", "/api/v1/public/candidacies")).status, 200);
        expect("what fails", await ready(house), ["space"]);
        room.free(house);
        await until("a save is taken again", 10, async () => (await save(house, house.drafts[1])).status === 200);
        expect("a document", told(await consent(house, house.drafts[2]))[0], 200);
        expect("what fails", await ready(house), []);
        const { missing } = await lost(house);
        expect("lost", missing, []);
        console.log(`${kind}: disk full (${room.name}): refused with 503, ready said it, went on without a restart, 0 lost`);
    } finally {
        await house.stop();
        room.end();
        await house.close();
    }
}

/** A door to a server that can be closed and opened. */
async function door(host, port) {
    const through = new Set();
    const server = net.createServer((inner) => {
        const outer = net.connect(port, host);
        for (const [one, other] of [[inner, outer], [outer, inner]]) {
            through.add(one);
            one.on("error", () => other.destroy());
            one.once("close", () => {
                through.delete(one);
                other.destroy();
            });
            one.pipe(other);
        }
    });
    const listen = (at) => new Promise((done) => server.listen(at, "127.0.0.1", done));
    await listen(0);
    const at = server.address().port;
    const close = () => new Promise((done) => {
        server.close(done);
        for (const one of through) one.destroy();
    });
    return { at, close, open: () => listen(at) };
}

async function gone() {
    const real = new URL(process.env.CONOCELES_TEST_POSTGRES);
    const way = await door(real.hostname, Number(real.port));
    const house = await open("postgres", 4, { CONOCELES_DATABASE_CONNECT_SECONDS: "2" });
    // Only the program goes through the door: what this test asks by itself would wait for it.
    const direct = house.env.CONOCELES_DATABASE_URL;
    await house.stop();
    house.env.CONOCELES_DATABASE_URL = Object.assign(new URL(direct), { hostname: "127.0.0.1", port: String(way.at) }).toString();
    await again(house);
    house.env.CONOCELES_DATABASE_URL = direct;
    try {
        for (const draft of house.drafts) expect("a save", told(await save(house, draft))[0], 200);
        await way.close();
        const [status, code, says] = told(await save(house, house.drafts[0]));
        expect("a save without a database", [status, ["database_unavailable", "outcome_unknown"].includes(code), says], [503, true, true]);
        expect("another", told(await save(house, house.drafts[1])), [503, "database_unavailable", true]);
        expect("what the public reads", (await ask(house, "GET", "/api/v1/public/candidacies")).status, 200);
        expect("what fails", await ready(house), ["database"]);
        const answer = await ask(house, "GET", "/health/ready");
        for (const secret of [real.password, real.username, String(way.at)]) {
            if (answer.text.includes(secret)) throw new Error(`/health/ready tells «${secret}»`);
        }
        await way.open();
        await until("ready again", 20, async () => (await ready(house)).length === 0);
        expect("a save", told(await save(house, house.drafts[1]))[0], 200);
        const ended = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()";
        execFileSync("psql", ["-q", "-d", direct, "-c", ended], { stdio: "ignore" });
        await until("a save after every connection was ended", 20, async () => (await save(house, house.drafts[2])).status === 200);
        const { missing } = await lost(house);
        expect("lost", missing, []);
        console.log("postgres: database gone and back: refused with 503, ready said it, went on without a restart, 0 lost");
    } finally {
        await house.close();
        await way.close();
    }
}

async function main() {
    for (const kind of ["sqlite", "postgres"]) await full(kind);
    await gone();
}

main()
    .catch((error) => {
        console.error(error);
        process.exitCode = 1;
    })
    .finally(() => rmSync(own, { recursive: true, force: true }));
