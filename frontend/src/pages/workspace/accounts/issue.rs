//! Accounts: issue them, see their one-time codes once, record a receipt on paper.

use contract::accounts::{IssueAccounts, IssuedAccount, Receipt};
use domain::{
    permission::{Act, Reach, reach},
    text::spreadsheet_cell,
};
use leptos::prelude::*;
use leptos_meta::Title;

use super::{acting::Acting, with_election};
use crate::{
    api::{escape, work::Work},
    components::{Heading, Loading, Trouble},
    format,
    state::{Pending, Signed},
};

/// The accounts.
#[component]
pub fn Accounts() -> impl IntoView {
    let work = expect_context::<Work>();
    let signed = expect_context::<Signed>();
    let words = RwSignal::new(String::new());
    let again = RwSignal::new(0);
    // Codes are shown once: they stay until they are downloaded, whatever page is opened meanwhile.
    let issued = expect_context::<Pending>().issued;
    let outcome = RwSignal::new(None::<String>);
    let acting = Acting::new();
    let party = RwSignal::new(String::new());
    let list = LocalResource::new(move || {
        let words = words.get();
        again.track();
        signed.entries();
        async move { work.accounts(&words).await }
    });
    let changed = Callback::new(move |()| again.update(|n| *n += 1));
    let issue = move |command: IssueAccounts| {
        acting.act(async move { work.issue(&command).await }, changed, move |new| {
            outcome.try_set(Some(match new.len() {
                0 => "Esas cuentas ya se habían emitido; no hay códigos nuevos.".into(),
                count => format!("{}.", format::count(count, "cuenta emitida", "cuentas emitidas")),
            }));
            issued.update(|all| all.extend(new));
        });
    };
    let record = move |_| {
        let command = Receipt { party: Some(party.get_untracked().as_str().into()), ..Receipt::default() };
        acting.act(async move { work.receipt(&command).await }, changed, move |recorded| {
            let begun = format::count(recorded.candidacies, "candidatura", "candidaturas");
            outcome.try_set(Some(format!("Recibo registrado. Comenzó el plazo de {begun}.")));
        });
    };
    let records = signed.me().is_some_and(|me| reach(me.role, Act::RecordReceipt) != Reach::Nothing);
    view! {
        <Title text="Cuentas - Conóceles"/>
        <Heading title="Cuentas".to_owned()/>
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
                <button type="button" disabled=move || acting.is_busy() || party.get().is_empty() on:click=move |_| issue(IssueAccounts::Party { party: party.get_untracked().as_str().into() })>"Emitir las del partido"</button>
                <button type="button" class="second" disabled=move || acting.is_busy() on:click=move |_| issue(IssueAccounts::Everyone)>"Emitir las de todos los partidos y candidaturas"</button>
                {records.then(|| view! { <button type="button" class="second" disabled=move || acting.is_busy() || party.get().is_empty() on:click=record>"Registrar acuse en papel con fecha de hoy"</button> })}
            </p>
            {acting.trouble()}
            <div role="status">{move || outcome.get().map(|words| view! { <p class="good">{words}</p> })}</div>
        </section>
        {move || (!issued.with(Vec::is_empty)).then(|| view! { <Codes issued=issued/> })}
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
                    <p role="status">{format!("{}{}", format::count(total, "cuenta", "cuentas"), if total > 100 { "; se muestran las primeras 100" } else { "" })}</p>
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
fn Codes(issued: RwSignal<Vec<IssuedAccount>>) -> impl IntoView {
    let kept = issued.get_untracked();
    let cell = |text: &str| format!("\"{}\"", spreadsheet_cell(text).replace('"', "\"\""));
    let lines = kept.iter().map(|one| [cell(&one.username), cell(&one.code), cell(&one.display_name)].join(","));
    let csv = std::iter::once("cuenta,codigo,para".to_owned()).chain(lines).collect::<Vec<_>>().join("\r\n");
    let download = format!("data:text/csv;charset=utf-8,%EF%BB%BF{}", escape(&csv));
    let rows = kept.into_iter().map(|one| view! {
        <tr><th scope="row">{one.username}</th><td data-label="Código"><code>{one.code}</code></td><td data-label="Para">{one.display_name}</td></tr>
    });
    view! {
        <section class="panel" aria-labelledby="codigos">
            <h2 id="codigos">"Códigos de primer acceso"</h2>
            <p><strong>"Sólo se muestran esta vez."</strong>" Descárguelos para entregarlos en las cartas, y quítelos de la pantalla cuando los tenga."</p>
            <p class="row">
                <a class="button" href=download download="cuentas.csv" rel="external">"Descargar CSV"</a>
                <button type="button" class="second" on:click=move |_| {
                    if window().confirm_with_message("¿Ya descargó los códigos? No se podrán volver a ver.").unwrap_or(false) {
                        issued.set(Vec::new());
                    }
                }>"Quitar de la pantalla"</button>
            </p>
            <table class="rows">
                <thead><tr><th scope="col">"Cuenta"</th><th scope="col">"Código"</th><th scope="col">"Para"</th></tr></thead>
                <tbody>{rows.collect_view()}</tbody>
            </table>
        </section>
    }
}
