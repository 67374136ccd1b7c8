//! Reading and writing files, and finding the rule files of a folder. Nothing is read beyond the largest rule file, no
//! file is ever half written. Knows nothing of what stands in the files.

use crate::source::MAX_FILE_BYTES;
use std::fs::{self, File, OpenOptions, Permissions};
use std::io::{self, Read, Write as _};
use std::path::{Path, PathBuf};

/// The end of a rule file's name.
const EXTENSION: &str = "care";

/// What some editors put before a text.
const BYTE_ORDER_MARK: &[u8] = b"\xEF\xBB\xBF";

/// Reads a file, but no more of it than one byte over the limit, so that a loader can see that it is too large.
///
/// # Errors
/// Why not, in words that follow "cannot read `…`: ".
pub(super) fn read(path: &Path) -> Result<Vec<u8>, String> {
    let file = File::open(path).map_err(|error| in_words(&error))?;
    let data = file.metadata().map_err(|error| in_words(&error))?;
    if data.is_dir() {
        return Err("it is a folder".to_owned());
    }
    read_limited(file, data.len())
}

/// Reads standard input, under the same limit.
///
/// # Errors
/// Why not, in words.
pub(super) fn read_stdin() -> Result<Vec<u8>, String> {
    read_limited(io::stdin().lock(), 0)
}

/// With room from the start for the bytes that are expected, so that a file is read in one go.
fn read_limited(from: impl Read, expected: u64) -> Result<Vec<u8>, String> {
    let limit = MAX_FILE_BYTES as u64 + 1;
    let mut bytes = Vec::with_capacity(usize::try_from(expected.min(limit)).unwrap_or_default() + 1);
    from.take(limit).read_to_end(&mut bytes).map_err(|error| in_words(&error))?;
    Ok(bytes)
}

/// What was found below a folder.
#[derive(Debug, Default)]
pub(super) struct Found {
    /// The rule files, sorted by path.
    pub(super) files: Vec<PathBuf>,
    /// Folders that could not be read, and why.
    pub(super) unreadable: Vec<(PathBuf, String)>,
}

/// The rule files below a folder, at any depth. Hidden files and folders and folders called `target` are passed over.
/// Links to folders are not followed; a link to a file is, if it leads to a file below the same folder.
pub(super) fn rule_files(folder: &Path) -> Found {
    let mut found = Found::default();
    let root = folder.canonicalize();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        let entries = match fs::read_dir(&folder) {
            Ok(entries) => entries,
            Err(error) => {
                found.unreadable.push((folder, in_words(&error)));
                continue;
            }
        };
        for entry in entries.flatten() {
            let (path, name) = (entry.path(), entry.file_name());
            let Ok(kind) = entry.file_type() else { continue };
            if name.as_encoded_bytes().starts_with(b".") {
                continue;
            }
            let is_rule_file = path.extension().is_some_and(|extension| extension == EXTENSION);
            let leads_inside = || match (&root, path.canonicalize()) {
                (Ok(root), Ok(target)) => target.starts_with(root) && target.is_file(),
                _ => false,
            };
            if kind.is_dir() && name != "target" {
                folders.push(path);
            } else if is_rule_file && (kind.is_file() || (kind.is_symlink() && leads_inside())) {
                found.files.push(path);
            }
        }
    }
    found.files.sort();
    found.unreadable.sort();
    found
}

/// Writes a file that does not exist yet: beside it first, then under its name, so that it is never half there.
///
/// # Errors
/// Why not; [`io::ErrorKind::AlreadyExists`] if there is anything of that name, which is left as it is.
pub(super) fn write_new(path: &Path, text: &str) -> io::Result<()> {
    if path.symlink_metadata().is_ok() {
        return Err(io::ErrorKind::AlreadyExists.into());
    }
    write_beside(path, text.as_bytes(), None)
}

/// Writes a file, in place of an older one if there is one: beside it first, then under its name.
///
/// # Errors
/// Why not; what was there is then left as it is.
pub(super) fn write(path: &Path, text: &str) -> io::Result<()> {
    // A link stays, and what it leads to is written.
    let place = path.canonicalize().unwrap_or_else(|_| path.to_owned());
    write_beside(&place, text.as_bytes(), None)
}

/// Writes a file anew that was read as `old`, keeping its permissions and its byte-order mark.
///
/// # Errors
/// Why not, in words; also if the file is not as it was read, for then somebody else has changed it.
pub(super) fn replace(path: &Path, old: &str, new: &str) -> Result<(), String> {
    let permissions = fs::metadata(path).map_err(|error| in_words(&error))?.permissions();
    if permissions.readonly() {
        return Err("it is read-only".to_owned());
    }
    let bytes = read(path)?;
    let mark: &[u8] = if bytes.starts_with(BYTE_ORDER_MARK) { BYTE_ORDER_MARK } else { b"" };
    if bytes.strip_prefix(mark) != Some(old.as_bytes()) {
        return Err("it has changed in the meantime".to_owned());
    }
    write_beside(path, &[mark, new.as_bytes()].concat(), Some(permissions)).map_err(|error| in_words(&error))
}

fn write_beside(path: &Path, bytes: &[u8], permissions: Option<Permissions>) -> io::Result<()> {
    let mut beside_name = path.file_name().ok_or(io::ErrorKind::InvalidInput)?.to_owned();
    beside_name.push(format!(".{}.part", std::process::id()));
    let beside = path.with_file_name(beside_name);
    let written = OpenOptions::new().write(true).create_new(true).open(&beside).and_then(|mut file| {
        if let Some(permissions) = permissions {
            file.set_permissions(permissions)?;
        }
        file.write_all(bytes)?;
        file.sync_all()?;
        fs::rename(&beside, path)
    });
    if written.is_err() {
        // What is left over must not stay; that it cannot be removed is no better a reason than the first.
        let _ = fs::remove_file(&beside);
    }
    written
}

/// An error of the system in the reader's words, without its number.
pub(super) fn in_words(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => "there is no such file or folder".to_owned(),
        io::ErrorKind::PermissionDenied => "permission is denied".to_owned(),
        io::ErrorKind::AlreadyExists => "it exists already".to_owned(),
        io::ErrorKind::IsADirectory => "it is a folder".to_owned(),
        io::ErrorKind::NotADirectory => "a part of its path is not a folder".to_owned(),
        _ => error.to_string(),
    }
}
