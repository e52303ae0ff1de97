//! What a browser lets a document of ours do, as the headers that go with every one of them.

use actix_web::{
    HttpResponseBuilder,
    http::header::{CONTENT_SECURITY_POLICY, HeaderName, HeaderValue, PERMISSIONS_POLICY, REFERRER_POLICY},
};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use sha2::{Digest, Sha256};

const OPENER_POLICY: HeaderName = HeaderName::from_static("cross-origin-opener-policy");

/// What one document may do.
pub struct Policy(HeaderValue);

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
        Self(HeaderValue::try_from(policy).unwrap_or_else(|error| {
            tracing::error!(%error, "a policy that no header can have");
            HeaderValue::from_static("default-src 'none'")
        }))
    }

    /// Adds its headers.
    pub fn tell(&self, answer: &mut HttpResponseBuilder) {
        let plain = HeaderValue::from_static;
        answer
            .insert_header((CONTENT_SECURITY_POLICY, self.0.clone()))
            .insert_header((REFERRER_POLICY, plain("strict-origin-when-cross-origin")))
            .insert_header((PERMISSIONS_POLICY, plain("camera=(), microphone=(), geolocation=()")))
            .insert_header((OPENER_POLICY, plain("same-origin")));
    }

    /// How many bytes it takes.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(html: &str, embedded: bool) -> String {
        Policy::of(html, embedded).0.to_str().expect("a text").to_owned()
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
