//! The tables, the same in both databases.

#![allow(missing_docs, reason = "the migrations describe every column")]

diesel::table! {
    candidacies (id) {
        id -> Text,
        short_id -> Text,
        folio -> Text,
        registration -> Text,
        office -> Text,
        territory -> Text,
        formula -> Text,
        responsible_party -> Nullable<Text>,
        status -> Text,
        sort_name -> Text,
        search_name -> Text,
        slug -> Text,
        person -> Nullable<Text>,
        succeeded_by -> Nullable<Text>,
    }
}

diesel::table! {
    candidacy_keys (candidacy_id) {
        candidacy_id -> Text,
        wrapped -> Binary,
    }
}

diesel::table! {
    public_changes (candidacy_id) {
        candidacy_id -> Text,
        place -> BigInt,
        at -> Text,
        shown -> Nullable<Text>,
    }
}

diesel::table! {
    profiles (candidacy_id) {
        candidacy_id -> Text,
        revision -> Integer,
        stage -> Text,
        life -> Text,
        questionnaire -> Text,
        curricular -> Text,
        identity -> Nullable<Binary>,
        received_at -> Nullable<Text>,
        capture_until -> Nullable<Text>,
        notice_version -> Nullable<Text>,
        notice_accepted_at -> Nullable<Text>,
        notice_accepted_by -> Nullable<Text>,
        saved_at -> Nullable<Text>,
        submitted_at -> Nullable<Text>,
        consent -> Nullable<Binary>,
        consent_document -> Nullable<Text>,
        stage_since -> Nullable<Text>,
        publish_at -> Nullable<Text>,
        fields -> Nullable<Binary>,
        sections -> Nullable<Binary>,
    }
}

diesel::table! {
    account_resets (id) {
        id -> Text,
        account_id -> Text,
        asked_at -> Text,
        asked_by -> Text,
        asked_as -> Text,
        reason -> Text,
        until -> Text,
        ended_at -> Nullable<Text>,
        ended_by -> Nullable<Text>,
        outcome -> Nullable<Text>,
        outcome_reason -> Nullable<Text>,
    }
}

diesel::table! {
    identity_reads (account_id, candidacy_id) {
        account_id -> Text,
        candidacy_id -> Text,
        at -> Text,
    }
}

diesel::table! {
    claims (candidacy_id, task) {
        candidacy_id -> Text,
        task -> Text,
        account_id -> Text,
        until -> Text,
    }
}

diesel::table! {
    marks (candidacy_id, section) {
        candidacy_id -> Text,
        section -> Text,
        revision -> Integer,
        account_id -> Text,
        at -> Text,
        mark -> Binary,
    }
}

diesel::table! {
    openings (candidacy_id, account_id) {
        candidacy_id -> Text,
        account_id -> Text,
        revision -> Integer,
    }
}

diesel::table! {
    submissions (candidacy_id, round) {
        candidacy_id -> Text,
        round -> Integer,
        at -> Text,
        account_id -> Text,
    }
}

diesel::table! {
    receipts (folio) {
        folio -> Text,
        candidacy_id -> Text,
        round -> Integer,
        at -> Text,
        account_name -> Text,
        digest -> Text,
        curricular -> Text,
        identity -> Nullable<Binary>,
    }
}

diesel::table! {
    extensions (id) {
        id -> Text,
        candidacy_id -> Text,
        at -> Text,
        account_name -> Text,
        was_until -> Nullable<Text>,
        until -> Text,
        reason -> Text,
    }
}

diesel::table! {
    controls (id) {
        id -> Text,
        candidacy_id -> Text,
        at -> Text,
        account_name -> Text,
        what -> Text,
        section -> Nullable<Text>,
        ground -> Nullable<Text>,
        reason -> Binary,
    }
}

diesel::table! {
    corrections (id) {
        id -> Text,
        candidacy_id -> Text,
        at -> Text,
        account_name -> Text,
        request -> Binary,
        decided_at -> Nullable<Text>,
        decided_by -> Nullable<Text>,
        granted -> Nullable<Bool>,
        decision -> Nullable<Text>,
        sealed_decision -> Nullable<Binary>,
    }
}

diesel::table! {
    presences (candidacy_id, session_id) {
        candidacy_id -> Text,
        session_id -> Text,
        section -> Nullable<Text>,
        seen_at -> Text,
    }
}

diesel::table! {
    observations (id) {
        id -> Text,
        candidacy_id -> Text,
        ground -> Text,
        role -> Text,
        account_id -> Text,
        at -> Text,
        state -> Text,
        text -> Binary,
        reply -> Nullable<Binary>,
    }
}

diesel::table! {
    edits (id) {
        id -> Text,
        candidacy_id -> Text,
        account_id -> Text,
        account_name -> Text,
        at -> Text,
        change -> Binary,
    }
}

diesel::table! {
    versions (candidacy_id, number) {
        candidacy_id -> Text,
        number -> Integer,
        questionnaire -> Text,
        curricular -> Text,
        identity -> Nullable<Binary>,
        digest -> Text,
        published_at -> Text,
        authorised_by -> Text,
    }
}

diesel::table! {
    accounts (id) {
        id -> Text,
        username -> Text,
        display_name -> Text,
        role -> Text,
        party -> Nullable<Text>,
        candidacy_id -> Nullable<Text>,
        password_hash -> Nullable<Text>,
        code_hash -> Nullable<Text>,
        code_expires_at -> Nullable<Text>,
        blocked_at -> Nullable<Text>,
        lost_at -> Nullable<Text>,
        issued_at -> Text,
        delivered_at -> Nullable<Text>,
        received_at -> Nullable<Text>,
        factor -> Nullable<Binary>,
        factor_since -> Nullable<Text>,
        factor_step -> BigInt,
        reset_at -> Nullable<Text>,
        email -> Nullable<Text>,
        unconfirmed -> Nullable<Text>,
    }
}

diesel::table! {
    sessions (id) {
        id -> Text,
        account_id -> Text,
        secret_hash -> Text,
        previous_hash -> Nullable<Text>,
        rotated_at -> Text,
        created_at -> Text,
        expires_at -> Text,
        ended_at -> Nullable<Text>,
        device -> Text,
        proved_at -> Nullable<Text>,
    }
}

diesel::table! {
    refused_sign_ins (account_id, hour) {
        account_id -> Text,
        hour -> Text,
        attempts -> Integer,
        places -> Integer,
        told_at -> Nullable<Text>,
    }
}

diesel::table! {
    recovery_codes (account_id, hash) {
        account_id -> Text,
        hash -> Text,
    }
}

diesel::table! {
    designations (id) {
        id -> Text,
        party -> Text,
        person -> Text,
        account_id -> Nullable<Text>,
        designated_at -> Text,
        designated_by -> Text,
        confirmed_at -> Nullable<Text>,
        confirmed_by -> Nullable<Text>,
        revoked_at -> Nullable<Text>,
        revoked_by -> Nullable<Text>,
    }
}

diesel::table! {
    machine_keys (id) {
        id -> Text,
        account_id -> Text,
        name -> Text,
        secret_hash -> Text,
        created_at -> Text,
        revoked_at -> Nullable<Text>,
        made_by -> Nullable<Text>,
        signing -> Nullable<Binary>,
    }
}

diesel::table! {
    activity_log (seq) {
        seq -> BigInt,
        at -> Text,
        account_id -> Nullable<Text>,
        account_name -> Text,
        act -> Text,
        object -> Text,
        party -> Nullable<Text>,
        detail -> Text,
        before_digest -> Text,
        after_digest -> Text,
        previous_hash -> Text,
        hash -> Text,
        form -> Integer,
        commitments -> Text,
    }
}

diesel::table! {
    log_facts (seq) {
        seq -> BigInt,
        account_id -> Nullable<Text>,
        account_name -> Text,
        object -> Text,
        party -> Nullable<Text>,
        data -> Nullable<Text>,
        before_digest -> Nullable<Text>,
        after_digest -> Nullable<Text>,
        salts -> Text,
    }
}

diesel::table! {
    notices (id) {
        id -> Text,
        account_id -> Text,
        kind -> Text,
        at -> Text,
        subject -> Text,
        body -> Text,
        link -> Text,
        candidacy_id -> Nullable<Text>,
        read_at -> Nullable<Text>,
        dedupe -> Text,
        gathered_at -> Nullable<Text>,
    }
}

diesel::table! {
    outbox (id) {
        id -> Text,
        account_id -> Text,
        to_name -> Text,
        to_address -> Text,
        subject -> Text,
        body -> Text,
        created_at -> Text,
        next_try_at -> Text,
        tries -> Integer,
        sent_at -> Nullable<Text>,
        failed_at -> Nullable<Text>,
        last_error -> Nullable<Text>,
    }
}

diesel::table! {
    jobs (name) {
        name -> Text,
        next_run_at -> Text,
        leased_until -> Nullable<Text>,
        leased_by -> Nullable<Text>,
        last_run_at -> Nullable<Text>,
        last_error -> Nullable<Text>,
    }
}

diesel::table! {
    reminders (candidacy_id, until, mark) {
        candidacy_id -> Text,
        until -> Text,
        mark -> Text,
        at -> Text,
    }
}

diesel::table! {
    registry_records (id) {
        id -> Text,
        at -> Text,
        source -> Text,
        folio -> Text,
        line -> BigInt,
        digest -> Text,
        cells -> Text,
        faults -> Text,
        state -> Text,
        decided_at -> Nullable<Text>,
        decided_by -> Nullable<Text>,
        reason -> Nullable<Text>,
    }
}

diesel::table! {
    registry_movements (id) {
        id -> Text,
        candidacy_id -> Text,
        at -> Text,
        account_name -> Text,
        status -> Text,
        undone_at -> Nullable<Text>,
        undone_by -> Nullable<Text>,
        reason -> Nullable<Text>,
        asked_at -> Nullable<Text>,
        asked_account_id -> Nullable<Text>,
        asked_by -> Nullable<Text>,
        asked_reason -> Nullable<Text>,
    }
}

diesel::table! {
    registry_holds (folio) {
        folio -> Text,
        movement_id -> Text,
        said -> Text,
        kept -> Text,
    }
}

diesel::table! {
    registry_messages (id) {
        id -> Text,
        at -> Text,
        cut -> Text,
        digest -> Text,
        answer -> Text,
    }
}

diesel::table! {
    registry_cuts (cut, at) {
        cut -> Text,
        at -> Text,
    }
}

diesel::table! {
    registry_plans (id) {
        id -> Text,
        at -> Text,
        account_id -> Nullable<Text>,
        account_name -> Text,
        message_id -> Nullable<Text>,
        digest -> Text,
        file -> Nullable<Binary>,
        decided_at -> Nullable<Text>,
        decided_by -> Nullable<Text>,
        applied -> Nullable<Bool>,
        reason -> Nullable<Text>,
        cut -> Nullable<Text>,
    }
}

diesel::table! {
    registry_withdrawals (plan_id, candidacy_id) {
        plan_id -> Text,
        candidacy_id -> Text,
    }
}

diesel::table! {
    registry_doubts (id) {
        id -> Text,
        candidacy_id -> Text,
        at -> Text,
        account_id -> Nullable<Text>,
        account_name -> Text,
        grounds -> Text,
        said -> Nullable<Text>,
        decided_at -> Nullable<Text>,
        decided_by -> Nullable<Text>,
        decision -> Nullable<Text>,
        reason -> Nullable<Text>,
    }
}

diesel::table! {
    registry_address (address) {
        address -> Text,
        etag -> Nullable<Text>,
        asked_at -> Text,
        taken_at -> Nullable<Text>,
        fault -> Nullable<Text>,
        fault_at -> Nullable<Text>,
    }
}

diesel::joinable!(profiles -> candidacies (candidacy_id));
diesel::joinable!(claims -> accounts (account_id));
diesel::joinable!(marks -> accounts (account_id));
diesel::joinable!(presences -> sessions (session_id));
diesel::joinable!(sessions -> accounts (account_id));
diesel::joinable!(machine_keys -> accounts (account_id));
diesel::joinable!(designations -> accounts (account_id));
diesel::joinable!(log_facts -> activity_log (seq));
diesel::allow_tables_to_appear_in_same_query!(
    candidacies,
    profiles,
    accounts,
    claims,
    marks,
    openings,
    sessions,
    presences,
    versions,
    machine_keys,
    designations,
    activity_log,
    log_facts,
    registry_plans,
    registry_withdrawals,
    public_changes,
);
