//! HTML → the lines that its reader sees, as far as carecheck's own pages need it: the text of each heading and paragraph.

/// The headings and paragraphs of a page, in their order.
pub fn lines(html: &str) -> Vec<String> {
    let mut lines = Vec::new();
    let mut rest = html;
    while let Some((_, tag)) = rest.split_once('<') {
        let name: String = tag.chars().take_while(char::is_ascii_alphanumeric).collect();
        let Some((_, inside)) = tag.split_once('>') else { break };
        rest = inside;
        if !matches!(name.as_str(), "h1" | "h2" | "h3" | "p") {
            continue;
        }
        let Some((content, after)) = inside.split_once(&format!("</{name}>")) else { continue };
        lines.push(text(content));
        rest = after;
    }
    lines
}

/// The text of an element without its tags.
fn text(content: &str) -> String {
    let mut text = String::new();
    for (index, piece) in content.split('<').enumerate() {
        text.push_str(if index == 0 { piece } else { piece.split_once('>').map_or("", |(_, after)| after) });
    }
    let entities = [("&#38;", "&"), ("&#60;", "<"), ("&#62;", ">"), ("&#34;", "\""), ("&#39;", "'")];
    entities.iter().fold(text, |text, (entity, character)| text.replace(entity, character))
}
