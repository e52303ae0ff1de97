//! Spreadsheets that nobody filled.

use std::io::{Cursor, Write as _};

use zip::{CompressionMethod, ZipWriter, write::SimpleFileOptions};

use super::Hostile;

const CONTENT_TYPES: &str = r#"<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>"#;
const ROOT: &str = r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#;
const WORKBOOK: &str = r#"<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="Captura" sheetId="1" r:id="rId1"/></sheets></workbook>"#;
const RELATIONS: &str = r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings" Target="sharedStrings.xml"/><Relationship Id="rId3" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.xml"/></Relationships>"#;
const NAMESPACE: &str = r#"xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main""#;

/// A book of these parts; those of a usual book that are not among them are added.
fn book(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let usual = [
        ("[Content_Types].xml", CONTENT_TYPES),
        ("_rels/.rels", ROOT),
        ("xl/workbook.xml", WORKBOOK),
        ("xl/_rels/workbook.xml.rels", RELATIONS),
    ];
    let mut book = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
    let missing = usual.iter().filter(|(name, _)| parts.iter().all(|(other, _)| other != name));
    let missing = missing.map(|(name, text)| (*name, text.as_bytes()));
    for (name, bytes) in missing.chain(parts.iter().copied()) {
        book.start_file(name, options).expect("a part");
        book.write_all(bytes).expect("written");
    }
    book.finish().expect("a book").into_inner()
}

/// The XML of a sheet with these rows.
fn sheet(rows: &str) -> String {
    format!("<worksheet {NAMESPACE}><sheetData>{rows}</sheetData></worksheet>")
}

fn with_sheet(rows: &str) -> Vec<u8> {
    book(&[("xl/worksheets/sheet1.xml", sheet(rows).as_bytes())])
}

fn with_strings(attributes: &str, strings: &str, rows: &str) -> Vec<u8> {
    let shared = format!("<sst {NAMESPACE} {attributes}>{strings}</sst>");
    book(&[("xl/sharedStrings.xml", shared.as_bytes()), ("xl/worksheets/sheet1.xml", sheet(rows).as_bytes())])
}

/// Rows of cells that all show the first shared string.
fn rows_of_the_first_string(rows: usize, columns: usize) -> String {
    let cells = r#"<c t="s"><v>0</v></c>"#.repeat(columns);
    format!("<row>{cells}</row>").repeat(rows)
}

/// The bytes of a file after one of its parts was found and changed.
fn changed(mut file: Vec<u8>, from: &[u8], to: &[u8], which: usize) -> Vec<u8> {
    let places: Vec<usize> = (0..file.len() - from.len()).filter(|at| file[*at..].starts_with(from)).collect();
    let at = places[which];
    file[at..at + to.len()].copy_from_slice(to);
    file
}

/// A book whose first part in the central directory has other bytes at an offset of its entry.
fn with_central_entry(offset: usize, bytes: &[u8]) -> Vec<u8> {
    let mut file = with_sheet("");
    let at = (0..file.len() - 4).find(|at| file[*at..].starts_with(b"PK\x01\x02")).expect("a central directory");
    file[at + offset..at + offset + bytes.len()].copy_from_slice(bytes);
    file
}

/// A book with its last sizes and counts changed, as the end of a ZIP tells them.
fn with_end(offset: usize, bytes: &[u8]) -> Vec<u8> {
    let mut file = with_sheet("");
    let at = file.len() - 22;
    file[at + offset..at + offset + bytes.len()].copy_from_slice(bytes);
    file
}

/// Two entries of the directory that lead to the same bytes.
fn overlapping() -> Vec<u8> {
    let big = vec![b' '; 20_000_000];
    let file = book(&[("xl/worksheets/sheet1.xml", &big), ("xl/worksheets/sheet2.xml", &big)]);
    let entries: Vec<usize> = (0..file.len() - 4).filter(|at| file[*at..].starts_with(b"PK\x01\x02")).collect();
    let [.., one, two] = entries[..] else { panic!("entries") };
    let mut file = file;
    let place: [u8; 4] = file[one + 42..one + 46].try_into().expect("a place");
    file[two + 42..two + 46].copy_from_slice(&place);
    file
}

fn nested() -> Vec<u8> {
    let inner = (0..4).fold(vec![b'0'; 50_000_000], |inner, _| book(&[("xl/worksheets/sheet1.xml", &inner)]));
    book(&[("xl/worksheets/sheet1.xml", &inner)])
}

fn laughing() -> Vec<u8> {
    let mut entities = "<!ENTITY l0 \"ja\">".to_owned();
    for level in 1..12 {
        entities.push_str(&format!("<!ENTITY l{level} \"{}\">", format!("&l{};", level - 1).repeat(10)));
    }
    let text = format!(
        "<?xml version=\"1.0\"?><!DOCTYPE sst [{entities}]><sst {NAMESPACE} uniqueCount=\"1\"><si><t>&l11;</t></si></sst>"
    );
    let rows = sheet(&rows_of_the_first_string(1, 1));
    book(&[("xl/sharedStrings.xml", text.as_bytes()), ("xl/worksheets/sheet1.xml", rows.as_bytes())])
}

fn reading_a_file_of_the_server() -> Vec<u8> {
    let text = format!(
        "<?xml version=\"1.0\"?><!DOCTYPE sst [<!ENTITY f SYSTEM \"file:///etc/passwd\">]><sst {NAMESPACE}><si><t>&f;</t></si></sst>"
    );
    let rows = sheet(&rows_of_the_first_string(1, 1));
    book(&[("xl/sharedStrings.xml", text.as_bytes()), ("xl/worksheets/sheet1.xml", rows.as_bytes())])
}

fn of_sheets(number: usize) -> Vec<u8> {
    let sheets: String = (0..number).map(|at| format!(r#"<sheet name="H{at}" sheetId="{at}" r:id="rId1"/>"#)).collect();
    let text = WORKBOOK.replace(r#"<sheet name="Captura" sheetId="1" r:id="rId1"/>"#, &sheets);
    book(&[("xl/workbook.xml", text.as_bytes())])
}

/// A book that a spreadsheet program could have written.
pub(super) fn honest() -> Vec<u8> {
    with_strings("count=\"100\" uniqueCount=\"1\"", "<si><t>FOLIO</t></si>", &rows_of_the_first_string(10, 10))
}

pub(super) fn all() -> Vec<Hostile> {
    let whole = with_sheet(&rows_of_the_first_string(10, 10));
    let letter = "<si><t>a</t></si>";
    let megabyte = format!("<si><t>{}</t></si>", "a".repeat(1_000_000));
    let inline = |text: &str| format!(r#"<row><c t="inlineStr"><is><t>{text}</t></is></c></row>"#);
    let relation = |target: &str| RELATIONS.replace("worksheets/sheet1.xml", target);
    vec![
        Hostile::new(
            "claims ten million million shared strings",
            with_strings("uniqueCount=\"10000000000000\"", letter, ""),
        ),
        Hostile::new(
            "claims more shared strings than a number holds",
            with_strings("uniqueCount=\"99999999999999999999\"", letter, ""),
        ),
        Hostile::new(
            "shows one string of a megabyte in 400,000 cells",
            with_strings("", &megabyte, &rows_of_the_first_string(4_000, 100)),
        ),
        Hostile::new(
            "has 300,000 cells of one letter",
            with_strings("", letter, &rows_of_the_first_string(2_000, 150)),
        ),
        Hostile::new("unpacks to eighty megabytes of nothing", {
            let nothing = vec![b' '; 20_000_000];
            let part = |name| (name, nothing.as_slice());
            book(&[part("xl/worksheets/sheet1.xml"), part("a.xml"), part("b.xml"), part("c.xml")])
        }),
        Hostile::new("is a book in a book in a book", nested()),
        Hostile::new("has two parts in the same bytes", overlapping()),
        Hostile::new("has a thousand parts", {
            let names: Vec<String> = (0..1_000).map(|at| format!("xl/{at}.xml")).collect();
            let parts: Vec<(&str, &[u8])> = names.iter().map(|name| (name.as_str(), b"".as_slice())).collect();
            book(&parts)
        }),
        Hostile::new("says in its directory that it has 65,535 parts", with_end(8, &[0xFF; 4])),
        Hostile::new("says that its directory begins beyond its end", with_end(16, &[0xFE, 0xFF, 0xFF, 0x7F])),
        Hostile::new("says that a part of it unpacks to ten bytes", with_central_entry(24, &10_u32.to_le_bytes())),
        Hostile::new("says that a part of it is encrypted", with_central_entry(8, &[1, 0])),
        Hostile::new("is packed in a way that nobody knows", with_central_entry(10, &[99, 0])),
        Hostile::new("has 50,000 empty sheets", of_sheets(50_000)),
        Hostile::new("expands entities a million million times", laughing()),
        Hostile::new("asks for a file of the server", reading_a_file_of_the_server()),
        Hostile::new("relates to itself", book(&[("xl/_rels/workbook.xml.rels", relation("workbook.xml").as_bytes())])),
        Hostile::new(
            "relates to what is outside of it",
            book(&[("xl/_rels/workbook.xml.rels", relation("../../../etc/passwd").as_bytes())]),
        ),
        Hostile::new("says that it reaches to the last cell there is", {
            let text = sheet(&inline("x")).replace("<sheetData>", r#"<dimension ref="A1:XFD1048576"/><sheetData>"#);
            book(&[("xl/worksheets/sheet1.xml", text.as_bytes())])
        }),
        Hostile::new(
            "has a cell in row four thousand million",
            with_sheet(r#"<row r="4294967295"><c r="A4294967295"><v>1</v></c></row>"#),
        ),
        Hostile::new(
            "has a cell in a column of ten thousand letters",
            with_sheet(&format!(r#"<row r="1"><c r="{}1"><v>1</v></c></row>"#, "Z".repeat(10_000))),
        ),
        Hostile::new("nests elements 100,000 deep", with_sheet(&"<row>".repeat(100_000))),
        Hostile::new(
            "has a hundred thousand attributes",
            with_sheet(&format!("<row {}/>", (0..100_000).map(|at| format!("a{at}=\"1\" ")).collect::<String>())),
        ),
        Hostile::new("has a cell of ten million characters", with_sheet(&inline(&"x".repeat(10_000_000)))),
        Hostile::new(
            "shows a shared string that it has not",
            with_sheet(r#"<row><c t="s"><v>4294967295</v></c></row>"#),
        ),
        Hostile::new(
            "repeats a formula of itself",
            with_sheet(&r#"<row><c><f t="shared" si="0" ref="A1:XFD1048576">A1</f></c></row>"#.repeat(10_000)),
        ),
        Hostile::new("has a hundred thousand styles", {
            let styles = format!(
                "<styleSheet {NAMESPACE}><cellXfs>{}</cellXfs></styleSheet>",
                "<xf numFmtId=\"14\"/>".repeat(100_000)
            );
            book(&[("xl/styles.xml", styles.as_bytes())])
        }),
        Hostile::new("is not of any letters", book(&[("xl/worksheets/sheet1.xml", &[0xFF; 10_000])])),
        Hostile::new("is cut in the middle", whole[..whole.len() / 2].to_vec()),
        Hostile::new("has one bit changed in what is packed", changed(whole.clone(), b"PK\x03\x04", b"PK\x03\x05", 4)),
        Hostile::new(
            "is locked with a password",
            [b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1".as_slice(), &[0; 4_096]].concat(),
        ),
        Hostile::new("is nothing but the end of a ZIP", [b"PK\x05\x06".as_slice(), &[0; 18]].concat()),
    ]
}
