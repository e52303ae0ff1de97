//! How far the whole election is: counts by party, office and territory, files of them, and messages to who is behind.

use contract::{
    paths,
    work::progress::{Group, Progress, RemindParty, Tally},
};
use domain::{permission::Act, work::progress::Standing};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::{components::A, hooks::use_query_map};

use crate::pages::workspace::shell::{acting::Acting, allowed::may, election::with_election};
use crate::{
    api::{escape, work::Work},
    components::{Heading, download, shown},
    format,
};

/// What the counts are by.
#[derive(Clone, Copy, PartialEq, Eq)]
enum By {
    Party,
    Office,
    Territory,
}

/// Each with its part of the address, its tab, and the heading of its names.
const WAYS: [(By, &str, &str, &str); 3] = [
    (By::Party, "partido", "Por partido", "Partido"),
    (By::Office, "cargo", "Por cargo", "Cargo"),
    (By::Territory, "territorio", "Por territorio", "Territorio"),
];

/// The page.
#[component]
pub fn Overview() -> impl IntoView {
    let work = expect_context::<Work>();
    let acting = Acting::new();
    let again = RwSignal::new(0);
    let counted = work.progress(again);
    let map = use_query_map();
    let by = Memo::new(move |_| {
        let asked = map.with(|map| map.get("por")).unwrap_or_default();
        WAYS.into_iter().find(|(_, code, ..)| *code == asked).map_or(By::Party, |(by, ..)| by)
    });
    // What was told is of the tab where it was done.
    Effect::new(move |before: Option<()>| {
        by.track();
        if before.is_some() {
            acting.forget();
        }
    });
    let none = Callback::new(|()| ());
    let remind = Callback::new(move |group: Group| {
        let unsent = format::count(group.tally.unsent(), "candidatura sin enviar", "candidaturas sin enviar");
        let question = format!("¿Avisar a {}? Recibe la lista de lo que falta: {unsent}.", group.name);
        if !window().confirm_with_message(&question).unwrap_or(false) {
            return;
        }
        let party = Some(group.key.as_str()).filter(|key| !key.is_empty()).map(Into::into);
        acting.act(async move { work.remind(&RemindParty { party }).await }, none, move |reminded| {
            let about = format::count(reminded.candidacies, "candidatura", "candidaturas");
            acting.tell(format!("Se avisó a {} lo que falta de {about}.", group.name));
        });
    });
    view! {
        <Title text="Avance - Conóceles" />
        <Heading title="Avance".to_owned() />
        <nav aria-label="Cómo se cuenta">{move || tabs(by.get())}</nav>
        <p class="row">
            {file(work, acting, (paths::progress_csv(), "avance.csv"), "Descargar la lista (CSV)")}
            {file(work, acting, (paths::progress_pdf(), "avance.pdf"), "Descargar el informe (PDF)")}
            <button type="button" class="second" on:click=move |_| again.update(|times| *times += 1)>
                "Contar otra vez"
            </button>
        </p>
        {acting.trouble()}
        {acting.told()}
        {with_election(move |election| {
            let zone = election.institute.time_zone;
            view! { {move || shown(counted.get(), |progress| table(progress, by.get(), &zone, acting, remind))} }
                .into_any()
        })}
    }
}

/// What the counts can be by.
fn tabs(by: By) -> impl IntoView {
    WAYS.map(|(way, code, tab, _)| {
        view! {
            <a href=format!("/trabajo/avance?por={code}") aria-current=(by == way).then_some("page")>
                {tab}
            </a>
        }
    })
}

/// A file of the counts to download.
fn file(work: Work, acting: Acting, (path, name): (&'static str, &'static str), words: &'static str) -> impl IntoView {
    let fetch = move |_| {
        let fetched = async move { work.progress_file(path).await };
        acting.act(fetched, Callback::new(|()| ()), move |address| download(&address, name));
    };
    view! {
        <button type="button" class="second" disabled=move || acting.is_busy() on:click=fetch>
            {words}
        </button>
    }
}

fn table(progress: Progress, by: By, zone: &str, acting: Acting, remind: Callback<Group>) -> AnyView {
    let heading = WAYS.into_iter().find(|(way, ..)| *way == by).map_or("", |(.., heading)| heading);
    let tells = by == By::Party && may(Act::RemindParty);
    let groups = match by {
        By::Party => progress.parties,
        By::Office => progress.offices,
        By::Territory => progress.territories,
    };
    let rows = groups.into_iter().map(|group| {
        let name = match by {
            By::Party if !group.key.is_empty() => link("partido", &group),
            By::Office => link("cargo", &group),
            By::Party | By::Territory => group.name.clone().into_any(),
        };
        let deed = tells.then(|| {
            let label = format!("Avisar lo que falta a {}", group.name);
            let reminded = group.clone();
            let button = (group.tally.unsent() > 0).then(|| {
                view! {
                    <button
                        type="button"
                        class="second small"
                        aria-label=label
                        disabled=move || acting.is_busy()
                        on:click=move |_| remind.run(reminded.clone())
                    >
                        "Avisar lo que falta"
                    </button>
                }
            });
            view! { <td>{button}</td> }
        });
        view! {
            <tr>
                <th scope="row">{name}</th>
                {numbers(&group.tally)}
                {deed}
            </tr>
        }
    });
    let rows = rows.collect_view();
    let headings = Standing::ALL.map(|standing| view! { <th scope="col">{standing.name()}</th> });
    view! {
        <p>{format!("Sólo cuentan las candidaturas activas. Corte: {}.", format::moment(progress.at, zone))}</p>
        <table class="rows counts">
            <thead>
                <tr>
                    <th scope="col">{heading}</th>
                    <th scope="col">"Total"</th>
                    {headings}
                    <th scope="col">"Con plazo vencido"</th>
                    {tells.then(|| view! { <th scope="col">"Qué hacer"</th> })}
                </tr>
            </thead>
            <tbody>
                {rows} <tr>
                    <th scope="row">"Total"</th>
                    {numbers(&progress.total)}
                    {tells.then(|| view! { <td class="blank"></td> })}
                </tr>
            </tbody>
        </table>
    }
    .into_any()
}

/// The name of a group, which leads to its candidacies.
fn link(filter: &str, group: &Group) -> AnyView {
    let href = format!("/trabajo?{filter}={}", escape(&group.key));
    let name = group.name.clone();
    view! { <A href=href>{name}</A> }.into_any()
}

fn numbers(tally: &Tally) -> impl IntoView + use<> {
    let standings = Standing::ALL.map(|standing| view! { <td data-label=standing.name()>{tally.of(standing)}</td> });
    view! {
        <td data-label="Total">{tally.candidacies}</td>
        {standings}
        <td data-label="Con plazo vencido">{tally.overdue}</td>
    }
}
