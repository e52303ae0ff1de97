//! A row that may be about another candidacy: before and after side by side, and what each decision does.

use contract::registry::{DecideDoubt, RegistryDoubt};
use domain::registry::DoubtDecision;
use leptos::prelude::*;
use leptos_router::components::A;

use crate::pages::workspace::registry::{columns::label, reason::WithReason};
use crate::{
    api::work::Work,
    format,
    pages::workspace::{review::claim::named, shell::acting::Acting},
};

/// What a decision is called, what it does, and what is said once it is taken.
const fn words(decision: DoubtDecision) -> (&'static str, &'static str, &'static str) {
    match decision {
        DoubtDecision::Same => (
            "Es la misma candidatura",
            "Se corrigen los datos. Sus respuestas, su consentimiento y su fotografía se quedan y se ven otra vez. Si cambió el partido, ahora la lee y la captura el partido nuevo.",
            "Los datos quedaron corregidos; todo lo capturado se quedó.",
        ),
        DoubtDecision::Other => (
            "Es otra candidatura",
            "La candidatura anterior termina y deja de ser pública. Lo que capturó no pasa a la nueva, que empieza en blanco y necesita su propia cuenta. No se puede deshacer.",
            "La candidatura anterior terminó y la nueva empieza en blanco.",
        ),
        DoubtDecision::Mistake => (
            "El renglón está equivocado",
            "No se aplica nada: la candidatura queda como estaba y se ve otra vez completa. Pida que se corrija el registro; si repite el renglón, se volverá a ocultar.",
            "El renglón no se aplicó; la candidatura quedó como estaba.",
        ),
    }
}

/// One of them.
#[component]
pub(super) fn DoubtView(doubt: RegistryDoubt, zone: String, acting: Acting, changed: Callback<()>) -> impl IntoView {
    let work = expect_context::<Work>();
    let (id, digest) = (doubt.id, StoredValue::new(doubt.digest.clone()));
    let name = format!("duda-{id}");
    let grounds = doubt.grounds.iter().map(|ground| ground.words()).collect::<Vec<_>>().join(". ");
    let brought = format!(
        "Lo trajo {}, el {}.",
        named(&doubt.display_name, &doubt.account_name),
        format::moment(doubt.at, &zone)
    );
    let rows = doubt.changes.into_iter().map(|change| {
        view! {
            <tr>
                <th scope="row">{label(change.column, &change.heading)}</th>
                <td data-label="Ahora">{change.before}</td>
                <td data-label="El registro dice">{change.after}</td>
            </tr>
        }
    });
    let rows: Vec<_> = rows.collect();
    let choice = |decision: DoubtDecision| {
        let (title, help, done) = words(decision);
        let send = Callback::new(move |reason: String| {
            let command = DecideDoubt { decision, reason, digest: digest.get_value() };
            acting
                .act(async move { work.decide_doubt(id, &command).await }, changed, move |()| acting.tell(done.into()));
        });
        let (field, label) = (format!("{name}-{}", decision.code()), format!("{title}: {}", doubt.name));
        view! { <WithReason id=field title=title help=help label=label acting=acting send=send /> }
    };
    let choices = if doubt.own {
        view! {
            <p>
                "Usted u otra cuenta de su área trajo este renglón, o hizo la llave del programa que lo envió: debe decidirlo la otra área."
            </p>
        }
        .into_any()
    } else {
        DoubtDecision::ALL.map(choice).collect_view().into_any()
    };
    view! {
        <section class="panel" aria-labelledby=name.clone()>
            <h3 id=name.clone()>
                <A href=format!("/trabajo/candidaturas/{}", doubt.candidacy)>{doubt.name.clone()}</A>
            </h3>
            <p class="quiet">{format!("{} · {} · {}", doubt.folio, doubt.office_name, doubt.territory_name)}</p>
            <p>
                <strong>{format!("{grounds}. ")}</strong>
                {brought}
                " Mientras nadie decida, sólo la leen quienes ya la leían y la ciudadanía no ve sus respuestas de identidad ni su fotografía."
            </p>
            <table class="rows">
                <thead>
                    <tr>
                        <th scope="col">"Dato"</th>
                        <th scope="col">"Ahora"</th>
                        <th scope="col">"El registro dice"</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
            {choices}
        </section>
    }
}
