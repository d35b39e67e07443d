//! 绩效目标表: the targets that were approved at the year's start, sent where one of them was changed since.

use crate::write::drawing::Part;
use crate::write::table::Cell;

use super::pen::Pen;
use super::project::Project;
use super::words::WORDS;

pub fn draw(project: &Project) -> Pen {
    let mut pen = Pen::new("绩效目标表", &[16, 20, 34, 20]);
    pen.across(0, format!("{}年度项目支出绩效目标表（{}）", project.year, WORDS.made_up), Part::Title);
    pen.across(1, format!("项目编码：{}　　项目名称：{}", project.code, project.name), Part::Line);
    pen.labels(2, 0, ["一级指标", "二级指标", "三级指标", "年度指标值"]);
    for (row, row_0) in project.indicators.iter().zip(3..) {
        pen.word(row_0, 0, row.levels[0]);
        pen.word(row_0, 1, row.levels[1]);
        pen.put(row_0, 2, Cell::text(row.name.as_str()));
        pen.word(row_0, 3, row.approved.as_deref().unwrap_or(&row.target));
    }
    pen
}
