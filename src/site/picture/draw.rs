//! Drawing a preview picture: text is laid out and rasterised into a few shades of three inks, which become a PNG with
//! a palette.
//!
//! The fonts are the site's own, which the program carries. The system's are not used, so that every machine draws the
//! same bytes.
//!
//! Not here: which texts a picture has ([`super::pictures`]).

use std::collections::BTreeSet;
use std::sync::Arc;

use cosmic_text::{Attrs, Buffer, Color, Family, FontSystem, Metrics, Shaping, SwashCache, Weight, fontdb};

use super::content::{self, DrawnPicture, PictureContent};

const TOKENS: &str = include_str!("../../../public/style/tokens.css");
const SERIF: &[u8] = include_bytes!("../../../public/fonts/source-serif-4.woff2");
const SANS: &[u8] = include_bytes!("../../../public/fonts/source-sans-3.woff2");

const WIDTH: usize = content::WIDTH as usize;
const HEIGHT: usize = content::HEIGHT as usize;
const MARGIN: usize = 80;
const BAR: usize = 20;

/// How many shades an ink has on paper. More make edges smoother, fewer make files smaller; with three inks and the
/// paper, the palette of a four-bit PNG holds at most five.
const SHADES: u8 = 3;

/// The largest a picture may be, in bytes. One that would be larger shows fewer lines. (`tests/previews.rs` holds the
/// limit.)
const MAX_BYTES: usize = 15_000;

/// An ink, by the position of its shades in the palette. The paper comes before them.
#[derive(Clone, Copy)]
struct Ink(u8);

const INK: Ink = Ink(0);
const ACCENT: Ink = Ink(1);
const MUTED: Ink = Ink(2);

/// A typeface of the site.
#[derive(Clone, Copy)]
enum Typeface {
    Serif,
    Sans,
}

/// The style of a text.
#[derive(Clone, Copy)]
struct Style {
    typeface: Typeface,
    weight: u16,
    /// The font size, in pixels.
    size: f32,
    /// The line height, in pixels.
    line_height: f32,
    /// The most lines.
    max_lines: usize,
    ink: Ink,
}

const SITE: Style =
    Style { typeface: Typeface::Sans, weight: 600, size: 30.0, line_height: 40.0, max_lines: 1, ink: ACCENT };
const TITLE: Style =
    Style { typeface: Typeface::Serif, weight: 600, size: 68.0, line_height: 80.0, max_lines: 3, ink: INK };
const LONG_TITLE: Style = Style { size: 52.0, line_height: 62.0, max_lines: 4, ..TITLE };
const SHORTENED_TITLE: Style = Style { max_lines: 2, ..TITLE };
const WORDS: Style =
    Style { typeface: Typeface::Serif, weight: 400, size: 32.0, line_height: 44.0, max_lines: 1, ink: MUTED };
const WHO: Style = Style { ink: INK, ..SITE };
const PUBLISHER: Style = Style { weight: 400, ink: MUTED, ..SITE };

/// A way to fit title and words on a picture.
struct Layout {
    /// The most lines of title and words together.
    max_lines: usize,
    /// The style of a title that is too long for [`TITLE`].
    long_title: Style,
}

/// The layouts to try, until the file is small enough. Its size depends on the number of letters, so the last one cuts
/// a long title short, in larger type.
const LAYOUTS: [Layout; 5] = [
    Layout { max_lines: 4, long_title: LONG_TITLE },
    Layout { max_lines: 3, long_title: LONG_TITLE },
    Layout { max_lines: 2, long_title: LONG_TITLE },
    Layout { max_lines: 0, long_title: LONG_TITLE },
    Layout { max_lines: 0, long_title: SHORTENED_TITLE },
];

/// A colour of the site's light theme, by the name of its custom property.
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

/// A renderer of pictures. It caches glyphs, so each thread keeps one for all its pictures.
pub struct PictureRenderer {
    fonts: FontSystem,
    glyphs: SwashCache,
    serif: String,
    sans: String,
    has_font: bool,
}

impl PictureRenderer {
    /// A renderer with the site's fonts, and with the owner's for letters that those lack.
    pub fn new(font: Option<&[u8]>) -> Self {
        let mut fonts = fontdb::Database::new();
        let mut load = |bytes: Vec<u8>| {
            let ids = fonts.load_font_source(fontdb::Source::Binary(Arc::new(bytes)));
            ids.first().and_then(|id| Some(fonts.face(*id)?.families.first()?.0.clone())).unwrap_or_default()
        };
        // The site's fonts are part of the program and can be decompressed. If not, every picture would be empty, and a
        // test would fail.
        let [serif, sans] = [SERIF, SANS].map(|woff2| load(wuff::decompress_woff2(woff2).unwrap_or_default()));
        let has_font = font.is_none_or(|font| !load(font.to_vec()).is_empty());
        let fonts = FontSystem::new_with_locale_and_db("en".to_owned(), fonts);
        Self { fonts, glyphs: SwashCache::new(), serif, sans, has_font }
    }

    /// Whether the owner's font, if there is one, could be read: it has to be TrueType or OpenType, not WOFF.
    pub fn has_font(&self) -> bool {
        self.has_font
    }

    /// The picture with this content.
    pub fn draw(&mut self, content: &PictureContent) -> DrawnPicture {
        let mut drawn = DrawnPicture::default();
        for layout in LAYOUTS {
            drawn = self.draw_with(content, &layout);
            if drawn.png.len() <= MAX_BYTES {
                break;
            }
        }
        drawn
    }

    fn draw_with(&mut self, content: &PictureContent, layout: &Layout) -> DrawnPicture {
        let mut canvas = Canvas { renderer: self, pixels: vec![0; WIDTH * HEIGHT], missing: BTreeSet::new() };
        canvas.fill(0..BAR, ACCENT);
        if content.site != content.title {
            canvas.draw_text(&content.site, SITE, 64);
        }
        let is_long = canvas.count_lines(&content.title, TITLE) > TITLE.max_lines;
        let title_style = if is_long { layout.long_title } else { TITLE };
        let title_lines = canvas.count_lines(&content.title, title_style);
        let below_title = canvas.draw_text(&content.title, title_style, 124);
        let lines_left = layout.max_lines.saturating_sub(title_lines);
        if lines_left > 0 {
            canvas.draw_text(&content.words, Style { max_lines: lines_left, ..WORDS }, below_title + 18);
        }
        canvas.draw_text(&content.who, WHO, 488);
        canvas.draw_text(&content.publisher, PUBLISHER, 530);
        let (pixels, missing) = (canvas.pixels, canvas.missing);
        DrawnPicture { png: png(&pixels, &palette(&content.accent)), missing }
    }

    /// A text as shaped and wrapped lines.
    fn lay_out(&mut self, text: &str, style: Style) -> Buffer {
        let mut buffer = Buffer::new(&mut self.fonts, Metrics::new(style.size, style.line_height));
        buffer.set_size(Some((WIDTH - 2 * MARGIN) as f32), None);
        let family = match style.typeface {
            Typeface::Serif => &self.serif,
            Typeface::Sans => &self.sans,
        };
        let attrs = Attrs::new().family(Family::Name(family)).weight(Weight(style.weight));
        buffer.set_text(text, &attrs, Shaping::Advanced, None);
        buffer.shape_until_scroll(&mut self.fonts, false);
        buffer
    }
}

/// A picture in the making: for each pixel an index into the palette.
struct Canvas<'a> {
    renderer: &'a mut PictureRenderer,
    pixels: Vec<u8>,
    /// The letters that no font has.
    missing: BTreeSet<char>,
}

impl Canvas<'_> {
    fn fill(&mut self, columns: std::ops::Range<usize>, ink: Ink) {
        for row in self.pixels.chunks_mut(WIDTH) {
            row[columns.clone()].fill((ink.0 + 1) * SHADES);
        }
    }

    fn count_lines(&mut self, text: &str, style: Style) -> usize {
        self.renderer.lay_out(text, style).layout_runs().count()
    }

    /// Draws as much of a text as fits the lines of its style, and returns the row below it.
    fn draw_text(&mut self, text: &str, style: Style, top: usize) -> usize {
        let text = self.without_missing(text, style);
        let text = self.truncated(&text, style);
        if text.is_empty() {
            return top;
        }
        let mut buffer = self.renderer.lay_out(&text, style);
        let lines = buffer.layout_runs().count();
        let (pixels, first_shade) = (&mut self.pixels, style.ink.0 * SHADES);
        let PictureRenderer { fonts, glyphs, .. } = &mut *self.renderer;
        buffer.draw(fonts, glyphs, Color::rgb(0, 0, 0), |x, y, _, _, colour| {
            let shade = ((u16::from(colour.a()) * u16::from(SHADES) + 127) / 255) as u8;
            let column = usize::try_from(x).map(|x| x + MARGIN).ok().filter(|x| *x < WIDTH);
            let row = usize::try_from(y).map(|y| y + top).ok().filter(|y| *y < HEIGHT);
            if let (Some(column), Some(row), 1..) = (column, row, shade) {
                let pixel = &mut pixels[row * WIDTH + column];
                *pixel = (*pixel).max(first_shade + shade);
            }
        });
        top + (lines as f32 * style.line_height) as usize
    }

    /// The text without the letters that no font has. These are recorded as missing.
    fn without_missing(&mut self, text: &str, style: Style) -> String {
        let text: String = text.split_whitespace().collect::<Vec<_>>().join(" ");
        let buffer = self.renderer.lay_out(&text, style);
        let mut has_no_glyph = vec![false; text.len()];
        for run in buffer.layout_runs() {
            for glyph in run.glyphs.iter().filter(|glyph| glyph.glyph_id == 0) {
                has_no_glyph.get_mut(glyph.start..glyph.end).unwrap_or_default().fill(true);
            }
        }
        let mut kept = String::with_capacity(text.len());
        for (at, letter) in text.char_indices() {
            // A missing combining mark makes its whole cluster one without a glyph: the letter or digit in it stays.
            if has_no_glyph[at] && letter != ' ' && !letter.is_ascii_alphanumeric() {
                self.missing.insert(letter);
            } else {
                kept.push(letter);
            }
        }
        kept.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    /// The text, or as many of its first words as fit, with an ellipsis.
    fn truncated(&mut self, text: &str, style: Style) -> String {
        if text.is_empty() || self.count_lines(text, style) <= style.max_lines {
            return text.to_owned();
        }
        let words: Vec<&str> = text.split(' ').collect();
        let ellipsis = if text.ends_with('”') { "…”" } else { "…" };
        let first_words =
            |count: usize| words[..count].join(" ").trim_end_matches([',', ';', ':', '…', '.']).to_owned() + ellipsis;
        match self.longest_fit(words.len(), style, first_words) {
            0 => self.truncated_within_word(text, style),
            fitting => first_words(fitting),
        }
    }

    /// As many of the first letters as fit, with an ellipsis: for a text whose first word is too long.
    fn truncated_within_word(&mut self, text: &str, style: Style) -> String {
        let letters: Vec<usize> = text.char_indices().map(|(at, _)| at).collect();
        let first_letters = |count: usize| format!("{}…", &text[..letters[count]]);
        first_letters(self.longest_fit(letters.len(), style, first_letters))
    }

    /// The largest number under `limit` whose text fits the lines of a style, by binary search; 0 without a trial.
    fn longest_fit(&mut self, limit: usize, style: Style, text: impl Fn(usize) -> String) -> usize {
        let (mut fits, mut too_many) = (0, limit);
        while too_many - fits > 1 {
            let half = usize::midpoint(fits, too_many);
            if self.count_lines(&text(half), style) <= style.max_lines { fits = half } else { too_many = half }
        }
        fits
    }
}

/// The palette: the paper, and the shades of each ink on it, as RGB.
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

/// The PNG file. It would be empty if the encoder failed, which it cannot in memory.
fn png(pixels: &[u8], palette: &[u8]) -> Vec<u8> {
    let mut file = Vec::new();
    let mut encoder = png::Encoder::new(&mut file, content::WIDTH, content::HEIGHT);
    encoder.set_color(png::ColorType::Indexed);
    encoder.set_depth(png::BitDepth::Four);
    encoder.set_palette(palette.to_vec());
    encoder.set_compression(png::Compression::High);
    encoder.set_filter(png::Filter::NoFilter);
    let packed: Vec<u8> = pixels.chunks(2).map(|pair| pair[0] << 4 | pair.get(1).copied().unwrap_or(0)).collect();
    let written = encoder.write_header().and_then(|mut writer| writer.write_image_data(&packed));
    if written.is_ok() { file } else { Vec::new() }
}
