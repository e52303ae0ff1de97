//! What waits for one's review, by what ends first; and acts over several at once.

use contract::{
    review::{AuthoriseSeveral, Read, ValidateSeveral},
    work::{Turn, WorkItem, WorkQuery},
};
use domain::{election::Election, ids::CandidacyId, permission::Act, review::Task, time::LocalDateTime};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::{components::A, hooks::use_query_map};

use crate::pages::workspace::{
    publication::decision::{typed, when_field},
    review::claim::{TAKING, take_button, whose},
    shell::{acting::Acting, allowed::may, election::with_election},
};
use crate::{
    api::work::Work,
    components::{FOUND, Heading, pager, shown},
    format,
    state::Signed,
};

/// What was chosen, and what an act over it came to. It outlives a new reading of the list.
#[derive(Clone, Copy)]
struct Chosen {
    reads: RwSignal<Vec<(Read, String)>>,
    publish_at: RwSignal<String>,
    /// Those that stayed as they were: the name and why.
    refused: RwSignal<Vec<(String, String)>>,
    acting: Acting,
    again: Callback<()>,
}

/// What can be done to several at once, when anything can.
type Several = Option<fn(Chosen) -> AnyView>;

/// The page of whoever validates.
#[component]
pub fn PartyQueue() -> impl IntoView {
    queue(Some(validate))
}

/// The page of the institute.
#[component]
pub fn InstituteQueue() -> impl IntoView {
    queue(if may(Act::AuthorisePublication) { Some(authorise) } else { None })
}

fn queue(several: Several) -> AnyView {
    let (work, signed) = (expect_context::<Work>(), expect_context::<Signed>());
    let map = use_query_map();
    let page = Memo::new(move |_| map.with(|map| map.get("pagina").and_then(|page| page.parse().ok())));
    let times = RwSignal::new(0);
    let again = Callback::new(move |()| times.update(|times| *times += 1));
    let list = LocalResource::new(move || {
        let query = WorkQuery { turn: Some(Turn::Mine), page: page.get(), ..WorkQuery::default() };
        times.track();
        signed.entries();
        async move { work.list(&query).await }
    });
    let chosen = Chosen {
        reads: RwSignal::new(Vec::new()),
        publish_at: RwSignal::new(String::new()),
        refused: RwSignal::new(Vec::new()),
        acting: Acting::new(),
        again,
    };
    view! {
        <Title text="Mi turno - Conóceles" />
        <Heading title="Mi turno".to_owned() />
        <p>"Lo que espera su revisión. Primero lo que tiene plazo por terminar; después, lo que lleva más días."</p>
        <p class="quiet">{TAKING}</p>
        {with_election(move |election| {
            view! {
                {chosen.acting.trouble()}
                {chosen.acting.told()}
                {move || refused(chosen)}
                {move || shown(
                    list.get(),
                    |found| {
                        let pages = found.total.div_ceil(found.size).max(1);
                        view! {
                            <p id=FOUND role="status" tabindex="-1">
                                {format!(
                                    "{}.",
                                    format::count(found.total, "candidatura espera", "candidaturas esperan"),
                                )}
                            </p>
                            {table(&found.items, &election, chosen, several)}
                            {(pages > 1).then(|| pager(found.page, pages, &|to| format!("/trabajo/turno?pagina={to}")))}
                        }
                            .into_any()
                    },
                )}
            }
                .into_any()
        })}
    }
    .into_any()
}

fn refused(chosen: Chosen) -> Option<AnyView> {
    let all = chosen.refused.get();
    (!all.is_empty()).then(|| {
        let rows = all.into_iter().map(|(name, why)| {
            view! {
                <li>
                    <strong>{name}</strong>
                    ": "
                    {why}
                </li>
            }
        });
        view! {
            <div class="trouble" role="alert">
                <p>"Estas se quedaron como estaban:"</p>
                <ul>{rows.collect_view()}</ul>
            </div>
        }
        .into_any()
    })
}

/// The review of a candidacy that is the reader's.
fn own(item: &WorkItem) -> Option<&contract::work::Waiting> {
    item.tasks.iter().find(|waiting| waiting.own)
}

/// Whether a candidacy can be one of several: a validation of what was opened, or a decision, that nobody else has.
fn is_choosable(item: &WorkItem) -> bool {
    own(item).is_some_and(|waiting| {
        let free = waiting.claim.as_ref().is_none_or(|claim| claim.mine);
        free && is_one_of_several(waiting.task) && (waiting.task != Task::Validation || item.opened)
    })
}

/// Whether there is an act over several of these at once.
const fn is_one_of_several(task: Task) -> bool {
    match task {
        Task::Validation | Task::Decision => true,
        Task::Curricular | Task::Identity | Task::Correction | Task::Flag => false,
    }
}

fn table(items: &[WorkItem], election: &Election, chosen: Chosen, several: Several) -> Option<AnyView> {
    chosen.reads.update(|reads| {
        reads.retain(|(read, _)| {
            items.iter().any(|item| is_choosable(item) && item.id == read.id && item.revision == read.revision)
        });
    });
    // A page of what is never one of several has nothing to choose for.
    let several = several.filter(|_| items.iter().filter_map(own).any(|waiting| is_one_of_several(waiting.task)));
    let rows = items.iter().map(|item| row(item, election, several.is_some(), chosen)).collect_view();
    (!items.is_empty()).then(|| {
        view! {
            <table class="rows">
                <thead>
                    <tr>
                        {several.map(|_| view! { <th scope="col">"Elegir"</th> })} <th scope="col">"Candidatura"</th>
                        <th scope="col">"Qué sigue"</th><th scope="col">"Días en la etapa"</th>
                        <th scope="col">"Quién la tiene"</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
            {several.map(|acts| acts(chosen))}
        }
        .into_any()
    })
}

fn row(item: &WorkItem, election: &Election, several: bool, chosen: Chosen) -> AnyView {
    let zone = &election.institute.time_zone;
    let Some(waiting) = own(item) else { return ().into_any() };
    let party = item.responsible_party.as_ref().map_or("Independiente", |party| party.as_str());
    let office = election.office_name(&item.office);
    let about = format!("{office} · {} · {party} · {} · {}", item.territory_name, item.kind.name(), item.folio);
    let page = match waiting.task {
        Task::Validation => "/validar",
        Task::Curricular | Task::Identity | Task::Decision => "/verificar",
        Task::Correction | Task::Flag => "",
    };
    let href = format!("/trabajo/candidaturas/{}{page}", item.id);
    let days = item.since.map_or_else(String::new, days);
    let term = item.until.map(|until| {
        let left = format::left(until).unwrap_or_else(|| "el plazo terminó".into());
        view! {
            <span class="about">
                <strong>{format!("Hasta el {} ({left})", format::moment(until, zone))}</strong>
            </span>
        }
    });
    let unopened = (several && waiting.task == Task::Validation && !item.opened)
        .then(|| view! { <span class="quiet about">"Ábrala para poder elegirla."</span> });
    let pick = several.then(|| {
        view! {
            <td class="pick" data-label="Elegir" class:blank=!is_choosable(item)>
                {is_choosable(item).then(|| pick(item, chosen))}
            </td>
        }
    });
    let name = item.name.clone();
    let next: Vec<&str> = item.tasks.iter().filter(|waiting| waiting.own).map(|waiting| waiting.task.name()).collect();
    let (who, next) = (whose(waiting, zone), next.join(". "));
    let button = take_button(waiting, item.id, &item.name, (chosen.acting, chosen.again));
    let untaken = !waiting.task.is_claimed();
    view! {
        <tr>
            {pick} <th scope="row">
                <A href=href>{name}</A>
                <span class="quiet about">{about}</span>
            </th> <td data-label="Qué sigue">{next}{term}{unopened}</td> <td data-label="Días en la etapa">{days}</td>
            <td data-label="Quién la tiene" class:blank=untaken>
                <p>{who}</p>
                {button}
            </td>
        </tr>
    }
    .into_any()
}

/// Whole days from an instant until now, in words.
fn days(since: domain::time::Timestamp) -> String {
    let seconds = format::now().as_second() - since.as_second();
    match seconds.max(0) / 86_400 {
        0 => "Desde hoy".into(),
        days => format::count(days, "día", "días"),
    }
}

fn pick(item: &WorkItem, chosen: Chosen) -> AnyView {
    let (read, name) = (Read { id: item.id, revision: item.revision }, item.name.clone());
    let label = format!("Elegir {name}, {}", item.folio);
    let is_chosen = move || chosen.reads.with(|reads| reads.iter().any(|(chosen, _)| *chosen == read));
    let toggle = move |_| {
        chosen.reads.update(|reads| {
            let before = reads.len();
            reads.retain(|(chosen, _)| *chosen != read);
            if reads.len() == before {
                reads.push((read, name.clone()));
            }
        });
    };
    view! { <input type="checkbox" aria-label=label prop:checked=is_chosen on:change=toggle /> }.into_any()
}

impl Chosen {
    fn count(self) -> usize {
        self.reads.with(Vec::len)
    }

    /// Whether an act over them can begin; told when it changes.
    fn is_ready(self) -> bool {
        !self.acting.is_busy() && self.count() > 0
    }

    fn reads(self) -> Vec<Read> {
        self.reads.with_untracked(|reads| reads.iter().map(|(read, _)| *read).collect())
    }

    /// Tells what an act over them came to.
    fn tell(self, done: &'static str) -> impl FnOnce(contract::review::Several) {
        let names = self.reads.get_untracked();
        let name = move |id: CandidacyId| {
            names.iter().find(|(read, _)| read.id == id).map_or_else(String::new, |(_, name)| name.clone())
        };
        move |outcome| {
            let count = format::count(outcome.done.len(), "candidatura", "candidaturas");
            self.acting.tell(format!("{done}: {count}."));
            self.refused
                .try_set(outcome.refused.into_iter().map(|refusal| (name(refusal.id), refusal.reason)).collect());
            self.publish_at.try_set(String::new());
        }
    }
}

/// Validates those that were chosen.
fn validate(chosen: Chosen) -> AnyView {
    let work = expect_context::<Work>();
    let validate = move |_| {
        let command = ValidateSeveral { candidacies: chosen.reads() };
        let told = chosen.tell("Validadas y enviadas al Instituto");
        chosen.acting.act(async move { work.validate_several(&command).await }, chosen.again, told);
    };
    let button = view! {
        <p class="row">
            <button type="button" disabled=move || !chosen.is_ready() aria-describedby="varias-falta" on:click=validate>
                "Validar y enviar al Instituto las elegidas"
            </button>
        </p>
        <p class="quiet" id="varias-falta">
            {move || (chosen.count() == 0).then_some(NONE)}
        </p>
    };
    panel(chosen, button.into_any())
}

/// Why nothing can be done to none.
const NONE: &str = "Elija primero las candidaturas, en la lista.";

/// Authorises those that were chosen: two acts, at once or on a day.
fn authorise(chosen: Chosen) -> AnyView {
    let work = expect_context::<Work>();
    let publish_at = chosen.publish_at;
    let authorise = move |at: Option<LocalDateTime>| {
        let command = AuthoriseSeveral { candidacies: chosen.reads(), publish_at: at };
        let told = chosen.tell(if at.is_some() { "Programadas para la fecha" } else { "Publicadas" });
        chosen.acting.act(async move { work.authorise_several(&command).await }, chosen.again, told);
    };
    let now = move |_| {
        let several = chosen.reads.with_untracked(Vec::len);
        let (what, seen) = if several == 1 { ("Se publicará", "la verá") } else { ("Se publicarán", "las verá") };
        let count = format::count(several, "candidatura", "candidaturas");
        if window()
            .confirm_with_message(&format!("{what} {count}. El público {seen} de inmediato. ¿Publicar ahora?"))
            .unwrap_or(false)
        {
            authorise(None);
        }
    };
    let dated = move || publish_at.with(|text| !text.is_empty());
    let lack_now = move || {
        if chosen.count() == 0 {
            NONE
        } else if dated() {
            "Escribió una fecha: use «Programar para esa fecha», o borre la fecha para publicar ahora."
        } else {
            ""
        }
    };
    let lack_day = move || {
        if chosen.count() == 0 {
            NONE
        } else if typed(publish_at).is_none() {
            "Escriba primero el día y la hora."
        } else {
            ""
        }
    };
    let buttons = view! {
        <p class="row">
            <button
                type="button"
                disabled=move || !chosen.is_ready() || dated()
                aria-describedby="ahora-falta"
                on:click=now
            >
                "Autorizar y publicar ahora…"
            </button>
        </p>
        <p class="quiet" id="ahora-falta">
            {lack_now}
        </p>
        {when_field(publish_at, "publicar-elegidas")}
        <p class="row">
            <button
                type="button"
                class="second"
                disabled=move || !chosen.is_ready() || typed(publish_at).is_none()
                aria-describedby="dia-falta"
                on:click=move |_| authorise(typed(publish_at).map(|command| command.publish_at))
            >
                "Programar para esa fecha"
            </button>
        </p>
        <p class="quiet" id="dia-falta">
            {lack_day}
        </p>
    };
    panel(chosen, buttons.into_any())
}

fn panel(chosen: Chosen, buttons: AnyView) -> AnyView {
    view! {
        <section class="panel" aria-labelledby="varias">
            <h2 id="varias">"Varias a la vez"</h2>
            <p role="status">
                {move || format!("Eligió {}.", format::count(chosen.count(), "candidatura", "candidaturas"))}
            </p>
            {buttons}
        </section>
    }
    .into_any()
}
