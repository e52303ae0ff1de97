//! The OpenAPI document of `/api/v1`.

use std::{collections::BTreeMap, sync::LazyLock};

use contract::problem::MEDIA_TYPE;
use utoipa::{
    IntoResponses, Modify, OpenApi,
    openapi::{
        Components, Content, KnownFormat, ObjectBuilder, PathItem, Ref, RefOr, Response, ResponseBuilder, SchemaFormat,
        Type,
        path::Operation,
        security::{Http, HttpAuthScheme, SecurityScheme},
    },
};

use crate::routes::{accounts, capture, log, messages, public, publication, registry, review, session, work};

struct Bearer;

impl Modify for Bearer {
    fn modify(&self, openapi: &mut utoipa::openapi::OpenApi) {
        let components = openapi.components.get_or_insert_with(Components::default);
        components.add_security_scheme("bearer", SecurityScheme::Http(Http::new(HttpAuthScheme::Bearer)));
    }
}

/// What any operation that anybody may ask for answers to who asks too often.
struct Paced;

impl Modify for Paced {
    fn modify(&self, openapi: &mut utoipa::openapi::OpenApi) {
        let public = openapi.paths.paths.iter_mut().filter(|(path, _)| path.starts_with("/public/"));
        for operation in public.flat_map(|(_, item)| operations(item)) {
            operation.responses.responses.extend(problems(&[429]));
        }
    }
}

/// What is neither JSON nor text is bytes.
struct Bytes;

impl Modify for Bytes {
    fn modify(&self, openapi: &mut utoipa::openapi::OpenApi) {
        for operation in openapi.paths.paths.values_mut().flat_map(operations) {
            let asked = operation.request_body.iter_mut().filter_map(|body| match body {
                RefOr::T(body) => Some(body.content.iter_mut()),
                RefOr::Ref(_) => None,
            });
            let answers = operation.responses.responses.values_mut().filter_map(|response| match response {
                RefOr::T(response) => Some(response.content.iter_mut()),
                RefOr::Ref(_) => None,
            });
            let contents = asked.flatten().chain(answers.flatten());
            for (_, content) in contents.filter(|(media_type, _)| is_bytes(media_type)) {
                let bytes = ObjectBuilder::new()
                    .schema_type(Type::String)
                    .format(Some(SchemaFormat::KnownFormat(KnownFormat::Binary)));
                *content = RefOr::T(Content::new(Some(bytes)));
            }
        }
    }
}

fn is_bytes(media_type: &str) -> bool {
    let image = media_type.starts_with("image/") && media_type != "image/svg+xml";
    image || media_type == "application/pdf" || media_type.starts_with("application/vnd.openxmlformats")
}

fn operations(item: &mut PathItem) -> impl Iterator<Item = &mut Operation> {
    [&mut item.get, &mut item.put, &mut item.post, &mut item.delete, &mut item.patch].into_iter().flatten()
}

/// The document, gathered once. `openapi/conoceles.v1.json` is held to it by a test.
pub static DOCUMENT: LazyLock<utoipa::openapi::OpenApi> = LazyLock::new(Document::openapi);

#[derive(OpenApi)]
#[openapi(
    info(
        title = "Conóceles",
        version = "1",
        description = "Quiénes son las candidatas y los candidatos. Las rutas de /public no necesitan cuenta. Todo error \
                       es application/problem+json con un código estable y qué hacer.",
        license(name = "MPL-2.0", identifier = "MPL-2.0")
    ),
    servers((url = "/api/v1")),
    modifiers(&Bearer, &Paced, &Bytes),
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
    paths(
        public::election,
        public::directory,
        public::contests,
        public::contest,
        public::list,
        public::profile,
        public::ledger,
        public::contact,
        public::photo,
        public::receipt,
        public::statistics::read,
        public::statistics::csv,
        public::open_data::csv,
        public::open_data::table_json,
        public::open_data::json_lines,
        public::open_data::xlsx,
        public::open_data::dictionary,
        public::open_data::dictionary_csv,
        public::open_data::dictionary_text,
        public::open_data::metadata,
        public::open_data::catalogue,
        public::open_data::popolo,
        public::open_data::changes,
        public::open_data::atom,
        public::open_data::snapshots,
        public::papers::sheet,
        public::papers::card,
        public::papers::code,
        public::papers::site,
        session::sign_in,
        session::renew,
        session::sign_out,
        session::me,
        session::first_use,
        session::change_password,
        session::own_sessions,
        session::end_other_sessions,
        session::end_own_session,
        session::own_activity,
        session::begin_factor,
        session::confirm_factor,
        session::drop_factor,
        session::prove,
        accounts::list,
        accounts::issue,
        accounts::receipt,
        accounts::reset,
        accounts::block,
        accounts::unblock,
        accounts::report_loss,
        accounts::deliver,
        accounts::delivery,
        accounts::letters,
        accounts::designate,
        accounts::designations,
        accounts::confirm,
        accounts::revoke,
        accounts::make_key,
        accounts::keys,
        accounts::revoke_key,
        registry::plan,
        registry::sync,
        registry::push,
        registry::standing,
        registry::approve,
        registry::decline,
        registry::records,
        registry::complete,
        registry::discard,
        registry::movements,
        registry::undo,
        registry::allow,
        work::list,
        work::read_one,
        work::draft_photo,
        work::advice,
        work::be_present,
        work::print_receipt,
        work::print_consent,
        work::progress::progress,
        work::progress::csv,
        work::progress::pdf,
        work::progress::remind,
        capture::extension::extend,
        capture::spreadsheet::template,
        capture::spreadsheet::plan,
        capture::spreadsheet::apply,
        capture::accept_notice,
        capture::save_answers,
        capture::edit_submitted,
        capture::set_photo,
        capture::remove_photo,
        capture::give_consent,
        capture::withdraw_consent,
        capture::submit,
        capture::send_back,
        capture::validate,
        review::judge_curricular,
        review::judge_identity,
        review::send_observations,
        publication::authorise,
        publication::flag,
        publication::disable,
        publication::dismiss,
        publication::restore,
        publication::request_correction,
        publication::decide_correction,
        review::claim,
        review::release,
        review::mark,
        review::validate_several,
        review::authorise_several,
        review::schedule,
        review::unschedule,
        publication::letter,
        publication::versions,
        publication::compare_versions,
        log::read,
        messages::own,
        messages::mark_read,
        messages::own_email,
        messages::set_email,
        messages::outbox,
        messages::retry,
    ),
    // What only a query names is not collected from the paths.
    components(schemas(contract::work::Turn, contract::public::Within))
)]
struct Document;

/// What a change of a candidacy may be refused with.
pub struct ChangeRefused;

/// The same of a change that comes with a file or a long list.
pub struct UploadRefused;

/// What a reading of a candidacy may be refused with.
pub struct ReadRefused;

impl IntoResponses for ChangeRefused {
    fn responses() -> BTreeMap<String, RefOr<Response>> {
        problems(&[400, 401, 403, 404, 409, 412, 422, 428])
    }
}

impl IntoResponses for ReadRefused {
    fn responses() -> BTreeMap<String, RefOr<Response>> {
        problems(&[400, 401, 403, 404])
    }
}

impl IntoResponses for UploadRefused {
    fn responses() -> BTreeMap<String, RefOr<Response>> {
        problems(&[400, 401, 403, 404, 409, 412, 413, 422, 428])
    }
}

/// A problem for each status.
fn problems(statuses: &[u16]) -> BTreeMap<String, RefOr<Response>> {
    let problem = Content::new(Some(Ref::from_schema_name("Problem")));
    let response = ResponseBuilder::new().content(MEDIA_TYPE, problem).build();
    statuses.iter().map(|status| (status.to_string(), RefOr::T(response.clone()))).collect()
}
