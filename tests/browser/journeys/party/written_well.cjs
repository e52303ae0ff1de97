// The wizard: what is typed is text and nothing else, lists are moved by keyboard, contacts are checked as they are typed.
const assert = require("node:assert/strict");
const { atWork, choose } = require("../../steps.cjs");

exports.name = "a section helps to write well";

exports.walk = async (house, browser) => {
    const { capture, name } = await atWork(house, browser);
    await contacts(capture);
    await courses(capture, name);
    await strangeTexts(capture, name);
    await dependents(capture, name);
    await capture.leave();
};

async function contacts(capture) {
    const { page } = capture;
    await capture.follow("Medios de contacto públicos");
    const facebook = page.getByLabel("Facebook");
    await facebook.fill("javascript:alert(1)");
    await capture.reads(/Escriba el nombre de la cuenta o su dirección completa en facebook.com/);
    assert.equal(await page.getByText("Así se verá").count(), 0);
    await facebook.fill("https://facebook.com.otro.mx/cuenta");
    await capture.reads(/Escriba el nombre de la cuenta/);
    await facebook.fill("@mi.cuenta");
    await capture.reads("Así se verá: @mi.cuenta, sin enlace. Con enlace: escriba https://facebook.com/mi.cuenta");
    await facebook.fill("https://www.facebook.com/mi.cuenta");
    await capture.reads("Así se verá: https://www.facebook.com/mi.cuenta");
    assert.equal(await page.locator("main a[href*='facebook']").count(), 0, "what is typed is not a link here");
    await capture.look("contactos");
    await capture.press("Guardar y continuar");
    await capture.heading("Estudios");
}

/** Rows are added, moved and taken away without a pointer, and pasted lines become rows. */
async function courses(capture, name) {
    const { page } = capture;
    const row = (number) => page.getByLabel(new RegExp(`^Cursos.*renglón ${number}$`));
    const texts = async () => {
        const all = page.getByLabel(/^Cursos.*renglón/);
        return Promise.all((await all.all()).map((input) => input.inputValue()));
    };
    await row(1).focus();
    await page.keyboard.type("Uno");
    await page.keyboard.press("Enter");
    await page.keyboard.type("Dos");
    await page.keyboard.press("Enter");
    await page.keyboard.type("Tres");
    await capture.tabTo("Subir");
    await page.keyboard.press("Enter");
    await capture.reads("Ahora es el renglón 2.");
    assert.deepEqual(await texts(), ["Uno", "Tres", "Dos"]);
    await page.keyboard.press("Enter");
    assert.deepEqual(await texts(), ["Tres", "Uno", "Dos"]);
    await page.getByRole("button", { name: "Quitar el renglón 2" }).press("Enter");
    await capture.reads("Se quitó el renglón 2.");
    assert.deepEqual(await texts(), ["Tres", "Dos"]);
    assert.equal(await row(2).evaluate((input) => input === document.activeElement), true, "the focus stays near");
    await capture.press("Agregar otro renglón");
    await page.evaluate(() => {
        const data = new DataTransfer();
        data.setData("text", "Cuatro\n\n  Cinco\n");
        document.activeElement.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
    });
    await row(4).waitFor();
    assert.deepEqual(await texts(), ["Tres", "Dos", "Cuatro", "Cinco"]);
    await capture.reads(/Guardado a las/);
    await capture.look("cursos");
    await page.reload();
    await row(4).waitFor();
    assert.deepEqual(await texts(), ["Tres", "Dos", "Cuatro", "Cinco"]);
    await capture.follow("Volver a la candidatura");
    await capture.heading(name);
}

/** Markup, signs beyond the keyboard and invisible marks are read as they were typed. */
async function strangeTexts(capture, name) {
    const { page } = capture;
    const odd = "<script>globalThis.ran = true</script><img src=x onerror='globalThis.ran = true'> 👩🏽‍🌾 «ñ» & \u202Eatrás\u202C \u200Ffin";
    await capture.follow("Motivos");
    const field = page.getByLabel("¿Por qué quiere ocupar");
    await field.fill(`Lo mismo \u0007 con un timbre.`);
    await capture.reads("Contiene caracteres que no se ven");
    await field.fill(odd);
    await capture.reads(/Guardado a las/);
    await capture.follow("Volver a la candidatura");
    await capture.heading(name);
    await capture.follow("Revisar y enviar");
    await capture.reads("Lea cada respuesta");
    const shown = page.locator("dd .written").filter({ hasText: "<script>" });
    assert.equal(await shown.textContent(), odd);
    assert.equal(await page.evaluate(() => globalThis.ran), undefined);
    await capture.look("textos-raros");
    await capture.follow("Volver a la candidatura");
    await capture.heading(name);
}

/** A question that would take others with it names them before it does. */
async function dependents(capture, name) {
    const { page } = capture;
    await capture.follow("Estudios");
    await choose(capture, "Grado máximo de estudios", "Licenciatura");
    await choose(capture, /Estatus/, "Título");
    const group = page.getByRole("group", { name: "Grado máximo de estudios" });
    page.once("dialog", (dialog) => {
        assert.match(dialog.message(), /se borrará lo que contestó en «Estatus del grado de estudios»/);
        dialog.dismiss();
    });
    await group.getByLabel("Sin estudios", { exact: true }).click();
    assert.equal(await group.getByLabel("Licenciatura", { exact: true }).isChecked(), true);
    page.once("dialog", (dialog) => dialog.accept());
    await group.getByLabel("Sin estudios", { exact: true }).click();
    await page.getByRole("group", { name: /Estatus/ }).waitFor({ state: "hidden" });
    await capture.reads(/Guardado a las/);
    await capture.follow("Volver a la candidatura");
    await capture.heading(name);
}
