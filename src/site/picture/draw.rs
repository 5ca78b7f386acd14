//! Drawing a card: text laid out and drawn letter by letter into a few shades of three inks, and those as a PNG with a palette.
//! The fonts are those of the site, which the program carries; none of the system's is used, so that every machine draws the same.

use std::collections::BTreeSet;
use std::sync::Arc;

use cosmic_text::{Attrs, Buffer, Color, Family, FontSystem, Metrics, Shaping, SwashCache, Weight, fontdb};

use super::{Card, Drawn};

const TOKENS: &str = include_str!("../../../public/style/tokens.css");
const SERIF: &[u8] = include_bytes!("../../../public/fonts/source-serif-4.woff2");
const SANS: &[u8] = include_bytes!("../../../public/fonts/source-sans-3.woff2");

const WIDTH: usize = super::WIDTH as usize;
const HEIGHT: usize = super::HEIGHT as usize;
const MARGIN: usize = 80;
const BAR: usize = 20;

/// How many shades an ink has on paper: enough for smooth edges, few enough for a small file.
const SHADES: u8 = 3;

/// The largest a picture may be, in bytes; one that would be larger shows less.
const MOST_BYTES: usize = 15_000;

/// An ink, by where its shades begin in the palette; paper is before them all.
#[derive(Clone, Copy)]
struct Ink(u8);

const INK: Ink = Ink(0);
const ACCENT: Ink = Ink(1);
const MUTED: Ink = Ink(2);

/// How a text is set.
#[derive(Clone, Copy)]
struct Style {
    serif: bool,
    weight: u16,
    /// Pixels.
    size: f32,
    line: f32,
    lines: usize,
    ink: Ink,
}

const SMALL: Style = Style { serif: false, weight: 600, size: 30.0, line: 40.0, lines: 1, ink: ACCENT };
const LARGE: Style = Style { serif: true, weight: 600, size: 68.0, line: 80.0, lines: 3, ink: INK };
const LESS_LARGE: Style = Style { size: 52.0, line: 62.0, lines: 4, ..LARGE };
const LEAST: Style = Style { lines: 2, ..LARGE };
const WORDS: Style = Style { serif: true, weight: 400, size: 32.0, line: 44.0, lines: 1, ink: MUTED };
const WHO: Style = Style { ink: INK, ..SMALL };
const WHOSE: Style = Style { weight: 400, ink: MUTED, ..SMALL };

/// A colour of the site's light ground, by name.
pub(super) fn token(name: &str) -> String {
    let named = format!("--{name}: ");
    let value = TOKENS.split(&named).nth(1).and_then(|rest| rest.split(';').next());
    value.unwrap_or("#000000").to_owned()
}

fn rgb(colour: &str) -> [u8; 3] {
    let digits = colour.trim_start_matches('#');
    let part = |at: usize| digits.get(at..at + 2).and_then(|two| u8::from_str_radix(two, 16).ok()).unwrap_or(0);
    [part(0), part(2), part(4)]
}

/// Draws cards one after the other; one for each thread, for it keeps what it has learned of the fonts.
pub struct Artist {
    fonts: FontSystem,
    cache: SwashCache,
    serif: String,
    sans: String,
    is_font: bool,
}

impl Artist {
    /// Whether what was given as a font is one: TrueType or OpenType, not packed.
    pub fn has_font(&self) -> bool {
        self.is_font
    }

    /// With the fonts of the site, and one more for the letters that they lack.
    pub fn new(font: Option<&[u8]>) -> Self {
        let mut fonts = fontdb::Database::new();
        let mut load = |bytes: Vec<u8>| {
            let ids = fonts.load_font_source(fontdb::Source::Binary(Arc::new(bytes)));
            ids.first().and_then(|id| Some(fonts.face(*id)?.families.first()?.0.clone())).unwrap_or_default()
        };
        // They are our own files: they unpack, or every picture would be empty, which a test sees.
        let [serif, sans] = [SERIF, SANS].map(|packed| load(wuff::decompress_woff2(packed).unwrap_or_default()));
        let is_font = font.is_none_or(|font| !load(font.to_vec()).is_empty());
        Self {
            is_font,
            fonts: FontSystem::new_with_locale_and_db("en".to_owned(), fonts),
            cache: SwashCache::new(),
            serif,
            sans,
        }
    }

    /// Draws a card.
    pub fn draw(&mut self, card: &Card) -> Drawn {
        // Letters weigh by their number, so that a larger title, cut sooner, is the lighter one.
        let attempts = [(4, LESS_LARGE), (3, LESS_LARGE), (2, LESS_LARGE), (0, LESS_LARGE), (0, LEAST)];
        let mut drawn = Drawn::default();
        for (lines, long) in attempts {
            drawn = self.attempt(card, lines, long);
            if drawn.png.len() <= MOST_BYTES {
                break;
            }
        }
        drawn
    }

    /// Draws a card whose title and words have so many lines together, the title in another style where it is too long for the
    /// usual one.
    fn attempt(&mut self, card: &Card, lines: usize, long: Style) -> Drawn {
        let mut sheet = Sheet { artist: self, pixels: vec![0; WIDTH * HEIGHT], missing: BTreeSet::new() };
        sheet.fill(0..BAR, ACCENT);
        if card.site != card.title {
            sheet.put(&card.site, SMALL, 64);
        }
        let style = if sheet.lines(&card.title, LARGE) <= LARGE.lines { LARGE } else { long };
        let title = sheet.lines(&card.title, style);
        let below = sheet.put(&card.title, style, 124);
        let left = lines.saturating_sub(title);
        if left > 0 {
            sheet.put(&card.words, Style { lines: left, ..WORDS }, below + 18);
        }
        sheet.put(&card.who, WHO, 488);
        sheet.put(&card.publisher, WHOSE, 530);
        let (pixels, missing) = (sheet.pixels, sheet.missing);
        Drawn { png: png(&pixels, &palette(&card.accent)), missing }
    }

    fn laid_out(&mut self, text: &str, style: Style) -> Buffer {
        let mut buffer = Buffer::new(&mut self.fonts, Metrics::new(style.size, style.line));
        buffer.set_size(Some((WIDTH - 2 * MARGIN) as f32), None);
        let family = if style.serif { &self.serif } else { &self.sans };
        let attrs = Attrs::new().family(Family::Name(family)).weight(Weight(style.weight));
        buffer.set_text(text, &attrs, Shaping::Advanced, None);
        buffer.shape_until_scroll(&mut self.fonts, false);
        buffer
    }
}

/// A picture that is being drawn: for each pixel a place in the palette.
struct Sheet<'a> {
    artist: &'a mut Artist,
    pixels: Vec<u8>,
    missing: BTreeSet<char>,
}

impl Sheet<'_> {
    fn fill(&mut self, columns: std::ops::Range<usize>, ink: Ink) {
        for row in self.pixels.chunks_mut(WIDTH) {
            row[columns.clone()].fill((ink.0 + 1) * SHADES);
        }
    }

    fn lines(&mut self, text: &str, style: Style) -> usize {
        self.artist.laid_out(text, style).layout_runs().count()
    }

    /// Draws as much of a text as fits the lines of its style; gives where the next may begin.
    fn put(&mut self, text: &str, style: Style, top: usize) -> usize {
        let text = self.known(text, style);
        let text = self.fitted(&text, style);
        if text.is_empty() {
            return top;
        }
        let mut buffer = self.artist.laid_out(&text, style);
        let lines = buffer.layout_runs().count();
        let (pixels, first) = (&mut self.pixels, style.ink.0 * SHADES);
        let Artist { fonts, cache, .. } = &mut *self.artist;
        buffer.draw(fonts, cache, Color::rgb(0, 0, 0), |x, y, _, _, colour| {
            let shade = ((u16::from(colour.a()) * u16::from(SHADES) + 127) / 255) as u8;
            let column = usize::try_from(x).map(|x| x + MARGIN).ok().filter(|x| *x < WIDTH);
            let row = usize::try_from(y).map(|y| y + top).ok().filter(|y| *y < HEIGHT);
            if let (Some(column), Some(row), 1..) = (column, row, shade) {
                let pixel = &mut pixels[row * WIDTH + column];
                *pixel = (*pixel).max(first + shade);
            }
        });
        top + (lines as f32 * style.line) as usize
    }

    /// The text without the letters that no font has, which are noted.
    fn known(&mut self, text: &str, style: Style) -> String {
        let text: String = text.split_whitespace().collect::<Vec<_>>().join(" ");
        let buffer = self.artist.laid_out(&text, style);
        let mut unknown = vec![false; text.len()];
        for run in buffer.layout_runs() {
            for glyph in run.glyphs.iter().filter(|glyph| glyph.glyph_id == 0) {
                unknown.get_mut(glyph.start..glyph.end).unwrap_or_default().fill(true);
            }
        }
        let mut known = String::with_capacity(text.len());
        for (at, letter) in text.char_indices() {
            // A mark that is missing takes no letter or digit along that it stands on.
            if unknown[at] && letter != ' ' && !letter.is_ascii_alphanumeric() {
                self.missing.insert(letter);
            } else {
                known.push(letter);
            }
        }
        known.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    /// The text, or as many of its first words as fit, with an ellipsis.
    fn fitted(&mut self, text: &str, style: Style) -> String {
        if text.is_empty() || self.lines(text, style) <= style.lines {
            return text.to_owned();
        }
        let words: Vec<&str> = text.split(' ').collect();
        let cut = |count: usize| {
            let end = if text.ends_with('”') { "…”" } else { "…" };
            words[..count].join(" ").trim_end_matches([',', ';', ':', '…', '.']).to_owned() + end
        };
        let (mut fits, mut too_many) = (0, words.len());
        while too_many - fits > 1 {
            let half = usize::midpoint(fits, too_many);
            if self.lines(&cut(half), style) <= style.lines { fits = half } else { too_many = half }
        }
        if fits == 0 { self.cut_within(text, style) } else { cut(fits) }
    }

    /// As many of the first letters as fit: for a text that has no blanks.
    fn cut_within(&mut self, text: &str, style: Style) -> String {
        let ends: Vec<usize> = text.char_indices().map(|(at, _)| at).collect();
        let cut = |count: usize| format!("{}…", &text[..ends[count]]);
        let (mut fits, mut too_many) = (0, ends.len());
        while too_many - fits > 1 {
            let half = usize::midpoint(fits, too_many);
            if self.lines(&cut(half), style) <= style.lines { fits = half } else { too_many = half }
        }
        cut(fits)
    }
}

/// Paper, and the shades of each ink on it.
fn palette(accent: &str) -> Vec<u8> {
    let paper = rgb(&token("paper"));
    let mut palette = paper.to_vec();
    for ink in [rgb(&token("ink")), rgb(accent), rgb(&token("muted"))] {
        for shade in 1..=u16::from(SHADES) {
            let mixed = |(paper, ink): (&u8, &u8)| {
                ((u16::from(*paper) * (u16::from(SHADES) - shade) + u16::from(*ink) * shade) / u16::from(SHADES)) as u8
            };
            palette.extend(paper.iter().zip(&ink).map(mixed));
        }
    }
    palette
}

/// As a file; empty where the encoder fails, which in memory it does not.
fn png(pixels: &[u8], palette: &[u8]) -> Vec<u8> {
    let mut file = Vec::new();
    let mut encoder = png::Encoder::new(&mut file, super::WIDTH, super::HEIGHT);
    encoder.set_color(png::ColorType::Indexed);
    encoder.set_depth(png::BitDepth::Four);
    encoder.set_palette(palette.to_vec());
    encoder.set_compression(png::Compression::High);
    encoder.set_filter(png::Filter::NoFilter);
    let packed: Vec<u8> = pixels.chunks(2).map(|two| two[0] << 4 | two.get(1).copied().unwrap_or(0)).collect();
    let written = encoder.write_header().and_then(|mut writer| writer.write_image_data(&packed));
    if written.is_ok() { file } else { Vec::new() }
}
