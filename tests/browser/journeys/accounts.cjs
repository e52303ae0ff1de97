// An account of the institute protects itself, and cares for the accounts of others.
const assert = require("node:assert/strict");
const { createHmac } = require("node:crypto");
const { readFileSync } = require("node:fs");
const { Person } = require("../person.cjs");
const { codesOn, prepare } = require("../steps.cjs");

exports.name = "accounts are protected and cared for";

const STEP = 30_000;
const FIRST = "una frase de prueba";
const SECOND = "otra frase, igual de larga";

/** A telephone with an application for codes (RFC 6238): each code it gives is newer than the one before. */
class Telephone {
    constructor(secret) {
        const bits = [...secret.replace(/[\s=]/g, "")].map((letter) => "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".indexOf(letter).toString(2).padStart(5, "0")).join("");
        this.key = Buffer.from(bits.match(/.{8}/g).map((byte) => parseInt(byte, 2)));
        this.last = 0;
    }

    /** The server takes the code of this moment, of the one before and of the next, and none twice. */
    async code() {
        // One that would expire on its way is not worth giving.
        while (Date.now() % STEP > STEP - 4_000) await new Promise((resolve) => setTimeout(resolve, 500));
        const step = Math.max(this.last + 1, Math.floor(Date.now() / STEP) - 1);
        while (step > Math.floor(Date.now() / STEP) + 1) await new Promise((resolve) => setTimeout(resolve, 500));
        this.last = step;
        const counter = Buffer.alloc(8);
        counter.writeBigUInt64BE(BigInt(step));
        const digest = createHmac("sha1", this.key).update(counter).digest();
        const number = digest.readUInt32BE(digest[19] & 15) & 0x7fffffff;
        return String(number % 1_000_000).padStart(6, "0");
    }
}

exports.walk = async (house, browser) => {
    const account = house.account("responsible_unit", "responsable");
    await house.serve();
    const { unit, codes } = await prepare(house, browser, account);
    unit.page.on("dialog", (dialog) => dialog.accept());
    await letters(unit);
    await delivery(unit);
    const telephone = await turnOn(unit);
    const recovery = await keepRecovery(unit);
    await unit.press("Salir");
    await signIn(unit, FIRST, await telephone.code());
    await newCode(unit);
    await proof(unit, telephone);
    await blockAndUnblock(unit);
    await ofParty(house, browser, (await codesOn(unit))["pt.captura"]);
    await lost(house, browser, unit, codes["pt.representacion"]);
    await keys(unit);
    await otherSession(house, browser, unit, recovery[0]);
    await changePassword(unit);
    await guessing(house, browser);
    await unit.leave();
    await forgotten(house, browser);
};

/** What the server will be made to answer once, as it would in another mode or minutes later. */
async function refuseOnce(person, pattern, code) {
    const problem = { type: "about:blank", title: "Se rechaza", status: 403, code, detail: "Una vez." };
    await person.page.route(pattern, (route) => route.fulfill({ status: 403, contentType: "application/problem+json", body: JSON.stringify(problem) }), { times: 1 });
}

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

async function turnOn(unit) {
    // Where the institute's accounts need it, whatever they ask for leads here.
    unit.errors.length = 0;
    await refuseOnce(unit, /\/api\/v1\/candidacies/, "factor_missing");
    unit.known.push(/403/);
    await unit.follow("Candidaturas");
    await unit.heading("Mi cuenta");
    await unit.reads("Falta activar la verificación en dos pasos.");
    await unit.reads("Chrome en Linux");
    await unit.look("mi-cuenta");
    await unit.press("Activar");
    const telephone = new Telephone(await unit.page.locator("#clave").innerText());
    await unit.page.getByAltText(/Código QR/).evaluate((image) => image.decode());
    await unit.look("segundo-factor");
    await unit.page.getByLabel("Código de verificación").fill(await telephone.code());
    await unit.press("Confirmar");
    await unit.reads("La verificación en dos pasos quedó activada.");
    return telephone;
}

async function keepRecovery(unit) {
    await unit.look("recuperacion");
    const codes = await unit.page.locator("ul.codes code").allInnerTexts();
    assert.equal(codes.length, 10);
    // They stay until their holder says to have them, whatever page is opened meanwhile.
    await unit.follow("Historial");
    await unit.heading("Historial");
    await unit.follow("Mi cuenta");
    await unit.reads(codes[9]);
    await unit.press("Ya los guardé");
    await unit.page.locator("#recuperacion").waitFor({ state: "detached" });
    return codes;
}

async function signIn(person, password, code) {
    person.known.push(/401/);
    await person.page.goto("/trabajo/entrar");
    await person.page.getByLabel("Cuenta").fill("responsable");
    await person.page.getByLabel("Contraseña").fill(password);
    await person.press("Entrar");
    await person.page.getByLabel("Código de verificación").waitFor();
    await person.look("entrar-codigo");
    // The field has the focus: type and Enter are enough.
    await person.page.keyboard.type(code);
    await person.page.keyboard.press("Enter");
    await person.heading("Candidaturas");
}

/** Chooses one account in the list, found by the filters. */
async function chooseAccount(unit, name) {
    await unit.page.getByLabel("Cuenta o nombre").fill(name);
    await unit.page.getByLabel("Tipo").selectOption("party_capturist");
    await unit.press("Filtrar");
    await unit.reads("1 cuenta.");
    assert.match(unit.page.url(), /texto=pt\.captura&tipo=party_capturist/);
    await unit.page.getByLabel(`Elegir ${name}`).check();
    await unit.reads("1 cuenta elegida.");
}

async function newCode(unit) {
    await unit.follow("Cuentas");
    await chooseAccount(unit, "pt.captura");
    await unit.look("cuentas-elegidas");
    await unit.press("Dar código nuevo");
    await unit.reads("Listo: 1 de 1.");
    assert.deepEqual(Object.keys(await codesOn(unit)), ["pt.captura"]);
}

async function proof(unit, telephone) {
    const before = (await codesOn(unit))["pt.captura"];
    await unit.page.getByLabel("Elegir pt.captura").check();
    await refuseOnce(unit, /\/reset$/, "proof_required");
    await unit.press("Dar código nuevo");
    const dialog = unit.page.getByRole("dialog", { name: "Confirme que es usted" });
    await dialog.waitFor();
    await unit.look("comprobacion");
    await unit.page.keyboard.type(await telephone.code());
    await unit.page.keyboard.press("Enter");
    await dialog.waitFor({ state: "detached" });
    // The act that was refused is done without another press.
    await unit.page.waitForFunction((before) => document.querySelector("section[aria-labelledby=codigos] code")?.textContent !== before, before);
    await unit.reads("Listo: 1 de 1.");
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

/** Who need not have a second factor may take it away again. */
async function ofParty(house, browser, code) {
    const capture = await Person.enter(house, browser);
    await capture.join({ name: "pt.captura", code });
    await capture.page.goto("/trabajo/cuentas");
    await capture.reads("Su cuenta no administra otras.");
    await capture.look("cuentas-de-nadie");
    await capture.follow("Mi cuenta");
    await capture.press("Activar");
    const telephone = new Telephone(await capture.page.locator("#clave").innerText());
    await capture.page.getByLabel("Código de verificación").fill(await telephone.code());
    await capture.press("Confirmar");
    const recovery = await capture.page.locator("ul.codes code").first().innerText();
    await capture.press("Ya los guardé");
    await capture.look("mi-cuenta-partido");
    await capture.page.getByLabel("Código de verificación").fill(recovery);
    await capture.press("Desactivar");
    await capture.reads("No está activada. No es obligatoria");
    await capture.leave();
}

/** A representation reports the loss of its party's accounts, its own too; the institute reads that. */
async function lost(house, browser, unit, code) {
    const representative = await Person.enter(house, browser);
    await representative.join({ name: "pt.representacion", code });
    await representative.follow("Cuentas");
    representative.page.once("dialog", (dialog) => dialog.accept());
    await representative.press("Reportar pérdida de pt.captura");
    await representative.reads("pt.captura quedó bloqueada.");
    await representative.look("cuentas-representacion");
    await representative.follow("Mi cuenta");
    await representative.heading("Mi cuenta");
    await representative.reads("Lo que pasó con mi cuenta");
    await representative.look("mi-cuenta-representacion");
    representative.page.once("dialog", (dialog) => dialog.accept());
    await representative.press("Bloquear mi cuenta");
    await representative.heading("Entrar a Conóceles");
    await representative.leave();
    await unit.page.getByLabel("Cuenta o nombre").fill("");
    await unit.page.getByLabel("Tipo").selectOption("");
    await unit.page.getByLabel("Estado").selectOption("perdida");
    await unit.press("Filtrar");
    await unit.reads(/Bloqueada, Reportada como perdida/);
    await unit.look("cuentas-perdidas");
}

async function keys(unit) {
    await unit.context.grantPermissions(["clipboard-read", "clipboard-write"]);
    await unit.follow("Llaves de programas");
    await unit.page.getByLabel("Para qué es").fill("Servidor del registro");
    await unit.press("Hacer la llave");
    await unit.press("Copiar");
    await unit.reads("Copiada.");
    assert.equal(await unit.page.evaluate(() => navigator.clipboard.readText()), await unit.page.locator("#llave").innerText());
    await unit.look("llaves");
    await unit.press("Ya la guardé");
    await unit.press("Revocar Servidor del registro");
    await unit.reads(/Revocada el/);
}

async function otherSession(house, browser, unit, recovery) {
    const other = await Person.enter(house, browser);
    await signIn(other, FIRST, recovery);
    await unit.follow("Mi cuenta");
    const ends = unit.page.getByRole("button", { name: /^Cerrar la sesión de Chrome en Linux/ });
    await unit.reads("Esta sesión");
    assert.equal(await ends.count(), 1);
    await ends.first().click();
    await ends.first().waitFor({ state: "detached" });
    await other.follow("Historial");
    await other.page.getByRole("dialog", { name: "Su sesión terminó" }).waitFor();
    // Coming back asks for the code as well.
    await other.page.keyboard.type(FIRST);
    await other.page.keyboard.press("Enter");
    await other.page.getByLabel("Código de verificación").waitFor();
    await other.look("sesion-terminada-codigo");
    await other.leave();
}

async function changePassword(unit) {
    const change = async (current, fresh) => {
        await unit.page.getByLabel("Contraseña actual").fill(current);
        await unit.page.getByLabel("Contraseña nueva", { exact: true }).fill(fresh);
        await unit.page.getByLabel("Repita la contraseña nueva").fill(fresh);
        await unit.press("Cambiar la contraseña");
    };
    unit.known.push(/422/);
    await change(FIRST, "contraseña123");
    await unit.reads("La contraseña es débil.");
    await unit.look("contrasena-debil");
    await change(FIRST, SECOND);
    await unit.reads("La contraseña cambió.");
}

/** Whoever guesses is made to wait. */
async function guessing(house, browser) {
    const stranger = await Person.enter(house, browser, [/401/, /429/]);
    await stranger.page.goto("/trabajo/entrar");
    await stranger.page.getByLabel("Cuenta").fill("zac24-00005");
    let status = 0;
    for (let tries = 0; tries < 20 && status !== 429; tries += 1) {
        await stranger.page.getByLabel("Contraseña").fill(`adivinanza ${tries}`);
        const answer = stranger.page.waitForResponse(/\/api\/v1\/sessions$/);
        await stranger.press("Entrar");
        status = (await answer).status();
        assert.ok(tries < 10 ? status === 401 : true, `attempt ${tries + 1}: ${status}`);
    }
    await stranger.reads("Demasiados intentos.");
    await stranger.look("demasiados-intentos");
    await stranger.leave();
}

async function forgotten(house, browser) {
    const somebody = await Person.enter(house, browser);
    await somebody.page.goto("/trabajo/entrar");
    await somebody.look("entrar");
    await somebody.follow("Olvidé mi contraseña o perdí mi carta");
    await somebody.heading("Olvidé mi contraseña");
    await somebody.reads("conoceles@ieez.org.mx");
    await somebody.look("olvide");
    await somebody.leave();
}
