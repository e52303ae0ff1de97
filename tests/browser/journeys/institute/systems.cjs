// The directorate of informatics looks after accounts, and does nothing that is another area's.
const assert = require("node:assert/strict");
const { Person } = require("../../person.cjs");
const { choose, giveCode } = require("../institute/accounts.cjs");
const { codesOn, prepare } = require("../../steps.cjs");

exports.name = "informatics looks after accounts and nothing else";

exports.walk = async (house, browser) => {
    const [responsible, informatics] = [house.account("responsible_unit", "responsable"), house.account("it_directorate", "sistemas")];
    await house.serve();
    const { unit } = await prepare(house, browser, responsible);
    const systems = await Person.enter(house, browser);
    await systems.join(informatics);
    systems.page.on("dialog", (dialog) => dialog.accept());
    assert.deepEqual(await links(systems, "Principal"), ["Candidaturas", "Avance", "Avisos", "Registro", "Cuentas", "Correos", "Mi cuenta"]);
    await accounts(systems);
    await delivery(systems);
    await keys(systems);
    await elsewhere(systems);
    await systems.leave();
    // The responsible unit reads who did it.
    await unit.follow("Historial");
    const line = unit.page.getByRole("row").filter({ hasText: "Se reportó un robo de cartas." });
    await line.getByText(/\(sistemas\)$/).waitFor();
    await unit.leave();
};

/** What a group of links leads to. */
async function links({ page }, group) {
    const all = page.getByRole("navigation", { name: group, exact: true }).getByRole("link");
    await all.first().waitFor();
    return all.allInnerTexts();
}

async function accounts(systems) {
    await systems.follow("Cuentas");
    await systems.heading("Cuentas");
    assert.deepEqual(await links(systems, "Cuentas"), ["Emitir y administrar", "Entrega y acuse", "Códigos nuevos", "Llaves de programas"]);
    await systems.page.getByLabel("Emitir a").selectOption("MC");
    await systems.press("Emitir las del partido");
    await systems.reads(/^\d+ cuentas emitidas\.$/);
    assert.ok((await codesOn(systems))["mc.representacion"]);
    await choose(systems, "pt.captura");
    await giveCode(systems);
    await systems.reads("Listo: 1 de 1.");
    assert.ok((await codesOn(systems))["pt.captura"]);
    await systems.look("sistemas-cuentas");
    await systems.page.getByLabel("Elegir pt.captura").check();
    await systems.page.getByLabel("Motivo del bloqueo").fill("Se reportó un robo de cartas.");
    await systems.press("Bloquear");
    await systems.page.getByRole("cell", { name: "Bloqueada" }).waitFor();
}

/** It says what was handed over; a receipt begins a term, and that is the responsible unit's. */
async function delivery(systems) {
    await systems.follow("Entrega y acuse");
    await systems.heading("Entrega y acuse");
    await systems.press("Registrar entrega: Movimiento Ciudadano");
    await systems.press("Guardar");
    await systems.reads(/Movimiento Ciudadano: entrega registrada de \d+ cuentas\./);
    await systems.page.getByRole("button", { name: "Registrar entrega: Partido del Trabajo" }).waitFor();
    assert.equal(await systems.page.getByRole("button", { name: /acuse/ }).count(), 0);
    await systems.look("sistemas-entrega");
}

async function keys(systems) {
    await systems.follow("Llaves de programas");
    await systems.page.getByLabel("Para qué es").fill("Servidor del registro");
    await systems.press("Hacer la llave");
    await systems.press("Ya las guardé");
    await systems.press("Revocar Servidor del registro");
    await systems.reads(/Revocada el/);
}

/** Whoever types the address of what is not theirs is told so, and is shown nothing of it. */
async function elsewhere(systems) {
    for (const [path, title] of [["cuentas/validacion", "Quienes validan"], ["historial", "Historial de actividad"]]) {
        await systems.page.goto(`/trabajo/${path}`);
        await systems.heading(title);
        await systems.page.getByRole("alert").getByText("Esta acción corresponde a otra área o cuenta.").waitFor();
        assert.equal(await systems.page.locator("table").count(), 0);
        assert.equal(await systems.page.getByText("Cargando…").count(), 0);
        await systems.look(`sistemas-${path.replace("/", "-")}`);
    }
}
