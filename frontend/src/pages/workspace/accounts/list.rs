use contract::accounts::Account;
use domain::time::Timestamp;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use crate::pages::workspace::accounts::{
    bulk::{Bulk, Chosen},
    filter::{Filter, Filters, Standing},
};
use crate::{
    api::{ApiError, work::Work},
    components::{FOUND, focus, shown},
    format,
    pages::workspace::shell::election::with_election,
    state::Signed,
};

const PAGE: usize = 50;

/// What was read, and what it is shown by: both change at once, so that a list is never counted by another's filter.
type Read = (Filter, Result<Vec<Account>, ApiError>);

/// The accounts there are, and what may be done with many of them. They are read again whenever somebody asks.
#[component]
pub fn List(changed: RwSignal<u32>) -> impl IntoView {
    let (work, signed) = (expect_context::<Work>(), expect_context::<Signed>());
    let map = use_query_map();
    let filter = Memo::new(move |_| map.with(Filter::of));
    let chosen = RwSignal::new(Chosen::new());
    let list: LocalResource<Read> = LocalResource::new(move || {
        let filter = filter.get();
        changed.track();
        signed.entries();
        async move {
            let outcome = work.accounts(&filter.words).await;
            (filter, outcome)
        }
    });
    let asked = Callback::new(move |()| {
        changed.update(|times| *times += 1);
        focus(FOUND);
    });
    let count = move || match list.get() {
        Some((filter, Ok(accounts))) => format!("{}.", counted(filter.of_those(accounts).len())),
        _ => String::new(),
    };
    view! {
        <h2>"Cuentas emitidas"</h2>
        {with_election(move |election| {
            let zone = election.institute.time_zone.clone();
            view! {
                {move || view! { <Filters election=election.clone() filter=filter.get() asked=asked /> }}
                <p id=FOUND role="status" tabindex="-1">
                    {count}
                </p>
                <div>
                    {move || shown(
                        list.get().map(|(filter, accounts)| accounts.map(|accounts| (filter, accounts))),
                        |(filter, accounts)| {
                            view! { <Found accounts=accounts filter=filter zone=zone.clone() chosen=chosen /> }
                                .into_any()
                        },
                    )} <Bulk chosen=chosen changed=changed />
                </div>
            }
                .into_any()
        })}
    }
}

fn counted(how_many: usize) -> String {
    format::count(how_many, "cuenta", "cuentas")
}

/// How an account stands, in words.
pub fn standing(account: &Account, now: Timestamp) -> String {
    let of = Standing::ALL.into_iter().filter(|standing| standing.is_of(account, now)).map(Standing::name);
    let factor = account.has_factor.then_some("con verificación en dos pasos");
    let unconfirmed = account.unconfirmed.map(|_| "por confirmar");
    of.chain(factor).chain(unconfirmed).collect::<Vec<_>>().join(", ")
}

/// Where an account's letter is.
pub fn letter(account: &Account, zone: &str) -> String {
    match (account.received_at, account.delivered_at) {
        (Some(at), _) => format!("Acusada el {}", format::day(at, zone)),
        (None, Some(at)) => format!("Entregada el {}", format::day(at, zone)),
        (None, None) => "Por entregar".into(),
    }
}

#[component]
fn Found(accounts: Vec<Account>, filter: Filter, zone: String, chosen: RwSignal<Chosen>) -> impl IntoView {
    let now = format::now();
    let found = filter.of_those(accounts);
    let (total, pages) = (found.len(), found.len().div_ceil(PAGE).max(1));
    let page = filter.page.min(pages);
    let shown = found.iter().skip((page - 1) * PAGE).take(PAGE);
    let rows = shown.map(|account| row(account.clone(), now, &zone, chosen)).collect_view();
    let everybody: Chosen = found.into_iter().map(|account| (account.id, account.username)).collect();
    view! {
        {(total > 0)
            .then(|| {
                view! {
                    <p>
                        <button type="button" class="second small" on:click=move |_| chosen.set(everybody.clone())>
                            {format!("Elegir {}", counted(total))}
                        </button>
                    </p>
                }
            })}
        <table class="rows">
            <thead>
                <tr>
                    <th scope="col">"Elegir"</th>
                    <th scope="col">"Cuenta"</th>
                    <th scope="col">"Para"</th>
                    <th scope="col">"Tipo"</th>
                    <th scope="col">"Estado"</th>
                    <th scope="col">"Carta"</th>
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </table>
        <nav class="pager" aria-label="Páginas">
            {(page > 1).then(|| view! { <a href=filter.address(page - 1)>"Anterior"</a> })}
            <span>{format!("Página {page} de {pages}")}</span>
            {(page < pages).then(|| view! { <a href=filter.address(page + 1)>"Siguiente"</a> })}
        </nav>
    }
}

fn row(account: Account, now: Timestamp, zone: &str, chosen: RwSignal<Chosen>) -> impl IntoView + use<> {
    let (id, name) = (account.id, account.username.clone());
    let (standing, letter) = (standing(&account, now), letter(&account, zone));
    let is_chosen = move || chosen.with(|chosen| chosen.contains_key(&id));
    let label = format!("Elegir {name}");
    let toggle = move |_| {
        chosen.update(|chosen| {
            if chosen.remove(&id).is_none() {
                chosen.insert(id, name.clone());
            }
        });
    };
    view! {
        <tr>
            <td class="pick">
                <input type="checkbox" aria-label=label prop:checked=is_chosen on:change=toggle />
            </td>
            <th scope="row">
                <span class="whole">{account.username}</span>
            </th>
            <td data-label="Para">{account.display_name}</td>
            <td data-label="Tipo">{account.role.name()}</td>
            <td data-label="Estado">{standing}</td>
            <td data-label="Carta">{letter}</td>
        </tr>
    }
}
