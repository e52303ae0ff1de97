//! What stands where answers would, when they are not the reader's to read now.

use contract::work::Withheld;
use domain::questionnaire::Part;
use leptos::{ev::SubmitEvent, prelude::*};

use crate::pages::workspace::candidacy::case::Case;

/// Why a part is not shown, and how it can be.
pub fn withheld(case: &Case, part: Part) -> AnyView {
    let content = match case.work.withheld {
        Some(Withheld::Draft) => draft(),
        Some(Withheld::Purpose) if part == Part::Identity => ask_purpose(case),
        Some(Withheld::Purpose) | None => {
            view! { <p class="quiet">"Sólo lo leen las áreas que la ley autoriza."</p> }.into_any()
        }
    };
    view! {
        <h2>{part.name()}</h2>
        {content}
    }
    .into_any()
}

fn draft() -> AnyView {
    view! {
        <p class="quiet">
            "Todavía es un borrador: lo leen sólo quien captura y quien valida. Usted lo podrá leer cuando llegue al Instituto."
        </p>
    }
    .into_any()
}

/// Asks what the identity answers are wanted for; what is read is read again with what is said.
pub fn ask_purpose(case: &Case) -> AnyView {
    let (purpose, typed) = (case.purpose, RwSignal::new(String::new()));
    let read = move |event: SubmitEvent| {
        event.prevent_default();
        purpose.set(Some(typed.get_untracked().trim().to_owned()));
    };
    view! {
        <form class="panel" on:submit=read>
            <p>
                "Ahora no es el turno de su área. Para leer estas respuestas diga para qué: quedará en la bitácora con su cuenta y la hora."
            </p>
            <p>
                <label for="para-que">"¿Para qué las va a leer?"</label>
                <span class="quiet" id="para-que-ayuda">
                    "De 10 a 200 caracteres. Por ejemplo: «Atender la solicitud del oficio 123»."
                </span>
                <input
                    id="para-que"
                    type="text"
                    required
                    minlength="10"
                    maxlength="200"
                    aria-describedby="para-que-ayuda"
                    prop:value=typed
                    on:input:target=move |event| typed.set(event.target().value())
                />
            </p>
            <p>
                <button type="submit">"Leer las respuestas de identidad"</button>
            </p>
        </form>
    }
    .into_any()
}
