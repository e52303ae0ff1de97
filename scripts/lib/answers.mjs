#!/usr/bin/env node
// Whether a server answers its first page and the workspaces, each with its program: ADDRESS. Says what is missing.
const address = process.argv[2];

async function read(path) {
    const answer = await fetch(new URL(path, address));
    if (!answer.ok) throw new Error(`${path}: ${answer.status}`);
    return answer.text();
}

try {
    for (const path of ["/", "/trabajo"]) {
        const page = await read(path);
        const files = [...new Set(page.match(/\/site\/[a-z]+\/[\w-]+\.(?:js|wasm|css)/g) ?? [])];
        for (const kind of [".js", ".wasm", ".css"]) {
            if (!files.some((file) => file.endsWith(kind))) throw new Error(`${path} names no ${kind}`);
        }
        await Promise.all(files.map(read));
    }
} catch (error) {
    console.error(error.cause?.code ?? error.message);
    process.exit(1);
}
