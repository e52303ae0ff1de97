// Who has the turn is told, here and by mail; the institute gives more time, and sees which mails did not go out.
const assert = require("node:assert/strict");
const { createServer } = require("node:net");
const { PASSWORD } = require("../../person.cjs");
const { begin, prepare } = require("../../steps.cjs");

exports.name = "whoever has the turn is told, and may be given more time";

const ADDRESS = "captura@ejemplo.mx";

exports.walk = async (house, browser) => {
    const account = house.account("responsible_unit", "responsable");
    const post = await mailServer();
    house.env.CONOCELES_SMTP_URL = `smtp://127.0.0.1:${post.port}`;
    try {
        await house.serve();
        const { unit, codes } = await prepare(house, browser, account);
        const { capture, name } = await begin(house, browser, codes);
        await told(capture);
        await address(capture);
        await extended(unit, name);
        await toldAgain(capture, name);
        await capture.leave();
        await mails(house, unit, post);
        await behind(unit);
        await unit.leave();
    } finally {
        post.server.close();
    }
};

/** How far everybody is; who is behind is told, once. */
async function behind(unit) {
    await unit.follow("Avance");
    await unit.heading("Avance");
    const row = unit.page.getByRole("row", { name: /Partido del Trabajo/ });
    const [all, unanswered] = await Promise.all([row.getByRole("cell").nth(0).innerText(), row.getByRole("cell").nth(1).innerText()]);
    assert.ok(Number(all) > 0 && Number(unanswered) > 0, `${all} ${unanswered}`);
    await unit.look("avance");
    const [file] = await Promise.all([unit.page.waitForEvent("download"), unit.press("Descargar la lista (CSV)")]);
    assert.equal(file.suggestedFilename(), "avance.csv");
    unit.page.on("dialog", (dialog) => dialog.accept());
    await unit.page.getByRole("button", { name: /Avisar lo que falta a Partido del Trabajo/ }).click();
    await unit.reads(/Se avisó a Partido del Trabajo lo que falta de \d+ candidaturas/);
    unit.known.push(/409/);
    await unit.page.getByRole("button", { name: /Avisar lo que falta a Partido del Trabajo/ }).click();
    await unit.reads("Hace menos de una hora se avisó lo mismo.");
    await unit.look("avance-ya-avisado");
    await unit.follow("Por territorio");
    await unit.page.getByRole("columnheader", { name: "Territorio" }).waitFor();
    await unit.look("avance-por-territorio");
    await unit.follow("Por partido");
    await unit.page.getByRole("link", { name: "Partido del Trabajo", exact: true }).click();
    await unit.heading("Candidaturas");
}

const badge = ({ page }) => page.getByRole("navigation", { name: "Principal" }).getByRole("link", { name: /^Avisos/ });

/** A notice waits with its number, and opening it is reading it. */
async function told(capture) {
    assert.match(await badge(capture).innerText(), /^Avisos\s*1\s*sin leer$/);
    await capture.follow("Avisos");
    await capture.heading("Avisos");
    await capture.reads("1 aviso sin leer.");
    await capture.look("avisos");
    await capture.tabTo("Comenzó el plazo de captura");
    await capture.page.keyboard.press("Enter");
    await capture.reads(/El plazo termina el \d+ de/);
    await capture.reads("No tiene avisos sin leer.");
    assert.equal(await badge(capture).innerText(), "Avisos");
    await capture.look("avisos-abierto");
    await capture.page.reload();
    await capture.reads("No tiene avisos sin leer.");
    assert.equal(await capture.page.getByText("Sin leer", { exact: true }).count(), 0, "the server knows that it was read");
    await capture.page.getByText("Comenzó el plazo de captura").first().click();
    await capture.follow("Ver las candidaturas");
    await capture.heading("Candidaturas");
}

/** Where notices are mailed to. */
async function address(capture) {
    const { page } = capture;
    await capture.follow("Mi cuenta");
    await capture.reads("Ahora no se mandan a ningún correo.");
    capture.known.push(/400/);
    const field = page.getByRole("textbox", { name: "Correo", exact: true });
    await field.fill("captura@ejemplo");
    await capture.press("Guardar el correo");
    await capture.reads("Escriba un correo completo");
    await capture.focuses("correo");
    assert.equal(await field.getAttribute("aria-invalid"), "true");
    await capture.look("correo-incompleto");
    await field.fill(ADDRESS);
    await page.getByLabel("Su contraseña").fill(PASSWORD);
    await capture.press("Guardar el correo");
    await capture.reads(`Ahora se mandan a ${ADDRESS}`);
    await capture.look("correo-guardado");
}

/** More time for one, then for all: whoever has it already is told apart. */
async function extended(unit, name) {
    const { page } = unit;
    await unit.follow("Plazos");
    await unit.heading("Ampliar plazos");
    await unit.press("Continuar");
    await unit.reads("Elija por lo menos una candidatura en la lista.");
    await page.getByLabel("Plazo", { exact: true }).selectOption("Ya terminó");
    await unit.press("Filtrar");
    await unit.reads("0 candidaturas.");
    assert.match(page.url(), /plazo=terminado/);
    await page.getByLabel("Plazo", { exact: true }).selectOption("Cualquiera");
    await page.getByLabel("Nombre o folio").fill(name);
    await page.getByLabel("Partido").selectOption("Partido del Trabajo");
    await unit.press("Filtrar");
    await unit.reads("1 candidatura.");
    await page.getByLabel(`Elegir ${name}`).check();
    await unit.reads("1 candidatura elegida.");
    const day = new Date(Date.now() + 40 * 86_400_000).toISOString().slice(0, 10);
    await page.getByLabel("Último día").fill(day);
    await page.getByLabel("Motivo").fill("Corto");
    await unit.press("Continuar");
    await unit.reads("Escriba el motivo: de 10 a 500 caracteres.");
    await unit.focuses("motivo");
    await unit.look("plazos");
    const reason = "Lo acordó la Comisión por la falla del sistema.";
    await page.getByLabel("Motivo").fill(reason);
    await unit.press("Continuar");
    await unit.heading("¿Ampliar el plazo de 1 candidatura?");
    await page.getByText("Ver 1 candidatura").click();
    await unit.reads(/a las 23:59:59 \(hora de Zacatecas\)/);
    await unit.look("plazos-confirmar");
    // What was chosen and typed is still there for who goes back.
    await unit.press("Volver sin ampliar");
    await unit.heading("Ampliar plazos");
    assert.equal(await page.getByLabel("Motivo").inputValue(), reason);
    await unit.press("Continuar");
    await unit.press("Ampliar el plazo");
    await unit.heading("Se amplió el plazo");
    await unit.reads(/1 candidatura: el plazo termina el/);
    await unit.press("Volver a la lista");
    await page.getByLabel("Nombre o folio").fill("");
    await unit.press("Filtrar");
    await page.getByRole("button", { name: /^Elegir las \d+ que se pueden$/ }).click();
    await page.getByLabel("Motivo").fill(reason);
    await unit.press("Continuar");
    await unit.press("Ampliar el plazo");
    await unit.heading("Se amplió el plazo");
    await unit.reads("Se quedaron como estaban: 1 candidatura");
    const row = page.getByRole("row").filter({ hasText: name });
    await row.getByText("Su plazo ya termina ese día o después.").waitFor();
    await unit.look("plazos-ampliados");
}

/** Those who capture are told, and come from the notice to the candidacy. */
async function toldAgain(capture, name) {
    await capture.follow("Avisos");
    await capture.heading("Avisos");
    await capture.reads("3 avisos sin leer.");
    await capture.look("avisos-varios");
    await capture.press("Marcar todos como leídos");
    await capture.reads("No tiene avisos sin leer.");
    await capture.focuses("sin-leer");
    await capture.page.getByText(`Hay más plazo de captura: ${name}`).first().click();
    await capture.follow("Ir a la candidatura");
    await capture.heading(name);
    await capture.reads(/Plazo: hasta el/);
}

/** A mail that is refused, given up, tried again by hand, and goes out. */
async function mails(house, unit, post) {
    const { page } = unit;
    const past = "2024-01-01T00:00:00.000000Z";
    const hurry = () => house.later(`UPDATE jobs SET next_run_at = '${past}'`);
    // That the address is new was mailed there too.
    const row = page.getByRole("row").filter({ hasText: ADDRESS }).first();
    /** The page is opened again until the mail stands so. */
    const stands = async (words) => {
        for (let tries = 0; tries < 40; tries += 1) {
            await page.reload();
            await unit.heading("Correos");
            await page.getByText(/Sale en|Lleva|Salió|Se dejó|No hay ninguno/).first().waitFor();
            if (await row.getByText(words).count() > 0) return;
            await new Promise((resolve) => setTimeout(resolve, 1_000));
        }
        throw new Error(`no mail stands as «${words}»`);
    };
    house.later(`UPDATE notices SET at = '${past}'`);
    hurry();
    await unit.follow("Correos");
    await stands(/Lleva 1 intento/);
    await row.getByText("Esa dirección no existe o no recibe correos.").waitFor();
    await row.getByText("En espera").waitFor();
    await unit.look("correos-en-espera");
    house.later(`UPDATE outbox SET tries = 9, next_try_at = '${past}'`);
    hurry();
    await stands(/después de 10 intentos/);
    await unit.follow("No se pudieron enviar");
    await row.getByText("No se pudo enviar").waitFor();
    assert.match(page.url(), /estado=fallidos/);
    await row.getByText("Lo que dijo el servidor de correo").click();
    await row.getByText(/no such mailbox/).waitFor();
    await unit.look("correos-fallidos");
    post.accepts = true;
    await row.getByRole("button", { name: /^Reintentar/ }).click();
    await unit.reads("se intentará otra vez en unos minutos");
    hurry();
    await unit.follow("Enviados");
    await stands(/Salió el/);
    assert.match(post.received, /^To: .*<captura@ejemplo\.mx>$/m);
    await unit.look("correos-enviados");
}

/** A mail server of this machine that knows nobody until it is told to accept. */
async function mailServer() {
    const post = { accepts: false, received: "" };
    post.server = createServer((socket) => {
        let writing = false;
        const say = (words) => socket.write(`${words}\r\n`);
        const hear = (line) => {
            if (writing) {
                post.received += `${line}\n`;
                writing = line !== ".";
                return writing || say("250 received");
            }
            const [verb] = line.toUpperCase().split(/[ :]/);
            if (verb === "RCPT" && !post.accepts) return say("550 no such mailbox");
            writing = verb === "DATA";
            return say({ DATA: "354 go on", QUIT: "221 bye" }[verb] ?? "250 ok");
        };
        let rest = "";
        socket.on("error", () => {});
        socket.on("data", (bytes) => {
            const lines = (rest + bytes).split("\r\n");
            rest = lines.pop();
            lines.forEach(hear);
        });
        say("220 journey");
    });
    await new Promise((resolve) => post.server.listen(0, "127.0.0.1", resolve));
    post.port = post.server.address().port;
    return post;
}
