//! Capturing many candidacies with a spreadsheet: download it, fill it, read what it would save, and save that.

mod preview;

use contract::{
    capture::spreadsheet::{SheetApplied, SheetPlan},
    upload::SPREADSHEET,
};
use leptos::{html::Input, prelude::*};
use leptos_meta::Title;
use leptos_router::components::A;
use wasm_bindgen_futures::JsFuture;
use web_sys::File;

use crate::{
    api::{ApiError, work::Work},
    components::{Heading, download, focus},
    format,
};
use crate::{
    components::{chosen, too_heavy},
    pages::workspace::{
        capture::by_field::{Wrong, beside},
        shell::acting::Acting,
    },
};

/// What tells that the file itself is what is wrong.
const OF_THE_FILE: [&str; 2] = ["bad_file", "too_large"];
const CHANGED: &str =
    "El archivo cambió en su computadora, o está abierto, después de que lo eligió. Ciérrelo y elíjalo otra vez.";

const STALE: &str = "Alguien guardó otra cosa mientras usted revisaba, y nada de la hoja se guardó. Revísela otra vez.";

/// A file as it was read, and what it would save.
type Read = (File, SheetPlan);

/// The file as it is at this moment: the one that was looked at is the one that is saved, whatever a spreadsheet program
/// writes meanwhile. None when it cannot be read any more.
async fn copy(file: &File) -> Option<File> {
    let bytes = JsFuture::from(file.array_buffer()).await.ok()?;
    File::new_with_buffer_source_sequence(&js_sys::Array::of1(&bytes), &file.name()).ok()
}

/// What the file would save, or what is wrong with it.
async fn look(work: Work, file: File) -> Result<Result<Read, String>, ApiError> {
    let Some(file) = copy(&file).await else { return Ok(Err(CHANGED.into())) };
    let planned = beside(work.plan_sheet(file.clone()).await, &OF_THE_FILE)?;
    Ok(planned.map(|plan| (file, plan)))
}

/// What was chosen, and where its reading and saving are.
#[derive(Clone, Copy)]
struct Desk {
    work: Work,
    file: NodeRef<Input>,
    read: RwSignal<Option<Read>, LocalStorage>,
    fault: RwSignal<Option<String>>,
    done: RwSignal<Option<SheetApplied>>,
    fetching: Acting,
    looking: Acting,
    saving: Acting,
}

impl Desk {
    fn new() -> Self {
        Self {
            work: expect_context(),
            file: NodeRef::new(),
            read: RwSignal::new_local(None),
            fault: RwSignal::new(None),
            done: RwSignal::new(None),
            fetching: Acting::new(),
            looking: Acting::new(),
            saving: Acting::new(),
        }
    }

    fn fetch(self) {
        self.fetching.act(async move { self.work.spreadsheet().await }, Callback::new(|()| ()), |address| {
            download(&address, "candidaturas.xlsx");
            // The browser has it by now; forgetting the address cannot fail in a way anybody could mend.
            set_timeout(move || drop(web_sys::Url::revoke_object_url(&address)), std::time::Duration::from_secs(60));
        });
    }

    fn forget(self) {
        self.read.set(None);
        self.fault.set(None);
        self.done.set(None);
    }

    fn check(self) {
        self.forget();
        let Some(chosen) = chosen(self.file) else {
            self.fault.set(Some("Elija la hoja que llenó.".into()));
            focus("hoja");
            return;
        };
        if let Some(words) = too_heavy(&chosen, &SPREADSHEET) {
            self.fault.set(Some(words));
            focus("hoja");
            return;
        }
        self.looking.act(look(self.work, chosen), Callback::new(|()| ()), move |outcome| {
            self.fault.try_set(outcome.as_ref().err().cloned());
            self.read.try_set(outcome.ok());
            let seen = self.read.try_with_untracked(Option::is_some) == Some(true);
            request_animation_frame(move || focus(if seen { "revision" } else { "hoja" }));
        });
    }

    fn save(self) {
        let Some((file, plan)) = self.read.get_untracked() else { return };
        let save = async move { beside(self.work.apply_sheet(file, &plan.digest).await, &["plan_changed"]) };
        self.saving.act(save, Callback::new(|()| ()), move |outcome| {
            self.read.try_set(None);
            match outcome {
                Ok(applied) => {
                    self.done.try_set(Some(applied));
                    request_animation_frame(|| focus("guardado"));
                }
                Err(_) => {
                    self.fault.try_set(Some(STALE.into()));
                    request_animation_frame(|| focus("hoja"));
                }
            }
        });
    }
}

/// The page.
#[component]
pub fn SpreadsheetPage() -> impl IntoView {
    let desk = Desk::new();
    let Desk { read, done, fetching, saving, .. } = desk;
    let save = Callback::new(move |()| desk.save());
    let revision = move || {
        read.with(|read| read.as_ref().map(|(_, plan)| plan.clone())).map(|plan| {
            view! {
                <section aria-labelledby="revision">
                    <h2 id="revision" tabindex="-1">
                        "3. Revise y guarde"
                    </h2>
                    <preview::Preview plan=plan saving=saving save=save />
                </section>
            }
        })
    };
    view! {
        <Title text="Hoja de cálculo - Conóceles" />
        <Heading title="Capturar con hoja de cálculo".to_owned() />
        <p class="lead">
            "Para llenar muchas candidaturas a la vez. Sólo lleva el cuestionario curricular; lo demás se captura en la página de cada candidatura."
        </p>
        <section aria-labelledby="paso-1">
            <h2 id="paso-1">"1. Descargue la hoja"</h2>
            <p>
                "Trae una fila por cada candidatura que falta enviar, con lo que ya está guardado. Llénela en Excel, LibreOffice u otro programa y guárdela como libro de Excel (.xlsx)."
            </p>
            {fetching.trouble()}
            <p>
                <button type="button" class="second" disabled=move || fetching.is_busy() on:click=move |_| desk.fetch()>
                    "Descargar la hoja"
                </button>
            </p>
        </section>
        {upload(desk)}
        {revision}
        {move || done.get().map(|applied| view! { <Done applied=applied /> })}
    }
}

/// Where the filled sheet is chosen and looked at.
fn upload(desk: Desk) -> impl IntoView {
    let Desk { file, fault, looking, saving, .. } = desk;
    view! {
        <section aria-labelledby="paso-2">
            <h2 id="paso-2">"2. Suba la hoja llena"</h2>
            <p>"Primero verá qué se guardaría. Nada cambia hasta que usted lo confirme."</p>
            <p>
                <label for="hoja">{format!("Hoja llena (.xlsx, de {} MB o menos)", SPREADSHEET.megabytes())}</label>
            </p>
            <Wrong id="hoja-error" fault=fault />
            <p>
                <input
                    id="hoja"
                    type="file"
                    accept=".xlsx"
                    aria-describedby="hoja-error"
                    aria-invalid=move || fault.with(Option::is_some).then_some("true")
                    node_ref=file
                    on:change=move |_| desk.forget()
                />
            </p>
            {looking.trouble()}
            <p class="row">
                <button
                    type="button"
                    disabled=move || looking.is_busy() || saving.is_busy()
                    on:click=move |_| desk.check()
                >
                    "Revisar la hoja"
                </button>
                <span role="status">{move || looking.is_busy().then_some("Revisando…")}</span>
            </p>
        </section>
    }
}

/// What was saved, and that it is not sent.
#[component]
fn Done(applied: SheetApplied) -> impl IntoView {
    let answers = format::count(applied.answers, "respuesta", "respuestas");
    let those = format::count(applied.candidacies, "candidatura", "candidaturas");
    let left = (applied.left_out > 0).then(|| {
        let cells = format::count(applied.left_out, "celda no se guardó", "celdas no se guardaron");
        view! { <p>{format!("{cells}, como decía la revisión.")}</p> }
    });
    view! {
        <section class="panel" aria-labelledby="guardado">
            <h2 id="guardado" tabindex="-1">
                "Se guardó como borrador"
            </h2>
            <p class="good">{format!("{answers} de {those}.")}</p>
            {left}
            <p>
                <strong>"NO ENVIADO."</strong>
                " Falta revisar y enviar cada candidatura antes de que termine su plazo: "
                <A href="/trabajo">"ver qué le falta a cada una"</A>
                "."
            </p>
            <p>"Para seguir en la hoja, descárguela otra vez: así trae lo que se acaba de guardar."</p>
        </section>
    }
}
