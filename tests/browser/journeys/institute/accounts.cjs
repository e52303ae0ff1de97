// The institute issues accounts, hands them over, and cares for them.
const assert = require("node:assert/strict");
const { readFileSync } = require("node:fs");
const { Person, PASSWORD } = require("../../person.cjs");
const { codesOn, prepare } = require("../../steps.cjs");

exports.name = "the institute cares for accounts";

exports.walk = async (house, browser) => {
    const account = house.account("responsible_unit", "responsable");
    const expired = house.account("party_capturist", "pan.captura", { party: "PAN", codeDays: 0 });
    await house.serve();
    // As many rows as bring independents.
    const { unit, codes } = await prepare(house, browser, account, 50);
    unit.page.on("dialog", (dialog) => dialog.accept());
    await letters(unit);
    await delivery(unit);
    await newCode(unit);
    await blockAndUnblock(unit);
    await expiredCode(house, browser, unit, expired);
    await lost(house, browser, unit, codes["pt.representacion"]);
    await many(house, browser, unit);
    await independent(house, browser, unit);
    await keys(unit);
    await unit.leave();
};

/** What the server will be made to answer once, as it would in another mode or minutes later. */
async function refuseOnce(person, pattern, code) {
    const problem = { type: "about:blank", title: "Se rechaza", status: 403, code, detail: "Una vez." };
    await person.page.route(pattern, (route) => route.fulfill({ status: 403, contentType: "application/problem+json", body: JSON.stringify(problem) }), { times: 1 });
}
exports.refuseOnce = refuseOnce;

async function letters(unit) {
    const download = unit.page.waitForEvent("download");
    await unit.press("Descargar cartas (PDF)");
    const file = await (await download).path();
    assert.equal(readFileSync(file).subarray(0, 4).toString(), "%PDF");
    await unit.press("Quitar de la pantalla");
    await unit.page.locator("#codigos").waitFor({ state: "detached" });
}

async function delivery(unit) {
    await unit.follow("Entrega y acuse");
    await unit.reads(/VENCIDA: debió entregarse a más tardar el/);
    await unit.press("Registrar entrega: Partido del Trabajo");
    await unit.look("entrega-dia");
    await unit.press("Guardar");
    await unit.reads("Partido del Trabajo: entrega registrada de 8 cuentas.");
    await unit.press("Registrar acuse en papel: Partido del Trabajo");
    await unit.press("Guardar");
    await unit.reads(/Partido del Trabajo: acuse registrado. Comenzó el plazo de \d+ candidaturas/);
    await unit.look("entrega");
}

/** Chooses one account in the list, found by the filters. */
async function choose(unit, name) {
    await filter(unit, { "Cuenta o nombre": name }, "1 cuenta.");
    await unit.page.getByLabel(`Elegir ${name}`).check();
    await unit.reads("1 cuenta elegida.");
}
exports.choose = choose;

/** Gives the chosen accounts new codes, with a reason. */
async function giveCode(person) {
    await person.press("Dar código nuevo");
    await person.page.getByLabel("Motivo del código nuevo").fill("Perdió su carta y lo pidió por teléfono.");
    await person.press("Dar el código");
}
exports.giveCode = giveCode;

/** Looks for accounts; what is not told is not asked. */
async function filter(unit, { "Cuenta o nombre": words = "", ...lists }, found) {
    await unit.page.getByLabel("Cuenta o nombre").fill(words);
    for (const label of ["Tipo", "Partido", "Estado"]) {
        await unit.page.getByRole("search").getByLabel(label).selectOption(lists[label] ? { label: lists[label] } : "");
    }
    await unit.press("Filtrar");
    await unit.page.getByRole("status").filter({ hasText: new RegExp(`^${found.replace(".", "\\.")}$`) }).waitFor();
}

async function newCode(unit) {
    await unit.follow("Emitir y administrar");
    await choose(unit, "pt.captura");
    assert.match(unit.page.url(), /texto=pt\.captura&/);
    await unit.look("cuentas-elegidas");
    await giveCode(unit);
    await unit.reads("Listo: 1 de 1.");
    assert.deepEqual(Object.keys(await codesOn(unit)), ["pt.captura"]);
}

async function blockAndUnblock(unit) {
    const state = unit.page.locator("table.rows").last().locator("tbody td[data-label=Estado]");
    await unit.page.getByLabel("Elegir pt.captura").check();
    await unit.press("Bloquear");
    await unit.reads("Escriba el motivo");
    await unit.page.getByLabel("Motivo del bloqueo").fill("Lo pidió la representación por teléfono.");
    await unit.press("Bloquear");
    await state.filter({ hasText: "Bloqueada" }).waitFor();
    // Blocking it again fails, says why, and leaves it chosen.
    unit.known.push(/409/);
    await unit.page.getByLabel("Elegir pt.captura").check();
    await unit.press("Bloquear");
    await unit.reads("No se pudo con estas");
    await unit.look("cuentas-fallo");
    await unit.press("Quitar bloqueo");
    await state.filter({ hasNotText: "Bloqueada" }).waitFor();
    await unit.reads("Listo: 1 de 1.");
}

/** A code that was not used in time serves nobody; the institute finds its account and gives another. */
async function expiredCode(house, browser, unit, { name, code }) {
    const late = await Person.enter(house, browser, [/401/]);
    await late.firstUse({ name, code });
    await late.page.getByRole("alert").waitFor();
    await late.reads("El código de la carta sirve una sola vez y vence.");
    await late.page.getByRole("link", { name: "Mi código no sirve o perdí mi carta" }).waitFor();
    await late.look("codigo-vencido");
    await filter(unit, { Estado: "Código vencido" }, "1 cuenta.");
    assert.match(unit.page.url(), /estado=vencido/);
    await unit.page.getByLabel(`Elegir ${name}`).check();
    await unit.reads("Sin usar, Código vencido");
    await unit.look("cuentas-vencidas");
    await giveCode(unit);
    await unit.reads("Listo: 1 de 1.");
    await unit.page.getByRole("status").filter({ hasText: /^0 cuentas\.$/ }).waitFor();
    await late.join({ name, code: (await codesOn(unit))[name] });
    await late.leave();
}

/** A representation reports the loss of its party's accounts; the institute reads that. */
async function lost(house, browser, unit, code) {
    await filter(unit, { "Cuenta o nombre": "pt.captura" }, "1 cuenta.");
    const representative = await Person.enter(house, browser);
    await representative.join({ name: "pt.representacion", code });
    await representative.follow("Cuentas");
    representative.page.once("dialog", (dialog) => dialog.accept());
    await representative.press("Reportar pérdida de pt.captura");
    await representative.reads("pt.captura quedó bloqueada.");
    await representative.look("cuentas-representacion");
    await representative.leave();
    // What somebody else did meanwhile is read when it is asked for, also when nothing else is asked than before.
    await unit.press("Filtrar");
    await unit.reads(/Bloqueada, Reportada como perdida/);
    await filter(unit, { Estado: "Reportada como perdida" }, "1 cuenta.");
    await unit.reads(/Bloqueada, Reportada como perdida/);
    await unit.look("cuentas-perdidas");
    await unit.page.getByLabel("Elegir pt.captura").check();
    await unit.press("Quitar bloqueo");
    await unit.page.getByRole("status").filter({ hasText: /^0 cuentas\.$/ }).waitFor();
}

/** One act on all the accounts of a party: while it goes, what failed in it, and what it left. */
async function many(house, browser, unit) {
    const { page } = unit;
    await filter(unit, { Partido: "Partido del Trabajo" }, "8 cuentas.");
    await unit.press("Elegir 8 cuentas");
    await giveCode(unit);
    await unit.reads("Listo: 8 de 8.");
    await unit.follow("al principio de esta página");
    await unit.focuses("codigos");
    const codes = await codesOn(unit);
    assert.deepEqual(Object.keys(codes).filter((name) => name.startsWith("pt.")).sort(), ["pt.captura", "pt.representacion"]);
    const capture = await Person.enter(house, browser);
    await capture.join({ name: "pt.captura", code: codes["pt.captura"] });

    await unit.press("Elegir 8 cuentas");
    await page.getByLabel("Elegir pt.representacion").uncheck();
    await unit.reads("7 cuentas elegidas.");
    // The network holds the third one until it was looked at.
    let [sent, release] = [0, () => {}];
    const held = new Promise((resolve) => { release = resolve; });
    await page.route(/\/block$/, async (route) => {
        sent += 1;
        if (sent === 3) await held;
        await route.continue();
    });
    await page.getByLabel("Motivo del bloqueo").fill("El partido pidió suspenderlas.");
    await unit.press("Bloquear");
    await unit.reads("Van 2 de 7.");
    assert.equal(await page.getByRole("progressbar", { name: "Avance" }).getAttribute("value"), "2");
    assert.equal(await page.getByRole("button", { name: "Bloquear" }).isDisabled(), true);
    await unit.look("cuentas-avance");
    release();
    await unit.reads("Listo: 7 de 7.");
    await page.unroute(/\/block$/);
    await filter(unit, { Partido: "Partido del Trabajo", Estado: "Bloqueada" }, "7 cuentas.");

    // Who was working is out, and does not come back in.
    const dialog = await capture.followOut("Mi cuenta");
    await capture.page.keyboard.type(PASSWORD);
    await capture.page.keyboard.press("Enter");
    await dialog.getByText("La cuenta está bloqueada").waitFor();
    await dialog.getByRole("link", { name: "conoceles@ieez.org.mx" }).waitFor();
    await capture.look("sesion-terminada-bloqueada");
    await dialog.getByRole("button", { name: "Salir" }).click();
    await capture.heading("Entrar a Conóceles");
    await capture.leave();

    // The one that was not blocked fails, and the others do not wait for it.
    await filter(unit, { Partido: "Partido del Trabajo" }, "8 cuentas.");
    await unit.press("Elegir 8 cuentas");
    await unit.press("Quitar bloqueo");
    await unit.reads("Listo: 7 de 8.");
    await unit.reads("No se pudo con estas");
    await unit.reads("1 cuenta elegida.");
    assert.equal(await page.getByLabel("Elegir pt.representacion").isChecked(), true);
    await unit.look("cuentas-parte");
    await unit.press("No elegir ninguna");
    await unit.reads("Elija cuentas en la lista.");
    await filter(unit, { Estado: "Bloqueada" }, "0 cuentas.");
}

/** An independent candidacy has its own letter, its own receipt and its own term. */
async function independent(house, browser, unit) {
    await unit.press("Emitir las de todos los partidos y candidaturas");
    await unit.reads(/^\d+ cuentas emitidas\.$/);
    // So many codes are folded, with what is done with them in sight.
    assert.equal(await unit.page.locator("section[aria-labelledby=codigos] table").isVisible(), false);
    await unit.page.getByRole("button", { name: "Descargar cartas (PDF)" }).waitFor();
    await unit.look("codigos-muchos");
    await filter(unit, { Tipo: "Candidatura independiente" }, "2 cuentas.");
    const rows = unit.page.locator("table.rows").last().locator("tbody tr");
    const name = await rows.first().locator("th").innerText();
    const [person, other] = await rows.locator("td[data-label=Para]").allInnerTexts();
    const { [name]: code } = await codesOn(unit);
    await unit.follow("Entrega y acuse");
    await unit.press(`Registrar entrega: ${person}`);
    await unit.press("Cancelar");
    await unit.press(`Registrar entrega: ${person}`);
    // Before they were issued nothing could be handed over.
    await unit.page.getByLabel("Día de la entrega").fill("2024-01-01");
    unit.known.push(/400/);
    await unit.press("Guardar");
    const its = unit.page.getByRole("row").filter({ hasText: person });
    await its.getByRole("alert").getByText("La fecha de entrega no puede ser anterior a la emisión").waitFor();
    await unit.look("entrega-independiente");
    await unit.page.getByLabel("Día de la entrega").fill(await unit.page.getByLabel("Día de la entrega").getAttribute("max"));
    await unit.press("Guardar");
    await its.getByRole("status").getByText(`${person}: entrega registrada de 1 cuenta.`).waitFor();
    await its.getByText("Entregadas todas").waitFor();
    await unit.page.waitForFunction(() => document.activeElement.textContent.includes("entrega registrada de 1 cuenta."));
    await unit.press(`Registrar acuse en papel: ${person}`);
    await unit.press("Guardar");
    await unit.reads(`${person}: acuse registrado. Comenzó el plazo de 1 candidatura.`);
    await its.getByRole("button").waitFor({ state: "detached" });
    assert.equal(await unit.page.getByRole("row").filter({ hasText: other }).getByRole("button").count(), 2, "the other one waits for its own");
    await unit.look("entrega-independiente-hecha");

    const candidate = await Person.enter(house, browser);
    await candidate.join({ name, code });
    await candidate.reads(/hasta el/);
    await candidate.reads("El recibo de sus cuentas ya está registrado.");
    assert.equal(await candidate.page.getByRole("button", { name: "Acusar recibo" }).count(), 0);
    await candidate.look("independiente");
    await candidate.leave();
}

async function keys(unit) {
    await unit.context.grantPermissions(["clipboard-read", "clipboard-write"]);
    await unit.follow("Llaves de programas");
    await unit.page.getByLabel("Para qué es").fill("Servidor del registro");
    await unit.press("Hacer la llave");
    await unit.press("Copiar: Llave: viaja con cada mensaje");
    await unit.reads("Copiada.");
    assert.equal(await unit.page.evaluate(() => navigator.clipboard.readText()), await unit.page.locator("#llave").innerText());
    await unit.look("llaves");
    await unit.press("Ya las guardé");
    await unit.press("Revocar Servidor del registro");
    await unit.reads(/Revocada el/);
}
