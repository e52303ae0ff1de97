//! Photographs: recognised by their first bytes, bounded before they are decoded, and always encoded anew, so that no
//! metadata and nothing hidden in the file survives.

use std::io::Cursor;

use contract::{
    photo::WIDTHS,
    upload::{PHOTO, PHOTO_PIXELS},
};
use domain::refusal::Refusal;
use image::{
    DynamicImage, ImageDecoder, ImageFormat, ImageReader, Limits, imageops::FilterType, metadata::Orientation,
};

const QUALITY: f32 = 82.0;
/// Most bytes of a photograph once unpacked: of the most pixels, in the largest form.
const UNPACKED_MAX: u64 = PHOTO_PIXELS.all * 8;

// The first size's bytes give a photograph its name.
const _: () = assert!(WIDTHS[0] == store::files::NAMING_WIDTH, "the naming size is not the first");

/// The WebP encodings of a photograph, one for each of [`WIDTHS`].
///
/// # Errors
/// [`Refusal::TooLarge`] or [`Refusal::BadFile`] with what to do.
pub fn encode(bytes: &[u8]) -> Result<Vec<Vec<u8>>, Refusal> {
    if let Some(reason) = PHOTO.too_heavy(bytes.len()) {
        return Err(Refusal::TooLarge { reason });
    }
    let format = image::guess_format(bytes).ok();
    if !matches!(format, Some(ImageFormat::Jpeg | ImageFormat::Png | ImageFormat::WebP)) {
        return Err(bad("La fotografía debe ser JPEG, PNG o WebP."));
    }
    let mut reader = ImageReader::new(Cursor::new(bytes));
    if let Some(format) = format {
        reader.set_format(format);
    }
    let mut limits = Limits::default();
    limits.max_alloc = Some(UNPACKED_MAX);
    reader.limits(limits);
    let unreadable = |_| bad("El archivo no se puede abrir como fotografía. Guárdela como JPEG e intente de nuevo.");
    let mut decoder = reader.into_decoder().map_err(unreadable)?;
    let (width, height) = decoder.dimensions();
    if let Some(reason) = PHOTO_PIXELS.unfit(width, height) {
        return Err(Refusal::BadFile { reason });
    }
    // A telephone says in the metadata, which are thrown away, which side is up.
    let orientation = decoder.orientation().unwrap_or(Orientation::NoTransforms);
    let mut image = small(DynamicImage::from_decoder(decoder).map_err(unreadable)?);
    image.apply_orientation(orientation);
    WIDTHS.iter().map(|width| webp(&image, *width)).collect()
}

/// What is kept needs no more than twice the largest width: the rest is let go before anything is done that copies it.
fn small(image: DynamicImage) -> DynamicImage {
    let (width, height, side) = (image.width(), image.height(), 2 * WIDTHS[0]);
    let short = width.min(height);
    if short > side { image.thumbnail_exact(width * side / short, height * side / short) } else { image }
}

fn webp(image: &DynamicImage, width: u32) -> Result<Vec<u8>, Refusal> {
    let smaller =
        if image.width() > width { image.resize(width, width * 4, FilterType::Lanczos3) } else { image.clone() };
    let pixels = smaller.to_rgb8();
    let encoder = webp::Encoder::from_rgb(&pixels, pixels.width(), pixels.height());
    let encoded = encoder.encode_simple(false, QUALITY);
    encoded
        .map(|bytes| bytes.to_vec())
        .map_err(|_| bad("La fotografía no se pudo convertir. Guárdela como JPEG e intente de nuevo."))
}

fn bad(reason: &str) -> Refusal {
    Refusal::BadFile { reason: reason.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_portrait_stands_as_the_telephone_held_it() {
        let mut plain = Vec::new();
        let picture = DynamicImage::new_rgb8(400, 200);
        picture.write_to(&mut Cursor::new(&mut plain), ImageFormat::Jpeg).expect("encoded");
        // An Exif segment whose only entry is Orientation 6: turned a quarter to the right.
        let exif = b"\xFF\xE1\x00\x22Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0";
        let turned = [&plain[..2], exif, &plain[2..]].concat();
        let sizes = encode(&turned).expect("a photograph");
        let shown = image::load_from_memory(&sizes[0]).expect("a WebP");
        assert_eq!((shown.width(), shown.height()), (200, 400));
        assert!(!sizes.iter().any(|bytes| bytes.windows(4).any(|window| window == b"Exif")), "no metadata survive");
    }

    #[test]
    fn more_pixels_than_a_camera_takes_are_not_unpacked() {
        let mut wide = Vec::new();
        DynamicImage::new_luma8(PHOTO_PIXELS.side_max + 1, PHOTO_PIXELS.side_min)
            .write_to(&mut Cursor::new(&mut wide), ImageFormat::Png)
            .expect("encoded");
        assert!(wide.len() < 20_000, "a small file: {}", wide.len());
        assert!(matches!(encode(&wide), Err(Refusal::BadFile { reason }) if reason.contains("8,000")));
    }

    #[test]
    fn what_is_no_photograph_is_refused() {
        for bytes in [b"<svg onload=\"alert(1)\">".as_slice(), b"GIF89a", b"\x89PNG\r\n\x1a\nbroken", b""] {
            assert!(matches!(encode(bytes), Err(Refusal::BadFile { .. })));
        }
    }
}
