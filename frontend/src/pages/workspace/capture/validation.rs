//! The party's validation, or an independent's second look: read, observe and return, mend, validate (PTO II.B.1–2).

use contract::{
    capture::{ReturnToCapture, SaveAnswers},
    paths,
};
use domain::{
    ids::QuestionKey,
    next_step::NextStep,
    permission::Act,
    questionnaire::{Answer, Answers, Kind, Part, Question, Section},
    review::Task,
};
use leptos::prelude::*;

use crate::pages::workspace::{
    candidacy::{
        answers::{edited, part_reviewed},
        back,
        case::Case,
        heading, stage_line, with_case,
    },
    capture::{
        advice::Suggested,
        field::{Field, dependents_go},
    },
    review::{
        claim::{claim_bar, is_anothers},
        remarks::{RemarkForm, remarked, written},
    },
    shell::acting::Acting,
};
use crate::{api::work::Work, state::Unsent};

/// The page.
#[component]
pub fn Validation() -> impl IntoView {
    let (acting, suggested) = (Acting::new(), Suggested::new());
    with_case(move |case| {
        if case.next_step() == NextStep::Validate {
            suggested.ask(&case);
            view! { <Validating case=case acting=acting suggested=suggested /> }.into_any()
        } else {
            view! {
                {heading(&case, "Validar")}
                <p role="status" class="good">
                    {format!("Etapa: {}. Aquí no hay nada por validar ahora.", case.work.item.stage.name())}
                </p>
                {back(&case)}
            }
            .into_any()
        }
    })
}

#[component]
fn Validating(case: Case, acting: Acting, suggested: Suggested) -> impl IntoView {
    let unsent = case.unsent();
    let remarks = unsent.remarks;
    let free = !is_anothers(&case, Task::Validation);
    let edits = free && case.may(Act::EditSubmitted);
    let below = |_: &Section, question: &Question| {
        let open = free && case.work.open_fields.contains(&question.key);
        let editable = open && edits && question.kind != Kind::Photo;
        let mend = editable.then(|| {
            view! { <Correction case=case.clone() question=question.clone() unsent=unsent acting=acting saves=true /> }
        });
        Some(
            view! {
                {suggested.on(&question.key)}
                {remarked(&case, &question.key)}
                {edited(&case, question)}
                {open.then(|| view! { <RemarkForm question=question.clone() remarks=remarks /> })}
                {mend}
            }
            .into_any(),
        )
    };
    view! {
        {heading(&case, "Validar")}
        {back(&case)}
        <p role="status" class="good">
            {stage_line(&case)}
            " "
            <a href="#decidir" rel="external">
                "Ir a la decisión"
            </a>
        </p>
        {claim_bar(&case, Task::Validation, acting)}
        <p>"Lea cada respuesta. Puede observarla y devolverla a quien captura, corregirla usted, o validar todo."</p>
        {part_reviewed(&case, Part::Curricular, below, |_| None)}
        {case.work.shows_identity.then(|| part_reviewed(&case, Part::Identity, below, |_| None))}
        {decision(&case, free, acting)}
    }
}

/// To send it back with observations, or to validate it.
fn decision(case: &Case, free: bool, acting: Acting) -> impl IntoView + use<> {
    let work = expect_context::<Work>();
    let (unsent, revision, again) = (case.unsent(), case.work.revision, case.again);
    let (remarks, id) = (unsent.remarks, case.id());
    let send_back = move |_| {
        let command = ReturnToCapture { observations: remarks.ready(|_| true) };
        acting.act(async move { work.send_back(id, revision, &command).await }, again, move |_| {
            remarks.forget(|_| true);
        });
    };
    let validate = move |_| {
        acting.act(async move { work.step(&paths::validation(id), revision).await }, again, |_| ());
    };
    let count = Memo::new(move |_| remarks.count(|_| true));
    let half_done = move || !unsent.corrections.with(|all| all.is_empty());
    let idle = move || !free || acting.is_busy() || half_done();
    let lack = move || {
        if !free {
            "Otra persona tiene esta revisión: tómela para poder decidir."
        } else if half_done() {
            ""
        } else if count.get() == 0 {
            "Para devolver, escriba al menos una observación."
        } else {
            "Para validar, quite las observaciones que escribió."
        }
    };
    let unsaved = move || {
        let words = "Hay correcciones sin guardar. Guárdelas o quítelas antes de decidir.";
        half_done().then(|| view! { <p class="trouble">{words}</p> })
    };
    view! {
        <section class="panel" aria-labelledby="decidir">
            <h2 id="decidir" tabindex="-1">
                "Su decisión"
            </h2>
            <p role="status">{move || written(count.get())}</p>
            {unsaved}
            {acting.trouble()}
            <p class="row">
                <button type="button" class="second" disabled=move || idle() || count.get() == 0 on:click=send_back>
                    "Devolver con observaciones"
                </button>
                <button type="button" disabled=move || idle() || count.get() != 0 on:click=validate>
                    "Validar y enviar al Instituto"
                </button>
            </p>
            <p class="quiet">{lack}</p>
            <p class="quiet">"Al devolver, sólo se abren los campos observados."</p>
        </section>
    }
}

/// Mends one answer: it is saved, and who, when, before and after stay on record; or it waits to be asked for.
#[component]
pub fn Correction(
    /// The candidacy.
    case: Case,
    /// The question.
    question: Question,
    /// Where it is written.
    unsent: Unsent,
    /// What saving it comes to.
    acting: Acting,
    /// Whether it is saved here.
    saves: bool,
) -> impl IntoView {
    let key = question.key.clone();
    let saved = case.work.answers.get(&key).cloned();
    let mending = Mending { case: StoredValue::new(case), key: StoredValue::new(key), unsent, acting };
    let open = Memo::new(move |_| mending.is_open());
    let label = question.label.clone();
    let name = move || {
        if open.get() { format!("Quitar corrección de «{label}»") } else { format!("Corregir «{label}»") }
    };
    view! {
        <p>
            <button
                type="button"
                class="second small"
                aria-label=name
                aria-expanded=move || open.get().to_string()
                on:click=move |_| mending.toggle(saved.as_ref())
            >
                {move || if open.get() { "Quitar corrección" } else { "Corregir" }}
            </button>
        </p>
        {move || open.get().then(|| mending.form(question.clone(), saves))}
    }
}

/// An answer that is being mended.
#[derive(Clone, Copy)]
struct Mending {
    case: StoredValue<Case>,
    key: StoredValue<QuestionKey>,
    unsent: Unsent,
    acting: Acting,
}

impl Mending {
    /// Whether it is being written; told when it changes.
    fn is_open(self) -> bool {
        self.unsent.corrections.with(|all| self.key.with_value(|key| all.contains_key(key)))
    }

    /// What is written of it; none while nothing is.
    fn typed(self) -> Option<Option<Answer>> {
        self.unsent.corrections.with_untracked(|all| self.key.with_value(|key| all.get(key).cloned()))
    }

    fn set(self, answer: Option<Answer>) {
        let key = self.key.get_value();
        self.unsent.corrections.update(|all| {
            all.insert(key, answer);
        });
    }

    fn remove(self) {
        self.unsent.corrections.update(|all| {
            self.key.with_value(|key| all.remove(key));
        });
    }

    /// Opens it with what is saved, or takes it away after asking whether what was written is to be lost.
    fn toggle(self, saved: Option<&Answer>) {
        let typed = self.typed();
        let untouched = typed.as_ref().is_none_or(|typed| typed.as_ref() == saved);
        if typed.is_none() {
            self.set(saved.cloned());
        } else if untouched || window().confirm_with_message("¿Quitar esta corrección sin guardarla?").unwrap_or(false)
        {
            self.remove();
        }
    }

    /// What is answered, with what is written in the place of what is saved.
    fn answers(self) -> RwSignal<Answers> {
        let mut answers = self.case.with_value(|case| case.work.answers.clone());
        if let Some(typed) = self.typed() {
            put(&mut answers, self.key.get_value(), typed);
        }
        RwSignal::new(answers)
    }

    /// Takes what is typed, unless it would drop an answer that the person would rather keep.
    fn change(self, answers: RwSignal<Answers>, answer: Option<Answer>) -> bool {
        let key = self.key.get_value();
        let election = self.case.with_value(|case| case.election.clone());
        if dependents_go(&election, answers, &key, answer.as_ref()).is_none() {
            return false;
        }
        self.set(answer.clone());
        answers.update(|answers| put(answers, key, answer));
        true
    }

    fn save(self, work: Work) {
        let (id, revision, again) = self.case.with_value(|case| (case.id(), case.work.revision, case.again));
        // What was written outlives the page; its key, which the page holds, is taken while the page is there.
        let (key, corrections) = (self.key.get_value(), self.unsent.corrections);
        let command = SaveAnswers { answers: [(key.clone(), self.typed().flatten())].into() };
        let saved = move |_| {
            corrections.update(|all| {
                all.remove(&key);
            });
        };
        self.acting.act(async move { work.save(id, revision, &command, true).await }, again, saved);
    }

    fn form(self, question: Question, saves: bool) -> impl IntoView {
        let work = expect_context::<Work>();
        let acting = self.acting;
        let decline = self.case.with_value(|case| {
            let part = case.election.question(question.key.as_str()).map_or(Part::Curricular, |(part, _)| part);
            case.election.questionnaire(part).decline.clone()
        });
        let answers = self.answers();
        let change = Callback::new(move |answer: Option<Answer>| self.change(answers, answer));
        view! {
            <div class="panel">
                <Field question=question decline=decline answers=answers change=change />
                {saves
                    .then(|| {
                        view! {
                            {acting.trouble()}
                            <p>
                                <button
                                    type="button"
                                    disabled=move || acting.is_busy()
                                    on:click=move |_| self.save(work)
                                >
                                    "Guardar la corrección"
                                </button>
                            </p>
                        }
                    })}
            </div>
        }
    }
}

fn put(answers: &mut Answers, key: QuestionKey, answer: Option<Answer>) {
    match answer {
        Some(answer) => answers.insert(key, answer),
        None => answers.remove(&key),
    };
}
