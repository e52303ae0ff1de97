use contract::accounts::{AccountReceipt, Delivery, DeliveryState};
use domain::{permission::Act, time::Date};
use leptos::{ev::SubmitEvent, prelude::*};

use crate::pages::workspace::accounts::frame::Frame;
use crate::{
    api::work::Work,
    components::{focus, shown},
    format,
    pages::workspace::shell::{acting::Acting, allowed::may, election::with_election},
};

/// What is recorded of somebody's letters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum What {
    Delivery,
    Receipt,
}

impl What {
    const fn words(self) -> &'static str {
        match self {
            Self::Delivery => "Registrar entrega",
            Self::Receipt => "Registrar acuse en papel",
        }
    }

    /// The id of a row's button.
    fn button(self, place: usize) -> String {
        format!("{}-{place}", if self == Self::Delivery { "entrega" } else { "acuse" })
    }
}

/// What is asked and done on the page.
#[derive(Clone, Copy)]
struct Desk {
    work: Work,
    acting: Acting,
    again: RwSignal<u32>,
    /// The row whose form is open.
    open: RwSignal<Option<(String, What)>>,
    /// The row of the last act, which tells what it came to.
    last: RwSignal<String>,
    receives: bool,
}

impl Desk {
    fn record(self, state: &DeliveryState, what: What, day: Option<Date>) {
        let changed = Callback::new(move |()| self.again.update(|times| *times += 1));
        let done = move |name: &str, words: String| {
            self.acting.tell(format!("{name}: {words}"));
            self.open.try_set(None);
        };
        let (party, candidacy, name) = (state.party.clone(), state.candidacy, state.name.clone());
        self.last.set(name.clone());
        match what {
            What::Delivery => {
                let command = Delivery { party, candidacy, delivered_on: day };
                self.acting.act(async move { self.work.deliver(&command).await }, changed, move |delivered| {
                    let accounts = format::count(delivered.accounts, "cuenta", "cuentas");
                    done(&name, format!("entrega registrada de {accounts}."));
                });
            }
            What::Receipt => {
                let command = AccountReceipt { party, candidacy, received_on: day };
                self.acting.act(async move { self.work.receipt(&command).await }, changed, move |recorded| {
                    let begun = format::count(recorded.candidacies, "candidatura", "candidaturas");
                    done(&name, format!("acuse registrado. Comenzó el plazo de {begun}."));
                });
            }
        }
    }
}

/// How far the delivery and the receipt of the letters are, for each party and each independent.
#[component]
pub fn DeliveryPage() -> impl IntoView {
    let desk = Desk {
        work: expect_context(),
        acting: Acting::new(),
        again: RwSignal::new(0),
        open: RwSignal::new(None),
        last: RwSignal::new(String::new()),
        receives: may(Act::RecordReceipt),
    };
    let list = desk.work.delivery(desk.again);
    view! {
        <Frame title="Entrega y acuse">
            {with_election(move |election| {
                let days = format::count(election.terms.send_accounts_days, "día natural", "días naturales");
                let zone = election.institute.time_zone;
                view! {
                    <p>
                        {format!(
                            "Las cartas se entregan en {days} desde que se aprueba la candidatura. El plazo de captura comienza con el acuse: lo da la representación o la candidatura independiente al entrar, o se registra aquí el que firmó en papel.",
                        )}
                    </p>
                    {move || shown(
                        list.get(),
                        |states| view! { <States states=states zone=zone.clone() desk=desk /> }.into_any(),
                    )}
                }
                    .into_any()
            })}
        </Frame>
    }
}

fn overdue(states: &[DeliveryState]) -> String {
    match states.iter().filter(|state| state.overdue).count() {
        0 => "Ninguna entrega está vencida.".into(),
        count => format!("{}.", format::count(count, "entrega vencida", "entregas vencidas")),
    }
}

/// Whether the letters are in time, in words.
fn term(state: &DeliveryState, zone: &str) -> String {
    match state.due {
        Some(due) if state.overdue => {
            format!("VENCIDA: debió entregarse a más tardar el {}", format::moment(due, zone))
        }
        Some(due) => format!("En plazo, hasta el {}", format::moment(due, zone)),
        None if state.issued == 0 => "Sin cuentas emitidas".into(),
        // What belongs to no candidacy, as the account of who validates, has no day by which it is due.
        None if state.delivered < state.issued => {
            format!("Falta entregar {}", format::count(state.issued - state.delivered, "carta", "cartas"))
        }
        None => "Entregadas todas".into(),
    }
}

#[component]
fn States(states: Vec<DeliveryState>, zone: String, desk: Desk) -> impl IntoView {
    let late = overdue(&states);
    let rows = states.into_iter().enumerate().map(|(place, state)| {
        view! {
            <tr>
                <th scope="row">{state.name.clone()}</th>
                <td data-label="Candidaturas">{format::number(state.candidacies)}</td>
                <td data-label="Emitidas">{format::number(state.issued)}</td>
                <td data-label="Entregadas">{format::number(state.delivered)}</td>
                <td data-label="Acusadas">{format::number(state.received)}</td>
                <td data-label="Entrega">
                    {if state.overdue {
                        view! { <strong>{term(&state, &zone)}</strong> }.into_any()
                    } else {
                        term(&state, &zone).into_any()
                    }}
                </td>
                <td>
                    <Record state=state place=place zone=zone.clone() desk=desk />
                </td>
            </tr>
        }
    });
    view! {
        <p>
            <strong>{late}</strong>
        </p>
        <table class="rows">
            <thead>
                <tr>
                    <th scope="col">"De quién"</th>
                    <th scope="col">"Candidaturas"</th>
                    <th scope="col">"Emitidas"</th>
                    <th scope="col">"Entregadas"</th>
                    <th scope="col">"Acusadas"</th>
                    <th scope="col">"Entrega"</th>
                    <th scope="col">"Qué hacer"</th>
                </tr>
            </thead>
            <tbody>{rows.collect_view()}</tbody>
        </table>
    }
}

/// The buttons of a row, or the form that one of them opened; and what the last act came to, if it was this row's.
#[component]
fn Record(state: DeliveryState, place: usize, zone: String, desk: Desk) -> impl IntoView {
    let key = state.name.clone();
    let mine = Memo::new({
        let key = key.clone();
        move |_| desk.open.with(|open| open.as_ref().filter(|(row, _)| *row == key).map(|(_, what)| *what))
    });
    let told = Memo::new({
        let key = key.clone();
        move |_| desk.last.with(|last| *last == key)
    });
    let unissued = state.issued == 0 && state.candidacies > 0;
    let (delivers, receives) = (state.delivered < state.issued, desk.receives && state.received < state.issued);
    let form = move || match mine.get() {
        Some(what) => {
            view! { <Day state=state.clone() place=place what=what zone=zone.clone() desk=desk /> }.into_any()
        }
        None => {
            let open = |what: What| {
                let (key, label) = (key.clone(), format!("{}: {}", what.words(), state.name));
                let press = move |_| {
                    desk.acting.forget();
                    desk.open.set(Some((key.clone(), what)));
                    request_animation_frame(|| focus("dia"));
                };
                view! {
                    <button type="button" id=what.button(place) class="second small" aria-label=label on:click=press>
                        {what.words()}
                    </button>
                }
            };
            view! {
                <div class="row">
                    {delivers.then(|| open(What::Delivery))} {receives.then(|| open(What::Receipt))}
                    {unissued.then_some("Falta emitir las cuentas")}
                </div>
            }
            .into_any()
        }
    };
    view! {
        {form}
        {move || told.get().then(|| desk.acting.told())}
    }
}

#[component]
fn Day(state: DeliveryState, place: usize, what: What, zone: String, desk: Desk) -> impl IntoView {
    let today = format::iso_day(format::now(), &zone);
    let day = RwSignal::new(today.clone());
    let label = match what {
        What::Delivery => "Día de la entrega",
        What::Receipt => "Día del acuse firmado",
    };
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        desk.record(&state, what, day.get_untracked().parse().ok());
    };
    let cancel = move |_| {
        desk.acting.forget();
        desk.open.set(None);
        request_animation_frame(move || focus(&what.button(place)));
    };
    view! {
        <form on:submit=submit>
            <p>
                <label for="dia">{label}</label>
                <input id="dia" type="date" max=today required bind:value=day />
            </p>
            {desk.acting.trouble()}
            <p class="row">
                <button type="submit" class="small" disabled=move || desk.acting.is_busy()>
                    "Guardar"
                </button>
                <button type="button" class="second small" disabled=move || desk.acting.is_busy() on:click=cancel>
                    "Cancelar"
                </button>
            </p>
        </form>
    }
}
