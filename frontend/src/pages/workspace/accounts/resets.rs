use contract::accounts::{Account, Reset, ResetOutcome, ResetState, Resets};
use domain::permission::Act;
use leptos::prelude::*;
use leptos_router::components::A;

use crate::{
    api::work::Work,
    components::shown,
    format,
    pages::workspace::{
        accounts::{desk::Desk, frame::Frame},
        registry::reason::WithReason,
        shell::{allowed::may, election::with_election},
    },
};

impl Desk {
    fn approve(self, reset: &Reset, hand_over: bool) {
        let (id, name) = (reset.id, reset.username.clone());
        let question = format!(
            "¿Ya habló con {} y le confirmó que pidió el código? Quien lo tenga entra como ella.",
            reset.display_name
        );
        if !window().confirm_with_message(&question).unwrap_or(false) {
            return;
        }
        self.acting.act(async move { self.work.approve_reset(id, hand_over).await }, self.changed(), move |outcome| {
            match outcome {
                ResetOutcome::Shown { account } => {
                    self.pending.keep_issued(vec![account]);
                    self.acting.tell(format!(
                        "El código de {name} está al principio de esta página. Entrégueselo en mano a su titular y a nadie más."
                    ));
                }
                ResetOutcome::Mailed { to } => self.acting.tell(format!("El código de {name} se mandó a {to}.")),
                ResetOutcome::Waiting { .. } => {}
            }
        });
    }

    fn refuse(self, reset: &Reset) -> Callback<String> {
        let (id, name) = (reset.id, reset.username.clone());
        Callback::new(move |reason: String| {
            let told = format!("No se autorizó el código de {name}. La cuenta sigue como estaba.");
            self.acting.act(async move { self.work.refuse_reset(id, reason).await }, self.changed(), move |()| {
                self.acting.tell(told);
            });
        })
    }

    fn withdraw(self, reset: &Reset) {
        let (id, name) = (reset.id, reset.username.clone());
        self.acting.act(async move { self.work.withdraw_reset(id).await }, self.changed(), move |()| {
            self.acting.tell(format!("Retiró la petición del código de {name}."));
        });
    }

    fn confirm_account(self, account: &Account) {
        let (id, name) = (account.id, account.username.clone());
        let question = format!("¿Ya habló con {} y le dijo que entró con su código?", account.display_name);
        if window().confirm_with_message(&question).unwrap_or(false) {
            self.acting.act(async move { self.work.confirm_account(id).await }, self.changed(), move |()| {
                self.acting.tell(format!("{name} quedó confirmada: vuelve a mostrar respuestas de identidad."));
            });
        }
    }
}

/// New codes for accounts of the institute: what waits for another area, the accounts to confirm, and what was done.
#[component]
pub fn ResetsPage() -> impl IntoView {
    let desk = Desk::new();
    let list = desk.work.resets(desk.again);
    view! {
        <Frame title="Códigos nuevos">
            <p>
                "Con un código nuevo se entra a una cuenta. Por eso el de una cuenta del Instituto lo pide una persona y lo autoriza otra, de otra área; ninguna de las dos es su titular."
            </p>
            {desk.acting.trouble()}
            {desk.acting.told()}
            {with_election(move |election| {
                let zone = election.institute.time_zone;
                view! {
                    {move || shown(
                        list.get(),
                        |resets| view! { <All resets=resets zone=zone.clone() desk=desk /> }.into_any(),
                    )}
                }
                    .into_any()
            })}
        </Frame>
    }
}

#[component]
fn All(resets: Resets, zone: String, desk: Desk) -> impl IntoView {
    let none = resets.waiting.is_empty();
    let waiting = resets.waiting.into_iter().map(|reset| waiting(reset, &zone, desk)).collect_view();
    view! {
        <h2>"Lo que espera"</h2>
        {none.then(|| view! { <p>"No hay ninguna petición en espera."</p> })}
        {waiting}
        {(!resets.unconfirmed.is_empty()).then(|| unconfirmed(resets.unconfirmed, desk))}
        <h2>"Lo que ya se hizo"</h2>
        {history(resets.ended, &zone)}
    }
}

/// One that waits: who asked, for whom, when, why, and what the reader may do.
fn waiting(reset: Reset, zone: &str, desk: Desk) -> AnyView {
    let name = format!("espera-{}", reset.id);
    let heading = format!("{} ({})", reset.display_name, reset.username);
    let refuse = reset.may_refuse.then(|| {
        view! {
            <WithReason
                id=name.clone()
                title="No autorizar"
                help="La cuenta sigue como estaba, y se avisa a quien pidió el código."
                label=format!("No autorizar: {}", reset.username)
                acting=desk.acting
                send=desk.refuse(&reset)
            />
        }
    });
    let others = (!reset.own && !reset.may_approve && !reset.may_refuse)
        .then(|| view! { <p>"Lo pidió alguien de su área: le toca decidir a otra."</p> });
    view! {
        <section class="panel" aria-labelledby=name.clone()>
            <h3 id=name.clone()>{heading}</h3>
            <p>
                {format!(
                    "Lo pidió {} ({}) el {}. Espera hasta el {}.",
                    reset.asked_by,
                    reset.area.name(),
                    format::moment(reset.asked_at, zone),
                    format::moment(reset.until, zone),
                )}
            </p>
            <p>"Motivo: "{reset.reason.clone()}</p>
            {reset.may_approve.then(|| approval(&reset, desk))}
            {reset.own.then(|| withdrawal(&reset, desk))}
            {others}
            {refuse}
        </section>
    }
    .into_any()
}

/// What the second person does: the code goes to the holder by mail, where there is an address, or by their hand.
fn approval(reset: &Reset, desk: Desk) -> impl IntoView + use<> {
    let (mail, hand, has_address) = (reset.clone(), reset.clone(), reset.has_address);
    let label = |what: &str| format!("{what}: {}", reset.username);
    let by_mail = has_address.then(|| {
        view! {
            <button
                type="button"
                aria-label=label("Autorizar y mandarlo a su correo")
                disabled=move || desk.acting.is_busy()
                on:click=move |_| desk.approve(&mail, false)
            >
                "Autorizar y mandarlo a su correo"
            </button>
        }
    });
    view! {
        <p>
            "Antes de autorizar, hable con la persona titular y pregúntele si pidió el código. Al autorizarlo, su contraseña de ahora deja de servir."
        </p>
        <p class="row">
            {by_mail}
            <button
                type="button"
                class:second=has_address
                aria-label=label("Autorizar y entregarlo yo en mano")
                disabled=move || desk.acting.is_busy()
                on:click=move |_| desk.approve(&hand, true)
            >
                "Autorizar y entregarlo yo en mano"
            </button>
        </p>
    }
}

fn withdrawal(reset: &Reset, desk: Desk) -> impl IntoView + use<> {
    let (withdrawn, label) = (reset.clone(), format!("Retirar la petición: {}", reset.username));
    view! {
        <p>"Usted lo pidió. Falta que lo autorice una persona de otra área; ya se le avisó."</p>
        <p>
            <button
                type="button"
                class="second"
                aria-label=label
                disabled=move || desk.acting.is_busy()
                on:click=move |_| desk.withdraw(&withdrawn)
            >
                "Retirar la petición"
            </button>
        </p>
    }
}

/// Accounts that read no identity answers until somebody confirms them.
fn unconfirmed(accounts: Vec<Account>, desk: Desk) -> AnyView {
    let lines = accounts.into_iter().map(|account| {
        let label = format!("Confirmar {}", account.username);
        let used = account.in_use;
        let confirmed = account.clone();
        view! {
            <li>
                <strong>{account.display_name}</strong>
                {format!(" ({}) ", account.username)}
                {if used {
                    view! {
                        <button
                            type="button"
                            class="small"
                            aria-label=label
                            disabled=move || desk.acting.is_busy()
                            on:click=move |_| desk.confirm_account(&confirmed)
                        >
                            "Confirmar"
                        </button>
                    }
                        .into_any()
                } else {
                    view! { <span class="quiet">"Todavía no entra con su código."</span> }.into_any()
                }}
            </li>
        }
    });
    view! {
        <h2>"Cuentas por confirmar"</h2>
        <p>
            "Recibieron un código nuevo. Mientras nadie confirme que la persona titular es quien entra, no muestran respuestas de identidad."
        </p>
        <ul>{lines.collect_view()}</ul>
    }
    .into_any()
}

fn history(ended: Vec<Reset>, zone: &str) -> AnyView {
    if ended.is_empty() {
        return view! { <p>"Todavía no se ha dado ningún código nuevo."</p> }.into_any();
    }
    let rows = ended.into_iter().map(|reset| {
        let outcome = match &reset.state {
            ResetState::Waiting => "En espera".to_owned(),
            ResetState::Mailed => "Código mandado a su correo".to_owned(),
            ResetState::HandedOver => "Código entregado en mano".to_owned(),
            ResetState::Refused { reason } => format!("No se autorizó: {reason}"),
            ResetState::Withdrawn => "Petición retirada".to_owned(),
            ResetState::Lapsed => "Venció sin decisión".to_owned(),
        };
        let ended = reset.ended_at.map(|at| format::moment(at, zone)).unwrap_or_default();
        view! {
            <tr>
                <th scope="row">
                    <span class="whole">{reset.username}</span>
                </th>
                <td data-label="La pidió">
                    {format!("{} ({})", reset.asked_by, format::moment(reset.asked_at, zone))}
                </td>
                <td data-label="Motivo">{reset.reason}</td>
                <td data-label="Qué pasó">{outcome}</td>
                <td data-label="Quién y cuándo">{format!("{} {ended}", reset.ended_by.unwrap_or_default())}</td>
            </tr>
        }
    });
    view! {
        <table class="rows">
            <thead>
                <tr>
                    <th scope="col">"Cuenta"</th>
                    <th scope="col">"La pidió"</th>
                    <th scope="col">"Motivo"</th>
                    <th scope="col">"Qué pasó"</th>
                    <th scope="col">"Quién y cuándo"</th>
                </tr>
            </thead>
            <tbody>{rows.collect_view()}</tbody>
        </table>
    }
    .into_any()
}

/// On the first page: that something about new codes waits for the reader.
#[component]
pub fn WaitingResets() -> impl IntoView {
    may(Act::ReadResets).then(|| {
        let list = expect_context::<Work>().resets(RwSignal::new(0));
        move || {
            let Some(Ok(resets)) = list.get() else { return ().into_any() };
            let decides = resets.waiting.iter().filter(|reset| reset.may_approve || reset.may_refuse).count();
            let confirms = resets.unconfirmed.iter().filter(|account| account.in_use).count();
            if decides + confirms == 0 {
                return ().into_any();
            }
            let lines = [
                (decides, format::count(decides, "petición de un código nuevo", "peticiones de un código nuevo")),
                (confirms, format::count(confirms, "cuenta por confirmar", "cuentas por confirmar")),
            ];
            let lines = lines.into_iter().filter(|(count, _)| *count > 0).map(|(_, words)| view! { <li>{words}</li> });
            view! {
                <section class="panel" aria-labelledby="espera-codigos">
                    <h2 id="espera-codigos">"Le toca decidir"</h2>
                    <ul>{lines.collect_view()}</ul>
                    <p>
                        <A href="/trabajo/cuentas/codigos">"Ver los códigos nuevos"</A>
                    </p>
                </section>
            }
            .into_any()
        }
    })
}
