//! The work within one's reach, and the receipt of the accounts.

use contract::{
    accounts::Receipt,
    profile::{WorkItem, WorkPage, WorkQuery},
};
use domain::{account::Role, candidacy::RegistryStatus, election::Election, workflow::StageName};
use leptos::{prelude::*, task::spawn_local};
use leptos_meta::Title;
use leptos_router::{
    components::{A, Redirect},
    hooks::use_query_map,
};

use super::with_election;
use crate::{
    api::{ApiError, escape, work::Work},
    components::{Heading, Loading, Trouble},
    format,
    state::Signed,
};

/// Whose turn a stage is.
pub fn turn(stage: StageName) -> Option<&'static str> {
    match stage {
        StageName::NotStarted | StageName::InCapture => Some("le toca a quien captura"),
        StageName::InValidation => Some("le toca validar al partido o a la candidatura independiente"),
        StageName::InVerification => Some("le toca al Instituto"),
        StageName::Published => None,
    }
}

/// The first page of every account.
#[component]
pub fn Home() -> impl IntoView {
    let signed = expect_context::<Signed>();
    let Some(me) = signed.me() else { return ().into_any() };
    if me.role == Role::Candidate
        && let Some(id) = me.candidacy
    {
        return view! { <Redirect path=format!("/trabajo/candidaturas/{id}")/> }.into_any();
    }
    let receives = matches!(me.role, Role::PartyRepresentative | Role::IndependentCandidate);
    let map = use_query_map();
    let query = Memo::new(move |_| {
        map.with(|map| WorkQuery {
            stage: map.get("etapa").and_then(|code| StageName::ALL.into_iter().find(|stage| stage.code() == code)),
            office: map.get("cargo").filter(|office| !office.is_empty()),
            party: map.get("partido").filter(|party| !party.is_empty()),
            q: map.get("nombre"),
            incomplete: None,
            due_within: None,
            page: map.get("pagina").and_then(|page| page.parse().ok()),
            size: None,
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
    view! {
        <Title text="Candidaturas - Conóceles"/>
        <Heading title="Candidaturas".to_owned()/>
        {receives.then(|| view! { <ReceiptForm received=Callback::new(move |()| again.update(|n| *n += 1))/> })}
        {with_election(move |election| view! {
            {let election = election.clone(); move || view! { <Filters election=election.clone() query=query.get()/> }}
            {let election = election.clone(); move || match list.get() {
                None => view! { <Loading/> }.into_any(),
                Some(Err(error)) => view! { <Trouble error=error/> }.into_any(),
                Some(Ok(page)) => view! { <Found page=page query=query.get() election=election.clone()/> }.into_any(),
            }}
        }.into_any())}
    }
    .into_any()
}

#[component]
fn ReceiptForm(received: Callback<()>) -> impl IntoView {
    let work = expect_context::<Work>();
    let outcome = RwSignal::new(None::<Result<usize, ApiError>>);
    let acknowledge = move |_| {
        spawn_local(async move {
            let done = work.receipt(&Receipt::default()).await.map(|recorded| recorded.candidacies);
            if done.is_ok() {
                received.try_run(());
            }
            outcome.try_set(Some(done));
        });
    };
    view! {
        <section class="panel" aria-labelledby="acuse">
            <h2 id="acuse">"Acuse de recibo de las cuentas"</h2>
            <p>"El plazo de captura comienza cuando usted acusa recibo de las cuentas."</p>
            <p><button type="button" on:click=acknowledge>"Acusar recibo"</button></p>
            <div role="status">
                {move || outcome.get().map(|outcome| match outcome {
                    Ok(0) => view! { <p class="good">"Ya había acusado recibo; no hay candidaturas en espera."</p> }.into_any(),
                    Ok(count) => view! { <p class="good">{format!("Recibo registrado. Comenzó el plazo de {}.", format::count(count, "candidatura", "candidaturas"))}</p> }.into_any(),
                    Err(error) => view! { <Trouble error=error/> }.into_any(),
                })}
            </div>
        </section>
    }
}

#[component]
fn Filters(election: Election, query: WorkQuery) -> impl IntoView {
    let offices = election.offices.into_iter().map(|office| {
        let selected = query.office.as_deref() == Some(office.key.as_str());
        view! { <option value=office.key.0 selected=selected>{office.name}</option> }
    });
    view! {
        <form class="filters" method="get" action="/trabajo" role="search">
            <p><label for="nombre">"Nombre o folio"</label><input id="nombre" name="nombre" type="search" value=query.q.clone().unwrap_or_default()/></p>
            <p><label for="cargo">"Cargo"</label><select id="cargo" name="cargo"><option value="">"Todos"</option>{offices.collect_view()}</select></p>
            <p><button type="submit">"Filtrar"</button></p>
        </form>
    }
}

fn address(query: &WorkQuery, stage: Option<StageName>, page: usize) -> String {
    let mut address = format!("/trabajo?pagina={page}");
    if let Some(stage) = stage {
        address.push_str(&format!("&etapa={}", stage.code()));
    }
    for (name, value) in [("cargo", &query.office), ("partido", &query.party), ("nombre", &query.q)] {
        if let Some(value) = value.as_deref().filter(|value| !value.is_empty()) {
            address.push_str(&format!("&{name}={}", escape(value)));
        }
    }
    address
}

#[component]
fn Found(page: WorkPage, query: WorkQuery, election: Election) -> impl IntoView {
    let stages = page
        .stages
        .iter()
        .map(|(stage, count)| {
            let words = format!("{} ({count})", stage.name());
            let current = (query.stage == Some(*stage)).then_some("page");
            view! { <a href=address(&query, Some(*stage), 1) aria-current=current>{words}</a> }
        })
        .collect_view();
    let pages = page.total.div_ceil(page.size).max(1);
    let office = |item: &WorkItem| election.office(&item.office).map_or_else(String::new, |office| office.name.clone());
    let zone = election.institute.time_zone.clone();
    let rows = page
        .items
        .iter()
        .map(|item| {
            let until = match (item.status, item.until) {
                (RegistryStatus::Active, Some(until)) => format!("hasta el {}", format::moment(until, &zone)),
                (RegistryStatus::Active, None) => turn(item.stage).unwrap_or_default().to_owned(),
                (status, _) => status.name().to_owned(),
            };
            let party =
                item.responsible_party.as_ref().map_or_else(|| "Independiente".to_owned(), |party| party.0.clone());
            let place = item
                .list_position
                .map_or_else(|| item.territory_name.clone(), |place| format!("{}, lugar {place}", item.territory_name));
            let (href, name) = (format!("/trabajo/candidaturas/{}", item.id), item.name.clone());
            view! {
                <tr>
                    <th scope="row"><A href=href>{name}</A><br/><span class="quiet">{item.folio.0.clone()}</span></th>
                    <td data-label="Cargo">{format!("{} · {}", office(item), item.kind.name())}</td>
                    <td data-label="Territorio">{place}</td>
                    <td data-label="Captura">{party}</td>
                    <td data-label="Etapa">{item.stage.name()}</td>
                    <td data-label="Turno y plazo">{until}</td>
                </tr>
            }
        })
        .collect_view();
    view! {
        <nav aria-label="Etapas"><a href=address(&query, None, 1) aria-current=query.stage.is_none().then_some("page")>"Todas"</a>{stages}</nav>
        <p role="status">{format!("{}.", format::count(page.total, "candidatura", "candidaturas"))}</p>
        <table class="rows">
            <thead><tr><th scope="col">"Candidatura"</th><th scope="col">"Cargo"</th><th scope="col">"Territorio"</th><th scope="col">"Captura"</th><th scope="col">"Etapa"</th><th scope="col">"Turno y plazo"</th></tr></thead>
            <tbody>{rows}</tbody>
        </table>
        <nav class="pager" aria-label="Páginas">
            {(page.page > 1).then(|| view! { <a href=address(&query, query.stage, page.page - 1)>"Anterior"</a> })}
            <span>{format!("Página {} de {pages}", page.page)}</span>
            {(page.page < pages).then(|| view! { <a href=address(&query, query.stage, page.page + 1)>"Siguiente"</a> })}
        </nav>
    }
}
