//! Finding candidacies: the filters are a plain form, and all of their state is in the address.

use contract::{
    paths::{from_root, public as paths},
    public::{Card, CardPassages, CardQuery, Cards, Facet, FacetOption, Filter, Order, Passage, QueryFault, Within},
};
use leptos::prelude::*;
use url::form_urlencoded;

use super::{
    Head, Page, PageStatus, PublicSource, about,
    asked::{Asked, filter_name, order_name, within_name, written},
    asked_at, heading, list_address, profile_address,
};
use crate::{
    components::pager,
    format::{count, number},
};

/// From so many options on, a filter is a list to choose one from instead of boxes to tick.
const MANY: usize = 12;

/// The list, or what of its address is not understood.
pub(super) fn list(source: &dyn PublicSource, asked: &Asked) -> Page {
    let (asked, fault) = understood(source, asked);
    let asked = &asked;
    let cards = source.list(&asked.query);
    let pages = cards.total.div_ceil(cards.size.max(1)).max(1);
    if cards.page > pages {
        return about::missing();
    }
    let title = match cards.page {
        1 => "Candidaturas".to_owned(),
        page => format!("Candidaturas, página {page} de {pages}"),
    };
    let description = format!("Quiénes compiten, con filtros y búsqueda. {}.", source.election().name);
    let head = Head::new(title, description);
    if let Some(fault) = fault {
        let content = view! {
            {heading("Candidaturas")}
            {refused(&fault)}
            {finder(source, asked, &cards.facets)}
        };
        return Page::here(head, content.into_any()).with_status(PageStatus::Refused);
    }
    // What somebody searched for is nobody else's page.
    let head = if asked.query.q.is_none() && cards.total > 0 { head.at(list_address(asked)) } else { head };
    let content = view! {
        {heading("Candidaturas")}
        {finder(source, asked, &cards.facets)}
        {chosen(asked, &cards.facets)}
        {found(source, asked, &cards, pages)}
    };
    Page::here(head, content.into_any())
}

/// What of the address is understood, and the first that is not.
fn understood(source: &dyn PublicSource, asked: &Asked) -> (Asked, Option<QueryFault>) {
    let (mut asked, mut first) = (asked.clone(), asked.fault.clone());
    while let Some(fault) = source.check(&asked.query) {
        match filter_of(&fault) {
            Some(filter) => asked.query.values_mut(filter).clear(),
            None => asked = Asked::default(),
        }
        first.get_or_insert(fault);
    }
    (asked, first)
}

fn filter_of(fault: &QueryFault) -> Option<Filter> {
    Filter::ALL.into_iter().find(|filter| filter.name() == fault.field)
}

/// What of the address is not understood, and what to do. The options of a filter are in the form.
fn refused(fault: &QueryFault) -> AnyView {
    let filter = filter_of(fault);
    let name = filter.map_or_else(|| fault.field.clone(), |filter| filter.label().to_owned());
    let message = filter.is_none().then(|| view! { <p>{fault.message.clone()}</p> });
    view! {
        <div class="trouble" role="alert">
            <p>
                <strong>{format!("Lo que pide la dirección no se entiende: {name}.")}</strong>
            </p>
            {message}
            <p>"Elija otra vez abajo, o "<a href="/candidaturas">"vea todas las candidaturas"</a>"."</p>
        </div>
    }
    .into_any()
}

/// How the list is narrowed: by a form, or by ways to an office's and a party's where nothing can be asked.
fn finder(source: &dyn PublicSource, asked: &Asked, facets: &[Facet]) -> AnyView {
    match asked_at(source, "/candidaturas") {
        Some(address) => form(address, asked, facets),
        None => ways(facets),
    }
}

fn ways(facets: &[Facet]) -> AnyView {
    let of = |filter: Filter| {
        let facet = facets.iter().find(|facet| facet.filter == filter)?;
        let options = facet.options.iter().map(|option| {
            let address = list_address(&Asked::only(filter, &option.key));
            view! {
                <li>
                    <a href=address>{option.label.clone()}</a>
                </li>
            }
        });
        Some(view! {
            <details class="more">
                <summary>{facet.label.clone()}</summary>
                <ul>{options.collect_view()}</ul>
            </details>
        })
    };
    view! {
        <p>
            <a href="/contiendas">"Por municipio o distrito"</a>
        </p>
        {of(Filter::Office)}
        {of(Filter::Nominator)}
    }
    .into_any()
}

/// The form, which says in the address what it asks.
fn form(address: String, asked: &Asked, facets: &[Facet]) -> AnyView {
    let query = &asked.query;
    let (few, many): (Vec<&Facet>, Vec<&Facet>) = facets
        .iter()
        .filter(|facet| facet.filter != Filter::Contest)
        .partition(|facet| facet.options.len() < MANY && facet.filter != Filter::Office);
    let contests = query.contest.iter().map(|contest| {
        view! { <input type="hidden" name=filter_name(Filter::Contest) value=contest.clone() /> }
    });
    let open = few.iter().any(|facet| facet.options.iter().any(|option| option.chosen));
    view! {
        <form class="finder" action=address method="get" role="search" aria-label="Buscar candidaturas">
            <div class="filters">
                {words_and_where(query)} {many.into_iter().map(select).collect_view()} {order_and_look(asked)}
            </div>
            <details class="more" open=open>
                <summary>"Más filtros"</summary>
                <div class="boxes">{few.into_iter().map(boxes).collect_view()}</div>
            </details>
            {contests.collect_view()}
            <p>
                <button type="submit">"Buscar"</button>
            </p>
        </form>
    }
    .into_any()
}

/// What is searched for, and in what.
fn words_and_where(query: &CardQuery) -> AnyView {
    let within = Within::ALL.map(|within| {
        view! {
            <option value=within_name(within) selected=query.within == within>
                {within.label()}
            </option>
        }
    });
    view! {
        <p>
            <label for="buscar">"Palabras"</label>
            <input
                id="buscar"
                name="buscar"
                type="search"
                autocomplete="off"
                maxlength="200"
                value=query.q.clone().unwrap_or_default()
            />
        </p>
        <p>
            <label for="en">"Buscar en"</label>
            <select id="en" name="en">
                {within}
            </select>
        </p>
    }
    .into_any()
}

/// How what is found is shown.
fn order_and_look(asked: &Asked) -> AnyView {
    let orders = Order::ALL.map(|order| {
        view! {
            <option value=order_name(order) selected=asked.query.order == order>
                {short(order)}
            </option>
        }
    });
    view! {
        <p>
            <label for="orden">"Orden"</label>
            <select id="orden" name="orden">
                {orders}
            </select>
        </p>
        <p>
            <label for="vista">"Ver como"</label>
            <select id="vista" name="vista">
                <option value="">"Tarjetas"</option>
                <option value="tabla" selected=asked.table>
                    "Tabla"
                </option>
            </select>
        </p>
    }
    .into_any()
}

const fn short(order: Order) -> &'static str {
    match order {
        Order::Surname => "Apellidos",
        Order::Registry => "Registro",
        Order::Party => "Partido",
    }
}

fn words(option: &FacetOption) -> String {
    format!("{} ({})", option.label, number(option.count))
}

/// A filter of many options: one is chosen, and the others that the address names are kept.
fn select(facet: &Facet) -> AnyView {
    let name = filter_name(facet.filter);
    let mut others = facet.options.iter().filter(|option| option.chosen);
    let first = others.next().map(|option| option.key.clone());
    let others =
        others.map(|option| view! { <input type="hidden" name=name value=written(facet.filter, &option.key) /> });
    let others = others.collect_view();
    let options = facet.options.iter().map(|option| {
        let selected = first.as_ref() == Some(&option.key);
        view! {
            <option value=written(facet.filter, &option.key) selected=selected>
                {words(option)}
            </option>
        }
    });
    view! {
        <p>
            <label for=name>{facet.label.clone()}</label>
            <select id=name name=name>
                <option value="">"Todos"</option>
                {options.collect_view()}
            </select>
            {others}
        </p>
    }
    .into_any()
}

/// A filter of few options: any number of them.
fn boxes(facet: &Facet) -> AnyView {
    let name = filter_name(facet.filter);
    let options = facet.options.iter().enumerate().map(|(place, option)| {
        let id = format!("{name}-{place}");
        view! {
            <p class="tick">
                <input
                    type="checkbox"
                    id=id.clone()
                    name=name
                    value=written(facet.filter, &option.key)
                    checked=option.chosen
                />
                <label for=id>{words(option)}</label>
            </p>
        }
    });
    view! {
        <fieldset>
            <legend>{facet.label.clone()}</legend>
            {options.collect_view()}
        </fieldset>
    }
    .into_any()
}

/// What was chosen, each with the way to the list without it.
fn chosen(asked: &Asked, facets: &[Facet]) -> Option<AnyView> {
    let words = asked
        .query
        .q
        .as_ref()
        .map(|words| (format!("«{words}»"), list_address(&asked.with(|asked| asked.query.q = None))));
    let filters = facets.iter().flat_map(|facet| {
        let options = facet.options.iter().filter(|option| option.chosen);
        options.map(|option| {
            let without = asked.with(|asked| asked.query.values_mut(facet.filter).retain(|value| *value != option.key));
            (format!("{}: {}", facet.label, option.label), list_address(&without))
        })
    });
    let all: Vec<(String, String)> = words.into_iter().chain(filters).collect();
    let some = !all.is_empty();
    let all = all.into_iter().map(|(words, without)| {
        let label = format!("Quitar {words}");
        view! {
            <li>
                {words}" "<a href=without aria-label=label>
                    "Quitar"
                </a>
            </li>
        }
    });
    some.then(|| {
        view! {
            <div class="chosen">
                <h2>"Filtros puestos"</h2>
                <ul class="plain">{all.collect_view()}</ul>
                <p>
                    <a href="/candidaturas">"Quitar todos"</a>
                </p>
            </div>
        }
        .into_any()
    })
}

/// The candidacies of a page of the list, and the way to the others.
fn found(source: &dyn PublicSource, asked: &Asked, cards: &Cards, pages: usize) -> AnyView {
    let words = match cards.total {
        0 => "No encontramos candidaturas con esos datos. Quite algún filtro o escriba menos palabras.".to_owned(),
        total => format!("{}. Orden: {}.", count(total, "candidatura", "candidaturas"), cards.order.label()),
    };
    let address = |page| list_address(&asked.with(|asked| asked.query.page = Some(page).filter(|page| *page > 1)));
    let pager = (pages > 1).then(|| pager(cards.page, pages, &address));
    let passages = |slug: &str| cards.passages.iter().find(|passages| passages.slug == slug).cloned();
    let shown = if cards.total == 0 {
        ().into_any()
    } else if asked.table {
        table(&cards.items)
    } else {
        let items = cards.items.iter().map(|card| view! { <li>{card_view(card, passages(&card.slug))}</li> });
        view! { <ul class="cards">{items.collect_view()}</ul> }.into_any()
    };
    view! {
        <p role="status">{words}</p>
        {shown}
        {pager}
        {(cards.total > 0).then(|| downloads(source, asked))}
    }
    .into_any()
}

/// The same list as files.
fn downloads(source: &dyn PublicSource, asked: &Asked) -> Option<AnyView> {
    let query = CardQuery { page: None, size: None, ..asked.query.clone() };
    let mut pairs = form_urlencoded::Serializer::new(String::new());
    pairs.extend_pairs(query.pairs());
    let pairs = pairs.finish();
    let (site, question) = if pairs.is_empty() { ("", String::new()) } else { (source.asks()?, format!("?{pairs}")) };
    let link = |path: &str, words: &'static str| {
        let address = format!("{site}{}{question}", from_root(path));
        view! {
            <li>
                <a href=address>{words}</a>
            </li>
        }
    };
    let (sheet, csv) = (link(paths::table_spreadsheet(), "Hoja de cálculo"), link(paths::table_csv(), "CSV"));
    let json = link(paths::table_json(), "JSON");
    Some(
        view! {
            <div class="downloads">
                <h2>"Descargar esta lista"</h2>
                <ul class="row">{sheet}{csv}{json}</ul>
            </div>
        }
        .into_any(),
    )
}

fn place_of(card: &Card) -> String {
    match card.list_position {
        Some(place) => format!("{} · lugar {place} de la lista", card.territory_name),
        None => card.territory_name.clone(),
    }
}

/// One candidacy of the list.
fn card_view(card: &Card, passages: Option<CardPassages>) -> AnyView {
    let initials: String =
        card.name.split(' ').filter_map(|word| word.chars().next()).filter(|c| c.is_uppercase()).take(2).collect();
    let photo = match card.photo.clone() {
        Some(address) => view! { <img src=address alt="" width="72" height="72" loading="lazy" /> }.into_any(),
        None => view! {
            <span class="nobody" aria-hidden="true">
                {initials}
            </span>
        }
        .into_any(),
    };
    // The name is there already.
    let texts = passages.into_iter().flat_map(|found| found.passages).filter(|text| text.question.is_some());
    let texts = texts.map(|text| passage(&text)).collect_view();
    view! {
        <article class="card">
            {photo} <div>
                <h2>
                    <a href=profile_address(&card.slug)>{card.name.clone()}</a>
                </h2>
                {(!card.nickname.is_empty()).then(|| view! { <p class="quiet">{format!("«{}»", card.nickname)}</p> })}
                <p>{format!("{} · {}", card.office_name, card.kind.name())}</p>
                <p>{place_of(card)}</p>
                <p>{card.nominator_name.clone()}</p>
                {card.nothing_shown().map(|words| view! { <p class="tag">{words}</p> })}
                {texts}
            </div>
        </article>
    }
    .into_any()
}

/// A piece of a text, with the words that were looked for marked.
fn passage(passage: &Passage) -> AnyView {
    let segments = passage.segments.iter().map(|segment| {
        let text = segment.text.clone();
        if segment.hit { view! { <mark>{text}</mark> }.into_any() } else { text.into_any() }
    });
    let (before, after) = (passage.cut_before.then_some("… "), passage.cut_after.then_some(" …"));
    view! {
        <p class="passage">
            <span class="quiet">{passage.label.clone()}": "</span>
            {before}
            {segments.collect_view()}
            {after}
        </p>
    }
    .into_any()
}

fn table(cards: &[Card]) -> AnyView {
    let rows = cards.iter().map(|card| {
        view! {
            <tr>
                <th scope="row">
                    <a href=profile_address(&card.slug)>{card.name.clone()}</a>
                </th>
                <td data-label="Cargo">{card.office_name.clone()}</td>
                <td data-label="Lugar">{place_of(card)}</td>
                <td data-label="Candidatura">{card.kind.name()}</td>
                <td data-label="Postula">{card.nominator_name.clone()}</td>
                <td data-label="Información">{card.nothing_shown().unwrap_or("Publicada")}</td>
            </tr>
        }
    });
    view! {
        <table class="folding">
            <caption class="quiet">"Candidaturas de esta página"</caption>
            <thead>
                <tr>
                    <th scope="col">"Nombre"</th>
                    <th scope="col">"Cargo"</th>
                    <th scope="col">"Municipio o distrito"</th>
                    <th scope="col">"Candidatura"</th>
                    <th scope="col">"Postula"</th>
                    <th scope="col">"Información"</th>
                </tr>
            </thead>
            <tbody>{rows.collect_view()}</tbody>
        </table>
    }
    .into_any()
}
