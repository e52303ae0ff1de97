//! The registry's file: read the plan, then apply it.

use contract::registry::RegistryPlan;
use domain::registry::{Movement, Plan, Remark};
use leptos::prelude::*;
use leptos_meta::Title;
use web_sys::{File, HtmlInputElement};

use super::acting::Acting;
use crate::{api::work::Work, components::Heading};

/// The file a person chose.
pub fn chosen(node: NodeRef<leptos::html::Input>) -> Option<File> {
    let input: HtmlInputElement = node.get_untracked()?;
    input.files()?.get(0)
}

/// Plan and apply.
#[component]
pub fn Registry() -> impl IntoView {
    let work = expect_context::<Work>();
    let file = NodeRef::<leptos::html::Input>::new();
    let plan = RwSignal::new(None::<RegistryPlan>);
    let done = RwSignal::new(false);
    let acting = Acting::new();
    let none = Callback::new(|()| ());
    let read = move |_| {
        let Some(file) = chosen(file) else { return };
        done.set(false);
        acting.act(async move { work.plan(file).await }, none, move |read| {
            plan.try_set(Some(read));
        });
    };
    let apply = move |_| {
        let (Some(file), Some(read)) = (chosen(file), plan.get_untracked()) else { return };
        acting.act(async move { work.sync(file, &read.digest).await }, none, move |_| {
            done.try_set(true);
            acting.tell("El registro se aplicó completo.".into());
        });
    };
    view! {
        <Title text="Registro de candidaturas - Conóceles"/>
        <Heading title="Registro de candidaturas".to_owned()/>
        <p>"Suba el archivo que exporta el Sistema de Registro. Primero verá qué cambiaría; nada se modifica hasta que lo aplique."</p>
        <p>
            <label for="archivo">"Archivo del registro (CSV)"</label>
            <input id="archivo" type="file" accept=".csv,text/csv" node_ref=file on:change=move |_| { plan.set(None); done.set(false); acting.forget(); }/>
        </p>
        <p><button type="button" on:click=read disabled=move || acting.is_busy()>"Revisar plan"</button></p>
        {acting.trouble()}
        {acting.told()}
        {move || plan.get().map(|read| {
            let empty = read.plan.is_empty();
            view! {
                <PlanView plan=read.plan/>
                {(!empty).then(|| view! { <p><button type="button" on:click=apply disabled=move || acting.is_busy() || done.get()>"Aplicar"</button></p> })}
            }
        })}
    }
}

#[component]
fn PlanView(plan: Plan) -> impl IntoView {
    let counts = [
        ("Nuevas", plan.added.len()),
        ("Con cambios", plan.changed.len()),
        ("Sustituidas", plan.substituted.len()),
        ("Canceladas", plan.cancelled.len()),
        ("Restituidas", plan.reinstated.len()),
        ("Sin cambios", plan.unchanged),
        ("Renglones rechazados", plan.rejected.len()),
        ("Renglones por revisar", plan.suspicious.len()),
        ("Conocidas que el archivo no trae", plan.absent.len()),
    ];
    let counts = counts.map(|(name, count)| view! { <div><dt>{name}</dt><dd>{count}</dd></div> }).collect_view();
    view! {
        <h2>"Plan"</h2>
        <dl class="facts">{counts}</dl>
        {remarks("Renglones rechazados", plan.rejected)}
        {remarks("Renglones aceptados que conviene revisar", plan.suspicious)}
        {movements("Con cambios", plan.changed)}
        {movements("Sustituidas", plan.substituted)}
        {movements("Canceladas", plan.cancelled)}
        {movements("Restituidas", plan.reinstated)}
    }
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
                        <td data-label="Columna">{remark.heading}</td>
                        <td data-label="Motivo y qué hacer">{remark.message}</td>
                    </tr>
                }
            })
            .collect_view()
    };
    (!remarks.is_empty()).then(|| view! {
        <h3>{title}</h3>
        <table class="rows">
            <thead><tr><th scope="col">"Línea"</th><th scope="col">"Folio"</th><th scope="col">"Columna"</th><th scope="col">"Motivo y qué hacer"</th></tr></thead>
            <tbody>{rows(remarks)}</tbody>
        </table>
    })
}

fn movements(title: &'static str, movements: Vec<Movement>) -> Option<impl IntoView> {
    let rows =
        |movements: Vec<Movement>| {
            movements.into_iter().map(|movement| {
            let changes = movement.changes.into_iter().map(|change| view! {
                <li>{format!("{}: «{}» pasa a «{}»", change.heading, change.before, change.after)}</li>
            });
            view! { <li>{format!("{} ({})", movement.name, movement.folio)}<ul>{changes.collect_view()}</ul></li> }
        }).collect_view()
        };
    (!movements.is_empty()).then(|| view! { <h3>{title}</h3><ul>{rows(movements)}</ul> })
}
