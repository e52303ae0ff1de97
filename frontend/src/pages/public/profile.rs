//! One candidacy: what the registry says and everything that is published.

use contract::public::{Card, LedgerEvent, Partner, PublicLedger, PublicProfile, PublishedAnswers};
use domain::{
    election::Election,
    ids::{PartyKey, SectionKey},
    publication::visibility::{NOT_PROVIDED, NOTHING_PUBLISHED},
    questionnaire::{Kind, Question, Section},
};
use leptos::prelude::*;
use serde_json::json;

use super::{Answer, Asked, Head, Page, PageStatus, Place, PublicSource, fact, heading, kept, profile_address};
use crate::{
    components::{answer_view, contact_list},
    format,
    islands::{ContactMeans, ReadAloud},
};

/// The width of the photograph of a profile, in pixels.
const PHOTO: u32 = 480;

pub(super) const NOT_AVAILABLE: &str = "Este apartado no está disponible por ahora.";

/// The profile of an address; where its words changed, the way to the address it has now.
pub(super) fn profile(source: &dyn PublicSource, slug: &str) -> Answer {
    open(source, slug, Place::Profile, |profile| {
        let head = head(source, profile);
        Page::here(head, shown(source, profile))
    })
}

/// The telephone and the mail of a profile, for who has no scripts. Nobody finds it by searching.
pub(super) fn contact(source: &dyn PublicSource, slug: &str) -> Answer {
    open(source, slug, Place::Contact, |profile| {
        let contact = source.contact(profile);
        let title = format!("Medios de contacto de {}", profile.card.name);
        let list =
            if contact.means.is_empty() { view! { <p>{NOT_PROVIDED}</p> }.into_any() } else { contact_list(contact) };
        let content = view! {
            {heading(title.clone())}
            {list}
            <p>
                <a href=profile_address(&profile.card.slug)>"Volver al perfil"</a>
            </p>
        };
        Page::here(Head::new(title, ""), content.into_any())
    })
}

pub(super) fn open(
    source: &dyn PublicSource,
    slug: &str,
    place: fn(String) -> Place,
    page: impl FnOnce(&PublicProfile) -> Page,
) -> Answer {
    match source.profile(slug) {
        Asked::Found(profile) if profile.card.slug == slug => page(profile).into(),
        Asked::Found(profile) => Answer::Moved(place(profile.card.slug.clone()).address()),
        Asked::Withdrawn => withdrawn().into(),
        Asked::Nothing => unknown().into(),
    }
}

fn unknown() -> Page {
    let title = "No encontramos esa candidatura";
    let content = view! {
        {heading(title)}
        <p>
            <a href="/candidaturas">"Buscar en todas las candidaturas"</a>
        </p>
    };
    Page::here(Head::new(title, ""), content.into_any()).with_status(PageStatus::Missing)
}

/// Nothing of who stood is said (PTO II.C).
fn withdrawn() -> Page {
    let title = "Esta candidatura ya no está activa";
    let content = view! {
        {heading(title)}
        <p>
            "El registro indica que fue sustituida o cancelada. "
            <a href="/candidaturas">"Ver las candidaturas activas"</a>
        </p>
    };
    Page::here(Head::new(title, ""), content.into_any()).with_status(PageStatus::Gone)
}

fn head(source: &dyn PublicSource, profile: &PublicProfile) -> Head {
    let (card, site) = (&profile.card, source.site());
    let address = profile_address(&card.slug);
    let photo = profile.published.as_ref().and_then(|published| published.photos.get(&PHOTO).cloned());
    let stands = format!("{}, {}. {}.", card.office_name, card.territory_name, card.nominator_name);
    let mut person = json!({
        "@context": "https://schema.org",
        "@type": "Person",
        "name": card.name,
        "url": format!("{site}{address}"),
        "description": stands,
    });
    if !card.nickname.is_empty() {
        person["alternateName"] = json!(card.nickname);
    }
    if let Some(photo) = &photo {
        person["image"] = json!(format!("{site}{photo}"));
    }
    let parties = parties(source.election(), card);
    if !parties.is_empty() {
        let parties = parties.iter().map(|name| json!({ "@type": "Organization", "name": name }));
        person["affiliation"] = parties.collect();
    }
    let description = format!("{}: {stands} Quién es, qué ha hecho y qué propone, en sus propias palabras.", card.name);
    Head::new(card.name.clone(), description)
        .at(address)
        .of_a_person()
        .with_card(kept::card_address(&card.slug))
        .with_data(person)
}

/// The names of the parties behind a candidacy.
fn parties(election: &Election, card: &Card) -> Vec<String> {
    let name = |key: &PartyKey| {
        let known = election.parties.iter().find(|party| party.key == *key);
        known.map_or_else(|| key.0.clone(), |party| party.name.clone())
    };
    card.members.iter().map(name).collect()
}

fn shown(source: &dyn PublicSource, profile: &PublicProfile) -> AnyView {
    let (election, card) = (source.election(), &profile.card);
    let zone = election.institute.time_zone.as_str();
    let photo = photo(profile);
    let nickname = (!card.nickname.is_empty()).then(|| view! { <p class="lead">{format!("«{}»", card.nickname)}</p> });
    let ledger = match source.ledger(&card.slug) {
        Asked::Found(ledger) => Some(ledger),
        Asked::Withdrawn | Asked::Nothing => None,
    };
    let changed = ledger.and_then(|ledger| ledger.lines.first()).map(|line| {
        let when = format!("Último cambio: {}.", format::moment(line.at, zone));
        view! { <p class="quiet">{when}</p> }
    });
    let body = match &profile.published {
        None if card.unavailable => view! { <p class="tag">{card.nothing_shown()}</p> }.into_any(),
        None => view! {
            <p class="tag">{card.nothing_shown()}</p>
            <p>
                "La candidatura está aprobada. Su información aparecerá aquí cuando el Instituto autorice publicarla."
            </p>
        }
        .into_any(),
        Some(published) => answers(election, card, published, zone),
    };
    view! {
        <div class="person">
            {photo}
            <div>
                {heading(card.name.clone())} {nickname} {facts(election, card, profile.partner.as_ref())} {changed}
            </div>
        </div>
        <p>
            <a href=super::contest::contest_of(
                profile,
            )>"Comparar con todas las personas que compiten por este cargo"</a>
        </p>
        <ReadAloud />
        <div id="lectura">{body}</div>
        {ledger.map(|ledger| ledger_view(election, ledger))}
        {kept::office(election, &card.office)}
        {words()}
        {kept::kept(source.site(), card)}
        <p class="only-printed">{format!("{}{}", source.site(), profile_address(&card.slug))}</p>
    }
    .into_any()
}

/// The photograph, where one is published.
pub(super) fn photo(profile: &PublicProfile) -> Option<AnyView> {
    let address = profile.published.as_ref().and_then(|published| published.photos.get(&PHOTO).cloned())?;
    let words = format!("Fotografía de {}", profile.card.name);
    Some(view! { <img src=address alt=words width="240" height="240" /> }.into_any())
}

/// What the registry says.
pub(super) fn facts(election: &Election, card: &Card, partner: Option<&Partner>) -> AnyView {
    let members = parties(election, card);
    let members = (members.len() > 1).then(|| {
        let names = members.into_iter().map(|name| view! { <li>{name}</li> }).collect_view();
        fact("Partidos de la coalición", view! { <ul class="plain">{names}</ul> })
    });
    let partner = partner.map(|partner| {
        let title = match partner.kind {
            domain::candidacy::Kind::Owner => "Fórmula: propietaria",
            domain::candidacy::Kind::Substitute => "Fórmula: suplente",
        };
        fact(title, view! { <a href=profile_address(&partner.slug)>{partner.name.clone()}</a> })
    });
    view! {
        <dl class="facts">
            {fact("Cargo", card.office_name.clone())} {fact("Territorio", card.territory_name.clone())}
            {card.list_position.map(|place| fact("Lugar en la lista", place.to_string()))}
            {fact("Postula", card.nominator_name.clone())} {members} {fact("Candidatura", card.kind.name())} {partner}
            {fact("Sexo", card.sex.name())} {fact("Edad", format!("{} años", card.age))}
            {card.affirmative_action_name.clone().map(|name| fact("Acción afirmativa", name))}
            {card.consecutive.then(|| fact("Elección consecutiva", "Sí"))}
        </dl>
    }
    .into_any()
}

/// Every public question, answered or not, and of which version.
pub(super) fn answers(election: &Election, card: &Card, published: &PublishedAnswers, zone: &str) -> AnyView {
    let when = format!("Versión {}, publicada el {}.", published.version, format::day(published.published_at, zone));
    let sections = election.sections().filter_map(|(_, section)| section_view(section, published, Some(&card.slug)));
    view! {
        {sections.collect_view()}
        <p class="quiet">{when}</p>
    }
    .into_any()
}

/// A section that is shown, or the word that it is not for now; nothing for one without consent. Telephone and mail are given
/// to who asks for those of a `slug`; without one, as on paper, it is said where they are.
pub(super) fn section_view(section: &Section, published: &PublishedAnswers, slug: Option<&str>) -> Option<AnyView> {
    let title = section.title.clone();
    if published.unavailable.contains(&section.key) {
        return Some(
            view! {
                <section>
                    <h2>{title}</h2>
                    <p>{NOT_AVAILABLE}</p>
                </section>
            }
            .into_any(),
        );
    }
    if !published.sections.contains(&section.key) {
        return None;
    }
    let is_shown = |question: &&Question| question.kind != Kind::Photo && question.is_asked(&published.answers);
    let questions: Vec<&Question> = section.questions.iter().filter(is_shown).collect();
    let is_kept_back =
        |question: &&Question| question.kind.is_gathered() && published.answers.contains_key(&question.key);
    let (kept_back, rows): (Vec<&Question>, Vec<&Question>) = questions.into_iter().partition(is_kept_back);
    if kept_back.is_empty() && rows.is_empty() {
        return None;
    }
    let rows = rows.into_iter().map(|question| {
        let answer = match published.answers.get(&question.key) {
            Some(answer) => answer_view(question, answer),
            None => view! { <p class="quiet">{NOT_PROVIDED}</p> }.into_any(),
        };
        view! {
            <div>
                <dt>{question.label.clone()}</dt>
                <dd>{answer}</dd>
            </div>
        }
    });
    let rows = rows.collect_view();
    let means = (!kept_back.is_empty()).then(|| match slug {
        Some(slug) => view! { <ContactMeans slug=slug.to_owned() /> }.into_any(),
        None => view! { <p class="quiet">"Su teléfono y su correo están en su perfil."</p> }.into_any(),
    });
    Some(
        view! {
            <section>
                <h2>{title}</h2>
                {means}
                <dl class="answers">{rows}</dl>
            </section>
        }
        .into_any(),
    )
}

/// What happened in public to the profile, the newest first.
fn ledger_view(election: &Election, ledger: &PublicLedger) -> AnyView {
    let lines = ledger.lines.iter().map(|line| {
        let when = format::moment(line.at, &election.institute.time_zone);
        view! {
            <li>
                <strong>{when}</strong>
                ": "
                {event(election, &line.what)}
            </li>
        }
    });
    let lines = lines.collect_view();
    let approved = format::civil(ledger.approved_on);
    view! {
        <section>
            <h2>"Qué ha cambiado en este perfil"</h2>
            <ul>
                {lines}<li>
                    <strong>{approved}</strong>
                    ": Se aprobó el registro de la candidatura."
                </li>
            </ul>
        </section>
    }
    .into_any()
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

/// What the words of the page mean.
fn words() -> AnyView {
    let meaning = |word: String, meaning: &'static str| {
        view! {
            <div>
                <dt>{word}</dt>
                <dd>{meaning}</dd>
            </div>
        }
    };
    view! {
        <details class="words">
            <summary>"Qué significan las palabras de esta página"</summary>
            <dl class="answers">
                {meaning(
                    "Propietaria y suplente".into(),
                    "Compiten juntas. La suplente ocupa el cargo si la propietaria no puede hacerlo.",
                )} {meaning(format!("«{NOT_PROVIDED}»"), "La persona decidió no contestar esa pregunta.")}
                {meaning(
                    format!("«{NOTHING_PUBLISHED}»"),
                    "La candidatura está aprobada y todavía no se publican sus respuestas.",
                )}
                {meaning(
                    format!("«{NOT_AVAILABLE}»"),
                    "El Instituto dejó de mostrar esa parte. Puede volver a mostrarla después.",
                )}
                {meaning(
                    "Corrección".into(),
                    "La persona pidió cambiar lo publicado, y el Instituto lo revisó y lo autorizó.",
                )}
            </dl>
        </details>
    }
    .into_any()
}
