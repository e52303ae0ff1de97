// A whole server of its own for one journey: a new database, a new folder, a free port.
const { execFileSync, spawn } = require("node:child_process");
const { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } = require("node:fs");
const { createServer } = require("node:net");
const { tmpdir } = require("node:os");
const { join, resolve } = require("node:path");

const root = join(__dirname, "../..");
if (!process.env.CONOCELES_PROGRAM) throw new Error("CONOCELES_PROGRAM must be the program to walk; scripts/journeys sets it");
const program = resolve(root, process.env.CONOCELES_PROGRAM);
const databases = ["sqlite", "postgres"];

function freePort() {
    return new Promise((resolve, reject) => {
        const server = createServer();
        server.once("error", reject);
        server.listen(0, "127.0.0.1", () => {
            const { port } = server.address();
            server.close(() => resolve(port));
        });
    });
}

function databaseUrl(kind, folder) {
    if (kind === "sqlite") return `sqlite:${join(folder, "house.sqlite")}`;
    const server = process.env.CONOCELES_TEST_POSTGRES;
    if (!server) throw new Error("CONOCELES_TEST_POSTGRES must be postgres://user:password@host:port; scripts/test sets it");
    const name = `journey_${process.pid}_${Date.now()}`;
    execFileSync("psql", ["-q", "-d", `${server}/postgres`, "-c", `CREATE DATABASE ${name}`]);
    return `${server}/${name}`;
}

class House {
    static async open(kind) {
        const house = new House();
        house.kind = kind;
        house.folder = mkdtempSync(join(tmpdir(), "conoceles-journey-"));
        house.env = { ...process.env, CONOCELES_DATA_DIR: house.folder, CONOCELES_DATABASE_URL: databaseUrl(kind, house.folder), CONOCELES_SITE: join(root, "dist") };
        house.lines = [];
        house.people = [];
        return house;
    }

    /** Runs a command of the program and returns what it prints. */
    run(...words) {
        return execFileSync(program, words, { cwd: root, env: this.env, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
    }

    /** Makes the demo election and returns what is said of its accounts; on SQLite it is a copy of the one in CONOCELES_DEMO. */
    demo() {
        const made = process.env.CONOCELES_DEMO;
        if (!made || this.kind !== "sqlite") return this.run("seed");
        cpSync(made, this.folder, { recursive: true });
        this.env.CONOCELES_DATABASE_URL = `sqlite:${join(this.folder, "conoceles.sqlite")}`;
        return readFileSync(join(this.folder, "demo-accounts.txt"), "utf8");
    }

    /** An account made at the server: its name and one-time code, which serves for `codeDays` if they are told. */
    account(role, username, { party, codeDays } = {}) {
        const of = party === undefined ? [] : ["--party", party];
        const by = codeDays === undefined ? [] : ["--election", this.election("code_days", codeDays)];
        const [name, code] = this.run("account", "create", "--role", role, "--username", username, ...of, ...by).trim().split("\t");
        return { name, code };
    }

    /** A copy of the election's folder with another value for one of its settings. */
    election(setting, value) {
        const folder = mkdtempSync(join(this.folder, "election-"));
        cpSync(join(root, "config/zacatecas-2024"), folder, { recursive: true });
        const file = join(folder, "election.toml");
        const [before, changed] = [readFileSync(file, "utf8"), new RegExp(`^${setting} = .*$`, "m")];
        if (!changed.test(before)) throw new Error(`the election has no ${setting}`);
        writeFileSync(file, before.replace(changed, `${setting} = ${value}`));
        return folder;
    }

    /** Changes what is stored, as hours that pass would. */
    later(statement) {
        const [, path] = this.env.CONOCELES_DATABASE_URL.split(/^sqlite:/);
        const [command, words] = path ? ["sqlite3", ["-cmd", ".timeout 5000", path, statement]] : ["psql", ["-q", "-d", this.env.CONOCELES_DATABASE_URL, "-c", statement]];
        execFileSync(command, words, { stdio: ["ignore", "ignore", "inherit"] });
    }

    /** Serves until it is stopped or the house closes, always at the same address; it may take so many seconds to begin. */
    async serve(patience = 10) {
        this.url ??= `http://127.0.0.1:${await freePort()}`;
        this.server = spawn(program, ["serve", "--listen", new URL(this.url).host], { cwd: root, env: this.env, stdio: ["ignore", "pipe", "pipe"] });
        for (const stream of [this.server.stdout, this.server.stderr]) {
            stream.on("data", (bytes) => this.lines.push(...bytes.toString().trimEnd().split("\n")));
        }
        for (let tries = 0; tries < patience * 10; tries += 1) {
            const up = await fetch(`${this.url}/health/ready`).then((answer) => answer.ok, () => false);
            if (up) return;
            if (this.server.exitCode !== null) break;
            await new Promise((resolve) => setTimeout(resolve, 100));
        }
        throw new Error(`the server did not start\n${this.trace()}`);
    }

    /** Another server on the same database and files. */
    async beside() {
        const house = new House();
        Object.assign(house, { kind: this.kind, folder: mkdtempSync(join(tmpdir(), "conoceles-journey-")), env: this.env, lines: [], people: [] });
        await house.serve();
        return house;
    }

    /** Whether the sites are built, so that pages are served. */
    hasSite() {
        return existsSync(join(this.env.CONOCELES_SITE, "public/index.html"));
    }

    /** What the server and the browsers complained about. */
    trace() {
        const told = this.lines.filter((line) => !line.includes(" INFO ")).slice(-20);
        return [...told, ...this.people.flatMap(({ page, errors }) => errors.map((error) => `${page.url()}: ${error}`))].join("\n");
    }

    /** Nothing answers at its address any more. */
    async stop() {
        if (!this.server || this.server.exitCode !== null) return;
        const gone = new Promise((resolve) => this.server.once("exit", resolve));
        this.server.kill("SIGTERM");
        await gone;
    }

    async close() {
        await this.stop();
        rmSync(this.folder, { recursive: true, force: true });
    }
}

module.exports = { House, databases, freePort, root };
