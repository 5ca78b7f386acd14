//! English words that are common in talk of any subject, in what a podcast says of itself, and in advertisements: they make no topic.
//!
//! The stop words of [`crate::language`] are those that titles are not about; a title may be about a company or a year. Not here: other
//! languages, in which the counts alone decide.

use std::sync::LazyLock;

use rustc_hash::FxHashSet;

/// In lower case; the inflected forms of each go with it.
const GENERIC: &str = "\
    able absolutely accurate advice ago ahead amount angle answer anybody anyway apart approach area article aspect aware away \
    background backward bad base basic basically basis beginning believe benefit best better big bigger biggest bite block body bold book bottom \
    box brief brilliant bring broad bucket build building built bunch busy button call calling capability care case caught cause \
    center certain certainly chance change changed check choice choose chunk circle clarity class classic clear \
    clearly click close cohort colleague comfortable common company complete completely complex complicated concept concrete connect \
    consider context conversation core correct corner couple course crazy create curve cut cycle daily date day deal \
    dear decide deck deep deeply definition degree depend depending detail dial difference different differently difficult direct direction \
    directly discovered discuss dot double doubt draw drive driver driving dude early easier easily easy edge effect effective effectively effort \
    element email emphasis end ended enjoyed enormous entire entirely episode especially essentially evening event eventually \
    everybody everyone everywhere evidence exact exactly example excellent exciting excited exist existing expect expectation experience \
    explain explicit extent extra extremely eye face fact factor fair fairly fall familiar fantastic fascinating fashion fast faster favorite \
    feature feel feeling fell felt figure file final finally find fine finish fit five flavor flip focus focused folk follow following force \
    form forth forward found four frame framework free frequently friend full fully fun function fundamental fundamentally funny future gap gave \
    general generally generic genuinely give given giving glad goal gotcha grand guess guy guys half hand handle happen happened happening \
    happy hard harder hate head hear heard heart heavily hell helpful helped helping helps help high higher highly hilarious hint hit hold home honest \
    honestly hope hour house huge hundred idea ideal ideally imagine immediate immediately impact important importance impossible \
    improve include incredible incredibly individual industry inflection information initial initially inside insight instance instead intense \
    interview interviewer item jump keep kept key kid kinda kindly kept large larger late later latter lead leading learn learned learning leave led \
    left length lesson less let level leverage life light likely limit line link list listen listener listening literally live long longer look \
    looked looking lose loud low lower lucky magic main mainly major majority manner march mark massive match material matter may mechanism medium \
    meet member mention mentioned mere message met method middle million mind mine minute miss mistake mix model moment month \
    morning motion move moved movement movie moving myth name narrow naturally nature necessarily necessary need needed negative \
    nervous nest never new news nice night nine nobody non normal normally note nothing notice notion number obvious obviously offer office \
    often oftentimes old ones ongoing online open opinion opportunity option order org organization organisation original originally others outcome outside overall \
    overview pace page paid pair paper parent part particular particularly party pass past path patient pattern pay pen perfect perfectly period \
    person personal personally perspective phase phone phrase pick picture piece pillar place plan plane play played playing please plenty plus podcast \
    podcasting point popular portion position positive possible possibly post potential potentially power powerful practical practice prefer prepared presence \
    present presumably pretty previous previously primary prior priority problem process product productive project proper properly proud provide public \
    pull pure purely purpose push put quality quarter quick quickly quiet quit quote radical random range rare rate rather reach read reading ready \
    real reality realize reason recap recent recently recognize recommend recommended recommending reference regular relate related relevant remarkable remember repeat requirement \
    resource respect response responsibility rest result right rise risk role roll room rough roughly round rule run running sake \
    scenario scene scope score second section seem seen send sense sentence separate serious seriously serve \
    session set setting setup seven several shape share shared sharing shift shock short show side sign signal significant significantly \
    silly similar similarly simple simply simultaneously single sit situation six size slightly slow small smaller smart smooth social solid solution \
    solve somebody somehow somewhat somewhere soon sort source space speak speaking special specific specifically spend spent spike spirit spot \
    spread stage stand standard star start started starting state statement stay step steps stick stop story straight strange stream \
    strength string strong stronger structure struggle stuck student study style subject success successful suddenly suffering suggest super supposed surface surprise \
    surprised surprising swing switch system table tactic take taken taking task team technique ten tend term terrible test that's theme \
    theory thought thousand three threshold throw tie tip tiny title ton tool top topic total totally touch tough toward track tradeoff trade-off trait \
    transition treat tricky trigger trouble true truly truth try trying tune turn turned twice type typical typically \
    ultimate ultimately understand understanding unique unit unless update upside useful user usually value variety various vast vastly \
    version versus view wait waiting walk wall war warning watch watching ways week weeks weird whatever whenever wherever whichever whoever whole \
    wide wild win winning wise wish wonderful word work worked working works world worry worse worst worth wow write written wrong wrote \
    year years yesterday yet young zero zone billion billions dollar dollars percent round contrarian tv newsletter subscribe \
    subscriber subscription sponsor sponsored discount sign-up website webinar slash etc \
    app platform software human lab logo goods self chief officer kill guest host audience folks sir ma'am dad mom father mother brother sister wife husband son daughter guys girl boy man woman men women \
    ring pie lab january february april june july august september october november december monday tuesday wednesday thursday friday saturday sunday";

/// Words that no phrase begins or ends with: noises, marks of transcripts, and what advertisements and rounds of questions are made of.
const NOISE: [&str; 16] = [
    "et",
    "cetera",
    "blah",
    "inaudible",
    "crosstalk",
    "yada",
    "lightning",
    "motto",
    "com",
    "http",
    "https",
    "www",
    "promo",
    "coupon",
    "signup",
    "transcript",
];

/// The words in general, to look up.
static WORDS: LazyLock<FxHashSet<&str>> = LazyLock::new(|| GENERIC.split_ascii_whitespace().collect());

/// Whether a word is common in talk of any subject.
pub(super) fn is_generic(word: &str) -> bool {
    WORDS.contains(word)
}

/// Whether a word is a noise.
pub(super) fn is_noise(word: &str) -> bool {
    NOISE.contains(&word)
}
