//! Remarks on fields while they are being written: which field, on which ground, and what to mend.

use std::collections::BTreeMap;

use contract::profile::{NewObservation, Observation};
use domain::{
    ids::QuestionKey,
    prohibition::Ground,
    questionnaire::{Part, Question},
};
use leptos::prelude::*;

use super::candidacy::Case;

/// The remarks a reviewer is writing, by field.
#[derive(Clone, Copy)]
pub struct Remarks(RwSignal<BTreeMap<QuestionKey, (Ground, String)>>);

impl Remarks {
    /// None yet.
    pub fn new() -> Self {
        Self(RwSignal::new(BTreeMap::new()))
    }

    /// The remarks on fields of a part, or of both.
    pub fn of(self, case: &Case, part: Option<Part>) -> Vec<NewObservation> {
        let belongs = |key: &QuestionKey| {
            part.is_none_or(|part| case.election.question(key.as_str()).is_some_and(|(its, _)| its == part))
        };
        let written = self.0.get_untracked();
        let own = written.into_iter().filter(|(key, _)| belongs(key));
        own.map(|(field, (ground, text))| NewObservation { field, ground, text }).collect()
    }

    /// Whether there is none; told when it changes.
    pub fn is_empty(self) -> bool {
        self.count() == 0
    }

    /// How many there are; told when it changes.
    pub fn count(self) -> usize {
        self.0.with(BTreeMap::len)
    }
}

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
    let written = {
        let key = key.clone();
        Memo::new(move |_| remarks.0.with(|all| all.contains_key(&key)))
    };
    let toggle = {
        let key = key.clone();
        move |_| {
            remarks.0.update(|all| {
                if all.remove(&key).is_none() {
                    all.insert(key.clone(), (Ground::Incomplete, String::new()));
                }
            });
        }
    };
    let label = question.label;
    let name = move || {
        if written.get() { format!("Quitar observación de «{label}»") } else { format!("Observar «{label}»") }
    };
    let form = move || {
        let (ground_key, text_key) = (key.clone(), key.clone());
        let grounds =
            Ground::ALL.map(|ground| view! { <option value=ground.code()>{ground.name()}</option> }).collect_view();
        let (ground_id, text_id, help_id) = (format!("{id}-motivo"), format!("{id}-texto"), format!("{id}-ayuda"));
        view! {
            <div class="panel">
                <p>
                    <label for=ground_id.clone()>"Motivo"</label>
                    <select id=ground_id on:change:target=move |event| {
                        let code = event.target().value();
                        let ground = Ground::ALL.into_iter().find(|ground| ground.code() == code);
                        remarks.0.update(|all| if let (Some(remark), Some(ground)) = (all.get_mut(&ground_key), ground) { remark.0 = ground; });
                    }>{grounds}</select>
                </p>
                <p>
                    <label for=text_id.clone()>"Qué hay que corregir"</label>
                    <span class="quiet" id=help_id.clone()>"De 10 a 1,000 caracteres. Lo leerá quien captura."</span>
                    <textarea id=text_id class="short" maxlength="1000" aria-describedby=help_id on:input:target=move |event| {
                        let text = event.target().value();
                        remarks.0.update(|all| if let Some(remark) = all.get_mut(&text_key) { remark.1 = text; });
                    }></textarea>
                </p>
            </div>
        }
    };
    view! {
        <p><button type="button" class="second small" aria-expanded=move || written.get().to_string() aria-label=name on:click=toggle>
            {move || if written.get() { "Quitar observación" } else { "Observar" }}
        </button></p>
        {move || written.get().then(&form)}
    }
}

/// What was remarked on a field before, with the capture's answer.
pub fn remarked(case: &Case, key: &QuestionKey) -> AnyView {
    let one = |remark: &Observation| {
        let words = format!("{}: {}. {}", remark.by.name(), remark.ground.name(), remark.text);
        let reply = remark.reply.as_ref().map(|reply| format!("Respuesta: {reply}"));
        view! { <li>{words}{reply.map(|reply| view! { <br/>{reply} })}</li> }
    };
    let all: Vec<_> = case.work.observations.iter().filter(|remark| remark.field == *key).map(one).collect();
    (!all.is_empty()).then(|| view! { <ul class="remarks" aria-label="Observaciones">{all}</ul> }).into_any()
}
