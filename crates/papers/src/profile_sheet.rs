//! The sheet of a candidacy that a citizen keeps or prints, as PDF: what its public page says, and nothing else.

use config::Configuration;
use contract::public::{Card, PublicProfile, PublishedAnswers};
use domain::{
    candidacy,
    publication::visibility::NOT_PROVIDED,
    questionnaire::{Answer, Kind, Question, Section},
};
use image::codecs::jpeg::JpegEncoder;
use krilla::image::Image;
use qrcode::QrCode;

use crate::{
    Failed,
    drawing::{
        flow::{self, Row, part, write_rows},
        page::{BODY, Column, Sheet, Typefaces, jpeg, measure, moment, write_pages},
    },
    failed, page_address, stored_photograph,
};

/// Where the photograph, the facts and the QR code stand, side by side.
const PHOTO: Column = Column { left: BODY.left, right: 186.0 };
const FACTS: Column = Column { left: 202.0, right: 430.0 };
const CODE: Column = Column { left: 446.0, right: BODY.right };
const PHOTO_HEIGHT: f32 = 160.0;
const QUALITY: u8 = 85;

/// The sheet of a candidacy: its photograph, what the registry says, and every public question with its answer, on as
/// many pages as it takes. `photo` is the kept encoding of its published photograph, and `address` is where this copy
/// is reached, `https://host`. The same profile always gives the same bytes.
///
/// # Errors
/// [`Failed`] when the photograph is damaged, the address does not fit in a QR code, or the PDF cannot be
/// written.
pub fn profile_sheet(
    config: &Configuration,
    profile: &PublicProfile,
    photo: Option<&[u8]>,
    address: &str,
) -> Result<Vec<u8>, Failed> {
    let faces = Typefaces::new()?;
    let address = page_address(address, &profile.card.slug);
    let printer = Printer {
        config,
        profile,
        faces: &faces,
        photo: photo.map(printable).transpose()?,
        code: QrCode::new(&address).map_err(failed)?,
        edition: edition(config, profile),
        address,
    };
    let rows = printer.rows();
    let top = measure(|sheet| printer.top(sheet))?;
    let pages: Vec<_> =
        part(&rows, top, measure(|sheet| printer.running_head(sheet))?).into_iter().enumerate().collect();
    let title = format!("Ficha de {}", profile.card.name);
    write_pages(title, &pages, |sheet, (place, rows)| {
        if *place == 0 {
            printer.top(sheet);
        } else {
            printer.running_head(sheet);
        }
        write_rows(sheet, rows, *place == 0);
        printer.foot(sheet, place + 1, pages.len());
    })
}

/// A stored photograph as a printed document takes it.
fn printable(stored: &[u8]) -> Result<Image, Failed> {
    let mut bytes = Vec::new();
    stored_photograph(stored)?
        .to_rgb8()
        .write_with_encoder(JpegEncoder::new_with_quality(&mut bytes, QUALITY))
        .map_err(failed)?;
    jpeg(bytes)
}

/// Which version it is and since when, or that there is none.
fn edition(config: &Configuration, profile: &PublicProfile) -> String {
    profile.published.as_ref().map_or_else(
        || profile.card.nothing_shown().unwrap_or_default().to_owned(),
        |published| format!("Versión {}, publicada el {}", published.version, moment(config, published.published_at)),
    )
}

/// What all the pages share.
struct Printer<'a> {
    config: &'a Configuration,
    profile: &'a PublicProfile,
    faces: &'a Typefaces,
    photo: Option<Image>,
    code: QrCode,
    edition: String,
    address: String,
}

impl<'a> Printer<'a> {
    /// What the first page begins with.
    fn top(&self, sheet: &mut Sheet<'_>) {
        let (election, card, faces) = (&self.config.election, &self.profile.card, self.faces);
        sheet.write(faces.bold.at(11.0), BODY, &election.institute.name);
        sheet.write(faces.regular.at(10.0), BODY, &format!("{}. {}", election.display_name, election.name));
        sheet.y += 4.0;
        sheet.rule(BODY, 1.2);
        sheet.y += 10.0;
        sheet.write(faces.regular.at(10.0), BODY, "Ficha de la candidatura");
        sheet.write(faces.bold.at(20.0), BODY, &card.name);
        if !card.nickname.is_empty() {
            sheet.write(faces.regular.at(13.0), BODY, &format!("«{}»", card.nickname));
        }
        sheet.y += 10.0;
        let top = sheet.y;
        self.photograph(sheet);
        sheet.y = top;
        let facts = if self.photo.is_some() { FACTS } else { Column { left: BODY.left, ..FACTS } };
        for (name, value) in self.facts() {
            sheet.write(faces.regular.at(8.5), facts, name);
            sheet.write(faces.bold.at(10.5), facts, &value);
            sheet.y += 4.0;
        }
        let facts = sheet.y;
        sheet.y = top + CODE.width() + 4.0;
        sheet.qr(&self.code, CODE.left, top, CODE.width());
        sheet.write(faces.regular.at(8.0), CODE, "Apunte aquí la cámara del teléfono para abrir la página.");
        let photo = if self.photo.is_some() { top + PHOTO_HEIGHT } else { top };
        sheet.y = sheet.y.max(facts).max(photo) + 2.0;
        sheet.write(faces.regular.at(9.0), BODY, &format!("{}.", self.edition));
    }

    fn photograph(&self, sheet: &mut Sheet<'_>) {
        if let Some(photo) = &self.photo {
            sheet.picture(photo.clone(), PHOTO, PHOTO_HEIGHT);
        }
    }

    /// What the registry says, as the public page says it.
    fn facts(&self) -> Vec<(&'static str, String)> {
        let card = &self.profile.card;
        let mut facts = vec![("Cargo", card.office_name.clone()), ("Territorio", card.territory_name.clone())];
        facts.extend(card.list_position.map(|place| ("Lugar en la lista", place.to_string())));
        facts.push(("Postula", card.nominator_name.clone()));
        if card.members.len() > 1 {
            facts.push(("Partidos de la coalición", self.members(card)));
        }
        facts.push(("Candidatura", card.kind.name().to_owned()));
        if let Some(partner) = &self.profile.partner {
            let name = match partner.kind {
                candidacy::Kind::Owner => "Propietaria de la misma fórmula",
                candidacy::Kind::Substitute => "Suplente de la misma fórmula",
            };
            facts.push((name, partner.name.clone()));
        }
        facts.push(("Sexo", card.sex.name().to_owned()));
        facts.push(("Edad el día de la elección", format!("{} años", card.age)));
        facts.extend(card.affirmative_action_name.clone().map(|name| ("Acción afirmativa", name)));
        if card.consecutive {
            facts.push(("Elección consecutiva", "Sí".to_owned()));
        }
        facts
    }

    fn members(&self, card: &Card) -> String {
        let parties = &self.config.election.parties;
        let names = card.members.iter().map(|key| {
            parties.iter().find(|party| party.key == *key).map_or(key.as_str(), |party| party.name.as_str())
        });
        names.collect::<Vec<_>>().join("\n")
    }

    /// Everything under the top.
    fn rows(&self) -> Vec<Row<'a>> {
        let mut rows = Vec::new();
        if let Some(published) = &self.profile.published {
            for (_, section) in self.config.election.sections() {
                self.section(&mut rows, section, published);
            }
        }
        let warning = "Esta ficha dice lo que era público cuando se descargó. Después pudo corregirse, ocultarse o dejar \
                       de estar vigente: lo más reciente está en la página de la candidatura.";
        Row::write(&mut rows, self.faces.regular.at(9.0), warning, 14.0, true);
        rows
    }

    /// A section that is shown, or the word that it is not for now; nothing for one without consent.
    fn section(&self, rows: &mut Vec<Row<'a>>, section: &Section, published: &PublishedAnswers) {
        let faces = self.faces;
        if published.unavailable.contains(&section.key) {
            Row::title(rows, faces.bold.at(13.0), &section.title);
            Row::write(rows, faces.regular.at(10.0), "Este apartado no está disponible por ahora.", 3.0, false);
            return;
        }
        let is_printed = |question: &&Question| question.kind != Kind::Photo && question.is_asked(&published.answers);
        let questions: Vec<_> = section.questions.iter().filter(is_printed).collect();
        if questions.is_empty() || !published.sections.contains(&section.key) {
            return;
        }
        Row::title(rows, faces.bold.at(13.0), &section.title);
        for question in questions {
            Row::write(rows, faces.bold.at(9.5), &question.label, 6.0, true);
            let answer = published.answers.get(&question.key).filter(|answer| !answer.is_blank());
            for (place, paragraph) in paragraphs(answer).into_iter().enumerate() {
                Row::write(rows, faces.regular.at(10.0), &paragraph, if place == 0 { 1.0 } else { 4.0 }, false);
            }
        }
    }

    /// What every other page begins with.
    fn running_head(&self, sheet: &mut Sheet<'_>) {
        let card = &self.profile.card;
        let head = format!("{}. {}, {}", card.name, card.office_name, card.territory_name);
        sheet.write(self.faces.regular.at(9.0), BODY, &head);
        sheet.y += 3.0;
        sheet.rule(BODY, 0.7);
        sheet.y += 8.0;
    }

    fn foot(&self, sheet: &mut Sheet<'_>, number: usize, of: usize) {
        let style = self.faces.regular.at(8.0);
        sheet.y = flow::BOTTOM + 8.0;
        sheet.rule(BODY, 0.7);
        sheet.y += 3.0;
        let top = sheet.y;
        sheet.write_right(style, BODY, &format!("Página {number} de {of}"));
        sheet.y = top;
        let words = Column { right: BODY.right - 70.0, ..BODY };
        sheet.write(style, words, &self.edition);
        sheet.write(style, words, &self.address);
    }
}

/// The paragraphs of an answer.
fn paragraphs(answer: Option<&Answer>) -> Vec<String> {
    match answer {
        None => vec![NOT_PROVIDED.to_owned()],
        Some(Answer::One(text)) => text.lines().filter(|line| !line.trim().is_empty()).map(str::to_owned).collect(),
        Some(Answer::Many(many)) => many.iter().map(|text| format!("• {text}")).collect(),
    }
}

#[cfg(test)]
mod tests;
