use contract::work::{WorkItem, WorkQuery};
use domain::{
    election::Election,
    term::is_open,
    time::{TimeDelta, Timestamp},
};
use leptos::prelude::*;
use leptos_router::{components::Form, params::ParamsMap};

use crate::{api::escape, components::option, format};

/// How a term stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Term {
    Ended,
    /// It ends within so many days.
    Within(i64),
    /// The accounts were not received: there is none yet.
    None,
}

const TERMS: [(Term, &str, &str); 6] = [
    (Term::Ended, "terminado", "Ya terminó"),
    (Term::Within(1), "1", "Termina en 1 día o menos"),
    (Term::Within(3), "3", "Termina en 3 días o menos"),
    (Term::Within(7), "7", "Termina en 7 días o menos"),
    (Term::Within(15), "15", "Termina en 15 días o menos"),
    (Term::None, "sin-plazo", "Sin plazo: falta el acuse"),
];

/// What is asked of the list; it lives in the address.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Filter {
    words: String,
    office: String,
    party: String,
    term: Option<Term>,
    pub page: usize,
}

impl Filter {
    pub fn of(map: &ParamsMap) -> Self {
        let term = map.get("plazo").unwrap_or_default();
        Self {
            words: map.get("nombre").unwrap_or_default(),
            office: map.get("cargo").unwrap_or_default(),
            party: map.get("partido").unwrap_or_default(),
            term: TERMS.into_iter().find(|(_, code, _)| *code == term).map(|(term, ..)| term),
            page: map.get("pagina").and_then(|page| page.parse().ok()).unwrap_or(1).max(1),
        }
    }

    /// What the server looks for; the term is looked at here.
    pub fn query(&self) -> WorkQuery {
        let given = |text: &String| Some(text.clone()).filter(|text| !text.is_empty());
        WorkQuery {
            office: given(&self.office),
            party: given(&self.party),
            q: given(&self.words),
            ..WorkQuery::default()
        }
    }

    pub fn of_those(&self, items: Vec<WorkItem>) -> Vec<WorkItem> {
        let now = format::now();
        items.into_iter().filter(|item| self.takes(item, now)).collect()
    }

    fn takes(&self, item: &WorkItem, now: Timestamp) -> bool {
        match (self.term, item.until) {
            (None, _) | (Some(Term::None), None) => true,
            (Some(Term::Ended), Some(until)) => !is_open(until, now),
            (Some(Term::Within(days)), Some(until)) => {
                is_open(until, now) && until <= now + TimeDelta::hours(24 * days)
            }
            (Some(_), _) => false,
        }
    }

    pub fn address(&self, page: usize) -> String {
        let term = TERMS.into_iter().find(|(term, ..)| Some(*term) == self.term).map_or("", |(_, code, _)| code);
        let [words, office, party] = [&self.words, &self.office, &self.party].map(|text| escape(text));
        format!("/trabajo/plazos?nombre={words}&cargo={office}&partido={party}&plazo={term}&pagina={page}")
    }
}

#[component]
pub fn Filters(election: Election, filter: Filter) -> impl IntoView {
    let Filter { words, office, party, term, .. } = filter;
    let offices = election.offices.into_iter().map(|found| {
        let selected = found.key.as_str() == office;
        option(found.key.0, found.name, selected)
    });
    let offices = offices.collect_view();
    let parties = election.parties.into_iter().map(|found| {
        let selected = found.key.as_str() == party;
        option(found.key.0, found.name, selected)
    });
    let parties = parties.collect_view();
    let terms = TERMS.map(|(choice, code, words)| option(code.to_owned(), words.to_owned(), term == Some(choice)));
    view! {
        <Form
            method="GET"
            action="/trabajo/plazos"
            attr:class="filters"
            attr:role="search"
            attr:aria-label="Buscar candidaturas"
        >
            <p>
                <label for="nombre">"Nombre o folio"</label>
                <input id="nombre" name="nombre" type="search" value=words />
            </p>
            <p>
                <label for="partido">"Partido"</label>
                <select id="partido" name="partido">
                    <option value="">"Todos"</option>
                    {parties}
                </select>
            </p>
            <p>
                <label for="cargo">"Cargo"</label>
                <select id="cargo" name="cargo">
                    <option value="">"Todos"</option>
                    {offices}
                </select>
            </p>
            <p>
                <label for="plazo">"Plazo"</label>
                <select id="plazo" name="plazo">
                    <option value="">"Cualquiera"</option>
                    {terms}
                </select>
            </p>
            <p>
                <button type="submit">"Filtrar"</button>
            </p>
        </Form>
    }
}
