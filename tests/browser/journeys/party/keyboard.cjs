// Coming in and blocking accounts with Tab, Space, Enter and letters: no pointer, and the focus seen wherever it stops.
const assert = require("node:assert/strict");
const { Person, PASSWORD } = require("../../person.cjs");
const { prepare } = require("../../steps.cjs");

exports.name = "nobody needs a pointer";

exports.walk = async (house, browser) => {
    const account = house.account("responsible_unit", "responsable");
    await house.serve();
    const { unit } = await prepare(house, browser, account);
    await unit.press("Emitir las de todos los partidos y candidaturas");
    await unit.reads(/^\d+ cuentas emitidas\.$/);
    await unit.leave();

    const somebody = await Person.enter(house, browser);
    const { keyboard } = somebody.page;
    // The browser's own question is answered with Enter too, which no script can press.
    somebody.page.on("dialog", (dialog) => dialog.accept());
    await somebody.page.goto("/trabajo/entrar");
    await somebody.heading("Entrar a Conóceles");
    await somebody.tabTo("Cuenta");
    await keyboard.type("responsable");
    await somebody.tabTo("Contraseña");
    await keyboard.type(PASSWORD);
    await somebody.tabTo("Entrar");
    await keyboard.press("Enter");
    await somebody.heading("Candidaturas");

    await skip(somebody);
    await somebody.tabTo("Cuentas");
    await keyboard.press("Enter");
    await somebody.heading("Cuentas");
    await somebody.tabTo("Cuenta o nombre");
    await keyboard.type("pt.");
    await somebody.tabTo("Filtrar");
    await keyboard.press("Enter");
    await somebody.reads("2 cuentas.");
    await somebody.focuses("hallado");
    for (const [name, told] of [["pt.captura", "1 cuenta elegida."], ["pt.representacion", "2 cuentas elegidas."]]) {
        await somebody.tabTo(`Elegir ${name}`);
        await keyboard.press("Space");
        await somebody.reads(told);
    }
    // What is done with them comes right after the list.
    await somebody.tabTo("Motivo del bloqueo", 6);
    await keyboard.type("Lo pidió el partido.");
    await somebody.tabTo("Bloquear");
    await keyboard.press("Enter");
    await somebody.reads("Listo: 2 de 2.");
    await somebody.focuses("resultado");
    await somebody.look("teclado");
    const standing = await somebody.page.locator("td[data-label=Estado]").allInnerTexts();
    assert.deepEqual(standing.map((words) => words.includes("Bloqueada")), [true, true]);
    await longList(somebody);
    await somebody.leave();
};

/** What is done with the chosen ones stays in sight over a long list, and never over what has the focus. */
async function longList(somebody) {
    const { page } = somebody;
    await page.setViewportSize({ width: 1280, height: 700 });
    await page.goto("/trabajo/cuentas");
    await somebody.tabTo("Elegir ");
    await somebody.tabTo("Elegir ");
    await page.keyboard.press("Space");
    await somebody.reads("1 cuenta elegida.");
    for (let times = 0; times < 15; times += 1) {
        await somebody.tabTo("Elegir ", 1);
        assert.equal(await page.getByRole("button", { name: "Dar código nuevo" }).evaluate((button) => button.getBoundingClientRect().bottom < innerHeight), true);
    }
    await somebody.look("teclado-lista");
}

/** The first stop of a page leads past what every page has. */
async function skip(somebody) {
    await somebody.page.reload();
    await somebody.heading("Candidaturas");
    await somebody.tabTo("Ir al contenido");
    await somebody.look("teclado-salto");
    await somebody.page.keyboard.press("Enter");
    assert.equal(await somebody.page.evaluate(() => document.activeElement.id), "contenido");
    await somebody.tabTo("Nombre o folio");
}
