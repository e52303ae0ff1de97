//! What a browser lets a document of ours do, as the headers that go with every one of them.

use actix_web::{
    HttpResponseBuilder,
    http::header::{CONTENT_SECURITY_POLICY, HeaderName, HeaderValue, PERMISSIONS_POLICY, REFERRER_POLICY},
};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use sha2::{Digest, Sha256};

const OPENER_POLICY: HeaderName = HeaderName::from_static("cross-origin-opener-policy");

/// Who may load what is answered into a page; `same-origin` is nobody but ours.
pub const RESOURCE_POLICY: HeaderName = HeaderName::from_static("cross-origin-resource-policy");

/// What a file of a program may do that somebody opens as if it were a document: nothing.
pub const NO_DOCUMENT: &str = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/// What one document may do.
pub struct Policy {
    content: HeaderValue,
    resource: HeaderValue,
}

impl Policy {
    /// Nothing but what is ours, and of the inline scripts only its own, by their digest. In no frame, unless it is
    /// `embedded`: then in one of any page.
    #[must_use]
    pub fn of(html: &str, embedded: bool) -> Self {
        let scripts = html.split("<script").skip(1).filter_map(|rest| {
            let (kind, body) = rest.split_once('>')?;
            let (body, _) = body.split_once("</script>")?;
            // What machines read is no script that a browser runs.
            let runs = !body.is_empty() && !kind.contains("application/ld+json");
            runs.then(|| format!(" 'sha256-{}'", STANDARD.encode(Sha256::digest(body.as_bytes()))))
        });
        let scripts: String = scripts.collect();
        let ancestors = if embedded { "*" } else { "'none'" };
        let policy = format!(
            "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'{scripts}; style-src 'self'; img-src 'self' blob: data:; \
             connect-src 'self'; font-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors {ancestors}"
        );
        let content = HeaderValue::try_from(policy).unwrap_or_else(|error| {
            tracing::error!(%error, "a policy that no header can have");
            HeaderValue::from_static("default-src 'none'")
        });
        Self { content, resource: HeaderValue::from_static(if embedded { "cross-origin" } else { "same-origin" }) }
    }

    /// Adds its headers.
    pub fn tell(&self, answer: &mut HttpResponseBuilder) {
        let plain = HeaderValue::from_static;
        answer
            .insert_header((CONTENT_SECURITY_POLICY, self.content.clone()))
            .insert_header((REFERRER_POLICY, plain("strict-origin-when-cross-origin")))
            .insert_header((PERMISSIONS_POLICY, plain("camera=(), microphone=(), geolocation=()")))
            .insert_header((OPENER_POLICY, plain("same-origin")))
            .insert_header((RESOURCE_POLICY, self.resource.clone()));
    }

    /// How many bytes it takes.
    #[must_use]
    pub fn len(&self) -> usize {
        self.content.len() + self.resource.len()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(html: &str, embedded: bool) -> String {
        Policy::of(html, embedded).content.to_str().expect("a text").to_owned()
    }

    #[test]
    fn a_policy_names_each_inline_script_and_no_other() {
        let policy = written(
            "<script src=\"/a.js\"></script><script>a</script><script type=\"module\">b</script>\
             <script type=\"application/ld+json\">{}</script>",
            false,
        );
        assert_eq!(policy.matches("'sha256-").count(), 2, "{policy}");
        assert!(!policy.contains("unsafe-inline"), "{policy}");
        assert!(policy.ends_with("; frame-ancestors 'none'"), "{policy}");
        assert!(written("", true).ends_with("; frame-ancestors *"));
    }
}
