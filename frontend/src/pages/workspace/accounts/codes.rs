use contract::accounts::{IssuedAccount, LetterOf, PrintLetters};
use domain::text::spreadsheet_cell;
use leptos::prelude::*;

use crate::{
    api::{ApiError, escape, work::Work},
    components::download,
    format,
    pages::workspace::shell::{acting::Acting, election::with_election},
    state::Pending,
};

/// Most letters of one file, as the server prints them.
const LETTERS: usize = 2_000;
/// Most codes shown; the files have all.
const SHOWN: usize = 100;
/// With more codes than these the table is closed until somebody opens it, for it stands above every page about accounts.
const FEW: usize = 10;

fn csv(issued: &[IssuedAccount]) -> String {
    let cell = |text: &str| format!("\"{}\"", spreadsheet_cell(text).replace('"', "\"\""));
    let lines = issued
        .iter()
        .map(|account| [cell(&account.username), cell(&account.code), cell(&account.display_name)].join(","));
    let text = std::iter::once("cuenta,codigo,para".to_owned()).chain(lines).collect::<Vec<_>>().join("\r\n");
    format!("data:text/csv;charset=utf-8,%EF%BB%BF{}", escape(&text))
}

/// Prints and downloads the letters: one file, or more when there are very many.
async fn print(work: Work, issued: Vec<IssuedAccount>) -> Result<(), ApiError> {
    let parts: Vec<_> = issued.chunks(LETTERS).collect();
    for (number, part) in parts.iter().enumerate() {
        let accounts = part
            .iter()
            .map(|account| LetterOf { username: account.username.clone(), code: account.code.clone() })
            .collect();
        let address = work.letters(&PrintLetters { accounts }).await?;
        let name = if parts.len() == 1 { "cartas.pdf".to_owned() } else { format!("cartas-{}.pdf", number + 1) };
        download(&address, &name);
    }
    Ok(())
}

/// The one-time codes that were issued and not kept yet.
#[component]
pub fn Codes() -> impl IntoView {
    let (work, pending) = (expect_context::<Work>(), expect_context::<Pending>());
    let kept = pending.issued.get_untracked();
    let acting = Acting::new();
    let address = csv(&kept);
    let total = kept.len();
    let letters = kept.clone();
    let print = move |_| {
        acting.act(print(work, letters.clone()), Callback::new(|()| ()), |()| ());
    };
    let forget = move |_| {
        if window().confirm_with_message("¿Ya descargó los códigos? No se podrán volver a ver.").unwrap_or(false) {
            pending.issued.set(Vec::new());
        }
    };
    view! {
        <section class="panel" aria-labelledby="codigos">
            <h2 id="codigos" tabindex="-1">
                "Códigos de primer acceso"
            </h2>
            <p>
                <strong>"Sólo se muestran esta vez."</strong>
                " Descargue las cartas para entregarlas, y quite los códigos de la pantalla cuando las tenga."
            </p>
            <p class="row">
                <button type="button" disabled=move || acting.is_busy() on:click=print>
                    "Descargar cartas (PDF)"
                </button>
                <a class="button" href=address download="cuentas.csv" rel="external">
                    "Descargar CSV"
                </a>
                <button type="button" class="second" on:click=forget>
                    "Quitar de la pantalla"
                </button>
            </p>
            {acting.trouble()}
            <details open=total <= FEW>
                <summary>{format!("Ver {}", format::count(total, "código", "códigos"))}</summary>
                {(total > SHOWN)
                    .then(|| {
                        view! {
                            <p>
                                {format!(
                                    "Se muestran {SHOWN} de {}; los archivos los traen todos.",
                                    format::number(total),
                                )}
                            </p>
                        }
                    })}
                {with_election(move |election| table(&kept, &election.institute.time_zone))}
            </details>
        </section>
    }
}

fn table(issued: &[IssuedAccount], zone: &str) -> AnyView {
    let rows = issued.iter().take(SHOWN).cloned().map(|account| {
        let until = format::moment(account.code_expires_at, zone);
        view! {
            <tr>
                <th scope="row">
                    <span class="whole">{account.username}</span>
                </th>
                <td data-label="Código">
                    <code class="whole">{account.code}</code>
                </td>
                <td data-label="Para">{account.display_name}</td>
                <td data-label="Vence">{until}</td>
            </tr>
        }
    });
    view! {
        <table class="rows">
            <thead>
                <tr>
                    <th scope="col">"Cuenta"</th>
                    <th scope="col">"Código"</th>
                    <th scope="col">"Para"</th>
                    <th scope="col">"Vence"</th>
                </tr>
            </thead>
            <tbody>{rows.collect_view()}</tbody>
        </table>
    }
    .into_any()
}
