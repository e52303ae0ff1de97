//! Bodies that come too slowly are not waited for: 408 instead of a connection that is held for ever.

use std::{
    cell::Cell,
    pin::Pin,
    rc::Rc,
    task::{Context, Poll},
};

use actix_web::{
    HttpMessage, ResponseError,
    body::{EitherBody, MessageBody},
    dev::{Payload, ServiceRequest, ServiceResponse},
    error::PayloadError,
    middleware::Next,
    web::{self, Bytes},
};
use contract::problem::Problem;
use futures_util::Stream;

use super::{connections::Connection, patience::Patience};
use crate::{app::App, http::problem::Failure};

/// A body whose pace is watched.
struct Watched {
    body: Payload,
    patience: Patience,
    connection: Option<Connection>,
    was_slow: Rc<Cell<bool>>,
}

impl Stream for Watched {
    type Item = Result<Bytes, PayloadError>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let polled = Pin::new(&mut self.body).poll_next(context);
        let judged = match &polled {
            Poll::Ready(Some(Ok(bytes))) => self.patience.moved(bytes.len()),
            Poll::Ready(_) => Ok(()),
            Poll::Pending => self.patience.wait(context),
        };
        if let Some(connection) = &self.connection {
            match &polled {
                Poll::Ready(Some(Ok(bytes))) => connection.body_came(bytes.len()),
                Poll::Ready(_) => connection.answers(),
                Poll::Pending => connection.waits_for_body(),
            }
        }
        match judged {
            Ok(()) => polled,
            Err(_) => {
                self.was_slow.set(true);
                Poll::Ready(Some(Err(PayloadError::Incomplete(None))))
            }
        }
    }
}

/// Reads the body of a request as long as it comes at the least pace.
pub(crate) async fn in_time(
    mut request: ServiceRequest,
    next: Next<impl MessageBody>,
) -> Result<ServiceResponse<EitherBody<impl MessageBody>>, actix_web::Error> {
    let app = request.app_data::<web::Data<App>>().cloned();
    let body = request.take_payload();
    let was_slow = Rc::new(Cell::new(false));
    match (app, body) {
        (Some(app), body @ (Payload::H1 { .. } | Payload::Stream { .. })) => {
            let connection = request.request().conn_data::<Connection>().cloned();
            let (patience, was_slow) = (Patience::new(app.least_pace), Rc::clone(&was_slow));
            request
                .set_payload(Payload::Stream { payload: Box::pin(Watched { body, patience, connection, was_slow }) });
        }
        (_, body) => request.set_payload(body),
    }
    let answer = next.call(request).await;
    if !was_slow.get() {
        return Ok(answer?.map_into_left_body());
    }
    // Whatever the handler made of a body that broke off.
    let refused = Failure::of(Problem::too_slow());
    match answer {
        Ok(answer) => Ok(answer.into_response(refused.error_response()).map_into_right_body()),
        Err(_) => Err(refused.into()),
    }
}
