//! The work within one's reach, and the receipt of the accounts.

use contract::{
    accounts::AccountReceipt,
    work::{WorkItem, WorkQuery},
};
use domain::{accounts::Role, candidacy::RegistryStatus, next_step::Turn, workflow::StageName};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::{components::Redirect, hooks::use_query_map};

use crate::pages::workspace::{
    accounts::WaitingResets,
    shell::{acting::Acting, election::with_election},
    work::{
        console::{Filters, Found},
        second_person::SecondPerson,
    },
};
use crate::{
    api::work::Work,
    components::{Heading, shown},
    format,
    state::Signed,
};

/// The first page of every account.
#[component]
pub fn Home() -> impl IntoView {
    let signed = expect_context::<Signed>();
    let Some(me) = signed.me() else { return ().into_any() };
    if me.role == Role::Candidate
        && let Some(id) = me.candidacy
    {
        return view! { <Redirect path=format!("/trabajo/candidaturas/{id}") /> }.into_any();
    }
    let receives = matches!(me.role, Role::PartyRepresentative | Role::IndependentCandidate);
    let map = use_query_map();
    let query = Memo::new(move |_| {
        map.with(|map| WorkQuery {
            stage: map.get("etapa").and_then(|code| StageName::ALL.into_iter().find(|stage| stage.code() == code)),
            office: map.get("cargo").filter(|office| !office.is_empty()),
            party: map.get("partido").filter(|party| !party.is_empty()),
            q: map.get("nombre"),
            incomplete: map.get("avance").and_then(|progress| match progress.as_str() {
                "por-contestar" => Some(true),
                "completas" => Some(false),
                _ => None,
            }),
            due_within: map.get("vence").and_then(|hours| hours.parse().ok()),
            page: map.get("pagina").and_then(|page| page.parse().ok()),
            size: None,
            turn: None,
        })
    });
    let work = expect_context::<Work>();
    let again = RwSignal::new(0);
    let list = LocalResource::new(move || {
        let query = query.get();
        again.track();
        signed.entries();
        async move { work.list(&query).await }
    });
    // An independent sees all there is of theirs; of a party there may be more that waits than one page shows.
    let independent = me.role == Role::IndependentCandidate;
    let received = Memo::new(move |_| match list.get() {
        Some(Ok(page)) => independent && !page.items.is_empty() && !page.items.iter().any(waits),
        None | Some(Err(_)) => false,
    });
    view! {
        <Title text="Candidaturas - Conóceles" />
        <Heading title="Candidaturas".to_owned() />
        <WaitingResets />
        <SecondPerson />
        {receives
            .then(|| {
                view! { <ReceiptForm done=received received=Callback::new(move |()| again.update(|n| *n += 1)) /> }
            })}
        {with_election(move |election| {
            view! {
                {
                    let election = election.clone();
                    move || view! { <Filters election=election.clone() query=query.get() /> }
                }
                {
                    let election = election.clone();
                    move || shown(
                        list.get(),
                        |page| view! { <Found page=page query=query.get() election=election.clone() /> }.into_any(),
                    )
                }
            }
                .into_any()
        })}
    }
    .into_any()
}

/// Whether a candidacy's term waits for the receipt.
fn waits(item: &WorkItem) -> bool {
    item.status == RegistryStatus::Active && Turn::of(item.stage) == Turn::Capture && item.until.is_none()
}

/// The receipt, or that it was recorded already.
#[component]
fn ReceiptForm(done: Memo<bool>, received: Callback<()>) -> impl IntoView {
    let work = expect_context::<Work>();
    let acting = Acting::new();
    let acknowledge = move |_| {
        acting.act(async move { work.receipt(&AccountReceipt::default()).await }, received, move |recorded| {
            acting.tell(match recorded.candidacies {
                0 => "Ya había acusado recibo; no hay candidaturas en espera.".into(),
                count => format!(
                    "Recibo registrado. Comenzó el plazo de {}.",
                    format::count(count, "candidatura", "candidaturas")
                ),
            });
        });
    };
    view! {
        <section class="panel" aria-labelledby="acuse">
            <h2 id="acuse">"Acuse de recibo de las cuentas"</h2>
            {move || {
                if done.get() {
                    view! { <p>"El recibo de sus cuentas ya está registrado."</p> }.into_any()
                } else {
                    view! {
                        <p>"El plazo de captura comienza cuando usted acusa recibo de las cuentas."</p>
                        <p>
                            <button type="button" disabled=move || acting.is_busy() on:click=acknowledge>
                                "Acusar recibo"
                            </button>
                        </p>
                    }
                        .into_any()
                }
            }}
            {acting.trouble()}
            {acting.told()}
        </section>
    }
}
