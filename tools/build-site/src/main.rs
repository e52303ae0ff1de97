//! Makes the three sites of the frontend's compiled programs: `build-site PROGRAMS OUT`, where PROGRAMS is the folder in
//! which cargo left `public.wasm`, `parties.wasm` and `institute.wasm`.
//!
//! Reads the same pages that Trunk reads, `frontend/*.html`, and makes of them what Trunk would; scripts/fresh trunk holds
//! one against the other. Trunk and the command line of wasm-bindgen take minutes to compile and this takes seconds.

mod page;

use std::{
    env, fs,
    path::{Path, PathBuf},
    process::Command,
    thread,
};

use anyhow::{Context, Result, anyhow, ensure};
use page::{Page, Program};
use sha2::{Digest, Sha256};
use wasm_bindgen_cli_support::Bindgen;

/// The sites, each with a page of its name in `frontend/` and its files at `/site/NAME/`.
const SITES: [&str; 3] = ["public", "parties", "institute"];

/// What rustc uses, and no more: a proposal that wasm-opt knows is not one that a citizen's phone knows.
const WASM_FEATURES: [&str; 9] = [
    "--mvp-features",
    "--enable-mutable-globals",
    "--enable-sign-ext",
    "--enable-bulk-memory",
    "--enable-bulk-memory-opt",
    "--enable-nontrapping-float-to-int",
    "--enable-reference-types",
    "--enable-multivalue",
    "-Oz",
];

fn main() -> Result<()> {
    let arguments: Vec<PathBuf> = env::args_os().skip(1).map(PathBuf::from).collect();
    let [programs, out] = arguments.as_slice() else {
        anyhow::bail!("usage: build-site PROGRAMS OUT");
    };
    // Shrinking a program takes one core most of half a minute.
    thread::scope(|scope| {
        let sites = SITES.map(|site| (site, scope.spawn(move || build(site, programs, &out.join(site)))));
        for (site, built) in sites {
            built.join().map_err(|_| anyhow!("panicked")).flatten().with_context(|| format!("the site {site}"))?;
            println!("{site}: {}", out.join(site).display());
        }
        Ok(())
    })
}

/// Makes one site in an empty folder of its own.
fn build(site: &str, programs: &Path, out: &Path) -> Result<()> {
    if out.exists() {
        fs::remove_dir_all(out)?;
    }
    fs::create_dir_all(out)?;
    let source = Path::new("frontend").join(format!("{site}.html"));
    let page = Page::read(&source)?;
    let shrunk = |program: &str| -> Result<Program> {
        let (script, wasm) = bind(&programs.join(format!("{program}.wasm")), out)?;
        shrink(&wasm)?;
        let name = format!("{site}-{}", hash_of(&[&fs::read(&wasm)?, &fs::read(&script)?]));
        // The page says where the program is, so that the script need not.
        fs::rename(&wasm, out.join(format!("{name}_bg.wasm")))?;
        fs::rename(&script, out.join(format!("{name}.js")))?;
        Ok(Program { script: format!("{name}.js"), wasm: format!("{name}_bg.wasm") })
    };
    let copied = |file: &str| -> Result<String> {
        let path = Path::new("frontend").join(file);
        let bytes = fs::read(&path).with_context(|| path.display().to_string())?;
        let (stem, extension) = (path.file_stem().unwrap_or_default(), path.extension().unwrap_or_default());
        let name = format!("{}-{}.{}", stem.display(), hash_of(&[&bytes]), extension.display());
        fs::write(out.join(&name), bytes)?;
        Ok(name)
    };
    fs::write(out.join("index.html"), page.write(&format!("/site/{site}/"), copied, shrunk)?)?;
    Ok(())
}

/// Writes the script that joins a program to the browser, and the program as that script expects it.
fn bind(program: &Path, out: &Path) -> Result<(PathBuf, PathBuf)> {
    let name = program.file_stem().context("a program's name")?.to_string_lossy();
    Bindgen::new()
        .input_path(program)
        .web(true)?
        .typescript(false)
        .omit_default_module_path(false)
        .out_name(&name)
        .generate(out)
        .with_context(|| program.display().to_string())?;
    Ok((out.join(format!("{name}.js")), out.join(format!("{name}_bg.wasm"))))
}

fn shrink(wasm: &Path) -> Result<()> {
    let status = Command::new("wasm-opt").args(WASM_FEATURES).arg(wasm).arg("-o").arg(wasm).status();
    let status = status.context("wasm-opt of the Node package binaryen, which scripts/build-site puts on the path")?;
    ensure!(status.success(), "wasm-opt ended with {status}");
    Ok(())
}

/// Sixteen hexadecimal digits that change with the bytes.
fn hash_of(parts: &[&[u8]]) -> String {
    let mut digest = Sha256::new();
    for part in parts {
        digest.update(part);
    }
    digest.finalize().iter().take(8).map(|byte| format!("{byte:02x}")).collect()
}
