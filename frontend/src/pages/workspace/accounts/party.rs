use contract::accounts::Account;
use domain::permission::Act;
use leptos::prelude::*;
use leptos_router::components::A;

use crate::pages::workspace::accounts::list::{letter, standing};
use crate::{
    api::work::Work,
    components::shown,
    format,
    pages::workspace::shell::{acting::Acting, allowed::may, election::with_election},
    state::Signed,
};

/// The accounts of one's own party, and what to do when one is lost.
#[component]
pub fn PartyAccounts() -> impl IntoView {
    let work = expect_context::<Work>();
    let acting = Acting::new();
    let again = RwSignal::new(0);
    let list = work.own_accounts(again);
    let report = Callback::new(move |account: Account| {
        let (id, name) = (account.id, account.username);
        let question = format!("¿Reportar como perdida {name}? Se bloquea en este momento; no se pierde lo capturado.");
        if !window().confirm_with_message(&question).unwrap_or(false) {
            return;
        }
        let changed = Callback::new(move |()| again.update(|times: &mut u32| *times += 1));
        acting.act(async move { work.report_loss(id).await }, changed, move |()| {
            acting.tell(format!("{name} quedó bloqueada. Llame al Instituto para que le dé un código nuevo."));
        });
    });
    let confirm = Callback::new(move |account: Account| {
        let (id, name) = (account.id, account.username);
        let question = format!("¿Ya habló con {} y le dijo que entró con su código nuevo?", account.display_name);
        if window().confirm_with_message(&question).unwrap_or(false) {
            let changed = Callback::new(move |()| again.update(|times: &mut u32| *times += 1));
            acting.act(async move { work.confirm_account(id).await }, changed, move |()| {
                acting.tell(format!("{name} quedó confirmada: vuelve a mostrar respuestas de identidad."));
            });
        }
    });
    view! {
        <h2>"Cuentas del partido"</h2>
        <p>
            "Si se perdió una carta, o cree que alguien más tiene una cuenta, repórtelo aquí: se bloquea en ese momento."
        </p>
        {acting.trouble()}
        {acting.told()}
        {with_election(move |election| {
            let zone = election.institute.time_zone;
            view! {
                {move || shown(
                    list.get(),
                    |all| { view! { <Rows all=all zone=zone.clone() report=report confirm=confirm /> }.into_any() },
                )}
            }
                .into_any()
        })}
    }
}

#[component]
fn Rows(all: Vec<Account>, zone: String, report: Callback<Account>, confirm: Callback<Account>) -> impl IntoView {
    let now = format::now();
    let confirms = may(Act::ConfirmAccount);
    let me = expect_context::<Signed>().me().map(|me| me.id);
    let rows = all.into_iter().map(|account| {
        let (standing, letter) = (standing(&account, now), letter(&account, &zone));
        let label = format!("Reportar pérdida de {}", account.username);
        let lost = account.clone();
        let waits = confirms && account.unconfirmed.is_some() && account.in_use && me != Some(account.id);
        let (confirmed, confirm_label) = (account.clone(), format!("Confirmar {}", account.username));
        let confirm = waits.then(|| {
            view! {
                <button
                    type="button"
                    class="small"
                    aria-label=confirm_label
                    on:click=move |_| confirm.run(confirmed.clone())
                >
                    "Confirmar"
                </button>
            }
        });
        let deed = if me == Some(account.id) {
            view! { <A href="/trabajo/mi-cuenta">"Es la de usted"</A> }.into_any()
        } else if account.lost_at.is_some() {
            ().into_any()
        } else {
            view! {
                <button type="button" class="second small" aria-label=label on:click=move |_| report.run(lost.clone())>
                    "Reportar pérdida"
                </button>
            }
            .into_any()
        };
        view! {
            <tr>
                <th scope="row">
                    <span class="whole">{account.username}</span>
                </th>
                <td data-label="Para">{account.display_name}</td>
                <td data-label="Estado">{standing}</td>
                <td data-label="Carta">{letter}</td>
                <td>
                    <div class="row">{confirm}{deed}</div>
                </td>
            </tr>
        }
    });
    view! {
        <table class="rows">
            <thead>
                <tr>
                    <th scope="col">"Cuenta"</th>
                    <th scope="col">"Para"</th>
                    <th scope="col">"Estado"</th>
                    <th scope="col">"Carta"</th>
                    <th scope="col">"Qué hacer"</th>
                </tr>
            </thead>
            <tbody>{rows.collect_view()}</tbody>
        </table>
    }
}
