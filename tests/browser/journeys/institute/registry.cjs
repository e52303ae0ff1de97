// What the registry sends that is wrong: a row put aside and completed, a plan that waits for a second person, and a
// cancellation that is undone.
const { mkdtempSync, readFileSync, writeFileSync } = require("node:fs");
const { join } = require("node:path");
const { root } = require("../../house.cjs");
const { Person } = require("../../person.cjs");

exports.name = "what the registry sends wrong is put right";

const NAME = "Citlali Ortega Bañuelos";

exports.walk = async (house, browser) => {
    const letters = { unit: house.account("responsible_unit", "responsable"), informatics: house.account("it_directorate", "informatica") };
    house.env.CONOCELES_ELECTION = house.election("second_person_from", "1");
    await house.serve();
    const unit = await Person.enter(house, browser, [/422/]);
    await unit.join(letters.unit);
    await unit.follow("Registro");
    await apply(unit, file(house, ["1957-08-23", "23/08/57"]), "Aplicar estos cambios");
    await unit.reads("1 renglón quedó en «Renglones apartados».");
    await unit.look("registro-aplicado");
    await completed(unit);

    const informatics = await Person.enter(house, browser);
    await informatics.join(letters.informatics);
    await informatics.follow("Registro");
    const citizen = await Person.enter(house, browser);
    await citizen.page.goto("/candidaturas");
    await citizen.page.getByLabel("Palabras").fill(NAME);
    await citizen.page.keyboard.press("Enter");
    await citizen.page.getByRole("link", { name: NAME, exact: true }).click();
    await citizen.heading(NAME);
    const address = citizen.page.url();
    await citizen.leave();

    await apply(informatics, file(house, ["APROBADA", "CANCELADA"]), "Dejar en espera de la otra área");
    await informatics.reads("Los cambios esperan a que otra área los revise y los aplique. 1 candidatura dejó de mostrarse.");
    await informatics.reads("Usted u otra cuenta de su área subió este archivo");
    await informatics.leave();
    await visited(house, browser, address, "Esta candidatura ya no está activa", [/410/]);

    await unit.follow("Aplicar un archivo");
    await unit.reads("Cambios del registro por revisar");
    await unit.look("registro-en-espera");
    await unit.page.getByText("Aplicar estos cambios", { exact: true }).first().click();
    await unit.page.getByLabel("Motivo").first().fill("Lo confirma el acuerdo del Consejo.");
    await unit.page.getByRole("button", { name: /^Aplicar estos cambios: Archivo de .*\(informatica\)/ }).click();
    await unit.reads("Los cambios se aplicaron completos.");
    await visited(house, browser, address, "Esta candidatura ya no está activa", [/410/]);

    await unit.follow("Sustituciones y cancelaciones");
    await unit.reads("Cancelada el");
    await unit.page.getByText("Deshacer", { exact: true }).first().click();
    await unit.page.getByLabel("Motivo").fill("El oficio correspondía a otra fórmula.");
    await unit.look("registro-movimientos");
    await unit.press(`Deshacer: ${NAME}`);
    await unit.reads(`Ahora está activa: ${NAME}.`);
    await unit.look("registro-movimiento-deshecho");
    await visited(house, browser, address, NAME);

    // A row of another party under the same folio is no mere change.
    await unit.follow("Aplicar un archivo");
    await apply(unit, file(house, [",PT,PT,", ",MC,MC,"]), "Aplicar estos cambios");
    await unit.reads("1 renglón espera a que otra área diga si es la misma candidatura.");
    await unit.leave();
    await decided(house, browser);
};

/** Somebody else opens the candidacy's public address, without what the first one's browser keeps for half a minute. */
async function visited(house, browser, address, heading, expected) {
    const citizen = await Person.enter(house, browser, expected);
    await citizen.page.goto(address);
    await citizen.heading(heading);
    await citizen.leave();
}

/** The first rows of the demo's export, where one row says something else. */
function file(house, [from, to]) {
    const all = readFileSync(join(root, "demo/zacatecas-2024/registry-2024-03-30.csv"), "utf8").split(/\r?\n/).slice(0, 41);
    const rows = all.map((row) => (row.startsWith("ZAC24-00005") ? row.replace(from, to) : row));
    const path = join(mkdtempSync(join(house.folder, "upload-")), "registro.csv");
    writeFileSync(path, rows.join("\r\n"));
    return path;
}

async function apply(person, path, button) {
    await person.page.getByLabel("Archivo del registro (CSV)").setInputFiles(path);
    await person.press("Revisar qué cambiaría");
    await person.reads("Conocidas que el archivo no trae");
    await person.press(button);
}

/** The other area finds on its first page that something waits, compares, and decides. */
async function decided(house, browser) {
    const informatics = await Person.enter(house, browser);
    await informatics.signIn("informatica");
    await informatics.follow("Revisar y decidir");
    const row = informatics.page.getByRole("region", { name: NAME });
    await row.getByText("Otro partido, coalición o responsable de la captura").waitFor();
    await informatics.look("registro-duda");
    await row.getByText("El renglón está equivocado", { exact: true }).first().click();
    await row.getByLabel("Motivo").last().fill("El acuerdo del Consejo dice otra cosa.");
    await informatics.press(`El renglón está equivocado: ${NAME}`);
    await informatics.reads("El renglón no se aplicó; la candidatura quedó como estaba.");
    await informatics.leave();
}

/** The row is corrected badly, then well; what was typed stays. */
async function completed(unit) {
    await unit.follow("Renglones apartados");
    const row = unit.page.getByRole("region", { name: NAME });
    await row.getByText("no es una fecha").waitFor();
    await unit.look("registro-apartados");
    const date = row.getByLabel("Fecha de nacimiento (columna FECHA_NACIMIENTO)");
    await date.fill("2057-08-23");
    await unit.press(`Aplicar: ${NAME} (ZAC24-00005)`);
    await row.getByText("Esta fecha es posterior al día de la elección.").waitFor();
    await unit.look("registro-apartado-con-falta");
    await unit.tabTo("Fecha de nacimiento");
    await unit.page.keyboard.press("ControlOrMeta+a");
    await unit.page.keyboard.type("1957-08-23");
    await unit.page.keyboard.press("Enter");
    await unit.reads("El renglón se aplicó.");
    await unit.reads("No hay ninguno.");
}
