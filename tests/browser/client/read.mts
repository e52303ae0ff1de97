// Reads the public API of the site whose address it is given, and prints what it read as JSON. `api` is what
// openapi-typescript makes of the contract, openapi/conoceles.v1.json.
import createClient from "openapi-fetch";
import type { components, paths } from "./api.js";

declare const process: { readonly argv: readonly string[] };

type Schemas = components["schemas"];
type Filters = NonNullable<paths["/public/candidacies"]["get"]["parameters"]["query"]>;

const [, , site] = process.argv;
const api = createClient<paths>({ baseUrl: `${site}/api/v1` });

/** What was answered; of a problem, what to do. */
function read<T>({ data, error }: { data?: T; error?: Schemas["Problem"] }): T {
    if (data === undefined) throw new Error(error?.detail ?? "nothing was answered");
    return data;
}

/** A list, page by page. */
async function everyone(filters: Filters): Promise<Schemas["Card"][]> {
    const found: Schemas["Card"][] = [];
    for (let page = 1; ; page += 1) {
        const { items, total } = read(await api.GET("/public/candidacies", { params: { query: { ...filters, page } } }));
        found.push(...items);
        if (items.length === 0 || found.length >= total) return found;
    }
}

/** What changed after a place, however much. */
async function changed(place: number): Promise<Schemas["Change"][]> {
    const found: Schemas["Change"][] = [];
    for (let since = place; ; ) {
        const { changes, more, next_since } = read(await api.GET("/public/data/cambios.json", { params: { query: { since } } }));
        found.push(...changes);
        if (!more) return found;
        since = next_since;
    }
}

const directory = read(await api.GET("/public/directory"));
const offices = directory.offices.slice(0, 2).map((office) => office.key);
const cards = await everyone({ office: offices, published: ["yes"], order: "registry", size: 7 });

const [first] = cards;
if (!first) throw new Error("nobody published");
const profile = read(await api.GET("/public/candidacies/{slug}", { params: { path: { slug: first.slug } } }));

const contests = read(await api.GET("/public/contests")).items;
const path = { office: first.office, territory: first.territory };
const contest = read(await api.GET("/public/contests/{office}/{territory}", { params: { path } }));

const statistics = read(await api.GET("/public/statistics"));
const changes = await changed(0);
const later = await changed(changes.at(-1)?.place ?? 0);

const nobody = await api.GET("/public/candidacies/{slug}", { params: { path: { slug: "nadie" } } });
if (!nobody.error) throw new Error("nobody has a profile");

console.log(JSON.stringify({
    election: directory.election.name,
    offices,
    slugs: cards.map((card) => card.slug),
    profile: { slug: profile.card.slug, answers: Object.keys(profile.published?.answers ?? {}) },
    contests: contests.map(({ key, candidacies }) => ({ key, candidacies })),
    contest: { key: contest.contest.key, names: contest.contenders.flatMap(({ candidacies }) => candidacies.map(({ card }) => card.name)) },
    tables: statistics.tables.map(({ key, rows }) => ({ key, numbers: rows.reduce((sum, { cells }) => sum + cells.length, 0) })),
    changes: changes.map(({ id, what, slug }) => ({ id, what, slug: slug ?? null })),
    later: later.length,
    nobody: { status: nobody.response.status, code: nobody.error.code },
}));
