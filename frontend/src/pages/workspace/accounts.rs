//! Accounts: issue them, see their one-time codes once, record a receipt on paper.

use contract::accounts::{IssueAccounts, IssuedAccount, Receipt};
use domain::{
    permission::{Act, Reach, reach},
    text::spreadsheet_cell,
};
use leptos::{prelude::*, task::spawn_local};
use leptos_meta::Title;

use super::with_election;
use crate::{
    api::{ApiError, escape, work::Work},
    components::{Loading, Trouble},
    state::Signed,
};

/// The accounts.
#[component]
pub fn Accounts() -> impl IntoView {
    let work = expect_context::<Work>();
    let signed = expect_context::<Signed>();
    let words = RwSignal::new(String::new());
    let again = RwSignal::new(0);
    let issued = RwSignal::new(Vec::<IssuedAccount>::new());
    let outcome = RwSignal::new(None::<Result<String, ApiError>>);
    let party = RwSignal::new(String::new());
    let list = LocalResource::new(move || {
        let words = words.get();
        again.track();
        async move { work.accounts(&words).await }
    });
    let issue = move |command: IssueAccounts| {
        spawn_local(async move {
            match work.issue(&command).await {
                Ok(new) => {
                    outcome.set(Some(Ok(format!("Se emitieron {} cuentas.", new.len()))));
                    issued.set(new);
                    again.update(|n| *n += 1);
                }
                Err(error) => outcome.set(Some(Err(error))),
            }
        });
    };
    let record = move |_| {
        let command = Receipt { party: Some(party.get_untracked().as_str().into()), ..Receipt::default() };
        spawn_local(async move {
            let done = work.receipt(&command).await.map(|recorded| {
                format!("Recibo registrado. Comenzó el plazo de {} candidaturas.", recorded.candidacies)
            });
            outcome.set(Some(done));
        });
    };
    let records = signed.me().is_some_and(|me| reach(me.role, Act::RecordReceipt) != Reach::Nothing);
    view! {
        <Title text="Cuentas - Conóceles"/>
        <h1>"Cuentas"</h1>
        <section class="panel" aria-labelledby="emitir">
            <h2 id="emitir">"Emitir cuentas"</h2>
            {with_election(move |election| {
                let options = election.parties.into_iter().map(|party| view! { <option value=party.key.0>{party.name}</option> });
                view! {
                    <p>
                        <label for="partido">"Partido"</label>
                        <select id="partido" on:change:target=move |event| party.set(event.target().value())>
                            <option value="">"Elija un partido"</option>{options.collect_view()}
                        </select>
                    </p>
                }.into_any()
            })}
            <p class="row">
                <button type="button" disabled=move || party.get().is_empty() on:click=move |_| issue(IssueAccounts::Party { party: party.get_untracked().as_str().into() })>"Emitir las del partido"</button>
                <button type="button" class="second" on:click=move |_| issue(IssueAccounts::Everyone)>"Emitir las de todos los partidos y candidaturas"</button>
                {records.then(|| view! { <button type="button" class="second" disabled=move || party.get().is_empty() on:click=record>"Registrar acuse en papel con fecha de hoy"</button> })}
            </p>
            <div role="status">{move || outcome.get().map(|outcome| match outcome {
                Ok(words) => view! { <p class="good">{words}</p> }.into_any(),
                Err(error) => view! { <Trouble error=error/> }.into_any(),
            })}</div>
        </section>
        {move || (!issued.get().is_empty()).then(|| view! { <Codes issued=issued.get()/> })}
        <h2>"Cuentas emitidas"</h2>
        <p><label for="buscar">"Buscar por cuenta o nombre"</label><input id="buscar" type="search" on:change:target=move |event| words.set(event.target().value())/></p>
        {move || match list.get() {
            None => view! { <Loading/> }.into_any(),
            Some(Err(error)) => view! { <Trouble error=error/> }.into_any(),
            Some(Ok(accounts)) => {
                let total = accounts.len();
                let rows = accounts.into_iter().take(100).map(|account| {
                    let state = if account.blocked { "Bloqueada" } else if account.in_use { "En uso" } else { "Sin usar" };
                    view! { <tr><th scope="row">{account.username}</th><td data-label="Para">{account.display_name}</td><td data-label="Tipo">{account.role.name()}</td><td data-label="Estado">{state}</td></tr> }
                });
                view! {
                    <p role="status">{format!("{total} cuentas{}", if total > 100 { "; se muestran las primeras 100" } else { "" })}</p>
                    <table class="rows">
                        <thead><tr><th scope="col">"Cuenta"</th><th scope="col">"Para"</th><th scope="col">"Tipo"</th><th scope="col">"Estado"</th></tr></thead>
                        <tbody>{rows.collect_view()}</tbody>
                    </table>
                }.into_any()
            }
        }}
    }
}

#[component]
fn Codes(issued: Vec<IssuedAccount>) -> impl IntoView {
    let cell = |text: &str| format!("\"{}\"", spreadsheet_cell(text).replace('"', "\"\""));
    let lines = issued.iter().map(|one| [cell(&one.username), cell(&one.code), cell(&one.display_name)].join(","));
    let csv = std::iter::once("cuenta,codigo,para".to_owned()).chain(lines).collect::<Vec<_>>().join("\r\n");
    let download = format!("data:text/csv;charset=utf-8,%EF%BB%BF{}", escape(&csv));
    let rows = issued.into_iter().map(|one| view! {
        <tr><th scope="row">{one.username}</th><td data-label="Código"><code>{one.code}</code></td><td data-label="Para">{one.display_name}</td></tr>
    });
    view! {
        <section class="panel" aria-labelledby="codigos">
            <h2 id="codigos">"Códigos de primer acceso"</h2>
            <p><strong>"Sólo se muestran esta vez."</strong>" Descárguelos para entregarlos en las cartas."</p>
            <p><a class="button" href=download download="cuentas.csv">"Descargar CSV"</a></p>
            <table class="rows">
                <thead><tr><th scope="col">"Cuenta"</th><th scope="col">"Código"</th><th scope="col">"Para"</th></tr></thead>
                <tbody>{rows.collect_view()}</tbody>
            </table>
        </section>
    }
}
