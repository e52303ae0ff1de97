//! PDFs that nobody signed.

use super::{Hostile, bomb, packed};

/// The catalog, the pages and one page, as objects 1 to 3.
const PAGES: &str = "1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n\
    3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]>>endobj\n";

/// A PDF of these objects, without a table of where they are: every reader looks for them then.
fn pdf(objects: &[u8], trailer: &str) -> Vec<u8> {
    [b"%PDF-1.5\n", objects, format!("\ntrailer<<{trailer}>>\n%%EOF\n").as_bytes()].concat()
}

/// A PDF of these objects that leads to no page: a reader that leaves them alone refuses it for that.
fn broken(objects: &[u8]) -> Vec<u8> {
    pdf(&[PAGES.as_bytes(), objects].concat(), "/Root 9 0 R/Size 1000")
}

/// An object that does something: what has it is refused, if it is read to its end.
const JS: &str = "5 0 obj<</JS(1)>>endobj\n";

/// A PDF of one page and these objects more.
fn with(objects: &[u8]) -> Vec<u8> {
    pdf(&[PAGES.as_bytes(), objects].concat(), "/Root 1 0 R/Size 1000")
}

/// A stream object of these bytes, packed.
fn stream(number: usize, dictionary: &str, bytes: &[u8]) -> Vec<u8> {
    packed_stream(number, dictionary, &packed(bytes))
}

fn packed_stream(number: usize, dictionary: &str, bytes: &[u8]) -> Vec<u8> {
    let head = format!("{number} 0 obj<<{dictionary}/Filter/FlateDecode/Length {}>>stream\n", bytes.len());
    [head.as_bytes(), bytes, b"\nendstream endobj\n"].concat()
}

/// A PDF with a stream of objects, which its table leads to: `pairs` numbers and offsets, then `body`.
fn with_object_stream(pairs: &str, number: usize, body: &[u8]) -> Vec<u8> {
    let inner = [pairs.as_bytes(), body].concat();
    let dictionary = format!("/Type/ObjStm/N {number}/First {}", pairs.len());
    let objects = [b"%PDF-1.5\n", PAGES.as_bytes(), &stream(4, &dictionary, &inner)].concat();
    let place =
        |needle: &str| (0..objects.len()).find(|at| objects[*at..].starts_with(needle.as_bytes())).expect("an object");
    let mut table = vec![0, 0, 0, 0, 0, 0xFF];
    for needle in ["1 0 obj", "2 0 obj", "3 0 obj", "4 0 obj"] {
        table.push(1);
        table.extend_from_slice(&u32::try_from(place(needle)).expect("a place").to_be_bytes());
        table.push(0);
    }
    table.extend_from_slice(&[2, 0, 0, 0, 4, 0]);
    let at = objects.len();
    let references = stream(6, "/Type/XRef/Size 6/W[1 4 1]/Root 1 0 R", &table);
    [objects.as_slice(), &references, format!("startxref\n{at}\n%%EOF\n").as_bytes()].concat()
}

/// A PDF whose table is these words.
fn with_table(table: &str, trailer: &str) -> Vec<u8> {
    let body = [b"%PDF-1.4\n", PAGES.as_bytes()].concat();
    let at = body.len();
    [body.as_slice(), format!("xref\n{table}\ntrailer<<{trailer}>>\nstartxref\n{at}\n%%EOF\n").as_bytes()].concat()
}

/// A PDF whose table is a stream with these words in its dictionary.
fn with_table_stream(dictionary: &str, bytes: &[u8]) -> Vec<u8> {
    with_packed_table(dictionary, &packed(bytes))
}

fn with_packed_table(dictionary: &str, bytes: &[u8]) -> Vec<u8> {
    let body = [b"%PDF-1.5\n", PAGES.as_bytes()].concat();
    let at = body.len();
    let table = packed_stream(7, &format!("/Type/XRef/Root 9 0 R {dictionary}"), bytes);
    [body.as_slice(), &table, format!("startxref\n{at}\n%%EOF\n").as_bytes()].concat()
}

fn acting(action: &str) -> Vec<u8> {
    let pages = PAGES.replace("/Type/Catalog", &format!("/Type/Catalog/OpenAction<<{action}>>"));
    pdf(pages.as_bytes(), "/Root 1 0 R/Size 4")
}

pub(super) fn all() -> Vec<Hostile> {
    let equal: String = (0..2_000).map(|at| format!("{} 0 ", at + 10)).collect();
    let empty = ["[", &"[]".repeat(1_000_000), "]"].concat();
    let deep =
        |open: &str, close: &str| [JS, "6 0 obj", &open.repeat(200_000), &close.repeat(200_000), " endobj\n"].concat();
    let page = "3 0 R ".repeat(1_500_000);
    vec![
        Hostile::new("has 2,000 objects in one place, each of a million lists", with_object_stream(&equal, 2_000, empty.as_bytes())),
        Hostile::new("has a stream of objects that says it has four thousand million", with_object_stream("9 0 ", 4_294_967_295, b"<</JS(1)>>")),
        Hostile::new("has forty streams of 32 megabytes of objects", {
            let body = packed(&[b"9 0 ".as_slice(), &vec![b' '; 32_000_000]].concat());
            let streams: Vec<Vec<u8>> =
                (10..50).map(|at| packed_stream(at, "/Type/ObjStm/N 1/First 4", &body)).collect();
            broken(&[streams.concat(), b"5 0 obj<</JS(1)>>endobj\n".to_vec()].concat())
        }),
        Hostile::new("unpacks to a gigabyte in its table", with_packed_table("/Size 4/W[1 4 1]", &bomb(1_000))),
        Hostile::new("has pages that are their own parents", pdf(
            b"1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Parent 2 0 R/Kids[2 0 R 2 0 R]/Count 9>>endobj\n",
            "/Root 1 0 R/Size 3",
        )),
        Hostile::new("has the same page a million times, and a program", {
            let pages = PAGES.replace("[3 0 R]", &format!("[{page}]"));
            pdf(format!("{pages}5 0 obj<</JS(1)>>endobj\n").as_bytes(), "/Root 1 0 R/Size 6")
        }),
        Hostile::new("nests lists 200,000 deep", broken(deep("[", "]").as_bytes())),
        Hostile::new("nests dictionaries 200,000 deep", broken(deep("<</A", ">>").as_bytes())),
        Hostile::new("opens brackets of a text ten million times", broken([JS, "6 0 obj", &"(".repeat(9_000_000)].concat().as_bytes())),
        Hostile::new("has a table that leads to itself", {
            let body = [b"%PDF-1.4\n", PAGES.as_bytes()].concat();
            with_table("0 1\n0000000000 65535 f ", &format!("/Root 9 0 R/Size 4/Prev {}", body.len()))
        }),
        Hostile::new("has a table of four thousand million places", with_table("0 4294967295\n0000000000 65535 f ", "/Root 9 0 R/Size 4294967295")),
        Hostile::new("has a table stream of a thousand million places", with_table_stream("/Size 1000000000/W[1 8 8]/Index[0 1000000000]", &[1; 64])),
        Hostile::new("has a table stream of fields of two thousand million bytes", with_table_stream("/Size 4/W[2147483647 2147483647 2147483647]", &[1; 64])),
        Hostile::new("has a table stream of fields of less than nothing", with_table_stream("/Size 4/W[-1 -1 -1]/Index[-1 -1]", &[1; 64])),
        Hostile::new("has numbers that nobody can count", pdf(
            b"1 0 obj<</Type/Catalog/Pages 99999999999999999999 0 R>>endobj\n99999999999999999999 0 obj 9999999999999999999999999999 endobj\n",
            "/Root 1 0 R/Size 99999999999999999999",
        )),
        Hostile::new("has a stream that says it is longer than all files", broken(b"5 0 obj<</Length 9223372036854775807/JS(1)>>stream\nx\nendstream endobj\n")),
        Hostile::new("has a stream whose length is itself", broken(b"5 0 obj<</Length 5 0 R/JS(1)>>stream\nx\nendstream endobj\n")),
        Hostile::new("packs its table a thousand times", {
            let filters = "/FlateDecode".repeat(1_000);
            let bytes = (0..20).fold(vec![0; 1_000_000], |bytes, _| packed(&bytes));
            let body = [b"%PDF-1.5\n", PAGES.as_bytes()].concat();
            let head = format!("7 0 obj<</Type/XRef/Root 9 0 R/Size 4/W[1 4 1]/Filter[{filters}]/Length {}>>stream\n", bytes.len());
            let end = format!("\nendstream endobj\nstartxref\n{}\n%%EOF\n", body.len());
            [body.as_slice(), head.as_bytes(), &bytes, end.as_bytes()].concat()
        }),
        Hostile::new("foretells rows of two thousand million columns", with_table_stream("/Size 4/W[1 4 1]/DecodeParms<</Predictor 12/Columns 2147483647/Colors 2147483647>>", &[2; 64])),
        Hostile::new("has 400,000 objects and a program", {
            let objects: String = (10..400_010).map(|at| format!("{at} 0 obj[]endobj\n")).collect();
            broken(format!("{objects}5 0 obj<</JS(1)>>endobj\n").as_bytes())
        }),
        Hostile::new("is locked with a password", with_table("0 1\n0000000000 65535 f ", "/Root 1 0 R/Size 4/ID[(0123456789abcdef)(0123456789abcdef)]/Encrypt<</Filter/Standard/V 2/R 3/Length 128/P -4/O(01234567890123456789012345678901)/U(01234567890123456789012345678901)>>")),
        Hostile::new("runs a program when it is opened", acting("/S/JavaScript/JS(app.alert(1))")),
        Hostile::new("starts another program when it is opened", acting("/S/Launch/F(cmd.exe)")),
        Hostile::new("sends what is written in it somewhere", acting("/S/SubmitForm/F(https://example.invalid)")),
        Hostile::new("carries a file", with(b"5 0 obj<</Names<</EmbeddedFiles<</Names[(a)6 0 R]>>>>>>endobj\n")),
        Hostile::new("hides a program in a stream of objects", with_object_stream("9 0 ", 1, b"<</S/JavaScript/JS(app.alert(1))>>")),
        Hostile::new("has no pages", pdf(b"1 0 obj<</Type/Catalog>>endobj\n", "/Root 1 0 R/Size 2")),
        Hostile::new("has no catalog", pdf(b"", "/Root 1 0 R/Size 2")),
        Hostile::new("is nothing but its first line", b"%PDF-1.7\n".to_vec()),
        Hostile::new("is a page of the web and a PDF", [b"<html><script>alert(1)</script>".as_slice(), &broken(b"")].concat()),
        Hostile::new("is a ZIP and a PDF", [b"PK\x03\x04".as_slice(), &broken(b"")].concat()),
        Hostile::new("is ten megabytes of one letter", [b"%PDF-1.7\n".as_slice(), &vec![b'a'; 10_000_000]].concat()),
    ]
}
