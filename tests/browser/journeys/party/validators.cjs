// Those who validate for a party: named by its representation, confirmed by the institute, revoked by either.
const assert = require("node:assert/strict");
const { Person, PASSWORD } = require("../../person.cjs");
const { codesOn, prepare } = require("../../steps.cjs");

exports.name = "whoever validates for a party is named, confirmed and revoked";

const FIRST = "Rosa Elena Prueba Ejemplo";
const SECOND = "Óscar Iván Muestra Ejemplo";
const UNCONFIRMED = "Marta Ensayo Ejemplo";

exports.walk = async (house, browser) => {
    const account = house.account("responsible_unit", "responsable");
    await house.serve();
    const { unit, codes } = await prepare(house, browser, account);
    unit.page.on("dialog", (dialog) => dialog.accept());
    const representative = await Person.enter(house, browser);
    await representative.join({ name: "pt.representacion", code: codes["pt.representacion"] });
    await representative.press("Acusar recibo");
    await representative.follow("Cuentas");
    representative.page.on("dialog", (dialog) => dialog.accept());

    await name(representative, FIRST);
    await twice(representative, FIRST);
    const first = await confirmed(house, browser, unit, FIRST, "pt.validacion");
    await revoke(representative, FIRST);
    await representative.look("revocar-representacion");
    await out(first, "pt.validacion");
    await notBack(unit);

    // The next one has an account of their own, and this time the institute takes it back.
    await name(representative, SECOND);
    const second = await confirmed(house, browser, unit, SECOND, "pt.validacion-2");
    await revoke(unit, SECOND);
    await out(second, "pt.validacion-2");
    await name(representative, UNCONFIRMED);
    await revoke(representative, UNCONFIRMED);

    for (const reader of [unit, representative]) await history(reader);
    await unit.look("validacion-historia");
    await unit.follow("Historial");
    for (const words of ["Designó a una persona para validar", "Confirmó a una persona para validar", "Revocó a una persona que validaba"]) await unit.reads(words);
    await representative.leave();
    await unit.leave();
};

async function name(representative, person) {
    await representative.page.getByLabel("Persona que valida").fill(person);
    await representative.press("Nombrar");
    await representative.reads(`Propuesta registrada: ${person}. Falta que el Instituto la confirme.`);
    await designation(representative, person).getByText("Falta que el Instituto la confirme").waitFor();
}

/** The same person, with other capitals, is not named again. */
async function twice(representative, person) {
    representative.known.push(/409/);
    await representative.page.getByLabel("Persona que valida").fill(person.toUpperCase());
    await representative.press("Nombrar");
    await representative.page.getByRole("alert").waitFor();
    assert.equal(await representative.page.locator(".good").count(), 0, "the success before it is told no more");
    await representative.look("nombrar-dos-veces");
    assert.equal(await designation(representative, person).count(), 1);
    // What was typed is still there to be mended.
    assert.equal(await representative.page.getByLabel("Persona que valida").inputValue(), person.toUpperCase());
}

/** A person's row among those named, whatever page about accounts it is on. */
function designation({ page }, person) {
    return page.getByRole("row").filter({ has: page.getByRole("rowheader", { name: person, exact: true }) });
}

/** The institute confirms somebody, who comes in with an account of their own. */
async function confirmed(house, browser, unit, person, account) {
    await unit.follow("Emitir y administrar");
    await unit.follow("Quienes validan");
    await unit.press(`Confirmar a ${person}`);
    await unit.reads(`${person} validará con la cuenta ${account}.`);
    await designation(unit, person).getByText(/Confirmada el/).waitFor();
    const validator = await Person.enter(house, browser);
    await validator.join({ name: account, code: (await codesOn(unit))[account] });
    await validator.reads(person);
    await validator.look("trabajo-validacion");
    return validator;
}

async function revoke(by, person) {
    await by.press(`Revocar a ${person}`);
    await by.reads(`${person} ya no valida.`);
    await designation(by, person).getByText(/Revocada el/).waitFor();
}

/** Who was working is out, and their password no longer serves. */
async function out(validator, account) {
    const dialog = await validator.followOut("Mi cuenta");
    await validator.page.keyboard.type(PASSWORD);
    await validator.page.keyboard.press("Enter");
    await dialog.getByText("La cuenta está bloqueada").waitFor();
    await validator.givePassword(account);
    await validator.reads("La cuenta está bloqueada");
    await validator.leave();
}

/** Nobody brings a revoked validator back by the list of accounts. */
async function notBack(unit) {
    await unit.follow("Emitir y administrar");
    await unit.page.getByLabel("Tipo").selectOption("party_validator");
    await unit.press("Filtrar");
    await unit.reads("1 cuenta.");
    await unit.page.getByLabel("Elegir pt.validacion").check();
    unit.known.push(/400/);
    await unit.press("Quitar bloqueo");
    await unit.reads("La designación de esta persona se revocó.");
    await unit.reads("Listo: 0 de 1.");
    await unit.look("cuentas-revocada");
}

/** Everybody ever named is still told of, with what became of them. */
async function history(reader) {
    for (const [person, account] of [[FIRST, "pt.validacion"], [SECOND, "pt.validacion-2"], [UNCONFIRMED, "Nunca tuvo"]]) {
        await reader.page.reload();
        const row = designation(reader, person);
        await row.getByText(/Revocada el/).waitFor();
        await row.getByText(account, { exact: true }).waitFor();
        assert.equal(await row.getByRole("button").count(), 0);
    }
}
