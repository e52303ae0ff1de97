//! The registry: its file, what waits of it, the rows put aside and the movements.

mod columns;
mod doubts;
mod frame;
mod movements;
mod plan;
pub(super) mod reason;
mod records;
mod undoings;
mod waiting;

pub use movements::MovementsPage;
pub use records::RecordsPage;

use contract::{
    registry::{RegistryPlan, RegistrySynced},
    upload::REGISTRY,
};
use domain::permission::Act;
use leptos::prelude::*;

use self::{frame::Frame, plan::PlanView, waiting::Waiting};
use crate::pages::workspace::{
    capture::by_field::Wrong,
    shell::{acting::Acting, allowed::may},
};
use crate::{
    api::work::Work,
    components::{chosen, too_heavy},
    format,
};

/// Plan and apply.
#[component]
pub fn Registry() -> impl IntoView {
    let work = expect_context::<Work>();
    let file = NodeRef::<leptos::html::Input>::new();
    let plan = RwSignal::new(None::<RegistryPlan>);
    let done = RwSignal::new(false);
    let heavy = RwSignal::new(None::<String>);
    let acting = Acting::new();
    let again = RwSignal::new(0);
    let none = Callback::new(|()| ());
    let read = move |_| {
        let Some(file) = chosen(file).filter(|_| heavy.with_untracked(Option::is_none)) else { return };
        done.set(false);
        acting.act(async move { work.plan(file).await }, none, move |read| {
            plan.try_set(Some(read));
        });
    };
    let apply = move |()| {
        let (Some(file), Some(read)) = (chosen(file), plan.get_untracked()) else { return };
        acting.act(async move { work.sync(file, &read.digest).await }, none, move |synced| {
            done.try_set(true);
            again.try_update(|times: &mut u32| *times += 1);
            acting.tell(told(&synced));
        });
    };
    let apply = Callback::new(apply);
    view! {
        <Frame title="Registro de candidaturas">
            {may(Act::ApproveRegistry).then(|| view! { <Waiting again=again /> })} <h2>"Aplicar un archivo"</h2>
            <p>
                "Suba el archivo que exporta el Sistema de Registro. Primero verá qué cambiaría; nada se modifica hasta que lo aplique."
            </p> <p>
                <label for="archivo">"Archivo del registro (CSV)"</label>
            </p> <p class="quiet" id="archivo-ayuda">
                {format!("{}.", REGISTRY.words())}
            </p> <Wrong id="archivo-error" fault=heavy /> <p>
                <input
                    id="archivo"
                    type="file"
                    accept=".csv,text/csv"
                    aria-describedby="archivo-ayuda archivo-error"
                    aria-invalid=move || heavy.with(Option::is_some).then_some("true")
                    node_ref=file
                    on:change=move |_| {
                        heavy.set(chosen(file).and_then(|file| too_heavy(&file, &REGISTRY)));
                        plan.set(None);
                        done.set(false);
                        acting.forget();
                    }
                />
            </p> <p>
                <button type="button" on:click=read disabled=move || acting.is_busy()>
                    "Revisar qué cambiaría"
                </button>
            </p> {acting.trouble()} {acting.told()}
            {move || plan.get().map(|read| changes(read, move || acting.is_busy() || done.get(), apply))}
        </Frame>
    }
}

/// What became of a file, in words.
fn told(synced: &RegistrySynced) -> String {
    if synced.waiting.is_some() {
        return match synced.plan.withdrawn() {
            0 => "Los cambios esperan a que otra área los revise y los aplique.".into(),
            hidden => format!(
                "Los cambios esperan a que otra área los revise y los aplique. {} de mostrarse.",
                format::count(hidden, "candidatura dejó", "candidaturas dejaron")
            ),
        };
    }
    let (aside, doubtful) = (synced.plan.put_aside, synced.plan.doubtful.len());
    if aside == 0 && doubtful == 0 {
        return "El registro se aplicó completo.".into();
    }
    let mut words = String::from("El registro se aplicó.");
    if doubtful > 0 {
        let rows = format::count(doubtful, "renglón espera", "renglones esperan");
        words.push_str(&format!(" {rows} a que otra área diga si es la misma candidatura."));
    }
    if aside > 0 {
        let rows = format::count(aside, "renglón quedó", "renglones quedaron");
        words.push_str(&format!(" {rows} en «Renglones apartados»."));
    }
    words
}

/// That a file is to wait, for whom, and whom it hides meanwhile.
fn beforehand(hidden: usize) -> String {
    let waits = "Estos cambios esperarán a que los revise y confirme otra área con permiso (la Instancia Responsable o Sistemas Informáticos); ni usted ni otra cuenta de su área podrá hacerlo. Se avisará a esa área en cuanto los deje en espera.";
    match hidden {
        0 => waits.to_owned(),
        hidden => format!(
            "{waits} Mientras tanto {} de mostrarse a la ciudadanía.",
            format::count(hidden, "candidatura dejará", "candidaturas dejarán")
        ),
    }
}

/// What the file would change, and the way to apply it.
fn changes(read: RegistryPlan, idle: impl Fn() -> bool + Send + Sync + 'static, apply: Callback<()>) -> impl IntoView {
    let (empty, waits) = (read.plan.is_empty(), read.waits);
    let end = if empty {
        view! { <p>"El archivo no trae ningún cambio: no hay nada que aplicar."</p> }.into_any()
    } else {
        let hidden = read.plan.withdrawn();
        view! {
            {waits.then(|| view! { <p class="trouble">{beforehand(hidden)}</p> })}
            <p>
                <button type="button" on:click=move |_| apply.run(()) disabled=idle>
                    {if waits { "Dejar en espera de la otra área" } else { "Aplicar estos cambios" }}
                </button>
            </p>
        }
        .into_any()
    };
    view! {
        <PlanView plan=read.plan />
        {end}
    }
}
