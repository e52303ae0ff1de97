//! The QR code of a candidacy's public page.

use contract::public::Card;
use qrcode::{QrCode, render::svg};

use crate::{Failed, failed, page_address};

/// The QR code of a candidacy's page as SVG, with a title for who does not see it. `address` is where this copy is
/// reached, `https://host`.
///
/// # Errors
/// [`Failed`] when the address does not fit in a QR code.
pub fn page_code(card: &Card, address: &str) -> Result<String, Failed> {
    let code = QrCode::new(page_address(address, &card.slug)).map_err(failed)?;
    let drawn = code.render::<svg::Color>().min_dimensions(240, 240).build();
    let name = card.name.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    let (before, rest) = drawn.split_once("<svg ").ok_or_else(|| failed("a QR code that is not SVG"))?;
    let (attributes, inside) = rest.split_once('>').ok_or_else(|| failed("a QR code that is not SVG"))?;
    Ok(format!("{before}<svg role=\"img\" {attributes}><title>Código QR de la página de {name}</title>{inside}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tests::{ADDRESS, leave, profile};

    #[test]
    fn the_code_is_titled_and_a_name_is_only_text() {
        let mut card = profile().card;
        card.name = "Ana <b>& Núñez".to_owned();
        let svg = page_code(&card, ADDRESS).expect("a code");
        leave("codigo.svg", svg.as_bytes());
        assert!(svg.contains("><title>Código QR de la página de Ana &lt;b&gt;&amp; Núñez</title><rect "), "{svg}");
        assert!(svg.contains("role=\"img\"") && svg.ends_with("</svg>") && !svg.contains("<script"));
    }
}
