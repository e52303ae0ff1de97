//! What the tests of papers share: somebody invented, and where papers are left to be looked at.

use std::{io::Cursor, path::Path};

use contract::public::{Card, Partner, PublicProfile, PublishedAnswers};
use domain::{
    candidacy::{Kind, Registration, RegistryStatus, Sex},
    ids::CandidacyId,
    questionnaire::{Answer, Part},
    time::Date,
};
use image::{DynamicImage, ImageFormat, Rgb, RgbImage};

use config::Configuration;

/// The demo election.
pub(super) fn config() -> Configuration {
    config::load(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../../config/zacatecas-2024")).expect("no faults")
}

/// Somebody invented who stands.
pub(super) fn registration() -> Registration {
    Registration {
        folio: "ZAC24-00001".into(),
        office: "municipal_president".into(),
        territory: "zac/mun/32010".into(),
        list_position: None,
        kind: Kind::Owner,
        formula: "F-1".into(),
        nominator: "PT".into(),
        responsible_party: Some("PT".into()),
        given_name: "Persona".into(),
        first_surname: "De Muestra".into(),
        second_surname: "Núñez".into(),
        nickname: String::new(),
        sex: Sex::Woman,
        birth_date: Date::new(1980, 1, 31),
        affirmative_action: None,
        consecutive: false,
        email: "persona@ejemplo.mx".into(),
        status: RegistryStatus::Active,
        approved_on: Date::new(2024, 3, 30),
        replaces: None,
    }
}

/// Where this copy is reached.
pub(super) const ADDRESS: &str = "https://conoceles.ejemplo.mx/";

/// `CONOCELES_DOCUMENTS=folder` leaves the papers there to be looked at.
pub(super) fn leave(name: &str, bytes: &[u8]) {
    if let Some(folder) = std::env::var_os("CONOCELES_DOCUMENTS") {
        std::fs::write(Path::new(&folder).join(name), bytes).expect("written");
    }
}

/// A kept photograph of so many pixels, with something to see in it.
pub(super) fn photograph(width: u32, height: u32) -> Vec<u8> {
    let pixel = |x: u32, y: u32| Rgb([(x * 255 / width) as u8, (y * 255 / height) as u8, (x * y % 97) as u8]);
    let mut webp = Cursor::new(Vec::new());
    DynamicImage::ImageRgb8(RgbImage::from_fn(width, height, pixel))
        .write_to(&mut webp, ImageFormat::WebP)
        .expect("encoded");
    webp.into_inner()
}

/// A published candidacy that answered every curricular question and no identity question.
pub(super) fn profile() -> PublicProfile {
    let election = config().election;
    let written = "Trabajé doce años en la escuela de mi comunidad y ahí aprendí a escuchar a las familias. ";
    let questions = election.questions().filter(|(part, question)| {
        *part == Part::Curricular && matches!(question.kind, domain::questionnaire::Kind::Text { .. })
    });
    let answers = questions.map(|(_, question)| (question.key.clone(), Answer::One(written.repeat(4)))).collect();
    let sections = election.curricular.sections.iter().map(|section| section.key.clone()).collect();
    PublicProfile {
        card: Card {
            id: CandidacyId(uuid::Uuid::nil()),
            slug: "persona-de-muestra-nunez-3f9a1c20".to_owned(),
            name: "Persona De Muestra Núñez".to_owned(),
            nickname: "La Maestra".to_owned(),
            office: "municipal_president".into(),
            office_name: "Presidencia municipal".to_owned(),
            territory: "zac/mun/32010".into(),
            territory_name: "Fresnillo".to_owned(),
            list_position: None,
            formula: "F-1".to_owned(),
            kind: Kind::Owner,
            nominator: "FCZ".into(),
            nominator_name: "Fuerza y Corazón por Zacatecas".to_owned(),
            members: vec!["PAN".into(), "PRI".into(), "PRD".into()],
            sex: Sex::Woman,
            age: 44,
            affirmative_action: Some("indigenous".into()),
            affirmative_action_name: Some("Personas indígenas".to_owned()),
            consecutive: false,
            published: true,
            unavailable: false,
            photo: None,
        },
        partner: Some(Partner {
            slug: "otra-persona-1a2b3c4d".to_owned(),
            name: "Otra Persona Inventada".to_owned(),
            kind: Kind::Substitute,
        }),
        published: Some(PublishedAnswers {
            version: 2,
            published_at: "2024-04-16T20:30:00Z".parse().expect("a time"),
            answers,
            sections,
            unavailable: Vec::new(),
            photos: [(480, "/api/v1/public/photos/abc-480.webp".to_owned())].into(),
        }),
    }
}

/// The text of a PDF, in one line and without spaces: how they are written is no one's business.
pub(super) fn text_of(pdf: &[u8]) -> String {
    let document = lopdf::Document::load_mem(pdf).expect("a PDF");
    let pages: Vec<u32> = document.get_pages().keys().copied().collect();
    squeezed(&document.extract_text(&pages).expect("its text"))
}

/// A text without its spaces.
pub(super) fn squeezed(text: &str) -> String {
    text.split_whitespace().collect()
}
