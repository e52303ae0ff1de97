//! Finding candidacies: the filters are a plain form, and all of their state is in the address.

use contract::public::{Card, CardQuery, Cards};
use domain::election::{Election, TerritoryKind};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::{components::A, hooks::use_query_map};

use super::with_election;
use crate::{
    api::{escape, public::PublicSource},
    components::{Heading, Loading, Trouble, pager},
    format::number,
};

/// The first page: what this is, and the doors.
#[component]
pub fn Home() -> impl IntoView {
    view! {
        <Title text="Candidatas y Candidatos, Conóceles"/>
        <Heading title="Conozca a quienes piden su voto".to_owned()/>
        <p class="lead">"Quiénes son, qué han hecho y qué proponen, en sus propias palabras."</p>
        {with_election(|election| view! { <Filters election=election query=CardQuery::default()/> }.into_any())}
    }
}

/// The list.
#[component]
pub fn List() -> impl IntoView {
    let map = use_query_map();
    let query = Memo::new(move |_| {
        map.with(|map| CardQuery {
            office: map.get("cargo"),
            territory: map.get("territorio"),
            nominator: map.get("postula"),
            q: map.get("nombre"),
            page: map.get("pagina").and_then(|page| page.parse().ok()),
            size: None,
        })
    });
    let source = expect_context::<PublicSource>();
    let cards = LocalResource::new(move || {
        let query = query.get();
        async move { source.list(&query).await }
    });
    view! {
        <Title text="Candidaturas - Conóceles"/>
        <Heading title="Candidaturas".to_owned()/>
        {with_election(move |election| view! { <Filters election=election query=query.get()/> }.into_any())}
        {move || match cards.get() {
            None => view! { <Loading/> }.into_any(),
            Some(Err(error)) => view! { <Trouble error=error/> }.into_any(),
            Some(Ok(cards)) => view! { <Found cards=cards query=query.get()/> }.into_any(),
        }}
    }
}

#[component]
fn Filters(election: Election, query: CardQuery) -> impl IntoView {
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
}

#[component]
fn Found(cards: Cards, query: CardQuery) -> impl IntoView {
    let words = match cards.total {
        0 => "No encontramos candidaturas con esos datos. Pruebe con menos filtros.".to_owned(),
        1 => "1 candidatura.".to_owned(),
        total => format!("{} candidaturas, en orden alfabético por apellidos.", number(total)),
    };
    let pages = cards.total.div_ceil(cards.size).max(1);
    view! {
        <p role="status">{words}</p>
        <ul class="cards">
            {cards.items.into_iter().map(|card| view! { <li><CardView card=card/></li> }).collect_view()}
        </ul>
        {(pages > 1).then(|| pager(cards.page, pages, &|to| address(&query, to)))}
    }
}

fn address(query: &CardQuery, page: usize) -> String {
    let mut address = format!("/candidaturas?pagina={page}");
    let texts = [
        ("cargo", &query.office),
        ("territorio", &query.territory),
        ("postula", &query.nominator),
        ("nombre", &query.q),
    ];
    for (name, value) in texts {
        if let Some(value) = value.as_deref().filter(|value| !value.is_empty()) {
            address.push_str(&format!("&{name}={}", escape(value)));
        }
    }
    address
}

#[component]
fn CardView(card: Card) -> impl IntoView {
    let nothing = card.nothing_shown();
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
                <h2><A href=format!("/candidaturas/{}", card.slug)>{card.name}</A></h2>
                {(!card.nickname.is_empty()).then(|| view! { <p class="quiet">{format!("«{}»", card.nickname)}</p> })}
                <p>{format!("{} · {}", card.office_name, card.kind.name())}</p>
                <p>{place}</p>
                <p>{card.nominator_name}</p>
                {nothing.map(|words| view! { <p class="tag">{words}</p> })}
            </div>
        </article>
    }
}
