//! One mark for each section of a part, saved as one works: complies, or does not in these answers.

use std::collections::BTreeMap;

use contract::review::SavedMark;
use domain::{
    ids::{QuestionKey, SectionKey},
    questionnaire::{Part, Section},
    review::Mark,
    time::Timestamp,
};
use gloo_timers::future::TimeoutFuture;
use leptos::{prelude::*, task::spawn_local};

use crate::pages::workspace::{candidacy::Case, review::claim::named};
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
pub struct Marked {
    /// Whether it complies; none while it has no mark.
    complies: RwSignal<Option<bool>>,
    saving: RwSignal<Saving>,
    /// The revision of what is saved.
    revision: StoredValue<i32>,
    busy: StoredValue<bool>,
}

impl Marked {
    fn mark(self, remarks: Remarks, keys: &[QuestionKey]) -> Mark {
        match self.complies.get_untracked() {
            Some(true) => Mark::Complies {},
            Some(false) | None => Mark::Observed { observations: remarks.ready(|field| keys.contains(field)) },
        }
    }
}

/// The marks of one part.
#[derive(Clone)]
pub struct Checklist {
    id: String,
    zone: String,
    marks: BTreeMap<SectionKey, (Marked, Vec<QuestionKey>)>,
    remarks: Remarks,
    again: Callback<()>,
}

impl Checklist {
    /// As the server has it; what is being written here stays.
    pub fn new(case: &Case, part: Part) -> Self {
        let remarks = case.unsent().remarks;
        let one = |section: &Section| {
            let saved = case.work.marks.get(&section.key);
            if let Some(Mark::Observed { observations }) = saved.map(|saved| &saved.mark) {
                for one in observations {
                    remarks.meet(one.clone());
                }
            }
            let marked = Marked {
                complies: RwSignal::new(saved.map(|saved| saved.mark == Mark::Complies {})),
                saving: RwSignal::new(Saving::Before(saved.map(|saved| (named(&saved.by_name, &saved.by), saved.at)))),
                revision: StoredValue::new(saved.map_or(0, |saved| saved.revision)),
                busy: StoredValue::new(false),
            };
            let keys = section.questions.iter().map(|question| question.key.clone()).collect();
            (section.key.clone(), (marked, keys))
        };
        let marks = case.election.questionnaire(part).sections.iter().map(one).collect();
        Self { id: case.id(), zone: case.election.institute.time_zone.clone(), marks, remarks, again: case.again }
    }

    /// How many sections have a mark, of how many; told when it changes.
    pub fn progress(&self) -> (usize, usize) {
        (self.marks.values().filter(|(one, _)| one.complies.get().is_some()).count(), self.marks.len())
    }

    /// Whether every section complies; told when it changes.
    pub fn complies(&self) -> bool {
        self.marks.values().all(|(one, _)| one.complies.get() == Some(true))
    }

    /// Whether something is not saved yet; told when it changes.
    pub fn is_unsaved(&self) -> bool {
        self.marks
            .values()
            .any(|(one, _)| matches!(one.saving.get(), Saving::Waits | Saving::Travels | Saving::Failed(_)))
    }

    /// Whether a section does not comply; told when it changes.
    pub fn observes(&self, section: &SectionKey) -> bool {
        self.marks.get(section).is_some_and(|(one, _)| one.complies.get() == Some(false))
    }

    /// The mark of a section, to choose and to see saved.
    pub fn of(&self, section: &Section) -> Option<AnyView> {
        let (marked, keys) = self.marks.get(&section.key).cloned()?;
        let (id, key, zone, remarks) = (self.id.clone(), section.key.clone(), self.zone.clone(), self.remarks);
        let again = self.again;
        let (work, written_keys) = (expect_context::<Work>(), keys.clone());
        let save = Callback::new(move |rest: u32| {
            marked.saving.set(Saving::Waits);
            if marked.busy.get_value() {
                return;
            }
            marked.busy.set_value(true);
            let (id, key, keys) = (id.clone(), key.clone(), keys.clone());
            spawn_local(async move {
                TimeoutFuture::new(rest).await;
                // Whatever is changed while one mark travels is saved by another, in order.
                while marked.saving.try_get_untracked() == Some(Saving::Waits) {
                    let mark = marked.mark(remarks, &keys);
                    marked.saving.set(Saving::Travels);
                    match work.mark(&id, &key, marked.revision.get_value(), &mark).await {
                        Ok(saved) => {
                            if let Mark::Observed { observations } = saved.mark {
                                remarks.saved(observations);
                            }
                            marked.revision.try_set_value(saved.revision);
                            if marked.saving.try_get_untracked() == Some(Saving::Travels) {
                                marked.saving.try_set(Saving::Saved(saved.at));
                            }
                        }
                        Err(error) => {
                            // Somebody else marked it meanwhile: what is typed here stays, beside what is saved.
                            if error.code() == "stale_revision" {
                                again.try_run(());
                            }
                            marked.saving.try_set(Saving::Failed(error));
                        }
                    }
                }
                marked.busy.try_set_value(false);
            });
        });
        let written = {
            let keys = written_keys.clone();
            Memo::new(move |_| remarks.all(|field| keys.contains(field)))
        };
        Effect::new(move |before: Option<()>| {
            written.track();
            if before.is_some() && marked.complies.get_untracked() == Some(false) {
                save.run(REST);
            }
        });
        // What was typed a moment before leaving the page is saved, and what could not be is when one comes back.
        if marked.complies.get_untracked() == Some(false) && remarks.is_unsaved(|field| written_keys.contains(field)) {
            save.run(REST);
        }
        on_cleanup({
            let (id, key, keys) = (self.id.clone(), section.key.clone(), written_keys.clone());
            move || {
                if marked.saving.try_get_untracked() != Some(Saving::Waits) {
                    return;
                }
                let (mark, seen) = (marked.mark(remarks, &keys), marked.revision.get_value());
                spawn_local(async move {
                    if let Ok(SavedMark { mark: Mark::Observed { observations }, .. }) =
                        work.mark(&id, &key, seen, &mark).await
                    {
                        remarks.saved(observations);
                    }
                });
            }
        });
        let radio = |value: bool, words: &'static str| {
            let name = format!("marca-{}", section.key);
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
        };
        let told = move || match marked.saving.get() {
            Saving::Before(None) => view! { "" }.into_any(),
            Saving::Before(Some((by, at))) => format!("Lo marcó {by} {}.", format::recent(at, &zone)).into_any(),
            Saving::Waits | Saving::Travels => "Guardando…".into_any(),
            Saving::Saved(at) => format!("Guardado a las {}.", format::clock(at, &zone)).into_any(),
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
        };
        let legend = format!("¿Cumple el apartado «{}»?", section.title);
        let (yes, no) = (radio(true, "Cumple"), radio(false, "No cumple"));
        Some(
            view! {
                <fieldset class="field verdict">
                    <legend>{legend}</legend>
                    <div class="row">{yes}{no}</div>
                    {move || {
                        (marked.complies.get() == Some(false) && written.get().is_empty())
                            .then(|| {
                                view! {
                                    <p class="quiet">
                                        "Escriba junto a cada respuesta qué hay que corregir: use «Observar»."
                                    </p>
                                }
                            })
                    }}
                    <p role="status" class="quiet">
                        {told}
                    </p>
                </fieldset>
            }
            .into_any(),
        )
    }
}
