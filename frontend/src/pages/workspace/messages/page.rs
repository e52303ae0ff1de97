//! What one was told, the newest first.

use contract::messages::{Notice, NoticesRead};
use leptos::{ev::Event, prelude::*, task::spawn_local};
use leptos_meta::Title;
use leptos_router::components::A;
use uuid::Uuid;
use wasm_bindgen::JsCast;

use crate::pages::workspace::{
    messages::inbox::Inbox,
    shell::{acting::Acting, with_election},
};
use crate::{
    api::work::Work,
    components::{Heading, focus, shown},
    format,
};

/// The line that says how many were not read.
const COUNT: &str = "sin-leer";

/// Notices that were read since the page read them.
#[derive(Clone, Copy)]
struct Desk {
    read: RwSignal<Vec<Uuid>>,
    work: Work,
    inbox: Inbox,
}

impl Desk {
    fn is_read(self, notice: &Notice) -> bool {
        notice.read_at.is_some() || self.read.with(|read| read.contains(&notice.id))
    }

    /// Opening a notice is reading it. One that the server could not be told of is new again.
    fn open(self, id: Uuid) {
        self.read.update(|read| read.push(id));
        spawn_local(async move {
            match self.work.read_notices(&NoticesRead::Ids(vec![id])).await {
                Ok(left) => self.inbox.tell(left.unread),
                Err(_) => {
                    self.read.try_update(|read| read.retain(|one| *one != id));
                }
            }
        });
    }
}

/// The inbox.
#[component]
pub fn NoticesPage() -> impl IntoView {
    let (work, inbox) = (expect_context::<Work>(), expect_context::<Inbox>());
    let desk = Desk { read: RwSignal::new(Vec::new()), work, inbox };
    let all = RwSignal::new(Vec::<Notice>::new());
    let next = RwSignal::new(None::<Uuid>);
    // How many were not read when this page last knew all of them: more than that are news.
    let told = RwSignal::new(0);
    let (acting, again) = (Acting::new(), RwSignal::new(0));
    let none = Callback::new(|()| ());
    let first = work.newest_notices(again);
    Effect::new(move |_| {
        if let Some(Ok(page)) = first.get() {
            inbox.tell(page.unread);
            told.set(page.unread);
            next.set(page.next_before);
            all.set(page.notices);
        }
    });
    let more = move |_| {
        let Some(before) = next.get_untracked() else { return };
        acting.act(async move { work.older_notices(before).await }, none, move |page| {
            next.try_set(page.next_before);
            all.try_update(|all| all.extend(page.notices));
        });
    };
    // What is read here makes fewer of them; only others make more.
    Effect::new(move |_| {
        let unread = inbox.unread();
        if unread < told.get_untracked() {
            told.set(unread);
        }
    });
    let news = move || first.is_known() && inbox.unread() > told.get();
    let read_all = move |_| {
        let Some(newest) = all.with_untracked(|all| all.first().map(|notice| notice.id)) else { return };
        acting.act(async move { work.read_notices(&NoticesRead::Until(newest)).await }, none, move |left| {
            inbox.tell(left.unread);
            let ids: Vec<Uuid> =
                all.try_with_untracked(|all| all.iter().map(|one| one.id).collect()).unwrap_or_default();
            desk.read.try_update(|read| read.extend(ids));
            // The button goes away with what it was for.
            request_animation_frame(|| focus(COUNT));
        });
    };
    let unread = move || all.with(|all| all.iter().any(|notice| !desk.is_read(notice)));
    view! {
        <Title text="Avisos - Conóceles" />
        <Heading title="Avisos".to_owned() />
        <p>
            "Aquí se le dice cuándo le toca hacer algo y cuándo termina un plazo. También se mandan por correo: vea "
            <A href="/trabajo/mi-cuenta">"a cuál"</A>"."
        </p>
        {acting.trouble()}
        {move || shown(first.get(), |_| ().into_any())}
        <p id=COUNT role="status" tabindex="-1">
            <strong>
                {move || {
                    first
                        .is_known()
                        .then(|| match inbox.unread() {
                            0 => "No tiene avisos sin leer.".to_owned(),
                            unread => format!("{}.", format::count(unread, "aviso sin leer", "avisos sin leer")),
                        })
                }}
            </strong>
        </p>
        <p class="row">
            {move || {
                news()
                    .then(|| {
                        view! {
                            <button
                                type="button"
                                class="small"
                                disabled=move || acting.is_busy()
                                on:click=move |_| again.update(|times: &mut u32| *times += 1)
                            >
                                "Ver los avisos nuevos"
                            </button>
                        }
                    })
            }}
            {move || {
                unread()
                    .then(|| {
                        view! {
                            <button
                                type="button"
                                class="second small"
                                disabled=move || acting.is_busy()
                                on:click=read_all
                            >
                                "Marcar todos como leídos"
                            </button>
                        }
                    })
            }}
        </p>
        {with_election(move |election| {
            let zone = election.institute.time_zone;
            view! {
                <ul class="notices">
                    <For
                        each=move || all.get()
                        key=|notice| notice.id
                        children={
                            let zone = zone.clone();
                            move |notice| view! { <Item notice=notice zone=zone.clone() desk=desk /> }
                        }
                    />
                </ul>
            }
                .into_any()
        })}
        {move || {
            next.get()
                .map(|_| {
                    view! {
                        <p>
                            <button type="button" class="second" disabled=move || acting.is_busy() on:click=more>
                                "Más antiguos"
                            </button>
                        </p>
                    }
                })
        }}
    }
}

#[component]
fn Item(notice: Notice, zone: String, desk: Desk) -> impl IntoView {
    let (id, kept) = (notice.id, notice.clone());
    let unread = Memo::new(move |_| !desk.is_read(&kept));
    let toggled = move |event: Event| {
        let details = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
        if unread.get_untracked() && details.is_some_and(|details| details.has_attribute("open")) {
            desk.open(id);
        }
    };
    let way = if notice.candidacy.is_some() { "Ir a la candidatura" } else { "Ver las candidaturas" };
    view! {
        <li>
            <details on:toggle=toggled>
                <summary>
                    <span class:new=move || unread.get()>{notice.subject.clone()}</span>
                    {move || {
                        unread
                            .get()
                            .then(|| {
                                view! {
                                    " "
                                    <span class="tag">
                                        <strong>"Sin leer"</strong>
                                    </span>
                                }
                            })
                    }}
                    <span class="quiet about">{format::moment(notice.at, &zone)}</span>
                </summary>
                <p class="written">{notice.body.trim().to_owned()}</p>
                <p>
                    <A href=notice.link>{way}<span class="unseen">{format!(": {}", notice.subject)}</span></A>
                </p>
            </details>
        </li>
    }
}
