// What is typed outlives a closed tab: the browser keeps a copy of curricular answers, never of identity.
const assert = require("node:assert/strict");
const { Person } = require("../../person.cjs");
const { atWork, choose } = require("../../steps.cjs");

exports.name = "what was typed comes back after the tab is gone";

exports.walk = async (house, browser) => {
    const { capture, name, codes } = await atWork(house, browser, [/ERR_INTERNET_DISCONNECTED/, /Failed to fetch/, /412/, /401/]);
    await byKeyboardWithoutNetwork(capture, name);
    await otherHandsMeanwhile(capture, house, browser, name);
    await identityIsNeverKept(capture, name);
    await forAnotherAccount(capture, house, codes, name);
    await leavingOnPurpose(capture, name);
    await withoutRoom(capture, name);
    await capture.leave();
};

const motives = (person) => person.page.getByLabel("¿Por qué quiere ocupar");

/** Everything the browser keeps, as one text. */
const kept = ({ page }) => page.evaluate(() => JSON.stringify(Object.entries(localStorage)));

/** The tab does not load without a network, and is closed: what it held in memory is gone. */
async function loseTab(capture) {
    // A page that goes away hears that the emulated cut is over, and would save: nobody may answer it.
    await capture.house.stop();
    const came = await capture.page.reload().then(() => true, () => false);
    assert.equal(came, false, "the page came without a network");
    await capture.page.close();
    await capture.openTab();
    await capture.house.serve();
}

/** On a phone, by keyboard alone: the network goes in the middle, the tab is loaded again, nothing is gone. */
async function byKeyboardWithoutNetwork(capture, name) {
    await capture.page.setViewportSize({ width: 390, height: 800 });
    await capture.tabTo("Motivos");
    await capture.page.keyboard.press("Enter");
    await capture.heading("Motivos");
    await capture.tabTo("¿Por qué quiere ocupar");
    await capture.page.keyboard.type("Con red y ");
    await capture.reads(/Guardado a las/);
    await capture.context.setOffline(true);
    await capture.page.keyboard.type("sin red.");
    await capture.reads(/No se guardó: No hay conexión/);
    await capture.reads("Este navegador conserva una copia");
    await capture.look("copia-sin-red");
    await capture.page.setViewportSize({ width: 390, height: 800 });
    await loseTab(capture);
    await capture.page.setViewportSize({ width: 390, height: 800 });
    await capture.context.setOffline(false);
    await capture.page.goto("/trabajo");
    await capture.tabTo(name);
    await capture.page.keyboard.press("Enter");
    await capture.heading(name);
    await capture.reads(/Recuperamos lo que escribió a las \d\d:\d\d y no se había guardado\. Ya está guardado\./);
    await capture.look("recuperado");
    await capture.page.setViewportSize({ width: 390, height: 800 });
    await capture.tabTo("Motivos");
    await capture.page.keyboard.press("Enter");
    await capture.heading("Motivos");
    assert.equal(await motives(capture).inputValue(), "Con red y sin red.");
    assert.equal(await kept(capture), "[]", "what is saved is not kept");
    await capture.page.reload();
    await motives(capture).waitFor();
    assert.equal(await motives(capture).inputValue(), "Con red y sin red.");
    assert.equal(await capture.page.getByText("Recuperamos").count(), 0);
    await capture.page.setViewportSize({ width: 1280, height: 900 });
}

/** Somebody else saved the same field while the tab was gone: both texts are there to choose from. */
async function otherHandsMeanwhile(capture, house, browser, name) {
    await capture.context.setOffline(true);
    await motives(capture).fill("Lo mío, sin red.");
    await capture.reads(/No se guardó/);
    await loseTab(capture);
    const other = await Person.enter(house, browser, [/412/]);
    await other.signIn("pt.captura");
    await other.follow(name);
    await other.follow("Motivos");
    await motives(other).fill("Lo de otra persona.");
    await other.reads(/Guardado a las/);
    await other.leave();
    await capture.context.setOffline(false);
    await capture.page.goto("/trabajo");
    await capture.follow(name);
    await capture.reads(/Recuperamos .* Todavía no se guarda\./);
    await capture.follow("Motivos");
    await capture.reads("Alguien más cambió");
    await capture.reads("Lo de otra persona.");
    assert.equal(await motives(capture).inputValue(), "Lo mío, sin red.");
    await capture.press("Conservar lo mío");
    await capture.reads(/Guardado a las/);
    assert.equal(await kept(capture), "[]");
}

/** Answers of identity that could not be saved are in the page, and nowhere in the browser's storage. */
async function identityIsNeverKept(capture, name) {
    await capture.follow("Volver a la candidatura");
    await capture.heading(name);
    await capture.follow("Autoadscripción indígena");
    await capture.heading("Autoadscripción");
    await capture.context.setOffline(true);
    await choose(capture, /Se identifica como una persona indígena/, "Sí");
    await capture.page.getByLabel(/pueblo y\/o comunidad indígena pertenece/).selectOption("Akateko");
    await capture.reads(/No se guardó/);
    await capture.reads("Las respuestas de identidad siguen aquí sólo mientras no cierre la página");
    const stored = await capture.page.evaluate(() => JSON.stringify([Object.entries(localStorage), Object.entries(sessionStorage)]));
    assert.doesNotMatch(stored, /Akateko|indigenous|Sí/);
    await capture.context.setOffline(false);
    await capture.reads(/Guardado a las/);
}

/** The copy waits for its owner; who comes in meanwhile neither sees it nor sends it. */
async function forAnotherAccount(capture, house, codes, name) {
    await capture.follow("Volver a la candidatura");
    await capture.heading(name);
    await capture.follow("Motivos");
    await capture.heading("Motivos");
    await capture.context.setOffline(true);
    await motives(capture).fill("Sólo de quien lo escribió.");
    await capture.reads(/No se guardó/);
    await loseTab(capture);
    await capture.context.clearCookies();
    await capture.context.setOffline(false);
    await capture.signIn("pt.representacion");
    await capture.follow(name);
    await capture.heading(name);
    assert.equal(await capture.page.getByText("Recuperamos").count(), 0);
    assert.match(await kept(capture), /Sólo de quien lo escribió/);
    // The other one leaves on purpose; the copy is not theirs to forget.
    await capture.press("Salir");
    await capture.signIn("pt.captura");
    await capture.follow(name);
    await capture.reads(/Recuperamos .* Ya está guardado\./);
    await capture.follow("Motivos");
    await motives(capture).waitFor();
    assert.equal(await motives(capture).inputValue(), "Sólo de quien lo escribió.");
}

/** Who leaves on purpose is warned, and then nothing is left behind. */
async function leavingOnPurpose(capture, name) {
    await capture.context.setOffline(true);
    await motives(capture).fill("Esto se queda sin guardar.");
    await capture.reads(/No se guardó/);
    await leave(capture, false);
    assert.match(await kept(capture), /Esto se queda sin guardar/);
    await leave(capture, true);
    await capture.heading("Entrar");
    assert.equal(await kept(capture), "[]");
    await capture.context.setOffline(false);
    await capture.signIn("pt.captura");
    await capture.follow(name);
    await capture.follow("Motivos");
    await motives(capture).waitFor();
    assert.equal(await motives(capture).inputValue(), "Sólo de quien lo escribió.");
}

/** Presses the way out, reads the warning and answers it. */
async function leave({ page }, sure) {
    const asked = page.waitForEvent("dialog");
    const pressed = page.getByRole("button", { name: "Salir" }).click();
    const dialog = await asked;
    assert.match(dialog.message(), /Si sale ahora se pierde/);
    await (sure ? dialog.accept() : dialog.dismiss());
    await pressed;
}

/** A browser that would keep no copy says so once. */
async function withoutRoom(capture) {
    await capture.page.evaluate(() => {
        Storage.prototype.setItem = () => {
            throw new DOMException("full", "QuotaExceededError");
        };
    });
    await motives(capture).fill("Sin lugar para una copia.");
    await capture.reads("Este navegador no puede guardar una copia");
    await capture.press("Entendido");
    await motives(capture).fill("Sin lugar para una copia, otra vez.");
    await capture.reads(/Guardado a las/);
    assert.equal(await capture.page.getByText("Este navegador no puede guardar una copia").count(), 0);
}
