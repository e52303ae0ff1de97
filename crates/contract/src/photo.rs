//! Photographs: what may be sent, and the sizes that are kept.

/// Most bytes of an uploaded photograph.
pub const UPLOAD_MAX: usize = 5 * 1024 * 1024;
/// Widths kept of every photograph, in pixels, the largest first.
pub const WIDTHS: [u32; 3] = [960, 480, 160];
/// What the encodings are served as.
pub const MEDIA_TYPE: &str = "image/webp";
