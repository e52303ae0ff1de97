use std::sync::Arc;

use contract::accounts::Account;
use domain::{accounts::Role, election::Election, time::Timestamp};
use leptos::prelude::*;
use leptos_router::{components::Form, params::ParamsMap};

use crate::{api::escape, format};

/// How an account stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    Unused,
    InUse,
    Blocked,
    Lost,
    Expired,
}

impl Standing {
    pub const ALL: [Self; 5] = [Self::Unused, Self::InUse, Self::Blocked, Self::Lost, Self::Expired];

    const fn code(self) -> &'static str {
        match self {
            Self::Unused => "sin-usar",
            Self::InUse => "en-uso",
            Self::Blocked => "bloqueada",
            Self::Lost => "perdida",
            Self::Expired => "vencido",
        }
    }

    pub const fn name(self) -> &'static str {
        match self {
            Self::Unused => "Sin usar",
            Self::InUse => "En uso",
            Self::Blocked => "Bloqueada",
            Self::Lost => "Reportada como perdida",
            Self::Expired => "Código vencido",
        }
    }

    pub fn is_of(self, account: &Account, now: Timestamp) -> bool {
        match self {
            Self::Unused => !account.in_use,
            Self::InUse => account.in_use,
            Self::Blocked => account.blocked,
            Self::Lost => account.lost_at.is_some(),
            Self::Expired => account.code_expires_at.is_some_and(|until| until < now),
        }
    }
}

/// What is asked of the list; it lives in the address.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Filter {
    pub words: String,
    role: Option<Role>,
    party: String,
    standing: Option<Standing>,
    pub page: usize,
}

impl Filter {
    pub fn of(map: &ParamsMap) -> Self {
        let standing = map.get("estado").unwrap_or_default();
        Self {
            words: map.get("texto").unwrap_or_default(),
            role: map.get("tipo").and_then(|code| Role::from_code(&code)),
            party: map.get("partido").unwrap_or_default(),
            standing: Standing::ALL.into_iter().find(|choice| choice.code() == standing),
            page: map.get("pagina").and_then(|page| page.parse().ok()).unwrap_or(1).max(1),
        }
    }

    /// Those that are asked for. The words are the server's to look for; the rest is looked at here.
    pub fn of_those(&self, accounts: Vec<Account>) -> Vec<Account> {
        let now = format::now();
        accounts.into_iter().filter(|account| self.takes(account, now)).collect()
    }

    fn takes(&self, account: &Account, now: Timestamp) -> bool {
        self.role.is_none_or(|role| account.role == role)
            && (self.party.is_empty() || account.party.as_ref().is_some_and(|party| party.as_str() == self.party))
            && self.standing.is_none_or(|standing| standing.is_of(account, now))
    }

    pub fn address(&self, page: usize) -> String {
        let (role, standing) = (self.role.map_or("", Role::code), self.standing.map_or("", Standing::code));
        format!(
            "/trabajo/cuentas?texto={}&tipo={role}&partido={}&estado={standing}&pagina={page}",
            escape(&self.words),
            escape(&self.party)
        )
    }
}

/// What narrows the list; `asked` is told each time somebody presses the button, also when nothing changed.
#[component]
pub fn Filters(election: Election, filter: Filter, asked: Callback<()>) -> impl IntoView {
    let Filter { words, role: kind, party, standing, .. } = filter;
    let roles = Role::ALL.into_iter().map(move |role| {
        view! {
            <option value=role.code() selected=kind == Some(role)>
                {role.name()}
            </option>
        }
    });
    let parties = election.parties.into_iter().map(move |own| {
        let selected = own.key.as_str() == party;
        view! {
            <option value=own.key.0.clone() selected=selected>
                {own.name}
            </option>
        }
    });
    let standings = Standing::ALL.into_iter().map(move |choice| {
        view! {
            <option value=choice.code() selected=standing == Some(choice)>
                {choice.name()}
            </option>
        }
    });
    view! {
        <Form method="GET" action="/trabajo/cuentas" noscroll=true on_form_data=Arc::new(move |_| asked.run(()))>
            <div class="filters" role="search">
                <p>
                    <label for="texto">"Cuenta o nombre"</label>
                    <input id="texto" name="texto" type="search" value=words />
                </p>
                <p>
                    <label for="tipo">"Tipo"</label>
                    <select id="tipo" name="tipo">
                        <option value="">"Todos"</option>
                        {roles.collect_view()}
                    </select>
                </p>
                <p>
                    <label for="del-partido">"Partido"</label>
                    <select id="del-partido" name="partido">
                        <option value="">"Todos"</option>
                        {parties.collect_view()}
                    </select>
                </p>
                <p>
                    <label for="estado">"Estado"</label>
                    <select id="estado" name="estado">
                        <option value="">"Todos"</option>
                        {standings.collect_view()}
                    </select>
                </p>
                <p>
                    <button type="submit">"Filtrar"</button>
                </p>
            </div>
        </Form>
    }
}
