//! One candidacy: where it stands, whose turn it is, until when, and what can be done now.

use std::collections::BTreeSet;

use contract::profile::Workspace;
use domain::{
    candidacy::RegistryStatus,
    election::{Election, LateCapture},
    ids::QuestionKey,
    permission::Act,
    questionnaire::{Part, Section},
    term::is_open,
    workflow::StageName,
};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::{components::A, hooks::use_params_map};

use super::{acting::Acting, home::turn, unsaved::notices, with_election};
use crate::{
    api::work::Work,
    components::{Heading, Loading, Trouble},
    format,
    state::{Pending, Signed, Unsent},
};

/// A candidacy as it was read, and the way to read it again.
#[derive(Clone)]
pub struct Case {
    /// The election.
    pub election: Election,
    /// What was read.
    pub work: Workspace,
    /// Reads it again.
    pub again: Callback<()>,
    /// What was typed and not sent, of every candidacy.
    pub pending: Pending,
}

impl Case {
    /// The candidacy's id as addresses write it.
    pub fn id(&self) -> String {
        self.work.item.id.to_string()
    }

    /// What was typed about it and not sent.
    pub fn unsent(&self) -> Unsent {
        self.pending.of(&self.id())
    }

    /// Whether the term of the capture ended and closed it.
    pub fn is_closed(&self) -> bool {
        let over = self.work.item.until.is_some_and(|until| !is_open(until, format::now()));
        over && self.election.terms.late_capture == LateCapture::Refuse
    }

    /// Whether the reader's role may do something here.
    pub fn may(&self, act: Act) -> bool {
        self.work.acts.contains(&act)
    }

    /// Whether a capture is open to the reader.
    pub fn captures(&self) -> bool {
        let turn = matches!(self.work.item.stage, StageName::NotStarted | StageName::InCapture);
        turn && !self.is_closed() && self.may(Act::SaveAnswers) && self.work.item.status == RegistryStatus::Active
    }

    fn open(&self) -> BTreeSet<&QuestionKey> {
        self.work.open_fields.iter().collect()
    }
}

/// Shows the candidacy of the address once it is known. What was typed is sent first, so that what is read holds it.
pub fn with_case(show: impl Fn(Case) -> AnyView + Send + Sync + Clone + 'static) -> impl IntoView {
    let work = expect_context::<Work>();
    let pending = expect_context::<Pending>();
    let signed = expect_context::<Signed>();
    let params = use_params_map();
    // A section's page is read anew with each section, for the one before it moved the revision.
    let place = Memo::new(move |_| params.with(|params| (params.get("id").unwrap_or_default(), params.get("key"))));
    let times = RwSignal::new(0);
    let read = LocalResource::new(move || {
        let place = place.get();
        times.track();
        signed.entries();
        async move {
            let draft = pending.of(&place.0).draft;
            draft.save().await;
            let outcome = work.read(&place.0).await;
            if let Ok(read) = &outcome {
                draft.meet(read);
            }
            (place, outcome)
        }
    });
    let again = Callback::new(move |()| times.update(|times| *times += 1));
    with_election(move |election| {
        let show = show.clone();
        view! {
            {move || match read.get().filter(|(of, _)| *of == place.get()).map(|(_, outcome)| outcome) {
                None => view! { <Loading/> }.into_any(),
                Some(Err(error)) => view! { <h1>"No se pudo abrir la candidatura"</h1><Trouble error=error/> }.into_any(),
                Some(Ok(work)) => show(Case { election: election.clone(), work, again, pending }),
            }}
        }
        .into_any()
    })
}

/// Name, office and party: which candidacy this is.
pub fn heading(case: &Case, what: &str) -> impl IntoView + use<> {
    let item = &case.work.item;
    let office = case.election.office(&item.office).map_or("", |office| office.name.as_str());
    let place = item
        .list_position
        .map_or_else(|| item.territory_name.clone(), |place| format!("{}, lugar {place}", item.territory_name));
    let line = format!("{office} · {} · {place} · {}", item.kind.name(), case.election.nominator_name(&item.nominator));
    let title = if what.is_empty() { item.name.clone() } else { format!("{what}: {}", item.name) };
    view! {
        <Title text=format!("{title} - Conóceles")/>
        <Heading title=title/>
        <p class="quiet">{line}</p>
        {notices(case)}
    }
}

/// A way back to the candidacy.
pub fn back(case: &Case) -> impl IntoView + use<> {
    view! { <p><A href=format!("/trabajo/candidaturas/{}", case.id())>"Volver a la candidatura"</A></p> }
}

/// How far a section is, in words.
fn section_state(case: &Case, section: &Section) -> &'static str {
    let keys: BTreeSet<&str> = section.questions.iter().map(|question| question.key.as_str()).collect();
    let observed = case.work.observations.iter().any(|one| one.open && keys.contains(one.field.as_str()));
    let answered = case.work.answers.keys().any(|key| keys.contains(key.as_str()));
    let faulty = case.work.faults.iter().any(|fault| keys.contains(fault.field.as_str()));
    let needed = section.questions.iter().any(|question| question.required);
    match (observed, answered, faulty) {
        (true, _, _) => "Con observaciones",
        (_, false, _) if !needed => "Opcional, sin respuestas",
        (_, false, _) => "Sin comenzar",
        (_, true, true) => "Incompleto",
        (_, true, false) => "Completo",
    }
}

/// The page of one candidacy.
#[component]
pub fn Candidacy() -> impl IntoView {
    let acting = Acting::new();
    with_case(move |case| {
        let item = &case.work.item;
        let zone = case.election.institute.time_zone.clone();
        let sent = !matches!(item.stage, StageName::NotStarted | StageName::InCapture);
        let term = item.until.map(|until| {
            let left = format::left(until).unwrap_or_else(|| "el plazo terminó".into());
            view! { <p><strong>{format!("Plazo: hasta el {} ({left}).", format::moment(until, &zone))}</strong></p> }
        });
        let state = if item.status == RegistryStatus::Active {
            match turn(item.stage) {
                Some(turn) => format!("{}: {turn}.", item.stage.name()),
                None => format!("{}.", item.stage.name()),
            }
        } else {
            format!(
                "El registro indica: {}. Ya no es pública ni se puede modificar.",
                item.status.name().to_lowercase()
            )
        };
        let public = item.published.then(|| {
            view! { <p><a href=format!("/candidaturas/{}", item.slug) rel="external">"Ver el perfil público"</a></p> }
        });
        view! {
            {heading(&case, "")}
            {(!sent).then(|| view! { <p class="tag"><strong>"NO ENVIADO"</strong></p> })}
            <p>{state}</p>
            {term}
            {public}
            {case.work.affirmative_action_name.clone().map(|name| view! { <p>{format!("Acción afirmativa: {name}. Viene del registro y siempre es pública.")}</p> })}
            {steps(&case, acting)}
            {case.may(Act::ReadLog).then(|| view! { <p><a href=format!("/trabajo/historial?candidatura={}", case.id())>"Historial de esta candidatura"</a></p> })}
        }
        .into_any()
    })
}

fn steps(case: &Case, acting: Acting) -> AnyView {
    let id = case.id();
    let stage = case.work.item.stage;
    if case.captures() && !case.work.received {
        return view! { <p class="panel">"Falta el acuse de recibo de las cuentas. Lo registra la representación del partido o la candidatura independiente; con eso comienza el plazo de captura."</p> }.into_any();
    }
    if case.captures() && !case.work.notice_accepted {
        return view! { <Notice case=case.clone() acting=acting/> }.into_any();
    }
    let link = |what: &str, words: &'static str| view! { <p><A href=format!("/trabajo/candidaturas/{id}/{what}") attr:class="button">{words}</A></p> };
    let validates = case.may(Act::ValidateProfile) && stage == StageName::InValidation;
    let verifies =
        [Act::JudgeCurricular, Act::JudgeIdentity, Act::AuthorisePublication].into_iter().any(|act| case.may(act))
            && matches!(stage, StageName::InVerification | StageName::Published);
    let tasks = [Part::Curricular, Part::Identity].map(|part| {
        let rows = case.election.questionnaire(part).sections.iter().map(|section| {
            let href = format!("/trabajo/candidaturas/{id}/seccion/{}", section.key);
            let (title, state) = (section.title.clone(), section_state(case, section));
            view! { <li><A href=href><span>{title}</span><span class="tag">{state}</span></A></li> }
        });
        let visible = part == Part::Curricular || case.work.shows_identity;
        let rows = rows.collect_view();
        visible.then(|| view! { <h2>{part.name()}</h2><ul class="tasks">{rows}</ul> })
    });
    let consent = case.may(Act::ManageConsent).then(|| {
        let state = if case.work.consent.is_some() { "Registrado" } else { "Sin consentimiento" };
        view! {
            <h2>"Consentimiento"</h2>
            <ul class="tasks"><li><A href=format!("/trabajo/candidaturas/{id}/consentimiento")><span>"Consentimiento para publicar respuestas de identidad"</span><span class="tag">{state}</span></A></li></ul>
        }
    });
    view! {
        {validates.then(|| link("validar", "Revisar y validar"))}
        {verifies.then(|| link("verificar", "Verificar"))}
        {tasks}
        {consent}
        {case.captures().then(|| link("revisar", "Revisar y enviar"))}
    }
    .into_any()
}

/// The privacy notice, accepted before anything is captured.
#[component]
fn Notice(case: Case, acting: Acting) -> impl IntoView {
    let work = expect_context::<Work>();
    let notice = case.election.notice.clone();
    let (id, version) = (StoredValue::new(case.id()), StoredValue::new(notice.version.clone()));
    let accept = move |_| {
        let (id, version) = (id.get_value(), version.get_value());
        acting.act(async move { work.accept_notice(&id, case.work.revision, version).await }, case.again, |_| ());
    };
    view! {
        <section class="panel" aria-labelledby="aviso">
            <h2 id="aviso">"Aviso de privacidad"</h2>
            <p class="written">{notice.simplified}</p>
            <details><summary>"Leer el aviso integral"</summary><p class="written">{notice.integral}</p></details>
            {acting.trouble()}
            <p><button type="button" disabled=move || acting.is_busy() on:click=accept>"Acepto el aviso de privacidad"</button></p>
        </section>
    }
}

/// Whether a section has a field that is open now.
pub fn is_section_open(case: &Case, section: &Section) -> bool {
    let open = case.open();
    section.questions.iter().any(|question| open.contains(&question.key))
}
