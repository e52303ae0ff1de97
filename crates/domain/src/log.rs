//! What the activity log can say, as closed codes with their words.

macro_rules! events {
    ($($name:ident = $code:literal, $words:literal;)+) => {
        /// Something that is written in the activity log.
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
        }
    };
}

events! {
    RegistrySynced = "registry.synced", "Sincronizó el registro de candidaturas";
    CandidacyAdded = "candidacy.added", "El registro agregó la candidatura";
    CandidacyChanged = "candidacy.changed", "El registro cambió datos de la candidatura";
    CandidacySubstituted = "candidacy.substituted", "El registro sustituyó la candidatura";
    CandidacyCancelled = "candidacy.cancelled", "El registro canceló la candidatura";
    CandidacyReinstated = "candidacy.reinstated", "El registro restituyó la candidatura";
    MovementUndone = "registry.movement_undone", "Deshizo el movimiento: la candidatura vuelve a estar activa";
    SubstituteWithdrawn = "registry.substitute_withdrawn", "Retiró a la persona sustituta de un movimiento deshecho";
    MovementAllowed = "registry.movement_allowed", "Permitió que el registro repita un movimiento deshecho";
    RecordCompleted = "registry.record_completed", "Completó y aplicó un renglón apartado del registro";
    RecordDiscarded = "registry.record_discarded", "Descartó un renglón apartado del registro";
    PlanHeld = "registry.plan_held", "Dejó cambios del registro en espera de otra persona";
    PlanApproved = "registry.plan_approved", "Aplicó, como segunda persona, cambios del registro";
    PlanDeclined = "registry.plan_declined", "No aplicó cambios del registro";
    AccountIssued = "account.issued", "Emitió una cuenta";
    AccountReset = "account.reset", "Dio un código nuevo a una cuenta";
    AccountBlocked = "account.blocked", "Bloqueó una cuenta";
    AccountUnblocked = "account.unblocked", "Quitó el bloqueo de una cuenta";
    AccountLost = "account.lost", "Reportó la pérdida de una cuenta";
    AccountsDelivered = "accounts.delivered", "Entregó cuentas";
    PasswordChanged = "account.password_changed", "Cambió su contraseña";
    EmailChanged = "account.email_changed", "Cambió el correo de sus avisos";
    FactorConfirmed = "factor.confirmed", "Activó la verificación en dos pasos";
    FactorDropped = "factor.dropped", "Quitó la verificación en dos pasos";
    RecoveryCodeUsed = "factor.recovery_code_used", "Usó un código de recuperación";
    ProofGiven = "session.proved", "Confirmó su identidad con el segundo paso";
    SessionsEnded = "session.others_closed", "Cerró sus otras sesiones";
    ValidatorDesignated = "validator.designated", "Designó a una persona para validar";
    ValidatorConfirmed = "validator.confirmed", "Confirmó a una persona para validar";
    ValidatorRevoked = "validator.revoked", "Revocó a una persona que validaba";
    MachineKeyMade = "machine_key.made", "Creó una llave para un programa";
    MachineKeyRevoked = "machine_key.revoked", "Revocó la llave de un programa";
    AccountsReceived = "accounts.received", "Acusó recibo de las cuentas";
    AccountFirstUsed = "account.first_used", "Usó su cuenta por primera vez";
    SignedIn = "session.opened", "Inició sesión";
    SignInRefused = "session.refused", "Intento de inicio de sesión sin éxito";
    SignedOut = "session.closed", "Cerró sesión";
    SessionReused = "session.reuse_detected", "Se cerró una sesión por uso repetido de su clave";
    NoticeAccepted = "notice.accepted", "Aceptó el aviso de privacidad";
    AnswersSaved = "answers.saved", "Guardó respuestas";
    PhotoSet = "photo.set", "Guardó la fotografía";
    PhotoRemoved = "photo.removed", "Quitó la fotografía";
    DeadlineExtended = "deadline.extended", "Amplió el plazo";
    ConsentGiven = "consent.given", "Cargó el consentimiento expreso";
    ConsentWithdrawn = "consent.withdrawn", "Retiró el consentimiento";
    ProfileSubmitted = "profile.submitted", "Envió los cuestionarios a validación";
    ProfileEdited = "profile.edited", "Editó respuestas en validación";
    ProfileReturned = "profile.returned", "Devolvió campos con observaciones";
    ProfileValidated = "profile.validated", "Validó la información";
    PartCompliant = "part.compliant", "Dictaminó que la parte cumple";
    PartObserved = "part.observed", "Dictaminó que la parte no cumple";
    ObservationsSent = "observations.sent", "Envió las observaciones del Instituto";
    PublicationAuthorised = "publication.authorised", "Autorizó la publicación";
    PublicationScheduled = "publication.scheduled", "Autorizó la publicación para una fecha";
    PublicationUnscheduled = "publication.unscheduled", "Retiró la fecha de publicación";
    PublicationReleased = "publication.released", "Se publicó lo autorizado para esta fecha";
    ReviewTaken = "review.taken", "Tomó una revisión";
    ReviewTakenOver = "review.taken_over", "Tomó una revisión que tenía otra cuenta";
    ReviewLeft = "review.left", "Dejó una revisión";
    SectionMarked = "section.marked", "Marcó un apartado en la revisión";
    ContentFlagged = "content.flagged", "Señaló contenido publicado";
    PublicationDisabled = "publication.disabled", "Deshabilitó información publicada";
    FlagDismissed = "publication.flag_dismissed", "Decidió que siga publicado lo que se señaló";
    PublicationRestored = "publication.restored", "Habilitó otra vez la información publicada";
    CorrectionRequested = "correction.requested", "Solicitó corregir información publicada";
    CorrectionGranted = "correction.granted", "Habilitó los campos por corregir";
    CorrectionDeclined = "correction.declined", "No concedió la corrección como se solicitó";
    GrantLapsed = "grant.lapsed", "Venció la habilitación de campos";
    PartyReminded = "party.reminded", "Avisó lo que falta por enviar";
    MailRetried = "mail.retried", "Pidió enviar otra vez un correo";
    IdentityRead = "identity.read", "Consultó respuestas de identidad";
    FiguresTaken = "figures.taken", "Tomó las cifras de identidad";
}

impl Event {
    /// What changes who stands.
    pub const REGISTRY: [Self; 8] = [
        Self::RegistrySynced,
        Self::CandidacyAdded,
        Self::CandidacyChanged,
        Self::CandidacySubstituted,
        Self::CandidacyCancelled,
        Self::CandidacyReinstated,
        Self::MovementUndone,
        Self::SubstituteWithdrawn,
    ];

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
