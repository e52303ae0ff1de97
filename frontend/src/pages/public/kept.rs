//! What people keep or share of a candidacy, and what its office is.

use contract::{
    paths::{from_root, public as paths},
    public::Card,
};
use domain::{
    election::{Election, Office},
    ids::OfficeKey,
};
use leptos::prelude::*;
use url::form_urlencoded;

use super::{Place, embed, fact, profile_address};

/// The picture that networks show beside the address of a profile.
pub(super) fn card_address(slug: &str) -> String {
    from_root(&paths::share_card(slug))
}

/// The sheet, the code, the picture, and ways to pass the address on that need no program.
pub(super) fn kept(site: &str, card: &Card) -> AnyView {
    let slug = &card.slug;
    let address = format!("{site}{}", profile_address(slug));
    let words = format!("{}, {}", card.name, card.office_name);
    let to = |base: &str, pairs: &[(&str, &str)]| {
        let asked = form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish();
        // A mail reads a plus sign as one.
        format!("{base}?{}", asked.replace('+', "%20"))
    };
    let both = format!("{words}: {address}");
    let ways = [
        ("Correo electrónico", to("mailto:", &[("subject", &words), ("body", &both)])),
        ("WhatsApp", to("https://wa.me/", &[("text", &both)])),
        ("Facebook", to("https://www.facebook.com/sharer/sharer.php", &[("u", &address)])),
        ("X (antes Twitter)", to("https://x.com/intent/post", &[("text", &words), ("url", &address)])),
    ];
    let ways = ways.map(|(name, address)| {
        view! {
            <li>
                <a href=address rel="noopener nofollow external">
                    {name}
                </a>
            </li>
        }
    });
    let ways = ways.into_iter().collect_view();
    view! {
        <section class="kept">
            <h2>"Guardar o compartir"</h2>
            <ul>
                <li>
                    <a href=from_root(&paths::sheet(slug)) type="application/pdf">
                        "Ficha para imprimir (PDF)"
                    </a>
                </li>
                <li>
                    <a href=from_root(&paths::page_code(slug)) type="image/svg+xml">
                        "Código QR de esta página"
                    </a>
                </li>
                <li>
                    <a href=card_address(slug) type="image/png">
                        "Imagen para redes sociales"
                    </a>
                </li>
            </ul>
            <details>
                <summary>"Compartir esta página"</summary>
                <dl class="answers">{fact("Dirección", view! { <code class="digest">{address.clone()}</code> })}</dl>
                <p class="quiet">
                    "Estos enlaces abren otra página o su correo. Aquí no se guarda a quién la comparte."
                </p>
                <ul>{ways}</ul>
                <p>
                    "Para mostrarla en otra página de internet, copie este código. "
                    <a href=Place::EmbedHelp.address()>"Cómo se usa"</a>
                </p>
                <pre tabindex="0">
                    <code>{embed::snippet(site, &Place::Embedded(slug.clone()))}</code>
                </pre>
            </details>
        </section>
    }
    .into_any()
}

/// What the office of a key is, in easy words.
pub(super) fn office(election: &Election, key: &OfficeKey) -> Option<AnyView> {
    Some(explained(election.offices.iter().find(|office| office.key == *key)?))
}

/// What an office is, in easy words.
pub(super) fn explained(office: &Office) -> AnyView {
    let parts = office.explanation.parts().map(|(question, text)| fact(question, text.to_owned()));
    let parts = parts.into_iter().collect_view();
    view! {
        <details class="words">
            <summary>{format!("Qué es este cargo: {}", office.name)}</summary>
            <dl class="answers">{parts}</dl>
        </details>
    }
    .into_any()
}
