//! The list of work as a table of candidacies by section: what is missing, whose turn it is and what ends first. Every
//! filter is in the address.

use std::collections::BTreeSet;

use contract::work::{WorkItem, WorkPage, WorkQuery};
use domain::{
    candidacy::RegistryStatus, election::Election, ids::SectionKey, next_step::Turn, questionnaire::Section,
    time::Timestamp, work::progress::SectionState, workflow::StageName,
};
use leptos::prelude::*;
use leptos_router::components::{A, Form};

use crate::{
    api::escape,
    components::{option, pager},
    format,
};

/// Terms that the list can be narrowed to, in hours.
const NEAR: [(u32, &str); 3] = [(24, "En 24 horas o menos"), (72, "En 3 días o menos"), (168, "En 7 días o menos")];

/// Sections that nothing is missing in, of those the reader may read.
pub fn done(states: impl IntoIterator<Item = SectionState>) -> (usize, usize) {
    states.into_iter().fold((0, 0), |(done, all), state| (done + usize::from(!state.is_pending()), all + 1))
}

/// What narrows the list.
#[component]
pub fn Filters(
    /// The election.
    election: Election,
    /// What is chosen.
    query: WorkQuery,
) -> impl IntoView {
    let offices = election.offices.into_iter().map(|office| {
        let selected = query.office.as_deref() == Some(office.key.as_str());
        option(office.key.0, office.name, selected)
    });
    let offices = offices.collect_view();
    let progress =
        [("por-contestar", "Con apartados por contestar", true), ("completas", "Con todo contestado", false)];
    let progress = progress.map(|(value, words, incomplete)| {
        option(value.to_owned(), words.to_owned(), query.incomplete == Some(incomplete))
    });
    let near = NEAR.map(|(hours, words)| option(hours.to_string(), words.to_owned(), query.due_within == Some(hours)));
    view! {
        <Form
            method="GET"
            action="/trabajo"
            attr:class="filters"
            attr:role="search"
            attr:aria-label="Buscar candidaturas"
        >
            {query.stage.map(|stage| view! { <input type="hidden" name="etapa" value=stage.code() /> })}
            {query.party.clone().map(|party| view! { <input type="hidden" name="partido" value=party /> })}
            <p>
                <label for="nombre">"Nombre o folio"</label>
                <input id="nombre" name="nombre" type="search" value=query.q.clone().unwrap_or_default() />
            </p>
            <p>
                <label for="cargo">"Cargo"</label>
                <select id="cargo" name="cargo">
                    <option value="">"Todos"</option>
                    {offices}
                </select>
            </p>
            <p>
                <label for="avance">"Avance"</label>
                <select id="avance" name="avance">
                    <option value="">"Cualquiera"</option>
                    {progress}
                </select>
            </p>
            <p>
                <label for="vence">"Vencimiento"</label>
                <select id="vence" name="vence">
                    <option value="">"Cualquiera"</option>
                    {near}
                </select>
            </p>
            <p>
                <button type="submit">"Filtrar"</button>
            </p>
        </Form>
    }
}

fn address(query: &WorkQuery, stage: Option<StageName>, page: usize) -> String {
    let mut address = format!("/trabajo?pagina={page}");
    let progress = query.incomplete.map(|incomplete| if incomplete { "por-contestar" } else { "completas" });
    let due = query.due_within.map(|hours| hours.to_string());
    let all = [
        ("etapa", stage.map(StageName::code)),
        ("cargo", query.office.as_deref()),
        ("partido", query.party.as_deref()),
        ("nombre", query.q.as_deref()),
        ("avance", progress),
        ("vence", due.as_deref()),
    ];
    for (name, value) in all {
        if let Some(value) = value.filter(|value| !value.is_empty()) {
            address.push_str(&format!("&{name}={}", escape(value)));
        }
    }
    address
}

/// What was found.
#[component]
pub fn Found(
    /// The page of work.
    page: WorkPage,
    /// What was asked.
    query: WorkQuery,
    /// The election.
    election: Election,
) -> impl IntoView {
    let stages = page
        .stages
        .iter()
        .map(|(stage, count)| {
            let words = format!("{} ({count})", stage.name());
            let current = (query.stage == Some(*stage)).then_some("page");
            view! {
                <a href=address(&query, Some(*stage), 1) aria-current=current>
                    {words}
                </a>
            }
        })
        .collect_view();
    let all: usize = page.stages.values().sum();
    let pages = page.total.div_ceil(page.size).max(1);
    let readable: BTreeSet<&SectionKey> = page.items.iter().flat_map(|item| item.sections.keys()).collect();
    let columns: Vec<&Section> =
        election.sections().map(|(_, section)| section).filter(|section| readable.contains(&section.key)).collect();
    let rows = page.items.iter().map(|item| row(item, &columns, &election)).collect_view();
    let headings = columns.iter().map(|section| {
        view! {
            <th scope="col" class="state">
                <span>{section.title.clone()}</span>
            </th>
        }
    });
    let matrix = !columns.is_empty();
    view! {
        <nav aria-label="Etapas">
            <a href=address(&query, None, 1) aria-current=query.stage.is_none().then_some("page")>
                {format!("Todas ({all})")}
            </a>
            {stages}
        </nav>
        <p role="status">{format!("{}.", format::count(page.total, "candidatura", "candidaturas"))}</p>
        {summary(&page, &election.institute.time_zone)}
        {matrix.then(legend)}
        <table class="rows matrix">
            <thead>
                <tr>
                    <th scope="col">"Candidatura"</th>
                    <th scope="col">"Etapa y plazo"</th>
                    {matrix.then(|| view! { <th scope="col">"Avance"</th> })}
                    {headings.collect_view()}
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </table>
        {(pages > 1).then(|| pager(page.page, pages, &|to| address(&query, query.stage, to)))}
    }
}

/// How far the candidacies on the screen are, and which term ends first.
fn summary(page: &WorkPage, zone: &str) -> Option<impl IntoView + use<>> {
    let active = || page.items.iter().filter(|item| item.status == RegistryStatus::Active);
    let read = active().filter(|item| !item.sections.is_empty()).count();
    let whole =
        active().filter(|item| !item.sections.is_empty() && !item.sections.values().any(|state| state.is_pending()));
    let open = |item: &&WorkItem| Turn::of(item.stage) == Turn::Capture;
    let next: Option<Timestamp> =
        active().filter(open).filter_map(|item| item.until).filter(|at| *at > format::now()).min();
    let due = next.map(|next| {
        let count = active().filter(open).filter(|item| item.until == Some(next)).count();
        let left = format::left(next).unwrap_or_default();
        let those = format::count(count, "candidatura", "candidaturas");
        view! {
            <div>
                <dt>"Lo próximo que vence"</dt>
                <dd>{format!("{}: {those} ({left})", format::moment(next, zone))}</dd>
            </div>
        }
    });
    let unsent = active().filter(open).count();
    let several = page.total > page.items.len();
    (read > 0).then(|| {
        view! {
            <dl class="facts">
                <div>
                    <dt>"Con todo contestado"</dt>
                    <dd>{format!("{} de {read}", whole.count())}</dd>
                </div>
                <div>
                    <dt>"No enviadas"</dt>
                    <dd>{format!("{unsent} de {read}")}</dd>
                </div>
                {due}
                {several
                    .then(|| {
                        view! {
                            <div>
                                <dt>"Estos totales"</dt>
                                <dd>"son de las candidaturas de esta página"</dd>
                            </div>
                        }
                    })}
            </dl>
        }
    })
}

/// A sign for each state, which the words beside it or behind it say.
const fn sign(state: SectionState) -> &'static str {
    match state {
        SectionState::Empty => "○",
        SectionState::Optional => "–",
        SectionState::Started => "◐",
        SectionState::Wrong => "✗",
        SectionState::Complete => "✓",
    }
}

fn legend() -> impl IntoView {
    let all = [
        SectionState::Empty,
        SectionState::Started,
        SectionState::Wrong,
        SectionState::Complete,
        SectionState::Optional,
    ];
    let entry = |state: SectionState| {
        view! {
            <li>
                <span class="sign" aria-hidden="true">
                    {sign(state)}
                </span>
                " "
                {state.name()}
            </li>
        }
    };
    view! {
        <ul class="legend" aria-label="Signos de la tabla">
            {all.map(entry)}
        </ul>
    }
}

fn row(item: &WorkItem, columns: &[&Section], election: &Election) -> impl IntoView + use<> {
    let zone = &election.institute.time_zone;
    let office = election.office_name(&item.office);
    let place = item
        .list_position
        .map_or_else(|| item.territory_name.clone(), |place| format!("{}, lugar {place}", item.territory_name));
    let party = item.responsible_party.as_ref().map_or("Independiente", |party| party.as_str());
    let what = format!("{office} · {} · {place} · {party} · {}", item.kind.name(), item.folio);
    let active = item.status == RegistryStatus::Active;
    let unsent = active && Turn::of(item.stage) == Turn::Capture;
    let turn = match item.until {
        _ if !active => None,
        Some(until) => Some(match format::left(until) {
            Some(left) => format!("hasta el {} ({left})", format::moment(until, zone)),
            None => format!("el plazo terminó el {}", format::moment(until, zone)),
        }),
        None => Turn::of(item.stage).name().map(str::to_owned),
    };
    let stage = if active { item.stage.name() } else { item.status.name() };
    let (ready, all) = done(item.sections.values().copied());
    let cells = columns.iter().map(|section| {
        let title = section.title.clone();
        item.sections
            .get(&section.key)
            .map(|state| {
                let pending = if state.is_pending() { "state" } else { "state ready" };
                view! {
                    <td class=pending data-title=title>
                        <span class="sign" aria-hidden="true">
                            {sign(*state)}
                        </span>
                        <span class="unseen">{state.name()}</span>
                    </td>
                }
                .into_any()
            })
            .unwrap_or_else(|| view! { <td class="state"></td> }.into_any())
    });
    let (href, name) = (format!("/trabajo/candidaturas/{}", item.id), item.name.clone());
    view! {
        <tr>
            <th scope="row">
                <A href=href>{name}</A>
                <span class="quiet about">{what}</span>
            </th>
            <td>
                <strong>{stage}</strong>
                {unsent
                    .then(|| {
                        view! {
                            " · "
                            <strong>"NO ENVIADO"</strong>
                        }
                    })}
                <span class="about">{turn}</span>
            </td>
            {(!columns.is_empty()).then(|| view! { <td>{format!("{ready} de {all} listos")}</td> })}
            {cells.collect_view()}
        </tr>
    }
}
