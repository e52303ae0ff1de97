//! One question as a field, by its kind. What is typed goes to a callback; the rules are the domain's.

use std::collections::BTreeMap;

use domain::{
    capture::answers::merge,
    election::Election,
    ids::QuestionKey,
    questionnaire::{Answer, Answers, Kind, Question},
    text,
};
use leptos::{ev::MouseEvent, prelude::*};

use crate::format;
use crate::pages::workspace::capture::lines::Lines;

/// More options than this are a list to open rather than marks on the page.
const LISTED: usize = 12;

/// The id of a question's field.
pub fn field_id(question: &Question) -> String {
    format!("campo-{}", question.key)
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

/// An answer on the screen: what it is now, and where a change goes.
#[derive(Clone, Copy)]
pub(crate) struct Typed {
    current: Memo<Option<Answer>>,
    change: Callback<Option<Answer>, bool>,
}

impl Typed {
    fn one(self) -> String {
        match self.current.get() {
            Some(Answer::One(one)) => one,
            Some(Answer::Many(many)) => many.join("\n"),
            None => String::new(),
        }
    }

    pub(crate) fn many(self) -> Vec<String> {
        match self.current.get() {
            Some(Answer::Many(many)) => many,
            _ => Vec::new(),
        }
    }

    /// The lines as they stand; none is no answer.
    pub(crate) fn many_written(self, lines: Vec<String>) {
        if lines != untrack(|| self.many()) {
            self.change.run((!lines.is_empty()).then_some(Answer::Many(lines)));
        }
    }

    fn write(self, text: String) {
        self.change.run(Some(Answer::One(text)));
    }
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
    let id = field_id(&question);
    let key = question.key.clone();
    let current = Memo::new(move |_| answers.with(|answers| answers.get(&key).cloned()));
    let typed = Typed { current, change };
    let checked = question.clone();
    let ask = decline.clone();
    let fault = Memo::new(move |_| {
        let answer = current.get().filter(|answer| !answer.is_blank())?;
        checked.check(&answer, ask.as_deref()).first().map(|fault| fault.message.clone())
    });
    let help = question.help.clone().map(|help| {
        let id = format!("{id}-ayuda");
        view! {
            <p class="quiet" id=id>
                {help}
            </p>
        }
    });
    let fixed = [
        described,
        help.is_some().then(|| format!("{id}-ayuda")),
        matches!(question.kind, Kind::Text { .. }).then(|| format!("{id}-cuenta")),
    ];
    let fixed: Vec<String> = fixed.into_iter().flatten().collect();
    let fault_id = format!("{id}-error");
    let described = {
        let fault_id = fault_id.clone();
        move || {
            let mut ids = fixed.clone();
            ids.extend(fault.with(Option::is_some).then(|| fault_id.clone()));
            (!ids.is_empty()).then(|| ids.join(" "))
        }
    };
    let invalid = move || fault.with(Option::is_some).then_some("true");
    let fault_now = fault;
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
    let label = format!("{}{}", question.label, if question.required { "" } else { " (opcional)" });
    let options = question.options(decline.as_deref());
    let control = match question.kind {
        Kind::Choice { .. } | Kind::Choices { .. }
            if options.len() <= LISTED || matches!(question.kind, Kind::Choices { .. }) =>
        {
            let several = matches!(question.kind, Kind::Choices { .. });
            return view! {
                <fieldset class="field" aria-describedby=described>
                    <legend>{label}</legend>
                    {help}
                    {fault}
                    <Marks id=id options=options several=several typed=typed />
                </fieldset>
            }
            .into_any();
        }
        Kind::Choice { .. } | Kind::Choices { .. } => {
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
                    id=id.clone()
                    aria-describedby=described
                    aria-invalid=invalid
                    on:change:target=move |event| {
                        let value = event.target().value();
                        if !change.run((!value.is_empty()).then_some(Answer::One(value))) {
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
        Kind::Text { min, max } => view! {
            <textarea
                id=id.clone()
                aria-describedby=described
                aria-invalid=invalid
                prop:value=move || typed.one()
                on:input:target=move |event| typed.write(event.target().value())
            ></textarea>
            <p class="quiet counter" id=format!("{id}-cuenta")>
                {move || counted(&typed.one(), min, max)}
            </p>
        }
        .into_any(),
        Kind::List { max_items, .. } => {
            return view! {
                <fieldset class="field" aria-describedby=described>
                    <legend>{label.clone()}</legend>
                    {help}
                    {fault}
                    <Lines id=id label=question.label most=max_items typed=typed />
                </fieldset>
            }
            .into_any();
        }
        // A photograph has a field of its own.
        Kind::Photo => ().into_any(),
        kind => {
            let shown = kind.clone();
            let preview = move || {
                let typed = typed.one();
                let sound = fault_now.with(Option::is_none) && text::substance(&typed) > 0;
                sound.then(|| seen_as(&shown, typed.trim())).flatten().map(|words| {
                    view! {
                        <p class="quiet">
                            <bdi>{words}</bdi>
                        </p>
                    }
                })
            };
            let (input, mode) = match kind {
                Kind::Phone => ("tel", "tel"),
                Kind::Email { .. } => ("email", "email"),
                Kind::Url { .. } => ("url", "url"),
                _ => ("text", "text"),
            };
            view! {
                <input
                    id=id.clone()
                    type=input
                    inputmode=mode
                    aria-describedby=described
                    aria-invalid=invalid
                    prop:value=move || typed.one()
                    on:input:target=move |event| typed.write(event.target().value())
                />
                {preview}
            }
            .into_any()
        }
    };
    view! {
        <div class="field">
            <label for=id>{label}</label>
            {help}
            {fault}
            {control}
        </div>
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
    let one = |(place, option): (usize, String)| {
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
                match many.iter().position(|one| *one == value) {
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
    options.into_iter().enumerate().map(one).collect_view()
}
