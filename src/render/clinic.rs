//! The clinic that hands out a page: how it is reached, and its colours. Knows nothing of the file that says so.

/// A clinic.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Clinic {
    /// Its name.
    pub name: String,
    /// Where it answers questions.
    pub phone: Option<String>,
    /// Where somebody answers at all hours.
    pub emergency: Option<String>,
    /// The address of its pages, with `https://` or `http://`.
    pub web: Option<String>,
    /// Where it is, each line for itself.
    pub address: Vec<String>,
    /// Its colour on white.
    pub colour: Option<Colour>,
    /// Its colour on a dark screen.
    pub colour_on_dark: Option<Colour>,
}

/// A colour: red, green, blue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Colour(pub [u8; 3]);

/// What a colour is seen on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ground {
    /// White paper.
    Light,
    /// A dark screen.
    Dark,
}

impl Ground {
    /// The colour of the paper; `html/page.css` has the same.
    #[must_use]
    pub fn paper(self) -> Colour {
        match self {
            Ground::Light => Colour([0xff, 0xff, 0xff]),
            Ground::Dark => Colour([0x14, 0x17, 0x1a]),
        }
    }
}

impl Colour {
    /// The least contrast that text needs (WCAG 2, level AA).
    pub const LEAST_CONTRAST: f64 = 4.5;

    /// Reads `#rrggbb`, and nothing else.
    #[must_use]
    pub fn read(text: &str) -> Option<Colour> {
        let digits = text.strip_prefix('#')?;
        if digits.len() != 6 || !digits.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return None;
        }
        let number = u32::from_str_radix(digits, 16).ok()?;
        let [_, red, green, blue] = number.to_be_bytes();
        Some(Colour([red, green, blue]))
    }

    /// The contrast with what it is seen on, from 1 to 21.
    #[must_use]
    pub fn contrast(self, ground: Ground) -> f64 {
        let (one, other) = (self.luminance(), ground.paper().luminance());
        (one.max(other) + 0.05) / (one.min(other) + 0.05)
    }

    /// The colour itself if text in it can be read, or else the nearest shade of it that can.
    #[must_use]
    pub fn readable(self, ground: Ground) -> Colour {
        let towards = match ground {
            Ground::Light => 0,
            Ground::Dark => 255,
        };
        let shade = |part: u8, step: u16| {
            let mixed = (u16::from(part) * (255 - step) + towards * step) / 255;
            u8::try_from(mixed).unwrap_or(u8::MAX)
        };
        let shades = (0..=255).map(|step| Colour(self.0.map(|part| shade(part, step))));
        shades.into_iter().find(|colour| colour.contrast(ground) >= Colour::LEAST_CONTRAST).unwrap_or(self)
    }

    /// How bright it is, from 0 to 1.
    fn luminance(self) -> f64 {
        let [red, green, blue] = self.0.map(|part| {
            let part = f64::from(part) / 255.0;
            if part <= 0.04045 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
        });
        0.2126 * red + 0.7152 * green + 0.0722 * blue
    }
}

impl std::fmt::Display for Colour {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let [red, green, blue] = self.0;
        write!(formatter, "#{red:02x}{green:02x}{blue:02x}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_six_digits_are_a_colour() {
        assert_eq!(Colour::read("#1a6B5a"), Some(Colour([0x1a, 0x6b, 0x5a])));
        for wrong in ["", "#", "#fff", "1a6b5a", "#1a6b5", "#1a6b5aa", "#1a6b5g", "#+a6b5a", "red", "#é6b5a"] {
            assert_eq!(Colour::read(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn a_colour_that_cannot_be_read_has_a_shade_that_can() {
        for text in ["#ff9900", "#ffffff", "#000000", "#00ff00", "#0000ff", "#767676"] {
            let colour = Colour::read(text).unwrap_or_else(|| panic!("{text}"));
            for ground in [Ground::Light, Ground::Dark] {
                let shade = colour.readable(ground);
                assert!(shade.contrast(ground) >= Colour::LEAST_CONTRAST, "{text} {shade}");
                assert_eq!(shade == colour, colour.contrast(ground) >= Colour::LEAST_CONTRAST, "{text} {shade}");
            }
        }
        assert!((Colour([0, 0, 0]).contrast(Ground::Light) - 21.0).abs() < 0.01);
    }
}
