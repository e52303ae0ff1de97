//! The form of a remark, and the remarks that were made.

use contract::review::Observation;
use domain::{ids::QuestionKey, prohibition::Ground, questionnaire::Question, text};
use leptos::prelude::*;

use crate::pages::workspace::candidacy::case::Case;
use crate::state::Remarks;

/// The form of one field's remark, closed until it is asked for.
#[component]
pub fn RemarkForm(
    /// The question.
    question: Question,
    /// Where it is written.
    remarks: Remarks,
) -> impl IntoView {
    let key = question.key.clone();
    let id = format!("observacion-{key}");
    let open = {
        let key = key.clone();
        Memo::new(move |_| remarks.is_open(&key))
    };
    let toggle = {
        let key = key.clone();
        move |_| {
            let blank = text::substance(&remarks.written(&key).1) == 0;
            if !open.get_untracked() {
                remarks.open(key.clone());
            } else if blank || window().confirm_with_message("¿Borrar esta observación?").unwrap_or(false) {
                remarks.remove(&key);
            }
        }
    };
    let label = question.label;
    let name = move || {
        if open.get() { format!("Quitar observación de «{label}»") } else { format!("Observar «{label}»") }
    };
    let form = move || {
        let (ground_key, text_key) = (key.clone(), key.clone());
        let (ground, written) = remarks.written(&key);
        let choose = Callback::new(move |ground| remarks.set_ground(&ground_key, ground));
        let (ground_id, text_id, help_id) = (format!("{id}-motivo"), format!("{id}-texto"), format!("{id}-ayuda"));
        view! {
            <div class="panel">
                <p>
                    <label for=ground_id.clone()>"Motivo"</label>
                    {ground_select(ground_id, ground, choose)}
                </p>
                <p>
                    <label for=text_id.clone()>"Qué hay que corregir"</label>
                    <span class="quiet" id=help_id.clone()>
                        "De 10 a 1,000 caracteres. Lo leerá quien captura."
                    </span>
                    <textarea
                        id=text_id
                        class="short"
                        maxlength="1000"
                        aria-describedby=help_id
                        prop:value=written
                        on:input:target=move |event| remarks.set_text(&text_key, event.target().value())
                    ></textarea>
                </p>
            </div>
        }
    };
    view! {
        <p>
            <button
                type="button"
                class="second small"
                aria-expanded=move || open.get().to_string()
                aria-label=name
                on:click=toggle
            >
                {move || if open.get() { "Quitar observación" } else { "Observar" }}
            </button>
        </p>
        {move || open.get().then(&form)}
    }
}

/// The grounds to choose from.
pub fn ground_select(id: String, chosen: Ground, choose: Callback<Ground>) -> AnyView {
    let grounds = Ground::ALL.map(|ground| {
        view! {
            <option value=ground.code() prop:selected=ground == chosen>
                {ground.name()}
            </option>
        }
    });
    view! {
        <select
            id=id
            on:change:target=move |event| {
                let code = event.target().value();
                if let Some(ground) = Ground::from_code(&code) {
                    choose.run(ground);
                }
            }
        >
            {grounds.collect_view()}
        </select>
    }
    .into_any()
}

/// What was remarked on a field before, with the capture's answer.
pub fn remarked(case: &Case, key: &QuestionKey) -> AnyView {
    let remark_view = |remark: &Observation| {
        let words = format!("{}: {}. {}", remark.by.name(), remark.ground.name(), remark.text);
        let reply = remark.reply.as_ref().map(|reply| format!("Respuesta: {reply}"));
        view! {
            <li>
                {words}
                {reply
                    .map(|reply| {
                        view! {
                            <br />
                            {reply}
                        }
                    })}
            </li>
        }
    };
    let all: Vec<_> = case.work.observations.iter().filter(|remark| remark.field == *key).map(remark_view).collect();
    (!all.is_empty())
        .then(|| {
            view! {
                <ul class="remarks" aria-label="Observaciones">
                    {all}
                </ul>
            }
        })
        .into_any()
}

/// How many remarks are written, in words.
pub fn written(count: usize) -> String {
    match count {
        0 => "No ha escrito observaciones.".into(),
        1 => "Escribió 1 observación.".into(),
        count => format!("Escribió {count} observaciones."),
    }
}
