//! Scripts and style sheets as readers fetch them: without remarks and indentation. Not a minifier: names and values stay.

/// JavaScript, or a style sheet, without remarks and indentation. As it is where a text of it goes over several lines.
#[must_use]
pub fn lean(code: &str) -> String {
    if code.lines().any(|line| line.matches('`').count() % 2 == 1) {
        return code.to_owned();
    }
    let mut plain = String::with_capacity(code.len());
    let mut in_remark = false;
    for line in code.lines().map(str::trim) {
        in_remark |= line.starts_with("/*");
        if !in_remark && !line.is_empty() && !line.starts_with("//") {
            plain.push_str(line);
            plain.push('\n');
        }
        in_remark &= !line.ends_with("*/");
    }
    plain
}
