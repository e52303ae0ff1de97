//! One mark for each section of a part, saved as one works: complies, or does not in these answers.

use std::collections::BTreeMap;

use contract::review::SavedMark;
use domain::{
    ids::{CandidacyId, QuestionKey, SectionKey},
    questionnaire::{Part, Section},
    review::Mark,
    time::Timestamp,
};
use gloo_timers::future::TimeoutFuture;
use leptos::{prelude::*, task::spawn_local};

use crate::pages::workspace::{candidacy::case::Case, review::claim::named};
use crate::{
    api::{ApiError, work::Work},
    format,
    state::Remarks,
};

/// How long a text rests before it is saved, in milliseconds.
const REST: u32 = 900;

/// Where the saving of a section's mark stands.
#[derive(Debug, Clone, PartialEq)]
enum Saving {
    /// Nothing was changed here; when and by whom it was saved before, if it was.
    Before(Option<(String, Timestamp)>),
    /// Something is not saved yet.
    Waits,
    /// It travels.
    Travels,
    /// Saved.
    Saved(Timestamp),
    /// Refused, or not reached.
    Failed(ApiError),
}

/// A section's mark on the page.
#[derive(Clone, Copy)]
struct Marked {
    /// Whether it complies; none while it has no mark.
    complies: RwSignal<Option<bool>>,
    saving: RwSignal<Saving>,
    /// The revision of what is saved.
    revision: StoredValue<i32>,
    busy: StoredValue<bool>,
}

impl Marked {
    /// As the server has it, if it has one.
    fn new(saved: Option<&SavedMark>) -> Self {
        Self {
            complies: RwSignal::new(saved.map(|saved| saved.mark == Mark::Complies {})),
            saving: RwSignal::new(Saving::Before(saved.map(|saved| (named(&saved.by_name, &saved.by), saved.at)))),
            revision: StoredValue::new(saved.map_or(0, |saved| saved.revision)),
            busy: StoredValue::new(false),
        }
    }

    fn mark(self, remarks: Remarks, keys: &[QuestionKey]) -> Mark {
        match self.complies.get_untracked() {
            Some(true) => Mark::Complies {},
            Some(false) | None => Mark::Observed { observations: remarks.ready(|field| keys.contains(field)) },
        }
    }
}

/// What saving the mark of one section takes.
#[derive(Clone)]
struct Saver {
    work: Work,
    candidacy: CandidacyId,
    section: SectionKey,
    keys: Vec<QuestionKey>,
    marked: Marked,
    remarks: Remarks,
    again: Callback<()>,
}

impl Saver {
    /// Saves after a rest, in milliseconds. Whatever is changed while one mark travels is saved by another, in order.
    fn save(&self, rest: u32) {
        let marked = self.marked;
        marked.saving.set(Saving::Waits);
        if marked.busy.get_value() {
            return;
        }
        marked.busy.set_value(true);
        let saver = self.clone();
        spawn_local(async move {
            TimeoutFuture::new(rest).await;
            while marked.saving.try_get_untracked() == Some(Saving::Waits) {
                saver.send().await;
            }
            marked.busy.try_set_value(false);
        });
    }

    async fn send(&self) {
        let marked = self.marked;
        let mark = marked.mark(self.remarks, &self.keys);
        marked.saving.set(Saving::Travels);
        match self.work.mark(self.candidacy, &self.section, marked.revision.get_value(), &mark).await {
            Ok(saved) => {
                if let Mark::Observed { observations } = saved.mark {
                    self.remarks.saved(observations);
                }
                marked.revision.try_set_value(saved.revision);
                if marked.saving.try_get_untracked() == Some(Saving::Travels) {
                    marked.saving.try_set(Saving::Saved(saved.at));
                }
            }
            Err(error) => {
                // Somebody else marked it meanwhile: what is typed here stays, beside what is saved.
                if error.code() == "stale_revision" {
                    self.again.try_run(());
                }
                marked.saving.try_set(Saving::Failed(error));
            }
        }
    }

    /// Saves what was typed a moment before the page goes away, when nobody is left to tell.
    fn save_at_the_end(self) {
        if self.marked.saving.try_get_untracked() != Some(Saving::Waits) {
            return;
        }
        let (mark, revision) = (self.marked.mark(self.remarks, &self.keys), self.marked.revision.get_value());
        spawn_local(async move {
            if let Ok(SavedMark { mark: Mark::Observed { observations }, .. }) =
                self.work.mark(self.candidacy, &self.section, revision, &mark).await
            {
                self.remarks.saved(observations);
            }
        });
    }

    /// Saves what is written as it is written, at the end of the page, and when one comes back to what was not saved.
    /// Gives whether nothing is written.
    fn follow(&self) -> Memo<bool> {
        let (saver, remarks, keys) = (self.clone(), self.remarks, self.keys.clone());
        let written = Memo::new(move |_| remarks.all(|field| keys.contains(field)));
        let marked = self.marked;
        let observes = move || marked.complies.get_untracked() == Some(false);
        if observes() && remarks.is_unsaved(|field| saver.keys.contains(field)) {
            saver.save(REST);
        }
        Effect::new(move |before: Option<()>| {
            written.track();
            if before.is_some() && observes() {
                saver.save(REST);
            }
        });
        on_cleanup({
            let saver = self.clone();
            move || saver.save_at_the_end()
        });
        Memo::new(move |_| written.with(Vec::is_empty))
    }
}

/// The marks of one part.
#[derive(Clone)]
pub struct Checklist {
    id: CandidacyId,
    zone: String,
    marks: BTreeMap<SectionKey, (Marked, Vec<QuestionKey>)>,
    remarks: Remarks,
    again: Callback<()>,
}

impl Checklist {
    /// As the server has it; what is being written here stays.
    pub fn new(case: &Case, part: Part) -> Self {
        let remarks = case.unsent().remarks;
        let mark_of = |section: &Section| {
            let saved = case.work.marks.get(&section.key);
            if let Some(Mark::Observed { observations }) = saved.map(|saved| &saved.mark) {
                for observation in observations {
                    remarks.meet(observation.clone());
                }
            }
            let keys = section.questions.iter().map(|question| question.key.clone()).collect();
            (section.key.clone(), (Marked::new(saved), keys))
        };
        let marks = case.election.questionnaire(part).sections.iter().map(mark_of).collect();
        Self { id: case.id(), zone: case.election.institute.time_zone.clone(), marks, remarks, again: case.again }
    }

    /// How many sections have a mark, of how many; told when it changes.
    pub fn progress(&self) -> (usize, usize) {
        (self.marks.values().filter(|(marked, _)| marked.complies.get().is_some()).count(), self.marks.len())
    }

    /// Whether every section complies; told when it changes.
    pub fn complies(&self) -> bool {
        self.marks.values().all(|(marked, _)| marked.complies.get() == Some(true))
    }

    /// Whether something is not saved yet; told when it changes.
    pub fn is_unsaved(&self) -> bool {
        self.marks
            .values()
            .any(|(marked, _)| matches!(marked.saving.get(), Saving::Waits | Saving::Travels | Saving::Failed(_)))
    }

    /// Whether a section does not comply; told when it changes.
    pub fn observes(&self, section: &SectionKey) -> bool {
        self.marks.get(section).is_some_and(|(marked, _)| marked.complies.get() == Some(false))
    }

    /// The mark of a section, to choose and to see saved.
    pub fn of(&self, section: &Section) -> Option<AnyView> {
        let (marked, keys) = self.marks.get(&section.key).cloned()?;
        let saver = Saver {
            work: expect_context(),
            candidacy: self.id,
            section: section.key.clone(),
            keys,
            marked,
            remarks: self.remarks,
            again: self.again,
        };
        let nothing_written = saver.follow();
        let save = Callback::new(move |rest: u32| saver.save(rest));
        let zone = self.zone.clone();
        let legend = format!("¿Cumple el apartado «{}»?", section.title);
        let [yes, no] = [(true, "Cumple"), (false, "No cumple")]
            .map(|(value, words)| radio(&section.key, marked, save, (value, words)));
        let lacks_words = move || marked.complies.get() == Some(false) && nothing_written.get();
        Some(
            view! {
                <fieldset class="field verdict">
                    <legend>{legend}</legend>
                    <div class="row">{yes}{no}</div>
                    {move || {
                        lacks_words()
                            .then(|| {
                                view! {
                                    <p class="quiet">
                                        "Escriba junto a cada respuesta qué hay que corregir: use «Observar»."
                                    </p>
                                }
                            })
                    }}
                    <p role="status" class="quiet">
                        {move || saving(marked.saving.get(), &zone, save)}
                    </p>
                </fieldset>
            }
            .into_any(),
        )
    }
}

fn radio(
    section: &SectionKey,
    marked: Marked,
    save: Callback<u32>,
    (value, words): (bool, &'static str),
) -> impl IntoView + use<> {
    let name = format!("marca-{section}");
    view! {
        <label class="mark">
            <input
                type="radio"
                name=name
                prop:checked=move || marked.complies.get() == Some(value)
                on:change=move |_| {
                    marked.complies.set(Some(value));
                    save.run(0);
                }
            />
            {words}
        </label>
    }
}

/// Where the saving stands, in words.
fn saving(saving: Saving, zone: &str, save: Callback<u32>) -> AnyView {
    match saving {
        Saving::Before(None) => view! { "" }.into_any(),
        Saving::Before(Some((by, at))) => format!("Lo marcó {by} {}.", format::recent(at, zone)).into_any(),
        Saving::Waits | Saving::Travels => "Guardando…".into_any(),
        Saving::Saved(at) => format!("Guardado a las {}.", format::clock(at, zone)).into_any(),
        Saving::Failed(error) => {
            let words = format!("No se guardó. {} ", error.words());
            view! {
                <strong>{words}</strong>
                <button type="button" class="second small" on:click=move |_| save.run(0)>
                    "Guardar otra vez"
                </button>
            }
            .into_any()
        }
    }
}
