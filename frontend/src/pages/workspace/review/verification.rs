//! The institute's turn: a mark for each section, a word on each part, observations, and the authorisation that publishes
//! (PTO II.B.3, II.C).

use contract::{
    review::{Judge, VerdictState},
    work::Withheld,
};
use domain::{
    ids::QuestionKey,
    permission::Act,
    questionnaire::{Part, Question, Section},
    review::Task,
    workflow::StageName,
};
use leptos::prelude::*;

use crate::api::work::Work;
use crate::pages::workspace::{
    candidacy::{answers::part_reviewed, back, case::Case, checklist::Checklist, heading, stage_line, with_case},
    capture::advice::Suggested,
    publication::decision::Decision,
    review::{
        claim::{claim_bar, is_anothers, named},
        remarks::{RemarkForm, remarked},
        withheld::withheld,
    },
    shell::acting::Acting,
};

/// The page.
#[component]
pub fn Verification() -> impl IntoView {
    let (acting, suggested) = (Acting::new(), Suggested::new());
    let publish_at = RwSignal::new(String::new());
    with_case(move |case| {
        let turn = case.work.item.stage == StageName::InVerification;
        let title = if turn && case.may(Act::AuthorisePublication) { "Autorizar" } else { "Verificar" };
        if turn {
            suggested.ask(&case);
        }
        view! {
            {heading(&case, title)}
            {back(&case)}
            {stands(&case)}
            {[Part::Curricular, Part::Identity]
                .map(|part| part_view(&case, part, turn, acting, suggested))
                .collect_view()}
            {(turn && case.may(Act::AuthorisePublication))
                .then(|| view! { <Decision case=case.clone() acting=acting publish_at=publish_at /> })}
        }
        .into_any()
    })
}

/// On which stage it is, whose turn and until when, with the way to the decision of whoever takes it.
fn stands(case: &Case) -> AnyView {
    let decides = case.may(Act::AuthorisePublication) && case.work.item.stage == StageName::InVerification;
    view! {
        <p role="status" class="good">
            {stage_line(case)}
            {decides
                .then(|| {
                    view! {
                        " "
                        <a href="#decision" rel="external">
                            "Ir a la decisión"
                        </a>
                    }
                })}
        </p>
    }
    .into_any()
}

const fn words(state: VerdictState) -> &'static str {
    match state {
        VerdictState::Pending => "sin dictamen",
        VerdictState::Compliant => "cumple",
        VerdictState::Observed => "no cumple: tiene observaciones",
    }
}

/// One part, with its marks and the verdict's form for the area that gives it.
fn part_view(case: &Case, part: Part, turn: bool, acting: Acting, suggested: Suggested) -> AnyView {
    let (act, state) = match part {
        Part::Curricular => (Act::JudgeCurricular, case.work.curricular),
        Part::Identity => (Act::JudgeIdentity, case.work.identity),
    };
    let task = Task::of_part(part);
    let judges = turn && case.may(act) && case.work.item.publish_at.is_none() && !is_anothers(case, task);
    let checklist = judges.then(|| Checklist::new(case, part));
    let remarks = case.unsent().remarks;
    let below = |section: &Section, question: &Question| {
        let form = checklist.clone().map(|checklist| {
            let (section, question) = (section.key.clone(), question.clone());
            move || {
                checklist.observes(&section).then(|| view! { <RemarkForm question=question.clone() remarks=remarks /> })
            }
        });
        Some(
            view! {
                {suggested.on(&question.key)}
                {remarked(case, &question.key)}
                {form}
            }
            .into_any(),
        )
    };
    let after = |section: &Section| match &checklist {
        Some(checklist) => checklist.of(section),
        None => marked(case, section),
    };
    let visible = match part {
        Part::Curricular => case.work.withheld != Some(Withheld::Draft),
        Part::Identity => case.work.shows_identity,
    };
    let answers = if visible { part_reviewed(case, part, below, after) } else { withheld(case, part) };
    let state = format!("Dictamen del {}: {}.", part.name().to_lowercase(), words(state));
    view! {
        {claim_bar(case, task, acting)}
        {answers}
        <p>
            <strong>{state}</strong>
        </p>
        {checklist.map(|checklist| verdict(case, part, checklist, acting))}
    }
    .into_any()
}

/// What was marked of a section, for whoever does not mark it.
fn marked(case: &Case, section: &Section) -> Option<AnyView> {
    let saved = case.work.marks.get(&section.key)?;
    let complies = saved.mark == domain::review::Mark::Complies {};
    let words = if complies { "cumple" } else { "no cumple" };
    Some(
        view! { <p class="quiet">{format!("Este apartado {words}, según {}.", named(&saved.by_name, &saved.by))}</p> }
            .into_any(),
    )
}

fn verdict(case: &Case, part: Part, checklist: Checklist, acting: Acting) -> AnyView {
    let work = expect_context::<Work>();
    let (remarks, election) = (case.unsent().remarks, StoredValue::new(case.election.clone()));
    let (id, revision, again) = (case.id(), case.work.revision, case.again);
    let of_part = move |key: &QuestionKey| {
        election.with_value(|election| election.question(key.as_str()).is_some_and(|(its, _)| its == part))
    };
    let checklist = StoredValue::new(checklist);
    let progress = Memo::new(move |_| checklist.with_value(Checklist::progress));
    let complies = Memo::new(move |_| checklist.with_value(Checklist::complies));
    let unsaved = Memo::new(move |_| checklist.with_value(Checklist::is_unsaved));
    let judge = move |_| {
        let command = Judge { compliant: complies.get_untracked() };
        acting.act(async move { work.judge(id, revision, part, &command).await }, again, move |_| {
            remarks.forget(of_part);
        });
    };
    let progress_words = move || match progress.get() {
        (marked, all) if marked < all => format!("Marcó {marked} de {all} apartados. Faltan {}.", all - marked),
        (_, all) if complies.get() => format!("Los {all} apartados cumplen."),
        _ => "Algún apartado no cumple: sus observaciones forman el dictamen.".to_owned(),
    };
    let ready = move || !unsaved.get() && progress.with(|(marked, all)| marked == all);
    let name = part.name().to_lowercase();
    let told_id = format!("dictamen-{}", Task::of_part(part).code());
    let words = move || match (progress.get(), complies.get()) {
        ((marked, all), _) if marked < all => "Dictaminar",
        (_, true) => "Dictaminar que cumple",
        (_, false) => "Dictaminar que no cumple",
    };
    let why = move || unsaved.get().then_some("Espere a que se guarde la última marca.");
    view! {
        <section class="panel" aria-label=format!("Dictamen del {name}")>
            <p role="status" id=told_id.clone()>
                {progress_words}
                " "
                {why}
            </p>
            {acting.trouble()}
            <p>
                <button
                    type="button"
                    disabled=move || acting.is_busy() || !ready()
                    aria-describedby=told_id
                    on:click=judge
                >
                    {words}
                </button>
            </p>
        </section>
    }
    .into_any()
}
