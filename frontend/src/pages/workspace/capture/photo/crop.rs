//! Cutting a photograph to the square that cards and profiles show. It happens in the browser: the file itself is not
//! changed, and only what is inside the square travels.

use contract::{
    photo::WIDTHS,
    upload::{PHOTO_PIXELS, PICTURE},
};
use js_sys::{Array, Promise};
use leptos::{
    ev::{KeyboardEvent, PointerEvent},
    html::Canvas,
    prelude::*,
    task::spawn_local,
};
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use wasm_bindgen_futures::JsFuture;
use web_sys::{CanvasRenderingContext2d, File, FilePropertyBag, HtmlCanvasElement, HtmlImageElement};

use crate::components::{picture, too_heavy};

/// Fewest pixels of a side that the server takes.
const SIDE_MIN: f64 = PHOTO_PIXELS.side_min as f64;
/// The side that travels at most: the server keeps no larger one.
const SIDE_SENT: f64 = WIDTHS[0] as f64;
const ZOOM_MAX: f64 = 4.0;
/// How far an arrow moves the square, of what it can move.
const STEP: f64 = 0.04;

/// Where the square is: how near, and how far to the right and down of what it can move, from 0 to 1.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Square {
    zoom: f64,
    right: f64,
    down: f64,
}

impl Square {
    /// A face is above the middle more often than below.
    const FIRST: Self = Self { zoom: 1.0, right: 0.5, down: 0.3 };

    /// Left, top and side in pixels of the picture.
    fn of(self, (width, height): (f64, f64)) -> (f64, f64, f64) {
        let side = (width.min(height) / self.zoom).max(SIDE_MIN.min(width.min(height)));
        ((width - side) * self.right, (height - side) * self.down, side)
    }

    fn moved(self, right: f64, down: f64) -> Self {
        Self { right: (self.right + right).clamp(0.0, 1.0), down: (self.down + down).clamp(0.0, 1.0), ..self }
    }

    fn nearer(self, zoom: f64) -> Self {
        Self { zoom: zoom.clamp(1.0, ZOOM_MAX), ..self }
    }
}

/// A picture that the browser could open.
#[derive(Clone)]
pub struct Picture {
    image: HtmlImageElement,
    size: (f64, f64),
}

/// Opens a file as a picture, or says in words why it does not serve.
pub async fn open(file: &File) -> Result<Picture, String> {
    if let Some(words) = too_heavy(file, &PICTURE) {
        return Err(words);
    }
    let no_picture =
        || format!("«{}» no se puede abrir como fotografía. Elija un archivo JPEG, PNG o WebP.", file.name());
    if !matches!(file.type_().as_str(), "image/jpeg" | "image/png" | "image/webp") {
        return Err(no_picture());
    }
    let image = picture(file).await.ok_or_else(no_picture)?;
    let (width, height) = (image.natural_width(), image.natural_height());
    match PHOTO_PIXELS.too_small(width, height) {
        Some(words) => Err(words),
        None => Ok(Picture { image, size: (width.into(), height.into()) }),
    }
}

impl Picture {
    /// Draws what is inside the square over a whole canvas, on white where the picture is transparent.
    fn draw(&self, square: Square, canvas: &HtmlCanvasElement) -> Result<(), JsValue> {
        let pen: CanvasRenderingContext2d =
            canvas.get_context("2d")?.ok_or(JsValue::NULL)?.dyn_into().map_err(JsValue::from)?;
        let side = f64::from(canvas.width());
        let (left, top, cut) = square.of(self.size);
        pen.set_fill_style_str("#ffffff");
        pen.fill_rect(0.0, 0.0, side, side);
        pen.draw_image_with_html_image_element_and_sw_and_sh_and_dx_and_dy_and_dw_and_dh(
            &self.image,
            left,
            top,
            cut,
            cut,
            0.0,
            0.0,
            side,
            side,
        )
    }

    /// What is inside the square as a JPEG file.
    async fn cut(&self, square: Square) -> Result<File, JsValue> {
        let canvas: HtmlCanvasElement = document().create_element("canvas")?.dyn_into()?;
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a side of some hundred pixels")]
        let side = square.of(self.size).2.min(SIDE_SENT).round() as u32;
        canvas.set_width(side);
        canvas.set_height(side);
        self.draw(square, &canvas)?;
        let promise = Promise::new(&mut |resolve, reject| {
            let done = Closure::once_into_js(move |blob: JsValue| {
                let settle = if blob.is_null() { reject } else { resolve };
                // Settling a promise does not fail.
                let _ = settle.call1(&JsValue::NULL, &blob);
            });
            // Where it fails the promise would wait for ever, but it fails only for a size of zero.
            let _ = canvas.to_blob_with_type_and_encoder_options(done.unchecked_ref(), "image/jpeg", &0.92.into());
        });
        let options = FilePropertyBag::new();
        options.set_type("image/jpeg");
        let blob = JsFuture::from(promise).await?;
        File::new_with_blob_sequence_and_options(&Array::of1(&blob), "fotografia.jpg", &options)
    }
}

/// What the page cuts: the picture, where the square is, and where it is drawn.
#[derive(Clone, Copy)]
struct Cutting {
    picture: StoredValue<Picture, LocalStorage>,
    square: RwSignal<Square>,
    /// The one to cut on, and the previews of a card and of a profile.
    canvases: [NodeRef<Canvas>; 3],
}

impl Cutting {
    fn new(picture: Picture) -> Self {
        let canvases = [(); 3].map(|()| NodeRef::<Canvas>::new());
        let cutting = Self { picture: StoredValue::new_local(picture), square: RwSignal::new(Square::FIRST), canvases };
        Effect::new(move |_| {
            let now = cutting.square.get();
            for canvas in canvases.into_iter().filter_map(|canvas| canvas.get()) {
                // A canvas that cannot be drawn on stays white.
                let _ = cutting.picture.with_value(|picture| picture.draw(now, &canvas));
            }
        });
        cutting
    }

    fn press(self, event: &KeyboardEvent) {
        let now = self.square.get_untracked();
        let next = match event.key().as_str() {
            "ArrowLeft" => now.moved(-STEP, 0.0),
            "ArrowRight" => now.moved(STEP, 0.0),
            "ArrowUp" => now.moved(0.0, -STEP),
            "ArrowDown" => now.moved(0.0, STEP),
            "+" => now.nearer(now.zoom + 0.1),
            "-" => now.nearer(now.zoom - 0.1),
            _ => return,
        };
        event.prevent_default();
        self.square.set(next);
    }

    /// The picture follows the finger: the square goes the other way.
    fn drag(self, event: &PointerEvent) {
        let Some(canvas) = self.canvases[0].get_untracked().filter(|_| event.buttons() == 1) else { return };
        let size = self.picture.with_value(|picture| picture.size);
        let side = self.square.get_untracked().of(size).2;
        let scale = side / f64::from(canvas.client_width().max(1));
        let share = |moved: i32, room: f64| if room > 0.0 { -f64::from(moved) * scale / room } else { 0.0 };
        let (right, down) = (share(event.movement_x(), size.0 - side), share(event.movement_y(), size.1 - side));
        self.square.update(|square| *square = square.moved(right, down));
    }

    fn take(self, take: Callback<File>) {
        let (picture, now) = (self.picture.get_value(), self.square.get_untracked());
        spawn_local(async move {
            if let Ok(file) = picture.cut(now).await {
                take.try_run(file);
            }
        });
    }
}

/// A picture, the square over it, and how card and profile will show it.
#[component]
pub fn Crop(
    /// The picture.
    picture: Picture,
    /// Whose it is, for the preview.
    name: String,
    /// Whether it is on its way.
    busy: Signal<bool>,
    /// Told the cut picture.
    take: Callback<File>,
    /// Told that another one is wanted.
    cancel: Callback<()>,
) -> impl IntoView {
    let cutting = Cutting::new(picture);
    view! {
        <section class="panel" aria-labelledby="recorte">
            <h2 id="recorte" tabindex="-1">
                "Recorte la fotografía"
            </h2>
            <p id="recorte-ayuda">
                "Mueva la imagen hasta que se vea bien su rostro: arrástrela, use las flechas del teclado o los controles. El archivo original no cambia."
            </p>
            <div class="crop">{place(cutting)} {previews(cutting, name)}</div>
            <p class="row">
                <button type="button" disabled=move || busy.get() on:click=move |_| cutting.take(take)>
                    "Usar esta fotografía"
                </button>
                <button type="button" class="second" disabled=move || busy.get() on:click=move |_| cancel.run(())>
                    "Cancelar"
                </button>
            </p>
        </section>
    }
}

/// Where the square is moved: on the picture or with the controls.
fn place(cutting: Cutting) -> impl IntoView {
    let square = cutting.square;
    view! {
        <div class="crop-place">
            <canvas
                width="320"
                height="320"
                tabindex="0"
                role="img"
                aria-label="Recorte: con las flechas se mueve, con más y menos se acerca o se aleja"
                aria-describedby="recorte-ayuda"
                node_ref=cutting.canvases[0]
                on:keydown=move |event| cutting.press(&event)
                on:pointermove=move |event| cutting.drag(&event)
            ></canvas>
            {range(square, ("acercar", "Acercar"), ("100", "400"), |square| square.zoom, Square::nearer)}
            {range(
                square,
                ("derecha", "Hacia la derecha"),
                ("0", "100"),
                |square| square.right,
                |square, right| Square { right, ..square },
            )}
            {range(
                square,
                ("abajo", "Hacia abajo"),
                ("0", "100"),
                |square| square.down,
                |square, down| Square { down, ..square },
            )}
        </div>
    }
}

/// A control of one number of the square, in hundredths.
fn range(
    square: RwSignal<Square>,
    (id, words): (&'static str, &'static str),
    (min, max): (&'static str, &'static str),
    get: fn(Square) -> f64,
    set: fn(Square, f64) -> Square,
) -> impl IntoView {
    view! {
        <p>
            <label for=id>{words}</label>
            <input
                id=id
                type="range"
                min=min
                max=max
                step="1"
                prop:value=move || format!("{:.0}", get(square.get()) * 100.0)
                on:input:target=move |event| {
                    if let Ok(value) = event.target().value().parse::<f64>() {
                        square.update(|square| *square = set(*square, value / 100.0));
                    }
                }
            />
        </p>
    }
}

fn previews(cutting: Cutting, name: String) -> impl IntoView {
    view! {
        <div>
            <h3>"Así se verá en la lista"</h3>
            <div class="card">
                <canvas class="round" width="144" height="144" aria-hidden="true" node_ref=cutting.canvases[1]></canvas>
                <div>
                    <p>
                        <strong>{name.clone()}</strong>
                    </p>
                </div>
            </div>
            <h3>"Así se verá en el perfil"</h3>
            <div class="person">
                <canvas
                    class="in-profile"
                    width="240"
                    height="240"
                    aria-hidden="true"
                    node_ref=cutting.canvases[2]
                ></canvas>
                <p>
                    <strong>{name}</strong>
                </p>
            </div>
        </div>
    }
}
