// People who capture in a house of their own, and what they were told was saved.
const { execFileSync } = require("node:child_process");
const { createHash } = require("node:crypto");
const { readFileSync, writeFileSync } = require("node:fs");
const http = require("node:http");
const { join } = require("node:path");
const { House, root } = require("../browser/house.cjs");

const PASSWORD = "una frase de prueba";
// A photograph: 160 × 160 pixels of one grey.
const PNG = Buffer.from("iVBORw0KGgoAAAANSUhEUgAAAKAAAACgCAAAAACupDjxAAAAfklEQVR42u3OMQEAAAwCIKMb3Q67dkAC0uciKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCh4NdOdAu8gI1NKAAAAAElFTkSuQmCC", "base64");
const PDF = "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]>>endobj\ntrailer<</Root 1 0 R/Size 4>>\n%%EOF\n";

/** Asks a house; gives the status, the headers and the body, or nothing when it hung up. */
function ask(house, method, path, { token, revision, type, body, patience = 60_000 } = {}) {
    const bytes = body === undefined ? Buffer.alloc(0) : Buffer.isBuffer(body) ? body : Buffer.from(JSON.stringify(body));
    const headers = { "content-type": type ?? "application/json", "content-length": bytes.length };
    if (token) headers.authorization = `Bearer ${token}`;
    if (revision !== undefined) headers["if-match"] = `"${revision}"`;
    return new Promise((resolve) => {
        const request = http.request(`${house.url}${path}`, { method, headers, agent: house.agent, timeout: patience }, (answer) => {
            const parts = [];
            answer.on("data", (part) => parts.push(part));
            answer.once("end", () => resolve({ status: answer.statusCode, headers: answer.headers, text: Buffer.concat(parts).toString() }));
            answer.once("error", () => resolve(undefined));
        });
        request.once("timeout", () => request.destroy());
        request.once("error", () => resolve(undefined));
        request.end(bytes);
    });
}

async function must(house, method, path, how) {
    const answer = await ask(house, method, path, how);
    if (!answer || answer.status >= 300) throw new Error(`${method} ${path}: ${answer?.status} ${answer?.text}\n${house.trace()}`);
    return answer.text ? JSON.parse(answer.text) : undefined;
}

/** A house on a database where so many candidacies of a party are being captured. `begin` makes its folder ready. */
async function open(kind, number, env = {}, begin = () => undefined) {
    const house = await House.open(kind);
    begin(house.folder);
    house.agent = new http.Agent({ keepAlive: true, maxSockets: 64 });
    const rows = readFileSync(join(root, "demo/zacatecas-2024/registry-2024-03-30.csv"), "utf8").split("\n");
    const own = rows.slice(1).filter((row) => row.includes(",PT,")).slice(0, number);
    const file = join(house.folder, "registry.csv");
    writeFileSync(file, [rows[0], ...own, ""].join("\n"));
    house.run("registry", "sync", file);
    Object.assign(house.env, env);
    await house.serve(30);
    const enter = async (username, code) => (await must(house, "POST", "/api/v1/accounts/first-use", { body: { username, code, password: PASSWORD } })).access_token;
    const unit = house.account("responsible_unit", "unidad");
    const token = await enter(unit.name, unit.code);
    const codes = new Map((await must(house, "POST", "/api/v1/accounts", { token, body: { for: "party", party: "PT" } })).map((one) => [one.username, one.code]));
    const representative = await enter("pt.representacion", codes.get("pt.representacion"));
    await must(house, "POST", "/api/v1/accounts/receipt", { token: representative, body: {} });
    house.token = await enter("pt.captura", codes.get("pt.captura"));
    const { notice } = await must(house, "GET", "/api/v1/public/election");
    const list = await must(house, "GET", "/api/v1/candidacies?size=200", { token: house.token });
    house.drafts = [];
    for (const { id, revision } of list.items) {
        const moved = await must(house, "POST", `/api/v1/candidacies/${id}/notice-acceptance`, { token: house.token, revision: revision ?? (await must(house, "GET", `/api/v1/candidacies/${id}`, { token: house.token })).revision, body: { version: notice.version } });
        house.drafts.push({ id, revision: moved.revision, count: 0, said: undefined, photo: false });
    }
    return house;
}

async function signInAgain(house) {
    house.token = (await must(house, "POST", "/api/v1/sessions", { body: { username: "pt.captura", password: PASSWORD } })).access_token;
}

const words = (draft) => `Versión ${draft.count}. ${"Quiero que mi municipio tenga agua, caminos y escuelas. ".repeat(6)}`;

/** Saves a text; whether it was acknowledged. */
async function save(house, draft) {
    draft.count += 1;
    draft.sent = words(draft);
    const answer = await ask(house, "PATCH", `/api/v1/candidacies/${draft.id}/answers`, { token: house.token, revision: draft.revision, body: { answers: { motivation: draft.sent } } });
    if (answer?.status === 200) {
        draft.revision = JSON.parse(answer.text).revision;
        draft.said = draft.sent;
    }
    return answer;
}

/** Gives a consent with its signed document. */
async function consent(house, draft) {
    const marks = JSON.stringify({ treatment: true, publication: true, statistics: true, sections: ["migrant"] });
    const form = `--x\r\ncontent-disposition: form-data; name="consent"\r\ncontent-type: application/json\r\n\r\n${marks}\r\n--x\r\ncontent-disposition: form-data; name="document"; filename="firma.pdf"\r\n\r\n${PDF}\r\n--x--\r\n`;
    const answer = await ask(house, "PUT", `/api/v1/candidacies/${draft.id}/consent`, { token: house.token, revision: draft.revision, type: "multipart/form-data; boundary=x", body: Buffer.from(form) });
    if (answer?.status === 200) draft.revision = JSON.parse(answer.text).revision;
    return answer;
}

/** Sets the photograph. */
async function photograph(house, draft) {
    const answer = await ask(house, "PUT", `/api/v1/candidacies/${draft.id}/photo`, { token: house.token, revision: draft.revision, type: "image/png", body: PNG });
    if (answer?.status === 200) {
        draft.revision = JSON.parse(answer.text).revision;
        draft.photo = true;
    }
    return answer;
}

/** What the database says, by SQL; a line a row. */
function sql(house, statement) {
    const path = house.env.CONOCELES_DATABASE_URL.split(/^sqlite:/)[1];
    const [command, words] = path ? ["sqlite3", [path, statement]] : ["psql", ["-qAt", "-d", house.env.CONOCELES_DATABASE_URL, "-c", statement]];
    return execFileSync(command, words, { encoding: "utf8" }).split("\n").filter(Boolean);
}

/** What was acknowledged and is not there, each in words, and how many were looked at. Takes over what was saved unheard. */
async function lost(house) {
    const missing = [];
    let unheard = 0;
    for (const draft of house.drafts) {
        const work = await must(house, "GET", `/api/v1/candidacies/${draft.id}`, { token: house.token });
        const there = work.answers?.motivation;
        if (work.revision < draft.revision) missing.push(`${draft.id}: revision ${draft.revision} was acknowledged and ${work.revision} is there`);
        if (draft.said !== undefined && there !== draft.said) {
            if (there === draft.sent && work.revision > draft.revision) unheard += 1;
            else missing.push(`${draft.id}: «${String(there).slice(0, 12)}» instead of «${draft.said.slice(0, 12)}»`);
        }
        if (draft.photo) {
            const answer = await ask(house, "GET", `/api/v1/candidacies/${draft.id}/photo`, { token: house.token });
            if (answer?.status !== 200) missing.push(`${draft.id}: its photograph: ${answer?.status} ${answer?.text}`);
        }
        Object.assign(draft, { revision: work.revision, said: there });
    }
    const documents = sql(house, "SELECT consent_document FROM profiles WHERE consent_document IS NOT NULL");
    for (const name of documents) {
        let bytes;
        try {
            bytes = readFileSync(join(house.folder, "files", name));
        } catch {
            missing.push(`the signed document ${name} is not there`);
            continue;
        }
        if (createHash("sha256").update(bytes).digest("hex") !== name) missing.push(`the signed document ${name} has ${bytes.length} bytes, and not its own`);
    }
    return { missing, unheard, documents: documents.length };
}

/** Ends the server as a power cut ends it, and waits until it is gone. */
async function kill(house) {
    const gone = new Promise((resolve) => house.server.once("exit", resolve));
    house.server.kill("SIGKILL");
    await gone;
    house.agent.destroy();
    house.agent = new http.Agent({ keepAlive: true, maxSockets: 64 });
}

async function again(house) {
    await house.serve(30);
    await signInAgain(house);
}

module.exports = { again, ask, consent, kill, lost, must, open, photograph, save, signInAgain, sql };
