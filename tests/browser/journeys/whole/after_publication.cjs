// What was published is pointed at, hidden, shown again, and corrected once.
const assert = require("node:assert/strict");
const { Person, text } = require("../../person.cjs");
const { comply, VALIDATOR, prepare, codesOn, begin, answerAll, open } = require("../../steps.cjs");

exports.name = "what was published is hidden, shown and corrected once";

const QUESTION = "¿Por qué quiere ocupar un cargo público?";
const NEW = `Corregido. ${text(290)}`;
const LATER = "2099-12-31";

exports.walk = async (house, browser) => {
    // The window for corrections of the election is over.
    house.env.CONOCELES_ELECTION = house.election("corrections_until", `"${LATER}"`);
    const accounts = [["parties_directorate", "organizacion"], ["gender_directorate", "paridad"]].map(([role, account]) => house.account(role, account));
    const unitAccount = house.account("responsible_unit", "responsable");
    await house.serve();
    const { unit, codes } = await prepare(house, browser, unitAccount);
    const { capture, name } = await begin(house, browser, codes);
    await answerAll(capture);
    await send(capture);
    const validator = await confirmed(house, browser, unit);
    const areas = await Promise.all(accounts.map(() => Person.enter(house, browser)));
    for (const [place, area] of areas.entries()) await area.join(accounts[place]);
    const everybody = { validator, areas, unit };
    await publish(everybody, name);

    await open(unit, name);
    await unit.follow("Ver el perfil público");
    await unit.heading(name);
    const address = unit.page.url();
    const seen = (words, gone, name) => citizen(house, browser, address, words, gone, name);
    const representative = await Person.enter(house, browser);
    await representative.signIn("pt.representacion");

    await flagged(areas[0], name);
    await hidden(unit, name);
    await seen("Este apartado no está disponible por ahora.", "Vota por mí");
    await told(representative, name);
    await open(unit, name);
    await order(unit, "Ocultar", "Todo el perfil", "Hay que revisarlo entero.");
    await unit.reads("Quedó oculto en el sitio público.");
    await seen("Su información no está disponible por ahora", "Propuestas", "perfil-oculto");
    for (const part of ["Todo el perfil", "Apartado «Motivos»"]) {
        await order(unit, "Mostrar de nuevo", part, "Se aclaró lo que se señaló.");
        await unit.page.getByText("Ya se muestra en el sitio público.").waitFor();
        await unit.page.locator("section[aria-labelledby=publicado] > ul li").filter({ hasText: new RegExp(`^${part}$`) }).waitFor({ state: "detached" });
    }
    await unit.reads("Nada está oculto.");
    await seen("Vota por mí");
    await leftPublished(areas[0], unit, name);
    await seen("<b>No es</b> código & se lee igual.");

    await asked(representative, name);
    await granted(unit, name);
    await corrected(capture, name);
    await seen("Versión 1,", NEW);
    await publish(everybody, name);
    await seen("Versión 2,", "Vota por mí");
    await seen(NEW);
    await seen(`Se publicó una corrección de «${QUESTION}».`, undefined, "historial-publico");
    // It was the only one.
    await open(representative, name);
    await representative.reads("Está publicada la versión 2.");
    assert.equal(await representative.page.getByRole("link", { name: "Solicitar la corrección" }).count(), 0);
    await representative.look("corregida");
    await compared(representative, name);
    for (const person of [representative, capture, validator, unit, ...areas]) await person.leave();
    assert.match(house.run("log", "verify"), /whole/);
};

async function send(capture) {
    await capture.follow("Revisar y enviar");
    await capture.page.getByLabel("Entiendo que es la única oportunidad").check();
    await capture.press("Enviar a validación");
    await capture.heading("Acuse de envío");
}

async function confirmed(house, browser, unit) {
    await unit.follow("Quienes validan");
    await unit.press(`Confirmar a ${VALIDATOR}`);
    await unit.reads(`${VALIDATOR} validará con la cuenta pt.validacion.`);
    const validator = await Person.enter(house, browser);
    await validator.join({ name: "pt.validacion", code: (await codesOn(unit))["pt.validacion"] });
    return validator;
}

/** From the validation to the public site. */
async function publish({ validator, areas, unit }, name) {
    await open(validator, name);
    await validator.follow("Revisar y validar");
    await validator.press("Validar y enviar al Instituto");
    await validator.reads("Etapa: En verificación");
    for (const [place, questionnaire] of ["curricular", "de identidad"].entries()) {
        await open(areas[place], name);
        await areas[place].follow("Verificar");
        await comply(areas[place], questionnaire);
    }
    await open(unit, name);
    await unit.follow("Autorizar");
    unit.page.once("dialog", (dialog) => dialog.accept());
    await unit.press("Autorizar y publicar ahora…");
    await unit.reads("Etapa: Publicada.");
}

/** Fills the form of an act on what is published, and does it. */
async function order(person, act, part, reason, ground, picture) {
    const { page } = person;
    const form = page.locator("details").filter({ has: page.getByRole("button", { name: act, exact: true, includeHidden: true }) });
    if (await form.getAttribute("open") === null) await form.locator("summary").click();
    assert.equal(await form.getByRole("button", { name: act, exact: true }).isDisabled(), true, "nothing without a reason");
    await form.locator("select").first().selectOption({ label: part });
    if (ground) await form.getByLabel("Causa").selectOption(ground);
    await form.getByLabel("Motivo").fill(reason);
    if (picture) await person.look(picture);
    await form.getByRole("button", { name: act, exact: true }).click();
}

/** Somebody who comes to the page. */
async function citizen(house, browser, address, words, gone, picture) {
    const person = await Person.enter(house, browser);
    await person.page.goto(address);
    await person.reads(words);
    if (gone) assert.equal(await person.page.getByText(gone).count(), 0, gone);
    if (picture) await person.look(picture);
    await person.leave();
}

async function flagged(area, name) {
    await open(area, name);
    await order(area, "Señalar", "Apartado «Motivos»", "Pide el voto en la primera línea.", "slogan", "senalar");
    await area.reads("Señalamiento registrado. La Instancia Responsable decide.");
    await area.look("senalado");
    assert.equal(await area.page.getByRole("button", { name: "Ocultar" }).count(), 0);
}

/** The unit reads what was pointed at, and hides it. */
async function hidden(unit, name) {
    await unit.page.goto("/trabajo");
    await unit.follow("Mi turno");
    await unit.reads("Decidir sobre lo que se señaló");
    await unit.look("turno-senalamiento");
    await open(unit, name);
    await unit.reads("Ahora: hay un señalamiento.");
    await unit.reads("Se señaló: Apartado «Motivos».");
    await unit.reads("Nada está oculto.");
    await order(unit, "Ocultar", "Apartado «Motivos»", "Contiene un llamado al voto.", "slogan", "ocultar");
    await unit.reads("Quedó oculto en el sitio público.");
    await unit.reads("Se ocultó: Apartado «Motivos».");
    await unit.look("oculto");
    await unit.follow("Mi turno");
    await unit.reads("0 candidaturas esperan.");
}

/** The unit closes another flag and hides nothing; whoever pointed at it reads why. */
async function leftPublished(area, unit, name) {
    await open(area, name);
    await order(area, "Señalar", "Apartado «Propuestas»", "Una propuesta parece un lema.", "slogan");
    await area.reads("Señalamiento registrado. La Instancia Responsable decide.");
    await open(unit, name);
    await unit.reads("Ahora: hay un señalamiento.");
    await order(unit, "Dejar publicado", "Apartado «Propuestas»", "Es una propuesta y no un lema.", undefined, "dejar-publicado");
    await unit.reads("El señalamiento se cerró: el contenido sigue publicado.");
    await unit.reads("Se decidió que siga publicado: Apartado «Propuestas».");
    assert.equal(await unit.page.getByText("Hay un señalamiento que espera").count(), 0);
    await unit.look("senalamiento-cerrado");
    await unit.follow("Mi turno");
    await unit.reads("0 candidaturas esperan.");
    await open(area, name);
    await area.reads("Es una propuesta y no un lema.");
    await area.look("senalamiento-cerrado-para-el-area");
}

/** The party reads what is hidden and why, and nothing of the institute's own. */
async function told(representative, name) {
    await open(representative, name);
    await representative.reads("El Instituto ocultó el apartado «Motivos».");
    await representative.reads("Puede solicitar la corrección hasta el 31 de diciembre de 2099");
    await representative.reads("Ahora no se muestra al público:");
    await representative.reads("Lemas o imágenes de campaña (art. 18.2, VII). Contiene un llamado al voto.");
    assert.equal(await representative.page.getByText("Pide el voto en la primera línea.").count(), 0);
    assert.equal(await representative.page.getByRole("button", { name: /Ocultar|Mostrar|Señalar/, includeHidden: true }).count(), 0);
    await representative.look("oculto-para-el-partido");
    const [file] = await Promise.all([representative.page.waitForEvent("download"), representative.page.getByRole("button", { name: /^Descargar oficio/ }).click()]);
    assert.equal(file.suggestedFilename(), "oficio.pdf");
}

/** What the correction changed, told by signs that are read without their colours. */
async function compared(representative, name) {
    await representative.follow("Versiones publicadas y qué cambió");
    await representative.heading(`Versiones publicadas: ${name}`);
    await representative.reads("Corrección concedida");
    await representative.reads("Qué cambió de la versión 1 a la 2");
    assert.match(await representative.page.locator("del").first().innerText(), /^\[−\sVota por mí/);
    assert.match(await representative.page.locator("ins").first().innerText(), /^\[\+\sCorregido\./);
    await representative.look("versiones");
    await representative.follow("Volver a la candidatura");
    await representative.heading(name);
}

async function asked(representative, name) {
    const { page } = representative;
    await open(representative, name);
    await representative.reads("se puede corregir una sola vez, hasta el 31 de diciembre de 2099");
    await representative.follow("Solicitar la corrección");
    await representative.heading("Solicitar corrección");
    await representative.press(`Corregir «${QUESTION}»`);
    await page.getByLabel(QUESTION, { exact: true }).fill(NEW);
    // Nothing is sent without the reason, and what was written waits meanwhile.
    await representative.follow("Continuar");
    await representative.heading("Confirmar la corrección");
    await representative.reads("Falta el motivo");
    await representative.look("confirmar-sin-motivo");
    await representative.follow("Volver a cambiar");
    await representative.heading("Solicitar corrección");
    assert.equal(await page.getByLabel(QUESTION, { exact: true }).inputValue(), NEW);
    await page.getByLabel("¿Por qué pide la corrección?").fill("El texto pedía el voto.");
    await representative.look("solicitar-correccion");
    await representative.follow("Continuar");
    await representative.reads("Es la única oportunidad de corregir lo publicado.");
    await representative.look("confirmar-correccion");
    await representative.press("Enviar la solicitud");
    await representative.heading(name);
    await representative.reads("Falta que la Instancia Responsable decida.");
}

async function granted(unit, name) {
    await open(unit, name);
    await unit.reads("Ahora: decida sobre la corrección que se solicita.");
    await unit.reads("El texto pedía el voto.");
    await unit.reads(NEW);
    assert.equal(await unit.page.getByRole("button", { name: "No conceder" }).isDisabled(), true);
    await unit.look("decidir-correccion");
    await unit.press("Conceder y abrir los campos 24 horas");
    await unit.reads("Concedida: los campos quedaron abiertos.");
}

/** Only what was granted is open, for the hours that are told. */
async function corrected(capture, name) {
    await open(capture, name);
    await capture.reads("Ahora: escriba la corrección en los campos abiertos");
    // In the second of the grant itself a whole day is left.
    await capture.reads(/quedan (23 horas y \d+ minutos|1 día y 0 horas)/);
    await capture.page.getByRole("link", { name: /^Motivos\s*Por corregir$/ }).waitFor();
    await capture.look("correccion-abierta");
    await capture.follow("Propuestas");
    await capture.heading("Propuestas");
    assert.equal(await capture.page.locator("textarea").count(), 0);
    await capture.follow("Volver a la candidatura");
    await capture.heading(name);
    await capture.follow("Motivos");
    await capture.reads("Se concedió que diga:");
    await capture.page.getByLabel(QUESTION).fill(NEW);
    await capture.look("corregir-seccion");
    await capture.press("Guardar y continuar");
    await capture.heading(name);
    await send(capture);
}
