//! The proof of what was sent: folio, when, digest, the document, and where anybody checks it.

use contract::capture::SubmissionReceipt;
use leptos::prelude::*;

use crate::pages::workspace::{candidacy::case::Case, shell::acting::Acting};
use crate::{api::work::Work, components::download, format};

/// One receipt.
#[component]
pub fn ReceiptOf(case: Case, receipt: SubmissionReceipt) -> impl IntoView {
    let work = expect_context::<Work>();
    let acting = Acting::new();
    let (id, folio) = (case.id(), receipt.folio.clone());
    let print = move |_| {
        let folio = folio.clone();
        let name = format!("acuse-{folio}.pdf");
        acting.act(async move { work.receipt_of(id, &folio).await }, Callback::new(|()| ()), move |address| {
            download(&address, &name);
        });
    };
    let sent = format::moment(receipt.at, &case.election.institute.time_zone);
    let path = format!("/acuses/{}", receipt.folio);
    let address = format!("{}{path}", window().location().origin().unwrap_or_default());
    let name = format!("Descargar acuse (PDF) {}", receipt.folio);
    view! {
        <div class="panel">
            <dl class="facts">
                <div>
                    <dt>"Folio"</dt>
                    <dd>
                        <code>{receipt.folio}</code>
                    </dd>
                </div>
                <div>
                    <dt>"Fecha y hora"</dt>
                    <dd>{sent}</dd>
                </div>
                <div>
                    <dt>"Cuenta que envió"</dt>
                    <dd>{receipt.by}</dd>
                </div>
                <div>
                    <dt>"Vez que se envía"</dt>
                    <dd>{receipt.round}</dd>
                </div>
            </dl>
            <dl>
                <dt>"Huella de lo que se envió (SHA-256)"</dt>
                <dd>
                    <code>{receipt.digest}</code>
                </dd>
            </dl>
            <p>
                <button type="button" class="second" aria-label=name disabled=move || acting.is_busy() on:click=print>
                    "Descargar acuse (PDF)"
                </button>
            </p>
            {acting.trouble()}
            <p>
                "Cualquier persona puede comprobar este acuse en: "<a href=path rel="external">
                    {address}
                </a>
            </p>
        </div>
    }
}

/// Every receipt of a candidacy, the newest first.
pub fn receipts(case: &Case) -> Option<AnyView> {
    let all =
        case.work.receipts.iter().cloned().map(|receipt| view! { <ReceiptOf case=case.clone() receipt=receipt /> });
    let all: Vec<_> = all.collect();
    (!all.is_empty()).then(|| {
        view! {
            <h2>"Acuses"</h2>
            {all}
        }
        .into_any()
    })
}
