use super::{
    fixture::{Desk, answers, id, person},
    *,
};

const WATER: &str = "Construiremos dos plantas potabilizadoras para que en tres años las comunidades de la sierra tengan agua \
                     limpia todos los días, con tuberías nuevas y un comité de vigilancia en cada localidad del municipio.";
const SCHOOL: &str = "Abriremos talleres de oficios por la tarde en cada escuela secundaria y daremos becas de transporte a \
                      quienes estudian lejos de su casa, con una meta de quinientas becas en el primer año de gobierno.";

#[test]
fn a_copy_of_another_candidacy_is_found_however_it_is_typed() {
    let mut desk = Desk::new();
    desk.put(3, &person(3, "MC", "F2", "Benito,Juárez,Ávila"), &answers([("proposal.first", WATER)]));
    let typed = format!("Mi propuesta: {}", WATER.to_lowercase().replace("años", "anos").replace(", ", " ;  "));
    let findings = desk.advise(&answers([("proposal.second", &typed)]));
    let [copy] = findings.as_slice() else { panic!("{findings:?}") };
    assert_eq!(
        (copy.kind, copy.ground, copy.field.as_str()),
        (FindingKind::CopyOfOther, Ground::Copy, "proposal.second")
    );
    assert!(copy.share > Some(90) && copy.places[0].passage.starts_with("construiremos dos plantas"), "{copy:?}");
    assert_eq!(copy.others, [id(3)]);
}

#[test]
fn the_author_is_not_told_whose_the_other_text_is() {
    let mut desk = Desk::new();
    desk.put(
        3,
        &person(3, "MC", "F2", "Benito,Juárez,Ávila"),
        &answers([("proposal.first", &format!("{SCHOOL} {WATER}"))]),
    );
    let finding = desk.advise(&answers([("proposal.first", WATER)])).remove(0).for_author();
    assert!(finding.others.is_empty());
    let json = serde_json::to_string(&finding).expect("json");
    assert!(!json.contains("talleres") && !json.contains("Juárez") && !json.contains(&id(3).to_string()), "{json}");
}

#[test]
fn some_changed_words_do_not_hide_a_copy_and_count_as_the_authors() {
    let mut desk = Desk::new();
    desk.put(3, &person(3, "MC", "F2", "Benito,Juárez,Ávila"), &answers([("proposal.first", WATER)]));
    let changed = WATER
        .replace("dos plantas potabilizadoras", "dos grandes plantas potabilizadoras")
        .replace("limpia", "potable");
    let findings = desk.advise(&answers([("proposal.first", &changed)]));
    assert_eq!((findings.len(), findings[0].kind), (1, FindingKind::CopyOfOther));
    assert!(findings[0].share < Some(100) && findings[0].share > Some(70), "{:?}", findings[0].share);
}

#[test]
fn a_short_proposal_inside_a_long_text_is_found() {
    let mut desk = Desk::new();
    let long: String = (0..60).map(|n| format!("Cosa{n} hecha{n} con{n} gusto{n} propio{n}. ")).collect();
    desk.put(
        3,
        &person(3, "MC", "F2", "Benito,Juárez,Ávila"),
        &answers([("motivation", &format!("{long}{WATER}{long}"))]),
    );
    let copier = desk.advise(&answers([("proposal.first", WATER)]));
    assert!(
        copier.iter().any(|finding| finding.kind == FindingKind::CopyOfOther && finding.share == Some(100)),
        "{copier:?}"
    );
}

#[test]
fn names_of_laws_and_the_question_itself_are_no_copy() {
    let mut desk = Desk::new();
    let law = "la Ley General de Acceso de las Mujeres a una Vida Libre de Violencia";
    let asked =
        "Propuesta en materia de género o, en su caso, del grupo en situación de discriminación que representa:";
    let other = format!("{asked} cumplir {law} con módulos de atención en cada colonia.");
    desk.put(3, &person(3, "MC", "F2", "Benito,Juárez,Ávila"), &answers([("proposal.equality", &other)]));
    let own = format!("{asked} difundir {law} mediante jornadas, radio y carteles en las comunidades.");
    assert_eq!(desk.advise(&answers([("proposal.equality", &own)])), []);
}

#[test]
fn the_formula_is_told_apart_and_the_same_person_is_no_copy() {
    let mut desk = Desk::new();
    let text = answers([("proposal.first", WATER)]);
    desk.put(1, &desk.author.clone(), &text);
    let mut twice = desk.author.clone();
    (twice.formula, twice.nominator) = ("F9".into(), "PAN".into());
    desk.put(20, &twice, &text);
    assert_eq!(desk.advise(&text), [], "one's own");
    desk.put(2, &person(2, "FCZ", "F1", "Rosa,Campos,de la Torre"), &text);
    let findings = desk.advise(&text);
    assert_eq!((findings.len(), findings[0].kind), (1, FindingKind::CopyInFormula));
    assert!(findings[0].words.contains("compañera o compañero de fórmula"));
    desk.put(3, &person(3, "MC", "F2", "Benito,Juárez,Ávila"), &text);
    let findings = desk.advise(&text);
    assert_eq!(
        (findings.len(), findings[0].kind, findings[0].others.as_slice()),
        (1, FindingKind::CopyOfOther, &[id(3)][..])
    );
}

#[test]
fn what_is_pieced_together_from_several_counts_as_one_copy() {
    let mut desk = Desk::new();
    desk.put(3, &person(3, "MC", "F2", "Benito,Juárez,Ávila"), &answers([("proposal.first", WATER)]));
    desk.put(4, &person(4, "PT", "F3", "Jesús,González,Ortega"), &answers([("proposal.first", SCHOOL)]));
    let findings = desk.advise(&answers([("proposal.first", &format!("{SCHOOL}\n\n{WATER}"))]));
    assert_eq!(findings.len(), 1);
    assert_eq!((findings[0].share, findings[0].others.len()), (Some(100), 2));
}

#[test]
fn a_text_taken_back_or_changed_is_no_longer_copied() {
    let mut desk = Desk::new();
    let other = person(3, "MC", "F2", "Benito,Juárez,Ávila");
    desk.put(3, &other, &answers([("proposal.first", WATER), ("proposal.second", SCHOOL)]));
    assert_eq!(desk.corpus.size().0, 2);
    desk.put(3, &other, &answers([("proposal.first", SCHOOL)]));
    assert_eq!(desk.advise(&answers([("proposal.first", WATER)])), []);
    desk.corpus.remove(id(3));
    assert_eq!(desk.corpus.size(), (0, 0));
    assert_eq!(desk.advise(&answers([("proposal.first", SCHOOL)])), []);
}

#[test]
fn an_answer_that_repeats_another_is_told_with_the_question_it_repeats() {
    let findings = Desk::new().advise(&answers([("proposal.first", WATER), ("proposal.second", WATER)]));
    let [repeated] = findings.as_slice() else { panic!("{findings:?}") };
    assert_eq!((repeated.kind, repeated.ground), (FindingKind::RepeatedAnswer, Ground::Incomplete));
    assert_eq!((repeated.field.as_str(), repeated.share), ("proposal.second", Some(100)));
    assert!(repeated.words.contains("«Propuesta 1»"), "{}", repeated.words);
}

#[test]
fn other_parties_are_found_as_people_write_them() {
    let desk = Desk::new();
    for (text, passage) in [
        ("Fui regidora por el PT en 2018", "PT"),
        ("Antes milité en el P.T. de mi pueblo", "P.T"),
        ("Colaboré con Morena dos años", "Morena"),
        ("Los gobiernos de morena en la región", "gobiernos de morena"),
        ("MORENA me invitó a sus asambleas", "MORENA"),
        ("Apoyé a Movimiento Ciudadano", "Movimiento Ciudadano"),
        ("QUIERO DECIR QUE MOVIMIENTO CIUDADANO NOS FALLA", "MOVIMIENTO CIUDADANO"),
        ("con el partido verde trabajé", "partido verde"),
        ("por la coalición pt, nueva alianza y pes", "coalición pt, nueva alianza y pes"),
        ("la alianza PT-PES del distrito", "PT"),
    ] {
        assert_eq!(desk.passages(FindingKind::MentionOfParty, text)[0], passage, "{text}");
    }
}

#[test]
fn common_words_are_no_mention_of_a_party() {
    let desk = Desk::new();
    for text in [
        "Que a nadie le falte el pan en su mesa",
        "QUE A NADIE LE FALTE EL PAN NI EL PES EN SU MESA",
        "una mujer de piel morena y orgullosa",
        "MUJER DE PIEL MORENA Y ORGULLOSA DE SU PUEBLO",
        "Morena y orgullosa de serlo, así soy",
        "un movimiento ciudadano por el agua",
        "Movimiento ciudadano por el agua fue mi primera causa",
        "áreas verdes, línea verde y energía verde",
        "PRImaria y TRABAJO para el partido de fútbol",
        "la PTAR del municipio trata el agua",
    ] {
        assert_eq!(desk.passages(FindingKind::MentionOfParty, text), Vec::<String>::new(), "{text}");
    }
}

#[test]
fn ones_own_party_coalition_and_its_members_are_no_mention() {
    let mut desk = Desk::new();
    let text = "Con el PAN, el PRI y Fuerza y Corazón por Zacatecas desde Acción Nacional";
    assert_eq!(desk.found(text), []);
    // Who stands for a party alone still belongs to the coalition it joined, but not to the other member.
    desk.author.nominator = "PAN".into();
    assert_eq!(desk.passages(FindingKind::MentionOfParty, text), ["PRI"]);
    desk.author.nominator = "PNP".into();
    let own = "Encabezo la Coalición PT, Nueva Alianza y PES en el distrito";
    assert_eq!(desk.passages(FindingKind::MentionOfParty, own), Vec::<String>::new());
    desk.author.nominator = "INDEPENDIENTE".into();
    assert_eq!(desk.passages(FindingKind::MentionOfParty, text).len(), 4);
}

#[test]
fn other_candidacies_are_found_by_name_surnames_or_a_nickname_of_their_own() {
    let desk = Desk::new();
    for (text, passage, other) in [
        ("trabajé con benito juarez avila en la presidencia", "benito juarez avila", 3),
        ("TRABAJÉ CON BENITO JUÁREZ ÁVILA EN LA PRESIDENCIA", "BENITO JUÁREZ ÁVILA", 3),
        ("como ya dijo Juárez Ávila en su informe", "Juárez Ávila", 3),
        ("el licenciado Benito Juárez Ávila", "Benito Juárez Ávila", 3),
        ("la gente sigue al Correcaminos y a El Correcaminos", "El Correcaminos", 3),
        ("apoyo a Luz Campos Flores", "Luz Campos Flores", 5),
        ("junto a Ana Ruiz en la colonia", "Ana Ruiz", 6),
    ] {
        let findings = desk.advise(&answers([("motivation", text)]));
        let Some(finding) = findings.iter().find(|finding| finding.kind == FindingKind::MentionOfCandidacy) else {
            panic!("{text}: {findings:?}")
        };
        assert_eq!(finding.others, [id(other)], "{text}");
        assert_eq!(finding.places[0].passage, passage);
    }
}

#[test]
fn namesakes_places_and_common_words_are_no_mention_of_a_candidacy() {
    let desk = Desk::new();
    for text in [
        "Soy María del Carmen López García y mi fórmula es Rosa Campos de la Torre",
        "de la familia López García de toda la vida",
        "en el municipio de Villa González Ortega",
        "en la Universidad Autónoma de Zacatecas Francisco García Salinas y en la García Salinas",
        "habrá luz, campos, flores y parques",
        "CAMPOS FLORES Y PARQUES PARA LAS COMUNIDADES DE ZACATECAS",
        "con mi tía Rosa Juárez Ávila", // another Rosa: the surnames follow a given name that is not his
        "La Maestra de mi pueblo y El Inge de la obra",
        "pidió a ana ruiz su firma",
    ] {
        assert_eq!(desk.passages(FindingKind::MentionOfCandidacy, text), Vec::<String>::new(), "{text}");
    }
}

#[test]
fn slogans_are_found_the_own_ones_too() {
    let desk = Desk::new();
    let findings = desk.advise(&answers([("motivation", "¡Vota por mí! Por una PATRIA ordenada, y generosa.")]));
    let summary: Vec<_> = findings.iter().map(|finding| (finding.kind, finding.places[0].passage.as_str())).collect();
    assert_eq!(
        summary,
        [(FindingKind::Slogan, "Vota por mí"), (FindingKind::Slogan, "una PATRIA ordenada, y generosa")]
    );
    assert!(findings[1].words.contains("tampoco los propios"));
    assert_eq!(desk.found("Devota por mi madre; la patria ordenada"), []);
}

#[test]
fn terms_are_found_with_what_to_write_instead() {
    let desk = Desk::new();
    let text = "Para los ciudadanos, TODOS LOS CIUDADANOS y los minusvalidos; ningún idiota.";
    let findings = desk.advise(&answers([("motivation", text)]));
    let summary: Vec<_> =
        findings.iter().map(|finding| (finding.kind, finding.places.len(), finding.suggestion.as_deref())).collect();
    assert_eq!(
        summary,
        [
            (FindingKind::Sexist, 2, Some("la ciudadanía")),
            (FindingKind::Discriminatory, 1, Some("personas con discapacidad")),
            (FindingKind::Offensive, 1, None),
        ]
    );
    assert_eq!(findings[0].places[1].passage, "TODOS LOS CIUDADANOS");
    assert!(findings.iter().all(|finding| finding.ground == Ground::OffensiveLanguage));
}

#[test]
fn inclusive_language_is_left_alone() {
    let desk = Desk::new();
    for text in [
        "las y los ciudadanos",
        "las/los ciudadanos y los(as) ciudadanos(as)",
        "todas y todos los ciudadanos",
        "los ciudadanos y las ciudadanas",
        "las niñas, los niños y adolescentes",
        "nuestras y nuestros niños",
        "los niños y las niñas de la sierra",
        "derechos ciudadanos y consejos ciudadanos",
    ] {
        assert_eq!(desk.found(text), [], "{text}");
    }
}

#[test]
fn a_text_in_capitals_is_told_and_a_short_or_mixed_one_is_not() {
    let desk = Desk::new();
    assert_eq!(desk.found(&WATER.to_uppercase())[0].0, FindingKind::Capitals);
    assert_eq!(desk.found("AGUA PARA LA SIERRA"), []);
    assert_eq!(desk.found(&format!("AGUA Y CAMINOS PARA LA SIERRA: {WATER}")), []);
}

#[test]
fn what_fills_up_an_answer_is_told() {
    let desk = Desk::new();
    let sentence = "Vamos a mejorar los servicios de todas las colonias. ";
    let filled = [
        sentence.repeat(6),
        format!("{WATER} {}", "bien ".repeat(5)),
        format!("{WATER}{}", ".".repeat(60)),
        format!("Agua{}limpia para la gente", " ".repeat(40)),
        "agua . - . - . - . - . - . - . - . - . - . - para - . - . la . - . gente . - . de . - aquí".to_owned(),
        format!("Agua limpia{}", "a".repeat(40)),
    ];
    for text in filled {
        assert_eq!(
            desk.found(&text).iter().map(|(kind, _)| *kind).collect::<Vec<_>>(),
            [FindingKind::Padding],
            "{text}"
        );
    }
}

#[test]
fn ordinary_writing_is_not_taken_for_padding() {
    let desk = Desk::new();
    for text in [
        format!("{WATER}\n\n\n   1. {SCHOOL}... ¡No, no, no! Con $1,000,000 — www.ejemplo.mx"),
        format!("{WATER}{}", " ".repeat(200)),
        "Agua: pozos, tuberías (nuevas), tanques; luz: postes, focos (led), cables; calles: baches.".to_owned(),
    ] {
        assert_eq!(desk.found(&text), [], "{text}");
    }
}

#[test]
fn lists_and_lines_are_read_too_and_say_which_line() {
    let desk = Desk::new();
    let lines = vec!["Diplomado en derecho".to_owned(), "Escuela de cuadros del PT".to_owned()];
    let mut given = answers([("contact.house", "Calle Benito Juárez Ávila 12"), ("identity.community", "del PT")]);
    given.insert("education.courses".into(), Answer::Many(lines));
    let findings = desk.advise(&given);
    let summary: Vec<_> =
        findings.iter().map(|finding| (finding.field.as_str(), finding.kind, finding.places[0].item)).collect();
    assert_eq!(
        summary,
        [("contact.house", FindingKind::MentionOfCandidacy, 0), ("education.courses", FindingKind::MentionOfParty, 1)]
    );
}

#[test]
fn nothing_is_found_where_nothing_is_written() {
    let desk = Desk::new();
    for text in ["", "   ", "\u{200F}\u{200E}", "🙂", "…", "\u{301}", "a"] {
        assert_eq!(desk.found(text), [], "{text:?}");
    }
    assert_eq!(desk.advise(&Answers::new()), []);
}

#[test]
fn every_place_cuts_its_passage_out_of_what_was_typed() {
    let mut desk = Desk::new();
    desk.put(3, &person(3, "MC", "F2", "Benito,Juárez,Ávila"), &answers([("proposal.first", WATER)]));
    let pieces = [
        WATER,
        SCHOOL,
        "el PT",
        "P.R.I.",
        "🙂👩‍👩‍👧",
        "\u{202E}los ciudadanos\u{202C}",
        "nin\u{303}ez",
        "los nin\u{303}os",
        "¡Vota por mí!",
        "minus\u{200B}válidos",
        "Benito Juárez Ávila",
        "\n\n",
        ".........",
        "ÁÉÍÓÚ",
        "𝗠𝗼𝗿𝗲𝗻𝗮",
        "Morena",
        "ﬁn",
        "bla bla bla bla bla",
        "e\u{301}e\u{301}e\u{301}",
        "                    ",
        "AGUA PARA TODAS LAS COMUNIDADES DE LA SIERRA",
    ];
    // A fixed walk over many mixtures, the same in every run.
    let mut state = 7_u64;
    let mut checked = 0;
    for _ in 0..300 {
        let mut text = String::new();
        for _ in 0..8 {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            let piece = usize::try_from(state >> 33).expect("31 bits") % pieces.len();
            text += pieces[piece];
            text.push(if state & (1 << 20) == 0 { ' ' } else { '\u{200F}' });
        }
        for finding in desk.advise(&answers([("proposal.first", &text), ("proposal.second", &text)])) {
            assert!(!finding.places.is_empty() && !finding.words.is_empty());
            for place in finding.places {
                let cut: String = text.chars().skip(place.start).take(place.end - place.start).collect();
                let whole = place.end - place.start <= Place::LONGEST;
                let given =
                    if whole { cut == place.passage } else { cut.starts_with(place.passage.trim_end_matches('…')) };
                assert!(
                    given && place.start < place.end && place.passage.chars().count() <= Place::LONGEST,
                    "{place:?}\n{text}"
                );
                checked += 1;
            }
        }
    }
    assert!(checked > 1000, "{checked}");
}

#[test]
fn a_text_of_five_thousand_characters_is_read_whole() {
    let mut desk = Desk::new();
    let long: String = (0..700).map(|n| format!("palabra{n} ")).collect();
    desk.put(3, &person(3, "MC", "F2", "Benito,Juárez,Ávila"), &answers([("motivation", &long)]));
    let text = format!("{} el PT", long.chars().take(5000).collect::<String>());
    let findings = desk.advise(&answers([("motivation", &text)]));
    assert_eq!(
        findings.iter().map(|finding| finding.kind).collect::<Vec<_>>(),
        [FindingKind::CopyOfOther, FindingKind::MentionOfParty]
    );
    let [copied] = findings[0].places.as_slice() else { panic!("{:?}", findings[0].places) };
    assert_eq!((copied.start, copied.passage.chars().count()), (0, Place::LONGEST));
    assert!(copied.end > 4_900);
}
