//! The structure of a document, for those who do not see it: what is a heading, a list, a table.

use krilla::tagging::{Identifier, Node, Tag, TagGroup, TagKind, TagTree};

/// Where something stands in the tree.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place(usize);

struct Branch {
    kind: TagKind,
    within: Option<usize>,
    lines: Vec<Identifier>,
}

/// The tree, grown in reading order.
#[derive(Default)]
pub struct Tree {
    branches: Vec<Branch>,
}

impl Tree {
    /// A new branch, after all that are there.
    pub fn grow(&mut self, kind: impl Into<TagKind>, within: Option<Place>) -> Place {
        self.branches.push(Branch {
            kind: kind.into(),
            within: within.map(|it| it.0),
            lines: Vec::new(),
        });
        Place(self.branches.len() - 1)
    }

    /// A line that was drawn belongs there.
    pub fn hang(&mut self, place: Place, line: Identifier) {
        if let Some(branch) = self.branches.get_mut(place.0) {
            branch.lines.push(line);
        }
    }

    /// The finished tree. A branch always stands after the one that it grows from.
    pub fn finish(self) -> TagTree {
        let mut within = Vec::new();
        let mut groups = Vec::new();
        for branch in self.branches {
            let mut group = TagGroup::new(branch.kind);
            for line in branch.lines {
                group.push(line);
            }
            within.push(branch.within);
            groups.push(group);
        }
        // From the last to the first, each goes into its own.
        let mut inner: Vec<Vec<TagGroup>> = groups.iter().map(|_| Vec::new()).collect();
        let mut roots = Vec::new();
        while let (Some(mut group), Some(within), Some(mut children)) =
            (groups.pop(), within.pop(), inner.pop())
        {
            children.reverse();
            for child in children {
                group.push(child);
            }
            match within.and_then(|at| inner.get_mut(at)) {
                Some(siblings) => siblings.push(group),
                None => roots.push(group),
            }
        }
        let mut root = TagGroup::new(Tag::Part);
        for group in roots.into_iter().rev() {
            root.push(Node::Group(group));
        }
        let mut tree = TagTree::new();
        tree.push(root);
        tree
    }
}
