//! Texts with numbers in them, in the order in which people count.

/// A folio so that texts compare as people count: `ZAC-2` before `ZAC-10`.
pub(super) fn natural(folio: &str) -> String {
    const DIGITS: usize = 12;
    let mut key = String::new();
    let mut digits = String::new();
    for c in folio.chars().map(Some).chain([None]) {
        match c {
            Some(digit) if digit.is_ascii_digit() => digits.push(digit),
            other => {
                if !digits.is_empty() {
                    let significant = digits.trim_start_matches('0');
                    key.push_str(&format!("{significant:0>DIGITS$}"));
                    digits.clear();
                }
                key.extend(other);
            }
        }
    }
    key
}

#[cfg(test)]
mod tests {
    use super::natural;

    #[test]
    fn folios_are_in_order_as_people_count() {
        assert!(natural("ZAC24-2") < natural("ZAC24-10") && natural("ZAC24-00099") < natural("ZAC24-100"));
        assert!(natural("ZAC24-2/B") > natural("ZAC24-2/A") && natural("A") < natural("B-1"));
    }
}
