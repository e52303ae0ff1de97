//! Finding candidacies: the filters are a plain form, and all of their state is in the address.

use contract::public::{Card, CardQuery, Cards};
use domain::{
    election::{Election, TerritoryKind},
    visibility::NOTHING_PUBLISHED,
};
use leptos::prelude::*;

use super::{Head, Page, Place, PublicSource, about, heading, list_address, profile_address};
use crate::{components::pager, format::number};

/// The first page: what this is, and the doors.
pub(super) fn home(source: &dyn PublicSource) -> Page {
    let election = source.election();
    let what = "Quiénes son, qué han hecho y qué proponen, en sus propias palabras.";
    let head = Head::new(election.display_name.clone(), format!("{} {}.", what, election.name));
    let content = view! {
        {heading("Conozca a quienes piden su voto")}
        <p class="lead">{what}</p>
        {filters(election, &CardQuery::default())}
    };
    Page::here(head.at(Place::Home.address()), content.into_any())
}

/// What a filter was set to; "Todos" is an empty value.
fn chosen(value: Option<String>) -> Vec<String> {
    value.into_iter().filter(|value| !value.is_empty()).collect()
}

/// The list.
pub(super) fn list(source: &dyn PublicSource, query: &CardQuery) -> Page {
    let election = source.election();
    let cards = source.list(query);
    let pages = cards.total.div_ceil(cards.size.max(1)).max(1);
    if cards.page > pages {
        return about::missing();
    }
    let title = match cards.page {
        1 => "Candidaturas".to_owned(),
        page => format!("Candidaturas, página {page} de {pages}"),
    };
    let description = format!("Lista de candidaturas, en orden alfabético por apellidos. {}.", election.name);
    let head = Head::new(title, description);
    // What somebody searched for is nobody else's page.
    let head = if query.q.is_none() && cards.total > 0 { head.at(list_address(query)) } else { head };
    let content = view! {
        {heading("Candidaturas")}
        {filters(election, query)}
        {found(cards, query, pages)}
    };
    Page::here(head, content.into_any())
}

/// The form of the filters, which says in the address what it asks.
fn filters(election: &Election, query: &CardQuery) -> AnyView {
    let is = |wanted: &Option<String>, value: &str| wanted.as_deref() == Some(value);
    let office = query.office.clone();
    let kind =
        office.as_deref().and_then(|key| election.offices.iter().find(|o| o.key.as_str() == key)).map(|o| o.territory);
    let group = |title: &'static str, wanted: TerritoryKind| {
        let options = election
            .territories
            .iter()
            .filter(|territory| territory.kind == wanted)
            .map(|territory| {
                let selected = is(&query.territory, territory.id.as_str());
                view! { <option value=territory.id.0.clone() selected=selected>{territory.name.clone()}</option> }
            })
            .collect_view();
        (kind.is_none() || kind == Some(wanted)).then(|| view! { <optgroup label=title>{options}</optgroup> })
    };
    let offices = election.offices.iter().map(|office| {
        let selected = is(&query.office, office.key.as_str());
        view! { <option value=office.key.0.clone() selected=selected>{office.plural.clone()}</option> }
    });
    let parties = election.parties.iter().map(|party| (party.key.0.clone(), party.name.clone()));
    let coalitions = election.coalitions.iter().map(|coalition| (coalition.key.0.clone(), coalition.name.clone()));
    let independent = [(election.independent.0.clone(), "Candidaturas independientes".to_owned())];
    let nominators = parties.chain(coalitions).chain(independent).map(|(key, name)| {
        let selected = is(&query.nominator, &key);
        view! { <option value=key selected=selected>{name}</option> }
    });
    view! {
        <form class="filters" action="/candidaturas" method="get" role="search" aria-label="Buscar candidaturas">
            <p>
                <label for="nombre">"Nombre"</label>
                <input id="nombre" name="nombre" type="search" autocomplete="off" value=query.q.clone().unwrap_or_default()/>
            </p>
            <p>
                <label for="cargo">"Cargo"</label>
                <select id="cargo" name="cargo"><option value="">"Todos"</option>{offices.collect_view()}</select>
            </p>
            <p>
                <label for="territorio">"Municipio o distrito"</label>
                <select id="territorio" name="territorio">
                    <option value="">"Todos"</option>
                    {group("Municipios", TerritoryKind::Municipality)}
                    {group("Distritos", TerritoryKind::District)}
                </select>
            </p>
            <p>
                <label for="postula">"Partido o coalición"</label>
                <select id="postula" name="postula"><option value="">"Todos"</option>{nominators.collect_view()}</select>
            </p>
            <p><button type="submit">"Buscar"</button></p>
        </form>
    }
    .into_any()
}

/// The candidacies of a page of the list, and the way to the others.
fn found(cards: Cards, query: &CardQuery, pages: usize) -> AnyView {
    let words = match cards.total {
        0 => "No encontramos candidaturas con esos datos. Pruebe con menos filtros.".to_owned(),
        1 => "1 candidatura.".to_owned(),
        total => format!("{} candidaturas, en orden alfabético por apellidos.", number(total)),
    };
    let address = |page| list_address(&CardQuery { page: Some(page), ..query.clone() });
    let pager = (pages > 1).then(|| pager(cards.page, pages, &address));
    view! {
        <p role="status">{words}</p>
        <ul class="cards">
            {cards.items.into_iter().map(|card| view! { <li>{card_view(card)}</li> }).collect_view()}
        </ul>
        {pager}
    }
    .into_any()
}

/// One candidacy of the list.
fn card_view(card: Card) -> AnyView {
    let place = match card.list_position {
        Some(place) => format!("{} · lugar {place} de la lista", card.territory_name),
        None => card.territory_name.clone(),
    };
    let initials: String =
        card.name.split(' ').filter_map(|word| word.chars().next()).filter(|c| c.is_uppercase()).take(2).collect();
    let photo = match card.photo {
        Some(address) => view! { <img src=address alt="" width="72" height="72" loading="lazy"/> }.into_any(),
        None => view! { <span class="nobody" aria-hidden="true">{initials}</span> }.into_any(),
    };
    view! {
        <article class="card">
            {photo}
            <div>
                <h2><a href=profile_address(&card.slug)>{card.name}</a></h2>
                {(!card.nickname.is_empty()).then(|| view! { <p class="quiet">{format!("«{}»", card.nickname)}</p> })}
                <p>{format!("{} · {}", card.office_name, card.kind.name())}</p>
                <p>{place}</p>
                <p>{card.nominator_name}</p>
                {(!card.published).then(|| view! { <p class="tag">{NOTHING_PUBLISHED}</p> })}
            </div>
        </article>
    }
    .into_any()
}
