// The public pages are whole as they come: read without scripts, and with them nothing is asked for until somebody presses.
const assert = require("node:assert/strict");
const { createServer } = require("node:http");
const { Person } = require("../../person.cjs");

exports.name = "public pages are read as they come";

exports.walk = async (house, browser) => {
    house.demo();
    await house.serve();
    const { slug, means } = await somebody(house);
    await withoutScripts(house, browser, slug, means);
    await withThem(house, browser, slug, means);
    await printed(house, browser, slug);
    await inAFrame(house, browser, slug);
};

/** A published candidacy that gives a mail. */
async function somebody(house) {
    const read = async (path) => (await fetch(`${house.url}/api/v1/public${path}`)).json();
    for (let page = 1; ; page += 1) {
        const { items } = await read(`/candidacies?size=200&page=${page}`);
        assert.notEqual(items.length, 0, "nobody gives a mail");
        for (const { slug } of items.filter(({ published }) => published)) {
            const { means } = await read(`/candidacies/${slug}/contact`);
            if (means.length > 0) return { slug, means };
        }
    }
}

async function withoutScripts(house, browser, slug, means) {
    const context = await browser.newContext({ baseURL: house.url, locale: "es-MX", javaScriptEnabled: false });
    const page = await context.newPage();
    page.setDefaultTimeout(15_000);
    const title = (words) => page.getByRole("heading", { level: 1, name: words }).waitFor();
    await page.goto("/");
    await title("Conozca a quienes piden su voto");
    await page.getByLabel("Escriba el nombre").fill("guadalupe");
    await page.getByRole("button", { name: "Ver quiénes compiten" }).click();
    await title("Qué se elige en su municipio o distrito");
    await page.getByRole("link", { name: "Presidencia municipal: comparar a quienes compiten" }).click();
    await title("Presidencia municipal, Guadalupe");
    await page.goto("/");
    await page.getByRole("link", { name: "Presidencias municipales" }).click();
    await title("Candidaturas");
    assert.match(page.url(), /cargo\/municipal_president/);
    assert.equal(await page.getByLabel("Cargo", { exact: true }).inputValue(), "municipal_president");
    await page.getByRole("link", { name: "Siguiente" }).click();
    await page.getByText("Página 2 de").waitFor();
    await page.locator(".cards h2 a").first().click();
    await page.getByRole("heading", { name: "Qué ha cambiado en este perfil" }).waitFor();
    await page.goto(`/candidaturas/${slug}`);
    assert.equal(await page.getByText(means[0].value).count(), 0);
    await page.getByRole("button", { name: "Mostrar medios de contacto" }).click();
    await title(/^Medios de contacto de/);
    assert.match(page.url(), new RegExp(`/candidaturas/${slug}/contacto`));
    assert.equal(await page.getByRole("link", { name: means[0].value }).getAttribute("href"), means[0].address);
    await page.getByRole("link", { name: "Volver al perfil" }).click();
    await page.getByText("Versión 1, publicada el").waitFor();
    await context.close();
}

async function withThem(house, browser, slug, means) {
    const citizen = await Person.enter(house, browser, [/404/]);
    const { page } = citizen;
    const [asked, programs] = [[], []];
    page.on("request", (request) => {
        if (request.url().includes("/api/") && request.resourceType() !== "image") asked.push(request.url());
        if (request.url().endsWith(".wasm")) programs.push(request.url());
    });
    for (const path of ["/", "/candidaturas", "/lugares", "/contiendas", "/contiendas/presidencia-municipal/fresnillo/cuadernillo", "/estadisticas", "/estadisticas/metodo", "/acuses", "/datos", "/datos/diccionario", "/datos/api", "/datos/incrustar", "/privacidad", "/accesibilidad", "/nada"]) {
        await page.goto(path, { waitUntil: "networkidle" });
        await citizen.look(`sin-pedir-${path.slice(1).replaceAll("/", "-") || "inicio"}`);
    }
    assert.deepEqual(programs, [], "pages where nothing moves bring no program");
    await page.goto(`/candidaturas/${slug}`, { waitUntil: "networkidle" });
    await citizen.look("perfil-publico");
    assert.deepEqual(asked, [], "everything came with the page");
    assert.equal(programs.length, 1);
    assert.equal(await page.getByText(means[0].value).count(), 0);
    await citizen.press("Mostrar medios de contacto");
    await page.getByRole("link", { name: means[0].value }).waitFor();
    assert.equal(asked.length, 1);
    assert.equal(new URL(page.url()).pathname, `/candidaturas/${slug}`, "nobody left the page");
    assert.equal(await page.getByRole("button", { name: "Mostrar medios de contacto" }).count(), 0);
    await citizen.look("perfil-con-contacto");
    await citizen.leave();
}

/** On paper there is the profile and its address, and nothing to press. */
async function printed(house, browser, slug) {
    const citizen = await Person.enter(house, browser);
    await citizen.page.goto(`/candidaturas/${slug}`);
    await citizen.page.emulateMedia({ media: "print" });
    await citizen.page.locator(".only-printed", { hasText: `/candidaturas/${slug}` }).waitFor();
    assert.equal(await citizen.page.getByRole("button").count(), 0);
    assert.equal(await citizen.page.getByRole("navigation").count(), 0);
    await citizen.leave();
}

/** Another site shows a candidacy by the code that the profile gives; its links open in the whole window. */
async function inAFrame(house, browser, slug) {
    const citizen = await Person.enter(house, browser);
    const { page } = citizen;
    await page.goto(`/candidaturas/${slug}`);
    const name = await page.getByRole("heading", { level: 1 }).textContent();
    await page.getByText("Compartir esta página", { exact: true }).click();
    const code = (await page.locator(".kept pre").textContent()).replace(/src="https?:\/\/[^/]+/g, `src="${house.url}`);
    const other = createServer((_, answer) => answer.setHeader("content-type", "text/html").end(`<!doctype html><html lang="es"><title>Otra página</title><h1>Otra página</h1>${code}</html>`));
    await new Promise((listening) => { other.listen(0, "127.0.0.1", listening); });
    try {
        await page.goto(`http://127.0.0.1:${other.address().port}/`);
        const frame = page.frameLocator("iframe");
        await frame.getByRole("heading", { level: 1, name }).waitFor();
        await page.waitForFunction(() => document.querySelector("iframe").clientHeight > 700, undefined, { timeout: 5_000 });
        await frame.getByRole("link", { name: "Ver el perfil completo" }).click();
        await page.waitForURL(`${house.url}/candidaturas/${slug}`);
        await citizen.heading(name);
    } finally {
        other.close();
    }
    assert.deepEqual(await citizen.context.cookies(), [], "nothing is kept in the browser");
    await citizen.leave();
}
