// One candidacy from the registry's file to a citizen's screen, through every room.
const assert = require("node:assert/strict");
const { Person, text } = require("../person.cjs");
const { VALIDATOR, prepare, codesOn, begin, capturing, open } = require("../steps.cjs");

exports.name = "a candidacy goes from the registry to a citizen";

<<<<<<< HEAD
=======
/** The first rows of the demo's export, as a file to upload. */
function registry(house, lines) {
    const all = readFileSync(join(root, "demo/zacatecas-2024/registry-2024-03-30.csv"), "utf8");
    const path = join(mkdtempSync(join(house.folder, "upload-")), "registro.csv");
    writeFileSync(path, all.split(/\r?\n/).slice(0, lines + 1).join("\r\n"));
    return path;
}
exports.registry = registry;

/** The responsible unit imports rows of the registry and issues a party's accounts; returns the codes by account. */
async function prepare(house, browser, unitAccount, lines = 40) {
    const unit = await Person.enter(house, browser);
    await unit.join(unitAccount);
    await unit.follow("Registro");
    await unit.page.getByLabel("Archivo del registro (CSV)").setInputFiles(registry(house, lines));
    await unit.press("Revisar plan");
    await unit.reads("Nuevas");
    await unit.look("registro-plan");
    await unit.press("Aplicar");
    await unit.reads("El registro se aplicó completo.");

    await unit.follow("Cuentas");
    await unit.page.getByLabel("Emitir a").selectOption("PT");
    await unit.press("Emitir las del partido");
    await unit.reads("Códigos de primer acceso");
    const codes = await codesOn(unit);
    await unit.look("cuentas");
    return { unit, codes };
}
exports.prepare = prepare;

/** The one-time codes on the screen, by account. */
async function codesOn({ page }) {
    const codes = {};
    for (const row of await page.locator("section[aria-labelledby=codigos] tbody tr").all()) {
        codes[await row.locator("th").innerText()] = await row.locator("code").innerText();
    }
    return codes;
}
exports.codesOn = codesOn;

/** The party acknowledges the receipt; the capture opens a candidacy and accepts the notice. */
async function begin(house, browser, codes, expected) {
    const account = (name) => ({ name, code: codes[name] });
    const representative = await Person.enter(house, browser);
    await representative.join(account("pt.representacion"));
    await representative.press("Acusar recibo");
    await representative.reads(/Comenzó el plazo de \d+ candidaturas/);
    await representative.look("acuse");
    await representative.follow("Cuentas");
    await representative.heading("Cuentas");
    await representative.page.getByLabel("Persona que valida").fill(VALIDATOR);
    await representative.press("Nombrar");
    await representative.reads("Falta que el Instituto la confirme");
    await representative.look("nombrar");
    await representative.leave();

    const capture = await Person.enter(house, browser, expected);
    await capture.join(account("pt.captura"));
    await capture.look("trabajo");
    const first = capture.page.locator("table.rows tbody th a").first();
    const name = await first.innerText();
    await first.click();
    await capture.heading(name);
    await capture.look("aviso");
    await capture.press("Acepto el aviso de privacidad");
    await capture.reads("NO ENVIADO");
    await capture.look("candidatura");
    return { capture, name };
}
exports.begin = begin;

async function choose(person, question, option) {
    await person.page.getByRole("group", { name: question }).getByLabel(option, { exact: true }).check();
}

/** Every section in turn, saved as one goes. */
async function capturing(capture) {
    const { page } = capture;
    const go = async (next) => {
        await capture.press("Guardar y continuar");
        if (next) await capture.heading(next);
    };
    await capture.follow("Fotografía");
    await capture.heading("Fotografía");
    await page.getByLabel("Fotografía (opcional)").setInputFiles(await portrait(capture));
    await page.getByAltText("Fotografía cargada").waitFor();
    await capture.look("seccion-foto");
    await go("Medios de contacto públicos");
    await page.getByLabel("Página de internet").fill("http://sin-candado.mx");
    await capture.reads("debe empezar con https://");
    await page.getByLabel("Página de internet").fill("https://ejemplo.mx");
    await go("Estudios");
    await choose(capture, "Grado máximo de estudios", "Licenciatura");
    await choose(capture, /Estatus/, "Título");
    await page.getByLabel(/Cursos/).fill("Diplomado en hacienda municipal\nTaller de lectura");
    await capture.look("seccion-estudios");
    await go("Trayectoria");
    await page.getByLabel("Historia profesional").fill(`${text(279)}${" ".repeat(500)}`);
    await capture.reads("Falta 1 carácter");
    await page.getByLabel("Historia profesional").fill(text(281));
    await page.getByLabel("Trayectoria política").fill(text(282));
    await capture.look("seccion-trayectoria");
    await go("Motivos");
    await page.getByLabel("¿Por qué quiere ocupar").fill(`Con todo y contigo. ${text(283)}`);
    await go("Propuestas");
    await page.getByLabel("Propuesta 1").fill(`<b>No es</b> código & se lee igual. ${text(284)}`);
    await page.getByLabel("Propuesta 2").fill(text(285));
    await page.getByLabel("Propuesta en materia").fill(text(286));
    await go("Autoadscripción indígena");
    await choose(capture, /Se identifica como una persona indígena/, "Sí");
    await choose(capture, /Habla y\/o entiende/, "No");
    await page.getByLabel(/pueblo y\/o comunidad indígena pertenece/).selectOption({ index: 1 });
    await capture.look("seccion-identidad");
    await go("Discapacidad");
    await choose(capture, "¿Tiene alguna discapacidad?", "No");
    await go("Población afromexicana");
    await choose(capture, /afromexicana/, "No");
    await go("Diversidad sexual y de género");
    await choose(capture, /LGBTTTIQ/, "Prefiero no contestar");
    await go("Personas migrantes");
    await choose(capture, "¿Es usted migrante?", "No");
    for (const title of ["Juventudes y personas mayores", "Datos socioeconómicos"]) {
        await go(title);
        for (const list of await page.locator("select").all()) await list.selectOption("Prefiero no contestar");
        for (const group of await page.locator("fieldset.field legend").allInnerTexts()) await choose(capture, group, "Prefiero no contestar");
    }
    await capture.press("Guardar y continuar");
    await capture.reads("Revisar y enviar");
}
exports.capturing = capturing;
exports.choose = choose;

/** A picture drawn by the browser itself. */
async function portrait({ page }) {
    const bytes = await page.evaluate(async () => {
        const canvas = document.createElement("canvas");
        [canvas.width, canvas.height] = [700, 800];
        const pen = canvas.getContext("2d");
        pen.fillStyle = "#dcd6f7";
        pen.fillRect(0, 0, 700, 800);
        pen.fillStyle = "#3a2a86";
        pen.beginPath();
        pen.arc(350, 330, 160, 0, 7);
        pen.fill();
        pen.fillRect(150, 560, 400, 240);
        const blob = await new Promise((resolve) => canvas.toBlob(resolve, "image/png"));
        return Array.from(new Uint8Array(await blob.arrayBuffer()));
    });
    return { name: "retrato.png", mimeType: "image/png", buffer: Buffer.from(bytes) };
}

async function open(person, name) {
    await person.page.goto("/trabajo");
    await person.follow(name);
    await person.heading(name);
}

>>>>>>> journeys
exports.walk = async (house, browser) => {
    const accounts = { unit: house.account("responsible_unit", "responsable"), parties: house.account("parties_directorate", "organizacion"), gender: house.account("gender_directorate", "paridad") };
    await house.serve();
    const { unit, codes } = await prepare(house, browser, accounts.unit);
    const { capture, name } = await begin(house, browser, codes);
    await capturing(capture);

    await capture.follow("Consentimiento para publicar");
    await capture.page.getByLabel("Que se traten").check();
    await capture.page.getByLabel("Que se publiquen").check();
    await capture.page.getByLabel("Autoadscripción indígena").check();
    await capture.page.getByLabel("Documento firmado").setInputFiles({ name: "firma.pdf", mimeType: "application/pdf", buffer: signedPaper() });
    await capture.press("Registrar el consentimiento");
    await capture.reads("Se publican: Autoadscripción indígena.");
    await capture.look("consentimiento");
    await capture.follow("Volver a la candidatura");
    await capture.follow("Revisar y enviar");
    await capture.reads("Lea cada respuesta");
    await capture.press("Enviar a validación");
    await capture.reads("Marque que entiende");
    await capture.look("revisar");
    await capture.page.getByLabel("Entiendo que es la única oportunidad").check();
    await capture.press("Enviar a validación");
    await capture.reads("Los cuestionarios se enviaron a validación");

    await unit.follow("Quienes validan");
    await unit.press(`Confirmar a ${VALIDATOR}`);
    await unit.reads(`${VALIDATOR} validará con la cuenta pt.validacion.`);
    await unit.look("confirmar");
    const validator = await Person.enter(house, browser);
    await validator.join({ name: "pt.validacion", code: (await codesOn(unit))["pt.validacion"] });
    await validator.follow(name);
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
    await validator.reads(/Cambio de pt.validacion/);
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
        await area.press("Cumple");
        await area.reads(`Dictamen del cuestionario ${part}: cumple.`);
        await area.leave();
    }

    const citizen = await Person.enter(house, browser);
    await citizen.page.goto(`/candidaturas?nombre=${encodeURIComponent(name)}`);
    await citizen.reads("Aún no ha publicado su información");

    await open(unit, name);
    await unit.follow("Verificar");
    await unit.look("autorizar");
    await unit.press("Autorizar la publicación");
    await unit.reads("Etapa: Publicada.");
    await unit.page.goto("/trabajo/historial");
    await unit.reads("Autorizó la publicación");
    await unit.look("historial");
    await unit.leave();

    await citizen.page.goto("/");
    await citizen.look("inicio");
    await citizen.page.getByLabel("Nombre").fill(name.toUpperCase().normalize("NFD").replace(/\p{M}/gu, ""));
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

/** One blank page, as a scanner could write it. */
function signedPaper() {
    const objects = ["<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[3 0 R]/Count 1>>", "<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]>>"];
    const written = objects.map((object, place) => `${place + 1} 0 obj${object}endobj\n`).join("");
    return Buffer.from(`%PDF-1.4\n${written}trailer<</Root 1 0 R/Size 4>>\n%%EOF\n`);
}
