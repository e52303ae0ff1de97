//! Photographs: recognised by their first bytes, bounded before they are decoded, and always encoded anew, so that no
//! metadata and nothing hidden in the file survives.

use std::io::Cursor;

use contract::photo::{UPLOAD_MAX, WIDTHS};
use domain::refusal::Refusal;
use image::{
    DynamicImage, ImageDecoder, ImageFormat, ImageReader, Limits, imageops::FilterType, metadata::Orientation,
};

const QUALITY: f32 = 82.0;
const SIDE_MAX: u32 = 8_000;
const SIDE_MIN: u32 = 160;

// The first size's bytes give a photograph its name.
const _: () = assert!(WIDTHS[0] == store::files::NAMING_WIDTH, "the naming size is not the first");

/// The WebP encodings of a photograph, one for each of [`WIDTHS`].
///
/// # Errors
/// [`Refusal::TooLarge`] or [`Refusal::BadFile`] with what to do.
pub fn encode(bytes: &[u8]) -> Result<Vec<Vec<u8>>, Refusal> {
    if bytes.len() > UPLOAD_MAX {
        return Err(Refusal::TooLarge);
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
    limits.max_image_width = Some(SIDE_MAX);
    limits.max_image_height = Some(SIDE_MAX);
    limits.max_alloc = Some(256 * 1024 * 1024);
    reader.limits(limits);
    let unreadable = |_| bad("El archivo no se puede abrir como fotografía, o mide más de 8,000 pixeles por lado.");
    let mut decoder = reader.into_decoder().map_err(unreadable)?;
    // A telephone says in the metadata, which are thrown away, which side is up.
    let orientation = decoder.orientation().unwrap_or(Orientation::NoTransforms);
    let mut image = DynamicImage::from_decoder(decoder).map_err(unreadable)?;
    image.apply_orientation(orientation);
    if image.width() < SIDE_MIN || image.height() < SIDE_MIN {
        return Err(bad("La fotografía es muy pequeña: debe medir al menos 160 pixeles por lado."));
    }
    WIDTHS.iter().map(|width| webp(&image, *width)).collect()
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
        DynamicImage::new_luma8(SIDE_MAX + 1, SIDE_MIN)
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
