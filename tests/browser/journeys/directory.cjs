// A citizen among a whole demo election: lists, filters, a withdrawn candidacy, every public page.
const assert = require("node:assert/strict");
const { Person } = require("../person.cjs");

exports.name = "a citizen finds a way through the demo election";

exports.walk = async (house, browser) => {
    const printed = house.run("seed");
    assert.match(printed, /Cuentas para probar/);
    await house.serve();
    const citizen = await Person.enter(house, browser, [/410/, /404/]);
    const { page } = citizen;
    await page.goto("/");
    await citizen.heading("Conozca a quienes piden su voto");
    await page.getByLabel("Cargo").selectOption({ label: "Presidencias municipales" });
    await page.getByLabel("Municipio o distrito").selectOption({ label: "Guadalupe" });
    await citizen.press("Buscar");
    await citizen.reads(/\d+ candidaturas, en orden alfabético/);
    assert.match(page.url(), /territorio=zac%2Fmun%2F32017/);
    await citizen.look("lista-guadalupe");
    await page.goBack();
    await page.goto("/candidaturas");
    await citizen.reads(/1,?\d\d\d candidaturas/);
    await citizen.follow("Siguiente");
    await citizen.reads(/Página 2 de/);

    const slug = (await page.locator(".cards h2 a").first().getAttribute("href")).split("/").pop();
    const folio = house.run("registry", "plan", "demo/zacatecas-2024/registry-2024-04-18.csv");
    assert.match(folio, /Sustituidas: 6/);
    assert.match(folio, /Canceladas: 4/);
    const profile = await fetch(`${house.url}/candidaturas/${slug}`);
    assert.equal(profile.status, 200);

    const gone = folio.match(/Canceladas: 4\n\s+línea \d+ \S+ (.+)/)[1];
    await page.goto(`/candidaturas?nombre=${encodeURIComponent(gone)}`);
    await citizen.reads("1 candidatura.");
    const address = await page.locator(".cards h2 a").first().getAttribute("href");
    house.run("registry", "sync", "demo/zacatecas-2024/registry-2024-04-18.csv");
    // Another process wrote it: the server looks twice a second.
    await page.waitForTimeout(1_500);
    const answer = await page.goto(address);
    assert.equal(answer.status(), 410);
    await citizen.heading("Esta candidatura ya no está activa");
    assert.equal(await page.getByText(gone).count(), 0);
    await citizen.look("retirada");

    for (const [path, title] of [["/datos", "Datos abiertos"], ["/privacidad", "Aviso de privacidad"], ["/accesibilidad", "Accesibilidad"], ["/no-existe", "No encontramos esta página"]]) {
        await page.goto(path);
        await citizen.heading(title);
        await citizen.look(title.toLowerCase().replaceAll(" ", "-"));
    }
    await citizen.leave();
};
