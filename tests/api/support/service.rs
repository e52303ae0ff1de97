//! The routes as one service, made once for a house and not for each request.

use std::{path::PathBuf, rc::Rc};

use actix_web::{App as Service, dev::ServiceResponse, test, web};
use futures_util::future::{FutureExt, LocalBoxFuture};
use server::{App, routes};

/// Answers requests as the program does.
pub(crate) type Served = Rc<dyn Fn(test::TestRequest) -> LocalBoxFuture<'static, ServiceResponse>>;

/// The routes over what they share, with the sites of a folder.
pub(crate) async fn serve(app: web::Data<App>, site: PathBuf) -> Served {
    let routes = Service::new().configure(move |config| routes::configure(config, &app, &site));
    let service = Rc::new(test::init_service(routes).await);
    Rc::new(move |request| {
        let service = Rc::clone(&service);
        async move { test::call_service(&*service, request.to_request()).await.map_into_boxed_body() }.boxed_local()
    })
}
