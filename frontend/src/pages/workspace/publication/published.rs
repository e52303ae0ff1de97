//! What happens to a profile once it is published: what is hidden and why, and the institute's ways to hide it, to show it
//! again and to point at it (PTO I.A.1.VIII).

use contract::{
    paths,
    publication::{Control, ControlKind, ControlOrder, PartOrder},
};
use domain::{
    ids::{CandidacyId, SectionKey},
    permission::Act,
    prohibition::Ground,
    text,
};
use leptos::prelude::*;
use leptos_router::components::A;
use uuid::Uuid;

use crate::pages::workspace::{candidacy::case::Case, review::remarks::ground_select, shell::acting::Acting};
use crate::{
    api::{json, work::Work},
    components::download,
    format,
};

/// As a form names the whole profile; a section has its key.
const WHOLE: &str = "*";

/// What somebody is writing to do one of these, and what it came to. Made by the page and not by what it shows, so that
/// reading again loses nothing.
#[derive(Clone, Copy)]
pub struct Order {
    kind: ControlKind,
    acting: Acting,
    part: RwSignal<String>,
    ground: RwSignal<Ground>,
    reason: RwSignal<String>,
}

/// A form for each thing that can be done.
pub fn orders() -> [Order; 4] {
    [ControlKind::Flagged, ControlKind::Dismissed, ControlKind::Disabled, ControlKind::Restored].map(|kind| Order {
        kind,
        acting: Acting::new(),
        part: RwSignal::new(String::new()),
        ground: RwSignal::new(Ground::Incomplete),
        reason: RwSignal::new(String::new()),
    })
}

/// The forms of what the reader may do to what is published.
pub fn forms(case: &Case, orders: [Order; 4]) -> AnyView {
    let forms = orders.map(|order| {
        let act = match order.kind {
            ControlKind::Flagged => Act::FlagPublished,
            ControlKind::Dismissed => Act::DismissFlag,
            ControlKind::Disabled => Act::DisablePublication,
            ControlKind::Restored => Act::RestorePublication,
        };
        case.may(act).then(|| view! { <Form case=case.clone() order=order /> })
    });
    forms.into_iter().collect_view().into_any()
}

/// What is published and what of it is hidden, with the forms of whoever may change that; nothing before a publication.
pub fn published(case: &Case, forms: AnyView) -> Option<AnyView> {
    let version = case.work.version?;
    let hidden =
        parts(case).into_iter().filter(|(part, _)| is_hidden(case, part)).map(|(_, name)| view! { <li>{name}</li> });
    let hidden: Vec<_> = hidden.collect();
    let words = if hidden.is_empty() { "Nada está oculto." } else { "Ahora no se muestra al público:" };
    let told: Vec<_> = case.work.controls.iter().map(|control| line(case, control)).collect();
    Some(
        view! {
            <section aria-labelledby="publicado">
                <h2 id="publicado">"Lo que está publicado"</h2>
                <p>{format!("Está publicada la versión {version}. {words}")}</p>
                <ul>{hidden}</ul>
                <p>
                    <A href=format!(
                        "/trabajo/candidaturas/{}/versiones",
                        case.id(),
                    )>"Versiones publicadas y qué cambió"</A>
                </p>
                {(!case.work.flags.is_empty())
                    .then(|| {
                        view! {
                            <p class="tag wrong">
                                <strong>
                                    "Hay un señalamiento que espera la decisión de la Instancia Responsable."
                                </strong>
                            </p>
                        }
                    })}
                {(!told.is_empty())
                    .then(|| {
                        view! {
                            <h3>"Qué se hizo y por qué"</h3>
                            <ul class="lines">{told}</ul>
                        }
                    })}
                {forms}
            </section>
        }
        .into_any(),
    )
}

/// The whole profile and its sections, as forms and people name them.
fn parts(case: &Case) -> Vec<(String, String)> {
    let sections = case.election.sections().filter(|(_, section)| !section.statistics_only);
    let name = |key| case.election.profile_part_name(key);
    let sections = sections.map(|(_, section)| (section.key.to_string(), name(Some(&section.key))));
    [(WHOLE.to_owned(), name(None))].into_iter().chain(sections).collect()
}

fn is_hidden(case: &Case, part: &str) -> bool {
    if part == WHOLE { case.work.hidden } else { case.work.hidden_sections.iter().any(|key| key.as_str() == part) }
}

/// Whether somebody pointed at it and nobody decided since.
fn is_flagged(case: &Case, part: &str) -> bool {
    let is_of_part = |flag: &Option<SectionKey>| flag.as_ref().map_or(WHOLE, SectionKey::as_str) == part;
    case.work.flags.iter().any(is_of_part)
}

fn line(case: &Case, control: &Control) -> AnyView {
    let part = control.section.as_ref().map_or(WHOLE, SectionKey::as_str);
    let name = parts(case).into_iter().find(|(key, _)| key == part).map(|(_, name)| name).unwrap_or_default();
    let done = match control.kind {
        ControlKind::Flagged => "Se señaló",
        ControlKind::Dismissed => "Se decidió que siga publicado",
        ControlKind::Disabled => "Se ocultó",
        ControlKind::Restored => "Se mostró de nuevo",
    };
    let when = format::moment(control.at, &case.election.institute.time_zone);
    let ground = control.ground.map(|ground| format!("{}. ", ground.name())).unwrap_or_default();
    let letter = matches!(control.kind, ControlKind::Disabled | ControlKind::Restored)
        .then(|| view! { <Letter id=case.id() control=control.id when=when.clone() /> });
    view! {
        <li>
            <strong>{format!("{done}: {name}.")}</strong>
            <br />
            {format!("{ground}{}", control.reason)}
            <br />
            <span class="quiet">{format!("{when}, {}", control.by)}</span>
            {letter}
        </li>
    }
    .into_any()
}

/// The letter about it, to keep.
#[component]
fn Letter(id: CandidacyId, control: Uuid, when: String) -> impl IntoView {
    let work = expect_context::<Work>();
    let acting = Acting::new();
    let print = move |_| {
        acting.act(async move { work.letter(id, control).await }, Callback::new(|()| ()), move |address| {
            download(&address, "oficio.pdf");
        });
    };
    let name = format!("Descargar oficio (PDF) del {when}");
    view! {
        <p>
            <button type="button" class="second small" aria-label=name disabled=move || acting.is_busy() on:click=print>
                "Descargar oficio (PDF)"
            </button>
        </p>
        {acting.trouble()}
    }
}

/// What a form says.
struct Words {
    title: &'static str,
    help: &'static str,
    /// The question of which part.
    ask: &'static str,
    press: &'static str,
    done: &'static str,
}

const fn words(kind: ControlKind) -> Words {
    match kind {
        ControlKind::Flagged => Words {
            title: "Señalar contenido",
            help: "El perfil no cambia. La Instancia Responsable recibe el aviso y decide.",
            ask: "Qué señala",
            press: "Señalar",
            done: "Señalamiento registrado. La Instancia Responsable decide.",
        },
        ControlKind::Dismissed => Words {
            title: "Dejar publicado lo señalado",
            help: "El perfil no cambia. Quien lo señaló lee el motivo, y el señalamiento se cierra.",
            ask: "Qué sigue publicado",
            press: "Dejar publicado",
            done: "El señalamiento se cerró: el contenido sigue publicado.",
        },
        ControlKind::Disabled => Words {
            title: "Ocultar contenido",
            help: "Deja de verse en el sitio público de inmediato. Quien postula lee el motivo.",
            ask: "Qué se oculta",
            press: "Ocultar",
            done: "Quedó oculto en el sitio público.",
        },
        ControlKind::Restored => Words {
            title: "Mostrar de nuevo",
            help: "Vuelve a verse en el sitio público de inmediato. Quien postula lee el motivo.",
            ask: "Qué se muestra",
            press: "Mostrar de nuevo",
            done: "Ya se muestra en el sitio público.",
        },
    }
}

impl Order {
    /// Whether it can be done to a part.
    fn fits(self, case: &Case, part: &str) -> bool {
        match self.kind {
            ControlKind::Flagged => true,
            ControlKind::Dismissed => is_flagged(case, part),
            ControlKind::Disabled => !is_hidden(case, part),
            ControlKind::Restored => is_hidden(case, part),
        }
    }

    /// Whether a part is chosen and the reason is long enough; told when it changes.
    fn is_ready(self) -> bool {
        !self.part.with(String::is_empty) && self.reason.with(|reason| text::substance(reason) >= 10)
    }

    fn send(self, work: Work, id: CandidacyId, revision: i32, again: Callback<()>) {
        let part = self.part.get_untracked();
        let section = (part != WHOLE).then(|| SectionKey::from(part.as_str()));
        let (ground, reason) = (self.ground.get_untracked(), self.reason.get_untracked());
        let (path, body) = match self.kind {
            ControlKind::Dismissed => (paths::dismissal(id), json(&PartOrder { section, reason })),
            ControlKind::Restored => (paths::restoration(id), json(&PartOrder { section, reason })),
            ControlKind::Disabled => (paths::disabling(id), json(&ControlOrder { section, ground, reason })),
            ControlKind::Flagged => (paths::flags(id), json(&ControlOrder { section, ground, reason })),
        };
        self.acting.act(async move { work.order(&path, revision, body).await }, again, move |_| {
            self.reason.try_set(String::new());
            self.acting.tell(words(self.kind).done.into());
        });
    }

    /// The id of one of the form's fields.
    fn field(self, what: &str) -> String {
        format!("{}-{what}", words(self.kind).press).replace(' ', "-").to_lowercase()
    }
}

#[component]
fn Form(case: Case, order: Order) -> impl IntoView {
    let work = expect_context::<Work>();
    let Order { kind, acting, part, .. } = order;
    let options: Vec<_> = parts(&case).into_iter().filter(|(key, _)| order.fits(&case, key)).collect();
    if !options.iter().any(|(key, _)| part.with_untracked(|part| part == key)) {
        part.set(String::new());
    }
    let (id, revision, again) = (case.id(), case.work.revision, case.again);
    let send = move |_| order.send(work, id, revision, again);
    let Words { title, help, press, .. } = words(kind);
    let form = (!options.is_empty()).then(|| {
        view! {
            <details open=move || acting.is_busy()>
                <summary>{title}</summary>
                <div class="panel">
                    <p>{help}</p>
                    {part_field(order, options)}
                    {ground_field(order)}
                    {reason_field(order)}
                    {acting.trouble()}
                    <p>
                        <button type="button" disabled=move || acting.is_busy() || !order.is_ready() on:click=send>
                            {press}
                        </button>
                    </p>
                </div>
            </details>
        }
    });
    view! {
        {acting.told()}
        {form}
    }
}

fn part_field(order: Order, options: Vec<(String, String)>) -> impl IntoView {
    let part = order.part;
    let options = options.into_iter().map(|(key, name)| {
        let chosen = part.with_untracked(|part| *part == key);
        view! {
            <option value=key prop:selected=chosen>
                {name}
            </option>
        }
    });
    let id = order.field("que");
    view! {
        <p>
            <label for=id.clone()>{words(order.kind).ask}</label>
            <select id=id on:change:target=move |event| part.set(event.target().value())>
                <option value="">"Elija qué"</option>
                {options.collect_view()}
            </select>
        </p>
    }
}

/// On which ground, of what has one.
fn ground_field(order: Order) -> Option<impl IntoView> {
    let has_ground = match order.kind {
        ControlKind::Flagged | ControlKind::Disabled => true,
        ControlKind::Dismissed | ControlKind::Restored => false,
    };
    has_ground.then(|| {
        let (id, ground) = (order.field("causa"), order.ground);
        let change = Callback::new(move |chosen| ground.set(chosen));
        view! {
            <p>
                <label for=id.clone()>"Causa"</label>
                {ground_select(id, ground.get_untracked(), change)}
            </p>
        }
    })
}

fn reason_field(order: Order) -> impl IntoView {
    let (id, help, reason) = (order.field("motivo"), order.field("ayuda"), order.reason);
    view! {
        <p>
            <label for=id.clone()>"Motivo"</label>
            <span class="quiet" id=help.clone()>
                "Dígalo en sus palabras: de 10 a 1,000 caracteres."
            </span>
            <textarea
                id=id
                class="short"
                maxlength="1000"
                aria-describedby=help
                prop:value=reason
                on:input:target=move |event| reason.set(event.target().value())
            ></textarea>
        </p>
    }
}
