#!/usr/bin/env node
// What was acknowledged is there: `lost.cjs kills|cut [ACTS] [TIMES]`, on both databases. `kills` ends the server with kill -9
// again and again among so many saves. `cut` ends it and takes away what was not on the disk: by forgetful.c, which needs no
// rights, or with FORGETFUL=loop by an ext4 of its own that is shut down without its journal (root, loop mounts).
const { execFileSync } = require("node:child_process");
const { copyFileSync, cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } = require("node:fs");
const { tmpdir } = require("node:os");
const { join } = require("node:path");
const { databases } = require("../browser/house.cjs");
const { again, consent, kill, lost, open, photograph, save } = require("./work.cjs");

const [what, acts = 1000, times = 4] = [process.argv[2], ...process.argv.slice(3).map(Number)];
const WORKERS = 8;

/** Everybody works on candidacies of their own until so many acts were acknowledged or the server is gone. */
async function working(house, upTo, act) {
    let acknowledged = 0;
    const each = house.drafts.map((_, place) => place % WORKERS);
    await Promise.all([...Array(WORKERS).keys()].map(async (worker) => {
        const own = house.drafts.filter((_, place) => each[place] === worker);
        for (let turn = 0; acknowledged < upTo; turn += 1) {
            const answer = await act(house, own[turn % own.length], turn);
            if (!answer) return;
            if (answer.status !== 200) throw new Error(`${answer.status} ${answer.text}\n${house.trace()}`);
            acknowledged += 1;
        }
    }));
    return acknowledged;
}

function tell(house, name, { acknowledged, unheard, missing, more }) {
    console.log(`${house.kind}: ${name}: ${acknowledged} acknowledged${more}, ${unheard} done and not acknowledged, ${missing.length} lost`);
    if (missing.length > 0) throw new Error(missing.slice(0, 10).join("\n"));
}

async function kills(kind) {
    const house = await open(kind, 24);
    let [acknowledged, unheard] = [0, 0];
    const missing = [];
    try {
        for (let round = 0; round < times; round += 1) {
            const share = Math.ceil((acts - acknowledged) / (times - round));
            // In the middle: somebody is always being answered.
            let ended;
            const done = await working(house, acknowledged + share, async (...turn) => {
                const answer = await save(...turn);
                house.heard = (house.heard ?? 0) + 1;
                if (house.heard >= share && !ended) ended = kill(house);
                return answer;
            });
            acknowledged += done;
            house.heard = 0;
            await ended;
            await again(house);
            const found = await lost(house);
            unheard += found.unheard;
            missing.push(...found.missing);
        }
        const log = house.run("log", "verify").trim().split("\n").at(-1);
        tell(house, `kill -9, ${times} times`, { acknowledged, unheard, missing, more: ` (${log})` });
    } finally {
        await house.close();
    }
}

/** The folder as forgetful.c kept it, put where the folder was. */
function restore(kept, folder) {
    const put = (key, place) => {
        mkdirSync(place, { recursive: true });
        const list = join(kept, "folders", key);
        for (const line of existsSync(list) ? readFileSync(list, "utf8").split("\n").filter(Boolean) : []) {
            const [sort, own, ...name] = line.split(" ");
            const to = join(place, name.join(" "));
            if (sort === "D") put(own, to);
            else if (existsSync(join(kept, "files", own))) copyFileSync(join(kept, "files", own), to);
            else writeFileSync(to, "");
        }
    };
    rmSync(folder, { recursive: true });
    put(readFileSync(join(kept, "root"), "utf8"), folder);
}

/** A disk that forgets what was not synced, by a library that the program is started with. */
function library() {
    const own = mkdtempSync(join(tmpdir(), "conoceles-forgetful-"));
    const built = join(own, "forgetful.so");
    execFileSync("cc", ["-O2", "-Wall", "-Wextra", "-Werror", "-shared", "-fPIC", "-o", built, join(__dirname, "forgetful.c")]);
    const kept = join(own, "kept");
    return {
        name: "a library that forgets what was not synced",
        begin(house) {
            rmSync(kept, { recursive: true, force: true });
            mkdirSync(kept);
            Object.assign(house.env, { LD_PRELOAD: built, FORGETFUL_FOLDER: house.folder, FORGETFUL_KEPT: kept });
        },
        async cut(house) {
            await kill(house);
            delete house.env.LD_PRELOAD;
            restore(kept, house.folder);
        },
        end: () => rmSync(own, { recursive: true, force: true }),
    };
}

/** An ext4 in a file, mounted where the folder is and shut down without writing its journal. */
function loop() {
    const own = mkdtempSync(join(tmpdir(), "conoceles-loop-"));
    const image = join(own, "disk.img");
    let mounted;
    const mount = (folder) => execFileSync("mount", ["-o", "loop,commit=300", image, folder]);
    return {
        name: "an ext4 that was shut down with its journal not written",
        begin(house) {
            execFileSync("truncate", ["-s", "256M", image]);
            execFileSync("mkfs.ext4", ["-q", "-F", image]);
            const before = join(own, "before");
            cpSync(house.folder, before, { recursive: true });
            mount(house.folder);
            mounted = house.folder;
            cpSync(before, house.folder, { recursive: true });
            execFileSync("sync", ["-f", house.folder]);
        },
        async cut(house) {
            const shutdown = "import fcntl,os,struct,sys; fcntl.ioctl(os.open(sys.argv[1], os.O_RDONLY), 0x8004587d, struct.pack('I', 2))";
            execFileSync("python3", ["-c", shutdown, house.folder]);
            await kill(house);
            execFileSync("umount", [house.folder]);
            mount(house.folder);
        },
        end() {
            if (mounted) execFileSync("umount", [mounted]);
            rmSync(own, { recursive: true, force: true });
        },
    };
}

async function cut(kind) {
    const disk = process.env.FORGETFUL === "loop" ? loop() : library();
    const house = await open(kind, 24);
    try {
        await house.stop();
        disk.begin(house);
        await again(house);
        const [saves, files] = [Math.ceil(acts * 0.8), Math.floor(acts * 0.2)];
        let acknowledged = await working(house, saves, save);
        acknowledged += await working(house, files, (here, draft, turn) => (turn === 0 ? photograph(here, draft) : consent(here, draft)));
        await disk.cut(house);
        await again(house);
        const { missing, unheard, documents } = await lost(house);
        const photographs = house.drafts.filter((draft) => draft.photo).length;
        tell(house, `power cut (${disk.name})`, { acknowledged, unheard, missing, more: ` (${documents} signed documents and ${photographs} photographs are named)` });
    } finally {
        await house.stop();
        disk.end();
        await house.close();
    }
}

async function main() {
    await Promise.all(databases.map((kind) => ({ kills, cut })[what](kind)));
}

main().catch((error) => {
    console.error(error);
    process.exitCode = 1;
});
