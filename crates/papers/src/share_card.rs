//! The pictures that networks show beside a shared address: one of each candidacy, all alike, and one of the site.

use config::Configuration;
use contract::public::PublicProfile;

use crate::{
    Failed,
    drawing::{
        canvas::{Area, Canvas, Pen, Rgb},
        typeface::{BOLD, LEADING, Measured, REGULAR},
    },
    stored_photograph,
};

/// Width and height of every card, in pixels, as Open Graph recommends them.
pub const CARD_SIZE: (u32, u32) = (1200, 630);

// Nobody's colours: those of ink and paper.
const INK: Rgb = [29, 27, 38];
const QUIET: Rgb = [85, 81, 106];
const SHADE: Rgb = [244, 243, 248];
const LINE: Rgb = [207, 203, 220];
const PAPER: Rgb = [255, 255, 255];

const PHOTO: Area = Area { left: 60, top: 45, width: 360, height: 450 };
const WORDS: Area = Area { left: 470, top: 45, width: 670, height: 450 };
const WHOLE: Area = Area { left: 60, top: 70, width: 1080, height: 425 };
const BAND: Area = Area { left: 0, top: 540, width: CARD_SIZE.0, height: 90 };

/// The card of a candidacy as PNG: its photograph, name, office, territory and who nominates it. `photo` is the kept
/// encoding of its published photograph, and `address` is where this copy is reached, `https://host`. Every card has the
/// same layout and colours; a long text is written smaller. The same profile always gives the same bytes.
///
/// # Errors
/// [`Failed`] when the photograph is damaged, or the picture cannot be written.
pub fn share_card(
    config: &Configuration,
    profile: &PublicProfile,
    photo: Option<&[u8]>,
    address: &str,
) -> Result<Vec<u8>, Failed> {
    let card = &profile.card;
    let place = match card.list_position {
        Some(position) => format!("{}, lugar {position} de la lista", card.territory_name),
        None => card.territory_name.clone(),
    };
    let nominator = match card.members.len() {
        0 | 1 => card.nominator_name.clone(),
        _ => {
            let members: Vec<&str> = card.members.iter().map(domain::ids::PartyKey::as_str).collect();
            format!("{} ({})", card.nominator_name, members.join(", "))
        }
    };
    let office = format!("{} ({})", card.office_name, card.kind.name().to_lowercase());
    let faces = Faces::new()?;
    let mut canvas = faces.begin(config, address)?;
    canvas.fill(PHOTO, SHADE);
    match photo {
        Some(bytes) => canvas.photograph(&stored_photograph(bytes)?, PHOTO),
        None => canvas.somebody(PHOTO, LINE),
    }
    let texts = [
        Text { bold: true, size: 58.0, gap: 0.0, color: INK, text: &card.name },
        Text { bold: false, size: 34.0, gap: 22.0, color: INK, text: &office },
        Text { bold: false, size: 34.0, gap: 8.0, color: QUIET, text: &place },
        Text { bold: true, size: 34.0, gap: 22.0, color: INK, text: &nominator },
    ];
    faces.write(&mut canvas, &texts, WORDS);
    canvas.png()
}

/// The card of the whole site as PNG, like that of a candidacy. `address` is where this copy is reached.
///
/// # Errors
/// [`Failed`] when the picture cannot be written.
pub fn site_card(config: &Configuration, address: &str) -> Result<Vec<u8>, Failed> {
    let election = &config.election;
    let day = format!("La elección es el {}.", election.election_day.words());
    let faces = Faces::new()?;
    let mut canvas = faces.begin(config, address)?;
    let texts = [
        Text { bold: true, size: 76.0, gap: 0.0, color: INK, text: &election.display_name },
        Text {
            bold: false,
            size: 36.0,
            gap: 26.0,
            color: INK,
            text: "Conozca quiénes son, qué han hecho y qué proponen.",
        },
        Text { bold: false, size: 36.0, gap: 26.0, color: QUIET, text: &election.name },
        Text { bold: false, size: 36.0, gap: 8.0, color: QUIET, text: &day },
    ];
    faces.write(&mut canvas, &texts, WHOLE);
    canvas.png()
}

/// A text among others, in the size it has when all of them fit.
struct Text<'a> {
    bold: bool,
    size: f32,
    /// Space before it.
    gap: f32,
    color: Rgb,
    text: &'a str,
}

/// A line and where it stands.
struct Line {
    of: usize,
    size: f32,
    baseline: f32,
    words: String,
}

struct Faces {
    regular: Measured,
    bold: Measured,
}

impl Faces {
    fn new() -> Result<Self, Failed> {
        Ok(Self { regular: Measured::new(REGULAR)?, bold: Measured::new(BOLD)? })
    }

    fn of(&self, text: &Text<'_>) -> &Measured {
        if text.bold { &self.bold } else { &self.regular }
    }

    /// A card with whose it is at its foot.
    fn begin(&self, config: &Configuration, address: &str) -> Result<Canvas, Failed> {
        let election = &config.election;
        let mut canvas = Canvas::new(CARD_SIZE.0, CARD_SIZE.1)?;
        canvas.fill(BAND, INK);
        let host = address.split_once("://").map_or(address, |(_, host)| host).trim_end_matches('/');
        let right = (BAND.width - PHOTO.left) as f32 - self.bold.width(26.0, host);
        canvas.write(Pen { face: &self.bold, size: 26.0, color: PAPER }, right, 595.0, host);
        let left = Area { left: PHOTO.left, top: 549, width: (right - 100.0).max(1.0) as u32, height: 72 };
        let texts = [
            Text { bold: true, size: 26.0, gap: 0.0, color: PAPER, text: &election.institute.name },
            Text { bold: false, size: 22.0, gap: 2.0, color: PAPER, text: &election.display_name },
        ];
        self.write(&mut canvas, &texts, left);
        Ok(canvas)
    }

    /// Writes texts one under the other, as large as they all fit.
    fn write(&self, canvas: &mut Canvas, texts: &[Text<'_>], area: Area) {
        for line in self.fit(texts, area) {
            let text = &texts[line.of];
            let pen = Pen { face: self.of(text), size: line.size, color: text.color };
            canvas.write(pen, area.left as f32, line.baseline, &line.words);
        }
    }

    /// The lines of texts in the largest size in which all of them fit and no word is broken.
    fn fit(&self, texts: &[Text<'_>], area: Area) -> Vec<Line> {
        let (width, end) = (area.width as f32, (area.top + area.height) as f32);
        let whole = |scale: f32| {
            texts.iter().all(|text| {
                let face = self.of(text);
                text.text.split_whitespace().all(|word| face.width(text.size * scale, word) <= width)
            })
        };
        let mut scale = 1.0;
        loop {
            let (lines, bottom) = self.lines(texts, area, scale);
            if (bottom <= end && whole(scale)) || scale < 0.3 {
                return lines;
            }
            scale -= 0.04;
        }
    }

    /// The lines in a scale, and where they end.
    fn lines(&self, texts: &[Text<'_>], area: Area, scale: f32) -> (Vec<Line>, f32) {
        let mut lines = Vec::new();
        let mut y = area.top as f32;
        for (of, text) in texts.iter().enumerate() {
            let size = text.size * scale;
            y += text.gap * scale;
            for words in self.of(text).lines(size, text.text, area.width as f32) {
                lines.push(Line { of, size, baseline: y + size, words });
                y += size * LEADING;
            }
        }
        (lines, y)
    }
}

#[cfg(test)]
mod tests {
    use image::{Rgb as Pixel, RgbImage};

    use super::*;
    use crate::tests::{ADDRESS, config, leave, photograph, profile};

    fn picture(name: &str, png: &[u8]) -> RgbImage {
        leave(name, png);
        assert!(png.len() < 600_000, "{name}: {} bytes", png.len());
        let picture = image::load_from_memory_with_format(png, image::ImageFormat::Png).expect("a PNG").to_rgb8();
        assert_eq!(picture.dimensions(), CARD_SIZE);
        picture
    }

    /// How many pixels of an area are as dark as letters.
    fn ink(picture: &RgbImage, area: Area) -> usize {
        let columns = area.left..area.left + area.width;
        let pixels = columns.flat_map(|x| (area.top..area.top + area.height).map(move |y| (x, y)));
        pixels.filter(|(x, y)| picture.get_pixel(*x, *y).0.iter().all(|part| *part < 100)).count()
    }

    #[test]
    fn a_card_shows_the_photograph_whole_and_the_words_beside_it() {
        let (config, profile) = (config(), profile());
        let png = share_card(&config, &profile, Some(&photograph(900, 600)), ADDRESS).expect("a card");
        let with = picture("tarjeta.png", &png);
        assert!(png == share_card(&config, &profile, Some(&photograph(900, 600)), ADDRESS).expect("a card"));
        assert!(ink(&with, WORDS) > 5_000, "{}", ink(&with, WORDS));
        // Wider than its place: whole in the middle, with the place's own shade over it.
        assert_eq!(*with.get_pixel(PHOTO.left + 5, PHOTO.top + 5), Pixel(SHADE));
        assert_ne!(*with.get_pixel(PHOTO.left + 5, PHOTO.top + PHOTO.height / 2), Pixel(SHADE));
        let without = picture("tarjeta-sin-foto.png", &share_card(&config, &profile, None, ADDRESS).expect("a card"));
        assert_eq!(*without.get_pixel(PHOTO.left + 180, PHOTO.top + 150), Pixel(LINE));
        assert_eq!(ink(&with, WORDS), ink(&without, WORDS), "the same words in the same places");
    }

    #[test]
    fn long_texts_are_written_smaller_and_stay_in_their_place() {
        let (config, mut profile) = (config(), profile());
        profile.card.name = "María de los Ángeles Guadalupe del Refugio de la Torre y Bracamontes ".repeat(3);
        profile.card.office_name = "Diputación de representación proporcional".to_owned();
        profile.card.list_position = Some(12);
        profile.card.nominator_name = "Coalición por la Transformación y el Bienestar de Zacatecas ".repeat(2);
        profile.card.members = ["PAN", "PRI", "PRD", "PVEM", "MORENA", "NAZ"].map(Into::into).to_vec();
        let long = picture("tarjeta-larga.png", &share_card(&config, &profile, None, ADDRESS).expect("a card"));
        let margin = Area { left: WORDS.left + WORDS.width, top: 0, width: 60, height: BAND.top };
        let under = Area { left: 0, top: WORDS.top + WORDS.height, width: CARD_SIZE.0, height: BAND.top - 495 };
        assert!(ink(&long, WORDS) > 5_000);
        assert_eq!((ink(&long, margin), ink(&long, under)), (0, 0), "nothing outside of its place");

        let faces = Faces::new().expect("typefaces");
        let text = |text| Text { bold: true, size: 58.0, gap: 0.0, color: INK, text };
        let name = "Wwwwwwwwwwwwwwwwwwwwwwwwww Bañuelos";
        let lines = faces.fit(&[text(name)], WORDS);
        let words: Vec<&str> = lines.iter().flat_map(|line| line.words.split(' ')).collect();
        assert_eq!(words, name.split(' ').collect::<Vec<_>>(), "no word is broken");
    }

    #[test]
    fn the_site_has_a_card_of_its_own() {
        let site = picture("tarjeta-sitio.png", &site_card(&config(), ADDRESS).expect("a card"));
        assert!(ink(&site, WHOLE) > 5_000);
    }
}
