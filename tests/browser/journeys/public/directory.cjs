// A citizen among a whole demo election: by place, by party and by words; filters that the address keeps; a contest compared
// on a telephone; and who leaves is gone.
const assert = require("node:assert/strict");
const { Person } = require("../../person.cjs");

exports.name = "a citizen finds a way through the demo election";

exports.walk = async (house, browser) => {
    const printed = house.demo();
    assert.match(printed, /Cuentas para probar/);
    await house.serve();
    const citizen = await Person.enter(house, browser, [/410/, /404/, /400/]);
    await doors(citizen);
    await filters(citizen);
    await words(citizen);
    await compared(citizen);
    await withTheKeyboard(citizen);
    await withdrawn(house, citizen);
    await citizen.leave();
};

/** From the first page to who competes where one lives, and to a party's candidacies. */
async function doors(citizen) {
    const { page } = citizen;
    await page.goto("/");
    await citizen.heading("Conozca a quienes piden su voto");
    await citizen.look("inicio");
    await page.getByLabel("Escriba el nombre").fill("rio grande");
    await citizen.press("Ver quiénes compiten");
    await citizen.heading("Qué se elige en su municipio o distrito");
    await page.getByRole("heading", { level: 2, name: "Río Grande" }).first().waitFor();
    await citizen.look("lugar");
    await page.goto("/lugares?nombre=atl%C3%A1ntida");
    await citizen.reads("No encontramos ese lugar");
    await page.goto("/");
    await page.getByLabel("Partido, coalición o independientes").selectOption({ label: "Candidaturas independientes" });
    await citizen.press("Ver candidaturas");
    await citizen.reads(/\d+ candidaturas\. Orden: Por apellidos/);
    assert.equal(await page.getByLabel("Partido, coalición o independiente", { exact: true }).inputValue(), new URL(page.url()).searchParams.get("postula"));
}

/** What is chosen narrows the list, is counted, is in the address and is taken away again. */
async function filters(citizen) {
    const { page } = citizen;
    await page.goto("/candidaturas");
    const total = await howMany(page);
    await citizen.look("lista");
    await page.getByLabel("Cargo", { exact: true }).selectOption({ value: "municipal_president" });
    await page.getByLabel("Municipio o distrito", { exact: true }).selectOption({ label: await labelOf(page, "Guadalupe") });
    await page.getByText("Más filtros").click();
    const women = page.getByLabel(/^Mujer/);
    await women.check();
    await citizen.press("Buscar");
    await citizen.reads("Filtros puestos");
    const url = new URL(page.url());
    assert.deepEqual([url.searchParams.get("cargo"), url.searchParams.get("territorio"), url.searchParams.get("sexo")], ["municipal_president", "zac/mun/32017", "mujer"]);
    const few = await howMany(page);
    assert.ok(few > 0 && few < total, `${few} of ${total}`);
    await citizen.look("lista-filtrada");
    await page.getByRole("link", { name: "Quitar Sexo: Mujer" }).click();
    await citizen.reads("Filtros puestos");
    assert.ok(await howMany(page) > few);
    await page.goBack();
    assert.equal(await howMany(page), few, "the address holds everything");
    await page.getByLabel("Ver como").selectOption({ label: "Tabla" });
    await citizen.press("Buscar");
    await page.getByRole("columnheader", { name: "Cargo" }).waitFor();
    assert.equal(await page.locator("tbody tr").count(), few);
    await citizen.look("lista-tabla");
    await page.goto("/candidaturas?cargo=rey&sexo=mujer");
    await citizen.reads("Lo que pide la dirección no se entiende: Cargo.");
    await page.getByText("Más filtros").click();
    assert.ok(await page.getByLabel(/^Mujer/).isChecked(), "what was understood stays");
    await citizen.look("lista-no-se-entiende");
}

/** Words of a proposal lead to who wrote them, marked, with or without accents. */
async function words(citizen) {
    const { page } = citizen;
    await page.goto("/candidaturas");
    await page.getByLabel("Palabras", { exact: true }).fill("EDUCACION");
    await citizen.press("Buscar");
    const marked = await page.locator("mark").first().textContent();
    assert.match(marked, /^educaci/i);
    await citizen.look("lista-palabras");
    await page.getByLabel("Palabras", { exact: true }).fill("xyzzy");
    await citizen.press("Buscar");
    await citizen.reads("No encontramos candidaturas con esos datos");
}

/** Everybody of a contest, question by question, on a telephone; some of them; and all on paper. */
async function compared(citizen) {
    const { page } = citizen;
    await page.goto("/contiendas");
    await citizen.look("contiendas");
    await page.getByRole("link", { name: "Guadalupe", exact: true }).first().click();
    await citizen.heading("Presidencia municipal, Guadalupe");
    await page.getByRole("button", { name: "Escuchar las respuestas" }).waitFor();
    await citizen.look("comparar");
    const people = await page.locator(".contenders li li").count();
    const asked = page.locator(".compared").first();
    assert.equal(await asked.locator(".answered").count(), people, "nobody is left out");
    await page.setViewportSize({ width: 390, height: 800 });
    await page.getByText("Elegir a quiénes y qué comparar").click();
    for (const number of [0, 1]) await page.locator("[name=ver]").nth(number).check();
    await page.locator("[name=pregunta]").nth(0).check();
    await citizen.press("Comparar");
    await citizen.reads(`Se muestran 2 de ${people}.`);
    assert.equal(await page.locator(".answered").count(), 2);
    assert.equal(new URL(page.url()).searchParams.getAll("ver").length, 2);
    await citizen.look("comparar-dos");
    await page.getByRole("link", { name: "Ver a todas las personas y todas las preguntas" }).click();
    await page.getByRole("link", { name: "Cuadernillo para imprimir" }).click();
    await citizen.heading("Cuadernillo: Presidencia municipal, Guadalupe");
    assert.equal(await page.locator(".leaf").count(), people);
}

/** Without a mouse from the first page to a profile. */
async function withTheKeyboard(citizen) {
    const { page } = citizen;
    await page.goto("/");
    await citizen.tabTo("Nombre o palabras");
    await page.keyboard.type("acuna");
    await page.keyboard.press("Enter");
    await citizen.reads("Filtros puestos");
    const name = await page.locator(".cards h2 a").first().textContent();
    await citizen.tabTo(name);
    await page.keyboard.press("Enter");
    await citizen.heading(name);
    await citizen.tabTo("Comparar con todas las personas");
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { name: "Quiénes compiten" }).waitFor();
}

/** Whoever the registry takes out leads to a page that says so and nothing else. */
async function withdrawn(house, citizen) {
    const { page } = citizen;
    const folio = house.run("registry", "plan", "demo/zacatecas-2024/registry-2024-04-18.csv");
    assert.match(folio, /Sustituidas: 6/);
    assert.match(folio, /Canceladas: 4/);
    const gone = folio.match(/Canceladas: 4\n\s+línea \d+ \S+ (.+)/)[1];
    await page.goto(`/candidaturas?buscar=${encodeURIComponent(gone)}&en=nombres`);
    await citizen.reads("1 candidatura.");
    const address = await page.locator(".cards h2 a").first().getAttribute("href");
    house.run("registry", "sync", "demo/zacatecas-2024/registry-2024-04-18.csv");
    // Another process wrote it: the server looks twice a second.
    await page.waitForTimeout(1_500);
    const answer = await page.goto(address);
    assert.equal(answer.status(), 410);
    await citizen.heading("Esta candidatura ya no está activa");
    assert.equal(await page.getByText(gone).count(), 0);
    await citizen.look("retirada");
}

async function howMany(page) {
    const words = await page.getByRole("status").filter({ hasText: /candidaturas?\./ }).first().textContent();
    return Number(words.match(/^[\d,]+/)[0].replaceAll(",", ""));
}

/** The whole words of the option of a filter that begins so. */
async function labelOf(page, beginning) {
    const labels = await page.getByLabel("Municipio o distrito", { exact: true }).locator("option").allTextContents();
    return labels.find((label) => label.startsWith(`${beginning} (`));
}
