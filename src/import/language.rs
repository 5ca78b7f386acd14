//! The language of a text that does not say it, and the tags of those that do.
//!
//! Not here: translation, and the language of a single paragraph.

use whatlang::Lang;

/// The bytes of a text that are looked at. More take longer, and tell no more.
const SAMPLE_LEN: usize = 6_000;

/// The least letters by which a language is told.
const MIN_CHARS: usize = 60;

/// The most likely language of some texts, as a BCP 47 tag; `None` where there is too little of them, or it is not clear, and they may
/// as well be in `default`.
pub(super) fn guessed<'a>(texts: impl Iterator<Item = &'a str>, default: &str) -> Option<String> {
    let mut sample = String::new();
    for text in texts {
        sample.push_str(text);
        sample.push(' ');
        if sample.len() > SAMPLE_LEN {
            break;
        }
    }
    let info = whatlang::detect(&sample)?;
    let is_clear = info.is_reliable() && sample.chars().count() >= MIN_CHARS;
    // However short, a text is not in a language of another script.
    let default = default.split('-').next().unwrap_or_default();
    let is_foreign = !info.script().langs().iter().any(|language| tag(*language) == default);
    (is_clear || is_foreign).then(|| tag(info.lang()).to_owned())
}

/// The two letters of languages that have three as well.
const TWO_LETTERS: &str = "\
    afr=af aka=ak amh=am ara=ar aze=az bel=be ben=bn bul=bg cat=ca ces=cs cmn=zh cym=cy dan=da deu=de ell=el \
    eng=en epo=eo est=et fin=fi fra=fr guj=gu heb=he hin=hi hrv=hr hun=hu hye=hy ind=id ita=it jav=jv jpn=ja \
    kan=kn kat=ka khm=km kor=ko lat=la lav=lv lit=lt mal=ml mar=mr mkd=mk mya=my nep=ne nld=nl nob=nb ori=or \
    pan=pa pes=fa pol=pl por=pt ron=ro rus=ru sin=si slk=sk slv=sl sna=sn spa=es srp=sr swe=sv tam=ta tel=te \
    tgl=tl tha=th tuk=tk tur=tr ukr=uk urd=ur uzb=uz vie=vi zul=zu";

/// The two letters of a language of three.
fn two_letters(three: &str) -> Option<&'static str> {
    TWO_LETTERS
        .split(' ')
        .filter_map(|pair| pair.split_once('='))
        .find(|(long, _)| *long == three)
        .map(|(_, short)| short)
}

/// The tag of a language: two letters where it has them, as BCP 47 asks.
fn tag(language: Lang) -> &'static str {
    let code = language.code();
    two_letters(code).unwrap_or(code)
}

/// A language as services write it, `en_US`, `EN` or `english`, as a tag; `None` where it is no tag.
pub(super) fn written(text: &str) -> Option<String> {
    const NAMES: [(&str, &str); 12] = [
        ("english", "en"),
        ("german", "de"),
        ("deutsch", "de"),
        ("french", "fr"),
        ("français", "fr"),
        ("spanish", "es"),
        ("español", "es"),
        ("portuguese", "pt"),
        ("italian", "it"),
        ("japanese", "ja"),
        ("russian", "ru"),
        ("dutch", "nl"),
    ];
    let lower = text.trim().to_lowercase().replace('_', "-");
    if let Some((_, tag)) = NAMES.iter().find(|(name, _)| *name == lower) {
        return Some((*tag).to_owned());
    }
    let mut parts = lower.split('-');
    let language = parts
        .next()
        .filter(|part| matches!(part.len(), 2 | 3) && part.bytes().all(|byte| byte.is_ascii_lowercase()))?;
    let mut tag = two_letters(language).unwrap_or(language).to_owned();
    for part in parts {
        let is_alphanumeric = (2..=8).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphanumeric());
        if !is_alphanumeric {
            return None;
        }
        tag.push('-');
        match part.len() {
            2 => tag.push_str(&part.to_uppercase()),
            4 => tag.extend(part.chars().enumerate().map(|(nth, c)| if nth == 0 { c.to_ascii_uppercase() } else { c })),
            _ => tag.push_str(part),
        }
    }
    Some(tag)
}
