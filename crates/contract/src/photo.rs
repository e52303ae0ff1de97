//! Photographs: the sizes that are kept of them. What may be sent is in [`crate::upload`].

/// Widths kept of every photograph, in pixels, the largest first.
pub const WIDTHS: [u32; 3] = [960, 480, 160];
/// What the encodings are served as.
pub const MEDIA_TYPE: &str = "image/webp";
