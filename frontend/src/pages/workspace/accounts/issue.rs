use contract::accounts::IssueAccounts;
use leptos::prelude::*;

use crate::{
    api::work::Work,
    format,
    pages::workspace::shell::{acting::Acting, election::with_election},
    state::Pending,
};

/// Issues accounts to a party, or to everybody.
#[component]
pub fn Issue(issued: Callback<()>) -> impl IntoView {
    let (work, pending) = (expect_context::<Work>(), expect_context::<Pending>());
    let acting = Acting::new();
    let party = RwSignal::new(String::new());
    let issue = move |command: IssueAccounts| {
        acting.act(async move { work.issue(&command).await }, issued, move |new| {
            acting.tell(match new.len() {
                0 => "Esas cuentas ya se habían emitido; no hay códigos nuevos.".into(),
                count => format!("{}.", format::count(count, "cuenta emitida", "cuentas emitidas")),
            });
            pending.keep_issued(new);
        });
    };
    view! {
        <section class="panel" aria-labelledby="emitir">
            <h2 id="emitir">"Emitir cuentas"</h2>
            <p>
                "Las de quien valida no salen de aquí: la representación nombra a la persona y usted la confirma en «Quienes validan»."
            </p>
            {with_election(move |election| {
                let options = election
                    .parties
                    .into_iter()
                    .map(|party| view! { <option value=party.key.0>{party.name}</option> });
                view! {
                    <p>
                        <label for="partido">"Emitir a"</label>
                        <select id="partido" on:change:target=move |event| party.set(event.target().value())>
                            <option value="">"Elija un partido"</option>
                            {options.collect_view()}
                        </select>
                    </p>
                }
                    .into_any()
            })}
            <p class="row">
                <button
                    type="button"
                    disabled=move || acting.is_busy() || party.get().is_empty()
                    on:click=move |_| issue(IssueAccounts::Party {
                        party: party.get_untracked().as_str().into(),
                    })
                >
                    "Emitir las del partido"
                </button>
                <button
                    type="button"
                    class="second"
                    disabled=move || acting.is_busy()
                    on:click=move |_| issue(IssueAccounts::Everyone)
                >
                    "Emitir las de todos los partidos y candidaturas"
                </button>
            </p>
            {acting.trouble()}
            {acting.told()}
        </section>
    }
}
