// Somebody at a browser: what they type and read, with accessibility checked and pictures taken on the way.
const { mkdirSync, readFileSync } = require("node:fs");
const { join } = require("node:path");

const artifacts = join(__dirname, "artifacts");
const axe = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");
// 320 is also what 1280 is at 400 %: everything is read there without going sideways (WCAG 1.4.10).
const widths = [320, 390, 1280];
// Taking a picture of a whole page takes longer than looking at it: scripts/test long takes those of a desk too.
const pictured = process.env.CONOCELES_PICTURES === "all" ? [390, 1280] : [390];
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

    /** Gives the code of a letter for a password. */
    async firstUse({ name, code }) {
        await this.page.goto("/trabajo/primer-acceso");
        await this.page.getByLabel("Cuenta").fill(name);
        await this.page.getByLabel("Código de la carta").fill(code);
        await this.page.getByLabel("Contraseña nueva").fill(PASSWORD);
        await this.page.getByLabel("Repita la contraseña").fill(PASSWORD);
        await this.look("primer-acceso");
        await this.press("Comenzar");
    }

    /** First use of an account, from its letter. */
    async join(letter) {
        await this.firstUse(letter);
        await this.heading("Candidaturas");
    }

    /** Comes in with the password of the first use. */
    async signIn(name) {
        await this.givePassword(name);
        await this.heading("Candidaturas");
    }

    /** Gives name and password at the entry. */
    async givePassword(name) {
        await this.page.goto("/trabajo/entrar");
        await this.page.getByLabel("Cuenta").fill(name);
        await this.page.getByLabel("Contraseña").fill(PASSWORD);
        await this.press("Entrar");
    }

    async press(name) {
        await this.page.getByRole("button", { name, exact: true }).click();
    }

    async follow(name) {
        await this.page.getByRole("link", { name }).first().click();
    }

    /** Goes on working where the link leads, and is told that the session ended. */
    async followOut(name) {
        this.known.push(/401/);
        await this.follow(name);
        const dialog = this.page.getByRole("dialog", { name: "Su sesión terminó" });
        await dialog.waitFor();
        return dialog;
    }

    /** Waits for the page whose title begins so. */
    async heading(beginning) {
        const pattern = new RegExp(`^${beginning.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")}`);
        await this.page.getByRole("heading", { level: 1, name: pattern }).waitFor();
    }

    async reads(words) {
        await this.page.getByText(words).first().waitFor();
    }

    /** Waits until what has an id has the focus, which comes a moment after what is shown. */
    async focuses(id) {
        await this.page.waitForFunction((id) => document.activeElement?.id === id, id);
    }

    /** Presses Tab until what has the focus has the words in its name; wherever the focus stops, it is seen. */
    async tabTo(words, most = 200) {
        for (let times = 0; times < most; times += 1) {
            await this.page.keyboard.press("Tab");
            const stop = await this.page.evaluate(focused);
            if (stop.unseen) throw new Error(`nobody sees the focus at ${stop.unseen}`);
            if (stop.name.includes(words)) return this.page.waitForFunction(focusedInView);
        }
        throw new Error(`the keyboard does not reach «${words}»`);
    }

    /** No serious or critical accessibility finding, nothing beyond the edge, no error in the console; a picture. */
    async look(name) {
        await this.page.locator("h1").first().waitFor();
        // Once a document: the workspace's pages are all of one.
        if (!await this.page.evaluate(() => "axe" in globalThis)) await this.page.evaluate(axe);
        const found = await this.page.evaluate(() => globalThis.axe.run(document, { resultTypes: ["violations"] }));
        const bad = found.violations.filter(({ impact }) => impact === "serious" || impact === "critical");
        if (bad.length > 0) {
            const told = bad.map(({ id, help, nodes }) => `${id}: ${help}\n    ${nodes.slice(0, 3).map(({ html }) => html).join("\n    ")}`);
            throw new Error(`accessibility of ${this.page.url()}:\n  ${told.join("\n  ")}`);
        }
        mkdirSync(artifacts, { recursive: true });
        for (const width of widths) {
            await this.page.setViewportSize({ width, height: 900 });
            // Until it is painted.
            await this.page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
            const over = await this.page.evaluate(beyondTheEdge);
            if (over.length > 0) throw new Error(`${name} at ${width} px goes beyond the edge:\n    ${over.join("\n    ")}`);
            const broken = await this.page.evaluate(brokenWords);
            if (broken.length > 0) throw new Error(`${name} at ${width} px breaks in two: ${broken.join(", ")}`);
            if (pictured.includes(width)) await this.page.screenshot({ path: join(artifacts, `${this.house.kind}-${name}-${width}.png`), fullPage: true });
        }
        if (this.errors.length > 0) throw new Error(`console of ${name}: ${this.errors.join("\n")}`);
    }

    async leave() {
        if (this.errors.length > 0) throw new Error(`console: ${this.errors.join("\n")}`);
        await this.context.close();
    }
}

/** In the page: the name of what has the focus, and its markup when nothing around it shows that it does. */
function focused() {
    const stop = document.activeElement;
    if (!stop?.matches("a, button, input, select, textarea, summary, [tabindex]")) return { name: "" };
    const { outlineStyle, outlineWidth } = getComputedStyle(stop);
    // A field of several parts has the focus in one of them, and is not «:focus-visible» itself.
    const seen = stop.matches(":focus-visible, :focus-within") && outlineStyle !== "none" && parseFloat(outlineWidth) >= 2;
    return { name: stop.getAttribute("aria-label") ?? stop.labels?.[0]?.textContent ?? stop.textContent, unseen: seen ? undefined : stop.outerHTML.slice(0, 200) };
}

/** In the page: whether what has the focus is on the screen, but for part of a pixel and under nothing, once the scrolling to it ended. */
function focusedInView() {
    const stop = document.activeElement;
    const { top, bottom: end, left, right } = stop.getBoundingClientRect();
    // Of a field of many lines the browser shows the one that is written on, and scrolls as it grows.
    const bottom = stop.matches("textarea") ? Math.min(end, top + 72) : end;
    const over = document.elementFromPoint((left + right) / 2, bottom - 2);
    return top > -1 && left > -1 && bottom < innerHeight + 1 && right < innerWidth + 1 && (stop.contains(over) || over.contains(stop));
}

/** In the page: words of letters alone, and names and codes that are to stay whole, that a table breaks in two. */
function brokenWords() {
    const range = document.createRange();
    const lines = () => new Set([...range.getClientRects()].map(({ top }) => Math.round(top))).size;
    const broken = [...document.querySelectorAll(".whole")].filter((whole) => { range.selectNodeContents(whole); return lines() > 1; }).map((whole) => whole.textContent);
    for (const cell of document.querySelectorAll(".rows tbody :is(th, td)")) {
        const texts = document.createTreeWalker(cell, NodeFilter.SHOW_TEXT);
        while (texts.nextNode()) {
            for (const { 0: word, index } of texts.currentNode.data.matchAll(/(?<![^\s(«])\p{L}{2,20}(?![^\s,.;:)»])/gu)) {
                range.setStart(texts.currentNode, index);
                range.setEnd(texts.currentNode, index + word.length);
                if (lines() > 1) broken.push(word);
            }
        }
    }
    return broken;
}

/** In the page: what is wider than the screen, or than a dialog over it, and by how many pixels. */
function beyondTheEdge() {
    const wide = [document.documentElement, ...document.querySelectorAll("dialog[open]")].filter((frame) => frame.scrollWidth > frame.clientWidth);
    return wide.flatMap((frame) => {
        const edge = frame.getBoundingClientRect().left + frame.clientLeft + frame.clientWidth;
        const past = (element) => Math.ceil(element.getBoundingClientRect().right - edge);
        const guilty = [...frame.querySelectorAll("*")].filter((element) => past(element) > 0).slice(0, 4);
        return [`${frame.scrollWidth - frame.clientWidth} px: ${frame.tagName}`, ...guilty.map((element) => `${past(element)} px: ${element.outerHTML.slice(0, 120)}`)];
    });
}

/** A text with so many characters that are not blank. */
function text(characters) {
    let words = "";
    for (let count = 0; count < characters; count += 9) words += "abcdefghi ".slice(0, Math.min(9, characters - count) + 1);
    return words.trim();
}

module.exports = { PASSWORD, Person, text };
