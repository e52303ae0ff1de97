//! The express consent: three marks, the sections, how the profile would be seen, and the signed document.

use std::collections::BTreeSet;

use contract::{
    capture::{ConsentFormQuery, GiveConsent},
    upload::{DOCUMENT, DOCUMENT_PIXELS},
};
use domain::{
    ids::{CandidacyId, SectionKey},
    publication::visibility::{Consent, Hidden, NOT_PROVIDED, Waits, public_answers},
    questionnaire::Section,
};
use leptos::{html::Input, prelude::*, task::spawn_local};

use crate::{
    api::work::Work,
    components::{answer_view, download},
    format,
};
use crate::{
    components::{chosen, focus, picture, too_heavy},
    pages::workspace::{
        candidacy::{back, case::Case, heading, with_case},
        capture::by_field::Wrong,
        shell::acting::Acting,
    },
};

/// The page.
#[component]
pub fn ConsentPage() -> impl IntoView {
    let acting = Acting::new();
    // What the last act did; it outlives the reading after it.
    let said = RwSignal::new("");
    with_case(move |case| {
        view! {
            {heading(&case, "Consentimiento")}
            {back(&case)}
            <div role="status">
                {move || (!said.get().is_empty()).then(|| view! { <p class="good">{said.get()}</p> })}
            </div>
            {current(&case, acting, said)}
            <Form case=case acting=acting said=said />
        }
        .into_any()
    })
}

/// The consent in force, with the way to withdraw it.
fn current(case: &Case, acting: Acting, said: RwSignal<&'static str>) -> Option<AnyView> {
    let work = expect_context::<Work>();
    let consent = case.work.consent.as_ref()?;
    let (id, revision, again) = (case.id(), case.work.revision, case.again);
    let withdraw = move |_| {
        acting.act(async move { work.withdraw_consent(id, revision).await }, again, move |_| {
            said.try_set("Retiró el consentimiento. Sus respuestas de identidad ya no se muestran.");
        });
    };
    let titles = case.election.identity.sections.iter().filter(|section| consent.sections.contains(&section.key));
    let titles: Vec<&str> = titles.map(|section| section.title.as_str()).collect();
    let words = if consent.publication && !titles.is_empty() {
        format!("Se publican: {}.", titles.join(", "))
    } else {
        "No se publica ninguna respuesta de identidad.".into()
    };
    let since = format::moment(consent.given_at, &case.election.institute.time_zone);
    Some(
        view! {
            <section class="panel">
                <h2>"Consentimiento registrado"</h2>
                <p>{format!("Desde el {since}. {words}")}</p>
                <p>
                    <button type="button" class="second" disabled=move || acting.is_busy() on:click=withdraw>
                        "Retirar el consentimiento"
                    </button>
                </p>
                <p class="quiet">"Al retirarlo, esas respuestas dejan de mostrarse de inmediato."</p>
            </section>
        }
        .into_any(),
    )
}

/// The marks as they stand on the page.
#[derive(Clone, Copy)]
struct Marks {
    treatment: RwSignal<bool>,
    publication: RwSignal<bool>,
    statistics: RwSignal<bool>,
    sections: RwSignal<BTreeSet<SectionKey>>,
}

impl Marks {
    /// As the consent in force has them, if there is one.
    fn new(consent: Option<&Consent>) -> Self {
        let mark_signal = |mark: fn(&Consent) -> bool| RwSignal::new(consent.is_some_and(mark));
        Self {
            treatment: mark_signal(|consent| consent.treatment),
            publication: mark_signal(|consent| consent.publication),
            statistics: mark_signal(|consent| consent.statistics),
            sections: RwSignal::new(consent.map_or_else(BTreeSet::new, |consent| consent.sections.clone())),
        }
    }

    /// The consent that these marks would give, for what it would show.
    fn consent(self) -> Consent {
        Consent {
            treatment: self.treatment.get(),
            publication: self.publication.get(),
            statistics: self.statistics.get(),
            sections: self.sections.get(),
            given_at: format::now(),
        }
    }
}

/// The consent being given.
#[derive(Clone, Copy)]
struct Giving {
    work: Work,
    acting: Acting,
    marks: Marks,
    id: CandidacyId,
    /// Why the signed document cannot be sent, or that none was chosen.
    wrong: RwSignal<Option<String>>,
    input: NodeRef<Input>,
}

impl Giving {
    /// Downloads the consent to sign, filled with what is marked.
    fn print(self) {
        let given = untrack(|| self.marks.consent());
        let sections: Vec<String> = given.sections.iter().map(ToString::to_string).collect();
        let query = ConsentFormQuery {
            publication: given.publication,
            statistics: given.statistics,
            sections: sections.join(","),
        };
        let print = async move { self.work.consent_form(self.id, &query).await };
        self.acting.act(print, Callback::new(|()| ()), |address| download(&address, "consentimiento.pdf"));
    }

    /// Looks at the chosen document before anything of it is sent: at its bytes and, where it is a picture, its pixels.
    fn look(self) {
        self.wrong.set(None);
        let Some(document) = chosen(self.input) else { return };
        spawn_local(async move {
            let unfit = match too_heavy(&document, &DOCUMENT) {
                None if document.type_().starts_with("image/") => picture(&document)
                    .await
                    .and_then(|image| DOCUMENT_PIXELS.unfit(image.natural_width(), image.natural_height())),
                unfit => unfit,
            };
            self.wrong.try_set(unfit);
        });
    }

    /// Sends what is marked with the signed document.
    fn give(self, revision: i32, again: Callback<()>, said: RwSignal<&'static str>) {
        let document = chosen(self.input);
        if document.is_none() {
            self.wrong.set(Some("Falta elegir el documento firmado.".into()));
        }
        let Some(document) = document.filter(|_| self.wrong.with_untracked(Option::is_none)) else {
            focus("documento");
            return;
        };
        let given = untrack(|| self.marks.consent());
        let command = GiveConsent {
            treatment: given.treatment,
            publication: given.publication,
            statistics: given.statistics,
            sections: given.sections.into_iter().collect(),
        };
        let give = async move { self.work.give_consent(self.id, revision, &command, document).await };
        self.acting.act(give, again, move |_| {
            said.try_set("El consentimiento quedó registrado.");
        });
    }
}

#[component]
fn Form(case: Case, acting: Acting, said: RwSignal<&'static str>) -> impl IntoView {
    let marks = Marks::new(case.work.consent.as_ref());
    let (revision, again) = (case.work.revision, case.again);
    let giving = Giving {
        work: expect_context(),
        acting,
        marks,
        id: case.id(),
        wrong: RwSignal::new(None),
        input: NodeRef::new(),
    };
    view! {
        <p>
            "Sin consentimiento, las respuestas de identidad sólo se usan para estadísticas. Los datos socioeconómicos nunca se publican con su nombre."
        </p>
        <h2>"1. Elija qué autoriza"</h2>
        {marks_view(&case, marks)}
        <h2>"2. Vea cómo quedaría su perfil"</h2>
        <Preview case=case marks=marks />
        <h2>"3. Descargue, imprima y firme"</h2>
        <p>
            "El formato lleva sus datos y lo que marcó arriba: imprímalo, fírmelo, escanéelo o tómele una foto legible, y súbalo en el paso 4."
        </p>
        <p>
            <button type="button" class="second" disabled=move || acting.is_busy() on:click=move |_| giving.print()>
                "Descargar formato para firmar (PDF)"
            </button>
        </p>
        <h2>"4. Suba el documento firmado"</h2>
        {document(giving)}
        {acting.trouble()}
        <p>
            <button
                type="button"
                disabled=move || acting.is_busy()
                on:click=move |_| giving.give(revision, again, said)
            >
                "Registrar el consentimiento"
            </button>
        </p>
    }
}

/// What can be consented to.
fn marks_view(case: &Case, marks: Marks) -> impl IntoView + use<> {
    let sections = case.election.identity.sections.iter().filter(|section| !section.statistics_only).map(|section| {
        let (key, own) = (section.key.clone(), section.key.clone());
        let toggle = move |_| {
            marks.sections.update(|chosen| {
                if !chosen.remove(&key) {
                    chosen.insert(key.clone());
                }
            });
        };
        let checked = move || marks.sections.with(|chosen| chosen.contains(&own));
        view! {
            <label class="mark">
                <input type="checkbox" prop:checked=checked on:change=toggle />
                {section.title.clone()}
            </label>
        }
    });
    view! {
        <fieldset class="field">
            <legend>"Autorizo"</legend>
            <label class="mark">
                <input type="checkbox" bind:checked=marks.treatment />
                "Que se traten mis datos personales sensibles"
            </label>
            <label class="mark">
                <input type="checkbox" bind:checked=marks.publication />
                "Que se publiquen las respuestas de los apartados que elijo"
            </label>
            <label class="mark">
                <input type="checkbox" bind:checked=marks.statistics />
                "Que se usen en informes estadísticos"
            </label>
        </fieldset>
        <fieldset class="field">
            <legend>"Apartados que se publican"</legend>
            {sections.collect_view()}
        </fieldset>
    }
}

/// Where the signed document is chosen.
fn document(giving: Giving) -> impl IntoView {
    let wrong = giving.wrong;
    let help = format!(
        "{}; una imagen, de {} pixeles por lado como máximo.",
        DOCUMENT.words(),
        format::number(DOCUMENT_PIXELS.side_max),
    );
    view! {
        <div class="field">
            <label for="documento">"Documento firmado"</label>
            <p class="quiet" id="documento-ayuda">
                {help}
            </p>
            <Wrong id="documento-error" fault=wrong />
            <input
                id="documento"
                type="file"
                accept="application/pdf,image/jpeg,image/png"
                aria-describedby="documento-ayuda documento-error"
                aria-invalid=move || wrong.with(Option::is_some).then_some("true")
                node_ref=giving.input
                on:change=move |_| giving.look()
            />
        </div>
    }
}

/// How the profile would be seen with what is marked, beside how it is seen without a consent.
#[component]
fn Preview(case: Case, marks: Marks) -> impl IntoView {
    let case = StoredValue::new(case);
    let column =
        move |title: &'static str, consent: Option<Consent>| {
            case.with_value(|case| {
                let shown = public_answers(
                    &case.election,
                    &case.work.answers,
                    consent.as_ref(),
                    &Hidden::default(),
                    Waits::default(),
                );
                let open = |section: &&Section| {
                    !section.statistics_only
                        && consent.as_ref().is_some_and(|consent| {
                            consent.treatment && consent.publication && consent.sections.contains(&section.key)
                        })
                };
                let sections = case.election.identity.sections.iter().filter(open).map(|section| {
                    let rows = section.questions.iter().filter(|question| question.is_asked(&shown)).map(|question| {
                        let answer = shown.get(&question.key).map_or_else(
                            || view! { <p class="quiet">{NOT_PROVIDED}</p> }.into_any(),
                            |answer| answer_view(question, answer),
                        );
                        view! {
                            <div>
                                <dt>{question.label.clone()}</dt>
                                <dd>{answer}</dd>
                            </div>
                        }
                    });
                    view! {
                        <h4>{section.title.clone()}</h4>
                        <dl class="answers">{rows.collect_view()}</dl>
                    }
                });
                let sections: Vec<_> = sections.collect();
                let none = sections.is_empty().then(|| view! { <p>"Ninguna respuesta de identidad."</p> });
                let action = case.work.affirmative_action_name.clone().map(|name| view! {
                    <dl class="facts">
                        <div>
                            <dt>"Acción afirmativa"</dt>
                            <dd>
                                {name}<br />
                                <span class="quiet">"Viene del registro y es pública con o sin consentimiento."</span>
                            </dd>
                        </div>
                    </dl>
                });
                view! {
                    <section class="panel">
                        <h3>{title}</h3>
                        {action}
                        {sections}
                        {none}
                    </section>
                }
            })
        };
    view! {
        <p class="quiet">"El cuestionario curricular se publica igual en los dos casos, una vez autorizado."</p>
        <div class="beside">
            {move || column("Con lo que marcó", Some(marks.consent()))} {column("Sin consentimiento", None)}
        </div>
    }
}
