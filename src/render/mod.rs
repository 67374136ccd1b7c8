//! Results → text. One format a file; draws, decides nothing. Knows nothing of the terminal: width, colour and the
//! choice of characters are handed in.

pub mod findings;
pub mod page;
pub mod tested;
