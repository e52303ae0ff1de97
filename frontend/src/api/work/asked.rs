use std::marker::PhantomData;

use gloo_net::http::Method;
use leptos::prelude::*;
use serde::de::DeserializeOwned;

use super::Work;
use crate::api::{ApiError, Body, read};

/// What a page shows of an address of the API. It is kept as text and read by whoever shows it: one resource for every
/// kind of answer, for each of its own would be a copy of all of it in what people download.
pub struct Asked<T> {
    path: Memo<String>,
    /// The answer, with the address it is of.
    kept: LocalResource<(String, Result<String, ApiError>)>,
    of: PhantomData<fn() -> T>,
}

impl<T> Clone for Asked<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Asked<T> {}

fn resource(work: Work, again: RwSignal<u32>, path: Memo<String>) -> LocalResource<(String, Result<String, ApiError>)> {
    LocalResource::new(move || {
        let path = path.get();
        again.track();
        work.0.entries();
        async move {
            let answer = work.answer(Method::GET, &path, None, Body::None).await;
            (path, answer)
        }
    })
}

impl<T> Asked<T> {
    pub(super) fn new(work: Work, again: RwSignal<u32>, path: Box<dyn Fn() -> String + Send + Sync>) -> Self {
        let path = Memo::new(move |_| path());
        Self { path, kept: resource(work, again, path), of: PhantomData }
    }

    /// Whether there is an answer to what is asked now.
    #[must_use]
    pub fn is_known(self) -> bool {
        self.known().is_some()
    }

    fn known(self) -> Option<Result<String, ApiError>> {
        let path = self.path.get();
        self.kept.get().filter(|(of, _)| *of == path).map(|(_, answer)| answer)
    }
}

impl<T: DeserializeOwned> Asked<T> {
    /// The answer to what is asked now, told when it comes.
    #[must_use]
    pub fn get(self) -> Option<Result<T, ApiError>> {
        self.known().map(|answer| answer.and_then(|text| read(&text)))
    }
}
