use contract::accounts::Designation;
use domain::permission::Act;
use leptos::{ev::SubmitEvent, prelude::*};
use uuid::Uuid;

use crate::pages::workspace::accounts::{desk::Desk, frame::Frame, party::PartyAccounts};
use crate::{
    components::shown_list,
    format,
    pages::workspace::shell::{allowed::may, election::with_election},
};

impl Desk {
    fn designate(self, person: String, then: impl FnOnce() + 'static) {
        self.acting.act(async move { self.work.designate(person).await }, self.changed(), move |named| {
            self.acting.tell(format!("Propuesta registrada: {}. Falta que el Instituto la confirme.", named.person));
            then();
        });
    }

    fn confirm(self, id: Uuid) {
        self.acting.act(async move { self.work.confirm_validator(id).await }, self.changed(), move |issued| {
            let (person, account) = (&issued.display_name, &issued.username);
            self.acting
                .tell(format!("{person} validará con la cuenta {account}. Su código está arriba, en esta página."));
            self.pending.keep_issued(vec![issued]);
        });
    }

    fn revoke(self, named: &Designation) {
        let (id, person) = (named.id, named.person.clone());
        let question = format!("¿Revocar a {person}? Si ya tiene cuenta, se bloquea en este momento.");
        if window().confirm_with_message(&question).unwrap_or(false) {
            self.acting.act(async move { self.work.revoke_validator(id).await }, self.changed(), move |_| {
                self.acting.tell(format!("{person} ya no valida."));
            });
        }
    }
}

/// Who validates: named by the party's representation, confirmed by the responsible unit.
#[component]
pub fn ValidatorsPage() -> impl IntoView {
    let desk = Desk::new();
    let list = desk.work.validators(desk.again);
    let (names, confirms) = (may(Act::DesignateValidators), may(Act::ConfirmValidators));
    view! {
        <Frame title=if names { "Cuentas" } else { "Quienes validan" }>
            <p>
                "La representación de cada partido nombra a quien supervisa y valida. El Instituto confirma a la persona y le da una cuenta."
            </p>
            {names.then(|| view! { <Name desk=desk /> })}
            {desk.acting.trouble()}
            {desk.acting.told()}
            <h2>"Personas nombradas para validar"</h2>
            {with_election(move |election| {
                let zone = election.institute.time_zone;
                view! {
                    {move || shown_list(
                        list.get(),
                        "Todavía no se ha nombrado a nadie.",
                        |all| view! { <Named all=all zone=zone.clone() desk=desk confirms=confirms /> }.into_any(),
                    )}
                }
                    .into_any()
            })}
            {names.then(|| view! { <PartyAccounts /> })}
        </Frame>
    }
}

#[component]
fn Name(desk: Desk) -> impl IntoView {
    let person = RwSignal::new(String::new());
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        desk.designate(person.get_untracked(), move || {
            person.try_set(String::new());
        });
    };
    view! {
        <section class="panel" aria-labelledby="nombrar">
            <h2 id="nombrar">"Nombrar a una persona"</h2>
            <form class="narrow" on:submit=submit>
                <p>
                    <label for="persona">"Persona que valida"</label>
                    <span class="quiet" id="persona-ayuda">
                        "Nombre y apellidos."
                    </span>
                    <input
                        id="persona"
                        autocomplete="off"
                        aria-describedby="persona-ayuda"
                        minlength="5"
                        maxlength="120"
                        required
                        bind:value=person
                    />
                </p>
                <p>
                    <button type="submit" disabled=move || desk.acting.is_busy()>
                        "Nombrar"
                    </button>
                </p>
            </form>
        </section>
    }
}

/// The account of a person named, or why there is none.
fn account(named: &Designation) -> AnyView {
    match (&named.username, named.revoked_at) {
        (Some(name), _) => view! { <span class="whole">{name.clone()}</span> }.into_any(),
        (None, Some(_)) => "Nunca tuvo".into_any(),
        (None, None) => "Todavía no".into_any(),
    }
}

fn state(named: &Designation, zone: &str) -> String {
    match (named.revoked_at, named.confirmed_at) {
        (Some(at), _) => format!("Revocada el {}", format::moment(at, zone)),
        (None, Some(at)) => format!("Confirmada el {}", format::moment(at, zone)),
        (None, None) => "Falta que el Instituto la confirme".into(),
    }
}

#[component]
fn Named(all: Vec<Designation>, zone: String, desk: Desk, confirms: bool) -> impl IntoView {
    let rows = all.into_iter().map(|named| {
        let (open, waits) = (named.revoked_at.is_none(), named.revoked_at.is_none() && named.confirmed_at.is_none());
        let (id, revoked) = (named.id, named.clone());
        let name = |what: &str| format!("{what} a {}", named.person);
        let confirm = (confirms && waits).then(|| {
            view! {
                <button
                    type="button"
                    class="small"
                    aria-label=name("Confirmar")
                    disabled=move || desk.acting.is_busy()
                    on:click=move |_| desk.confirm(id)
                >
                    "Confirmar"
                </button>
            }
        });
        let revoke = open.then(|| {
            view! {
                <button
                    type="button"
                    class="second small"
                    aria-label=name("Revocar")
                    disabled=move || desk.acting.is_busy()
                    on:click=move |_| desk.revoke(&revoked)
                >
                    "Revocar"
                </button>
            }
        });
        view! {
            <tr>
                <th scope="row">{named.person.clone()}</th>
                <td data-label="Partido">{named.party.0.clone()}</td>
                <td data-label="Nombrada">{format::day(named.designated_at, &zone)}</td>
                <td data-label="Estado">{state(&named, &zone)}</td>
                <td data-label="Cuenta">{account(&named)}</td>
                <td>
                    <div class="row">{confirm}{revoke}</div>
                </td>
            </tr>
        }
    });
    view! {
        <table class="rows">
            <thead>
                <tr>
                    <th scope="col">"Persona"</th>
                    <th scope="col">"Partido"</th>
                    <th scope="col">"Nombrada"</th>
                    <th scope="col">"Estado"</th>
                    <th scope="col">"Cuenta"</th>
                    <th scope="col">"Qué hacer"</th>
                </tr>
            </thead>
            <tbody>{rows.collect_view()}</tbody>
        </table>
    }
}
