//! A plan on the screen.

use domain::registry::{Change, Doubt, Movement, Plan, Remark};
use leptos::prelude::*;

use crate::pages::workspace::registry::columns::label;

/// What a file would do, in words.
#[component]
pub(super) fn PlanView(plan: Plan) -> impl IntoView {
    let counts = [
        ("Nuevas", plan.added.len()),
        ("Con cambios", plan.changed.len()),
        ("Sustituidas", plan.substituted.len()),
        ("Canceladas", plan.cancelled.len()),
        ("Restituidas", plan.reinstated.len()),
        ("Esperan a otra área: tal vez son otra candidatura", plan.doubtful.len()),
        ("Sin cambios", plan.unchanged),
        ("Renglones rechazados", plan.rejected.len()),
        ("De ellos, se apartan para completarlos", plan.put_aside),
        ("Apartados que ya no hacen falta", plan.made_good),
        ("Renglones por revisar", plan.suspicious.len()),
        ("Conocidas que el archivo no trae", plan.absent.len()),
    ];
    let counts = counts
        .map(|(name, count)| {
            view! {
                <div>
                    <dt>{name}</dt>
                    <dd>{count}</dd>
                </div>
            }
        })
        .collect_view();
    view! {
        <h3>"Qué cambiaría"</h3>
        <dl class="facts">{counts}</dl>
        {remarks("Renglones rechazados", plan.rejected)}
        {remarks("Renglones aceptados que conviene revisar", plan.suspicious)}
        {remarks("Bajas que se deshicieron y el archivo repite: se ocultan otra vez", plan.repeated)}
        {remarks("Personas sustitutas de un movimiento deshecho que el archivo repite", plan.withheld)}
        {doubtful(plan.doubtful)}
        {movements("Con cambios", plan.changed)}
        {movements("Sustituidas", plan.substituted)}
        {movements("Canceladas", plan.cancelled)}
        {movements("Restituidas", plan.reinstated)}
    }
}

/// Rows that are no mere change, and what follows from it.
fn doubtful(doubts: Vec<Doubt>) -> Option<impl IntoView> {
    let rows = |doubts: Vec<Doubt>| {
        doubts
            .into_iter()
            .map(|doubt| {
                let grounds = doubt.grounds.iter().map(|ground| ground.words()).collect::<Vec<_>>().join(". ");
                let waits = doubt.waits.then_some(" Ya espera desde antes.");
                view! { <li>{format!("{} ({}). {grounds}.", doubt.name, doubt.folio)} {waits} {changes(doubt.changes)}</li> }
            })
            .collect_view()
    };
    (!doubts.is_empty()).then(|| {
        view! {
            <h4>"Tal vez son otra candidatura"</h4>
            <p>
                "Estos renglones no se aplican solos: otra área decide si es la misma candidatura. Al aplicar el archivo, la ciudadanía deja de ver sus respuestas de identidad y su fotografía hasta que se decida."
            </p>
            <ul>{rows(doubts)}</ul>
        }
    })
}

/// What changes, a line each.
fn changes(changes: Vec<Change>) -> impl IntoView {
    let lines = changes.into_iter().map(|change| {
        let heading = label(change.column, &change.heading);
        view! { <li>{format!("{heading}: «{}» pasa a «{}»", change.before, change.after)}</li> }
    });
    view! { <ul>{lines.collect_view()}</ul> }
}

fn remarks(title: &'static str, remarks: Vec<Remark>) -> Option<impl IntoView> {
    let rows = |remarks: Vec<Remark>| {
        remarks
            .into_iter()
            .map(|remark| {
                view! {
                    <tr>
                        <th scope="row">{remark.line}</th>
                        <td data-label="Folio">{remark.folio}</td>
                        <td data-label="Dato">{label(remark.column, &remark.heading)}</td>
                        <td data-label="Motivo y qué hacer">{remark.message}</td>
                    </tr>
                }
            })
            .collect_view()
    };
    (!remarks.is_empty()).then(|| {
        view! {
            <h4>{title}</h4>
            <table class="rows">
                <thead>
                    <tr>
                        <th scope="col">"Línea"</th>
                        <th scope="col">"Folio"</th>
                        <th scope="col">"Dato"</th>
                        <th scope="col">"Motivo y qué hacer"</th>
                    </tr>
                </thead>
                <tbody>{rows(remarks)}</tbody>
            </table>
        }
    })
}

fn movements(title: &'static str, movements: Vec<Movement>) -> Option<impl IntoView> {
    let rows = |movements: Vec<Movement>| {
        movements
            .into_iter()
            .map(|movement| {
                view! { <li>{format!("{} ({})", movement.name, movement.folio)} {changes(movement.changes)}</li> }
            })
            .collect_view()
    };
    (!movements.is_empty()).then(|| {
        view! {
            <h4>{title}</h4>
            <ul>{rows(movements)}</ul>
        }
    })
}
