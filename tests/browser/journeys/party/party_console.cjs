// The list of work says what is missing, whose turn it is and what ends first; its filters are in the address.
const assert = require("node:assert/strict");
const { atWork } = require("../../steps.cjs");

exports.name = "a party sees what is missing in each candidacy";

exports.walk = async (house, browser) => {
    const { capture, name } = await atWork(house, browser);
    await taskList(capture, name);
    await matrix(capture, name);
    await filters(capture, name);
    await capture.leave();
};

const row = ({ page }, name) => page.locator("table.matrix tbody tr").filter({ has: page.getByRole("link", { name, exact: true }) });
const cell = ({ page }, name, section) => row({ page }, name).locator(`td[data-title="${section}"]`);

/** The sections with their state in words, and the other one of the formula. */
async function taskList(capture, name) {
    const { page } = capture;
    await capture.reads(/quedan \d+ días? y \d+ horas?/);
    await capture.reads("2 de 13 apartados listos");
    await capture.follow("Trayectoria");
    await page.getByLabel("Historia profesional").fill("Apenas comienzo.");
    await capture.reads(/Guardado a las/);
    await capture.follow("Volver a la candidatura");
    await capture.heading(name);
    await page.getByRole("link", { name: /^Trayectoria\s*Con errores$/ }).waitFor();
    await page.getByRole("link", { name: /^Estudios\s*Sin empezar$/ }).waitFor();
    await page.getByRole("link", { name: /^Revisar y enviar\s*NO ENVIADO$/ }).waitFor();
    await page.getByRole("link", { name: /^Propietaria: / }).click();
    await page.getByRole("link", { name: `Suplente: ${name}` }).click();
    await capture.heading(name);
}

async function matrix(capture, name) {
    await capture.follow("Candidaturas");
    await capture.heading("Candidaturas");
    await row(capture, name).getByText("NO ENVIADO").waitFor();
    await row(capture, name).getByText("2 de 13 listos").waitFor();
    assert.match(await cell(capture, name, "Trayectoria").innerText(), /Con errores/);
    assert.match(await cell(capture, name, "Fotografía").innerText(), /Opcional/);
    await capture.reads("Lo próximo que vence");
    const heads = await capture.page.locator("table.matrix thead th[scope=col]").count();
    assert.equal(heads, 16, "candidacy, stage, progress and a column for each section");
    await capture.look("tablero");
}

/** What is chosen is in the address, stays with a page that is loaded again, and does not lose what is being typed. */
async function filters(capture, name) {
    const { page } = capture;
    await page.setViewportSize({ width: 390, height: 800 });
    await page.evaluate(() => { globalThis.sameProgram = true; });
    await page.getByLabel("Avance").selectOption("Con todo contestado");
    await capture.press("Filtrar");
    await capture.reads("0 candidaturas.");
    assert.match(page.url(), /avance=completas/);
    assert.equal(await page.evaluate(() => globalThis.sameProgram), true, "filtering leaves nothing behind");
    await page.getByLabel("Avance").selectOption("Con apartados por contestar");
    await page.getByLabel("Vencimiento").selectOption("En 7 días o menos");
    await capture.press("Filtrar");
    await capture.reads("0 candidaturas.");
    await page.getByLabel("Vencimiento").selectOption("Cualquiera");
    await page.getByLabel("Cargo").selectOption("Diputación de mayoría relativa");
    await capture.press("Filtrar");
    await row(capture, name).waitFor();
    await capture.follow(/^En captura \(1\)$/);
    await capture.reads("1 candidatura.");
    for (const part of [/avance=por-contestar/, /etapa=in_capture/, /cargo=deputy_majority/]) assert.match(page.url(), part);
    await page.reload();
    await capture.reads("1 candidatura.");
    assert.equal(await page.getByLabel("Avance").inputValue(), "por-contestar");
    await capture.look("tablero-filtrado");
}
