// Steps that several journeys take: the registry, the accounts, the notice, a whole capture.
const { mkdtempSync, readFileSync, writeFileSync } = require("node:fs");
const { join } = require("node:path");
const { root } = require("./house.cjs");
const { Person, text } = require("./person.cjs");

const VALIDATOR = "Rosa Elena Prueba Ejemplo";

/** The first rows of the demo's export, as a file to upload. */
function registry(house, lines) {
    const all = readFileSync(join(root, "demo/zacatecas-2024/registry-2024-03-30.csv"), "utf8");
    const path = join(mkdtempSync(join(house.folder, "upload-")), "registro.csv");
    writeFileSync(path, all.split(/\r?\n/).slice(0, lines + 1).join("\r\n"));
    return path;
}

/** The responsible unit imports rows of the registry and issues a party's accounts; returns the codes by account. */
async function prepare(house, browser, unitAccount, lines = 40) {
    const unit = await Person.enter(house, browser);
    await unit.join(unitAccount);
    await unit.follow("Registro");
    await unit.page.getByLabel("Archivo del registro (CSV)").setInputFiles(registry(house, lines));
    await unit.press("Revisar qué cambiaría");
    await unit.reads("Nuevas");
    await unit.look("registro-plan");
    await unit.press("Aplicar estos cambios");
    await unit.reads("El registro se aplicó completo.");

    await unit.follow("Cuentas");
    await unit.page.getByLabel("Emitir a").selectOption("PT");
    await unit.press("Emitir las del partido");
    await unit.reads("Códigos de primer acceso");
    const codes = await codesOn(unit);
    await unit.look("cuentas");
    return { unit, codes };
}

/** The one-time codes on the screen, by account; many of them wait to be opened. */
async function codesOn({ page }) {
    const codes = {};
    const closed = page.locator("section[aria-labelledby=codigos] details:not([open]) summary");
    if (await closed.count() > 0) await closed.click();
    for (const row of await page.locator("section[aria-labelledby=codigos] tbody tr").all()) {
        codes[await row.locator("th").innerText()] = await row.locator("code").innerText();
    }
    return codes;
}

/** A house that serves, with a capture at work on its first candidacy; `expected` are console errors provoked on purpose. */
async function atWork(house, browser, expected) {
    const account = house.account("responsible_unit", "responsable");
    await house.serve();
    const { unit, codes } = await prepare(house, browser, account);
    await unit.leave();
    return { codes, ...await begin(house, browser, codes, expected) };
}

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

async function choose(person, question, option) {
    await person.page.getByRole("group", { name: question }).getByLabel(option, { exact: true }).check();
}

/** Every section in turn, saved as one goes. */
async function answerAll(capture) {
    const { page } = capture;
    const go = async (next) => {
        await capture.press("Guardar y continuar");
        if (next) await capture.heading(next);
    };
    await capture.follow("Fotografía");
    await capture.heading("Fotografía");
    await page.getByLabel("Fotografía (opcional)").setInputFiles(await portrait(capture));
    await capture.reads("Recorte la fotografía");
    await capture.look("recorte");
    await capture.press("Usar esta fotografía");
    await page.getByAltText("Fotografía cargada").waitFor();
    await capture.look("seccion-foto");
    await go("Medios de contacto públicos");
    await page.getByLabel("Página de internet").fill("http://sin-candado.mx");
    await capture.reads("debe empezar con https://");
    await page.getByLabel("Página de internet").fill("https://ejemplo.mx");
    await go("Estudios");
    await choose(capture, "Grado máximo de estudios", "Licenciatura");
    await choose(capture, /Estatus/, "Título");
    await page.getByLabel(/Cursos.*renglón 1/).fill("Diplomado en hacienda municipal");
    await page.keyboard.press("Enter");
    await page.getByLabel(/Cursos.*renglón 2/).fill("Taller de lectura");
    await capture.look("seccion-estudios");
    await go("Trayectoria");
    await page.getByLabel("Historia profesional").fill(`${text(279)}${" ".repeat(500)}`);
    await capture.reads("Falta 1 carácter");
    await page.getByLabel("Historia profesional").fill(text(281));
    await page.getByLabel("Trayectoria política").fill(text(282));
    await capture.look("seccion-trayectoria");
    await go("Motivos");
    await page.getByLabel("¿Por qué quiere ocupar").fill(`Vota por mí, con todo y contigo. ${text(283)}`);
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

/** A picture drawn by the browser itself. */
async function portrait({ page }, [width, height] = [700, 800]) {
    const bytes = await page.evaluate(async ([width, height]) => {
        const canvas = document.createElement("canvas");
        [canvas.width, canvas.height] = [width, height];
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
    }, [width, height]);
    return { name: "retrato.png", mimeType: "image/png", buffer: Buffer.from(bytes) };
}

/** Marks that every section complies that has no mark yet, and gives the verdict on that questionnaire; the other area's may
 *  stand on the same page. */
async function comply(area, questionnaire) {
    const { page } = area;
    const marks = page.getByRole("group", { name: /^¿Cumple el apartado/ });
    await marks.first().waitFor();
    for (const mark of await marks.all()) {
        if (await mark.locator("input:checked").count() === 0) await mark.getByLabel("Cumple", { exact: true }).check();
    }
    await area.reads(/Los \d+ apartados cumplen/);
    await area.press("Dictaminar que cumple");
    await area.reads(`Dictamen del cuestionario ${questionnaire}: cumple.`);
}

async function open(person, name) {
    await person.page.goto("/trabajo");
    await person.follow(name);
    await person.heading(name);
}

module.exports = { answerAll, atWork, begin, choose, codesOn, comply, open, portrait, prepare, registry, VALIDATOR };
