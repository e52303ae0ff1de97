//! What one was told, the newest first.

use contract::messages::{Message, MessagePage, MessagesRead};
use leptos::{ev::Event, prelude::*, task::spawn_local};
use leptos_meta::Title;
use leptos_router::components::A;
use uuid::Uuid;
use wasm_bindgen::JsCast;

use crate::pages::workspace::{
    messages::inbox::Inbox,
    shell::{
        acting::{Acting, More},
        election::with_election,
    },
};
use crate::{
    api::work::{Asked, Work},
    components::{Heading, focus, shown},
    format,
};

/// The line that says how many were not read.
const COUNT: &str = "sin-leer";

/// What the page knows of the messages.
#[derive(Clone, Copy)]
struct Desk {
    work: Work,
    inbox: Inbox,
    acting: Acting,
    /// Those on the screen, the newest first.
    all: RwSignal<Vec<Message>>,
    /// Those that were read since the page read them.
    read: RwSignal<Vec<Uuid>>,
    /// Where the older ones begin, if there are any.
    next: RwSignal<Option<Uuid>>,
    /// How many were not read when this page last knew all of them: more than that are news.
    told: RwSignal<i64>,
}

impl Desk {
    fn new() -> Self {
        let (all, read) = (RwSignal::new(Vec::new()), RwSignal::new(Vec::new()));
        let (next, told) = (RwSignal::new(None), RwSignal::new(0));
        Self { work: expect_context(), inbox: expect_context(), acting: Acting::new(), all, read, next, told }
    }

    /// Takes the newest messages whenever they are read.
    fn follow(self, newest: Asked<MessagePage>) {
        Effect::new(move |_| {
            if let Some(Ok(page)) = newest.get() {
                self.inbox.tell(page.unread);
                self.told.set(page.unread);
                self.next.set(page.next_before);
                self.all.set(page.notices);
            }
        });
        // What is read here makes fewer of them; only others make more.
        Effect::new(move |_| {
            let unread = self.inbox.unread();
            if unread < self.told.get_untracked() {
                self.told.set(unread);
            }
        });
    }

    fn is_read(self, message: &Message) -> bool {
        message.read_at.is_some() || self.read.with(|read| read.contains(&message.id))
    }

    /// Whether one of those on the screen was not read; told when it changes.
    fn has_unread(self) -> bool {
        self.all.with(|all| all.iter().any(|message| !self.is_read(message)))
    }

    /// Opening a message is reading it. One that the server could not be told of is new again.
    fn open(self, id: Uuid) {
        self.read.update(|read| read.push(id));
        spawn_local(async move {
            match self.work.mark_messages_read(&MessagesRead::Ids(vec![id])).await {
                Ok(left) => self.inbox.tell(left.unread),
                Err(_) => {
                    self.read.try_update(|read| read.retain(|message| *message != id));
                }
            }
        });
    }

    fn read_all(self) {
        let Some(newest) = self.all.with_untracked(|all| all.first().map(|message| message.id)) else { return };
        let read = async move { self.work.mark_messages_read(&MessagesRead::Until(newest)).await };
        self.acting.act(read, Callback::new(|()| ()), move |left| {
            self.inbox.tell(left.unread);
            let ids: Vec<Uuid> =
                self.all.try_with_untracked(|all| all.iter().map(|message| message.id).collect()).unwrap_or_default();
            self.read.try_update(|read| read.extend(ids));
            // The button goes away with what it was for.
            request_animation_frame(|| focus(COUNT));
        });
    }

    fn read_older(self) {
        let Some(before) = self.next.get_untracked() else { return };
        let older = async move { self.work.older_messages(before).await };
        self.acting.act(older, Callback::new(|()| ()), move |page| {
            self.next.try_set(page.next_before);
            self.all.try_update(|all| all.extend(page.notices));
        });
    }
}

/// The inbox.
#[component]
pub fn MessagesPage() -> impl IntoView {
    let desk = Desk::new();
    let (acting, again) = (desk.acting, RwSignal::new(0));
    let newest = desk.work.newest_messages(again);
    desk.follow(newest);
    let news = move || newest.is_known() && desk.inbox.unread() > desk.told.get();
    let unread = move || match desk.inbox.unread() {
        0 => "No tiene avisos sin leer.".to_owned(),
        unread => format!("{}.", format::count(unread, "aviso sin leer", "avisos sin leer")),
    };
    view! {
        <Title text="Avisos - Conóceles" />
        <Heading title="Avisos".to_owned() />
        <p>
            "Aquí se le dice cuándo le toca hacer algo y cuándo termina un plazo. También se mandan por correo: vea "
            <A href="/trabajo/mi-cuenta">"a cuál"</A>"."
        </p>
        {acting.trouble()}
        {move || shown(newest.get(), |_| ().into_any())}
        <p id=COUNT role="status" tabindex="-1">
            <strong>{move || newest.is_known().then(unread)}</strong>
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
                desk.has_unread()
                    .then(|| {
                        view! {
                            <button
                                type="button"
                                class="second small"
                                disabled=move || acting.is_busy()
                                on:click=move |_| desk.read_all()
                            >
                                "Marcar todos como leídos"
                            </button>
                        }
                    })
            }}
        </p>
        {list(desk)}
        <More
            there_is=Signal::derive(move || desk.next.get().is_some())
            acting=acting
            words="Más antiguos"
            more=Callback::new(move |()| desk.read_older())
        />
    }
}

fn list(desk: Desk) -> AnyView {
    with_election(move |election| {
        let zone = election.institute.time_zone;
        view! {
            <ul class="notices">
                <For
                    each=move || desk.all.get()
                    key=|message| message.id
                    children={
                        let zone = zone.clone();
                        move |message| view! { <Item message=message zone=zone.clone() desk=desk /> }
                    }
                />
            </ul>
        }
        .into_any()
    })
}

#[component]
fn Item(message: Message, zone: String, desk: Desk) -> impl IntoView {
    let (id, kept) = (message.id, message.clone());
    let unread = Memo::new(move |_| !desk.is_read(&kept));
    let toggled = move |event: Event| {
        let details = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
        if unread.get_untracked() && details.is_some_and(|details| details.has_attribute("open")) {
            desk.open(id);
        }
    };
    let way = if message.candidacy.is_some() { "Ir a la candidatura" } else { "Ver las candidaturas" };
    view! {
        <li>
            <details on:toggle=toggled>
                <summary>
                    <span class:new=move || unread.get()>{message.subject.clone()}</span>
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
                    <span class="quiet about">{format::moment(message.at, &zone)}</span>
                </summary>
                <p class="written">{message.body.trim().to_owned()}</p>
                <p>
                    <A href=message.link>{way}<span class="unseen">{format!(": {}", message.subject)}</span></A>
                </p>
            </details>
        </li>
    }
}
