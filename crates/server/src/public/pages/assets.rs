//! What the building of a site left for the head of its pages.

use std::path::Path;

use frontend::pages::public::Assets;

/// Reads the head of the built public page. Without one, pages are written without styles and nothing moves in them.
pub fn read(path: &Path) -> Assets {
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
        let tags = if moving { &mut assets.islands } else { &mut assets.always };
        if !tag.contains("charset") {
            tags.push_str(tag);
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
}
