//! Reading a page aloud with the browser's own voice. Where it has none nothing is offered.

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{HtmlElement, HtmlSelectElement, SpeechSynthesis, SpeechSynthesisUtterance};

/// The element whose text is read.
const TEXT: &str = "lectura";
/// Most characters that a voice is given at once: some stop in the middle of more.
const BREATH: usize = 400;

/// How the reading stands.
#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    /// Nobody knows yet whether there is a voice.
    Unknown,
    Silent,
    Reading,
    Paused,
}

fn voice() -> Option<SpeechSynthesis> {
    window().speech_synthesis().ok()
}

/// The text in pieces that end where a sentence does, if one ends.
fn pieces(text: &str) -> Vec<String> {
    let mut pieces = vec![String::new()];
    for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
        for sentence in line.split_inclusive(['.', ';', '?', '!']) {
            let full = pieces.last().is_some_and(|last| !last.is_empty() && last.len() + sentence.len() > BREATH);
            if full {
                pieces.push(String::new());
            }
            if let Some(last) = pieces.last_mut() {
                last.push_str(sentence);
            }
        }
        if let Some(last) = pieces.last_mut() {
            last.push_str(". ");
        }
    }
    pieces.retain(|piece| !piece.trim().is_empty());
    pieces
}

/// Reads the answers aloud from the beginning, if the browser can.
fn read(state: RwSignal<State>, speed: f32) {
    let Some(voice) = voice() else { return };
    let Some(place) = document().get_element_by_id(TEXT).and_then(|place| place.dyn_into::<HtmlElement>().ok()) else {
        return;
    };
    voice.cancel();
    let pieces = pieces(&place.inner_text());
    let last = pieces.len();
    for (number, piece) in pieces.into_iter().enumerate() {
        let Ok(said) = SpeechSynthesisUtterance::new_with_text(&piece) else { continue };
        said.set_lang("es-MX");
        said.set_rate(speed);
        if number + 1 == last {
            let done = wasm_bindgen::closure::Closure::once_into_js(move || state.set(State::Silent));
            said.set_onend(Some(done.unchecked_ref()));
        }
        voice.speak(&said);
    }
    state.set(State::Reading);
}

/// Buttons to read the answers aloud, pause, go on and stop, and how fast.
#[island]
pub fn ReadAloud() -> impl IntoView {
    let state = RwSignal::new(State::Unknown);
    let speed = RwSignal::new(1.0_f32);
    Effect::new(move |_| {
        if voice().is_some() {
            state.set(State::Silent);
        }
    });
    // One button that changes its words, so that the focus stays on it.
    let press = move |_| match (state.get_untracked(), voice()) {
        (State::Reading, Some(voice)) => {
            voice.pause();
            state.set(State::Paused);
        }
        (State::Paused, Some(voice)) => {
            voice.resume();
            state.set(State::Reading);
        }
        _ => read(state, speed.get_untracked()),
    };
    let words = move || match state.get() {
        State::Unknown | State::Silent => "Escuchar las respuestas",
        State::Reading => "Pausar",
        State::Paused => "Seguir",
    };
    let stop = move |_| {
        if let Some(voice) = voice() {
            voice.resume();
            voice.cancel();
            state.set(State::Silent);
        }
    };
    let choose = move |event: leptos::ev::Event| {
        let chosen = event.target().and_then(|target| target.dyn_into::<HtmlSelectElement>().ok());
        if let Some(rate) = chosen.and_then(|chosen| chosen.value().parse().ok()) {
            speed.set(rate);
        }
    };
    let is = move |wanted: State| state.get() == wanted;
    view! {
        <div class="aloud" role="group" aria-label="Lectura en voz alta" hidden=move || is(State::Unknown)>
            <button type="button" class="second small" on:click=press>
                {words}
            </button>
            <button type="button" class="second small" disabled=move || is(State::Silent) on:click=stop>
                "Detener"
            </button>
            <label for="velocidad">"Velocidad de la lectura"</label>
            <select id="velocidad" on:change=choose>
                <option value="0.8">"Lenta"</option>
                <option value="1" selected>
                    "Normal"
                </option>
                <option value="1.3">"Rápida"</option>
            </select>
        </div>
    }
}
