//! What is a kind of what: the `is` relation of a sheet. Few things have many ancestors; where they are too many in all
//! they are looked for each time, so that a chain of ten thousand kinds takes little more room than ten thousand names.

use std::collections::HashSet;

use super::declared::{Subject, SubjectId};

/// Of a subject with more ancestors than this they are kept only while there is room.
const FEW: usize = 64;
/// So many ancestors of such subjects are kept in all.
const ROOM: usize = 1_000_000;
const ENDLESS: u32 = u32::MAX;

/// The `is` relation. Its ids are those of the model's subjects; a subject that it does not know is a kind of nothing.
#[derive(Clone, Debug, Default)]
pub struct Taxonomy(Vec<Node>);

#[derive(Clone, Debug, Default)]
struct Node {
    parents: Vec<SubjectId>,
    kinds: Vec<SubjectId>,
    /// How far above it the farthest ancestor is; infinitely far in and below a circle.
    level: u32,
    /// All ancestors, sorted; `None` if they are too many or in a circle.
    ancestors: Option<Vec<SubjectId>>,
}

impl Taxonomy {
    /// Of subjects and their parents.
    pub(super) fn of(subjects: &[Subject]) -> Taxonomy {
        let node = |subject: &Subject| Node { parents: subject.parents.clone(), level: ENDLESS, ..Node::default() };
        let mut taxonomy = Taxonomy(subjects.iter().map(node).collect());
        for (id, subject) in (0..).map(SubjectId).zip(subjects) {
            for parent in &subject.parents {
                if let Some(node) = taxonomy.0.get_mut(parent.0 as usize) {
                    node.kinds.push(id);
                }
            }
        }
        // Each after its parents; what is left over lies in a circle or below one.
        let mut waiting_for: Vec<usize> = subjects.iter().map(|subject| subject.parents.len()).collect();
        let roots = (0..).map(SubjectId).zip(subjects).filter(|(_, subject)| subject.parents.is_empty());
        let mut room = ROOM;
        let mut ready: Vec<SubjectId> = roots.map(|(id, _)| id).collect();
        while let Some(id) = ready.pop() {
            let Some(Node { parents, kinds, .. }) = taxonomy.node(id) else { continue };
            for kind in kinds {
                if let Some(parents) = waiting_for.get_mut(kind.0 as usize) {
                    *parents -= 1;
                    ready.extend((*parents == 0).then_some(*kind));
                }
            }
            let level = parents.iter().map(|&parent| taxonomy.level(parent).saturating_add(1)).max().unwrap_or(0);
            let ancestors = taxonomy.kept_ancestors(parents, &mut room);
            if let Some(node) = taxonomy.0.get_mut(id.0 as usize) {
                (node.level, node.ancestors) = (level, ancestors);
            }
        }
        taxonomy
    }

    /// All that are kinds of each other with a subject, in the order of the ids; empty if nothing else is.
    pub(super) fn circle_of(&self, id: SubjectId) -> Vec<SubjectId> {
        let Some(node) = self.node(id).filter(|node| node.level == ENDLESS) else { return Vec::new() };
        let above = self.walk(node.parents.iter().copied(), |node| &node.parents, |_| true);
        if !above.contains(&id) {
            return Vec::new();
        }
        let below = self.all_kinds_of([id]);
        sorted(above.intersection(&below).copied().collect())
    }

    /// Whether `kind` is `parent` or a kind of it.
    pub(super) fn is_kind_of(&self, kind: SubjectId, parent: SubjectId) -> bool {
        if kind == parent {
            return true;
        }
        match self.node(kind).map(|node| &node.ancestors) {
            None => false,
            Some(Some(ancestors)) => ancestors.binary_search(&parent).is_ok(),
            Some(None) => {
                let lowest = self.level(parent);
                self.walk([kind], |node| &node.parents, |id| self.level(id) >= lowest).contains(&parent)
            }
        }
    }

    /// All that a subject is a kind of, in the order of the ids.
    pub(super) fn ancestors(&self, id: SubjectId) -> Vec<SubjectId> {
        match self.node(id).map(|node| &node.ancestors) {
            None => Vec::new(),
            Some(Some(ancestors)) => ancestors.clone(),
            Some(None) => {
                let mut found = self.walk([id], |node| &node.parents, |_| true);
                found.remove(&id);
                sorted(found)
            }
        }
    }

    /// A subject and all kinds of it, in the order of the ids.
    pub(super) fn kinds_of(&self, id: SubjectId) -> Vec<SubjectId> {
        if self.node(id).is_none_or(|node| node.kinds.is_empty()) { vec![id] } else { sorted(self.all_kinds_of([id])) }
    }

    /// Some subjects and all kinds of them.
    pub(super) fn all_kinds_of(&self, of: impl IntoIterator<Item = SubjectId>) -> HashSet<SubjectId> {
        self.walk(of, |node| &node.kinds, |_| true)
    }

    /// Some subjects and all that they are kinds of.
    pub(super) fn all_above(&self, some: impl IntoIterator<Item = SubjectId>) -> HashSet<SubjectId> {
        self.walk(some, |node| &node.parents, |_| true)
    }

    fn kept_ancestors(&self, parents: &[SubjectId], room: &mut usize) -> Option<Vec<SubjectId>> {
        let mut found = parents.to_vec();
        for &parent in parents {
            found.extend(self.node(parent)?.ancestors.as_ref()?);
        }
        found.sort_unstable();
        found.dedup();
        if found.len() > FEW {
            *room = room.checked_sub(found.len())?;
        }
        Some(found)
    }

    /// All that can be reached from some subjects, they themselves too.
    fn walk<'t>(
        &'t self,
        from: impl IntoIterator<Item = SubjectId>,
        next: fn(&'t Node) -> &'t Vec<SubjectId>,
        wanted: impl Fn(SubjectId) -> bool,
    ) -> HashSet<SubjectId> {
        let mut open: Vec<SubjectId> = from.into_iter().collect();
        let mut found: HashSet<SubjectId> = open.iter().copied().collect();
        while let Some(id) = open.pop() {
            let next = self.node(id).map(next).into_iter().flatten().copied();
            open.extend(next.filter(|&id| wanted(id) && found.insert(id)));
        }
        found
    }

    fn node(&self, id: SubjectId) -> Option<&Node> {
        self.0.get(id.0 as usize)
    }

    fn level(&self, id: SubjectId) -> u32 {
        self.node(id).map_or(0, |node| node.level)
    }
}

fn sorted(found: HashSet<SubjectId>) -> Vec<SubjectId> {
    let mut found: Vec<SubjectId> = found.into_iter().collect();
    found.sort_unstable();
    found
}
