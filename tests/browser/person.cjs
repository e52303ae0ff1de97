// Somebody at a browser: what they type and read, with accessibility checked and pictures taken on the way.
const { mkdirSync, readFileSync } = require("node:fs");
const { join } = require("node:path");

const artifacts = join(__dirname, "artifacts");
const axe = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");
const widths = [390, 1280];
const PASSWORD = "una frase de prueba";

class Person {
    /** A new browser profile; `expected` are console errors that the journey provokes on purpose. */
    static async enter(house, browser, expected = []) {
        const person = new Person();
        person.house = house;
        person.context = await browser.newContext({ baseURL: house.url, locale: "es-MX", viewport: { width: 1280, height: 900 } });
        person.errors = [];
        // Asking whether a session is open answers 401 when none is; the browser reports that as an error of its own.
        person.known = [/renewal/, ...expected];
        house.people.push(person);
        await person.openTab();
        return person;
    }

    /** A tab of their browser, from now on the one they look at. */
    async openTab() {
        this.page = await this.context.newPage();
        this.page.setDefaultTimeout(15_000);
        this.page.on("console", (message) => {
            const words = `${message.text()} ${message.location().url}`;
            if (message.type() === "error" && !this.known.some((pattern) => pattern.test(words))) this.errors.push(words);
        });
        this.page.on("pageerror", (error) => this.errors.push(String(error)));
    }

    /** First use of an account, from its letter. */
    async join({ name, code }) {
        await this.page.goto("/trabajo/primer-acceso");
        await this.page.getByLabel("Cuenta").fill(name);
        await this.page.getByLabel("Código de la carta").fill(code);
        await this.page.getByLabel("Contraseña nueva").fill(PASSWORD);
        await this.page.getByLabel("Repita la contraseña").fill(PASSWORD);
        await this.look("primer-acceso");
        await this.press("Comenzar");
        await this.heading("Candidaturas");
    }

    /** Comes back in with the password of the first use. */
    async signIn(name) {
        await this.page.goto("/trabajo/entrar");
        await this.page.getByLabel("Cuenta").fill(name);
        await this.page.getByLabel("Contraseña").fill(PASSWORD);
        await this.press("Entrar");
        await this.heading("Candidaturas");
    }

    async press(name) {
        await this.page.getByRole("button", { name, exact: true }).click();
    }

    async follow(name) {
        await this.page.getByRole("link", { name }).first().click();
    }

    /** Waits for the page whose title begins so. */
    async heading(beginning) {
        const pattern = new RegExp(`^${beginning.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")}`);
        await this.page.getByRole("heading", { level: 1, name: pattern }).waitFor();
    }

    async reads(words) {
        await this.page.getByText(words).first().waitFor();
    }

    /** No serious or critical accessibility finding, nothing beyond the edge, no error in the console; two pictures. */
    async look(name) {
        await this.page.locator("h1").first().waitFor();
        await this.page.evaluate(axe);
        const found = await this.page.evaluate(() => globalThis.axe.run(document, { resultTypes: ["violations"] }));
        const bad = found.violations.filter(({ impact }) => impact === "serious" || impact === "critical");
        if (bad.length > 0) {
            const told = bad.map(({ id, help, nodes }) => `${id}: ${help}\n    ${nodes.slice(0, 3).map(({ html }) => html).join("\n    ")}`);
            throw new Error(`accessibility of ${this.page.url()}:\n  ${told.join("\n  ")}`);
        }
        mkdirSync(artifacts, { recursive: true });
        for (const width of widths) {
            await this.page.setViewportSize({ width, height: 900 });
            const over = await this.page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
            if (over > 0) throw new Error(`${name} is ${over} px wider than a screen of ${width}`);
            await this.page.screenshot({ path: join(artifacts, `${this.house.kind}-${name}-${width}.png`), fullPage: true });
        }
        if (this.errors.length > 0) throw new Error(`console of ${name}: ${this.errors.join("\n")}`);
    }

    async leave() {
        if (this.errors.length > 0) throw new Error(`console: ${this.errors.join("\n")}`);
        await this.context.close();
    }
}

/** A text with so many characters that are not blank. */
function text(characters) {
    let words = "";
    for (let count = 0; count < characters; count += 9) words += "abcdefghi ".slice(0, Math.min(9, characters - count) + 1);
    return words.trim();
}

module.exports = { PASSWORD, Person, artifacts, text };
