//! What the system suggests to look at: advice, which keeps nobody from sending.

use domain::{
    capture::advisor::Finding,
    ids::{CandidacyId, QuestionKey},
    questionnaire::Section,
};
use gloo_timers::future::TimeoutFuture;
use leptos::{prelude::*, task::spawn_local};
use leptos_router::components::A;

use crate::pages::workspace::{
    candidacy::{answers::place, case::Case},
    shell::acting::Acting,
};
use crate::{api::work::Work, format, state::Status};

/// How long a section's page waits before it asks again, in milliseconds.
const REST: u32 = 20_000;
/// How many of those that coincide are told.
const TOLD: usize = 5;

/// Every finding, question by question. Who may change an answer is taken to it; who reviews is told how much of it
/// coincides, on which ground it may come and, of the institute, with whom.
#[component]
pub fn Advice(
    /// The candidacy.
    case: Case,
    /// What the list is called.
    title: &'static str,
    /// What it is for.
    help: &'static str,
    /// Whether the reader reviews what others wrote.
    reviews: bool,
) -> impl IntoView {
    let (work, acting, id) = (expect_context::<Work>(), Acting::new(), case.id());
    let found = RwSignal::new(None::<Vec<Finding>>);
    acting.act(async move { work.advice(id).await }, Callback::new(|()| ()), move |all| {
        found.try_set(Some(all));
    });
    let findings = move || {
        let all = found.get()?;
        let words = if all.is_empty() { "El sistema no encontró nada que sugerir." } else { help };
        let groups =
            all.chunk_by(|before, next| before.field == next.field).map(|group| of_question(&case, group, reviews));
        let groups: Vec<_> = groups.collect();
        Some(view! {
            <p>{words}</p>
            {groups}
        })
    };
    view! {
        <section class="panel" aria-labelledby="sugerencias">
            <h2 id="sugerencias" tabindex="-1">
                {title}
            </h2>
            {acting.trouble()}
            {findings}
        </section>
    }
}

fn of_question(case: &Case, group: &[Finding], reviews: bool) -> AnyView {
    let Some((section, question)) = group.first().and_then(|first| found_in(case, &first.field)) else {
        return ().into_any();
    };
    let href =
        (case.captures() && case.work.open_fields.contains(&question.key)).then(|| place(case, section, question));
    let name = format!("Cambiar la respuesta de «{}»", question.label);
    let rows: Vec<_> = group.iter().map(|found| finding(found, reviews)).collect();
    view! {
        <h3>{question.label.clone()}</h3>
        <ul>{rows}</ul>
        {href
            .map(|href| {
                view! {
                    <p>
                        <A href=href attr:aria-label=name>
                            "Cambiar"
                        </A>
                    </p>
                }
            })}
    }
    .into_any()
}

fn found_in<'a>(case: &'a Case, key: &QuestionKey) -> Option<(&'a Section, &'a domain::questionnaire::Question)> {
    case.election.sections().find_map(|(_, section)| {
        section.questions.iter().find(|question| question.key == *key).map(|question| (section, question))
    })
}

fn finding(found: &Finding, reviews: bool) -> AnyView {
    let quoted = found
        .places
        .iter()
        .map(|place| view! { <blockquote class="written">{format!("«{}»", place.passage)}</blockquote> });
    let more = found.others.len().saturating_sub(TOLD);
    let others = found.others.iter().take(TOLD).enumerate();
    let others: Vec<_> = others.map(|(place, id)| view! { <li>{other(*id, place + 1)}</li> }).collect();
    // Most words tell the share themselves.
    let share = found.share.filter(|share| reviews && !found.words.contains(&format!("{share} %")));
    view! {
        <li>
            <p>{reviews.then(|| view! { <strong>"A quien captura se le dice: "</strong> })}{found.words.clone()}</p>
            {quoted.collect_view()}
            {found
                .suggestion
                .clone()
                .map(|words| {
                    view! {
                        <p>
                            <strong>"Sugerencia: "</strong>
                            {words}
                        </p>
                    }
                })}
            {reviews.then(|| view! { <p class="quiet">{format!("Podría ser: {}.", found.ground.name())}</p> })}
            {share.map(|share| view! { <p>{format!("Se repite el {share} % de la respuesta.")}</p> })}
            {(!others.is_empty())
                .then(|| {
                    view! {
                        <p>"Coincide con, o nombra a:"</p>
                        <ul>{others}</ul>
                    }
                })}
            {(more > 0)
                .then(|| {
                    view! {
                        <p class="quiet">{format!("Y {} más.", format::count(more, "candidatura", "candidaturas"))}</p>
                    }
                })}
        </li>
    }
    .into_any()
}

/// What the system suggests on each answer of a page, asked once for each revision.
#[derive(Clone, Copy)]
pub struct Suggested {
    found: RwSignal<Vec<Finding>>,
    of: StoredValue<Option<(CandidacyId, i32)>>,
}

impl Suggested {
    /// Nothing asked yet.
    pub fn new() -> Self {
        Self { found: RwSignal::new(Vec::new()), of: StoredValue::new(None) }
    }

    /// Asks, unless the same was asked before. It is advice: without it the page serves as well.
    pub fn ask(self, case: &Case) {
        let of = Some((case.id(), case.work.revision));
        if self.of.get_value() == of {
            return;
        }
        self.of.set_value(of);
        let (work, id) = (expect_context::<Work>(), case.id());
        spawn_local(async move {
            if let Ok(found) = work.advice(id).await {
                self.found.try_set(found);
            }
        });
    }

    /// What there is to look at in one answer, with its passages.
    pub fn on(self, key: &QuestionKey) -> AnyView {
        let key = key.clone();
        let findings = move || {
            let rows = self.found.with(|all| {
                let own = all.iter().filter(|found| found.field == key);
                own.map(|found| finding(found, true)).collect::<Vec<_>>()
            });
            (!rows.is_empty()).then(|| {
                view! {
                    <div class="panel">
                        <p>
                            <strong>"El sistema sugiere revisar:"</strong>
                        </p>
                        <ul>{rows}</ul>
                    </div>
                }
            })
        };
        view! { {findings} }.into_any()
    }
}

/// Another candidacy, numbered and not named: to read its name is to open it, which the log tells of the institute.
fn other(id: CandidacyId, place: usize) -> AnyView {
    view! { <A href=format!("/trabajo/candidaturas/{id}")>{format!("Candidatura {place}")}</A> }.into_any()
}

/// How much there is to look at in a section, asked when its page opens and after what is saved, never more often than
/// [`REST`].
#[component]
pub fn Hint(
    /// The candidacy.
    case: Case,
    /// The section.
    section: Section,
) -> impl IntoView {
    let work = expect_context::<Work>();
    let (draft, id) = (case.unsent().draft, case.id());
    let href = format!("/trabajo/candidaturas/{id}/revisar#sugerencias");
    let count = RwSignal::new(0_usize);
    // Whether it was asked a moment ago, and whether something was saved since.
    let (resting, wanted) = (StoredValue::new(false), StoredValue::new(false));
    let keys: Vec<QuestionKey> = section.questions.into_iter().map(|question| question.key).collect();
    Effect::new(move |before: Option<()>| {
        let saved = matches!(draft.status.get(), Status::Saved(_));
        if before.is_some() && !saved {
            return;
        }
        wanted.set_value(true);
        if resting.get_value() {
            return;
        }
        resting.set_value(true);
        let keys = keys.clone();
        spawn_local(async move {
            while wanted.try_update_value(std::mem::take) == Some(true) {
                if let Ok(found) = work.advice(id).await {
                    count.try_set(found.iter().filter(|finding| keys.contains(&finding.field)).count());
                }
                TimeoutFuture::new(REST).await;
            }
            resting.try_set_value(false);
        });
    });
    view! {
        <div role="status">
            {move || {
                (count.get() > 0)
                    .then(|| {
                        let words = format!(
                            "El sistema sugiere revisar {} de este apartado. No impiden enviar. ",
                            format::count(count.get(), "punto", "puntos"),
                        );
                        view! { <p class="panel">{words}<A href=href.clone()>"Ver las sugerencias"</A></p> }
                    })
            }}
        </div>
    }
}
