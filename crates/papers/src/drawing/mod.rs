//! How papers and pictures are drawn: sheets of PDF that texts flow down, a canvas of pixels, and their typefaces.

pub(crate) mod canvas;
pub(crate) mod flow;
pub(crate) mod page;
pub(crate) mod typeface;
