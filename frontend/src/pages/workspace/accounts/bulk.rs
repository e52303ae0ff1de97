use std::collections::BTreeMap;

use contract::accounts::{ResetAccount, ResetOutcome};
use domain::{accounts::RESET_REASON, ids::AccountId, text};
use leptos::{ev::SubmitEvent, prelude::*, task::spawn_local};

use crate::{
    api::{ApiError, work::Work},
    components::{FOUND, focus},
    format,
    state::Pending,
};

/// Accounts that were chosen, by id, with their names.
pub type Chosen = BTreeMap<AccountId, String>;

/// What is done with many accounts.
#[derive(Debug, Clone)]
enum Deed {
    NewCode(ResetAccount),
    Block(String),
    Unblock,
    Lose,
}

impl Deed {
    fn question(&self, how_many: usize) -> String {
        let accounts = format::count(how_many, "cuenta", "cuentas");
        match self {
            Self::NewCode(_) => format!(
                "¿Dar un código nuevo a {accounts}? Su contraseña, su verificación en dos pasos y sus sesiones se terminan. Las del Instituto esperan a que otra área lo autorice."
            ),
            Self::Block(_) => format!("¿Bloquear {accounts}? Sus sesiones se terminan en este momento."),
            Self::Unblock => format!("¿Quitar el bloqueo de {accounts}?"),
            Self::Lose => format!("¿Reportar como perdidas {accounts}? Se bloquean en este momento."),
        }
    }

    async fn run(&self, work: Work, pending: Pending, id: AccountId) -> Result<Option<ResetOutcome>, ApiError> {
        match self {
            Self::NewCode(command) => {
                let outcome = work.reset_account(id, command).await?;
                if let ResetOutcome::Shown { account } = &outcome {
                    pending.keep_issued(vec![account.clone()]);
                }
                return Ok(Some(outcome));
            }
            Self::Block(reason) => work.block_account(id, reason.clone()).await?,
            Self::Unblock => work.unblock_account(id).await?,
            Self::Lose => work.report_loss(id).await?,
        }
        Ok(None)
    }
}

/// How an act on many accounts goes.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Progress {
    total: usize,
    done: usize,
    running: bool,
    failed: Vec<(String, String)>,
    /// Whether there are new codes to keep.
    codes: bool,
    /// Accounts whose code was mailed.
    mailed: Vec<String>,
    /// Accounts whose code waits for another area.
    waiting: Vec<String>,
}

/// The line that says how it goes.
const OUTCOME: &str = "resultado";

/// What an act on many accounts works with.
#[derive(Clone, Copy)]
struct Desk {
    work: Work,
    pending: Pending,
    chosen: RwSignal<Chosen>,
    progress: RwSignal<Progress>,
    changed: RwSignal<u32>,
}

impl Desk {
    /// Does something with every chosen account, one after the other, also after one of them failed; those that failed
    /// stay chosen. Who does not give the second factor wants none of it.
    async fn go(self, deed: Deed) {
        let all = self.chosen.get_untracked();
        self.progress.try_set(Progress { total: all.len(), running: true, ..Progress::default() });
        for (id, name) in all {
            let outcome = deed.run(self.work, self.pending, id).await;
            let stop = outcome.as_ref().is_err_and(|error| matches!(error.code(), "proof_required" | "factor_missing"));
            if outcome.is_ok() {
                self.chosen.try_update(|chosen| chosen.remove(&id));
            }
            self.progress.try_update(|progress| {
                progress.done += 1;
                match outcome {
                    Ok(Some(ResetOutcome::Shown { .. })) => progress.codes = true,
                    Ok(Some(ResetOutcome::Mailed { to })) => progress.mailed.push(format!("{name} ({to})")),
                    Ok(Some(ResetOutcome::Waiting { .. })) => progress.waiting.push(name),
                    Ok(None) => {}
                    Err(error) => progress.failed.push((name, error.words())),
                }
            });
            if stop {
                break;
            }
        }
        self.progress.try_update(|progress| progress.running = false);
        // With nothing chosen the panel goes back to the end of the list; whoever waits for the outcome goes with it.
        request_animation_frame(|| focus(OUTCOME));
        self.changed.try_update(|times| *times += 1);
    }

    /// Begins it, once the person said that it is meant.
    fn start(self, deed: Deed) {
        let question = deed.question(self.chosen.with_untracked(BTreeMap::len));
        if window().confirm_with_message(&question).unwrap_or(false) {
            spawn_local(self.go(deed));
            // The button that was pressed cannot have the focus any more.
            focus(OUTCOME);
        }
    }

    /// Whether nothing can begin; told when it changes.
    fn is_idle(self) -> bool {
        self.chosen.with(BTreeMap::is_empty) || self.progress.with(|progress| progress.running)
    }
}

/// What may be done with the chosen accounts, and how it goes.
#[component]
pub fn Bulk(chosen: RwSignal<Chosen>, changed: RwSignal<u32>) -> impl IntoView {
    let progress = RwSignal::new(Progress::default());
    let desk = Desk { work: expect_context(), pending: expect_context(), chosen, progress, changed };
    let none = move |_| {
        chosen.set(Chosen::new());
        progress.set(Progress::default());
        focus(FOUND);
    };
    // In sight while one chooses, wherever one is in the list.
    let near = move || !chosen.with(BTreeMap::is_empty) && progress.with(|progress| progress.failed.is_empty());
    view! {
        <section class="panel acts" class:near=near aria-labelledby="elegidas">
            <div class="row">
                <h2 id="elegidas">"Con las cuentas elegidas"</h2>
                <p role="status">
                    {move || match chosen.with(BTreeMap::len) {
                        0 => "Elija cuentas en la lista.".to_owned(),
                        count => format!("{}.", format::count(count, "cuenta elegida", "cuentas elegidas")),
                    }}
                </p>
                <button type="button" class="second small" disabled=move || desk.is_idle() on:click=none>
                    "No elegir ninguna"
                </button>
            </div>
            {deeds(desk)}
            <Told progress=progress />
        </section>
    }
}

/// A new code, once somebody asks for it: why, and how it reaches its holder.
fn new_code(desk: Desk, asked: RwSignal<bool>) -> impl IntoView {
    let (reason, reasonless) = (RwSignal::new(String::new()), RwSignal::new(false));
    let hand_over = RwSignal::new(false);
    let give = move |event: SubmitEvent| {
        event.prevent_default();
        let reason = reason.get_untracked();
        reasonless.set(text::substance(&reason) < *RESET_REASON.start());
        if reasonless.get_untracked() {
            focus("motivo-codigo");
        } else {
            asked.set(false);
            desk.start(Deed::NewCode(ResetAccount { reason, hand_over: hand_over.get_untracked() }));
        }
    };
    view! {
        <form on:submit=give>
            <p id="codigo-ayuda">
                "El código se manda al correo de la persona. Si no tiene correo, se muestra aquí para entregarle su carta. "
                <strong>"El de una cuenta del Instituto espera a que lo autorice una persona de otra área"</strong>
                ": hasta entonces no cambia nada, y usted no ve el código."
            </p>
            <div class="row">
                <p class="grow">
                    <label for="motivo-codigo">"Motivo del código nuevo (queda en el historial)"</label>
                    <input
                        id="motivo-codigo"
                        maxlength="500"
                        aria-describedby="codigo-ayuda codigo-falta"
                        bind:value=reason
                    />
                </p>
                <p>
                    <label class="mark">
                        <input type="checkbox" bind:checked=hand_over />
                        "Ya no usa su correo: entregar en mano"
                    </label>
                </p>
                <p>
                    <button type="submit" class="small" disabled=move || desk.is_idle()>
                        "Dar el código"
                    </button>
                </p>
            </div>
            <div id="codigo-falta" role="alert">
                {move || {
                    reasonless.get().then(|| view! { <p class="fault">"Escriba el motivo: 10 caracteres o más."</p> })
                }}
            </div>
        </form>
    }
}

/// The buttons; to block takes a reason.
fn deeds(desk: Desk) -> impl IntoView {
    let (reason, reasonless) = (RwSignal::new(String::new()), RwSignal::new(false));
    let asked = RwSignal::new(false);
    let block = move |event: SubmitEvent| {
        event.prevent_default();
        let words = reason.get_untracked();
        reasonless.set(text::substance(&words) < 5);
        if reasonless.get_untracked() {
            focus("motivo");
        } else {
            desk.start(Deed::Block(words));
        }
    };
    let idle = move || desk.is_idle();
    view! {
        <div class="row">
            <p class="row">
                <button
                    type="button"
                    class="small"
                    disabled=idle
                    aria-expanded=move || asked.get().to_string()
                    on:click=move |_| {
                        asked.update(|asked| *asked = !*asked);
                        request_animation_frame(|| focus("motivo-codigo"));
                    }
                >
                    "Dar código nuevo"
                </button>
                <button type="button" class="second small" disabled=idle on:click=move |_| desk.start(Deed::Unblock)>
                    "Quitar bloqueo"
                </button>
                <button type="button" class="second small" disabled=idle on:click=move |_| desk.start(Deed::Lose)>
                    "Reportar como perdidas"
                </button>
            </p>
            <form class="row grow" on:submit=block>
                <p class="grow">
                    <label for="motivo">"Motivo del bloqueo (queda en el historial)"</label>
                    <input id="motivo" maxlength="200" aria-describedby="motivo-falta" bind:value=reason />
                </p>
                <p>
                    <button type="submit" class="second small" disabled=idle>
                        "Bloquear"
                    </button>
                </p>
            </form>
        </div>
        {move || asked.get().then(|| new_code(desk, asked))}
        <div id="motivo-falta" role="alert">
            {move || {
                reasonless.get().then(|| view! { <p class="fault">"Escriba el motivo: 5 caracteres o más."</p> })
            }}
        </div>
    }
}

#[component]
fn Told(progress: RwSignal<Progress>) -> impl IntoView {
    let words = move || {
        progress.with(|now| match (now.total, now.running) {
            (0, _) => String::new(),
            (total, true) => format!("Van {} de {total}.", now.done),
            (total, false) => format!("Listo: {} de {total}.", now.done - now.failed.len()),
        })
    };
    view! {
        {move || {
            progress
                .with(|now| now.running)
                .then(|| {
                    view! {
                        <progress
                            aria-label="Avance"
                            max=move || progress.with(|now| now.total.to_string())
                            value=move || progress.with(|now| now.done.to_string())
                        ></progress>
                    }
                })
        }}
        <p id=OUTCOME role="status" tabindex="-1">
            {words}
        </p>
        {move || {
            progress
                .with(|now| now.codes && !now.running)
                .then(|| {
                    view! {
                        <p>
                            "Los códigos nuevos están "<a href="#codigos" rel="external">
                                "al principio de esta página"
                            </a>"."
                        </p>
                    }
                })
        }}
        {move || {
            let (mailed, waiting) = progress.with(|now| (now.mailed.clone(), now.waiting.clone()));
            view! {
                {(!mailed.is_empty())
                    .then(|| view! { <p>{format!("Se mandó el código a su correo: {}.", mailed.join(", "))}</p> })}
                {(!waiting.is_empty())
                    .then(|| {
                        view! {
                            <p>
                                {format!("Esperan a que otra área lo autorice: {}. ", waiting.join(", "))}
                                <a href="/trabajo/cuentas/codigos">"Ver lo que espera"</a>
                            </p>
                        }
                    })}
            }
        }}
        {move || {
            progress
                .with(|now| {
                    (!now.failed.is_empty())
                        .then(|| {
                            let failed = now.failed.clone().into_iter();
                            let lines = failed
                                .map(|(name, why)| {
                                    view! {
                                        <li>
                                            <strong>{name}</strong>
                                            ": "
                                            {why}
                                        </li>
                                    }
                                });
                            view! {
                                <div class="trouble" role="alert">
                                    <p>"No se pudo con estas; siguen elegidas:"</p>
                                    <ul>{lines.collect_view()}</ul>
                                </div>
                            }
                        })
                })
        }}
    }
}
