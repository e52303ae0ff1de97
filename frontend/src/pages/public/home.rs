//! The first page and its doors: a place, an office, a party, a name.

use domain::{
    election::{Office, Territory, TerritoryKind},
    text::fold,
};
use leptos::prelude::*;

use contract::public::Filter;

use super::{
    Head, Page, Place, PublicSource, asked::Asked, asked_at, contest::contest_link, heading, kept, list_address,
};

/// The first page: what this is, and the doors.
pub(super) fn home(source: &dyn PublicSource) -> Page {
    let election = source.election();
    let what = "Quiénes son, qué han hecho y qué proponen, en sus propias palabras.";
    let head = Head::new(election.display_name.clone(), format!("{} {}.", what, election.name));
    let offices = election.offices.iter().map(|office| {
        view! {
            <li>
                <p>
                    <a href=list_address(&Asked::only(Filter::Office, office.key.as_str()))>{office.plural.clone()}</a>
                </p>
                {kept::explained(office)}
            </li>
        }
    });
    let parties = election.parties.iter().map(|party| (party.key.0.clone(), party.name.clone()));
    let coalitions = election.coalitions.iter().map(|coalition| (coalition.key.0.clone(), coalition.name.clone()));
    let independent = [(election.independent.0.clone(), "Candidaturas independientes".to_owned())];
    let nominators: Vec<(String, String)> = parties.chain(coalitions).chain(independent).collect();
    let content = view! {
        {heading("Conozca a quienes piden su voto")}
        <p class="lead">{what}</p>
        <div class="doors">
            <section aria-labelledby="por-lugar">
                <h2 id="por-lugar">"Por su municipio o distrito"</h2>
                {place_form(source, "")}
                <p>
                    <a href="/contiendas">"Ver todas las elecciones y comparar"</a>
                </p>
            </section>
            {asked_at(source, "/candidaturas").map(words_door)}
            <section aria-labelledby="por-partido">
                <h2 id="por-partido">"Por partido o coalición"</h2>
                {match asked_at(source, "/candidaturas") {
                    Some(address) => party_form(address, nominators),
                    None => party_links(nominators),
                }}
            </section>
            <section aria-labelledby="por-cargo">
                <h2 id="por-cargo">"Por cargo"</h2>
                <ul class="plain">{offices.collect_view()}</ul>
            </section>
        </div>
    };
    Page::here(head.at(Place::Home.address()), content.into_any())
}

fn words_door(address: String) -> AnyView {
    view! {
        <section aria-labelledby="por-nombre">
            <h2 id="por-nombre">"Por nombre o por lo que proponen"</h2>
            <form action=address method="get" role="search" aria-label="Buscar por palabras">
                <p>
                    <label for="buscar">"Nombre o palabras"</label>
                    <input id="buscar" name="buscar" type="search" autocomplete="off" maxlength="200" />
                </p>
                <p>
                    <button type="submit">"Buscar"</button>
                </p>
            </form>
        </section>
    }
    .into_any()
}

fn party_form(address: String, nominators: Vec<(String, String)>) -> AnyView {
    let nominators = nominators.into_iter().map(|(key, name)| view! { <option value=key>{name}</option> });
    view! {
        <form action=address method="get">
            <p>
                <label for="postula">"Partido, coalición o independientes"</label>
                <select id="postula" name="postula">
                    {nominators.collect_view()}
                </select>
            </p>
            <p>
                <button type="submit">"Ver candidaturas"</button>
            </p>
        </form>
    }
    .into_any()
}

fn party_links(nominators: Vec<(String, String)>) -> AnyView {
    let links = nominators.into_iter().map(|(key, name)| {
        view! {
            <li>
                <a href=list_address(&Asked::only(Filter::Nominator, &key))>{name}</a>
            </li>
        }
    });
    view! { <ul class="plain">{links.collect_view()}</ul> }.into_any()
}

/// Where the name of a place is typed or chosen; a way to all of them where nothing can be asked.
fn place_form(source: &dyn PublicSource, typed: &str) -> AnyView {
    let Some(address) = asked_at(source, "/lugares") else {
        return view! {
            <p>
                <a href="/lugares">"Todos los municipios y distritos"</a>
            </p>
        }
        .into_any();
    };
    let election = source.election();
    let known = election.territories.iter().filter(|place| place.kind != TerritoryKind::State);
    let known = known.map(|place| view! { <option value=place.name.clone()></option> });
    view! {
        <form action=address method="get">
            <p>
                <label for="nombre">"Escriba el nombre"</label>
                <input
                    id="nombre"
                    name="nombre"
                    list="lugares"
                    autocomplete="off"
                    maxlength="200"
                    value=typed.to_owned()
                    required
                />
                <datalist id="lugares">{known.collect_view()}</datalist>
            </p>
            <p>
                <button type="submit">"Ver quiénes compiten"</button>
            </p>
        </form>
    }
    .into_any()
}

/// The places whose name has the words that were typed, and what is elected in each.
pub(super) fn places(source: &dyn PublicSource, typed: Option<&str>) -> Page {
    let election = source.election();
    let words = fold(typed.unwrap_or_default());
    let all: Vec<&Territory> = election.territories.iter().filter(|place| place.kind != TerritoryKind::State).collect();
    let exact: Vec<&Territory> = all.iter().copied().filter(|place| fold(&place.name) == words).collect();
    let holds = |place: &&Territory| words.split(' ').all(|word| fold(&place.name).contains(word));
    let some = if exact.is_empty() { all.into_iter().filter(holds).collect() } else { exact };
    let (found, none) = (some.iter().map(|place| one_place(source, place)).collect_view(), some.is_empty());
    let kinds: Vec<TerritoryKind> = some.iter().map(|place| place.kind).chain([TerritoryKind::State]).collect();
    let elsewhere =
        election.offices.iter().filter(|office| !none && !kinds.contains(&office.territory)).map(|office| {
            let words =
                format!("También se elige {} de su {}. ", office.name.to_lowercase(), kind_name(office.territory));
            view! { <p>{words}<a href="/contiendas">"Ver las elecciones de todos los lugares"</a></p> }
        });
    let elsewhere = elsewhere.collect_view();
    let state = election.territories.iter().find(|place| place.kind == TerritoryKind::State);
    let state = state.map(|place| one_place(source, place));
    let content = view! {
        {heading("Qué se elige en su municipio o distrito")}
        {place_form(source, typed.unwrap_or_default())}
        {none
            .then(|| {
                view! {
                    <p role="status">"No encontramos ese lugar. Escriba el nombre de un municipio o de un distrito."</p>
                }
            })}
        {found}
        {elsewhere}
        {state}
    };
    let head = Head::new("Municipios y distritos", "Qué se elige en cada municipio y distrito, y quiénes compiten.");
    Page::here(if typed.is_none() { head.at(Place::Where(None).address()) } else { head }, content.into_any())
}

const fn kind_name(kind: TerritoryKind) -> &'static str {
    match kind {
        TerritoryKind::State => "estado",
        TerritoryKind::District => "distrito",
        TerritoryKind::Municipality => "municipio",
    }
}

fn one_place(source: &dyn PublicSource, place: &Territory) -> AnyView {
    let offices = source.election().offices.iter().filter(|office| office.territory == place.kind);
    let contests = offices.map(|office: &Office| view! { <li>{contest_link(office, place)}</li> });
    view! {
        <section>
            <h2>{place.name.clone()}</h2>
            <ul>{contests.collect_view()}</ul>
            {asked_at(source, &list_address(&Asked::only(Filter::Territory, place.id.as_str())))
                .map(|address| {
                    view! {
                        <p>
                            <a href=address>"Lista de sus candidaturas"</a>
                        </p>
                    }
                })}
        </section>
    }
    .into_any()
}
