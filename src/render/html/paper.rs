//! How much there is on a page → how large it is printed: as large as fits on one sheet of A4, and without the picture
//! where only the words fit. An estimate, on the safe side: fonts differ from machine to machine.

/// A page in print.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Print {
    /// The class of the size; `page.css` knows it.
    pub class: &'static str,
    /// Where the picture is printed.
    pub picture: Place,
}

/// Where the picture is printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// Below the columns.
    Below,
    /// At the end of the right column.
    Beside,
    /// Nowhere.
    Nowhere,
}

impl Place {
    /// The class of the page; `page.css` knows it.
    pub fn class(self) -> &'static str {
        match self {
            Place::Below => "below",
            Place::Beside => "beside",
            Place::Nowhere => "words",
        }
    }
}

/// What is printed. Paragraphs are told by their numbers of characters.
#[derive(Debug, Default)]
pub(super) struct Amount {
    /// The blocks of the left and of the right column, each with its paragraphs.
    pub columns: [Vec<Vec<usize>>; 2],
    /// The lines of the header and of the footer.
    pub head: usize,
    pub foot: usize,
    /// The heights of the wide and of the narrow picture, in sizes of their text.
    pub pictures: Option<[f64; 2]>,
}

/// Sizes of type in points, the largest first.
const SIZES: [(f64, &str); 4] = [(9.5, "p95"), (9.0, "p90"), (8.5, "p85"), (8.0, "p80")];
/// The smallest size that makes room for the picture.
const LEAST_WITH_PICTURE: f64 = 8.5;
/// A4 without its margins, in points.
const HEIGHT: f64 = 790.0;
/// The columns, without what stands before a line.
const WIDTHS: [f64; 2] = [290.0, 185.0];
/// The size of the picture's text.
const SIZE_IN_PICTURE: f64 = 7.2;
/// How wide a letter is, in sizes of type, in a wide font.
const LETTER: f64 = 0.55;

impl Amount {
    /// How it is printed. What fits in no size goes on to another sheet, in the usual size.
    pub fn print(&self) -> Print {
        for (size, class) in SIZES {
            let [left, right] = self.heights(size);
            let room = HEIGHT - self.around(size) - left.max(right);
            let [wide, narrow] = self.pictures.unwrap_or_default().map(|height| height * SIZE_IN_PICTURE + 10.0);
            let picture = match () {
                () if room < 0.0 => continue,
                () if wide <= room => Place::Below,
                () if right + narrow <= left.max(right) + room => Place::Beside,
                () if size > LEAST_WITH_PICTURE && self.has_room_for_picture() => continue,
                () => Place::Nowhere,
            };
            return Print { class, picture };
        }
        Print { class: "p95", picture: Place::Below }
    }

    /// Whether the picture has room at the smallest size that is worth it.
    fn has_room_for_picture(&self) -> bool {
        let size = LEAST_WITH_PICTURE;
        let [left, right] = self.heights(size);
        let room = HEIGHT - self.around(size);
        let [wide, narrow] = self.pictures.unwrap_or_default().map(|height| height * SIZE_IN_PICTURE + 10.0);
        left.max(right) + wide <= room || left.max(right + narrow) <= room
    }

    /// The heights of the columns.
    fn heights(&self, size: f64) -> [f64; 2] {
        let line = size * 1.28;
        let height = |blocks: &Vec<Vec<usize>>, width: f64| -> f64 {
            let letters = (width / (size * LETTER) - 2.0).max(10.0);
            let paragraph = |characters: &usize| (*characters as f64 / letters).ceil().max(1.0) * line + 1.2;
            let block = |lines: &Vec<usize>| size * 1.5 + 8.0 + lines.iter().map(paragraph).sum::<f64>();
            blocks.iter().map(block).sum()
        };
        let [left, right] = &self.columns;
        let [wide, narrow] = WIDTHS;
        [height(left, wide), height(right, narrow)]
    }

    /// The height of the header and of the footer.
    fn around(&self, size: f64) -> f64 {
        self.head as f64 * size * 1.6 + self.foot as f64 * size * 1.05 + 15.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(left: usize, right: usize) -> Print {
        let columns = [vec![vec![80; left]], vec![vec![80; right]]];
        Amount { columns, head: 3, foot: 2, pictures: Some([20.0, 30.0]) }.print()
    }

    #[test]
    fn the_more_there_is_the_smaller_it_is_printed() {
        assert_eq!(of(8, 8), Print { class: "p95", picture: Place::Below });
        assert_eq!(of(22, 2), Print { class: "p95", picture: Place::Beside });
        let printed: Vec<Print> = (0..40).map(|paragraphs| of(paragraphs, paragraphs / 2)).collect();
        assert!(printed.iter().any(|print| print.class == "p85"));
        assert!(printed.iter().any(|print| print.picture == Place::Nowhere));
        // Too much for one sheet.
        assert_eq!(of(200, 0), Print { class: "p95", picture: Place::Below });
    }
}
