//! A candidacy as its pages read it: once, and again after each act.

pub(crate) mod answers;
pub(crate) mod checklist;
pub(crate) mod now;
pub(crate) mod presence;
pub(crate) mod receipts;
pub(crate) mod tasks;

use std::{collections::BTreeSet, sync::Arc};

use contract::{publication::Correction, work::Workspace};
use domain::{
    election::Election,
    ids::QuestionKey,
    next_step::{Facts, NextStep, Turn, is_capture_closed, next_step, verifies},
    permission::Act,
    questionnaire::Section,
    review::Task,
    workflow::StageName,
};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::{components::A, hooks::use_params_map};

use crate::pages::workspace::{capture::unsaved::notices, shell::with_election};
use crate::{
    api::work::Work,
    components::{Heading, shown},
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

    /// What the reader can do now.
    pub fn next_step(&self) -> NextStep {
        let item = &self.work.item;
        // What was never sent is captured for the first time.
        let is_first = self.work.submitted_at.is_none();
        let late = self.election.terms.late_capture;
        let waiting: Vec<Task> = item.tasks.iter().map(|waiting| waiting.task).collect();
        next_step(&Facts {
            status: item.status,
            stage: item.stage,
            acts: &self.work.acts,
            waiting: &waiting,
            is_closed: item.until.is_some_and(|until| is_capture_closed(until, is_first, late, format::now())),
            is_received: self.work.received,
            is_notice_accepted: self.work.notice_accepted,
            is_correction: self.corrected().is_some(),
            is_answered: !item.sections.values().any(|state| state.is_pending()),
            is_scheduled: item.publish_at.is_some(),
            is_hidden: self.work.hidden || !self.work.hidden_sections.is_empty(),
        })
    }

    /// Whose turn it is.
    pub fn turn(&self) -> Turn {
        Turn::of(self.work.item.stage)
    }

    /// Whether the reader's role may do something here.
    pub fn may(&self, act: Act) -> bool {
        self.work.acts.contains(&act)
    }

    /// Whether the reader says whether it complies, or decides on it.
    pub fn verifies(&self) -> bool {
        verifies(&self.work.acts)
    }

    /// Whether a capture is open to the reader.
    pub fn captures(&self) -> bool {
        self.next_step().is_capture()
    }

    /// The correction that was granted and is not published yet.
    pub fn corrected(&self) -> Option<&Correction> {
        let last = self.work.corrections.first().filter(|last| last.granted == Some(true));
        last.filter(|_| self.work.item.stage != StageName::Published)
    }

    fn open(&self) -> BTreeSet<&QuestionKey> {
        self.work.open_fields.iter().collect()
    }
}

/// Shows the candidacy of the address once it is known. What was typed is sent first, so that what is read holds it.
pub fn with_case(show: impl Fn(Case) -> AnyView + Send + Sync + 'static) -> impl IntoView {
    read_case(Arc::new(show))
}

/// One body for every page of a candidacy.
fn read_case(show: Arc<dyn Fn(Case) -> AnyView + Send + Sync>) -> impl IntoView {
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
            {move || {
                let answer = read.get().filter(|(of, _)| *of == place.get()).map(|(_, outcome)| outcome);
                let failed = matches!(answer, Some(Err(_)));
                view! {
                    {failed.then(|| view! { <h1>"No se pudo abrir la candidatura"</h1> })}
                    {shown(
                        answer,
                        |work| show(Case {
                            election: election.clone(),
                            work,
                            again,
                            pending,
                        }),
                    )}
                }
            }}
        }
        .into_any()
    })
    .into_any()
}

/// Name, office and party: which candidacy this is.
pub fn heading(case: &Case, what: &str) -> impl IntoView + use<> {
    let item = &case.work.item;
    let office = case.election.office_name(&item.office);
    let place = item
        .list_position
        .map_or_else(|| item.territory_name.clone(), |place| format!("{}, lugar {place}", item.territory_name));
    let line = format!("{office} · {} · {place} · {}", item.kind.name(), case.election.nominator_name(&item.nominator));
    let title = if what.is_empty() { item.name.clone() } else { format!("{what}: {}", item.name) };
    view! {
        <Title text=format!("{title} - Conóceles") />
        <Heading title=title />
        <p class="quiet">{line}</p>
        {notices(case)}
    }
}

/// Stage, whose turn it is and until when, in one line.
pub fn stage_line(case: &Case) -> String {
    let (item, zone) = (&case.work.item, &case.election.institute.time_zone);
    let turn = match item.publish_at {
        Some(at) => Some(format!("autorizada; se publicará el {}", format::moment(at, zone))),
        None => case.turn().name().map(str::to_owned),
    };
    let turn = turn.map_or_else(String::new, |turn| format!(": {turn}"));
    format!("Etapa: {}{turn}. {}", item.stage.name(), term_line(case))
}

/// Until when the term of whoever has the turn runs, or that there is none.
pub fn term_line(case: &Case) -> String {
    let zone = &case.election.institute.time_zone;
    case.work.item.until.map_or_else(
        || "No hay plazo para este paso.".to_owned(),
        |until| {
            let left = format::left(until).unwrap_or_else(|| "el plazo terminó".into());
            format!("Plazo: hasta el {} ({left}).", format::moment(until, zone))
        },
    )
}

/// A way back to the candidacy.
pub fn back(case: &Case) -> impl IntoView + use<> {
    view! {
        <p>
            <A href=format!("/trabajo/candidaturas/{}", case.id())>"Volver a la candidatura"</A>
        </p>
    }
}

/// Whether a section has a field that is open now.
pub fn is_section_open(case: &Case, section: &Section) -> bool {
    let open = case.open();
    section.questions.iter().any(|question| open.contains(&question.key))
}
