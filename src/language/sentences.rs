//! The sentences of a paragraph. A dot inside a word or a number, or behind a title such as "Dr.", ends none.
//!
//! Method: the sentence boundaries of Unicode Standard Annex 29, without those behind abbreviations, which it does not know.
//!
//! Not here: whether a text ends as a sentence does ([`super::script`]).

use unicode_segmentation::UnicodeSegmentation;

/// Words behind which a dot ends no sentence, in lower case and without it.
const ABBREVIATIONS: [&str; 36] = [
    "mr", "mrs", "ms", "dr", "prof", "st", "sr", "sra", "jr", "gen", "gov", "sen", "rep", "vs", "e.g", "i.e", "eg",
    "ie", "cf", "no", "nr", "vol", "fig", "pp", "approx", "ca", "bzw", "z.b", "d.h", "u.a", "inkl", "evtl", "mme",
    "mlle", "dra", "ph.d",
];

/// The sentences, with their marks and without blanks around them. None is empty.
pub(crate) fn sentences(text: &str) -> Vec<&str> {
    let mut sentences = Vec::new();
    let mut start = 0;
    let mut end = 0;
    for piece in text.split_sentence_bounds() {
        end += piece.len();
        if !ends_with_abbreviation(&text[start..end]) {
            sentences.push(text[start..end].trim());
            start = end;
        }
    }
    sentences.push(text[start..].trim());
    sentences.retain(|sentence| !sentence.is_empty());
    sentences
}

/// Whether a text ends with an abbreviation or an initial, and its dot.
fn ends_with_abbreviation(text: &str) -> bool {
    let Some(bare) = text.trim_end().strip_suffix('.') else { return false };
    let word = bare.rsplit([' ', '(', '"', '“']).next().unwrap_or_default();
    let is_initial = word.chars().count() == 1 && word.chars().all(char::is_uppercase) && word != "I";
    is_initial || ABBREVIATIONS.contains(&word.to_lowercase().as_str())
}

#[cfg(test)]
mod tests {
    use super::sentences;

    #[test]
    fn dots_inside_words_and_behind_titles_end_no_sentence() {
        let cases: [(&str, &[&str]); 6] = [
            ("We had 2.0 users at example.com? Yes.", &["We had 2.0 users at example.com?", "Yes."]),
            ("Dr. Ann Sample came. So did J. R. Sample.", &["Dr. Ann Sample came.", "So did J. R. Sample."]),
            ("Why? Because. It was… well, odd.", &["Why?", "Because.", "It was… well, odd."]),
            ("それは何ですか。はい。", &["それは何ですか。", "はい。"]),
            ("“Who is it?” she said.", &["“Who is it?”", "she said."]),
            ("", &[]),
        ];
        for (text, right) in cases {
            assert_eq!(sentences(text), right, "{text}");
        }
    }
}
