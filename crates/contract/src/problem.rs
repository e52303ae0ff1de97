//! Errors on the wire: RFC 9457 `application/problem+json`, and the one table from refusal to status, code and text.

use domain::{questionnaire::FieldFault, refusal::Refusal, time::duration_words};
use serde::{Deserialize, Deserializer, Serialize, de::IgnoredAny};

use crate::work::Workspace;

/// Media type of a [`Problem`].
pub const MEDIA_TYPE: &str = "application/problem+json";

/// Why a request was refused. Nothing changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Problem {
    /// Always `about:blank`: the code says more.
    #[serde(rename = "type")]
    pub kind: String,
    /// Short text, in Spanish.
    pub title: String,
    /// HTTP status.
    pub status: u16,
    /// Stable code for programs.
    pub code: String,
    /// What to do, in Spanish.
    pub detail: String,
    /// Seconds after which it may be asked again, as the header Retry-After says.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub retry_after: Option<u32>,
    /// What is wrong in the input, field by field.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<FieldFault>,
    /// With `stale_revision`: what is saved now, so that both texts can be shown.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "if_readable")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<Value>))]
    pub current: Option<Box<Workspace>>,
}

/// A page that was opened before the server changed still reads what the matter is, though not what is saved now.
fn if_readable<'de, D: Deserializer<'de>>(current: D) -> Result<Option<Box<Workspace>>, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Current {
        Readable(Box<Workspace>),
        Other(IgnoredAny),
    }
    Ok(match Current::deserialize(current)? {
        Current::Readable(workspace) => Some(workspace),
        Current::Other(_) => None,
    })
}

/// Seconds after which a server that had too much to do is asked again.
const BUSY: u32 = 5;

/// Status, code, title and what to do.
struct Entry(u16, &'static str, &'static str, &'static str);

#[expect(clippy::too_many_lines, reason = "a table: every refusal with what is told of it")]
const fn entry(refusal: &Refusal) -> Entry {
    match refusal {
        Refusal::NotFound => {
            Entry(404, "not_found", "No existe", "No hay nada en esta dirección, o su cuenta no tiene acceso.")
        }
        Refusal::NotAllowed => {
            Entry(403, "not_allowed", "Su cuenta no puede hacer esto", "Esta acción corresponde a otra área o cuenta.")
        }
        Refusal::NotActive => Entry(
            409,
            "candidacy_not_active",
            "La candidatura ya no está activa",
            "El registro indica que fue sustituida o cancelada; ya no se puede modificar.",
        ),
        Refusal::AccountsNotReceived => Entry(
            409,
            "accounts_not_received",
            "Falta acusar recibo de las cuentas",
            "La representación del partido o la candidatura independiente debe acusar recibo de las cuentas; con eso comienza el plazo.",
        ),
        Refusal::PrivacyNoticeNotAccepted => Entry(
            409,
            "notice_not_accepted",
            "Falta aceptar el aviso de privacidad",
            "Lea y acepte el aviso de privacidad vigente antes de capturar.",
        ),
        Refusal::PrivacyNoticeNotCurrent => Entry(
            409,
            "notice_not_current",
            "El aviso de privacidad cambió",
            "Lea la versión vigente del aviso y acéptela.",
        ),
        Refusal::TermEnded => Entry(
            409,
            "term_ended",
            "El plazo terminó",
            "La captura está cerrada. Comuníquese con el Instituto si necesita una ampliación.",
        ),
        Refusal::AlreadySubmitted => Entry(
            409,
            "already_submitted",
            "Los cuestionarios ya se enviaron",
            "Hay una sola oportunidad de captura y ya se usó. Si le devuelven campos con observaciones, podrá corregirlos.",
        ),
        Refusal::OutOfTurn => Entry(
            409,
            "out_of_turn",
            "No es el turno de esta acción",
            "El perfil está en otra etapa. Actualice la página para ver a quién le toca.",
        ),
        Refusal::FieldNotOpen { .. } => Entry(
            409,
            "field_not_open",
            "Ese campo no está abierto",
            "Sólo se pueden modificar los campos habilitados.",
        ),
        Refusal::Invalid { .. } => {
            Entry(422, "invalid_answers", "Hay respuestas por corregir", "Revise los campos que se indican.")
        }
        Refusal::Stale => Entry(
            412,
            "stale_revision",
            "Alguien más guardó cambios",
            "Lea lo que está guardado ahora, compárelo con lo suyo y vuelva a intentar. No se perdió nada.",
        ),
        Refusal::RevisionRequired => Entry(
            428,
            "revision_required",
            "Falta indicar la revisión",
            "Envíe el encabezado If-Match con la revisión que leyó.",
        ),
        Refusal::ObservationRequired => Entry(
            422,
            "observation_required",
            "Falta al menos una observación",
            "Señale el campo, el motivo y escriba qué hay que corregir (de 10 a 1,000 caracteres).",
        ),
        Refusal::ObservationUnanswered => Entry(
            422,
            "observation_unanswered",
            "Falta contestar observaciones",
            "Conteste cada observación antes de enviar.",
        ),
        Refusal::VerdictsMissing => {
            Entry(409, "verdicts_missing", "Faltan dictámenes", "Las dos partes deben cumplir antes de autorizar.")
        }
        Refusal::SamePerson => Entry(
            409,
            "same_person",
            "Debe autorizar otra persona",
            "Quien verificó no puede autorizar la publicación.",
        ),
        Refusal::MarksMissing { .. } => Entry(
            422,
            "marks_missing",
            "Faltan apartados por marcar",
            "Marque si cada apartado cumple antes de dictaminar.",
        ),
        Refusal::VerdictDiffers => Entry(
            409,
            "verdict_differs",
            "El dictamen no coincide con las marcas",
            "Una parte cumple sólo cuando todos sus apartados cumplen. Revise las marcas que están guardadas.",
        ),
        Refusal::Claimed { .. } => Entry(
            409,
            "claimed",
            "Alguien más tiene este trabajo",
            "Espere a que lo deje, o tómelo usted: quedará en el historial.",
        ),
        Refusal::NotOpened => Entry(
            409,
            "not_opened",
            "Falta abrir el perfil",
            "Abra y lea el perfil como está ahora antes de validarlo junto con otros.",
        ),
        Refusal::Scheduled => Entry(
            409,
            "scheduled",
            "La publicación está programada",
            "Retire la fecha de publicación antes de cambiar lo dictaminado.",
        ),
        Refusal::ScheduleNotAhead => Entry(
            422,
            "schedule_not_ahead",
            "La fecha de publicación ya pasó",
            "Escriba en publish_at una fecha y hora que todavía no llegan, a un año como máximo.",
        ),
        Refusal::CorrectionUsed => Entry(
            409,
            "correction_used",
            "La corrección ya se usó",
            "Se permite una sola solicitud de cambios por candidatura.",
        ),
        Refusal::NoCorrectionPending => Entry(
            409,
            "no_correction_pending",
            "No hay solicitud pendiente",
            "La candidatura no ha solicitado cambios.",
        ),
        Refusal::CorrectionsClosed => Entry(
            409,
            "corrections_closed",
            "El periodo de cambios está cerrado",
            "Las solicitudes sólo se reciben en las fechas de la elección.",
        ),
        Refusal::NothingToChange => {
            Entry(409, "nothing_to_change", "No hay nada que cambiar", "Ya está en ese estado.")
        }
        Refusal::NobodyToTell => Entry(
            409,
            "nobody_to_tell",
            "No hay a quién avisar",
            "Todavía no hay cuentas que reciban el aviso. Emita primero las cuentas.",
        ),
        Refusal::ToldAlready => Entry(
            409,
            "told_already",
            "Ya se avisó",
            "Hace menos de una hora se avisó lo mismo. Puede avisar otra vez cuando cambie la hora.",
        ),
        Refusal::ConfirmationRequired => Entry(
            422,
            "confirmation_required",
            "Falta confirmar el envío",
            "Confirme que sabe que hay una sola oportunidad de captura.",
        ),
        Refusal::WrongCredentials => Entry(
            401,
            "wrong_credentials",
            "Los datos no coinciden",
            "Revise el nombre de la cuenta y la contraseña o el código. El código de la carta sirve una sola vez y vence. Si ya no sirve, o si perdió la contraseña, comuníquese con el Instituto.",
        ),
        Refusal::SessionRequired => Entry(
            401,
            "session_required",
            "Inicie sesión",
            "La sesión no existe o terminó. Inicie sesión otra vez; lo que escribió sigue en su pantalla.",
        ),
        Refusal::FirstUsePending => {
            Entry(401, "first_use_pending", "Falta elegir contraseña", "Use el código de su carta en «Primer acceso».")
        }
        Refusal::AccountBlocked => {
            Entry(401, "account_blocked", "La cuenta está bloqueada", "Comuníquese con el Instituto.")
        }
        Refusal::FactorRequired => Entry(
            401,
            "factor_required",
            "Falta el código de verificación",
            "Escriba el código de seis dígitos de su aplicación, o uno de sus códigos de recuperación.",
        ),
        Refusal::WrongFactor => Entry(
            401,
            "wrong_factor",
            "El código de verificación no es correcto",
            "Espere al siguiente código de su aplicación y escríbalo. Cada código sirve una sola vez.",
        ),
        Refusal::FactorMissing => Entry(
            403,
            "factor_missing",
            "Falta activar la verificación en dos pasos",
            "Las cuentas del Instituto la necesitan. Actívela en «Mi cuenta».",
        ),
        Refusal::ProofRequired => Entry(
            403,
            "proof_required",
            "Confirme que es usted",
            "Escriba el código de verificación de su aplicación para continuar.",
        ),
        Refusal::ManyIdentityReads => Entry(
            403,
            "identity_proof_required",
            "Confirme que es usted para seguir leyendo",
            "En la última hora abrió las respuestas de identidad de muchas candidaturas. Para abrir otra, escriba el código de verificación de su aplicación.",
        ),
        Refusal::TooManyAttempts { .. } => Entry(
            429,
            "too_many_attempts",
            "Demasiados intentos",
            "La cuenta no se bloquea: desde un equipo en el que ya había entrado puede entrar ahora mismo. Si olvidó la contraseña, pida al Instituto un código nuevo.",
        ),
        Refusal::TooManyCodes { .. } => Entry(
            429,
            "too_many_codes",
            "Demasiados códigos incorrectos",
            "Después escriba el código que muestre su aplicación en ese momento. Si ya no tiene su teléfono, pida al Instituto un código nuevo para su cuenta.",
        ),
        Refusal::TooManyActs { .. } => Entry(
            429,
            "too_many_acts",
            "Demasiadas acciones en poco tiempo",
            "Lo que escribió sigue en su pantalla. Si captura muchas candidaturas, la hoja de cálculo las guarda de una sola vez.",
        ),
        Refusal::ForeignSite => {
            Entry(403, "foreign_site", "La solicitud viene de otro sitio", "Entre desde la página del sistema.")
        }
        Refusal::WeakPassword => Entry(
            422,
            "weak_password",
            "La contraseña es débil",
            "Use 12 caracteres o más, que no sean una palabra común, una secuencia ni el nombre de la cuenta. Una frase de \
             cuatro palabras sirve.",
        ),
        Refusal::UnreadableRegistry { .. } => Entry(422, "unreadable_registry", "El archivo no se puede leer", ""),
        Refusal::PlanChanged => Entry(
            409,
            "plan_changed",
            "Los cambios ya no son los que revisó",
            "El archivo o el registro cambiaron desde entonces. Revíselos otra vez.",
        ),
        Refusal::FaultyRecord { .. } => Entry(
            422,
            "faulty_record",
            "El renglón todavía no se puede aplicar",
            "Corrija las columnas que se indican y aplique otra vez.",
        ),
        Refusal::SubstituteCaptured => Entry(
            409,
            "substitute_captured",
            "La persona sustituta ya capturó información",
            "El movimiento no se puede deshacer, porque se perdería lo capturado. Corrija el movimiento en el Sistema de Registro.",
        ),
        Refusal::NotLastMovement => Entry(
            409,
            "not_last_movement",
            "Hubo otro movimiento después",
            "Sólo se puede deshacer el último movimiento. Actualice la página y deshaga primero los que siguieron.",
        ),
        Refusal::SecondPersonRequired => Entry(
            409,
            "second_person_required",
            "Debe decidirlo otra persona",
            "Ni quien lo trajo ni otra cuenta de su área puede decidirlo: pida a la otra área con permiso que lo revise y lo decida.",
        ),
        Refusal::OtherAreaRequired => Entry(
            409,
            "other_area_required",
            "Le toca decidir a otra área",
            "Un código nuevo para una cuenta del Instituto lo pide una persona y lo autoriza otra, de otra área. Ninguna de las dos es la titular de la cuenta.",
        ),
        Refusal::ResetWaits => Entry(
            409,
            "reset_waits",
            "Ya se pidió un código nuevo",
            "La petición para esta cuenta espera a que otra área la autorice. Retírela antes de pedir otra.",
        ),
        Refusal::AccountUnconfirmed => Entry(
            403,
            "account_unconfirmed",
            "Falta confirmar su cuenta",
            "Su cuenta recibió un código nuevo. Mientras no se confirme que es suya, no puede hacer esto. Lo demás sigue igual.",
        ),
        Refusal::OthersConfirm => Entry(
            409,
            "others_confirm",
            "Le toca confirmarla a otra persona",
            "El código de su cuenta pasó por otras manos. La confirma la Instancia Responsable o, si es de un partido, su representación.",
        ),
        Refusal::OldCut => Entry(
            409,
            "old_cut",
            "Ya se aplicó un corte más nuevo",
            "Lo que dice este corte es anterior a lo que ya se aplicó. Envíe el corte vigente del registro.",
        ),
        Refusal::MessageReused => Entry(
            409,
            "message_reused",
            "Ese identificador ya se usó con otro contenido",
            "Use un identificador nuevo para cada mensaje; repita uno sólo para reintentar el mismo contenido.",
        ),
        Refusal::BadSignature => Entry(
            401,
            "bad_signature",
            "La firma no corresponde al mensaje",
            "Firme con HMAC-SHA256 y la parte secreta de la llave el momento, el identificador, el corte y el cuerpo, en ese orden y tal como se envían.",
        ),
        Refusal::ClockSkew => Entry(
            400,
            "clock_skew",
            "La hora del mensaje no es la actual",
            "Revise el reloj del equipo que envía, y firme cada intento con la hora de ese momento.",
        ),
        Refusal::BadFile { .. } => Entry(422, "bad_file", "El archivo no sirve", ""),
        Refusal::BadRequest { .. } => Entry(400, "bad_request", "La solicitud no se entiende", ""),
        Refusal::TooLarge { .. } => Entry(413, "too_large", "Es demasiado grande", ""),
    }
}

impl Problem {
    /// The problem of a refusal.
    #[must_use]
    pub fn of(refusal: &Refusal) -> Self {
        let Entry(status, code, title, detail) = entry(refusal);
        let (detail, errors) = match refusal {
            Refusal::Invalid { faults } | Refusal::FaultyRecord { faults } => (detail.to_owned(), faults.clone()),
            Refusal::FieldNotOpen { fields } => {
                (format!("{detail} Campos cerrados: {}.", fields.join(", ")), Vec::new())
            }
            Refusal::MarksMissing { sections } => (format!("{detail} Faltan: {}.", sections.join(", ")), Vec::new()),
            Refusal::TooManyAttempts { wait } | Refusal::TooManyCodes { wait } | Refusal::TooManyActs { wait } => {
                (format!("Espere {} e intente de nuevo. {detail}", duration_words(*wait)), Vec::new())
            }
            Refusal::Claimed { by } => (format!("Lo tomó {by}. {detail}"), Vec::new()),
            Refusal::UnreadableRegistry { reason }
            | Refusal::BadFile { reason }
            | Refusal::TooLarge { reason }
            | Refusal::BadRequest { reason } => (reason.clone(), Vec::new()),
            _ => (detail.to_owned(), Vec::new()),
        };
        Self {
            kind: "about:blank".into(),
            title: title.into(),
            status,
            code: code.into(),
            detail,
            retry_after: match refusal {
                Refusal::TooManyAttempts { wait } | Refusal::TooManyCodes { wait } | Refusal::TooManyActs { wait } => {
                    Some(*wait)
                }
                _ => None,
            },
            errors,
            current: None,
        }
    }

    /// The problem of a fault of our own: nothing about it leaves the server.
    #[must_use]
    pub fn internal() -> Self {
        Self {
            kind: "about:blank".into(),
            title: "Algo falló de nuestro lado".into(),
            status: 500,
            code: "internal".into(),
            detail: "No se guardó ningún cambio. Intente de nuevo; si continúa, repórtelo con la hora.".into(),
            retry_after: None,
            errors: Vec::new(),
            current: None,
        }
    }

    /// The problem of a file that was kept and is damaged or missing now. `what`: what it is of, in Spanish.
    #[must_use]
    pub fn damaged_file(what: &str) -> Self {
        Self {
            title: "Un archivo guardado falta o está dañado".into(),
            code: "damaged_file".into(),
            detail: format!(
                "{what} no se puede leer como se guardó. Avise al Instituto: quien administra el sistema puede recuperar el \
                 archivo de su respaldo."
            ),
            ..Self::internal()
        }
    }

    /// The problem of a candidacy that stood and no longer does.
    #[must_use]
    pub fn withdrawn() -> Self {
        Self {
            title: "Esta candidatura ya no está activa".into(),
            status: 410,
            code: "withdrawn".into(),
            detail: "El registro de candidaturas indica que fue sustituida o cancelada.".into(),
            ..Self::internal()
        }
    }

    /// The problem of an address that asks for public data more often than it may.
    #[must_use]
    pub fn too_often(wait: u32) -> Self {
        Self {
            title: "Demasiadas consultas".into(),
            status: 429,
            code: "too_often".into(),
            detail: format!(
                "Espere {} y siga. Si necesita todos los datos, descargue un archivo.",
                duration_words(wait)
            ),
            retry_after: Some(wait),
            ..Self::internal()
        }
    }

    /// The problem of a file that comes when too many wait to be read.
    #[must_use]
    pub fn busy_with_files() -> Self {
        Self {
            detail:
                "Hay muchos archivos en espera. No se guardó ningún cambio: espere unos segundos y súbalo otra vez."
                    .into(),
            ..Self::busy()
        }
    }

    /// The problem of a server that has no room left for what it would keep.
    #[must_use]
    pub fn no_space() -> Self {
        Self {
            title: "No hay espacio para guardar".into(),
            status: 503,
            code: "no_space".into(),
            detail:
                "No se guardó ningún cambio: el sistema se quedó sin espacio. Lo que escribió sigue en su pantalla. \
                     Intente de nuevo en unos minutos."
                    .into(),
            ..Self::internal()
        }
    }

    /// The problem of a server whose database does not answer.
    #[must_use]
    pub fn database_unavailable() -> Self {
        Self {
            title: "La base de datos no responde".into(),
            status: 503,
            code: "database_unavailable".into(),
            detail: "No se guardó ningún cambio. Lo que escribió sigue en su pantalla. Intente de nuevo en un minuto."
                .into(),
            ..Self::internal()
        }
    }

    /// The problem of an act whose end the database did not tell.
    #[must_use]
    pub fn outcome_unknown() -> Self {
        Self {
            title: "No se sabe si se guardó".into(),
            status: 503,
            code: "outcome_unknown".into(),
            detail:
                "La comunicación con la base de datos se cortó mientras se guardaba. Antes de repetirlo, actualice la \
                     página y revise si el cambio quedó."
                    .into(),
            ..Self::internal()
        }
    }

    /// The problem of a server that has too much to do.
    #[must_use]
    pub fn busy() -> Self {
        Self {
            title: "Hay mucha demanda".into(),
            status: 503,
            code: "busy".into(),
            detail: "El sistema está ocupado. Intente de nuevo en unos segundos.".into(),
            retry_after: Some(BUSY),
            ..Self::internal()
        }
    }

    /// The problem of a body that does not come at the least pace that is waited for.
    #[must_use]
    pub fn too_slow() -> Self {
        Self {
            title: "Lo que envió tardó demasiado en llegar".into(),
            status: 408,
            code: "too_slow".into(),
            detail: "La conexión se detuvo antes de que llegara completo; no se guardó ningún cambio. Revise su conexión y envíelo otra vez. Una fotografía más ligera llega antes.".into(),
            ..Self::internal()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_saved_now_is_left_out_when_it_is_of_another_version() {
        let told = r#"{"type":"about:blank","title":"t","status":412,"code":"stale_revision","detail":"d",
                       "current":{"of":["tomorrow"]}}"#;
        let problem: Problem = serde_json::from_str(told).expect("a problem");
        assert_eq!((problem.code.as_str(), problem.current), ("stale_revision", None));
    }
}
