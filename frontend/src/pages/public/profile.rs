//! One candidacy: what the registry says and everything that is published.

use contract::public::{LedgerEvent, PublicProfile, PublishedAnswers};
use domain::{
    election::Election,
    ids::SectionKey,
    questionnaire::{Kind, Section},
    visibility::NOT_PROVIDED,
};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::{components::A, hooks::use_params_map};

use super::with_election;
use crate::{
    api::public::PublicSource,
    components::{Heading, Loading, Trouble, answer_view},
    format,
};

/// A profile.
#[component]
pub fn Profile() -> impl IntoView {
    let params = use_params_map();
    let slug = Memo::new(move |_| params.with(|params| params.get("slug")).unwrap_or_default());
    let source = expect_context::<PublicSource>();
    let profile = LocalResource::new(move || {
        let slug = slug.get();
        async move { source.profile(&slug).await }
    });
    view! {
        {move || match profile.get() {
            None => view! { <Loading/> }.into_any(),
            Some(Err(error)) if error.status() == 404 => view! {
                <Title text="No encontramos esa candidatura"/>
                <Heading title="No encontramos esa candidatura".to_owned()/>
                <p><A href="/candidaturas">"Buscar en todas las candidaturas"</A></p>
            }.into_any(),
            Some(Err(error)) if error.status() == 410 => view! {
                <Title text="Esta candidatura ya no está activa"/>
                <Heading title="Esta candidatura ya no está activa".to_owned()/>
                <p>"El registro indica que fue sustituida o cancelada. "<A href="/candidaturas">"Ver las candidaturas activas"</A></p>
            }.into_any(),
            Some(Err(error)) => view! { <Trouble error=error/> }.into_any(),
            Some(Ok(profile)) => with_election(move |election| {
                view! { <Shown election=election profile=profile.clone()/> }.into_any()
            }).into_any(),
        }}
    }
}

#[component]
fn Shown(election: Election, profile: PublicProfile) -> impl IntoView {
    let card = profile.card;
    let members: Vec<String> = card.members.iter().map(|party| party.0.clone()).collect();
    let nominator = if members.len() > 1 {
        format!("{} ({})", card.nominator_name, members.join(", "))
    } else {
        card.nominator_name.clone()
    };
    let photo = profile.published.as_ref().and_then(|published| published.photos.get(&480).cloned());
    let fact = |name: &'static str, value: String| view! { <div><dt>{name}</dt><dd>{value}</dd></div> };
    let zone = election.institute.time_zone.clone();
    let body = match profile.published {
        None => view! { <p class="tag">{card.nothing_shown()}</p> }.into_any(),
        Some(published) => {
            let when =
                format!("Versión {}, publicada el {}.", published.version, format::day(published.published_at, &zone));
            let sections = election.sections().map(|(_, section)| section_view(section, &published)).collect_view();
            view! { {sections} <p class="quiet">{when}</p> }.into_any()
        }
    };
    view! {
        <Title text=format!("{} - Conóceles", card.name)/>
        <div class="person">
            {photo.map(|address| view! { <img src=address alt=format!("Fotografía de {}", card.name) width="240"/> })}
            <div>
                <Heading title=card.name.clone()/>
                {(!card.nickname.is_empty()).then(|| view! { <p class="lead">{format!("«{}»", card.nickname)}</p> })}
                <dl class="facts">
                    {fact("Cargo", card.office_name.clone())}
                    {fact("Territorio", card.territory_name.clone())}
                    {card.list_position.map(|place| fact("Lugar en la lista", place.to_string()))}
                    {fact("Postula", nominator)}
                    {fact("Candidatura", card.kind.name().to_owned())}
                    {fact("Sexo", card.sex.name().to_owned())}
                    {fact("Edad", format!("{} años", card.age))}
                    {card.affirmative_action_name.clone().map(|name| fact("Acción afirmativa", name))}
                    {card.consecutive.then(|| fact("Elección consecutiva", "Sí".to_owned()))}
                </dl>
                {profile.partner.map(|partner| view! {
                    <p>{format!("{}: ", partner.kind.name())}<A href=format!("/candidaturas/{}", partner.slug)>{partner.name}</A></p>
                })}
            </div>
        </div>
        {body}
        <Ledger election=election slug=card.slug/>
    }
}

/// What happened in public to the profile, the newest first.
#[component]
fn Ledger(election: Election, slug: String) -> impl IntoView {
    let source = expect_context::<PublicSource>();
    let read = LocalResource::new(move || {
        let slug = slug.clone();
        async move { source.ledger(&slug).await }
    });
    // What cannot be read now is left out: the profile itself is there.
    move || {
        read.get().and_then(Result::ok).map(|ledger| {
            let lines = ledger.lines.iter().map(|line| {
                let when = format::moment(line.at, &election.institute.time_zone);
                view! { <li><strong>{when}</strong>": "{event(&election, &line.what)}</li> }
            });
            let lines = lines.collect_view();
            view! {
                <section>
                    <h2>"Qué ha cambiado en este perfil"</h2>
                    <ul>{lines}<li><strong>{format::civil(ledger.approved_on)}</strong>": Se aprobó el registro de la candidatura."</li></ul>
                </section>
            }
        })
    }
}

fn event(election: &Election, what: &LedgerEvent) -> String {
    let part = |section: &Option<SectionKey>| {
        let titled = section.as_ref().and_then(|key| election.section(key.as_str()));
        titled.map_or_else(|| "El perfil".to_owned(), |(_, known)| format!("El apartado «{}»", known.title))
    };
    match what {
        LedgerEvent::Published => "Se publicó la información.".to_owned(),
        LedgerEvent::Corrected { fields } => {
            let labels = fields.iter().filter_map(|key| election.question(key.as_str()));
            let labels: Vec<String> = labels.map(|(_, question)| format!("«{}»", question.label)).collect();
            format!("Se publicó una corrección de {}.", labels.join(", "))
        }
        LedgerEvent::Unavailable { section } => format!("{} dejó de estar disponible.", part(section)),
        LedgerEvent::Available { section } => format!("{} volvió a estar disponible.", part(section)),
    }
}

/// A section that is shown, or the word that it is not for now; nothing for one without consent.
fn section_view(section: &Section, published: &PublishedAnswers) -> Option<AnyView> {
    if published.unavailable.contains(&section.key) {
        return Some(view! { <section><h2>{section.title.clone()}</h2><p>"Este apartado no está disponible por ahora."</p></section> }.into_any());
    }
    let questions: Vec<_> = section
        .questions
        .iter()
        .filter(|question| question.kind != Kind::Photo && question.is_asked(&published.answers))
        .collect();
    if questions.is_empty() || !published.sections.contains(&section.key) {
        return None;
    }
    let rows = questions.into_iter().map(|question| {
        let answer = match published.answers.get(&question.key) {
            Some(answer) => answer_view(question, answer),
            None => view! { <p class="quiet">{NOT_PROVIDED}</p> }.into_any(),
        };
        view! { <div><dt>{question.label.clone()}</dt><dd>{answer}</dd></div> }
    });
    Some(
        view! { <section><h2>{section.title.clone()}</h2><dl class="answers">{rows.collect_view()}</dl></section> }
            .into_any(),
    )
}
