//! One question as a field, by its kind. What is typed goes to a callback; the rules are the domain's.

mod lines;
mod typed;

use std::collections::BTreeMap;

use domain::{
    capture::answers::merge,
    election::Election,
    ids::QuestionKey,
    questionnaire::{Answer, Answers, Kind, Question},
    text,
};
use leptos::{ev::MouseEvent, prelude::*};

use self::{lines::Lines, typed::Typed};
use crate::{components::focus, format};

/// More options than this are a list to open rather than marks on the page.
const LISTED: usize = 12;

/// The id of a question's field.
pub fn field_id(question: &Question) -> String {
    format!("campo-{}", question.key)
}

/// An address that names a field, as the links of the page that checks them do, takes the person to it.
pub fn focus_named_field() {
    let hash = window().location().hash().unwrap_or_default();
    let id = hash.trim_start_matches('#').to_owned();
    if id.is_empty() {
        return;
    }
    request_animation_frame(move || focus(&id));
}

/// The answers that would lose their parent by a change, after asking whether to drop them; none when the person would
/// rather keep them.
pub fn dependents_go(
    election: &Election,
    answers: RwSignal<Answers>,
    key: &QuestionKey,
    answer: Option<&Answer>,
) -> Option<Vec<QuestionKey>> {
    let change = BTreeMap::from([(key.clone(), answer.cloned())]);
    let lost = answers.with_untracked(|answers| merge(election, answers, &change)).map(|merged| merged.dropped);
    let lost = lost.unwrap_or_default();
    let label =
        |key: &QuestionKey| election.question(key.as_str()).map(|(_, question)| format!("«{}»", question.label));
    let labels: Vec<String> = lost.iter().filter_map(label).collect();
    let ask = format!("Si cambia esta respuesta se borrará lo que contestó en {}. ¿Continuar?", labels.join(" y "));
    (lost.is_empty() || window().confirm_with_message(&ask).unwrap_or(false)).then_some(lost)
}

/// A question that can be answered.
#[component]
pub fn Field(
    /// The question.
    question: Question,
    /// The option that declines, if the questionnaire has one.
    decline: Option<String>,
    /// Every answer as it is now.
    answers: RwSignal<Answers>,
    /// Told what was typed; nothing clears the answer. Says whether it was taken.
    change: Callback<Option<Answer>, bool>,
    /// What else describes the field, by its id.
    #[prop(optional_no_strip)]
    described: Option<String>,
) -> impl IntoView {
    let key = question.key.clone();
    let current = Memo::new(move |_| answers.with(|answers| answers.get(&key).cloned()));
    let typed = Typed { current, change };
    let options = question.options(decline.as_deref());
    let frame = Frame::new(&question, decline, described, current);
    match question.kind {
        Kind::Choices { .. } => frame.group(|id| view! { <Marks id=id options=options several=true typed=typed /> }),
        Kind::Choice { .. } if options.len() <= LISTED => {
            frame.group(|id| view! { <Marks id=id options=options several=false typed=typed /> })
        }
        Kind::List { max_items, .. } => {
            frame.group(|id| view! { <Lines id=id label=question.label most=max_items typed=typed /> })
        }
        Kind::Choice { .. } => frame.labelled(|frame| select(frame, options, typed)),
        Kind::Text { min, max } => frame.labelled(|frame| area(frame, (min, max), typed)),
        // A photograph has a field of its own.
        Kind::Photo => frame.labelled(|_| ().into_any()),
        kind @ (Kind::Line { .. } | Kind::Phone | Kind::Email { .. } | Kind::Url { .. } | Kind::Network { .. }) => {
            frame.labelled(|frame| line(frame, kind, typed))
        }
    }
}

/// What every field has around its control: its label, its help and what is wrong with the answer.
struct Frame {
    id: String,
    label: String,
    help: Option<String>,
    fault: Memo<Option<String>>,
    /// The ids of what always describes it.
    describing: Vec<String>,
}

impl Frame {
    fn new(
        question: &Question,
        decline: Option<String>,
        described: Option<String>,
        current: Memo<Option<Answer>>,
    ) -> Self {
        let id = field_id(question);
        let describing = [
            described,
            question.help.is_some().then(|| format!("{id}-ayuda")),
            matches!(question.kind, Kind::Text { .. }).then(|| format!("{id}-cuenta")),
        ];
        let checked = question.clone();
        let fault = Memo::new(move |_| {
            let answer = current.get().filter(|answer| !answer.is_blank())?;
            checked.check(&answer, decline.as_deref()).first().map(|fault| fault.message.clone())
        });
        Self {
            label: format!("{}{}", question.label, if question.required { "" } else { " (opcional)" }),
            help: question.help.clone(),
            fault,
            describing: describing.into_iter().flatten().collect(),
            id,
        }
    }

    /// The ids of what describes it now; told when they change.
    fn described(&self) -> impl Fn() -> Option<String> + Send + Sync + 'static {
        let (fault, fault_id, describing) = (self.fault, format!("{}-error", self.id), self.describing.clone());
        move || {
            let mut ids = describing.clone();
            ids.extend(fault.with(Option::is_some).then(|| fault_id.clone()));
            (!ids.is_empty()).then(|| ids.join(" "))
        }
    }

    /// Whether it is marked as wrong; told when it changes.
    fn invalid(&self) -> impl Fn() -> Option<&'static str> + Send + Sync + 'static {
        let fault = self.fault;
        move || fault.with(Option::is_some).then_some("true")
    }

    /// The help, and what is wrong with the answer.
    fn said(&self) -> AnyView {
        let (fault, fault_id, help_id) = (self.fault, format!("{}-error", self.id), format!("{}-ayuda", self.id));
        let help = self.help.clone().map(|help| {
            view! {
                <p class="quiet" id=help_id>
                    {help}
                </p>
            }
        });
        let fault = move || {
            fault.get().map(|message| {
                view! {
                    <p class="fault" id=fault_id.clone()>
                        <span>"Por corregir: "</span>
                        {message}
                    </p>
                }
            })
        };
        view! {
            {help}
            {fault}
        }
        .into_any()
    }

    /// Several controls under one legend.
    fn group<V: IntoView + 'static>(self, controls: impl FnOnce(String) -> V) -> AnyView {
        let (described, said) = (self.described(), self.said());
        view! {
            <fieldset class="field" aria-describedby=described>
                <legend>{self.label}</legend>
                {said}
                {controls(self.id)}
            </fieldset>
        }
        .into_any()
    }

    /// One control with its label.
    fn labelled(self, control: impl FnOnce(&Self) -> AnyView) -> AnyView {
        let (control, said) = (control(&self), self.said());
        view! {
            <div class="field">
                <label for=self.id>{self.label}</label>
                {said}
                {control}
            </div>
        }
        .into_any()
    }
}

/// One of many options, from a list to open.
fn select(frame: &Frame, options: Vec<String>, typed: Typed) -> AnyView {
    let options = options.into_iter().map(|option| {
        let value = option.clone();
        let selected = {
            let option = option.clone();
            move || typed.one() == option
        };
        view! {
            <option value=value prop:selected=selected>
                {option}
            </option>
        }
    });
    view! {
        <select
            id=frame.id.clone()
            aria-describedby=frame.described()
            aria-invalid=frame.invalid()
            on:change:target=move |event| {
                let value = event.target().value();
                if !typed.change.run((!value.is_empty()).then_some(Answer::One(value))) {
                    event.target().set_value(&untrack(|| typed.one()));
                }
            }
        >
            <option value="">"Elija una opción"</option>
            {options.collect_view()}
        </select>
    }
    .into_any()
}

/// A text of several paragraphs, with how long it is.
fn area(frame: &Frame, (min, max): (usize, usize), typed: Typed) -> AnyView {
    view! {
        <textarea
            id=frame.id.clone()
            aria-describedby=frame.described()
            aria-invalid=frame.invalid()
            prop:value=move || typed.one()
            on:input:target=move |event| typed.write(event.target().value())
        ></textarea>
        <p class="quiet counter" id=format!("{}-cuenta", frame.id)>
            {move || counted(&typed.one(), min, max)}
        </p>
    }
    .into_any()
}

/// A line of text, with how the public will read it.
fn line(frame: &Frame, kind: Kind, typed: Typed) -> AnyView {
    let (input, mode) = match kind {
        Kind::Phone => ("tel", "tel"),
        Kind::Email { .. } => ("email", "email"),
        Kind::Url { .. } => ("url", "url"),
        _ => ("text", "text"),
    };
    let fault = frame.fault;
    let preview = move || {
        let typed = typed.one();
        let sound = fault.with(Option::is_none) && text::substance(&typed) > 0;
        let words = sound.then(|| seen_as(&kind, typed.trim())).flatten();
        words.map(|words| {
            view! {
                <p class="quiet">
                    <bdi>{words}</bdi>
                </p>
            }
        })
    };
    view! {
        <input
            id=frame.id.clone()
            type=input
            inputmode=mode
            aria-describedby=frame.described()
            aria-invalid=frame.invalid()
            prop:value=move || typed.one()
            on:input:target=move |event| typed.write(event.target().value())
        />
        {preview}
    }
    .into_any()
}

/// How the public will read a contact: an address is a link, an account's name is not.
fn seen_as(kind: &Kind, typed: &str) -> Option<String> {
    match kind {
        Kind::Url { .. } => Some(format!("Así se verá: {typed}")),
        Kind::Network { .. } if typed.starts_with("https://") => Some(format!("Así se verá: {typed}")),
        Kind::Network { hosts, .. } => {
            let (host, account) = (hosts.first()?, typed.trim_start_matches('@'));
            Some(format!("Así se verá: {typed}, sin enlace. Con enlace: escriba https://{host}/{account}"))
        }
        _ => None,
    }
}

/// How long a text is, as the server counts it.
fn counted(typed: &str, min: usize, max: usize) -> String {
    format!(
        "{} de {} caracteres; el mínimo es {} y lleva {} sin contar espacios.",
        format::number(text::length(typed)),
        format::number(max),
        format::number(min),
        format::number(text::substance(typed))
    )
}

/// Options to mark: one of them, or several.
#[component]
fn Marks(id: String, options: Vec<String>, several: bool, typed: Typed) -> impl IntoView {
    let mark_of = |(place, option): (usize, String)| {
        let mark = if place == 0 { id.clone() } else { format!("{id}-{place}") };
        let value = option.clone();
        let marked = {
            let option = option.clone();
            move || if several { typed.many().contains(&option) } else { typed.one() == option }
        };
        // By click and not by change: a click that is not taken leaves the marks as they were.
        let click = move |event: MouseEvent| {
            let answer = if several {
                let mut many = untrack(|| typed.many());
                match many.iter().position(|option| *option == value) {
                    Some(place) => {
                        many.remove(place);
                    }
                    None => many.push(value.clone()),
                }
                (!many.is_empty()).then_some(Answer::Many(many))
            } else {
                Some(Answer::One(value.clone()))
            };
            if !typed.change.run(answer) {
                event.prevent_default();
            }
        };
        let kind = if several { "checkbox" } else { "radio" };
        view! {
            <label class="mark">
                <input type=kind id=mark name=id.clone() prop:checked=marked on:click=click />
                {option}
            </label>
        }
    };
    options.into_iter().enumerate().map(mark_of).collect_view()
}
