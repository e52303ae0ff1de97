//! Files that may be sent: how large they may be and what they may be. Screens tell it before a file is sent, the server when
//! it is refused, both in these words.

/// One kind of file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Upload {
    /// Most bytes.
    pub bytes: usize,
    /// What it may be, in Spanish: «JPEG, PNG o PDF».
    pub kinds: &'static str,
}

/// A photograph.
pub const PHOTO: Upload = Upload { bytes: 5 * MEGABYTE, kinds: "JPEG, PNG o WebP" };
/// A picture that a screen opens to cut a photograph out of it: only what is cut travels.
pub const PICTURE: Upload = Upload { bytes: 30 * MEGABYTE, kinds: "JPEG, PNG o WebP" };
/// The signed document of a consent.
pub const DOCUMENT: Upload = Upload { bytes: 10 * MEGABYTE, kinds: "JPEG, PNG o PDF" };
/// A filled spreadsheet.
pub const SPREADSHEET: Upload = Upload { bytes: 5 * MEGABYTE, kinds: "un libro de Excel (.xlsx)" };
/// The registry's file.
pub const REGISTRY: Upload = Upload { bytes: 32 * MEGABYTE, kinds: "CSV UTF-8" };

const MEGABYTE: usize = 1024 * 1024;

impl Upload {
    /// What to tell whoever brings a file of so many bytes; nothing when it may be sent.
    #[must_use]
    pub fn too_heavy(&self, bytes: usize) -> Option<String> {
        (bytes > self.bytes).then(|| {
            // Rounded up, so that nobody reads that 10 MB are more than 10 MB.
            let tenths = bytes.saturating_mul(10).div_ceil(MEGABYTE);
            let measured = if tenths.is_multiple_of(10) { String::new() } else { format!(".{}", tenths % 10) };
            format!("El archivo mide {}{measured} MB; {}", tenths / 10, self.at_most())
        })
    }

    /// What to tell of a file that did not say how large it is and went on beyond what it may be.
    #[must_use]
    pub fn endless(&self) -> String {
        format!("El archivo mide demasiado; {}", self.at_most())
    }

    /// What may be sent, for whoever is about to choose it: «JPEG, PNG o PDF, de 10 MB como máximo».
    #[must_use]
    pub fn words(&self) -> String {
        format!("{}, de {} MB como máximo", self.kinds, self.megabytes())
    }

    /// Most megabytes.
    #[must_use]
    pub const fn megabytes(&self) -> usize {
        self.bytes / MEGABYTE
    }

    fn at_most(&self) -> String {
        format!("el máximo es {} MB. Use {}.", self.megabytes(), self.kinds)
    }
}

/// How many pixels a picture may have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pixels {
    /// Fewest of a side.
    pub side_min: u32,
    /// Most of a side.
    pub side_max: u32,
    /// Most in all.
    pub all: u64,
}

/// Those of a photograph. 40 million are three times what a telephone takes by itself; unpacked in the largest form, of eight
/// bytes each, they fit three quarters of the memory in which a file is read.
pub const PHOTO_PIXELS: Pixels = Pixels { side_min: 160, side_max: 8_000, all: 40_000_000 };
/// Those of a scanned document, which is never unpacked.
pub const DOCUMENT_PIXELS: Pixels = Pixels { side_min: 1, side_max: 20_000, all: 400_000_000 };

impl Pixels {
    /// What to tell whoever brings a picture of this width and height; nothing when it may be sent.
    #[must_use]
    pub fn unfit(&self, width: u32, height: u32) -> Option<String> {
        let Self { side_max, all, .. } = *self;
        let bound = if width > side_max || height > side_max {
            format!("el máximo es {} por lado. Guárdela más pequeña.", grouped(side_max.into()))
        } else if u64::from(width) * u64::from(height) > all {
            format!("el máximo es {} millones de pixeles en total. Guárdela más pequeña.", all / 1_000_000)
        } else {
            return self.too_small(width, height);
        };
        Some(measured(width, height, &bound))
    }

    /// The same, where only what is too small does not serve.
    #[must_use]
    pub fn too_small(&self, width: u32, height: u32) -> Option<String> {
        let bound = || format!("el mínimo es {} por lado. Use una más grande.", grouped(self.side_min.into()));
        (width.min(height) < self.side_min).then(|| measured(width, height, &bound()))
    }

    /// How many pixels are taken, for whoever is about to choose a picture.
    #[must_use]
    pub fn words(&self) -> String {
        let side = |pixels: u32| grouped(pixels.into());
        format!(
            "de {} a {} pixeles por lado y {} millones en total",
            side(self.side_min),
            side(self.side_max),
            self.all / 1_000_000
        )
    }
}

fn measured(width: u32, height: u32, bound: &str) -> String {
    format!("La imagen mide {} × {} pixeles; {bound}", grouped(width.into()), grouped(height.into()))
}

/// A number with a comma every three digits.
fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut words = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            words.push(',');
        }
        words.push(digit);
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refusal_says_what_was_measured_and_what_may_be() {
        assert_eq!(DOCUMENT.too_heavy(10 * MEGABYTE), None);
        let told = |bytes| DOCUMENT.too_heavy(bytes).expect("too heavy");
        assert_eq!(told(13 * MEGABYTE), "El archivo mide 13 MB; el máximo es 10 MB. Use JPEG, PNG o PDF.");
        assert_eq!(told(10 * MEGABYTE + 1), "El archivo mide 10.1 MB; el máximo es 10 MB. Use JPEG, PNG o PDF.");
        let told = |width, height| PHOTO_PIXELS.unfit(width, height).expect("unfit");
        assert_eq!(
            told(9_000, 9_000),
            "La imagen mide 9,000 × 9,000 pixeles; el máximo es 8,000 por lado. Guárdela más pequeña."
        );
        assert!(told(8_000, 8_000).contains("40 millones") && told(159, 300).contains("el mínimo es 160"));
        assert_eq!(PHOTO_PIXELS.unfit(8_000, 5_000), None);
    }
}
