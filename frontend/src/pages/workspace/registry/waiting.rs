//! Plans that wait for a second person, and what the registry's address answered last.

use contract::registry::{AddressStanding, WaitingPlan};
use leptos::prelude::*;

use crate::pages::workspace::registry::{doubts::DoubtView, plan::PlanView, reason::WithReason, undoings::UndoingView};
use crate::{
    api::work::Work,
    components::shown,
    format,
    pages::workspace::{
        review::claim::named,
        shell::{acting::Acting, election::with_election},
    },
};

/// Both, read when asked `again`.
#[component]
pub(super) fn Waiting(again: RwSignal<u32>) -> impl IntoView {
    let standing = expect_context::<Work>().registry_standing(again);
    let acting = Acting::new();
    let changed = Callback::new(move |()| again.update(|times| *times += 1));
    view! {
        {acting.trouble()}
        {acting.told()}
        {with_election(move |election| {
            let zone = election.institute.time_zone;
            view! {
                {move || shown(
                    standing.get(),
                    |standing| {
                        let plans = standing
                            .plans
                            .into_iter()
                            .map(|plan| view! { <One plan=plan zone=zone.clone() acting=acting changed=changed /> });
                        let plans: Vec<_> = plans.collect();
                        let doubts = standing
                            .doubts
                            .into_iter()
                            .map(|doubt| {
                                view! { <DoubtView doubt=doubt zone=zone.clone() acting=acting changed=changed /> }
                            });
                        let doubts: Vec<_> = doubts.collect();
                        let undoings = standing
                            .undoings
                            .into_iter()
                            .map(|undoing| {
                                view! {
                                    <UndoingView undoing=undoing zone=zone.clone() acting=acting changed=changed />
                                }
                            });
                        let undoings: Vec<_> = undoings.collect();
                        view! {
                            {standing.address.map(|address| asked(&address, &zone))}
                            {(!doubts.is_empty())
                                .then(|| {
                                    view! {
                                        <h2>"Decida si es la misma candidatura"</h2>
                                        {doubts}
                                    }
                                })}
                            {(!undoings.is_empty())
                                .then(|| {
                                    view! {
                                        <h2>"Confirme si se muestran otra vez"</h2>
                                        {undoings}
                                    }
                                })}
                            {(!plans.is_empty())
                                .then(|| {
                                    view! {
                                        <h2>"Cambios del registro por revisar"</h2>
                                        {plans}
                                    }
                                })}
                        }
                            .into_any()
                    },
                )}
            }
                .into_any()
        })}
    }
}

fn asked(address: &AddressStanding, zone: &str) -> AnyView {
    let at = |at| format::moment(at, zone);
    let last = address
        .asked_at
        .map_or_else(|| "Todavía no se consulta.".into(), |time| format!("Última consulta: {}.", at(time)));
    let taken = address.taken_at.map(|time| format!(" Último archivo: {}.", at(time)));
    let fault = address.fault.clone().map(|fault| {
        let since = address.fault_since.map(|time| format!(" Desde el {}.", at(time)));
        view! {
            <p class="outcome bad">
                <span class="sign" aria-hidden="true">
                    "✗"
                </span>
                " "
                <strong>{fault}</strong>
                {since}
            </p>
        }
    });
    view! {
        <section class="panel" aria-labelledby="consulta">
            <h2 id="consulta">"Consulta automática"</h2>
            <p>
                {format!(
                    "El sistema pide el archivo al registro cada {}. {last}",
                    format::count(address.every_minutes, "minuto", "minutos"),
                )}{taken}
            </p>
            {fault}
        </section>
    }
    .into_any()
}

#[component]
fn One(plan: WaitingPlan, zone: String, acting: Acting, changed: Callback<()>) -> impl IntoView {
    let work = expect_context::<Work>();
    let (id, digest, readable) = (plan.id, plan.digest.clone(), plan.unreadable.is_none());
    let heading =
        format!("Archivo de {}, {}", named(&plan.display_name, &plan.account_name), format::moment(plan.at, &zone));
    let name = format!("plan-{id}");
    let apply = Callback::new(move |reason: String| {
        let digest = digest.clone();
        acting.act(async move { work.approve_plan(id, &digest, reason).await }, changed, move |_| {
            acting.tell("Los cambios se aplicaron completos.".into());
        });
    });
    let hidden = plan.plan.withdrawn();
    let decline = Callback::new(move |reason: String| {
        acting.act(async move { work.decline_plan(id, reason).await }, changed, move |()| {
            acting.tell("Los cambios no se aplicarán.".into());
        });
    });
    let (press, refuse) = (format!("Aplicar estos cambios: {heading}"), format!("No aplicar: {heading}"));
    view! {
        <section class="panel" aria-labelledby=name.clone()>
            <h3 id=name.clone()>{heading}</h3>
            {(hidden > 0)
                .then(|| {
                    let hidden = format::count(hidden, "candidatura no se muestra", "candidaturas no se muestran");
                    view! {
                        <p class="outcome bad">
                            <span class="sign" aria-hidden="true">
                                "✗"
                            </span>
                            " "
                            <strong>{format!("{hidden} a la ciudadanía mientras esto espera.")}</strong>
                        </p>
                    }
                })}
            {if let Some(why) = plan.unreadable {
                view! { <p class="trouble">"El archivo ya no se puede leer, así que no se puede aplicar. "{why}</p> }
                    .into_any()
            } else {
                view! { <PlanView plan=plan.plan /> }.into_any()
            }}
            {if !readable {
                ().into_any()
            } else if plan.own {
                view! {
                    <p>
                        "Usted u otra cuenta de su área subió este archivo, o hizo la llave del programa que lo envió: debe aplicarlo la otra área."
                    </p>
                }
                    .into_any()
            } else {
                view! {
                    <WithReason
                        id=format!("{name}-aplicar")
                        title="Aplicar estos cambios"
                        help="Las bajas quedan firmes y lo demás del archivo se aplica."
                        label=press
                        acting=acting
                        send=apply
                    />
                }
                    .into_any()
            }}
            {(!plan.own)
                .then(|| {
                    view! {
                        <WithReason
                            id=name.clone()
                            title="No aplicar"
                            help="El archivo se olvida y todas las candidaturas que ocultó se muestran otra vez. Si hace falta, se sube otra vez."
                            label=refuse
                            acting=acting
                            send=decline
                        />
                    }
                })}
        </section>
    }
}
