//! What is written into the questionnaires, and the papers that go with them.

use contract::{
    capture::{GiveConsent, Submit},
    publication::{ControlOrder, PartOrder},
    review::NewObservation,
    work::Workspace,
};
use domain::{
    prohibition::Ground,
    questionnaire::{Answer, Answers},
};
use image::{ImageFormat, Rgb, RgbImage};
use serde::Serialize;

use crate::client::Typed;

/// A signed document: one blank page, as a scanner could write it.
pub const SIGNED: &str = "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n\
    2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n\
    3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]>>endobj\n\
    trailer<</Root 1 0 R/Size 4>>\n%%EOF\n";

/// The marks of a consent to publish some sections.
pub fn consent(sections: &[&str]) -> GiveConsent {
    let sections = sections.iter().map(|section| (*section).into()).collect();
    GiveConsent { treatment: true, publication: true, statistics: true, sections }
}

/// The form of a consent with its signed document, and its content type.
pub fn consent_form(marks: &impl Serialize, document: &[u8]) -> (Vec<u8>, &'static str) {
    let marks = serde_json::to_string(marks).expect("JSON");
    let before = format!(
        "--frontera\r\ncontent-disposition: form-data; name=\"consent\"\r\ncontent-type: application/json\r\n\r\n{marks}\r\n\
         --frontera\r\ncontent-disposition: form-data; name=\"document\"; filename=\"firma.pdf\"\r\n\r\n"
    );
    let form = [before.as_bytes(), document, b"\r\n--frontera--\r\n"].concat();
    (form, "multipart/form-data; boundary=frontera")
}

/// A photograph of one plain colour.
pub fn photograph() -> Vec<u8> {
    let mut png = std::io::Cursor::new(Vec::new());
    RgbImage::from_pixel(600, 800, Rgb([90, 20, 60])).write_to(&mut png, ImageFormat::Png).expect("a photograph");
    png.into_inner()
}

/// A text with so many characters that are not blank.
pub fn text(characters: usize) -> String {
    "abcdefghi "
        .repeat(characters.div_ceil(9))
        .chars()
        .scan(0, |count, c| {
            *count += usize::from(c != ' ');
            (*count <= characters).then_some(c)
        })
        .collect::<String>()
        .trim()
        .to_owned()
}

/// A text as an answer.
pub fn answer(text: impl Into<String>) -> Answer {
    Answer::One(text.into())
}

/// The text that answers a question; none when nothing does.
pub fn said<'a>(answers: &'a Answers, question: &str) -> Option<&'a str> {
    match answers.get(&question.into())? {
        Answer::One(text) => Some(text),
        Answer::Many(lines) => panic!("{question} has several lines: {lines:?}"),
    }
}

/// Answers to every question that has to be answered.
pub fn complete() -> Answers {
    let long = |characters: usize| answer(text(characters));
    let texts = [
        ("career.professional", long(300)),
        ("career.political", long(301)),
        ("motivation", long(302)),
        ("proposal.first", long(303)),
        ("proposal.second", long(304)),
        ("proposal.equality", long(305)),
    ];
    let options = [
        ("education.level", "Licenciatura"),
        ("indigenous.self", "Sí"),
        ("indigenous.language", "No"),
        ("indigenous.people", "Caxcán"),
        ("disability.has", "No"),
        ("afro_mexican.self", "No"),
        ("lgbtttiq.self", "Prefiero no contestar"),
        ("migrant.self", "No"),
        ("age_group.young", "No"),
        ("age_group.elderly", "No"),
        ("socioeconomic.income", "Prefiero no contestar"),
        ("socioeconomic.source", "Salario"),
        ("socioeconomic.birth_state", "Zacatecas"),
    ];
    let options = options.map(|(question, option)| (question, answer(option)));
    texts.into_iter().chain(options).map(|(question, answer)| (question.into(), answer)).collect()
}

/// The same, where some answers are others.
pub fn complete_with<A: Typed>(others: impl IntoIterator<Item = (&'static str, A)>) -> Answers {
    let others = others.into_iter().map(|(question, other)| (question.into(), other.answer().expect("an answer")));
    complete().into_iter().chain(others).collect()
}

/// A remark on an answer.
pub fn remark(field: &str, ground: Ground, text: &str) -> NewObservation {
    NewObservation { field: field.into(), ground, text: text.to_owned() }
}

/// What is sent with the same reply to each open observation of a candidacy.
pub fn replying(work: &Workspace, reply: &str) -> Submit {
    let open = work.observations.iter().filter(|observation| observation.open);
    let replies = open.map(|observation| (observation.id, reply.to_owned())).collect();
    Submit { single_opportunity_understood: true, replies }
}

/// Points at a section of what is published, or hides it: at all of it when none is named.
pub fn control(section: Option<&str>, ground: Ground, reason: &str) -> ControlOrder {
    ControlOrder { section: section.map(Into::into), ground, reason: reason.to_owned() }
}

/// Shows a section again, or leaves it as it is: all of it when none is named.
pub fn part(section: Option<&str>, reason: &str) -> PartOrder {
    PartOrder { section: section.map(Into::into), reason: reason.to_owned() }
}
