//! The facts that the log can tell, in one table.

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use uuid::Uuid;

use super::Questions;
use crate::{
    ids::{CandidacyId, Folio, SectionKey},
    prohibition::Ground,
    questionnaire::Part,
    registry::Plan,
    review::Task,
    time::{Date, Timestamp},
};

/// Which part of what the public reads of a candidacy may change with a line about it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Touches {
    /// Nothing.
    Nothing,
    /// What the registry says of it.
    Registration,
    /// The public part of its profile.
    Publication,
}

/// Each line: the fact with its data, its stable code, what the screen calls it, and what it touches.
macro_rules! facts {
    ($($name:ident $({ $($field:ident: $type:ty),+ })? = $code:literal, $words:literal, $touches:ident;)+) => {
        /// Something that is written in the activity log, without its data.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum Event {
            $(#[doc = $words] $name,)+
        }

        impl Event {
            /// Every event.
            pub const ALL: &'static [Self] = &[$(Self::$name),+];

            /// The stable code.
            #[must_use]
            pub const fn code(self) -> &'static str {
                match self { $(Self::$name => $code),+ }
            }

            /// What the screen says.
            #[must_use]
            pub const fn words(self) -> &'static str {
                match self { $(Self::$name => $words),+ }
            }

            /// What it touches of what the public reads.
            #[must_use]
            pub const fn touches_public(self) -> Touches {
                match self { $(Self::$name => Touches::$touches),+ }
            }
        }

        /// A line of the activity log: what was done, with what tells it from another of its kind; never an answer.
        ///
        /// Its data are kept as JSON. A field that is added later is an `Option` or has a default, so that older lines
        /// are read.
        #[expect(missing_docs, reason = "the names and types of the fields say what they are")]
        #[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
        #[serde(tag = "event", content = "data")]
        pub enum Entry {
            $(#[doc = $words] #[serde(rename = $code)] $name $({ $($field: $type),+ })?,)+
        }

        impl Entry {
            /// Which event it is.
            #[must_use]
            pub const fn event(&self) -> Event {
                match self { $(Self::$name { .. } => Event::$name),+ }
            }
        }
    };
}

facts! {
    // What changed in each candidacy is told by a line of its own.
    RegistrySynced { from: RegistrySource, counts: RegistryCounts } =
        "registry.synced", "Sincronizó el registro de candidaturas", Nothing;
    CandidacyAdded { folio: Folio } = "candidacy.added", "El registro agregó la candidatura", Registration;
    CandidacyChanged { folio: Folio } = "candidacy.changed", "El registro cambió datos de la candidatura", Registration;
    CandidacySubstituted { folio: Folio } =
        "candidacy.substituted", "El registro sustituyó la candidatura", Registration;
    CandidacyCancelled { folio: Folio } = "candidacy.cancelled", "El registro canceló la candidatura", Registration;
    CandidacyReinstated { folio: Folio } = "candidacy.reinstated", "El registro restituyó la candidatura", Registration;
    WithdrawalHeld { folio: Folio } = "candidacy.withdrawal_held",
        "El registro dice que ya no está activa: dejó de mostrarse mientras otra persona lo confirma", Registration;
    WithdrawalDeclined { folio: Folio } =
        "candidacy.withdrawal_declined", "Se muestra otra vez: otra persona no confirmó su baja", Registration;
    CandidacyDoubted { folio: Folio } = "candidacy.doubted",
        "El registro dice otro partido o persona: se ocultan las respuestas de identidad y la fotografía", Publication;
    DoubtSettled { folio: Folio } =
        "candidacy.doubt_settled", "El registro volvió a decir lo que ya se conocía de la candidatura", Publication;
    DoubtMended { reason: String } = "candidacy.doubt_mended",
        "Decidió, como segunda persona, que es la misma candidatura con datos corregidos", Registration;
    DoubtDismissed { reason: String } = "candidacy.doubt_dismissed",
        "Decidió, como segunda persona, que el renglón del registro es un error", Publication;
    CandidacySucceeded { by: CandidacyId, reason: String } = "candidacy.succeeded",
        "Decidió, como segunda persona, que el folio es de otra candidatura: ésta terminó", Registration;
    MovementUndone { reason: String } =
        "registry.movement_undone", "Deshizo el movimiento: la candidatura vuelve a estar activa", Registration;
    SubstituteWithdrawn { reason: String } =
        "registry.substitute_withdrawn", "Retiró a la persona sustituta de un movimiento deshecho", Registration;
    UndoingAsked { reason: String } =
        "registry.undoing_asked", "Pidió mostrar otra vez a quien el registro volvió a dar de baja", Nothing;
    UndoingDeclined { reason: String } =
        "registry.undoing_declined", "No confirmó que se muestre otra vez a quien el registro dio de baja", Nothing;
    UndoingConfirmed { reason: String } = "registry.undoing_confirmed",
        "Confirmó, como segunda persona, mostrar otra vez a quien el registro dio de baja", Nothing;
    MovementAllowed = "registry.movement_allowed", "Permitió que el registro repita un movimiento deshecho", Nothing;
    RecordCompleted { folio: Folio } =
        "registry.record_completed", "Completó y aplicó un renglón apartado del registro", Nothing;
    RecordDiscarded { folio: Option<Folio>, reason: String } =
        "registry.record_discarded", "Descartó un renglón apartado del registro", Nothing;
    PlanHeld { file: String } = "registry.plan_held", "Dejó cambios del registro en espera de otra persona", Nothing;
    // Lines of before, when no reason was asked for.
    PlanApproved = "registry.plan_approved", "Aplicó, como segunda persona, cambios del registro", Nothing;
    PlanConfirmed { reason: String } =
        "registry.plan_confirmed", "Confirmó, como segunda persona, cambios del registro", Nothing;
    PlanDeclined { reason: String } = "registry.plan_declined", "No aplicó cambios del registro", Nothing;
    AccountIssued { username: String } = "account.issued", "Emitió una cuenta", Nothing;
    AccountReset { username: String } = "account.reset", "Dio un código nuevo a una cuenta", Nothing;
    ResetAsked { username: String, reason: String } =
        "account.reset_asked", "Pidió un código nuevo para una cuenta del Instituto", Nothing;
    ResetApproved { username: String, asked_by: String, mailed: bool } =
        "account.reset_approved", "Autorizó, como segunda persona, un código nuevo para una cuenta", Nothing;
    ResetRefused { username: String, reason: String } =
        "account.reset_refused", "No autorizó un código nuevo para una cuenta", Nothing;
    ResetWithdrawn { username: String } =
        "account.reset_withdrawn", "Retiró la petición de un código nuevo para una cuenta", Nothing;
    ResetLapsed { username: String } =
        "account.reset_lapsed", "Venció la petición de un código nuevo para una cuenta", Nothing;
    AccountConfirmed { username: String } =
        "account.confirmed", "Confirmó que la cuenta es de su titular", Nothing;
    AccountBlocked { username: String, reason: String } = "account.blocked", "Bloqueó una cuenta", Nothing;
    AccountUnblocked { username: String } = "account.unblocked", "Quitó el bloqueo de una cuenta", Nothing;
    AccountLost { username: String } = "account.lost", "Reportó la pérdida de una cuenta", Nothing;
    AccountsDelivered { accounts: usize, on: Date } = "accounts.delivered", "Entregó cuentas", Nothing;
    PasswordChanged = "account.password_changed", "Cambió su contraseña", Nothing;
    EmailChanged = "account.email_changed", "Cambió el correo de sus avisos", Nothing;
    FactorConfirmed = "factor.confirmed", "Activó la verificación en dos pasos", Nothing;
    FactorDropped = "factor.dropped", "Quitó la verificación en dos pasos", Nothing;
    RecoveryCodeUsed = "factor.recovery_code_used", "Usó un código de recuperación", Nothing;
    ProofGiven = "session.proved", "Confirmó su identidad con el segundo paso", Nothing;
    SessionsEnded = "session.others_closed", "Cerró sus otras sesiones", Nothing;
    ValidatorDesignated { person: String } = "validator.designated", "Designó a una persona para validar", Nothing;
    ValidatorConfirmed { person: String } = "validator.confirmed", "Confirmó a una persona para validar", Nothing;
    ValidatorRevoked { person: String } = "validator.revoked", "Revocó a una persona que validaba", Nothing;
    MachineKeyMade { key: Uuid, name: String } = "machine_key.made", "Creó una llave para un programa", Nothing;
    MachineKeyRevoked { key: Uuid, name: String } = "machine_key.revoked", "Revocó la llave de un programa", Nothing;
    AccountsReceived { receipt: AccountsReceipt } = "accounts.received", "Acusó recibo de las cuentas", Nothing;
    AccountFirstUsed = "account.first_used", "Usó su cuenta por primera vez", Nothing;
    SignedIn = "session.opened", "Inició sesión", Nothing;
    SignInRefused = "session.refused", "Intento de inicio de sesión sin éxito", Nothing;
    SignInsRefused { hour: Timestamp, attempts: u32, places: u32 } =
        "session.refused_in_hour", "Intentos de inicio de sesión sin éxito en una hora", Nothing;
    SignedOut = "session.closed", "Cerró sesión", Nothing;
    SessionReused = "session.reuse_detected", "Se cerró una sesión por uso repetido de su clave", Nothing;
    PrivacyNoticeAccepted { version: String } = "notice.accepted", "Aceptó el aviso de privacidad", Nothing;
    AnswersSaved { questions: Questions } = "answers.saved", "Guardó respuestas", Nothing;
    PhotoSet { questions: Questions } = "photo.set", "Guardó la fotografía", Nothing;
    PhotoRemoved { questions: Questions } = "photo.removed", "Quitó la fotografía", Nothing;
    ExtensionGiven { was: Option<Timestamp>, until: Timestamp, reason: String } =
        "deadline.extended", "Amplió el plazo", Nothing;
    ConsentGiven { document: String } = "consent.given", "Cargó el consentimiento expreso", Publication;
    ConsentWithdrawn { document: String } = "consent.withdrawn", "Retiró el consentimiento", Publication;
    ProfileSubmitted { receipt: String } = "profile.submitted", "Envió los cuestionarios a validación", Nothing;
    ProfileEdited { questions: Questions } = "profile.edited", "Editó respuestas en validación", Nothing;
    ProfileReturned { questions: Questions } = "profile.returned", "Devolvió campos con observaciones", Nothing;
    ProfileValidated = "profile.validated", "Validó la información", Nothing;
    PartCompliant { part: Part } = "part.compliant", "Dictaminó que la parte cumple", Nothing;
    PartObserved { part: Part, questions: Questions } = "part.observed", "Dictaminó que la parte no cumple", Nothing;
    ObservationsSent { questions: Questions } = "observations.sent", "Envió las observaciones del Instituto", Nothing;
    PublicationAuthorised { version: u32, digest: String } =
        "publication.authorised", "Autorizó la publicación", Publication;
    PublicationScheduled { at: Timestamp } = "publication.scheduled", "Autorizó la publicación para una fecha", Nothing;
    PublicationUnscheduled = "publication.unscheduled", "Retiró la fecha de publicación", Nothing;
    PublicationReleased { version: u32, digest: String } =
        "publication.released", "Se publicó lo autorizado para esta fecha", Publication;
    ReviewTaken { task: Task } = "review.taken", "Tomó una revisión", Nothing;
    ReviewTakenOver { task: Task, from: String } =
        "review.taken_over", "Tomó una revisión que tenía otra cuenta", Nothing;
    ReviewLeft { task: Task } = "review.left", "Dejó una revisión", Nothing;
    SectionMarked { section: SectionKey } = "section.marked", "Marcó un apartado en la revisión", Nothing;
    ContentFlagged { section: Option<SectionKey>, ground: Ground } =
        "content.flagged", "Señaló contenido publicado", Nothing;
    PublicationHidden { section: Option<SectionKey>, ground: Ground } =
        "publication.disabled", "Deshabilitó información publicada", Publication;
    FlagDismissed { section: Option<SectionKey> } =
        "publication.flag_dismissed", "Decidió que siga publicado lo que se señaló", Nothing;
    PublicationRestored { section: Option<SectionKey> } =
        "publication.restored", "Habilitó otra vez la información publicada", Publication;
    CorrectionRequested { questions: Questions } =
        "correction.requested", "Solicitó corregir información publicada", Nothing;
    CorrectionGranted = "correction.granted", "Habilitó los campos por corregir", Nothing;
    CorrectionDeclined = "correction.declined", "No concedió la corrección como se solicitó", Nothing;
    GrantLapsed = "grant.lapsed", "Venció la habilitación de campos", Nothing;
    PartyReminded { candidacies: usize } = "party.reminded", "Avisó lo que falta por enviar", Nothing;
    MailRetried = "mail.retried", "Pidió enviar otra vez un correo", Nothing;
    IdentityRead = "identity.read", "Consultó respuestas de identidad", Nothing;
    IdentityReadFor { purpose: String } =
        "identity.read_for", "Consultó respuestas de identidad fuera de su turno", Nothing;
    FiguresTaken = "figures.taken", "Tomó las cifras de identidad", Nothing;
}

impl Event {
    /// The events that touch something of what the public reads.
    pub fn that_touch(touched: Touches) -> impl Iterator<Item = Self> {
        Self::ALL.iter().copied().filter(move |event| event.touches_public() == touched)
    }

    /// The event of a stable code; none when it is of another version.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|event| event.code() == code)
    }

    /// The words of a code; the code itself when it is of another version.
    #[must_use]
    pub fn words_of(code: &str) -> &str {
        if let Some(event) = Self::from_code(code) { event.words() } else { code }
    }
}

impl Entry {
    /// The stable code of its event.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        self.event().code()
    }

    /// Its data as JSON, as they are kept; none where the event says everything.
    ///
    /// # Errors
    /// When they are no JSON, which none of these is.
    pub fn data(&self) -> serde_json::Result<Option<String>> {
        Ok(serde_json::to_value(self)?.get("data").map(Value::to_string))
    }

    /// Reads what [`Self::code`] and [`Self::data`] said.
    ///
    /// # Errors
    /// When it is of another version.
    pub fn read(code: &str, data: Option<&str>) -> serde_json::Result<Self> {
        let mut whole = json!({ "event": code });
        if let Some(data) = data {
            whole["data"] = serde_json::from_str(data)?;
        }
        serde_json::from_value(whole)
    }
}

/// Where changes of the registry came from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RegistrySource {
    /// A file, by its SHA-256; with who brought it, where somebody else applied it.
    #[expect(missing_docs, reason = "said above")]
    File { digest: String, of: Option<String> },
    /// A row that was put aside and completed.
    Record(Uuid),
}

/// How many rows of a file of the registry did what.
#[expect(missing_docs, reason = "as in a plan")]
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct RegistryCounts {
    pub added: usize,
    pub changed: usize,
    pub substituted: usize,
    pub cancelled: usize,
    pub reinstated: usize,
    pub rejected: usize,
    pub put_aside: usize,
    pub made_good: usize,
}

impl From<&Plan> for RegistryCounts {
    fn from(plan: &Plan) -> Self {
        Self {
            added: plan.added.len(),
            changed: plan.changed.len(),
            substituted: plan.substituted.len(),
            cancelled: plan.cancelled.len(),
            reinstated: plan.reinstated.len(),
            rejected: plan.rejected.len(),
            put_aside: plan.put_aside,
            made_good: plan.made_good,
        }
    }
}

/// What a receipt of accounts did: said once of all of them, and of each candidacy whose capture it began.
#[expect(missing_docs, reason = "the names and types of the fields say what they are")]
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AccountsReceipt {
    /// Of a party's, or an independent candidacy's, accounts.
    Accounts { accounts: usize, candidacies: usize, at: Timestamp },
    /// Of a candidacy.
    Candidacy { capture_until: Option<Timestamp> },
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn codes_tell_events_apart() {
        let codes: BTreeSet<&str> = Event::ALL.iter().map(|event| event.code()).collect();
        assert_eq!(codes.len(), Event::ALL.len());
    }

    #[test]
    fn what_is_kept_is_read_back() {
        let until = Timestamp::from_second(1_712_000_000).expect("in range");
        let all = [
            (Entry::SignedIn, None),
            (Entry::PublicationRestored { section: None }, Some(r#"{"section":null}"#)),
            (
                Entry::ExtensionGiven { was: None, until, reason: "Se cayó \"el\" sistema".into() },
                Some(r#"{"reason":"Se cayó \"el\" sistema","until":"2024-04-01T19:33:20Z","was":null}"#),
            ),
            (
                Entry::AccountsReceived { receipt: AccountsReceipt::Candidacy { capture_until: Some(until) } },
                Some(r#"{"receipt":{"candidacy":{"capture_until":"2024-04-01T19:33:20Z"}}}"#),
            ),
        ];
        for (entry, stored) in all {
            let data = entry.data().expect("JSON");
            let value = |text: &str| serde_json::from_str::<Value>(text).expect("JSON");
            assert_eq!(data.as_deref().map(value), stored.map(value));
            assert_eq!(Entry::read(entry.code(), data.as_deref()).expect("read back"), entry);
        }
        assert!(Entry::read("of.tomorrow", None).is_err());
        assert!(Entry::read("answers.saved", None).is_err());
    }
}
