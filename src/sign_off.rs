//! The line under a sheet that is signed: who made it, who checked it, who answers for it. What is not configured is left
//! blank for a pen.

use schemars::JsonSchema;
use serde::Deserialize;

use crate::finding::Fact;
use crate::words::Words;

/// What stands in the line; blank where `None`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
pub struct SignOff {
    /// 编制单位
    pub prepared_by: Option<String>,
    /// 制表人
    pub made_by: Option<String>,
    /// 复核人
    pub checked_by: Option<String>,
    /// 负责人
    pub approved_by: Option<String>,
    /// 日期
    pub date: Option<String>,
}

impl SignOff {
    pub fn line(&self, words: &Words) -> String {
        let or_blank = |text: &Option<String>| Fact::Text(text.clone().unwrap_or_else(|| "＿＿＿＿＿＿".to_owned()));
        let facts = vec![
            ("prepared", or_blank(&self.prepared_by)),
            ("made", or_blank(&self.made_by)),
            ("checked", or_blank(&self.checked_by)),
            ("approved", or_blank(&self.approved_by)),
            ("date", or_blank(&self.date)),
        ];
        words.with("label-sign-off", &facts)
    }
}
