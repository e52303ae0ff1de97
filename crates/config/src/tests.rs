use std::{fs, path::PathBuf};

use domain::{
    capture::advisor::{Author, Corpus, Known, People, advise},
    questionnaire::Answer,
};

use super::*;

fn zacatecas() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../config/zacatecas-2024")
}

/// A copy of the real configuration with one text of one file replaced.
fn with(name: &str, file: &str, from: &str, to: &str) -> Vec<Fault> {
    let folder = std::env::temp_dir().join(format!("conoceles-configuration-{}-{name}", std::process::id()));
    copy(&zacatecas(), &folder);
    let path = folder.join(file);
    let text = fs::read_to_string(&path).expect("the file");
    assert!(text.contains(from), "{file} does not hold {from}");
    fs::write(&path, text.replacen(from, to, 1)).expect("written");
    let outcome = load(&folder);
    fs::remove_dir_all(&folder).expect("removed");
    outcome.expect_err("a faulty configuration")
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("a folder");
    for entry in fs::read_dir(from).expect("a folder") {
        let entry = entry.expect("an entry");
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).map(|_| ()).expect("copied");
        }
    }
}

#[test]
fn the_configuration_of_zacatecas_has_no_faults() {
    let configuration = load(&zacatecas()).expect("no faults");
    let election = configuration.election;
    assert_eq!(election.territories.len(), 1 + 18 + 58);
    assert_eq!((election.parties.len(), election.coalitions.len(), election.offices.len()), (12, 3, 3));
    let questions =
        |questionnaire: &Questionnaire| questionnaire.sections.iter().map(|s| s.questions.len()).sum::<usize>();
    assert_eq!(questions(&election.identity), 20);
    assert_eq!(questions(&election.curricular), 20);
}

#[test]
fn offices_are_explained_in_short_sentences_that_agree_with_the_data() {
    let election = load(&zacatecas()).expect("no faults").election;
    for office in &election.offices {
        for (question, text) in office.explanation.parts() {
            assert!(text.ends_with('.') && !text.contains('\n'), "{}: {question} {text}", office.name);
            for sentence in text.split_inclusive('.') {
                let words = sentence.split_whitespace().count();
                assert!((2..=20).contains(&words), "{}: {words} words: {sentence}", office.name);
            }
        }
        let explanation = &office.explanation;
        let words = [&explanation.seats, &explanation.formula].map(String::as_str).join(" ");
        let number = match office.list_positions {
            Some(places) => usize::from(places),
            None => election.territories_of(office).count(),
        };
        assert!(words.split(' ').any(|word| word == number.to_string()), "{}: {number} in {words}", office.name);
        for word in ["propietaria", "suplente"] {
            assert!(explanation.formula.contains(word), "{}: {word}", office.name);
        }
    }
}

#[test]
#[expect(clippy::too_many_lines, reason = "a table: every fault with where it is planted")]
fn every_fault_names_its_file_and_line() {
    let cases = [
        ("zone", "institute.toml", "America/Mexico_City", "America/Zacatecas", "institute.toml:9", "time zone"),
        ("column", "election.toml", "replaces = \"SUSTITUYE_A\"\n", "", "election.toml", "replaces"),
        (
            "office",
            "election.toml",
            "key = \"deputy_proportional\"",
            "key = \"deputy_majority\"",
            "election.toml:183",
            "repeated",
        ),
        (
            "explanation",
            "election.toml",
            "term = \"Tres años.\"\nseats = \"\"\"\nZacatecas",
            "seats = \"\"\"\nZacatecas",
            "election.toml:221",
            "term",
        ),
        (
            "unexplained",
            "election.toml",
            "term = \"Tres años.\"",
            "term = \" \"",
            "election.toml:168",
            "`term` is empty",
        ),
        (
            "min",
            "questionnaires/curricular.toml",
            "min = 280\nmax = 1600",
            "min = 2800\nmax = 1600",
            "questionnaires/curricular.toml",
            "greater",
        ),
        (
            "option",
            "questionnaires/identity.toml",
            "is = \"Sí\"",
            "is = \"Quizá\"",
            "questionnaires/identity.toml",
            "not an option",
        ),
        ("member", "coalitions.csv", "PAN-PRI-PRD", "PAN-PRI-PXX", "coalitions.csv:2", "PXX"),
        ("inegi", "municipalities.csv", "32002,", "3202,", "municipalities.csv:3", "INEGI"),
        ("sender", "institute.toml", "conoceles@ieez.org.mx", "conoceles", "institute.toml:6", "e-mail"),
        (
            "marks",
            "election.toml",
            "days_before = [7, 3, 1]",
            "days_before = [7, 3, 3]",
            "election.toml",
            "days_before",
        ),
        ("hour", "election.toml", "hour = 8", "hour = 24", "election.toml", "0 to 23"),
        (
            "placeholder",
            "notices/messages.toml",
            "subject = \"Le toca validar: {candidatura}\"",
            "subject = \"Le toca validar: {respuesta}\"",
            "notices/messages.toml",
            "{respuesta}",
        ),
        (
            "message",
            "notices/messages.toml",
            "[notices.verdicts_given]",
            "[notices.verdicts]",
            "notices/messages.toml",
            "[notices.verdicts_given]",
        ),
        ("syntax", "election.toml", "minimum_age = 18", "minimum_age = ", "election.toml:6", ""),
        ("claim", "election.toml", "claim_minutes = 30", "claim_minutes = 0", "election.toml:36", "nonzero"),
        ("alias", "advisor/aliases.csv", "PRD,PRD,any", "PRD,PXX,any", "advisor/aliases.csv:7", "PXX"),
        (
            "case",
            "advisor/aliases.csv",
            "PRD,PRD,any",
            "PRD,PRD,some",
            "advisor/aliases.csv:7",
            "any, proper or initials",
        ),
        ("slogan", "advisor/slogans.csv", "4T,MORENA", "4T,MORENITA", "advisor/slogans.csv", "MORENITA"),
        ("term", "advisor/terms.csv", "bello sexo,sexist", "bello?,sexist", "advisor/terms.csv", "question mark"),
        ("tone", "advisor/terms.csv", "bello sexo,sexist", "bello sexo,rude", "advisor/terms.csv", "offensive"),
        ("bar", "advisor/exempt.csv", "Sierra Morena", "Sierra| Morena", "advisor/exempt.csv", "one word"),
        (
            "unknown",
            "questionnaires/curricular.toml",
            "required = true",
            "requiredd = true",
            "questionnaires/curricular.toml",
            "requiredd",
        ),
        (
            "degree",
            "election.toml",
            "degree = \"education.level\"",
            "degree = \"motivation\"",
            "election.toml",
            "a choice",
        ),
        (
            "searched",
            "election.toml",
            "[\"motivation\"]",
            "[\"indigenous.people\"]",
            "election.toml",
            "public question",
        ),
        (
            "sealed-photo",
            "questionnaires/identity.toml",
            "nacional?\"\nkind = \"choice\"\nrequired = true\noptions = [\"Sí\", \"No\"]",
            "nacional?\"\nkind = \"photo\"\nrequired = true",
            "questionnaires/identity.toml",
            "only the curricular questionnaire",
        ),
        ("bands", "election.toml", "from = 30", "from = 31", "election.toml", "age_bands"),
    ];
    for (name, file, from, to, place, words) in cases {
        let faults = with(name, file, from, to);
        let messages: Vec<String> = faults.iter().map(ToString::to_string).collect();
        assert!(messages.iter().any(|fault| fault.starts_with(place) && fault.contains(words)), "{name}: {messages:?}");
    }
}

#[test]
fn faults_of_several_files_are_told_at_once() {
    let folder = std::env::temp_dir().join(format!("conoceles-configuration-{}-empty", std::process::id()));
    fs::create_dir_all(&folder).expect("a folder");
    let faults = load(&folder).expect_err("nothing there");
    fs::remove_dir_all(&folder).expect("removed");
    let files: std::collections::BTreeSet<_> = faults.into_iter().map(|fault| fault.file).collect();
    assert_eq!(files.len(), 16);
}

#[test]
fn the_lists_of_zacatecas_find_what_they_are_for_and_leave_alone_what_they_are_not() {
    let Configuration { election, lists, .. } = load(&zacatecas()).expect("no faults");
    let row = |name: &str| {
        serde_json::json!({
            "folio": "F", "office": "municipal_president", "territory": "zac/mun/32010", "list_position": null, "kind": "owner",
            "formula": name, "nominator": "MAZ", "responsible_party": "MAZ", "given_name": name, "first_surname": "Luna",
            "second_surname": "García", "nickname": "", "sex": "woman", "birth_date": "1980-01-01", "affirmative_action": null,
            "consecutive": false, "email": "", "status": "active", "approved_on": "2024-03-30", "replaces": null
        })
    };
    let registration = serde_json::from_value(row("Ana")).expect("a registration");
    let other = serde_json::from_value(row("Francisco")).expect("a registration");
    let ids = [1, 2].map(|number| domain::ids::CandidacyId(uuid::Uuid::from_u128(number)));
    let corpus = Corpus::new(&election);
    let people = People::new([(ids[0], &registration), (ids[1], &other)]);
    let author = Author { candidacy: ids[0], registration: &registration };
    let found = |text: &str| -> Vec<String> {
        let answers = [("motivation".into(), Answer::One(text.to_owned()))].into();
        let findings = advise(&election, &lists, &author, &answers, Known { corpus: &corpus, people: &people });
        findings.into_iter().flat_map(|finding| finding.places).map(|place| place.passage).collect()
    };
    for passage in [
        "PRI",
        "P.R.D",
        "panistas",
        "Acción Nacional",
        "gobiernos de morena",
        "Morena",
        "Partido Verde",
        "PVEM",
        "Fuerza y Corazón por Zacatecas",
        "Francisco Luna García",
        "votemos por nosotras",
        "Cuarta Transformación",
        "los ciudadanos",
        "todos los niños",
        "adultos mayores",
        "minusválidos",
        "capacidades diferentes",
        "tercera edad",
    ] {
        let faults = found(&format!("Antes de que {passage} tuviera que ver."));
        assert!(faults.len() == 1 && faults[0].contains(passage), "{passage}: {faults:?}");
    }
    for text in [
        "Movimiento Alternativa Zacatecas y MAZ me postulan",
        "en el campo falta el pan y una mujer morena lo sabe",
        "un movimiento ciudadano por las áreas verdes",
        "en Luis Moya, Villa González Ortega y la colonia Benito Juárez",
        "en la Universidad Autónoma de Zacatecas Francisco García Salinas",
        "las niñas y los niños, las y los jóvenes, las personas adultas mayores y con discapacidad",
        "las actividades ilegales, el pavimento mojado y los países pobres",
        "fui criada en Fresnillo y votaré leyes por el agua",
        "los voto inválidos y los derechos ciudadanos",
    ] {
        assert_eq!(found(text), Vec::<String>::new(), "{text}");
    }
}
