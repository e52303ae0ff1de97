//! Pictures that nobody took.

use std::io::Cursor;

use image::{DynamicImage, ImageFormat};

use super::{Hostile, bomb, packed};

/// The check of a PNG's part.
fn crc32(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(u32::MAX, |crc, byte| {
        (0..8).fold(crc ^ u32::from(*byte), |crc, _| if crc & 1 == 1 { (crc >> 1) ^ 0xEDB8_8320 } else { crc >> 1 })
    })
}

/// A part of a PNG.
fn part(name: &[u8; 4], bytes: &[u8]) -> Vec<u8> {
    let named = [name, bytes].concat();
    let length = u32::try_from(bytes.len()).expect("a part").to_be_bytes();
    [&length, named.as_slice(), &crc32(&named).to_be_bytes()].concat()
}

/// A PNG of this size and form, with these parts before its end.
fn png(width: u32, height: u32, form: [u8; 5], parts: &[Vec<u8>]) -> Vec<u8> {
    let head = [width.to_be_bytes().as_slice(), &height.to_be_bytes(), &form].concat();
    [b"\x89PNG\r\n\x1a\n".as_slice(), &part(b"IHDR", &head), &parts.concat(), &part(b"IEND", b"")].concat()
}

/// Eight bits of grey a pixel.
const GREY: [u8; 5] = [8, 0, 0, 0, 0];

/// A picture of one colour.
fn plain(width: u32, height: u32, format: ImageFormat) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    DynamicImage::new_rgb8(width, height).write_to(&mut bytes, format).expect("a picture");
    bytes.into_inner()
}

/// The beginning of a JPEG of this size: its tables, which are all the same, and its head.
fn jpeg(height: u16, width: u16, kind: u8) -> Vec<u8> {
    let mut bytes = vec![0xFF, 0xD8, 0xFF, 0xDB, 0, 67, 0];
    bytes.extend_from_slice(&[1; 64]);
    bytes.extend_from_slice(&[0xFF, kind, 0, 11, 8]);
    bytes.extend_from_slice(&height.to_be_bytes());
    bytes.extend_from_slice(&width.to_be_bytes());
    bytes.extend_from_slice(&[1, 1, 0x11, 0]);
    // One code of one bit: the end of a run of blocks, or a difference of nothing.
    for table in [0x00, 0x10] {
        bytes.extend_from_slice(&[0xFF, 0xC4, 0, 20, table, 1]);
        bytes.extend_from_slice(&[0; 15]);
        bytes.push(if table == 0 { 0 } else { 0xE0 });
    }
    bytes
}

/// A WebP with these parts.
fn webp(parts: &[(&[u8; 4], Vec<u8>)]) -> Vec<u8> {
    let mut inner = b"WEBP".to_vec();
    for (name, bytes) in parts {
        inner.extend_from_slice(*name);
        inner.extend_from_slice(&u32::try_from(bytes.len()).expect("a part").to_le_bytes());
        inner.extend_from_slice(bytes);
        inner.extend_from_slice(&vec![0; bytes.len() % 2]);
    }
    [b"RIFF".as_slice(), &u32::try_from(inner.len()).expect("a file").to_le_bytes(), &inner].concat()
}

/// A number of three bytes.
fn three(number: u32) -> [u8; 3] {
    let [first, second, third, _] = number.to_le_bytes();
    [first, second, third]
}

/// A WebP that moves, of this size, with so many pictures.
fn moving(side: u32, pictures: usize) -> Vec<u8> {
    let head = [&[0x02, 0, 0, 0], three(side - 1).as_slice(), &three(side - 1)].concat();
    let still = plain(16, 16, ImageFormat::WebP);
    let frame = [&[0; 6], three(15).as_slice(), &three(15), &[0; 4], &still[12..]].concat();
    let frames = (0..pictures).map(|_| (b"ANMF", frame.clone()));
    let parts: Vec<_> = [(b"VP8X", head), (b"ANIM", vec![0; 6])].into_iter().chain(frames).collect();
    webp(&parts)
}

/// A PNG whose metadata lead to themselves, and that has fewer rows than it says.
fn of_metadata_that_lead_to_themselves() -> Vec<u8> {
    let directory = b"MM\0*\0\0\0\x08\0\x01\x87\x69\0\x04\0\0\0\x01\0\0\0\x08\0\0\0\x08";
    png(400, 400, GREY, &[part(b"eXIf", directory), part(b"IDAT", &packed(&[0; 1_000]))])
}

pub(super) fn all() -> Vec<Hostile> {
    let honest = plain(400, 400, ImageFormat::Png);
    let rows = |count: usize| packed(&vec![0; count]);
    let lossless = |width: u32, height: u32| {
        let bits = (width - 1) | ((height - 1) << 14);
        webp(&[(b"VP8L", [&[0x2F], bits.to_le_bytes().as_slice(), &[0; 32]].concat())])
    };
    vec![
        Hostile::new(
            "has 64 million pixels in 200 kilobytes",
            png(8_000, 8_000, GREY, &[part(b"IDAT", &rows(64_008_000))]),
        ),
        Hostile::new(
            "says that it is 65,535 pixels wide and high",
            [jpeg(65_535, 65_535, 0xC0), vec![0xFF, 0xD9]].concat(),
        ),
        Hostile::new("is one row of 65,535 pixels", [jpeg(1, 65_535, 0xC0), vec![0xFF, 0xD9]].concat()),
        Hostile::new("says nothing of its height", [jpeg(0, 8_000, 0xC0), vec![0xFF, 0xD9]].concat()),
        Hostile::new(
            "says that it is two thousand million pixels wide and high",
            png(0x7FFF_FFFF, 0x7FFF_FFFF, GREY, &[part(b"IDAT", &rows(1_000))]),
        ),
        Hostile::new(
            "has fewer rows than it says",
            png(8_000, 5_000, [16, 6, 0, 0, 1], &[part(b"IDAT", &rows(1_000))]),
        ),
        Hostile::new(
            "carries a colour profile of fifty megabytes",
            png(400, 400, GREY, &[part(b"iCCP", &[b"a\0\0".as_slice(), &bomb(50)].concat())]),
        ),
        Hostile::new(
            "carries a text of fifty megabytes",
            png(400, 400, GREY, &[part(b"zTXt", &[b"a\0\0".as_slice(), &bomb(50)].concat())]),
        ),
        Hostile::new("has a part that says it is two thousand million bytes long", {
            let mut file = png(400, 400, GREY, &[]);
            file.extend_from_slice(b"\x7F\xFF\xFF\xFFIDAT");
            file
        }),
        Hostile::new(
            "has a hundred thousand parts of nothing",
            png(400, 400, GREY, &vec![part(b"IDAT", b""); 100_000]),
        ),
        Hostile::new(
            "has colours of a list that it has not",
            png(400, 400, [8, 3, 0, 0, 0], &[part(b"IDAT", &rows(160_400))]),
        ),
        Hostile::new(
            "is a PNG that moves for four thousand million pictures",
            png(400, 400, GREY, &[part(b"acTL", &[0xFF; 8])]),
        ),
        Hostile::new("is a WebP that moves, of 16,384 pixels a side", moving(16_384, 1)),
        Hostile::new("is a WebP that moves for ten thousand pictures, and small", moving(16, 10_000)),
        Hostile::new("is a WebP that says it is 16,384 pixels wide and high", lossless(16_384, 16_384)),
        Hostile::new("is a WebP of 40 million pixels in 37 bytes", lossless(8_000, 5_001)),
        Hostile::new("is a WebP that says it is longer than all files", {
            let mut file = lossless(400, 400);
            file[4..8].copy_from_slice(&[0xFF; 4]);
            file[16..20].copy_from_slice(&[0xFF; 4]);
            file
        }),
        Hostile::new("is cut in the middle", honest[..honest.len() / 2].to_vec()),
        Hostile::new("has metadata that lead to themselves", of_metadata_that_lead_to_themselves()),
        Hostile::new("has fifty thousand parts of metadata and no picture", {
            let parts = b"\xFF\xE1\x00\x40".iter().copied().chain([0; 62]).collect::<Vec<u8>>().repeat(50_000);
            [b"\xFF\xD8".as_slice(), &parts, b"\xFF\xD9"].concat()
        }),
        Hostile::new("counts its pixels in a way that nobody reads", [jpeg(400, 400, 0xC9), vec![0xFF, 0xD9]].concat()),
        Hostile::new(
            "is a drawing with a program",
            b"<svg xmlns=\"http://www.w3.org/2000/svg\" onload=\"alert(1)\"/>".to_vec(),
        ),
        Hostile::new("is a GIF and a program", b"GIF89a/*\x01\x00\x01\x00*/=1;alert(1)".to_vec()),
        Hostile::new("is a TIFF whose pages lead to themselves", b"II*\0\x08\0\0\0\0\0\x08\0\0\0".to_vec()),
        Hostile::new(
            "is a bitmap of four thousand million pixels",
            [b"BM\xFF\xFF\xFF\xFF\0\0\0\0\x36\0\0\0\x28\0\0\0".as_slice(), &[0xFF; 40]].concat(),
        ),
        Hostile::new("is nothing", Vec::new()),
    ]
}
