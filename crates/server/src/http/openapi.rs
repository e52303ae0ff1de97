//! What the OpenAPI document of `/api/v1` says beside the routes: how it begins, and what every operation is refused with by
//! what it takes.

use std::collections::BTreeMap;

use contract::{
    problem::MEDIA_TYPE,
    upload::{DOCUMENT, PHOTO, PHOTO_PIXELS, REGISTRY, SPREADSHEET},
};
use utoipa::{
    IntoResponses, OpenApi as _,
    openapi::{
        Components, Content, KnownFormat, ObjectBuilder, OpenApi, PathItem, Ref, RefOr, Response, ResponseBuilder,
        SchemaFormat, Type,
        path::{Operation, Parameter, ParameterIn},
        security::{Http, HttpAuthScheme, SecurityScheme},
    },
};

#[derive(utoipa::OpenApi)]
#[openapi(
    info(
        title = "Conóceles",
        version = "1",
        description = "Quiénes son las candidatas y los candidatos. Las rutas de /public no necesitan cuenta. Todo error \
                       es application/problem+json con un código estable y qué hacer.",
        license(name = "MPL-2.0", identifier = "MPL-2.0")
    ),
    servers((url = "/api/v1")),
    tags(
        (name = "public", description = "Lo que cualquiera puede leer"),
        (name = "data", description = "Datos abiertos"),
        (name = "session", description = "Entrar y salir"),
        (name = "accounts", description = "Cuentas y su recepción"),
        (name = "registry", description = "Registro de candidaturas"),
        (name = "work", description = "Captura, validación, verificación y publicación"),
        (name = "log", description = "Historial de actividad"),
        (name = "notices", description = "Avisos y correos"),
    ),
    // What only a query or a refusal names is not collected from the routes.
    components(schemas(contract::work::Turn, contract::public::Within, contract::problem::Problem))
)]
struct Beginning;

/// The document before its routes.
pub(crate) fn beginning() -> OpenApi {
    Beginning::openapi()
}

/// The document once its routes are collected.
pub(crate) fn complete(mut document: OpenApi) -> OpenApi {
    let components = document.components.get_or_insert_with(Components::default);
    components.add_security_scheme("bearer", SecurityScheme::Http(Http::new(HttpAuthScheme::Bearer)));
    for (path, item) in &mut document.paths.paths {
        for (operation, is_reading) in operations(item) {
            for status in usual_refusals(path, operation, is_reading) {
                operation.responses.responses.insert(status.to_string(), RefOr::T(problem()));
            }
            describe_bytes(operation);
            describe_file(operation);
        }
    }
    document
}

/// What an operation is refused with by what it takes. What else refuses it, it says itself with [`Refused`].
fn usual_refusals(path: &str, operation: &Operation, is_reading: bool) -> Vec<u16> {
    let parameters: Vec<&Parameter> = operation.parameters.iter().flatten().filter_map(said_here).collect();
    let has_query = parameters.iter().any(|parameter| parameter.parameter_in == ParameterIn::Query);
    let changes_what_was_read = parameters.iter().any(|parameter| parameter.name == "If-Match");
    let is_secured = operation.security.is_some();
    // Whoever is signed in may ask about themselves.
    let is_about_oneself = matches!(path.split('/').nth(1), Some("me" | "sessions"));
    let body = operation.request_body.as_ref().and_then(said_here);
    let media_types: Vec<&String> = body.iter().flat_map(|body| body.content.keys()).collect();
    let rules: [(bool, &[u16]); 10] = [
        (path.starts_with("/public/"), &[429]),
        (is_secured, &[401]),
        // An account may do only so much a minute.
        (is_secured && !is_reading, &[429]),
        (is_secured && !is_about_oneself, &[403]),
        (path.contains('{'), &[404]),
        // A person who stands no longer.
        (path.contains("{slug}"), &[410]),
        (has_query, &[400]),
        // Nor is a body waited for that does not come.
        (!media_types.is_empty(), &[400, 408, 413]),
        // What is in a file is checked like what is typed.
        (media_types.iter().any(|media_type| *media_type != "application/json"), &[422]),
        // It may come out of turn, from another revision, with what does not hold, or without saying what was read.
        (changes_what_was_read, &[400, 409, 412, 422, 428]),
    ];
    rules.iter().filter(|(takes, _)| *takes).flat_map(|(_, statuses)| *statuses).copied().collect()
}

/// What is not referred to by a name.
fn said_here<T>(part: &RefOr<T>) -> Option<&T> {
    match part {
        RefOr::T(part) => Some(part),
        RefOr::Ref(_) => None,
    }
}

/// What is neither JSON nor text is bytes.
fn describe_bytes(operation: &mut Operation) {
    let asked = operation.request_body.iter_mut().filter_map(|body| match body {
        RefOr::T(body) => Some(body.content.iter_mut()),
        RefOr::Ref(_) => None,
    });
    let answers = operation.responses.responses.values_mut().filter_map(|response| match response {
        RefOr::T(response) => Some(response.content.iter_mut()),
        RefOr::Ref(_) => None,
    });
    for (_, content) in asked.flatten().chain(answers.flatten()).filter(|(media_type, _)| is_bytes(media_type)) {
        let bytes =
            ObjectBuilder::new().schema_type(Type::String).format(Some(SchemaFormat::KnownFormat(KnownFormat::Binary)));
        *content = RefOr::T(Content::new(Some(bytes)));
    }
}

/// What a file that is sent may be, in the words that screens and refusals use.
fn describe_file(operation: &mut Operation) {
    let words = match operation.operation_id.as_deref() {
        Some("setPhoto") => format!("{}, {}", PHOTO.words(), PHOTO_PIXELS.words()),
        Some("giveConsent") => DOCUMENT.words(),
        Some("planSpreadsheet" | "applySpreadsheet") => SPREADSHEET.words(),
        Some("planRegistry" | "syncRegistry" | "pushRegistry") => REGISTRY.words(),
        _ => return,
    };
    if let Some(RefOr::T(body)) = &mut operation.request_body {
        body.description = Some(words);
    }
}

fn is_bytes(media_type: &str) -> bool {
    let image = media_type.starts_with("image/") && media_type != "image/svg+xml";
    image || media_type == "application/pdf" || media_type.starts_with("application/vnd.openxmlformats")
}

/// The operations of an address, and whether they only read.
fn operations(item: &mut PathItem) -> impl Iterator<Item = (&mut Operation, bool)> {
    let acts = [&mut item.put, &mut item.post, &mut item.delete, &mut item.patch].into_iter().flatten();
    item.get.iter_mut().map(|reading| (reading, true)).chain(acts.map(|act| (act, false)))
}

/// What an operation may be refused with besides the usual.
pub struct Refused<const STATUS: u16>;

impl<const STATUS: u16> IntoResponses for Refused<STATUS> {
    fn responses() -> BTreeMap<String, RefOr<Response>> {
        BTreeMap::from([(STATUS.to_string(), RefOr::T(problem()))])
    }
}

/// The answer that says what is the matter.
fn problem() -> Response {
    let problem = Content::new(Some(Ref::from_schema_name("Problem")));
    ResponseBuilder::new().content(MEDIA_TYPE, problem).build()
}
