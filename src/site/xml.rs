//! An XML document, written element by element.
//!
//! Not here: which elements ([`super::feeds`], [`super::sitemap`]).

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesEnd, BytesStart, BytesText, Event};

/// An XML document in the making.
pub(super) struct Xml(Writer<Vec<u8>>);

impl Xml {
    /// A document with nothing but its declaration.
    pub(super) fn new() -> Self {
        let mut xml = Self(Writer::new(Vec::new()));
        xml.write(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)));
        xml
    }

    fn write(&mut self, event: Event<'_>) {
        // Writing to memory cannot fail.
        drop(self.0.write_event(event));
    }

    /// Writes the start tag of an element with these attributes.
    pub(super) fn open(&mut self, name: &str, attributes: &[(&str, &str)]) {
        self.write(Event::Start(BytesStart::new(name).with_attributes(attributes.iter().copied())));
    }

    /// Writes the end tag of an element.
    pub(super) fn close(&mut self, name: &str) {
        self.write(Event::End(BytesEnd::new(name)));
    }

    /// Writes an empty element with these attributes.
    pub(super) fn empty(&mut self, name: &str, attributes: &[(&str, &str)]) {
        self.write(Event::Empty(BytesStart::new(name).with_attributes(attributes.iter().copied())));
    }

    /// Writes an element that holds a text alone. Characters that XML 1.0 cannot hold in any form are left out.
    pub(super) fn text_element(&mut self, name: &str, text: &str) {
        let is_allowed = |c: &char| *c >= ' ' && !matches!(c, '\u{FFFE}' | '\u{FFFF}') || matches!(c, '\n' | '\t');
        let text: String = text.chars().filter(is_allowed).collect();
        self.open(name, &[]);
        self.write(Event::Text(BytesText::new(&text)));
        self.close(name);
    }

    /// The document's bytes.
    pub(super) fn into_bytes(self) -> Vec<u8> {
        self.0.into_inner()
    }
}
