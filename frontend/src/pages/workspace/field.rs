//! One question as a field, by its kind. What is typed goes to a callback; the rules are the domain's.

use domain::{
    questionnaire::{Answer, Answers, Kind, Question},
    text,
};
use leptos::prelude::*;

/// More options than this are a list to open rather than marks on the page.
const LISTED: usize = 12;

/// The id of a question's field.
pub fn field_id(question: &Question) -> String {
    format!("campo-{}", question.key)
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
    /// Told what was typed; nothing clears the answer.
    change: Callback<Option<Answer>>,
) -> impl IntoView {
    let id = field_id(&question);
    let key = question.key.clone();
    let current = Memo::new(move |_| answers.with(|answers| answers.get(&key).cloned()));
    let checked = question.clone();
    let ask = decline.clone();
    let fault = Memo::new(move |_| {
        let answer = current.get().filter(|answer| !answer.is_blank())?;
        checked.check(&answer, ask.as_deref()).first().map(|fault| fault.message.clone())
    });
    let (help_id, fault_id) = (format!("{id}-ayuda"), format!("{id}-error"));
    let described = format!("{help_id} {fault_id}");
    let optional = if question.required { "" } else { " (opcional)" };
    let label = format!("{}{optional}", question.label);
    let help = question.help.clone();
    let one = move || match current.get() {
        Some(Answer::One(one)) => one,
        Some(Answer::Many(many)) => many.join("\n"),
        None => String::new(),
    };
    let set = move |text: String| change.run(Some(Answer::One(text)));
    let options = question.options(decline.as_deref());
    let listed = options.len() > LISTED;
    let grouped =
        matches!(question.kind, Kind::Choices { .. }) || matches!(question.kind, Kind::Choice { .. }) && !listed;
    let control = match question.kind.clone() {
        Kind::Photo => ().into_any(),
        Kind::Text { min, max } => {
            let counter = move || {
                let typed = one();
                format!(
                    "{} de {max} caracteres; el mínimo es {min} y lleva {} sin contar espacios.",
                    text::length(&typed),
                    text::substance(&typed)
                )
            };
            view! {
                <textarea id=id.clone() aria-describedby=described prop:value=one on:input:target=move |event| set(event.target().value())></textarea>
                <p class="quiet counter">{counter}</p>
            }
            .into_any()
        }
        Kind::List { .. } => {
            let lines = move |text: String| change.run(Some(Answer::Many(text.lines().map(str::to_owned).collect())));
            view! { <textarea id=id.clone() aria-describedby=described prop:value=one on:input:target=move |event| lines(event.target().value())></textarea> }.into_any()
        }
        Kind::Choice { .. } if listed => {
            let options = options.clone().into_iter().map(|option| {
                let value = option.clone();
                let selected = { let option = option.clone(); move || one() == option };
                view! { <option value=value selected=selected>{option}</option> }
            });
            view! {
                <select id=id.clone() aria-describedby=described on:change:target=move |event| {
                    let value = event.target().value();
                    change.run((!value.is_empty()).then_some(Answer::One(value)));
                }>
                    <option value="">"Elija una opción"</option>
                    {options.collect_view()}
                </select>
            }
            .into_any()
        }
        Kind::Choice { .. } => options
            .clone()
            .into_iter()
            .enumerate()
            .map(|(place, option)| {
                let mark = if place == 0 { id.clone() } else { format!("{id}-{place}") };
                let checked = { let option = option.clone(); move || one() == option };
                let value = option.clone();
                view! { <label class="mark"><input type="radio" id=mark name=id.clone() prop:checked=checked on:change=move |_| set(value.clone())/>{option}</label> }
            })
            .collect_view()
            .into_any(),
        Kind::Choices { .. } => options
            .clone()
            .into_iter()
            .enumerate()
            .map(|(place, option)| {
                let mark = if place == 0 { id.clone() } else { format!("{id}-{place}") };
                let chosen = move || match current.get() {
                    Some(Answer::Many(many)) => many,
                    _ => Vec::new(),
                };
                let checked = { let option = option.clone(); move || chosen().contains(&option) };
                let value = option.clone();
                let toggle = move |_| {
                    let mut many = chosen();
                    match many.iter().position(|one| *one == value) {
                        Some(place) => { many.remove(place); }
                        None => many.push(value.clone()),
                    }
                    change.run((!many.is_empty()).then_some(Answer::Many(many)));
                };
                view! { <label class="mark"><input type="checkbox" id=mark prop:checked=checked on:change=toggle/>{option}</label> }
            })
            .collect_view()
            .into_any(),
        kind => {
            let (input, mode) = match kind {
                Kind::Phone => ("tel", "tel"),
                Kind::Email { .. } => ("email", "email"),
                Kind::Url { .. } => ("url", "url"),
                _ => ("text", "text"),
            };
            view! { <input id=id.clone() type=input inputmode=mode aria-describedby=described prop:value=one on:input:target=move |event| set(event.target().value())/> }.into_any()
        }
    };
    let messages = view! {
        {help.map(|help| view! { <p class="quiet" id=help_id>{help}</p> })}
        {move || fault.get().map(|message| view! { <p class="fault" id=fault_id.clone()><span>"Por corregir: "</span>{message}</p> })}
    };
    if grouped {
        view! { <fieldset class="field"><legend>{label}</legend>{messages}{control}</fieldset> }.into_any()
    } else {
        view! { <div class="field"><label for=id>{label}</label>{messages}{control}</div> }.into_any()
    }
}
