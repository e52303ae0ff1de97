//! What the building of a site left for the head of its pages, and the content policy that lets nothing else in.

use std::path::Path;

use base64::{Engine as _, engine::general_purpose::STANDARD};
use frontend::pages::public::Assets;
use sha2::{Digest, Sha256};

/// The content policy of a document: its own inline scripts are allowed by their digest and no others.
pub fn policy(html: &str) -> String {
    policy_with(html, "'none'")
}

/// The content policy of a document that any page may show in a frame. Browsers that read it ignore `x-frame-options`.
pub fn policy_of_a_frame(html: &str) -> String {
    policy_with(html, "*")
}

fn policy_with(html: &str, ancestors: &str) -> String {
    let scripts = html.split("<script").skip(1).filter_map(|rest| {
        let (_, body) = rest.split_once('>')?;
        let (body, _) = body.split_once("</script>")?;
        (!body.is_empty()).then(|| format!(" 'sha256-{}'", STANDARD.encode(Sha256::digest(body.as_bytes()))))
    });
    let scripts: String = scripts.collect();
    format!(
        "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'{scripts}; style-src 'self'; img-src 'self' blob: data:; \
         connect-src 'self'; font-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors {ancestors}"
    )
}

/// Reads the head of the built public page. Without one, pages are written without styles and nothing moves in them.
pub fn assets(path: &Path) -> Assets {
    match std::fs::read_to_string(path) {
        Ok(html) => split(&html),
        Err(error) => {
            tracing::warn!(path = %path.display(), %error, "the public site is not built: its pages have no styles");
            Assets::default()
        }
    }
}

/// Parts the tags of a head into what every page needs and what brings the islands' program: scripts and preloads.
fn split(html: &str) -> Assets {
    let head = html.split_once("<head>").and_then(|(_, rest)| rest.split_once("</head>"));
    let Some((mut head, _)) = head else { return Assets::default() };
    let mut assets = Assets::default();
    while let Some(start) = head.find('<') {
        let rest = &head[start..];
        let end = if rest.starts_with("<script") { "</script>" } else { ">" };
        let Some(length) = rest.find(end).map(|at| at + end.len()) else { break };
        let (tag, after) = rest.split_at(length);
        let moving = tag.starts_with("<script") || tag.contains("preload");
        let kept = if moving { &mut assets.islands } else { &mut assets.always };
        if !tag.contains("charset") {
            kept.push_str(tag);
        }
        head = after;
    }
    assets
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_pages_with_islands_bring_their_program() {
        let html = "<html><head>\n<meta charset=\"utf-8\"/> <link rel=\"stylesheet\" href=\"/a.css\"/>\
                    <script type=\"module\">if (1 < 2) go();</script>\n<link rel=\"modulepreload\" href=\"/a.js\">\
                    <meta name=\"viewport\" content=\"x\"></head><body></body></html>";
        let assets = split(html);
        assert_eq!(assets.always, "<link rel=\"stylesheet\" href=\"/a.css\"/><meta name=\"viewport\" content=\"x\">");
        assert_eq!(
            assets.islands,
            "<script type=\"module\">if (1 < 2) go();</script><link rel=\"modulepreload\" href=\"/a.js\">"
        );
    }

    #[test]
    fn a_policy_names_each_inline_script_and_no_other() {
        let policy = policy("<script src=\"/a.js\"></script><script>a</script><script type=\"module\">b</script>");
        assert_eq!(policy.matches("'sha256-").count(), 2, "{policy}");
        assert!(!policy.contains("unsafe-inline"), "{policy}");
        assert!(policy.ends_with("; frame-ancestors 'none'"), "{policy}");
        assert!(policy_of_a_frame("").ends_with("; frame-ancestors *"));
    }
}
