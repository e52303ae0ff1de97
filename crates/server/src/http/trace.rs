//! What traces say of a request.

use actix_web::{
    HttpMessage,
    body::MessageBody,
    dev::{ServiceRequest, ServiceResponse},
    web,
};
use tracing::{Span, field::Empty, info_span};
use tracing_actix_web::{DefaultRootSpanBuilder, RequestId, RootSpanBuilder};

use crate::app::App;

/// What a request asks and who asks it; nothing of what it brings, and of who asks no more than is believed.
pub struct Asked;

impl RootSpanBuilder for Asked {
    fn on_request_start(request: &ServiceRequest) -> Span {
        let asker = request.app_data::<web::Data<App>>().map(|app| app.proxies.asker(request.request()).address);
        info_span!(
            "request",
            method = %request.method(),
            path = request.path(),
            from = asker.map(tracing::field::display),
            id = request.extensions().get::<RequestId>().map(tracing::field::display),
            http.status_code = Empty,
            otel.status_code = Empty,
            exception.message = Empty,
            exception.details = Empty,
        )
    }

    fn on_request_end<B: MessageBody>(span: Span, outcome: &Result<ServiceResponse<B>, actix_web::Error>) {
        DefaultRootSpanBuilder::on_request_end(span, outcome);
    }
}
