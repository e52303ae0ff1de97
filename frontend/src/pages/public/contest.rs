//! The contests: everybody who stands in one, side by side, question by question, in one neutral order and without a cap.

use contract::public::{Answered, ComparedQuestion, ComparedSection, Contender, Contest, ContestCard, PublicProfile};
use domain::{
    election::{Election, Office, Territory},
    publication::visibility::NOT_PROVIDED,
    text::slug,
};
use leptos::prelude::*;

use super::{
    Head, Page, Place, PublicSource, about, asked_at, embed, heading, kept,
    place::{Compared, contest_address},
    profile::{NOT_AVAILABLE, section_view},
    profile_address,
};
use crate::{
    components::answer_view,
    format::{count, number},
    islands::ReadAloud,
};

fn address_of(office: &str, territory: &str) -> String {
    contest_address(&slug(office), &slug(territory))
}

/// The way to a contest.
pub(super) fn contest_link(office: &Office, place: &Territory) -> AnyView {
    let words = format!("{}: comparar a quienes compiten", office.name);
    view! { <a href=address_of(&office.name, &place.name)>{words}</a> }.into_any()
}

/// The address of the contest that a candidacy stands in.
pub(super) fn contest_of(profile: &PublicProfile) -> String {
    address_of(&profile.card.office_name, &profile.card.territory_name)
}

/// The addresses of every contest.
pub fn contest_addresses(election: &Election) -> impl Iterator<Item = String> {
    let of = move |office| election.territories_of(office).map(move |place| address_of(&office.name, &place.name));
    election.offices.iter().flat_map(of)
}

/// Every contest, by office.
pub(super) fn contests(source: &dyn PublicSource) -> Page {
    let all = source.contests();
    let offices = source.election().offices.iter().map(|office| {
        let own = all.items.iter().filter(|card| card.office == office.key).map(contest_row);
        view! {
            <section>
                <h2>{office.plural.clone()}</h2>
                {kept::explained(office)}
                <ul class="columns">{own.collect_view()}</ul>
            </section>
        }
    });
    let content = view! {
        {heading("Elecciones: compare a quienes compiten")}
        <p class="lead">
            "Elija un cargo y un lugar. Verá a todas las personas que compiten por él, pregunta por pregunta."
        </p>
        {offices.collect_view()}
    };
    let head =
        Head::new("Elecciones", "Compare, pregunta por pregunta, a todas las personas que compiten por un cargo.");
    Page::here(head.at(Place::Contests.address()), content.into_any())
}

fn contest_row(card: &ContestCard) -> AnyView {
    let address = address_of(&card.office_name, &card.territory_name);
    let words = format!(
        ": {}, {} con información",
        count(card.candidacies, "candidatura", "candidaturas"),
        number(card.published)
    );
    view! {
        <li>
            <a href=address>{card.territory_name.clone()}</a>
            <span class="quiet">{words}</span>
        </li>
    }
    .into_any()
}

fn find(source: &dyn PublicSource, office: &str, territory: &str) -> Option<Contest> {
    let election = source.election();
    let office = election.offices.iter().find(|other| slug(&other.name) == office)?;
    let place = election.territories_of(office).find(|place| slug(&place.name) == territory)?;
    source.contest(office.key.as_str(), place.id.as_str())
}

fn title(contest: &Contest) -> String {
    format!("{}, {}", contest.contest.office_name, contest.contest.territory_name)
}

/// All the candidacies of a contest, question by question.
pub(super) fn contest(source: &dyn PublicSource, asked: &Compared) -> Page {
    let Some(contest) = find(source, &asked.office, &asked.territory) else { return about::missing() };
    let election = source.election();
    let narrowed = !asked.who.is_empty() || !asked.what.is_empty();
    let is_asked = |profile: &&PublicProfile| asked.who.is_empty() || asked.who.contains(&profile.card.slug);
    let shown: Vec<&PublicProfile> = contest.candidacies().filter(is_asked).collect();
    let everybody = contest.candidacies().count();
    let who = contest.contenders.iter().map(contender_view).collect_view();
    let number = count(everybody, "persona compite", "personas compiten");
    let address = contest_address(&asked.office, &asked.territory);
    let told = narrowed.then(|| {
        let words = format!("Se muestran {} de {everybody}. ", shown.len());
        let all = address.clone();
        view! { <p role="status">{words}<a href=all>"Ver a todas las personas y todas las preguntas"</a></p> }
    });
    let booklet = Place::Booklet(asked.office.clone(), asked.territory.clone()).address();
    let content = view! {
        {heading(title(&contest))}
        <p class="lead">{format!("{number} por este cargo.")}</p>
        {kept::office(election, &contest.contest.office)}
        <p class="quiet">{format!("Orden: {}. Todas tienen el mismo espacio.", contest.order_rule)}</p>
        <h2>"Quiénes compiten"</h2>
        <ol class="contenders">{who}</ol>
        {asked_at(source, &address).map(|address| choose(address, &contest, asked))}
        <p>
            <a href=booklet>"Cuadernillo para imprimir"</a>
        </p>
        {elsewhere(source, asked)}
        {told}
        {answers(election, &contest, asked, &shown)}
    };
    let head =
        Head::new(title(&contest), format!("Compare a todas las personas que compiten por {}.", title(&contest)));
    let head = if narrowed { head } else { head.at(address) };
    Page::here(head, content.into_any())
}

/// How another site shows who stands.
fn elsewhere(source: &dyn PublicSource, asked: &Compared) -> AnyView {
    let frame = Place::EmbeddedContest(asked.office.clone(), asked.territory.clone());
    let frame = embed::snippet(source.site(), &frame);
    view! {
        <details class="more">
            <summary>"Mostrar quiénes compiten en otra página de internet"</summary>
            <p>"Copie este código. "<a href=Place::EmbedHelp.address()>"Cómo se usa"</a></p>
            <pre tabindex="0">
                <code>{frame}</code>
            </pre>
        </details>
    }
    .into_any()
}

/// The questions that were asked for, each with everybody's answer, and the ways to them.
fn answers(election: &Election, contest: &Contest, asked: &Compared, shown: &[&PublicProfile]) -> AnyView {
    let is_asked = |question: &&ComparedQuestion| asked.what.is_empty() || asked.what.contains(&question.key.0);
    let sections: Vec<(&ComparedSection, Vec<&ComparedQuestion>)> = contest
        .sections
        .iter()
        .map(|section| (section, section.questions.iter().filter(is_asked).collect::<Vec<_>>()))
        .filter(|(_, questions)| !questions.is_empty())
        .collect();
    let links = sections.iter().flat_map(|(_, questions)| questions.iter()).map(|question| {
        view! {
            <li>
                <a href=format!("#{}", anchor(question))>{question.label.clone()}</a>
            </li>
        }
    });
    let links = links.collect_view();
    let compared = sections.iter().map(|(section, questions)| {
        let questions = questions.iter().map(|question| question_view(election, section, question, shown));
        view! {
            <section>
                <h2>{section.title.clone()}</h2>
                {questions.collect_view()}
            </section>
        }
    });
    view! {
        <nav class="jump" aria-labelledby="preguntas">
            <h2 id="preguntas">"Ir a una pregunta"</h2>
            <ul>{links}</ul>
        </nav>
        <ReadAloud />
        <div id="lectura">{compared.collect_view()}</div>
    }
    .into_any()
}

/// Who stands together for one vote.
fn contender_view(contender: &Contender) -> AnyView {
    let people = contender.candidacies.iter().map(|profile| {
        let card = &profile.card;
        let place = card.list_position.map(|place| format!("Lugar {place}: ")).unwrap_or_default();
        let nothing = if card.published { "" } else { " · Sin información publicada" };
        let words = format!(" ({}{nothing})", card.kind.name().to_lowercase());
        view! { <li>{place}<a href=profile_address(&card.slug)>{card.name.clone()}</a>{words}</li> }
    });
    view! {
        <li>
            <strong>{contender.nominator_name.clone()}</strong>
            <ul class="plain">{people.collect_view()}</ul>
        </li>
    }
    .into_any()
}

/// Whom and what to compare, as a plain form.
fn choose(action: String, contest: &Contest, asked: &Compared) -> AnyView {
    let people = contest.candidacies().enumerate().map(|(place, profile)| {
        let (id, card) = (format!("ver-{place}"), &profile.card);
        let checked = asked.who.contains(&card.slug);
        view! {
            <p class="tick">
                <input type="checkbox" id=id.clone() name="ver" value=card.slug.clone() checked=checked />
                <label for=id>{format!("{}, {}", card.name, card.nominator_name)}</label>
            </p>
        }
    });
    let questions =
        contest.sections.iter().flat_map(|section| &section.questions).enumerate().map(|(place, question)| {
            let (id, checked) = (format!("pregunta-{place}"), asked.what.contains(&question.key.0));
            view! {
                <p class="tick">
                    <input type="checkbox" id=id.clone() name="pregunta" value=question.key.0.clone() checked=checked />
                    <label for=id>{question.label.clone()}</label>
                </p>
            }
        });
    view! {
        <details class="more">
            <summary>"Elegir a quiénes y qué comparar"</summary>
            <form action=action method="get">
                <p class="quiet">
                    "Sin marcas se comparan todas las personas y todas las preguntas. La dirección de la página guarda lo que elija: puede compartirla."
                </p>
                <div class="boxes">
                    <fieldset>
                        <legend>"Personas"</legend>
                        {people.collect_view()}
                    </fieldset>
                    <fieldset>
                        <legend>"Preguntas"</legend>
                        {questions.collect_view()}
                    </fieldset>
                </div>
                <p>
                    <button type="submit">"Comparar"</button>
                </p>
            </form>
        </details>
    }
    .into_any()
}

fn anchor(question: &ComparedQuestion) -> String {
    format!("p-{}", question.key.0.replace('.', "-"))
}

/// One question with what each says to it.
fn question_view(
    election: &Election,
    section: &ComparedSection,
    question: &ComparedQuestion,
    shown: &[&PublicProfile],
) -> AnyView {
    let answers = shown.iter().map(|profile| {
        let card = &profile.card;
        let answer = match (profile.answered(&section.key, &question.key), election.question(question.key.as_str())) {
            (Answered::With(answer), Some((_, known))) => answer_view(known, answer),
            (Answered::With(answer), None) => answer.lines().join("; ").into_any(),
            (Answered::NotProvided, _) => view! { <p class="quiet">{NOT_PROVIDED}</p> }.into_any(),
            (Answered::Unavailable, _) => view! { <p class="quiet">{NOT_AVAILABLE}</p> }.into_any(),
            (Answered::NotPublic, _) => view! { <p class="quiet">"No lo hizo público."</p> }.into_any(),
            (Answered::NothingPublished, _) => view! { <p class="quiet">{card.nothing_shown()}</p> }.into_any(),
        };
        view! {
            <article class="answered">
                <h4>
                    <a href=profile_address(&card.slug)>{card.name.clone()}</a>
                </h4>
                <p class="quiet">{format!("{} · {}", card.nominator_name, card.kind.name())}</p>
                {answer}
            </article>
        }
    });
    view! {
        <div class="compared" id=anchor(question)>
            <h3>{question.label.clone()}</h3>
            <div class="compare">{answers.collect_view()}</div>
        </div>
    }
    .into_any()
}

/// Who competes in a contest, for a frame of another page. Nobody finds it by searching: the contest is what is found.
pub(super) fn embedded(source: &dyn PublicSource, office: &str, territory: &str) -> Page {
    let Some(contest) = find(source, office, territory) else { return about::missing() };
    let who = contest.contenders.iter().map(contender_view).collect_view();
    let content = view! {
        {heading(title(&contest))}
        <p class="quiet">{format!("Orden: {}.", contest.order_rule)}</p>
        <ol class="contenders">{who}</ol>
        <p>
            <a href=contest_address(office, territory)>"Comparar a quienes compiten"</a>
        </p>
    };
    Page::here(Head::new(title(&contest), ""), content.into_any())
}

/// The whole contest to print: one candidacy after another.
pub(super) fn booklet(source: &dyn PublicSource, office: &str, territory: &str) -> Page {
    let Some(contest) = find(source, office, territory) else { return about::missing() };
    let election = source.election();
    let contents = contest.candidacies().enumerate().map(|(place, profile)| {
        let words = format!("{}, {}", profile.card.name, profile.card.nominator_name);
        view! {
            <li>
                <a href=format!("#c-{place}")>{words}</a>
            </li>
        }
    });
    let contents = contents.collect_view();
    let people = contest.candidacies().enumerate().map(|(place, profile)| {
        let card = &profile.card;
        let body = match &profile.published {
            None => view! { <p>{card.nothing_shown()}</p> }.into_any(),
            Some(published) => {
                let sections = election.sections().filter_map(|(_, section)| section_view(section, published, None));
                sections.collect_view().into_any()
            }
        };
        view! {
            <section class="leaf" id=format!("c-{place}")>
                <h2>{card.name.clone()}</h2>
                <p>{format!("{} · {} · {}", card.nominator_name, card.kind.name(), card.territory_name)}</p>
                {body}
                <p class="quiet">{format!("{}{}", source.site(), profile_address(&card.slug))}</p>
            </section>
        }
    });
    let name = format!("Cuadernillo: {}", title(&contest));
    let content = view! {
        {heading(name.clone())}
        <p>{format!("{}. Orden: {}.", election.name, contest.order_rule)}</p>
        <p class="not-printed">
            "Use la opción «Imprimir» de su navegador: cada candidatura comienza en una hoja. "
            <a href=contest_address(office, territory)>"Volver a comparar"</a>
        </p>
        {kept::office(election, &contest.contest.office)}
        <h2>"Contenido"</h2>
        <ol>{contents}</ol>
        {people.collect_view()}
    };
    let about = format!("Para imprimir: todas las personas que compiten por {} y lo que publicaron.", title(&contest));
    Page::here(Head::new(name, about), content.into_any())
}
