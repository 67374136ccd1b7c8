//! carecheck: a small language for the timing rules on pre- and aftercare sheets.

pub mod diagnostic;
pub mod evaluate;
pub mod model;
pub mod render;
pub mod source;
pub mod syntax;
pub mod time;
