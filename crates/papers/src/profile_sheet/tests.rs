use super::*;
use crate::tests::{ADDRESS, config, leave, photograph, profile, squeezed, text_of};

fn pages(pdf: &[u8]) -> usize {
    lopdf::Document::load_mem(pdf).expect("a PDF").get_pages().len()
}

/// How many photographs a PDF holds: QR codes are lines, not pictures.
fn pictures(pdf: &[u8]) -> usize {
    let document = lopdf::Document::load_mem(pdf).expect("a PDF");
    let is_picture = |object: &&lopdf::Object| {
        object.as_stream().is_ok_and(|stream| {
            stream.dict.get(b"Subtype").and_then(lopdf::Object::as_name).is_ok_and(|name| name == b"Image")
        })
    };
    document.objects.values().filter(is_picture).count()
}

#[test]
fn a_sheet_says_everything_public_and_what_was_not_provided() {
    let (config, profile) = (config(), profile());
    let pdf = profile_sheet(&config, &profile, Some(&photograph(800, 1000)), ADDRESS).expect("a sheet");
    leave("ficha.pdf", &pdf);
    assert_eq!(pictures(&pdf), 1);
    let text = text_of(&pdf);
    let card = &profile.card;
    let mut words = vec![
        card.name.as_str(),
        "«La Maestra»",
        "Presidencia municipal",
        "Fresnillo",
        "Fuerza y Corazón por Zacatecas",
        "Partido Acción Nacional",
        "Partido Revolucionario Institucional",
        "Partido de la Revolución Democrática",
        "Propietaria",
        "Suplente de la misma fórmula Otra Persona Inventada",
        "44 años",
        "Personas indígenas",
        "Versión 2, publicada el 16 de abril de 2024 a las 14:30 horas (hora de Zacatecas)",
        "https://conoceles.ejemplo.mx/candidaturas/persona-de-muestra-nunez-3f9a1c20",
        &config.election.institute.name,
    ];
    for (part, question) in config.election.questions() {
        if part == domain::questionnaire::Part::Identity {
            assert!(!text.contains(&squeezed(&question.label)), "{}", question.label);
        } else if question.kind != Kind::Photo && question.depends_on.is_none() {
            words.push(&question.label);
        }
    }
    for word in words {
        assert!(text.contains(&squeezed(word)), "{word} is not in {text}");
    }
    assert_eq!(text.matches(&squeezed("Trabajé doce años")).count(), 6 * 4);
    let blank = config.election.questions().filter(|(part, question)| {
        *part == domain::questionnaire::Part::Curricular
            && question.kind != Kind::Photo
            && question.depends_on.is_none()
            && !matches!(question.kind, Kind::Text { .. })
    });
    assert_eq!(text.matches(&squeezed(NOT_PROVIDED)).count(), blank.count());
    let again = profile_sheet(&config, &profile, Some(&photograph(800, 1000)), ADDRESS).expect("a sheet");
    assert!(again == pdf, "the same profile gives the same bytes");
}

#[test]
fn a_long_sheet_goes_on_for_pages_and_loses_nothing() {
    let (config, mut profile) = (config(), profile());
    profile.card.name = "María de los Ángeles Guadalupe del Refugio ".repeat(4);
    let published = profile.published.as_mut().expect("published");
    let mut paragraphs_printed = 0;
    for answer in published.answers.values_mut() {
        let paragraphs: Vec<String> = (0..12).map(|_| format!("Párrafo ordinal {}", "xyz ".repeat(100))).collect();
        paragraphs_printed += paragraphs.len();
        *answer = Answer::One(paragraphs.join("\n\n"));
    }
    let courses: Vec<String> = (1..=20).map(|number| format!("Curso número {number} de carpintería")).collect();
    published.answers.insert("education.courses".into(), Answer::Many(courses));
    let pdf = profile_sheet(&config, &profile, Some(&photograph(1600, 400)), ADDRESS).expect("a sheet");
    leave("ficha-larga.pdf", &pdf);
    let (count, text) = (pages(&pdf), text_of(&pdf));
    assert!(count > 6, "{count} pages");
    for number in 1..=count {
        assert!(text.contains(&squeezed(&format!("Página {number} de {count}"))));
    }
    assert_eq!(text.matches(&squeezed("Párrafo ordinal")).count(), paragraphs_printed);
    assert_eq!(text.matches("xyz").count(), paragraphs_printed * 100);
    assert!(text.contains(&squeezed("• Curso número 20 de carpintería")));
}

#[test]
fn what_is_hidden_or_not_consented_is_not_inside() {
    let (config, mut profile) = (config(), profile());
    let published = profile.published.as_mut().expect("published");
    published.sections.retain(|key| key.as_str() != "motivation");
    published.unavailable.push("motivation".into());
    published.sections.push("indigenous".into());
    published.answers.insert("indigenous.self".into(), Answer::One("Sí".to_owned()));
    published.answers.insert("indigenous.people".into(), Answer::One("Caxcán".to_owned()));
    let secret = "Lo que el Instituto ocultó";
    published.answers.insert("motivation".into(), Answer::One(secret.to_owned()));
    published.answers.insert("disability.has".into(), Answer::One("Sin consentimiento".to_owned()));
    let pdf = profile_sheet(&config, &profile, None, ADDRESS).expect("a sheet");
    leave("ficha-oculta.pdf", &pdf);
    assert_eq!(pictures(&pdf), 0);
    let text = text_of(&pdf);
    assert!(text.contains(&squeezed("Este apartado no está disponible por ahora.")));
    assert!(!text.contains(&squeezed(secret)) && !text.contains(&squeezed("¿Por qué quiere ocupar")), "{text}");
    assert!(text.contains("Caxcán") && !text.contains(&squeezed("Sin consentimiento")), "{text}");
}

#[test]
fn a_candidacy_without_information_has_a_sheet_of_what_the_registry_says() {
    let (config, mut profile) = (config(), profile());
    profile.published = None;
    profile.card.published = false;
    profile.partner = None;
    profile.card.members.clear();
    profile.card.nominator_name = "Candidatura independiente".to_owned();
    profile.card.affirmative_action_name = None;
    let pdf = profile_sheet(&config, &profile, None, ADDRESS).expect("a sheet");
    leave("ficha-vacia.pdf", &pdf);
    let text = text_of(&pdf);
    assert_eq!(pages(&pdf), 1);
    let words = profile.card.nothing_shown().expect("words of a profile without information");
    assert!(text.contains(&squeezed(words)) && text.contains(&squeezed("Candidatura independiente")));
    assert!(!text.contains(&squeezed("Acción afirmativa")) && !text.contains(&squeezed(NOT_PROVIDED)), "{text}");
}

#[test]
fn a_damaged_photograph_is_told() {
    assert!(profile_sheet(&config(), &profile(), Some(b"RIFF"), ADDRESS).is_err());
}
