// An account protects itself: second factor, sessions, password, loss, and whoever guesses.
const assert = require("node:assert/strict");
const { Person, PASSWORD } = require("../../person.cjs");
const { Telephone } = require("../../telephone.cjs");
const { choose, giveCode, refuseOnce } = require("../institute/accounts.cjs");
const { codesOn, prepare } = require("../../steps.cjs");

exports.name = "an account protects itself";

const SECOND = "otra frase, igual de larga";

exports.walk = async (house, browser) => {
    const account = house.account("responsible_unit", "responsable");
    await house.serve();
    const { unit, codes } = await prepare(house, browser, account);
    unit.page.on("dialog", (dialog) => dialog.accept());
    const telephone = await turnOn(unit);
    const recovery = await keepRecovery(unit);
    await unit.press("Salir");
    await signIn(unit, await telephone.code());
    await proof(unit, telephone);
    await ofParty(house, browser, (await codesOn(unit))["pt.captura"]);
    const representative = await Person.enter(house, browser);
    await representative.join({ name: "pt.representacion", code: codes["pt.representacion"] });
    await allOthers(house, browser, representative);
    await ownLoss(representative);
    await otherSession(house, browser, unit, recovery[0]);
    await changePassword(unit);
    await guessing(house, browser);
    await unit.leave();
    await forgotten(house, browser);
};

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

/** Signs in with the second factor as well. */
async function signIn(person, code) {
    person.known.push(/401/);
    await person.givePassword("responsable");
    await person.page.getByLabel("Código de verificación").waitFor();
    await person.look("entrar-codigo");
    // The field has the focus: type and Enter are enough.
    await person.page.keyboard.type(code);
    await person.page.keyboard.press("Enter");
    await person.heading("Candidaturas");
}

/** An act that needs the second factor just before asks for it, and is done without another press. */
async function proof(unit, telephone) {
    await unit.follow("Cuentas");
    await choose(unit, "pt.captura");
    const before = (await codesOn(unit))["pt.captura"];
    await refuseOnce(unit, /\/reset$/, "proof_required");
    unit.known.push(/403/);
    await giveCode(unit);
    const dialog = unit.page.getByRole("dialog", { name: "Confirme que es usted" });
    await dialog.waitFor();
    await unit.look("comprobacion");
    await unit.page.keyboard.type(await telephone.code());
    await unit.page.keyboard.press("Enter");
    await dialog.waitFor({ state: "detached" });
    await unit.reads("Listo: 1 de 1.");
    const after = (await codesOn(unit))["pt.captura"];
    assert.ok(after && after !== before, "the code is a new one");
}

/** Who need not have a second factor may take it away again. */
async function ofParty(house, browser, code) {
    const capture = await Person.enter(house, browser);
    await capture.join({ name: "pt.captura", code });
    await capture.page.goto("/trabajo/cuentas");
    await capture.reads("Su cuenta no administra otras.");
    await capture.look("cuentas-de-nadie");
    // What is not theirs is told without asking the server.
    for (const path of ["registro", "cuentas/entrega", "cuentas/llaves"]) {
        await capture.page.goto(`/trabajo/${path}`);
        await capture.heading("Aquí no hay nada para su cuenta");
        assert.equal(await capture.page.locator("main input").count(), 0);
    }
    await capture.look("de-otra-clase-de-cuenta");
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

/** Every session but the one in front of one ends at once. */
async function allOthers(house, browser, representative) {
    const others = [await Person.enter(house, browser), await Person.enter(house, browser)];
    for (const other of others) {
        await other.givePassword("pt.representacion");
        await other.heading("Candidaturas");
    }
    await representative.follow("Mi cuenta");
    await representative.heading("Mi cuenta");
    const sessions = representative.page.locator("section[aria-labelledby=sesiones] tbody tr");
    await sessions.nth(2).waitFor();
    assert.equal(await sessions.count(), 3);
    await representative.look("mi-cuenta-representacion");
    await representative.press("Cerrar todas las demás");
    await representative.page.getByRole("button", { name: "Cerrar todas las demás" }).waitFor({ state: "detached" });
    assert.equal(await sessions.count(), 1);
    await sessions.getByText("Esta sesión").waitFor();
    for (const other of others) {
        await other.followOut("Historial");
        await other.leave();
    }
    // The one that is left goes on, and has it in writing.
    await representative.page.reload();
    await representative.heading("Mi cuenta");
    await representative.reads("Cerró sus otras sesiones");
}

/** Who thinks that somebody else has their account blocks it, and is out. */
async function ownLoss(representative) {
    representative.page.once("dialog", (dialog) => dialog.accept());
    await representative.press("Bloquear mi cuenta");
    await representative.heading("Entrar a Conóceles");
    representative.known.push(/401/);
    await representative.givePassword("pt.representacion");
    await representative.reads("La cuenta está bloqueada");
    await representative.look("entrar-bloqueada");
    await representative.leave();
}

async function otherSession(house, browser, unit, recovery) {
    const other = await Person.enter(house, browser);
    await signIn(other, recovery);
    await unit.follow("Mi cuenta");
    const ends = unit.page.getByRole("button", { name: /^Cerrar la sesión de Chrome en Linux/ });
    await unit.reads("Esta sesión");
    assert.equal(await ends.count(), 1);
    await ends.first().click();
    await ends.first().waitFor({ state: "detached" });
    await other.followOut("Historial");
    // Coming back asks for the code as well.
    await other.page.keyboard.type(PASSWORD);
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
    await change(PASSWORD, "contraseña123");
    await unit.reads("La contraseña es débil.");
    await unit.look("contrasena-debil");
    await change(PASSWORD, SECOND);
    await unit.reads("La contraseña cambió.");
}

/** Whoever guesses is made to wait. */
async function guessing(house, browser) {
    const stranger = await Person.enter(house, browser, [/401/, /429/]);
    await stranger.page.goto("/trabajo/entrar");
    await stranger.page.getByLabel("Cuenta").fill("zac24-00005");
    let status = 0;
    for (let tries = 0; tries < 40 && status !== 429; tries += 1) {
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
