//! Rows of the registry that could not be taken: each with its faults, to be completed or discarded.

use std::collections::BTreeSet;

use contract::registry::{CompleteRecord, RegistryCell, RegistryRecord};
use domain::{questionnaire::FieldFault, registry::Column};
use leptos::{ev::SubmitEvent, prelude::*};
use uuid::Uuid;

use crate::pages::workspace::registry::{
    columns::{hint, label},
    frame::Frame,
    reason::WithReason,
};
use crate::{
    api::work::Work,
    components::shown_list,
    format,
    pages::workspace::{
        review::claim::named,
        shell::{acting::Acting, election::with_election},
    },
};

/// The rows put aside.
#[component]
pub fn RecordsPage() -> impl IntoView {
    let again = RwSignal::new(0);
    let asked = expect_context::<Work>().registry_records(again);
    let acting = Acting::new();
    // What is being typed in one row outlives that another goes away.
    let rows = RwSignal::new(Vec::<RegistryRecord>::new());
    Effect::new(move |_| {
        if let Some(Ok(mut all)) = asked.get() {
            all.sort_by_key(|record| !record.urgent);
            rows.set(all);
        }
    });
    let done = Callback::new(move |words: String| {
        again.update(|times: &mut u32| *times += 1);
        acting.tell(words);
    });
    view! {
        <Frame title="Renglones apartados">
            <p>
                "Estos renglones del registro venían incompletos o se contradecían; los demás se aplicaron. Corrija lo que se señala y aplique, o descarte con un motivo. Si el registro manda después el renglón bien, se aplica solo y deja de aparecer aquí."
            </p>
            {acting.told()}
            {with_election(move |election| {
                let zone = StoredValue::new(election.institute.time_zone);
                view! {
                    {move || shown_list(asked.get(), "No hay ninguno.", |_| ().into_any())}
                    <For
                        each=move || rows.get()
                        key=|record| record.id
                        children=move |record| view! { <Record record=record zone=zone.get_value() done=done /> }
                    />
                }
                    .into_any()
            })}
        </Frame>
    }
}

/// A cell that is being corrected.
#[derive(Clone)]
struct Field {
    column: Column,
    heading: String,
    typed: RwSignal<String>,
    was: String,
}

/// A row that is being completed or discarded.
#[derive(Clone, Copy)]
struct Mending {
    work: Work,
    acting: Acting,
    id: Uuid,
    fields: StoredValue<Vec<Field>>,
    faults: RwSignal<Vec<FieldFault>>,
    done: Callback<String>,
}

impl Mending {
    fn new(record: &RegistryRecord, done: Callback<String>) -> Self {
        let fields = record.cells.iter().map(|cell| Field {
            column: cell.column,
            heading: label(cell.column, &cell.heading),
            typed: RwSignal::new(cell.value.clone()),
            was: cell.value.clone(),
        });
        let faults = record.faults.iter().map(|fault| FieldFault {
            field: fault.column.code().into(),
            code: fault.code,
            message: fault.message.clone(),
        });
        Self {
            work: expect_context(),
            acting: Acting::new(),
            id: record.id,
            fields: StoredValue::new(fields.collect()),
            faults: RwSignal::new(faults.collect()),
            done,
        }
    }

    /// The cells that were changed.
    fn changed(self) -> Vec<RegistryCell> {
        self.fields.with_value(|all| {
            let changed = all.iter().filter(|field| field.typed.with_untracked(|typed| *typed != field.was));
            let cell = |field: &Field| RegistryCell {
                column: field.column,
                heading: String::new(),
                value: field.typed.get_untracked(),
            };
            changed.map(cell).collect()
        })
    }

    /// Applies the row as it was mended; what is still wrong is said beside its cells.
    fn complete(self) {
        let command = CompleteRecord { cells: self.changed() };
        let complete = async move {
            let answer = self.work.complete_record(self.id, &command).await;
            if let Err(error) = &answer
                && !error.fields().is_empty()
            {
                self.faults.try_set(error.fields().to_vec());
            }
            answer
        };
        self.acting.act(complete, Callback::new(|()| ()), move |synced| {
            self.done.run(if synced.waiting.is_some() {
                "El renglón espera a que otra persona lo revise y lo aplique.".into()
            } else {
                "El renglón se aplicó.".into()
            });
        });
    }

    fn discard(self, reason: String) {
        let discard = async move { self.work.discard_record(self.id, reason).await };
        self.acting.act(discard, Callback::new(|()| ()), move |()| self.done.run("El renglón se descartó.".into()));
    }
}

/// The cells: those that were wrong when the row came, and the others folded until one of them is.
fn cells(mending: Mending, record: &RegistryRecord, name: &str) -> impl IntoView + use<> {
    let faulty: BTreeSet<Column> = record.faults.iter().map(|fault| fault.column).collect();
    let (first, rest): (Vec<_>, Vec<_>) =
        mending.fields.get_value().into_iter().partition(|field| faulty.contains(&field.column));
    let folded: Vec<&str> = rest.iter().map(|field| field.column.code()).collect();
    let faults = mending.faults;
    let unfold = Memo::new(move |_| faults.with(|all| all.iter().any(|fault| folded.contains(&fault.field.as_str()))));
    let [first, rest] =
        [first, rest].map(|fields| fields.into_iter().map(|field| cell(mending.id, field, faults)).collect_view());
    view! {
        <div class="filters">{first}</div>
        <details open=unfold>
            <summary aria-label=format!("Todos los datos de {name}")>"Todos los datos"</summary>
            <div class="filters">{rest}</div>
        </details>
    }
}

#[component]
fn Record(record: RegistryRecord, zone: String, done: Callback<String>) -> impl IntoView {
    let mending = Mending::new(&record, done);
    let acting = mending.acting;
    let value = |column| record.cells.iter().find(|cell| cell.column == column).map_or("", |cell| cell.value.as_str());
    let name = [Column::GivenName, Column::FirstSurname, Column::SecondSurname].map(value).join(" ");
    let name = if name.trim().is_empty() { "Sin nombre".to_owned() } else { name.trim().to_owned() };
    let folio = if value(Column::Folio).is_empty() { "sin folio" } else { value(Column::Folio) };
    let title = format!("{name} ({folio})");
    let source = named(&record.source_name, &record.source);
    let came = format!("Línea {} del archivo de {source}, {}", record.line, format::moment(record.at, &zone));
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        mending.complete();
    };
    let (apply, drop_it) = (format!("Aplicar: {title}"), format!("Descartar: {title}"));
    let heading = format!("renglon-{}", record.id);
    let urgent = record.urgent.then(|| {
        view! {
            <p>
                <span class="tag wrong">"Urgente"</span>
                " El registro dice que ya no está activa y todavía se ve al público."
            </p>
        }
    });
    view! {
        <section class="panel" aria-labelledby=heading.clone()>
            <h2 id=heading.clone()>{title}</h2>
            <p class="quiet">{came}</p>
            {urgent}
            {acting.trouble()}
            <form on:submit=submit>
                {cells(mending, &record, &name)} <p>
                    <button type="submit" aria-label=apply disabled=move || acting.is_busy()>
                        "Aplicar"
                    </button>
                </p>
            </form>
            <WithReason
                id=heading.clone()
                title="Descartar"
                help="El renglón no se aplica, y no vuelve a apartarse aunque el registro lo repita igual."
                label=drop_it
                acting=acting
                send=Callback::new(move |reason: String| mending.discard(reason))
            />
        </section>
    }
}

/// A cell with what is wrong in it.
fn cell(record: Uuid, field: Field, faults: RwSignal<Vec<FieldFault>>) -> AnyView {
    let id = format!("{}-{record}", field.column.code());
    let told = format!("{id}-falta");
    let code = field.column.code();
    let wrong = Memo::new(move |_| {
        faults.with(|all| all.iter().find(|fault| fault.field == code).map(|fault| fault.message.clone()))
    });
    let typed = field.typed;
    // The hint is read with the field, and what is wrong while something is.
    let (tip, help) = (hint(field.column), format!("{id}-ayuda"));
    let described = [tip.map(|_| help.clone()).unwrap_or_default(), told.clone()];
    let described = move || {
        let [help, told] = &described;
        let words = if wrong.get().is_some() { format!("{help} {told}") } else { help.clone() };
        Some(words.trim().to_owned()).filter(|words| !words.is_empty())
    };
    view! {
        <p>
            <label for=id.clone()>{field.heading}</label>
            {tip
                .map(|words| {
                    view! {
                        <span class="quiet" id=help>
                            {words}
                        </span>
                    }
                })}
            <input
                id=id
                autocomplete="off"
                prop:value=typed
                aria-invalid=move || wrong.get().map(|_| "true")
                aria-describedby=described
                on:input:target=move |event| typed.set(event.target().value())
            />
            <span class="fault" id=told hidden=move || wrong.get().is_none()>
                {wrong}
            </span>
        </p>
    }
    .into_any()
}
