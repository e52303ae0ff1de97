// What is typed outlives a cut network, a session that ended and somebody else's hand.
const assert = require("node:assert/strict");
const { Person } = require("../person.cjs");
const { begin, prepare } = require("./lawful_way.cjs");

exports.name = "nothing typed is lost";

exports.walk = async (house, browser) => {
    const account = house.account("responsible_unit", "responsable");
    await house.serve();
    const { unit, codes } = await prepare(house, browser, account);
    await unit.leave();
    const { capture, name } = await begin(house, browser, codes, [/ERR_INTERNET_DISCONNECTED/, /412/, /401/]);
    const { page } = capture;
    await capture.follow("Motivos");
    const field = page.getByLabel("¿Por qué quiere ocupar");
    await field.fill("Lo primero que escribí.");
    await capture.reads(/Guardado a las/);

    await capture.context.setOffline(true);
    await field.fill("Lo que escribí sin red.");
    await capture.reads(/No se guardó: Sin conexión/);
    await capture.look("sin-red");
    await capture.context.setOffline(false);
    await field.press("End");
    await field.pressSequentially(" Y un poco más.");
    await capture.reads(/Guardado a las/);

    // Somebody else of the party, at the same candidacy.
    const other = await Person.enter(house, browser, [/412/]);
    await other.page.goto("/trabajo/entrar");
    await other.page.getByLabel("Cuenta").fill("pt.captura");
    await other.page.getByLabel("Contraseña").fill("una frase de prueba");
    await other.press("Entrar");
    await other.follow(name);
    await other.follow("Motivos");
    await other.page.getByLabel("¿Por qué quiere ocupar").fill("Lo que escribió otra persona.");
    await other.reads(/Guardado a las/);
    await field.fill("Lo que yo escribí mientras.");
    await capture.reads("Alguien más cambió");
    await capture.reads("Lo que escribió otra persona.");
    await capture.look("dos-textos");
    await capture.press("Conservar lo mío");
    await capture.reads(/Guardado a las/);
    await other.page.reload();
    await other.page.getByLabel("¿Por qué quiere ocupar").waitFor();
    assert.equal(await other.page.getByLabel("¿Por qué quiere ocupar").inputValue(), "Lo que yo escribí mientras.");
    await other.leave();

    // The session ends under the page: its holder comes back in without leaving it.
    await page.evaluate(async () => {
        const renewed = await fetch("/api/v1/sessions/renewal", { method: "POST" }).then((answer) => answer.json());
        await fetch("/api/v1/sessions/current", { method: "DELETE", headers: { authorization: `Bearer ${renewed.access_token}` } });
    });
    await field.fill("Lo que escribí cuando ya no había sesión.");
    await page.getByRole("dialog", { name: "Su sesión terminó" }).waitFor();
    await capture.look("sesion-terminada");
    await page.getByRole("dialog").getByLabel("Contraseña").fill("una frase de prueba");
    await capture.press("Entrar");
    await page.getByRole("dialog").waitFor({ state: "hidden" });
    await field.press("End");
    await field.pressSequentially(" Sigue aquí.");
    await capture.reads(/Guardado a las/);
    await page.reload();
    await field.waitFor();
    assert.equal(await field.inputValue(), "Lo que escribí cuando ya no había sesión. Sigue aquí.");

    // By keyboard alone, on a phone: from the candidacy to a saved answer.
    await page.setViewportSize({ width: 390, height: 800 });
    await capture.follow("Volver a la candidatura");
    await capture.heading(name);
    await tabTo(page, "Medios de contacto");
    await page.keyboard.press("Enter");
    await capture.heading("Medios de contacto públicos");
    await tabTo(page, "Teléfono");
    await page.keyboard.type("492 123 4567");
    await capture.reads(/Guardado a las/);
    await capture.leave();
};

/** Presses Tab until what has the focus has the words in its name. */
async function tabTo(page, words) {
    for (let times = 0; times < 60; times += 1) {
        await page.keyboard.press("Tab");
        const name = await page.evaluate(() => {
            const focused = document.activeElement;
            if (!focused?.matches("a, button, input, select, textarea, summary")) return "";
            return focused.labels?.[0]?.textContent ?? focused.textContent;
        });
        if (name.includes(words)) return;
    }
    throw new Error(`the keyboard does not reach «${words}»`);
}
