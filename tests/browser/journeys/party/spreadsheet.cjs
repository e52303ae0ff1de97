// Many candidacies in one sheet: downloaded, filled, read before it is saved, and saved as drafts.
const assert = require("node:assert/strict");
const { readFileSync } = require("node:fs");
const { text } = require("../../person.cjs");
const { fill } = require("../../sheet.cjs");
const { atWork } = require("../../steps.cjs");

exports.name = "a party captures with a spreadsheet";

exports.walk = async (house, browser) => {
    const { capture, name } = await atWork(house, browser);
    await capture.follow("Hoja de cálculo");
    const template = await downloaded(capture);
    await nothingToSave(capture, template);
    await noTemplate(capture);
    await filled(capture, template, name);
    await meanwhile(capture, name);
    await capture.leave();
};

const field = ({ page }) => page.getByLabel("Hoja llena (.xlsx, de 5 MB o menos)");

async function upload(capture, buffer, name = "candidaturas.xlsx") {
    await field(capture).setInputFiles({ name, mimeType: "application/octet-stream", buffer });
    await capture.press("Revisar la hoja");
}

async function downloaded(capture) {
    const coming = capture.page.waitForEvent("download");
    await capture.press("Descargar la hoja");
    const file = await coming;
    assert.equal(file.suggestedFilename(), "candidaturas.xlsx");
    return readFileSync(await file.path());
}

async function nothingToSave(capture, template) {
    await upload(capture, template);
    await capture.reads("La hoja dice lo mismo que está guardado");
    await capture.focuses("revision");
    assert.equal(await capture.page.getByRole("button", { name: /^Guardar/ }).count(), 0);
    await capture.look("hoja-igual");
}

/** What is no template is told beside the field. */
async function noTemplate(capture) {
    capture.known.push(/422/);
    await upload(capture, Buffer.from("FOLIO,NOMBRE\r\n"), "lista.csv");
    await capture.reads("El archivo no se puede abrir como hoja de cálculo.");
    await capture.focuses("hoja");
    assert.equal(await field(capture).getAttribute("aria-invalid"), "true");
    await capture.look("hoja-no-sirve");
}

async function filled(capture, template, name) {
    const { page } = capture;
    await upload(capture, fill(template, [
        [4, "motivation", text(300)],
        [4, "proposal.first", "Muy corta."],
        [4, "education.level", "Doctora en todo"],
        [5, "motivation", "Sin aviso aceptado."],
    ]));
    await capture.reads("3. Revise y guarde");
    const row = (words) => page.locator("table.sheet tbody tr").filter({ hasText: words });
    await row("Muy corta.").getByText("Se guarda, pero hay que corregirla antes de enviar").waitFor();
    await row("Doctora en todo").getByText("No se guarda", { exact: true }).waitFor();
    await row("Fila 5").getByText(/aviso de privacidad/).waitFor();
    assert.equal(await row(name).count(), 3);
    await capture.look("hoja-revision");
    await page.getByLabel("Ver sólo lo que no se guardará").check();
    await capture.reads("Se muestran 2 de 2 renglones.");
    await capture.press("Guardar 2 respuestas como borrador");
    await capture.reads("2 respuestas de 1 candidatura.");
    await capture.reads("NO ENVIADO.");
    await capture.focuses("guardado");
    await capture.look("hoja-guardada");
    await capture.follow("ver qué le falta a cada una");
    await capture.follow(name);
    await capture.follow("Motivos");
    assert.equal(await page.getByLabel("¿Por qué quiere ocupar").inputValue(), text(300));
}

/** Somebody saves something else between the look and the saving: nothing of the sheet is saved unseen. */
async function meanwhile(capture, name) {
    await capture.follow("Hoja de cálculo");
    const template = await downloaded(capture);
    await upload(capture, fill(template, [[4, "proposal.second", text(310)]]));
    await capture.reads("3. Revise y guarde");
    const { page } = capture;
    await capture.openTab();
    await capture.page.goto("/trabajo");
    await capture.follow(name);
    await capture.follow("Propuestas");
    await capture.page.getByLabel("Propuesta 2").fill("Otra cosa.");
    await capture.reads(/Guardado a las/);
    await capture.page.close();
    capture.page = page;
    capture.known.push(/409/);
    await capture.press("Guardar 1 respuesta como borrador");
    await capture.reads("Revísela otra vez.");
    await capture.press("Revisar la hoja");
    await capture.reads("No se guarda: otra persona la cambió");
    await capture.look("hoja-cambiada");
}
