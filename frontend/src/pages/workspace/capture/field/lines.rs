//! An answer of several lines, one row each: rows are added, taken away and moved, with the keyboard too.

use leptos::{
    ev::{ClipboardEvent, KeyboardEvent},
    prelude::*,
    task::{spawn_local, tick},
};

use super::typed::Typed;
use crate::components::focus;

#[derive(Clone, Copy, PartialEq, Eq)]
struct Row {
    id: u32,
    text: RwSignal<String>,
}

/// The rows on the screen. Blank ones are not part of the answer.
#[derive(Clone, Copy)]
struct Rows {
    /// What a row holds lives as long as the field, not as the row from which it was added.
    owner: StoredValue<Owner>,
    all: RwSignal<Vec<Row>>,
    next: StoredValue<u32>,
    typed: Typed,
}

impl Rows {
    fn new(typed: Typed) -> Self {
        let owner = StoredValue::new(Owner::current().unwrap_or_default());
        let rows = Self { owner, all: RwSignal::new(Vec::new()), next: StoredValue::new(0), typed };
        rows.fill(untrack(|| typed.many()));
        rows
    }

    fn fill(self, lines: Vec<String>) {
        let lines = if lines.is_empty() { vec![String::new()] } else { lines };
        self.all.set(lines.into_iter().map(|line| self.row(line)).collect());
    }

    fn row(self, line: String) -> Row {
        let id = self.next.get_value();
        self.next.set_value(id + 1);
        Row { id, text: self.owner.with_value(|owner| owner.with(|| RwSignal::new(line))) }
    }

    fn lines(self) -> Vec<String> {
        let texts = self.all.get_untracked().into_iter().map(|row| row.text.get_untracked());
        texts.filter(|line| !line.trim().is_empty()).collect()
    }

    fn tell(self) {
        let lines = self.lines();
        self.typed.write_many(lines);
    }

    fn place(self, id: u32) -> Option<usize> {
        self.all.with(|all| all.iter().position(|row| row.id == id))
    }

    /// Adds rows after a place and returns the id of the last.
    fn add(self, after: usize, lines: impl IntoIterator<Item = String>) -> u32 {
        let new: Vec<Row> = lines.into_iter().map(|line| self.row(line)).collect();
        let last = new.last().map_or(0, |row| row.id);
        self.all.update(|all| {
            let at = (after + 1).min(all.len());
            all.splice(at..at, new);
        });
        self.tell();
        last
    }

    fn remove(self, place: usize) {
        self.all.update(|all| {
            all.remove(place);
            if all.is_empty() {
                all.push(self.row(String::new()));
            }
        });
        self.tell();
    }

    fn swap(self, from: usize, other: usize) {
        self.all.update(|all| all.swap(from, other));
        self.tell();
    }
}

/// Takes the focus somewhere once the rows are on the screen, before the next key is heard.
fn then_focus(id: String) {
    spawn_local(async move {
        tick().await;
        focus(&id);
    });
}

/// The rows of one question, and what is said of them.
#[derive(Clone, Copy)]
struct Sheet {
    rows: Rows,
    /// The field's id, and what the question is called.
    names: StoredValue<(String, String)>,
    full: Memo<bool>,
    /// What was just done, for who cannot see it.
    said: RwSignal<String>,
}

impl Sheet {
    fn row_id(self, row: u32) -> String {
        self.names.with_value(|(id, _)| format!("{id}-{row}"))
    }

    fn add(self, after: usize) {
        if !self.full.get_untracked() {
            then_focus(self.row_id(self.rows.add(after, [String::new()])));
        }
    }

    fn remove(self, place: usize) {
        self.rows.remove(place);
        self.said.set(format!("Se quitó el renglón {}.", place + 1));
        let near = self.rows.all.with_untracked(|all| all.get(place).or(all.last()).map(|row| row.id));
        then_focus(self.row_id(near.unwrap_or_default()));
    }

    /// Moves a row from one place to another, with the focus on the button that did it.
    fn move_row(self, row: Row, (from, to): (usize, usize), button: &str) {
        self.rows.swap(from, to);
        self.said.set(format!("Ahora es el renglón {}.", to + 1));
        then_focus(format!("{}-{button}", self.row_id(row.id)));
    }

    /// Several lines pasted at once are rows of their own, in the place of a blank one.
    fn paste(self, row: Row, place: usize, event: &ClipboardEvent) {
        let text = event.clipboard_data().and_then(|data| data.get_data("text").ok()).unwrap_or_default();
        let lines: Vec<String> =
            text.lines().map(|line| line.trim().to_owned()).filter(|line| !line.is_empty()).collect();
        if lines.len() > 1 {
            event.prevent_default();
            let blank = row.text.with_untracked(|text| text.trim().is_empty());
            let last = self.rows.add(place, lines);
            if blank {
                self.rows.remove(place);
            }
            then_focus(self.row_id(last));
        }
    }
}

/// The field of an answer of several lines.
#[component]
pub(super) fn Lines(
    /// The field's id.
    id: String,
    /// What the question is called.
    label: String,
    /// Most rows.
    most: usize,
    /// The answer.
    typed: Typed,
) -> impl IntoView {
    let rows = Rows::new(typed);
    // Somebody else's change is taken; blank rows and the ends of one's own are left as they stand.
    Effect::new(move |_| {
        let saved = typed.many();
        if saved != rows.lines() {
            rows.fill(saved);
        }
    });
    let full = Memo::new(move |_| rows.all.with(Vec::len) >= most);
    let (names, said) = (StoredValue::new((id.clone(), label)), RwSignal::new(String::new()));
    let sheet = Sheet { rows, names, full, said };
    view! {
        <ol class="lines" id=id tabindex="-1">
            <For each=move || rows.all.get() key=|row| row.id children=move |row| row_view(sheet, row) />
        </ol>
        <p class="row">
            <button type="button" class="second" disabled=full on:click=move |_| sheet.add(usize::MAX - 1)>
                "Agregar otro renglón"
            </button>
            <span class="quiet">{move || full.get().then(|| format!("El máximo es de {most} renglones."))}</span>
        </p>
        <p class="unseen" role="status">
            {said}
        </p>
    }
}

fn row_view(sheet: Sheet, row: Row) -> impl IntoView {
    let place = Memo::new(move |_| sheet.rows.place(row.id).unwrap_or_default());
    let name = move || sheet.names.with_value(|(_, label)| format!("{label}, renglón {}", place.get() + 1));
    let keys = move |event: KeyboardEvent| {
        if event.key() == "Enter" {
            event.prevent_default();
            sheet.add(place.get_untracked());
        }
    };
    view! {
        <li>
            <input
                id=sheet.row_id(row.id)
                type="text"
                aria-label=name
                prop:value=row.text
                on:paste=move |event| sheet.paste(row, place.get_untracked(), &event)
                on:keydown=keys
                on:input:target=move |event| {
                    row.text.set(event.target().value());
                    sheet.rows.tell();
                }
            />
            {buttons(sheet, row, place)}
        </li>
    }
}

/// What can be done with a row.
fn buttons(sheet: Sheet, row: Row, place: Memo<usize>) -> impl IntoView {
    let last = Memo::new(move |_| place.get() + 1 == sheet.rows.all.with(Vec::len));
    let up = move |_| {
        let at = place.get_untracked();
        if at > 0 {
            sheet.move_row(row, (at, at - 1), "subir");
        }
    };
    let down = move |_| {
        let at = place.get_untracked();
        if !last.get_untracked() {
            sheet.move_row(row, (at, at + 1), "bajar");
        }
    };
    let label = move |words: &'static str| move || format!("{words} el renglón {}", place.get() + 1);
    view! {
        <span class="row">
            <button
                type="button"
                class="second small"
                id=format!("{}-subir", sheet.row_id(row.id))
                aria-label=label("Subir")
                aria-disabled=move || (place.get() == 0).then_some("true")
                on:click=up
            >
                "Subir"
            </button>
            <button
                type="button"
                class="second small"
                id=format!("{}-bajar", sheet.row_id(row.id))
                aria-label=label("Bajar")
                aria-disabled=move || last.get().then_some("true")
                on:click=down
            >
                "Bajar"
            </button>
            <button
                type="button"
                class="second small"
                aria-label=label("Quitar")
                on:click=move |_| sheet.remove(place.get_untracked())
            >
                "Quitar"
            </button>
        </span>
    }
}
