//! Text in runs, some of them marked.

/// A run of text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Run {
    pub text: String,
    pub marked: bool,
}

/// Parts that are in turn plain and marked, as search cuts names; a text without
/// any mark is one plain run.
pub(crate) fn runs(text: &str, parts: Option<&[String]>) -> Vec<Run> {
    let run = |(at, text): (usize, &String)| Run {
        text: text.clone(),
        marked: at % 2 == 1,
    };
    let parts = parts.unwrap_or_default();
    if parts.concat() != text {
        return vec![Run {
            text: text.to_owned(),
            marked: false,
        }];
    }
    let parts = parts.iter().enumerate();
    parts.map(run).filter(|run| !run.text.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_other_part_is_marked_and_none_is_empty() {
        let parts = ["", "চাল", " মিনিকেট"].map(str::to_owned);
        let run = |text: &str, marked| Run {
            text: text.to_owned(),
            marked,
        };
        assert_eq!(
            runs("চাল মিনিকেট", Some(&parts)),
            [run("চাল", true), run(" মিনিকেট", false)]
        );
        assert_eq!(runs("চাল", None), [run("চাল", false)]);
    }
}
