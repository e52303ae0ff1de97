//! Pictures of pixels: flat areas, text in the typefaces of the papers, and photographs.

use std::io::Cursor;

use image::{
    DynamicImage, RgbImage,
    codecs::png::{CompressionType, FilterType as PngFilter, PngEncoder},
    imageops::{self, FilterType},
};
use tiny_skia::{Color, FillRule, Paint, Path, PathBuilder, Pixmap, Rect, Transform};
use ttf_parser::OutlineBuilder;

use super::typeface::Measured;
use crate::{Failed, failed};

/// A colour as red, green and blue.
pub(crate) type Rgb = [u8; 3];

/// A part of a picture, in pixels from its top left corner.
#[derive(Clone, Copy)]
pub(crate) struct Area {
    pub left: u32,
    pub top: u32,
    pub width: u32,
    pub height: u32,
}

/// What letters are written with.
#[derive(Clone, Copy)]
pub(crate) struct Pen<'a> {
    /// The typeface.
    pub face: &'a Measured,
    /// Height of the typeface's square, in pixels.
    pub size: f32,
    /// The colour.
    pub color: Rgb,
}

/// A picture being drawn.
pub(crate) struct Canvas {
    pixels: Pixmap,
    photographs: Vec<(RgbImage, i64, i64)>,
}

impl Canvas {
    /// A white one.
    pub fn new(width: u32, height: u32) -> Result<Self, Failed> {
        let mut pixels = Pixmap::new(width, height).ok_or_else(|| failed("a picture without a size"))?;
        pixels.fill(Color::WHITE);
        Ok(Self { pixels, photographs: Vec::new() })
    }

    pub fn fill(&mut self, area: Area, color: Rgb) {
        let Area { left, top, width, height } = area;
        if let Some(rect) = Rect::from_xywh(left as f32, top as f32, width as f32, height as f32) {
            self.draw(&PathBuilder::from_rect(rect), Transform::identity(), color);
        }
    }

    /// The outline of anybody: what stands where there is no photograph.
    pub fn somebody(&mut self, area: Area, color: Rgb) {
        let (width, height) = (area.width as f32, area.height as f32);
        let (left, top) = (area.left as f32, area.top as f32);
        let head = Rect::from_xywh(left + width * 0.33, top + height * 0.2, width * 0.34, width * 0.4);
        let mut shoulders = PathBuilder::new();
        let (from, to) = (left + width * 0.14, left + width * 0.86);
        let (above, below) = (top + height * 0.46, top + height);
        shoulders.move_to(from, below);
        shoulders.cubic_to(from, above, to, above, to, below);
        shoulders.close();
        for path in [head.and_then(PathBuilder::from_oval), shoulders.finish()].into_iter().flatten() {
            self.draw(&path, Transform::identity(), color);
        }
    }

    /// A line of text whose letters stand on `baseline`.
    pub fn write(&mut self, pen: Pen<'_>, left: f32, baseline: f32, text: &str) {
        let scale = pen.face.scale(pen.size);
        let mut advanced = 0.0;
        let mut line = PathBuilder::new();
        for letter in text.chars() {
            let mut glyph = Outline(PathBuilder::new());
            pen.face.0.outline_glyph(pen.face.0.glyph_index(letter).unwrap_or_default(), &mut glyph);
            let place = Transform::from_translate(advanced, 0.0);
            if let Some(path) = glyph.0.finish().and_then(|path| path.transform(place)) {
                line.push_path(&path);
            }
            advanced += pen.face.advance(letter);
        }
        if let Some(path) = line.finish() {
            // A typeface counts upwards, a picture downwards.
            self.draw(&path, Transform::from_row(scale, 0.0, 0.0, -scale, left, baseline), pen.color);
        }
    }

    /// A photograph, whole, as large as it fits in an area and in its middle.
    pub fn photograph(&mut self, photograph: &DynamicImage, area: Area) {
        let fitting = photograph.resize(area.width, area.height, FilterType::Lanczos3).to_rgb8();
        let middle = |start: u32, room: u32, taken: u32| i64::from(start + room.saturating_sub(taken) / 2);
        let left = middle(area.left, area.width, fitting.width());
        let top = middle(area.top, area.height, fitting.height());
        self.photographs.push((fitting, left, top));
    }

    /// The picture as PNG, its photographs over the rest.
    pub fn png(self) -> Result<Vec<u8>, Failed> {
        let (width, height) = (self.pixels.width(), self.pixels.height());
        // Everything stands on white: nothing is seen through.
        let mut colors = Vec::with_capacity(self.pixels.data().len() / 4 * 3);
        for pixel in self.pixels.data().chunks_exact(4) {
            colors.extend_from_slice(&pixel[..3]);
        }
        let mut picture =
            RgbImage::from_raw(width, height, colors).ok_or_else(|| failed("a picture without pixels"))?;
        for (photograph, left, top) in &self.photographs {
            imageops::overlay(&mut picture, photograph, *left, *top);
        }
        let mut bytes = Cursor::new(Vec::new());
        let encoder = PngEncoder::new_with_quality(&mut bytes, CompressionType::Default, PngFilter::Adaptive);
        picture.write_with_encoder(encoder).map_err(failed)?;
        Ok(bytes.into_inner())
    }

    fn draw(&mut self, path: &Path, place: Transform, [red, green, blue]: Rgb) {
        let mut paint = Paint { anti_alias: true, ..Paint::default() };
        paint.set_color_rgba8(red, green, blue, u8::MAX);
        self.pixels.fill_path(path, &paint, FillRule::Winding, place, None);
    }
}

/// A letter's outline, in units of its typeface.
struct Outline(PathBuilder);

impl OutlineBuilder for Outline {
    fn move_to(&mut self, x: f32, y: f32) {
        self.0.move_to(x, y);
    }

    fn line_to(&mut self, x: f32, y: f32) {
        self.0.line_to(x, y);
    }

    fn quad_to(&mut self, x1: f32, y1: f32, x: f32, y: f32) {
        self.0.quad_to(x1, y1, x, y);
    }

    fn curve_to(&mut self, x1: f32, y1: f32, x2: f32, y2: f32, x: f32, y: f32) {
        self.0.cubic_to(x1, y1, x2, y2, x, y);
    }

    fn close(&mut self) {
        self.0.close();
    }
}
