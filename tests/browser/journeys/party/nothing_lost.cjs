// What is typed outlives a cut network, a session that ended and somebody else's hand.
const assert = require("node:assert/strict");
const { Person } = require("../../person.cjs");
const { atWork, choose } = require("../../steps.cjs");

exports.name = "nothing typed is lost";

exports.walk = async (house, browser) => {
    const { capture, name } = await atWork(house, browser, [/ERR_INTERNET_DISCONNECTED/, /412/, /401/]);
    const other = await Person.enter(house, browser, [/412/]);
    await other.signIn("pt.captura");
    await other.follow(name);
    await other.heading(name);

    await withoutNetwork(capture, name);
    await twoHands(capture, other);
    await sessionEnds(capture);
    await other.leave();
    await parentsAndChildren(capture, name);
    await byKeyboard(capture, name);
    await capture.leave();
};

const motives = (person) => person.page.getByLabel("¿Por qué quiere ocupar");

async function withoutNetwork(capture, name) {
    await capture.follow("Motivos");
    const field = motives(capture);
    await field.fill("Lo primero que escribí.");
    await capture.reads(/Guardado a las/);
    await capture.context.setOffline(true);
    await field.fill("Lo que escribí sin red.");
    await capture.reads(/No se guardó: No hay conexión/);
    await capture.look("sin-red");
    // Walking about without a network keeps it, and says so.
    await capture.follow("Volver a la candidatura");
    await capture.reads("No hay conexión con el sistema.");
    await capture.context.setOffline(false);
    await capture.page.goBack();
    await capture.heading("Motivos");
    assert.equal(await field.inputValue(), "Lo que escribí sin red.");
    await capture.reads(/Guardado a las/);
    // Back in the network it is sent without another key.
    await capture.context.setOffline(true);
    await field.fill("Otra vez sin red.");
    await capture.reads(/No se guardó/);
    await capture.context.setOffline(false);
    await capture.reads(/Guardado a las/);
    // The last word before a link is pressed at once.
    await field.fill("La última palabra.");
    await capture.follow("Volver a la candidatura");
    await capture.heading(name);
    await capture.page.reload();
    await capture.follow("Motivos");
    assert.equal(await field.inputValue(), "La última palabra.");
}

async function twoHands(capture, other) {
    // In different fields nobody is bothered.
    await other.follow("Propuestas");
    await motives(capture).fill("Mientras tanto escribo yo.");
    await other.page.getByLabel("Propuesta 1").fill("Una propuesta de otra persona.");
    await other.reads(/Guardado a las/);
    await capture.reads(/Guardado a las/);
    assert.equal(await capture.page.getByText("Alguien más cambió").count(), 0);
    // In the same field both texts are there to choose from.
    await other.follow("Volver a la candidatura");
    await other.follow("Motivos");
    assert.equal(await motives(other).inputValue(), "Mientras tanto escribo yo.");
    await motives(other).fill("Lo que escribió otra persona.");
    await other.reads(/Guardado a las/);
    await motives(capture).fill("Lo que yo escribí mientras.");
    await capture.reads("Alguien más cambió");
    await capture.reads("Lo que escribió otra persona.");
    await capture.look("dos-textos");
    await capture.press("Conservar lo mío");
    await capture.reads(/Guardado a las/);
    await other.page.reload();
    await motives(other).waitFor();
    assert.equal(await motives(other).inputValue(), "Lo que yo escribí mientras.");
}

async function sessionEnds(capture) {
    const { page } = capture;
    await page.evaluate(async () => {
        const renewed = await fetch("/api/v1/sessions/renewal", { method: "POST" }).then((answer) => answer.json());
        await fetch("/api/v1/sessions/current", { method: "DELETE", headers: { authorization: `Bearer ${renewed.access_token}` } });
    });
    await motives(capture).fill("Lo que escribí cuando ya no había sesión.");
    const dialog = page.getByRole("dialog", { name: "Su sesión terminó" });
    await dialog.waitFor();
    await capture.look("sesion-terminada");
    // The dialog has the focus where the password goes: type and Enter are enough.
    await page.keyboard.type("una frase de prueba");
    await page.keyboard.press("Enter");
    await dialog.waitFor({ state: "hidden" });
    await capture.reads(/Guardado a las/);
    await page.reload();
    await motives(capture).waitFor();
    assert.equal(await motives(capture).inputValue(), "Lo que escribí cuando ya no había sesión.");
}

/** An answer that would take others with it asks first; refusing leaves every mark where it was. */
async function parentsAndChildren(capture, name) {
    const { page } = capture;
    await capture.follow("Volver a la candidatura");
    await capture.heading(name);
    await capture.follow("Autoadscripción indígena");
    await choose(capture, /Se identifica como una persona indígena/, "Sí");
    await page.getByLabel(/pueblo y\/o comunidad indígena pertenece/).selectOption({ index: 1 });
    const marked = page.getByRole("group", { name: /Se identifica como una persona indígena/ }).getByLabel("Sí", { exact: true });
    page.once("dialog", (dialog) => dialog.dismiss());
    await page.getByRole("group", { name: /Se identifica como una persona indígena/ }).getByLabel("No", { exact: true }).click();
    assert.equal(await marked.isChecked(), true);
    page.once("dialog", (dialog) => dialog.accept());
    await choose(capture, /Se identifica como una persona indígena/, "No");
    await capture.reads(/Guardado a las/);
    assert.equal(await page.locator("select").count(), 0);
}

/** On a phone, from the candidacy to a saved answer without a pointer. */
async function byKeyboard(capture, name) {
    const { page } = capture;
    await page.setViewportSize({ width: 390, height: 800 });
    await capture.follow("Volver a la candidatura");
    await capture.heading(name);
    await capture.tabTo("Medios de contacto");
    await page.keyboard.press("Enter");
    await capture.heading("Medios de contacto públicos");
    await capture.tabTo("Teléfono");
    await page.keyboard.type("492 123 4567");
    await capture.reads(/Guardado a las/);
}
