// A client made from the contract reads the public API, as whoever programs with the data would make it; what the contract
// does not have, it cannot ask for.
const assert = require("node:assert/strict");
const { execFileSync, spawnSync } = require("node:child_process");
const { cpSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } = require("node:fs");
const { dirname, join } = require("node:path");
const { root } = require("../../house.cjs");

exports.name = "a program reads by the contract";

const CONTRACT = join(root, "openapi/conoceles.v1.json");
const PROGRAM = join(__dirname, "../../client/read.mts");

exports.walk = async (house) => {
    house.demo();
    await house.serve();
    const folder = generated(house, "client", CONTRACT);
    assert.equal(compiled(folder), "");
    await readsWhatIsThere(house, JSON.parse(execFileSync("node", [join(folder, "read.mjs"), house.url], { encoding: "utf8" })));
    asksForMore(folder);
    outgrown(house);
};

/** A folder with the program and the types of a contract. */
function generated(house, name, contract) {
    const folder = join(house.folder, name);
    mkdirSync(folder);
    cpSync(PROGRAM, join(folder, "read.mts"));
    symlinkSync(dirname(dirname(require.resolve("typescript/package.json"))), join(folder, "node_modules"));
    execFileSync("openapi-typescript", [contract, "-o", join(folder, "api.d.ts")], { stdio: ["ignore", "ignore", "pipe"] });
    return folder;
}

/** Compiles a program of a folder and returns what is wrong with it. */
function compiled(folder, program = "read.mts") {
    const flags = ["--strict", "--noEmitOnError", "--pretty", "false", "--target", "es2022", "--module", "nodenext"];
    const { status, stdout } = spawnSync("tsc", [...flags, program], { cwd: folder, encoding: "utf8" });
    assert.equal(status === 0, stdout === "", stdout);
    return stdout;
}

async function readsWhatIsThere(house, read) {
    const ask = async (address) => (await fetch(`${house.url}/api/v1/public/${address}`)).json();
    const directory = await ask("directory");
    assert.equal(read.election, directory.election.name);
    assert.equal(read.offices.length, 2);
    const filters = read.offices.map((office) => `office=${office}`).join("&");
    const list = await ask(`candidacies?${filters}&published=yes&order=registry&size=200`);
    assert.ok(list.total > 14 && list.total <= 200, `${list.total} need three pages of 7`);
    assert.deepEqual(read.slugs, list.items.map(({ slug }) => slug));
    const [first] = list.items;
    const profile = await ask(`candidacies/${first.slug}`);
    assert.deepEqual(read.profile, { slug: first.slug, answers: Object.keys(profile.published.answers) });
    assert.ok(read.profile.answers.length > 0);
    const contests = (await ask("contests")).items;
    assert.deepEqual(read.contests, contests.map(({ key, candidacies }) => ({ key, candidacies })));
    const contest = await ask(`contests/${first.office}/${first.territory}`);
    assert.equal(read.contest.key, `${first.office}/${first.territory}`);
    assert.equal(read.contest.names.length, contest.contest.candidacies);
    assert.ok(read.contest.names.includes(first.name));
    const { tables } = await ask("statistics");
    assert.deepEqual(read.tables, tables.map(({ key, rows }) => ({ key, numbers: rows.flatMap(({ cells }) => cells).length })));
    const changes = [];
    for (let page = { more: true, next_since: 0 }; page.more; changes.push(...page.changes)) page = await ask(`data/cambios.json?since=${page.next_since}`);
    assert.ok(changes.length > 1000, "everybody, in two pages");
    assert.deepEqual(read.changes, changes.map(({ id, what, slug }) => ({ id, what, slug })));
    assert.equal(read.later, 0);
    assert.deepEqual(read.nobody, { status: 404, code: "not_found" });
}

/** A field, an address and a value that the contract does not have, and one field that it has. */
function asksForMore(folder) {
    const lines = [
        "import createClient from \"openapi-fetch\";",
        "import type { paths } from \"./api.js\";",
        "const api = createClient<paths>();",
        "const { data } = await api.GET(\"/public/candidacies\", { params: { query: { order: \"salary\" } } });",
        "console.log(data?.items[0]?.age);",
        "console.log(data?.items[0]?.salary);",
        "await api.GET(\"/public/salaries\", {});",
    ];
    writeFileSync(join(folder, "more.mts"), lines.join("\n"));
    const faults = compiled(folder, "more.mts").match(/^more\.mts.*$/gm);
    assert.deepEqual(faults.map((fault) => Number(fault.match(/\d+/)[0])), [4, 6, 7], faults.join("\n"));
    for (const [index, words] of ["\"salary\"", "Property 'salary' does not exist", "\"/public/salaries\""].entries()) {
        assert.ok(faults[index].includes(words), faults[index]);
    }
}

/** The same program by a contract that lost something it reads. */
function outgrown(house) {
    const contract = JSON.parse(readFileSync(CONTRACT, "utf8"));
    delete contract.components.schemas.Cards.properties.total;
    const file = join(house.folder, "contract.json");
    writeFileSync(file, JSON.stringify(contract));
    assert.match(compiled(generated(house, "outgrown", file)), /^read\.mts\(\d+,\d+\): error TS2339: Property 'total' does not exist/);
}
