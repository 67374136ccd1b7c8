//! Rows of one kind that stand together → the columns in which their parts begin. What is much wider than the rest takes no
//! part in its column, so that one long name does not push all others aside.

use super::clauses::{HANG, INDENT};
use super::lines::{Chunk, WIDTH};
use super::words::Word;

/// The widest name, and the widest other text, that its column follows.
const WIDEST_NAME: usize = 24;
const WIDEST_TEXT: usize = 50;

/// Rows of one table that follow each other stand in columns.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Table {
    /// In no table.
    None,
    /// Activities and signs.
    Subjects,
    /// Facts and events.
    Asked,
    /// Facts and events that all treatments share.
    AskedOnce,
    /// Parts of the day.
    Parts,
    /// What a test expects.
    Answers,
    /// A text and its translation.
    Pairs,
}

impl Table {
    pub(super) fn asked(patient: bool) -> Table {
        if patient { Table::AskedOnce } else { Table::Asked }
    }
}

/// A line of a table, or a statement that is in none.
#[derive(Debug)]
pub(super) struct Row<'t> {
    pub(super) chunks: Vec<Chunk<'t>>,
    pub(super) table: Table,
}

impl<'t> Row<'t> {
    /// A row that begins with a word.
    pub(super) fn new(word: Word<'t>, table: Table, indent: usize) -> Row<'t> {
        Row { chunks: vec![Chunk { words: vec![word], indent, hang: indent + HANG, ..Chunk::default() }], table }
    }

    /// Adds a word, to a second cell if the row has none yet and the word begins one.
    pub(super) fn push(&mut self, word: Word<'t>, begins: impl FnOnce(&Word<'t>) -> bool) {
        let is_first = self.chunks.len() == 1;
        let Some(last) = self.chunks.last_mut() else { return };
        if is_first && begins(&word) {
            let (indent, hang) = (last.indent + INDENT, last.hang);
            self.chunks.push(Chunk { words: vec![word], indent, hang, ..Chunk::default() });
        } else {
            last.words.push(word);
        }
    }

    pub(super) fn first(&self) -> Option<&Word<'t>> {
        self.chunks.first()?.words.first()
    }

    /// The width of a cell; none if there is no such cell.
    fn width(&self, cell: usize) -> Option<usize> {
        self.chunks.get(cell).map(Chunk::width)
    }

    /// The cell behind the name and the label.
    fn rest(&self) -> usize {
        let is_label = |word: &Word<'_>| word.text.starts_with('"');
        if self.chunks.get(2).and_then(|chunk| chunk.words.first()).is_some_and(is_label) { 3 } else { 2 }
    }

    fn has_comment_inside(&self) -> bool {
        let last = self.chunks.len().saturating_sub(1);
        self.chunks.iter().enumerate().any(|(at, chunk)| {
            let (first, end) = (chunk.words.first(), chunk.words.last());
            chunk.has_comment_inside()
                || (at > 0 && first.is_some_and(|word| !word.above.is_empty()))
                || (at < last && end.is_some_and(|word| word.beside.is_some()))
        })
    }

    /// Whether it stands in the columns of the row before it.
    fn follows(&self, before: &Row<'_>) -> bool {
        let is_next = self.first().is_some_and(|word| !word.gap && word.above.is_empty());
        self.table == before.table
            && self.table != Table::None
            && is_next
            && !self.has_comment_inside()
            && !before.has_comment_inside()
    }

    /// The same with each choice of a fact on a line of its own, if they do not fit on one line.
    pub(super) fn unfolded(mut self, indent: usize) -> Row<'t> {
        let is_asked = matches!(self.table, Table::Asked | Table::AskedOnce);
        let text = |at: usize| self.chunks.last().and_then(|chunk| chunk.words.get(at)).map(|word| word.text);
        if !is_asked || text(0) != Some(":") || text(1) != Some("one") || text(2) != Some("of") {
            return self;
        }
        let width = self.chunks.iter().fold(indent, |end, chunk| chunk.column.max(end + 1) + chunk.width()) - 1;
        if width <= WIDTH && !self.has_comment_inside() {
            return self;
        }
        let Some(kind) = self.chunks.pop() else { return self };
        let mut words = kind.words.into_iter();
        let head = words.by_ref().take(3).collect();
        let mut choices: Vec<Row<'t>> = Vec::new();
        for word in words {
            let ended = |row: &Row<'_>| {
                row.chunks.last().and_then(|chunk| chunk.words.last()).is_some_and(|word| word.text == ",")
            };
            match choices.last_mut() {
                Some(row) if !ended(row) => row.push(word, |word| word.text.starts_with('"')),
                _ => choices.push(Row::new(word, Table::Pairs, indent + INDENT)),
            }
        }
        let names = choices.iter().filter(|row| row.chunks.len() > 1).filter_map(|row| row.width(0));
        let column = indent + INDENT + widest(names, WIDEST_NAME) + 1;
        self.chunks.push(Chunk { words: head, ..kind });
        for mut row in choices {
            for (at, chunk) in row.chunks.iter_mut().enumerate() {
                (chunk.own_line, chunk.column) = (at == 0, column);
            }
            self.chunks.append(&mut row.chunks);
        }
        self
    }
}

/// Gives each cell its column.
pub(super) fn align(rows: &mut [Row<'_>], indent: usize) {
    for table in rows.chunk_by_mut(|before, row| row.follows(before)) {
        match table.first().map_or(Table::None, |row| row.table) {
            Table::None => {}
            Table::Answers => align_pairs(table, indent, WIDTH, true),
            Table::Pairs => align_pairs(table, indent, WIDEST_TEXT, false),
            Table::Asked | Table::AskedOnce => align_declarations(table, indent, false),
            Table::Subjects | Table::Parts => align_declarations(table, indent, true),
        }
    }
}

/// Two columns. What does not fit in the second goes on below its beginning, or to the next line.
fn align_pairs(table: &mut [Row<'_>], indent: usize, limit: usize, below: bool) {
    let column = indent + widest(table.iter().filter_map(|row| row.width(0)), limit) + 1;
    for chunk in table.iter_mut().filter_map(|row| row.chunks.get_mut(1)) {
        chunk.column = column;
        if below {
            (chunk.indent, chunk.hang) = (column, column);
        }
    }
}

/// The name, the label and the rest.
fn align_declarations(table: &mut [Row<'_>], indent: usize, with_rest: bool) {
    let name = indent + widest(table.iter().filter_map(|row| row.width(0)), WIDTH) + 1;
    let names = table.iter().filter(|row| row.chunks.len() > 2).filter_map(|row| row.width(1));
    let label = name + widest(names, WIDEST_NAME) + 1;
    let labels = table.iter().filter(|row| row.rest() == 3 && row.chunks.len() > 3).filter_map(|row| row.width(2));
    let rest = label + widest(labels, WIDEST_TEXT).checked_add(1).filter(|&width| width > 1).unwrap_or_default();
    for row in table {
        let behind = row.rest();
        for (at, chunk) in row.chunks.iter_mut().enumerate() {
            chunk.column = match at {
                1 => name,
                2 if behind == 3 || !with_rest => label,
                at if at == behind && with_rest => rest,
                _ => 0,
            };
        }
    }
}

/// The widest of some widths up to a limit.
fn widest(widths: impl Iterator<Item = usize>, limit: usize) -> usize {
    widths.filter(|&width| width <= limit).max().unwrap_or_default()
}
