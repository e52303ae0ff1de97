// The three reviews: several validated once each was opened, a review taken by one at a time, a mark for each section, and a
// day to publish on.
const assert = require("node:assert/strict");
const { readFileSync } = require("node:fs");
const { join } = require("node:path");
const { root } = require("../../house.cjs");
const { PASSWORD, Person, text } = require("../../person.cjs");
const { VALIDATOR, comply, open } = require("../../steps.cjs");

exports.name = "the reviews are taken, marked and given a day";

exports.walk = async (house, browser) => {
    const role = (role, name) => house.account(role, name);
    const accounts = { unit: role("responsible_unit", "responsable"), first: role("parties_directorate", "organizacion"), second: role("parties_directorate", "organizacion-2"), gender: role("gender_directorate", "paridad") };
    await house.serve();
    const { names, validator: letter } = await bothSent(house, accounts.unit);

    const validator = await Person.enter(house, browser);
    await validator.join(letter);
    await validator.follow("Mi turno");
    await validator.reads("2 candidaturas esperan.");
    await validator.reads("Ábrala para poder elegirla.");
    await validator.look("turno-por-abrir");
    for (const name of names) {
        await validator.follow(name);
        await validator.heading("Validar");
        await validator.reads("El sistema sugiere revisar:");
        await validator.follow("Mi turno");
        await validator.heading("Mi turno");
    }
    for (const name of names) await validator.page.getByLabel(`Elegir ${name}`).check();
    await validator.reads("Eligió 2 candidaturas.");
    await validator.look("turno-elegidas");
    await validator.press("Validar y enviar al Instituto las elegidas");
    await validator.reads("Validadas y enviadas al Instituto: 2 candidaturas.");
    await validator.reads("0 candidaturas esperan.");
    await validator.leave();

    const [first, second] = [await Person.enter(house, browser), await Person.enter(house, browser)];
    await first.join(accounts.first);
    await first.follow("Mi turno");
    const what = "Dictaminar el cuestionario curricular";
    await first.press(`Tomar: ${what} ${names[0]}`);
    await first.reads(/La tiene usted hasta las/);
    await second.join(accounts.second);
    await second.follow("Mi turno");
    await second.reads(/La tiene .+ \(organizacion\) hasta las/);
    await second.look("turno-de-otra-persona");
    await second.follow(names[0]);
    await second.heading("Verificar");
    assert.equal(await second.page.getByRole("group", { name: /¿Cumple el apartado/ }).count(), 0, "another's review is not marked");
    second.page.once("dialog", (dialog) => dialog.accept());
    await second.press(`Tomar de todos modos: ${what}`);
    second.of = names[0];
    await observe(second);
    await second.look("verificar-no-cumple");
    await second.press(`Dejar: ${what}`);
    await second.reads("Nadie la ha tomado.");
    await second.leave();

    // What one left half done is there for the next.
    await first.follow(names[0]);
    await first.heading("Verificar");
    const left = first.page.getByRole("group", { name: "¿Cumple el apartado «Motivos»?" });
    assert.equal(await left.getByLabel("No cumple").isChecked(), true);
    await first.reads(/Lo marcó .+ \(organizacion-2\)/);
    assert.equal(await first.page.getByLabel("Qué hay que corregir").inputValue(), "Quite el lema del inicio.");
    // The keyboard reaches the one of the two that is chosen, and the arrows choose the other.
    await left.getByLabel("No cumple").focus();
    await first.page.keyboard.press("ArrowUp");
    assert.equal(await left.getByLabel("Cumple", { exact: true }).isChecked(), true);
    await left.getByText(/Guardado a las/).waitFor();
    await comply(first, "curricular");
    await judge(first, names[1], "curricular");
    await first.leave();
    const gender = await Person.enter(house, browser);
    await gender.join(accounts.gender);
    for (const name of names) await judge(gender, name, "de identidad");
    await gender.leave();
    await scheduled(house, browser, names);
};

/** A section that does not comply, with its remark, saved as it is written. */
async function observe(area) {
    const mark = area.page.getByRole("group", { name: "¿Cumple el apartado «Motivos»?" });
    await mark.getByLabel("No cumple").check();
    await area.press("Observar «¿Por qué quiere ocupar un cargo público?»");
    await area.page.getByLabel("Motivo", { exact: true }).selectOption("slogan");
    await mark.getByText(/Guardado a las/).waitFor();
    // Leaving the page in the middle of a word loses nothing.
    await area.page.getByLabel("Qué hay que corregir").fill("Quite el lema del inicio.");
    await area.follow("Volver a la candidatura");
    await area.heading(area.of);
    await area.follow("Verificar");
    await area.heading("Verificar");
    await area.page.waitForFunction(() => document.querySelector("textarea")?.value === "Quite el lema del inicio.");
    await area.page.getByText(/Lo marcó .*organizacion-2|Guardado a las/).first().waitFor();
}

async function judge(area, name, questionnaire) {
    await open(area, name);
    await area.follow("Verificar");
    await comply(area, questionnaire);
}

/** Both are authorised for a day; one is taken back and published at once. */
async function scheduled(house, browser, names) {
    const unit = await Person.enter(house, browser);
    await unit.signIn("responsable");
    await unit.follow("Mi turno");
    await unit.reads("2 candidaturas esperan.");
    // With the keyboard alone, but for the field of the date, which each browser writes in its own way.
    for (const name of names) {
        await unit.tabTo(`Elegir ${name}`);
        await unit.page.keyboard.press("Space");
    }
    await unit.reads("Eligió 2 candidaturas.");
    await unit.tabTo("Fecha y hora de publicación");
    await unit.page.getByLabel("Fecha y hora de publicación").fill(`${new Date(Date.now() + 9 * 86_400_000).toISOString().slice(0, 10)}T08:00`);
    await unit.reads(/Se publicará el .+, a las 08:00 horas\./);
    // With a date typed, nothing is published at once.
    assert.equal(await unit.page.getByRole("button", { name: "Autorizar y publicar ahora…" }).isDisabled(), true);
    await unit.reads("Escribió una fecha");
    await unit.look("turno-autorizar");
    await unit.tabTo("Programar para esa fecha");
    await unit.page.keyboard.press("Enter");
    await unit.reads("Programadas para la fecha: 2 candidaturas.");
    await open(unit, names[0]);
    await unit.follow("Autorizar");
    await unit.reads(/Autorizada: se publicará el .*, 08:00/);
    await unit.look("publicacion-programada");
    await unit.press("Retirar la fecha");
    await unit.reads("Las dos partes cumplen.");
    unit.page.once("dialog", (dialog) => dialog.accept());
    await unit.tabTo("Autorizar y publicar ahora…");
    await unit.page.keyboard.press("Enter");
    await unit.reads("Etapa: Publicada.");
    await unit.leave();
    const citizen = await Person.enter(house, browser);
    for (const [name, words] of [[names[0], "abcdefghi"], [names[1], "Aún no ha publicado su información"]]) {
        await citizen.page.goto(`/candidaturas?buscar=${encodeURIComponent(name)}`);
        await citizen.page.getByRole("link", { name, exact: true }).click();
        await citizen.heading(name);
        await citizen.reads(words);
    }
    await citizen.leave();
}

/** Two candidacies of a party, sent by their capture over the API. */
async function bothSent(house, unitLetter) {
    const ask = async (token, method, path, body, headers = {}) => {
        const answer = await fetch(`${house.url}/api/v1${path}`, { method, body: typeof body === "string" ? body : JSON.stringify(body), headers: { "content-type": "application/json", ...(token ? { authorization: `Bearer ${token}` } : {}), ...headers } });
        assert.ok(answer.ok, `${method} ${path}: ${answer.status}`);
        return answer.status === 204 ? null : answer.json();
    };
    const begin = async ({ name, code }) => (await ask(null, "POST", "/accounts/first-use", { username: name, code, password: PASSWORD })).access_token;
    const unit = await begin(unitLetter);
    const rows = readFileSync(join(root, "demo/zacatecas-2024/registry-2024-03-30.csv"), "utf8").split(/\r?\n/).slice(0, 41).join("\r\n");
    await ask(unit, "POST", "/registry/sync", rows, { "content-type": "text/csv" });
    const issued = await ask(unit, "POST", "/accounts", { for: "party", party: "PT" });
    const letter = (name) => ({ name, code: issued.find(({ username }) => username === name).code });
    const [representative, capture] = [await begin(letter("pt.representacion")), await begin(letter("pt.captura"))];
    const named = await ask(representative, "POST", "/validators", { person: VALIDATOR });
    const confirmed = await ask(unit, "POST", `/validators/${named.id}/confirmation`, null);
    await ask(representative, "POST", "/accounts/receipt", {});
    const { notice } = await ask(null, "GET", "/public/election");
    const items = (await ask(capture, "GET", "/candidacies")).items.slice(0, 2);
    for (const { id } of items) {
        const change = async (method, what, body) => {
            const { revision } = await ask(capture, "GET", `/candidacies/${id}`);
            return ask(capture, method, `/candidacies/${id}/${what}`, body, { "if-match": `"${revision}"` });
        };
        await change("POST", "notice-acceptance", { version: notice.version });
        await change("PATCH", "answers", { answers: answers() });
        await change("POST", "submission", { single_opportunity_understood: true });
    }
    return { names: items.map(({ name }) => name), validator: { name: confirmed.username, code: confirmed.code } };
}

/** An answer to every question that has to be answered. */
function answers() {
    const no = ["indigenous.self", "disability.has", "afro_mexican.self", "migrant.self", "age_group.young", "age_group.elderly"];
    const declined = ["lgbtttiq.self", "socioeconomic.income", "socioeconomic.source", "socioeconomic.birth_state"];
    return {
        "education.level": "Sin estudios",
        "career.professional": text(300), "career.political": text(301), motivation: `Vota por mí, con todo y contigo. ${text(302)}`,
        "proposal.first": text(303), "proposal.second": text(304), "proposal.equality": text(305),
        "indigenous.language": "No",
        ...Object.fromEntries(no.map((key) => [key, "No"])), ...Object.fromEntries(declined.map((key) => [key, "Prefiero no contestar"])),
    };
}
