//! Comments and indentation taken out of scripts and style sheets, which saves readers bytes.
//!
//! The code is read line by line, not parsed: a line inside a block comment, a line that begins with `//` and an empty
//! line are left out. Code that this could damage is returned as it is.
//!
//! Not here: minification. Names, values and line breaks stay.

/// JavaScript or CSS without comment lines and indentation. The code is returned unchanged if it has
///
/// - a template literal over several lines, whose spaces count,
/// - something after the `*/` of a block comment, on the same line,
/// - a block comment that begins after code and does not end on the same line.
#[must_use]
pub fn strip_comments(code: &str) -> String {
    stripped(code).unwrap_or_else(|| code.to_owned())
}

fn stripped(code: &str) -> Option<String> {
    let mut kept = String::with_capacity(code.len());
    let mut in_comment = false;
    for line in code.lines().map(str::trim) {
        let comment = if in_comment { Some(line) } else { line.strip_prefix("/*") };
        if let Some(comment) = comment {
            in_comment = match comment.split_once("*/") {
                Some((_, "")) => false,
                Some(_) => return None,
                None => true,
            };
        } else if !line.is_empty() && !line.starts_with("//") {
            if line.matches('`').count() % 2 == 1 || leaves_comment_open(line) {
                return None;
            }
            kept.push_str(line);
            kept.push('\n');
        }
    }
    Some(kept)
}

/// Whether a block comment may begin in a line of code and go on in the next. A `/*` in a string counts too: that keeps
/// more than it need, and damages nothing.
fn leaves_comment_open(line: &str) -> bool {
    line.rsplit_once("/*").is_some_and(|(_, after)| !after.contains("*/"))
}

#[cfg(test)]
mod tests {
    use super::strip_comments;

    /// The code alone, found character by character: comments and white space are left out, strings are kept whole.
    fn code_of(text: &str) -> String {
        let mut code = String::new();
        let mut rest = text;
        while let Some(c) = rest.chars().next() {
            let len = if rest.starts_with("//") {
                rest.find('\n').unwrap_or(rest.len())
            } else if let Some(comment) = rest.strip_prefix("/*") {
                comment.find("*/").map_or(rest.len(), |end| end + 4)
            } else if c == '"' {
                let end = rest[1..].find('"').map_or(rest.len(), |end| end + 2);
                code.push_str(&rest[..end]);
                end
            } else {
                code.extend((!c.is_whitespace()).then_some(c));
                c.len_utf8()
            };
            rest = &rest[len..];
        }
        code
    }

    /// Every text of up to four lines out of these: no code is lost, and none is made of a comment.
    #[test]
    fn all_code_is_kept() {
        let lines = [
            "code();",
            "  \"/* no comment */\";",
            "// one line",
            "/* one line */",
            "  /* one line */ more();",
            "/* begins",
            "ends */",
            "ends */ more();",
            "code(); /* begins",
            "code(); /* inside */ more();",
            "/*/",
            "",
        ];
        for number in 0..lines.len().pow(4) {
            let text: Vec<&str> = (0..4).map(|at| lines[number / lines.len().pow(at) % lines.len()]).collect();
            let text = text.join("\n");
            assert_eq!(code_of(&strip_comments(&text)), code_of(&text), "{text}");
        }
    }

    #[test]
    fn comments_and_indentation_go() {
        let code = "// a remark\n  one();\n\n/* more\n   of it */\n\ttwo(\"//\"); // kept\n";
        assert_eq!(strip_comments(code), "one();\ntwo(\"//\"); // kept\n");
        assert_eq!(strip_comments("/* a */ one();\n  two();\n"), "/* a */ one();\n  two();\n");
        assert_eq!(strip_comments("`a\n  b`;\n"), "`a\n  b`;\n");
    }
}
