//! Where requests come in: the routes as one service, made once for a house and not for each request.

use std::{cell::RefCell, path::PathBuf, rc::Rc};

use actix_web::{App as Service, dev::ServiceResponse, test, web};
use futures_util::future::{FutureExt, LocalBoxFuture};
use server::{App, routes};

use crate::client::Answer;

/// Answers requests as the program does.
type Served = Rc<dyn Fn(test::TestRequest) -> LocalBoxFuture<'static, ServiceResponse>>;

/// The door of a house, which stays where it is when another server opens it.
pub(crate) struct Door {
    app: RefCell<web::Data<App>>,
    site: PathBuf,
    /// The routes as they answer, once somebody asked.
    served: RefCell<Option<Served>>,
}

impl Door {
    pub(crate) fn new(app: web::Data<App>, site: PathBuf) -> Rc<Self> {
        Rc::new(Self { app: RefCell::new(app), site, served: RefCell::default() })
    }

    /// From now on another server answers.
    pub(crate) fn open(&self, app: web::Data<App>) {
        self.app.replace(app);
        self.make_anew();
    }

    /// The routes read the sites when they are made: they are made anew for the next request.
    pub(crate) fn make_anew(&self) {
        self.served.take();
    }

    /// Sends a request as it would come over the network.
    pub(crate) async fn send<T>(&self, request: test::TestRequest) -> Answer<T> {
        let ready = self.served.borrow().clone();
        let served = match ready {
            Some(served) => served,
            None => {
                let app = self.app.borrow().clone();
                let made = serve(app, self.site.clone()).await;
                self.served.replace(Some(Rc::clone(&made)));
                made
            }
        };
        Answer::of(served(request).await).await
    }
}

/// The routes over what they share, with the sites of a folder.
async fn serve(app: web::Data<App>, site: PathBuf) -> Served {
    let routes = Service::new().configure(move |config| routes::configure(config, &app, &site));
    let service = Rc::new(test::init_service(routes).await);
    Rc::new(move |request| {
        let service = Rc::clone(&service);
        async move { test::call_service(&*service, request.to_request()).await.map_into_boxed_body() }.boxed_local()
    })
}
