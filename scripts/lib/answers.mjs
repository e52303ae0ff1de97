#!/usr/bin/env node
// Whether a server answers its first page and the workspaces, each with its program: ADDRESS. Says what is missing.
const address = process.argv[2];

async function read(path) {
    const answer = await fetch(new URL(path, address));
    if (!answer.ok) throw new Error(`${path}: ${answer.status}`);
    return answer.text();
}

/** Reads a page and every file of its site that it names, of each of these kinds at least one. */
async function readWhole(path, kinds) {
    const page = await read(path);
    const files = [...new Set(page.match(/\/site\/[a-z]+\/[\w-]+\.(?:js|wasm|css)/g) ?? [])];
    for (const kind of kinds) {
        if (!files.some((file) => file.endsWith(kind))) throw new Error(`${path} names no ${kind}`);
    }
    await Promise.all(files.map(read));
    return page;
}

try {
    await readWhole("/", [".css"]);
    await readWhole("/trabajo", [".js", ".wasm", ".css"]);
    // A public page has the program only where something in it moves.
    const [profile] = (await read("/candidaturas")).match(/\/candidaturas\/[a-z-]+-[0-9a-f]{10}/) ?? ["/candidaturas"];
    await readWhole(profile, [".js", ".wasm", ".css"]);
} catch (error) {
    console.error(error.cause?.code ?? error.message);
    process.exit(1);
}
