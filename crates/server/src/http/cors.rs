//! What any site and any program may ask for: the public routes, read from any page, and as often as the institute allows.

use crate::{app::App, http::problem::Failure};
use actix_web::{
    HttpRequest, HttpResponse,
    body::{EitherBody, MessageBody},
    dev::{ServiceRequest, ServiceResponse},
    error::ErrorInternalServerError,
    http::{
        Method,
        header::{
            ACCESS_CONTROL_ALLOW_HEADERS, ACCESS_CONTROL_ALLOW_METHODS, ACCESS_CONTROL_ALLOW_ORIGIN,
            ACCESS_CONTROL_EXPOSE_HEADERS, ACCESS_CONTROL_MAX_AGE, HeaderMap, HeaderValue,
        },
    },
    middleware::Next,
    web,
};
use contract::problem::Problem;

/// Lets pages of other sites read the public routes, refusals included, and holds an address to its pace. Who asks for the
/// head alone is answered as who asks for everything.
pub(crate) async fn open(
    mut request: ServiceRequest,
    next: Next<impl MessageBody>,
) -> Result<ServiceResponse<EitherBody<impl MessageBody>>, actix_web::Error> {
    if request.method() == Method::OPTIONS {
        let mut answer = HttpResponse::NoContent().finish();
        allow(answer.headers_mut());
        allow_to_ask(answer.headers_mut());
        return Ok(request.into_response(answer).map_into_right_body());
    }
    // The server leaves the body out.
    if request.method() == Method::HEAD {
        request.head_mut().method = Method::GET;
    }
    let app = shared(request.request())?;
    let turn = app.public_pace.count(app.proxies.asker(request.request()));
    let mut answer = if let Some(wait) = turn.wait {
        let refused = actix_web::ResponseError::error_response(&Failure::of(Problem::too_often(wait)));
        request.into_response(refused).map_into_right_body()
    } else {
        next.call(request).await?.map_into_left_body()
    };
    allow(answer.headers_mut());
    turn.tell(answer.headers_mut());
    Ok(answer)
}

/// What the routes share. Not an argument of the function above: it would be read in one more future on the heap.
fn shared(request: &HttpRequest) -> Result<&App, actix_web::Error> {
    let app = request.app_data::<web::Data<App>>();
    Ok(app.ok_or_else(|| ErrorInternalServerError("nothing is shared"))?)
}

fn allow(headers: &mut HeaderMap) {
    let plain = HeaderValue::from_static;
    headers.insert(ACCESS_CONTROL_ALLOW_ORIGIN, plain("*"));
    // All of them: nobody is known here by a cookie.
    headers.insert(ACCESS_CONTROL_EXPOSE_HEADERS, plain("*"));
}

/// What a browser asks before it asks.
fn allow_to_ask(headers: &mut HeaderMap) {
    let plain = HeaderValue::from_static;
    headers.insert(ACCESS_CONTROL_ALLOW_METHODS, plain("GET, HEAD, OPTIONS"));
    headers.insert(ACCESS_CONTROL_ALLOW_HEADERS, plain("accept, if-none-match"));
    headers.insert(ACCESS_CONTROL_MAX_AGE, plain("86400"));
}
