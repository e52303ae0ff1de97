use contract::capture::spreadsheet::{CellOutcome, SheetCell, SheetPlan, SheetRow};
use domain::election::Election;
use leptos::prelude::*;

use crate::{
    format,
    pages::workspace::shell::{acting::Acting, election::with_election},
};

/// Lines shown at once, and how many more each time.
const SHOWN: usize = 100;
/// Characters of an answer that are shown before one opens it.
const SHORT: usize = 120;

/// A line of the preview: a whole row that is left out, or a cell.
#[derive(Clone)]
struct Line {
    row: u32,
    name: String,
    folio: String,
    what: What,
}

#[derive(Clone)]
enum What {
    Row(String),
    Cell(SheetCell),
}

impl Line {
    fn of(row: SheetRow) -> impl Iterator<Item = Self> {
        let SheetRow { row, folio, name, refused, cells, .. } = row;
        let all = refused.map(What::Row).into_iter().chain(cells.into_iter().map(What::Cell));
        all.map(move |what| Self { row, name: name.clone(), folio: folio.0.clone(), what })
    }

    fn is_left_out(&self) -> bool {
        match &self.what {
            What::Row(_) => true,
            What::Cell(cell) => matches!(cell.outcome, CellOutcome::Refused | CellOutcome::Conflict),
        }
    }
}

/// What a filled sheet would save and what not, and the way to save it.
#[component]
pub fn Preview(plan: SheetPlan, saving: Acting, save: Callback<()>) -> impl IntoView {
    let SheetPlan { rows, changes, left_out, .. } = plan;
    let refused = rows.iter().filter(|row| row.refused.is_some()).count();
    let has_fault = |cell: &&SheetCell| cell.outcome == CellOutcome::SavedWithFault;
    let faults = rows.iter().flat_map(|row| &row.cells).filter(has_fault).count();
    let lines: Vec<Line> = rows.into_iter().flat_map(Line::of).collect();
    let any = !lines.is_empty();
    let filters = changes > 0 && left_out + refused > 0;
    let fact = |name: &'static str, count: usize| {
        view! {
            <div>
                <dt>{name}</dt>
                <dd>{format::number(count)}</dd>
            </div>
        }
    };
    let answers = format::count(changes, "respuesta", "respuestas");
    let (only, most) = (RwSignal::new(false), RwSignal::new(SHOWN));
    let lines = StoredValue::new(lines);
    let nothing = match (changes, any) {
        (0, false) => Some("La hoja dice lo mismo que está guardado: no hay nada que guardar."),
        (0, true) => Some("Nada de la hoja se puede guardar. Corrija lo que se dice abajo y súbala otra vez."),
        _ => None,
    };
    view! {
        {nothing.map(|words| view! { <p class="panel">{words}</p> })}
        {any
            .then(|| {
                view! {
                    <dl class="facts">
                        {fact("Respuestas que se guardan", changes)}
                        {(faults > 0).then(|| fact("De ellas, por corregir antes de enviar", faults))}
                        {fact("Celdas que no se guardan", left_out)} {fact("Filas que no se guardan", refused)}
                    </dl>
                }
            })}
        {filters
            .then(|| {
                view! {
                    <p>
                        <label class="mark">
                            <input type="checkbox" bind:checked=only on:change=move |_| most.set(SHOWN) />
                            "Ver sólo lo que no se guardará"
                        </label>
                    </p>
                }
            })}
        {any
            .then(|| with_election(move |election| {
                view! { {move || table(&election, lines, only.get(), most)} }.into_any()
            }))}
        {saving.trouble()}
        {(changes > 0)
            .then(|| {
                view! {
                    <p>
                        "Se guarda como borrador: "<strong>"no se envía"</strong>
                        ". Después revisa y envía cada candidatura en su página."
                    </p>
                    <p>
                        <button type="button" disabled=move || saving.is_busy() on:click=move |_| save.run(())>
                            {format!("Guardar {answers} como borrador")}
                        </button>
                    </p>
                }
            })}
    }
}

fn table(election: &Election, lines: StoredValue<Vec<Line>>, only: bool, most: RwSignal<usize>) -> AnyView {
    let limit = most.get();
    let (total, rows) = lines.with_value(|lines| {
        let wanted: Vec<&Line> = lines.iter().filter(|line| !only || line.is_left_out()).collect();
        let rows: Vec<_> = wanted.iter().take(limit).map(|line| row(line, election)).collect();
        (wanted.len(), rows)
    });
    let shown = rows.len();
    view! {
        <p role="status">
            {format!("Se muestran {} de {}.", format::number(shown), format::count(total, "renglón", "renglones"))}
        </p>
        <table class="rows sheet">
            <thead>
                <tr>
                    <th scope="col">"Celda"</th>
                    <th scope="col">"Candidatura"</th>
                    <th scope="col">"Pregunta"</th>
                    <th scope="col">"Guardado ahora"</th>
                    <th scope="col">"En la hoja"</th>
                    <th scope="col">"Qué pasará"</th>
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </table>
        {(shown < total)
            .then(|| {
                view! {
                    <p>
                        <button type="button" class="second" on:click=move |_| most.update(|most| *most += SHOWN)>
                            "Ver más"
                        </button>
                    </p>
                }
            })}
    }
    .into_any()
}

fn row(line: &Line, election: &Election) -> impl IntoView + use<> {
    let Line { row, name, folio, what } = line.clone();
    let whose = view! { <td data-label="Candidatura">{name}<span class="quiet about">{folio}</span></td> };
    match what {
        What::Row(why) => view! {
            <tr>
                <th scope="row">{format!("Fila {row}")}</th>
                {whose}
                <td data-label="Pregunta">"Toda la fila"</td>
                <td class="blank"></td>
                <td class="blank"></td>
                <td data-label="Qué pasará">{mark("bad", "✗", "No se guarda")}<p>{why}</p></td>
            </tr>
        }
        .into_any(),
        What::Cell(cell) => {
            let label =
                election.question(cell.field.as_str()).map_or_else(String::new, |(_, question)| question.label.clone());
            let erased = cell.typed.trim().is_empty();
            let mark = match cell.outcome {
                CellOutcome::Saved if erased => mark("fine", "✓", "Se borra"),
                CellOutcome::Saved => mark("fine", "✓", "Se guarda"),
                CellOutcome::SavedWithFault => mark("doubt", "!", "Se guarda, pero hay que corregirla antes de enviar"),
                CellOutcome::Refused => mark("bad", "✗", "No se guarda"),
                CellOutcome::Conflict => mark("bad", "✗", "No se guarda: otra persona la cambió"),
            };
            view! {
                <tr>
                    <th scope="row">{cell.cell}</th>
                    {whose}
                    <td data-label="Pregunta">{label}</td>
                    <td data-label="Guardado ahora">{said(cell.saved, "Sin respuesta")}</td>
                    <td data-label="En la hoja">{said(cell.typed, "Vacía")}</td>
                    <td data-label="Qué pasará">{mark}{cell.message.map(|words| view! { <p>{words}</p> })}</td>
                </tr>
            }
            .into_any()
        }
    }
}

fn mark(class: &'static str, sign: &'static str, words: &'static str) -> impl IntoView {
    view! {
        <p class=format!("outcome {class}")>
            <span class="sign" aria-hidden="true">
                {sign}
            </span>
            " "
            <strong>{words}</strong>
        </p>
    }
}

/// An answer as text; a long one opens.
fn said(text: String, nothing: &'static str) -> AnyView {
    if text.trim().is_empty() {
        return view! { <span class="quiet">{nothing}</span> }.into_any();
    }
    if text.chars().count() <= SHORT {
        return view! { <span class="written long">{text}</span> }.into_any();
    }
    let short: String = text.chars().take(SHORT).collect();
    view! {
        <details>
            <summary class="long">{format!("{}…", short.trim_end())}</summary>
            <p class="written long">{text}</p>
        </details>
    }
    .into_any()
}
