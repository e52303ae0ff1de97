//! Refusals that are told where they can be mended.

use leptos::prelude::*;

use crate::api::ApiError;

/// Takes a refusal whose words belong beside a field apart from the others.
///
/// # Errors
/// The refusals of other codes, as they came.
pub fn beside<T>(outcome: Result<T, ApiError>, codes: &[&str]) -> Result<Result<T, String>, ApiError> {
    match outcome {
        Ok(done) => Ok(Ok(done)),
        Err(ApiError::Problem(problem)) if codes.contains(&problem.code.as_str()) => {
            Ok(Err(if problem.detail.is_empty() { problem.title } else { problem.detail }))
        }
        Err(error) => Err(error),
    }
}

/// What is wrong with a field, under its label; the field names it with `aria-describedby`.
#[component]
pub fn Wrong(
    /// The id that the field names.
    id: &'static str,
    /// What is wrong, if anything.
    #[prop(into)]
    fault: Signal<Option<String>>,
) -> impl IntoView {
    view! {
        <div id=id role="alert">
            {move || {
                fault
                    .get()
                    .map(|words| {
                        view! {
                            <p class="fault">
                                <span>"Error: "</span>
                                {words}
                            </p>
                        }
                    })
            }}
        </div>
    }
}
