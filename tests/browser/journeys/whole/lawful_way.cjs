// One candidacy from the registry's file to a citizen's screen, through every room.
const assert = require("node:assert/strict");
const { readFileSync } = require("node:fs");
const { PASSWORD, Person, text } = require("../../person.cjs");
const { VALIDATOR, prepare, codesOn, comply, begin, answerAll, open } = require("../../steps.cjs");

exports.name = "a candidacy goes from the registry to a citizen";

exports.walk = async (house, browser) => {
    const accounts = { unit: house.account("responsible_unit", "responsable"), parties: house.account("parties_directorate", "organizacion"), gender: house.account("gender_directorate", "paridad") };
    await house.serve();
    const { unit, codes } = await prepare(house, browser, accounts.unit);
    const { capture, name } = await begin(house, browser, codes);
    await extended(house, capture);
    await answerAll(capture);

    await capture.follow("Consentimiento para publicar");
    await capture.page.getByLabel("Que se traten").check();
    await capture.page.getByLabel("Que se publiquen").check();
    await capture.page.getByLabel("Autoadscripción indígena").check();
    const [paper] = await Promise.all([capture.page.waitForEvent("download"), capture.press("Descargar formato para firmar (PDF)")]);
    assert.equal(readFileSync(await paper.path()).subarray(0, 5).toString(), "%PDF-");
    await capture.page.getByLabel("Documento firmado").setInputFiles({ name: "firma.pdf", mimeType: "application/pdf", buffer: signedPaper() });
    await capture.press("Registrar el consentimiento");
    await capture.reads("Se publican: Autoadscripción indígena.");
    await capture.look("consentimiento");
    await capture.follow("Volver a la candidatura");
    await capture.follow("Revisar y enviar");
    await capture.reads("Lea cada respuesta");
    await advice(capture);
    await capture.press("Enviar a validación");
    await capture.reads("Marque que entiende");
    await capture.look("revisar");
    await capture.page.getByLabel("Entiendo que es la única oportunidad").check();
    await capture.press("Enviar a validación");
    await capture.reads("Los cuestionarios se enviaron a validación");
    await checked(house, browser, await receipt(capture, name), name);

    await unit.follow("Quienes validan");
    await unit.press(`Confirmar a ${VALIDATOR}`);
    await unit.reads(`${VALIDATOR} validará con la cuenta pt.validacion.`);
    await unit.look("confirmar");
    const validator = await Person.enter(house, browser);
    await validator.join({ name: "pt.validacion", code: (await codesOn(unit))["pt.validacion"] });
    await validator.follow(name);
    await validator.reads("Lo que el sistema sugiere revisar");
    await validator.reads("Podría ser: Lemas o imágenes de campaña");
    await validator.reads("(pt.captura) también tiene abierta esta candidatura.");
    await validator.look("candidatura-por-validar");
    await validator.follow("Revisar y validar");
    await validator.press("Observar «¿Por qué quiere ocupar un cargo público?»");
    await validator.page.getByLabel("Motivo").selectOption("slogan");
    await validator.page.getByLabel("Qué hay que corregir").fill("Quite el lema del inicio.");
    await validator.look("validar");
    // What is being written outlives a visit to another page.
    await validator.follow("Volver a la candidatura");
    await validator.follow("Revisar y validar");
    assert.equal(await validator.page.getByLabel("Qué hay que corregir").inputValue(), "Quite el lema del inicio.");
    await validator.press("Devolver con observaciones");
    await validator.reads("Aquí no hay nada por validar ahora");

    await open(capture, name);
    await capture.reads("Con observaciones");
    await capture.follow("Motivos");
    await capture.reads("Quite el lema del inicio.");
    await hint(capture);
    await capture.page.getByLabel("¿Por qué quiere ocupar").fill(text(300));
    await capture.press("Guardar y continuar");
    await capture.heading(name);
    await capture.follow("Revisar y enviar");
    await capture.page.getByLabel("¿Qué cambió?").fill("Ya no está el lema.");
    await capture.page.getByLabel("Entiendo que es la única oportunidad").check();
    await capture.press("Enviar a validación");
    await capture.reads("Los cuestionarios se enviaron a validación");
    await capture.leave();

    await open(validator, name);
    await validator.follow("Revisar y validar");
    await validator.reads("Respuesta: Ya no está el lema.");
    await validator.press("Corregir «Página de internet»");
    await validator.page.getByLabel("Página de internet (opcional)").fill("https://ejemplo.mx/corregida");
    await validator.press("Guardar la corrección");
    await validator.reads(/Cambio de .*pt.validacion/);
    await validator.look("validar-otra-vez");
    await validator.press("Validar y enviar al Instituto");
    await validator.reads("Etapa: En verificación");
    await validator.leave();

    for (const [account, part] of [[accounts.parties, "curricular"], [accounts.gender, "de identidad"]]) {
        const area = await Person.enter(house, browser);
        await area.join(account);
        await area.follow(name);
        await area.follow("Verificar");
        await area.look(`verificar-${account.name}`);
        // «Akateko» is what was answered: only who judges identity reads it.
        assert.equal(await area.page.getByText("Akateko").count() > 0, part === "de identidad", part);
        await comply(area, part);
        await area.leave();
    }

    const citizen = await Person.enter(house, browser);
    await citizen.page.goto(`/candidaturas?buscar=${encodeURIComponent(name)}`);
    await citizen.reads("Aún no ha publicado su información");

    await open(unit, name);
    await unit.follow("Autorizar");
    await unit.look("autorizar");
    unit.page.once("dialog", (dialog) => dialog.accept());
    await unit.press("Autorizar y publicar ahora…");
    await unit.reads("Etapa: Publicada.");
    await unit.page.goto("/trabajo/historial");
    await unit.reads("Autorizó la publicación");
    await unit.reads("Devolvió campos con observaciones");
    await unit.reads("«¿Por qué quiere ocupar un cargo público?»");
    await unit.page.getByRole("cell", { name }).first().waitFor();
    await unit.look("historial");
    await unit.leave();

    await citizen.page.goto("/");
    await citizen.look("inicio");
    await citizen.page.getByLabel("Nombre o palabras").fill(name.toUpperCase().normalize("NFD").replace(/\p{M}/gu, ""));
    await citizen.press("Buscar");
    await citizen.reads("1 candidatura.");
    await citizen.look("lista");
    await citizen.follow(name);
    await citizen.heading(name);
    await citizen.reads("<b>No es</b> código & se lee igual.");
    await citizen.reads("https://ejemplo.mx/corregida");
    await citizen.reads("Autoadscripción indígena");
    await citizen.page.getByAltText(`Fotografía de ${name}`).waitFor();
    assert.equal(await citizen.page.getByText("Diversidad sexual").count(), 0, "nothing without consent");
    assert.equal(await citizen.page.getByText("Con todo y contigo").count(), 0, "what was mended is gone");
    await citizen.look("perfil");
    await citizen.leave();

    assert.match(house.run("log", "verify"), /whole/);
};

/** The unit gives more time, and whoever captures reads until when and why. */
async function extended(house, capture) {
    const { page } = capture;
    const ask = async (path, body, headers) => (await fetch(`${house.url}/api/v1${path}`, { method: "POST", body: JSON.stringify(body), headers: { "content-type": "application/json", ...headers } })).json();
    const { access_token: token } = await ask("/sessions", { username: "responsable", password: PASSWORD });
    const order = { candidacies: [page.url().split("/").pop()], last_day: "2099-12-30", reason: "Falló la luz en el distrito." };
    assert.deepEqual((await ask("/extensions", order, { authorization: `Bearer ${token}` })).skipped, []);
    await page.reload();
    await capture.reads(/El plazo de captura se amplió hasta el 30 de diciembre de 2099, 23:59. Motivo: Falló la luz en el distrito\./);
}

/** A section says how much there is to look at, and leads to it and back to the field. */
async function hint(capture) {
    const { page } = capture;
    await capture.reads(/El sistema sugiere revisar \d+ puntos de este apartado/);
    await capture.look("seccion-con-sugerencias");
    await capture.follow("Ver las sugerencias");
    await capture.heading("Revisar y enviar");
    await page.waitForFunction(() => document.activeElement.id === "sugerencias");
    await page.getByRole("region", { name: "Antes de enviar" }).getByRole("link", { name: "Cambiar la respuesta de «¿Por qué" }).click();
    await capture.heading("Motivos");
    await page.waitForFunction(() => document.activeElement.id === "campo-motivation");
}

/** What the system suggests is told before sending, with the words it is about, and a way to change them. */
async function advice({ page }) {
    const found = page.getByRole("region", { name: "Antes de enviar, le sugerimos revisar" });
    await found.getByRole("heading", { name: "¿Por qué quiere ocupar un cargo público?" }).waitFor();
    await found.getByText("«Vota por mí»", { exact: true }).waitFor();
    await found.getByText("no impiden enviar").waitFor();
    await found.getByRole("link", { name: "Cambiar la respuesta de «¿Por qué quiere ocupar un cargo público?»" }).waitFor();
}

/** The sending ends at its proof: a document, and an address where anybody checks it. It stays with the candidacy. */
async function receipt(capture, name) {
    const { page } = capture;
    await capture.heading("Acuse de envío");
    await page.waitForFunction(() => document.activeElement.id === "titulo");
    const folio = await page.locator("dd code").first().innerText();
    const [paper] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name: `Descargar acuse (PDF) ${folio}` }).click()]);
    assert.equal(paper.suggestedFilename(), `acuse-${folio}.pdf`);
    assert.equal(readFileSync(await paper.path()).subarray(0, 5).toString(), "%PDF-");
    assert.equal(await page.getByRole("link", { name: `/acuses/${folio}` }).getAttribute("href"), `/acuses/${folio}`);
    await capture.look("acuse-de-envio");
    await capture.follow("Volver a la candidatura");
    await capture.heading(name);
    await page.getByRole("heading", { name: "Acuses" }).waitFor();
    await capture.reads(folio);
    await capture.look("candidatura-enviada");
    return folio;
}

/** Anybody checks the receipt, however its folio is typed. */
async function checked(house, browser, folio, name) {
    const anybody = await Person.enter(house, browser, [/404/]);
    await anybody.page.goto("/");
    await anybody.follow("Comprobar un acuse");
    await anybody.heading("Comprobar un acuse");
    await anybody.look("acuse-formulario");
    const type = async (typed) => {
        await anybody.page.getByLabel("Folio del acuse").fill(typed);
        await anybody.press("Comprobar");
    };
    await type("AAAA-BBBB-CCCC");
    await anybody.heading("No hay un acuse con ese folio");
    assert.equal(await anybody.page.getByLabel("Folio del acuse").inputValue(), "AAAA-BBBB-CCCC");
    await anybody.look("acuse-no-hay");
    await type(` ${folio.toLowerCase().replaceAll("-", " ")}`);
    await anybody.heading(`Acuse ${folio}`);
    await anybody.reads("El acuse es verdadero");
    await anybody.page.getByRole("link", { name }).waitFor();
    await anybody.page.getByText("Huella digital").click();
    await anybody.reads(/^[0-9a-f]{64}$/);
    await anybody.look("acuse-comprobado");
    // As it is printed on the receipt.
    await anybody.page.goto(`/acuses/${folio}`);
    await anybody.heading(`Acuse ${folio}`);
    await anybody.leave();
}

/** One blank page, as a scanner could write it. */
function signedPaper() {
    const objects = ["<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[3 0 R]/Count 1>>", "<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]>>"];
    const written = objects.map((object, place) => `${place + 1} 0 obj${object}endobj\n`).join("");
    return Buffer.from(`%PDF-1.4\n${written}trailer<</Root 1 0 R/Size 4>>\n%%EOF\n`);
}
