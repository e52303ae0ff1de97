//! An answer of several lines, one row each: rows are added, taken away and moved, with the keyboard too.

use leptos::{
    ev::{ClipboardEvent, KeyboardEvent},
    prelude::*,
    task::{spawn_local, tick},
};

use crate::components::focus;
use crate::pages::workspace::capture::field::Typed;

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
        self.typed.many_written(lines);
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

    fn swap(self, one: usize, other: usize) {
        self.all.update(|all| all.swap(one, other));
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

/// The rows of one question.
#[component]
pub(crate) fn Lines(
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
    let said = RwSignal::new(String::new());
    let ids = StoredValue::new((id.clone(), label));
    let row_id = move |row: u32| ids.with_value(|(id, _)| format!("{id}-{row}"));
    let full = Memo::new(move |_| rows.all.with(Vec::len) >= most);
    let add = move |after: usize| {
        if !full.get_untracked() {
            then_focus(row_id(rows.add(after, [String::new()])));
        }
    };
    let one = move |row: Row| {
        let place = Memo::new(move |_| rows.place(row.id).unwrap_or_default());
        let last = Memo::new(move |_| place.get() + 1 == rows.all.with(Vec::len));
        let name = move || ids.with_value(|(_, label)| format!("{label}, renglón {}", place.get() + 1));
        let paste = move |event: ClipboardEvent| {
            let text = event.clipboard_data().and_then(|data| data.get_data("text").ok()).unwrap_or_default();
            let lines: Vec<String> =
                text.lines().map(|line| line.trim().to_owned()).filter(|line| !line.is_empty()).collect();
            if lines.len() > 1 {
                event.prevent_default();
                let at = place.get_untracked();
                let blank = row.text.with_untracked(|text| text.trim().is_empty());
                let last = rows.add(at, lines);
                if blank {
                    rows.remove(at);
                }
                then_focus(row_id(last));
            }
        };
        let keys = move |event: KeyboardEvent| {
            if event.key() == "Enter" {
                event.prevent_default();
                add(place.get_untracked());
            }
        };
        let up = move |_| {
            let at = place.get_untracked();
            if at > 0 {
                rows.swap(at, at - 1);
                said.set(format!("Ahora es el renglón {at}."));
                then_focus(format!("{}-subir", row_id(row.id)));
            }
        };
        let remove = move |_| {
            let at = place.get_untracked();
            rows.remove(at);
            said.set(format!("Se quitó el renglón {}.", at + 1));
            let near = rows.all.with_untracked(|all| all.get(at).or(all.last()).map(|row| row.id));
            then_focus(row_id(near.unwrap_or_default()));
        };
        let down = move |_| {
            let at = place.get_untracked();
            if !last.get_untracked() {
                rows.swap(at, at + 1);
                said.set(format!("Ahora es el renglón {}.", at + 2));
                then_focus(format!("{}-bajar", row_id(row.id)));
            }
        };
        let act = move |words: &'static str| move || format!("{words} el renglón {}", place.get() + 1);
        view! {
            <li>
                <input
                    id=row_id(row.id)
                    type="text"
                    aria-label=name
                    prop:value=row.text
                    on:paste=paste
                    on:keydown=keys
                    on:input:target=move |event| {
                        row.text.set(event.target().value());
                        rows.tell();
                    }
                />
                <span class="row">
                    <button
                        type="button"
                        class="second small"
                        id=format!("{}-subir", row_id(row.id))
                        aria-label=act("Subir")
                        aria-disabled=move || (place.get() == 0).then_some("true")
                        on:click=up
                    >
                        "Subir"
                    </button>
                    <button
                        type="button"
                        class="second small"
                        id=format!("{}-bajar", row_id(row.id))
                        aria-label=act("Bajar")
                        aria-disabled=move || last.get().then_some("true")
                        on:click=down
                    >
                        "Bajar"
                    </button>
                    <button type="button" class="second small" aria-label=act("Quitar") on:click=remove>
                        "Quitar"
                    </button>
                </span>
            </li>
        }
    };
    view! {
        <ol class="lines" id=id tabindex="-1">
            <For each=move || rows.all.get() key=|row| row.id children=one />
        </ol>
        <p class="row">
            <button type="button" class="second" disabled=full on:click=move |_| add(usize::MAX - 1)>
                "Agregar otro renglón"
            </button>
            <span class="quiet">{move || full.get().then(|| format!("El máximo es de {most} renglones."))}</span>
        </p>
        <p class="unseen" role="status">
            {said}
        </p>
    }
}
