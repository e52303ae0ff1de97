use contract::work::{WorkItem, WorkQuery};
use domain::{candidacy::RegistryStatus, election::Election, workflow::StageName};
use leptos::prelude::*;
use leptos_router::{components::A, hooks::use_query_map};

use crate::pages::workspace::capture::extension::{
    desk::{Chosen, Desk},
    filter::{Filter, Filters},
};
use crate::{
    api::{ApiError, work::Work},
    components::{FOUND, pager, shown},
    format,
    pages::workspace::shell::election::with_election,
    state::Signed,
};

const PAGE: usize = 50;

/// The candidacies that were not sent and whose term may be given more time.
#[component]
pub fn List(desk: Desk) -> impl IntoView {
    let (work, signed) = (expect_context::<Work>(), expect_context::<Signed>());
    let map = use_query_map();
    let filter = Memo::new(move |_| map.with(Filter::of));
    let query = Memo::new(move |_| filter.with(Filter::query));
    let list = LocalResource::new(move || {
        let query = query.get();
        signed.entries();
        async move {
            let found = unsent(work, query.clone()).await;
            (query, found)
        }
    });
    // What was asked comes with the answer, so that no list is counted by another's filter.
    let found = move || {
        let (_, found) = list.get().filter(|(of, _)| *of == query.get())?;
        Some(found.map(|items| filter.with(|filter| filter.of_those(items))))
    };
    let count = move || match found() {
        Some(Ok(items)) => format!("{}.", format::count(items.len(), "candidatura", "candidaturas")),
        _ => String::new(),
    };
    with_election(move |election| {
        let election_shown = election.clone();
        view! {
            {move || view! { <Filters election=election.clone() filter=filter.get() /> }}
            <p id=FOUND role="status" tabindex="-1">
                {count}
            </p>
            {move || shown(
                found(),
                |items| {
                    view! { <Found found=items filter=filter.get() election=election_shown.clone() desk=desk /> }
                        .into_any()
                },
            )}
        }
        .into_any()
    })
}

/// Every page of what is still captured.
async fn unsent(work: Work, query: WorkQuery) -> Result<Vec<WorkItem>, ApiError> {
    let mut found = Vec::new();
    for stage in [StageName::NotStarted, StageName::InCapture] {
        for page in 1.. {
            let asked = WorkQuery { stage: Some(stage), page: Some(page), size: Some(200), ..query.clone() };
            let read = work.list(&asked).await?;
            found.extend(read.items);
            if page * read.size >= read.total {
                break;
            }
        }
    }
    found.retain(|item| item.status == RegistryStatus::Active);
    Ok(found)
}

#[component]
fn Found(found: Vec<WorkItem>, filter: Filter, election: Election, desk: Desk) -> impl IntoView {
    let (total, pages) = (found.len(), found.len().div_ceil(PAGE).max(1));
    let page = filter.page.min(pages);
    let rows = found.iter().skip((page - 1) * PAGE).take(PAGE).map(|item| row(item, &election, desk)).collect_view();
    let able = found.into_iter().filter(|item| item.until.is_some());
    let all: Chosen = able.map(|item| (item.id, item.name)).collect();
    let words = match all.len() {
        1 => "Elegir la única que se puede".to_owned(),
        count => format!("Elegir las {} que se pueden", format::number(count)),
    };
    let any = !all.is_empty();
    let choose = move |_| {
        desk.chosen.update(|chosen| {
            chosen.retain(|(id, _)| !all.iter().any(|(other, _)| other == id));
            chosen.extend(all.clone());
        });
    };
    view! {
        <p class="row">
            {any
                .then(|| {
                    view! {
                        <button type="button" class="second small" on:click=choose>
                            {words}
                        </button>
                    }
                })} <a href="#ampliar" rel="external">
                "Ir a escribir el plazo"
            </a>
        </p>
        {(total > 0)
            .then(|| {
                view! {
                    <table class="rows">
                        <thead>
                            <tr>
                                <th scope="col">"Elegir"</th>
                                <th scope="col">"Candidatura"</th>
                                <th scope="col">"Etapa"</th>
                                <th scope="col">"Plazo"</th>
                            </tr>
                        </thead>
                        <tbody>{rows}</tbody>
                    </table>
                }
            })}
        {(pages > 1).then(|| pager(page, pages, &|to| filter.address(to)))}
    }
}

fn row(item: &WorkItem, election: &Election, desk: Desk) -> impl IntoView + use<> {
    let zone = &election.institute.time_zone;
    let office = election.office_name(&item.office);
    let party = item.responsible_party.as_ref().map_or("Independiente", |party| party.as_str());
    let about = format!("{office} · {} · {party} · {} · {}", item.territory_name, item.kind.name(), item.folio);
    let (id, name) = (item.id, item.name.clone());
    let is_chosen = move || desk.chosen.with(|chosen| chosen.iter().any(|(chosen_id, _)| *chosen_id == id));
    let toggle = {
        let name = name.clone();
        move |_| {
            desk.chosen.update(|chosen| {
                let before = chosen.len();
                chosen.retain(|(chosen_id, _)| *chosen_id != id);
                if chosen.len() == before {
                    chosen.push((id, name.clone()));
                }
            });
        }
    };
    let pick = item.until.is_some().then(|| {
        let label = format!("Elegir {name}, {}", item.folio);
        view! { <input type="checkbox" aria-label=label prop:checked=is_chosen on:change=toggle /> }
    });
    let term = item.until.map_or_else(
        || view! { "Sin plazo: falta el acuse de recibo de las cuentas." }.into_any(),
        |until| match format::left(until) {
            Some(left) => format!("Termina el {} ({left}).", format::moment(until, zone)).into_any(),
            None => {
                let ended = format!("el {}.", format::moment(until, zone));
                view! {
                    <strong>"Ya terminó"</strong>
                    " "
                    {ended}
                }
                .into_any()
            }
        },
    );
    view! {
        <tr>
            <td class="pick">{pick}</td>
            <th scope="row">
                <A href=format!("/trabajo/candidaturas/{id}")>{name}</A>
                <span class="quiet about">{about}</span>
            </th>
            <td data-label="Etapa">{item.stage.name()}" · "<strong>"NO ENVIADO"</strong></td>
            <td data-label="Plazo">{term}</td>
        </tr>
    }
}
