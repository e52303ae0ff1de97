//! A site's page as it stands in `frontend/`, where `<link data-trunk …>` names what the site is made of.

use std::{fs, path::Path};

use anyhow::{Context, Result, bail};

/// A page before and after each of its marks.
pub(crate) struct Page {
    parts: Vec<Part>,
}

enum Part {
    /// Said as it stands.
    Text(String),
    /// A file that goes along, and what it is to the page: `icon` or `css`.
    File { rel: String, href: String },
    /// The program, by the name of its binary.
    Program(String),
}

/// The files of a program in its site.
pub(crate) struct Program {
    pub(crate) script: String,
    pub(crate) wasm: String,
}

const MARK: &str = "<link data-trunk";

impl Page {
    /// Reads a page.
    ///
    /// # Errors
    /// A page that is not there, a mark that does not end, lacks what it needs or is of a kind that is not known.
    pub(crate) fn read(path: &Path) -> Result<Self> {
        let text = fs::read_to_string(path).with_context(|| path.display().to_string())?;
        Self::parse(&text).with_context(|| path.display().to_string())
    }

    fn parse(text: &str) -> Result<Self> {
        let (mut parts, mut rest) = (Vec::new(), text);
        while let Some((before, after)) = rest.split_once(MARK) {
            let (mark, after) = after.split_once("/>").context("a mark that does not end in />")?;
            parts.push(Part::Text(before.to_owned()));
            parts.push(Part::of(mark)?);
            rest = after;
        }
        parts.push(Part::Text(rest.to_owned()));
        Ok(Self { parts })
    }

    /// Writes the page of a site at `address`; `copied` brings a file along and `bound` a program, each answering names.
    ///
    /// # Errors
    /// What `copied` and `bound` could not do, and a page without a head.
    pub(crate) fn write(
        &self,
        address: &str,
        copied: impl Fn(&str) -> Result<String>,
        bound: impl Fn(&str) -> Result<Program>,
    ) -> Result<String> {
        let (mut text, mut preloads) = (String::new(), String::new());
        for part in &self.parts {
            match part {
                Part::Text(own) => text.push_str(own),
                Part::File { rel, href } => {
                    let rel = if rel == "css" { "stylesheet" } else { rel };
                    text.push_str(&format!("<link rel=\"{rel}\" href=\"{address}{}\"/>", copied(href)?));
                }
                Part::Program(name) => {
                    let Program { script, wasm } = bound(name)?;
                    text.push_str(&start(&format!("{address}{script}"), &format!("{address}{wasm}")));
                    preloads.push_str(&preload(&format!("{address}{script}"), &format!("{address}{wasm}")));
                }
            }
        }
        let Some((head, body)) = text.split_once("</head>") else { bail!("a page without </head>") };
        Ok(format!("{head}{preloads}</head>{body}"))
    }
}

impl Part {
    fn of(mark: &str) -> Result<Self> {
        let attribute = |name: &str| -> Option<String> {
            let (_, after) = mark.split_once(&format!(" {name}=\""))?;
            Some(after.split_once('"')?.0.to_owned())
        };
        let rel = attribute("rel").context("a mark without rel")?;
        match rel.as_str() {
            "rust" => Ok(Self::Program(attribute("data-bin").context("a program without data-bin")?)),
            "icon" | "css" => Ok(Self::File { rel, href: attribute("href").context("a file without href")? }),
            _ => bail!("a mark of a kind that is not known: {rel}"),
        }
    }
}

/// Starts the program, and says so to what waits for it in the page.
fn start(script: &str, wasm: &str) -> String {
    format!(
        "\n<script type=\"module\">\nimport init, * as bindings from '{script}';\n\
         const wasm = await init({{ module_or_path: '{wasm}' }});\n\n\n\
         window.wasmBindings = bindings;\n\n\n\
         dispatchEvent(new CustomEvent(\"TrunkApplicationStarted\", {{detail: {{wasm}}}}));\n\n</script>"
    )
}

fn preload(script: &str, wasm: &str) -> String {
    format!(
        "<link rel=\"modulepreload\" href=\"{script}\" crossorigin=\"anonymous\">\
         <link rel=\"preload\" href=\"{wasm}\" crossorigin=\"anonymous\" as=\"fetch\" type=\"application/wasm\">"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(text: &str) -> Result<String> {
        let program = |name: &str| Ok(Program { script: format!("{name}.js"), wasm: format!("{name}_bg.wasm") });
        Page::parse(text)?.write("/site/public/", |file| Ok(format!("copied-{file}")), program)
    }

    #[test]
    fn a_page_names_the_files_that_went_along() {
        let page = "<head><link data-trunk rel=\"icon\" href=\"a.svg\" type=\"image/svg+xml\" />\
                    <link data-trunk rel=\"css\" href=\"b.css\" /></head>";
        let expected = "<head><link rel=\"icon\" href=\"/site/public/copied-a.svg\"/>\
                        <link rel=\"stylesheet\" href=\"/site/public/copied-b.css\"/></head>";
        assert_eq!(written(page).expect("a page"), expected);
    }

    #[test]
    fn a_program_is_started_and_asked_for_early() {
        let page = "<head><link data-trunk rel=\"rust\" href=\"Cargo.toml\" data-bin=\"public\" /></head><body></body>";
        let text = written(page).expect("a page");
        assert!(text.contains("import init, * as bindings from '/site/public/public.js'"), "{text}");
        assert!(text.contains("as=\"fetch\" type=\"application/wasm\"></head><body></body>"), "{text}");
    }

    #[test]
    fn a_mark_that_nobody_knows_is_named() {
        let error = written("<head><link data-trunk rel=\"sass\" href=\"a.scss\" /></head>").expect_err("refused");
        assert!(error.to_string().contains("sass"), "{error}");
    }
}
