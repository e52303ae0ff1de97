// The photograph is cut in the browser, by keyboard too; the consent shows before it is signed what it would publish.
const { readFileSync } = require("node:fs");
const assert = require("node:assert/strict");
const { atWork, choose, portrait } = require("../../steps.cjs");

exports.name = "a photograph is cut and a consent is seen before it is signed";

exports.walk = async (house, browser) => {
    const { capture, name } = await atWork(house, browser);
    await unfit(capture);
    await cut(capture, name);
    await consent(capture, name);
    await capture.leave();
};

const file = ({ page }) => page.getByLabel("Fotografía (opcional)");

/** What cannot be a photograph is told before anything travels. */
async function unfit(capture) {
    await capture.follow("Fotografía");
    await capture.heading("Fotografía");
    await file(capture).setInputFiles({ name: "carta.pdf", mimeType: "application/pdf", buffer: Buffer.from("%PDF-1.4") });
    await capture.reads("«carta.pdf» no se puede abrir como fotografía");
    await file(capture).setInputFiles({ name: "rota.png", mimeType: "image/png", buffer: Buffer.from("no es una imagen") });
    await capture.reads("«rota.png» no se puede abrir como fotografía");
    await file(capture).setInputFiles(await portrait(capture, [120, 400]));
    await capture.reads("mide 120 × 400 pixeles");
    await file(capture).setInputFiles({ name: "enorme.png", mimeType: "image/png", buffer: Buffer.alloc(31 * 1024 * 1024) });
    await capture.reads("el máximo es 30 MB");
    await capture.look("foto-no-sirve");
}

/** Whether the canvases changed between two moments. */
const drawn = ({ page }) => page.evaluate(() => Array.from(document.querySelectorAll("canvas"), (canvas) => canvas.toDataURL()).join());

async function cut(capture, name) {
    const { page } = capture;
    await file(capture).setInputFiles(await portrait(capture, [700, 1200]));
    await capture.reads("Así se verá en el perfil");
    await page.setViewportSize({ width: 390, height: 800 });
    const before = await drawn(capture);
    await capture.tabTo("Recorte: con las flechas");
    await page.keyboard.press("ArrowDown");
    const lower = await drawn(capture);
    assert.notEqual(lower, before, "an arrow moves the picture and both previews");
    await page.keyboard.press("ArrowUp");
    assert.equal(await drawn(capture), before);
    await capture.tabTo("Acercar");
    for (let times = 0; times < 30; times += 1) await page.keyboard.press("ArrowRight");
    assert.notEqual(await drawn(capture), before, "nearer");
    await capture.tabTo("Hacia abajo");
    await page.keyboard.press("Home");
    await capture.look("recorte-cerca");
    await page.setViewportSize({ width: 390, height: 800 });
    await page.getByRole("button", { name: "Usar esta fotografía" }).press("Enter");
    const kept = page.getByAltText("Fotografía cargada");
    await kept.waitFor();
    const size = await kept.evaluate(async (image) => { await image.decode(); return [image.naturalWidth, image.naturalHeight]; });
    assert.deepEqual(size, [480, 480], "what is kept is a square");
    await page.setViewportSize({ width: 1280, height: 900 });
    await capture.press("Quitar la fotografía");
    await kept.waitFor({ state: "hidden" });
    await capture.follow("Volver a la candidatura");
    await capture.heading(name);
}

async function consent(capture, name) {
    const { page } = capture;
    await capture.follow("Autoadscripción indígena");
    await choose(capture, /Se identifica como una persona indígena/, "Sí");
    await page.getByLabel(/pueblo y\/o comunidad indígena pertenece/).selectOption("Akateko");
    await capture.reads(/Guardado a las/);
    await capture.follow("Volver a la candidatura");
    await capture.heading(name);
    await capture.follow("Consentimiento para publicar");
    const column = (title) => page.locator(".beside section").filter({ has: page.getByRole("heading", { name: title }) });
    const [given, none] = [column("Con lo que marcó"), column("Sin consentimiento")];
    await given.getByText("Ninguna respuesta de identidad.").waitFor();
    await page.getByLabel("Autoadscripción indígena").check();
    await given.getByText("Ninguna respuesta de identidad.").waitFor();
    await page.getByLabel("Que se traten mis datos").check();
    await page.getByLabel("Que se publiquen las respuestas").check();
    await given.getByText("Akateko").waitFor();
    assert.equal(await none.getByText("Akateko").count(), 0);
    await none.getByText("Ninguna respuesta de identidad.").waitFor();
    await capture.look("consentimiento-vista");
    const [paper] = await Promise.all([page.waitForEvent("download"), capture.press("Descargar formato para firmar (PDF)")]);
    assert.equal(paper.suggestedFilename(), "consentimiento.pdf");
    await page.getByLabel("Documento firmado").setInputFiles({ name: "firmado.pdf", mimeType: "application/pdf", buffer: readFileSync(await paper.path()) });
    await capture.press("Registrar el consentimiento");
    await capture.reads("Se publican: Autoadscripción indígena.");
    await capture.press("Retirar el consentimiento");
    await capture.reads("Retiró el consentimiento. Sus respuestas de identidad ya no se muestran.");
    await page.getByText("Consentimiento registrado").waitFor({ state: "hidden" });
}
