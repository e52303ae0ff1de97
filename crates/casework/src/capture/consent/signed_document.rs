//! The signed paper that comes back as a file: a PDF, a JPEG or a PNG that does nothing but show itself.

use std::io::Cursor;

use contract::upload::{DOCUMENT, DOCUMENT_PIXELS};
use domain::refusal::Refusal;
use image::{ImageFormat, ImageReader};
use lopdf::{Dictionary, Document, LoadOptions, Object};

/// Most bytes that a part of a PDF may unpack to.
const UNPACKED_MAX: usize = 32 * 1024 * 1024;
/// How deep an object of a PDF is looked into; what is nested deeper is no scanned paper.
const DEPTH_MAX: usize = 40;

/// Checks by its content that a signed document is a PDF, a JPEG or a PNG within its bounds, without a password, without
/// programs and without files inside (PTO II.A).
///
/// # Errors
/// [`Refusal::BadFile`] or [`Refusal::TooLarge`].
pub fn check_document(bytes: &[u8]) -> Result<(), Refusal> {
    if let Some(reason) = DOCUMENT.too_heavy(bytes.len()) {
        return Err(Refusal::TooLarge { reason });
    }
    if bytes.starts_with(b"%PDF-") { check_pdf(bytes) } else { check_image(bytes) }
}

fn check_image(bytes: &[u8]) -> Result<(), Refusal> {
    let format =
        image::guess_format(bytes).ok().filter(|format| matches!(format, ImageFormat::Jpeg | ImageFormat::Png));
    let format = format.ok_or_else(|| bad("El documento firmado debe ser un PDF o una imagen JPEG o PNG."))?;
    let (width, height) = ImageReader::with_format(Cursor::new(bytes), format)
        .into_dimensions()
        .map_err(|_| bad("La imagen no se puede abrir. Escanéela otra vez, o guárdela como PDF."))?;
    DOCUMENT_PIXELS.unfit(width, height).map_or(Ok(()), |reason| Err(Refusal::BadFile { reason }))
}

fn check_pdf(bytes: &[u8]) -> Result<(), Refusal> {
    let unreadable = "El PDF no se puede abrir. Escanee el documento otra vez y guárdelo como PDF.";
    let options = LoadOptions::with_max_decompressed_size(UNPACKED_MAX);
    let pdf = match Document::load_mem_with_options(bytes, options) {
        Ok(pdf) => pdf,
        Err(lopdf::Error::InvalidPassword) => return Err(locked()),
        Err(_) => return Err(bad(unreadable)),
    };
    if pdf.is_encrypted() || pdf.was_encrypted() {
        return Err(locked());
    }
    if pdf.get_pages().is_empty() {
        return Err(bad(unreadable));
    }
    if pdf.objects.values().any(|object| acts(object, 0)) {
        return Err(bad("El PDF lleva programas o archivos dentro. Imprímalo, o escanéelo, y suba el PDF nuevo."));
    }
    Ok(())
}

/// Whether an object does something or carries something, besides being shown.
fn acts(object: &Object, depth: usize) -> bool {
    match object {
        _ if depth > DEPTH_MAX => true,
        Object::Array(all) => all.iter().any(|object| acts(object, depth + 1)),
        Object::Dictionary(dictionary) => dictionary_acts(dictionary, depth),
        Object::Stream(stream) => dictionary_acts(&stream.dict, depth),
        _ => false,
    }
}

fn dictionary_acts(dictionary: &Dictionary, depth: usize) -> bool {
    const KEYS: [&[u8]; 7] = [b"JS", b"JavaScript", b"EmbeddedFiles", b"EF", b"XFA", b"RichMediaContent", b"Launch"];
    const ACTIONS: [&[u8]; 6] = [b"JavaScript", b"Launch", b"ImportData", b"SubmitForm", b"Rendition", b"GoToE"];
    let acting = |key: &[u8], value: &Object| {
        KEYS.contains(&key)
            || (key == b"S" && value.as_name().is_ok_and(|name| ACTIONS.contains(&name)))
            || acts(value, depth + 1)
    };
    dictionary.iter().any(|(key, value)| acting(key, value))
}

fn locked() -> Refusal {
    bad("El PDF tiene contraseña. Guárdelo sin contraseña y súbalo otra vez.")
}

fn bad(reason: &str) -> Refusal {
    Refusal::BadFile { reason: reason.to_owned() }
}

#[cfg(test)]
mod tests {
    use lopdf::{EncryptionState, EncryptionVersion, Permissions, dictionary};

    use super::*;
    use crate::desk::tests::desk;

    /// A paper of this system.
    fn form() -> Vec<u8> {
        papers::letters(&desk().config, &[], "https://conoceles.ejemplo.mx", domain::time::Timestamp::UNIX_EPOCH)
            .expect("a PDF")
    }

    fn with(object: Dictionary) -> Vec<u8> {
        let mut pdf = Document::load_mem(&form()).expect("a PDF");
        let id = pdf.add_object(object);
        pdf.catalog_mut().expect("a catalog").set("OpenAction", id);
        let mut bytes = Vec::new();
        pdf.save_to(&mut bytes).expect("written");
        bytes
    }

    fn reason(bytes: &[u8]) -> String {
        match check_document(bytes) {
            Err(Refusal::BadFile { reason }) => reason,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn a_paper_that_the_system_prints_is_taken_back() {
        assert_eq!(check_document(&form()), Ok(()));
    }

    #[test]
    fn a_pdf_that_only_opens_on_a_page_is_taken() {
        assert_eq!(check_document(&with(dictionary! { "S" => "GoTo", "D" => "Fit" })), Ok(()));
    }

    #[test]
    fn a_pdf_that_does_something_is_refused() {
        let programs = with(dictionary! { "S" => "JavaScript", "JS" => Object::string_literal("app.alert(1)") });
        let launches = with(dictionary! { "A" => dictionary! { "S" => "Launch", "F" => Object::string_literal("x") } });
        let carries = with(dictionary! { "Names" => dictionary! { "EmbeddedFiles" => dictionary! {} } });
        for bytes in [programs, launches, carries] {
            assert!(reason(&bytes).contains("programas o archivos"));
        }
    }

    #[test]
    fn a_pdf_with_a_password_is_refused() {
        let mut pdf = Document::load_mem(&form()).expect("a PDF");
        pdf.trailer
            .set("ID", vec![Object::string_literal("0123456789abcdef"), Object::string_literal("0123456789abcdef")]);
        let version = EncryptionVersion::V2 {
            document: &pdf,
            owner_password: "dueña",
            user_password: "secreta",
            key_length: 128,
            permissions: Permissions::all(),
        };
        let state = EncryptionState::try_from(version).expect("a state");
        pdf.encrypt(&state).expect("locked");
        let mut bytes = Vec::new();
        pdf.save_to(&mut bytes).expect("written");
        assert!(reason(&bytes).contains("contraseña"));
    }

    #[test]
    fn what_is_no_document_is_refused() {
        for bytes in
            [b"%PDF-1.4 firmado".as_slice(), b"<svg onload=\"alert(1)\">", b"\x89PNG\r\n\x1a\nbroken", b"GIF89a", b""]
        {
            assert!(!reason(bytes).is_empty());
        }
    }
}
