# 评分规则。

# 规则的规范表述。

term-the-target = 目标值
term-any = 任何值
says-met = 达到目标值得满分；否则不得分
says-met-within = { $range }得满分；否则不得分
says-proportional = 达到目标值得满分；未达到目标值的，得分=完成值/目标值*分值
says-proportional-of = 得分=完成值/{ $full }*分值，最高不超过分值
says-gate-completion = 完成比例低于{ $gate }不得分
says-own-rate = ≥{ $full }得满分；<{ $full }，得分=该比率*分值
says-own-rate-target = 达到目标值得满分；未达到目标值的，得分=该比率*分值
says-gated-linear = 得分=(该比率-{ $gate })/({ $full }-{ $gate })*分值
says-gate-short = 低于{ $gate }不得分
says-gate-over = 高于{ $gate }不得分
says-ceiling = 不超过目标值得满分；超过目标值不得分
says-ceiling-ratio = 不超过目标值得满分；超过目标值的，得分=目标值/完成值*分值
says-ceiling-linear = 不超过目标值得满分；超过目标值的，按超过的比例从分值中扣除，达到目标值的两倍不得分
says-deduction-short = 达到{ $full }得满分；每低{ $step }扣{ $loss }分，扣完为止（{ $counting }）
says-deduction-over = 不超过{ $full }得满分；每超过{ $step }扣{ $loss }分，扣完为止（{ $counting }）
says-deduction-either = 等于{ $full }得满分；每偏离{ $step }扣{ $loss }分，扣完为止（{ $counting }）
says-deduction-completion-short = 完成比例达到{ $full }得满分；每低{ $step }扣{ $loss }分，扣完为止（{ $counting }）
says-deduction-completion-over = 完成比例不超过{ $full }得满分；每超过{ $step }扣{ $loss }分，扣完为止（{ $counting }）
says-deduction-completion-either = 完成比例等于{ $full }得满分；每偏离{ $step }扣{ $loss }分，扣完为止（{ $counting }）
says-deduction-late = 按期完成得满分；每逾期{ $step }扣{ $loss }分，扣完为止（{ $counting }）
says-steps-linear = 不足一档的按比例计
says-steps-whole = 不足一档的不计
says-steps-begun = 不足一档的按一档计
says-band = { $range }得{ $points }分
says-of-completion = 完成比例{ $rule }
says-of-days-late = 按逾期天数：{ $rule }
says-checklist = 逐项核查：{ $points }
says-point = { $number }{ $points }分
says-point-of-several = { $number }{ $points }分（{ $requirements }项各占{ $each }分）
says-checklist-all = { $marks }全部符合得满分；否则不得分
says-checklist-faults = { $marks }，每有一项不符合扣{ $loss }分，扣完为止
says-checklist-zero = 不符合达到{ $gate }处不得分
says-checklist-counts = { $marks }中，{ $levels }
says-checklist-count = 符合{ $met }项得{ $points }分
says-checklist-fewer = 符合不足{ $met }项得{ $points }分
says-tier = “{ $name }”得{ $points }分
says-tier-range = “{ $name }”得{ $floor }-{ $top }分
says-rising = 逐年上升得满分；否则不得分
says-falling = 逐年下降得满分；否则不得分
says-comparison-higher = 高于上年得满分；与上年持平得{ $same }分；低于上年不得分
says-comparison-lower = 低于上年得满分；与上年持平得{ $same }分；高于上年不得分
says-improvement-higher = 与上年持平得{ $start }分；每高于上年{ $step }加{ $gain }分，每低于上年{ $step }减{ $gain }分
says-improvement-lower = 与上年持平得{ $start }分；每低于上年{ $step }加{ $gain }分，每高于上年{ $step }减{ $gain }分
says-peer-average-higher = 等于各项目平均值得{ $start }分；每高{ $step }加{ $gain }分，每低{ $step }减{ $gain }分
says-peer-average-lower = 等于各项目平均值得{ $start }分；每低{ $step }加{ $gain }分，每高{ $step }减{ $gain }分
says-peer-range-higher = 得分=(完成值-各项目最低值)/(各项目最高值-最低值)*分值
says-peer-range-lower = 得分=(各项目最高值-完成值)/(各项目最高值-最低值)*分值
says-external = 得分=评定分/{ $out-of }*分值
says-part = “{ $name }”（{ $weight }分）：{ $how }
says-assessed = 由评价机构打分

choice-shared-edge = 相邻两档都含{ $at }，归入得分较高的一档
choice-linear-steps = 不足一档的部分按比例计
choice-percent-is-point = “1%”按1个百分点计
choice-percent-of-target = 百分比按占目标值的比例计
choice-rate-itself = “按比例”指以该比率乘以分值，不再除以界限
choice-from-target = 文字没有写明起算点，从目标值起算

why-points-not-weight = 文字所写的最高得分为{ $said }分，与分值{ $weight }分不符
why-points-not-listed = 文字提到第{ $said }项（或共{ $said }项），列出的是{ $listed }项
why-shares-sum = 各项合计为分值的{ $sum }，不是100%
why-against-target = 文字的方向与目标值的方向相反
why-not-ordered = 各档得分忽高忽低
why-two-rules = 文字写了两种算法
why-two-subjects = 文字说的是两个指标：{ $one }、{ $two }
why-hole = { $below }与{ $above }之间没有规定
why-hole-at = 恰为{ $below }时没有规定
why-overlap = 在{ $at }处有两种规定
why-no-rest = 没有规定其余情况得多少分
why-loss-capped = 最多扣{ $most }分，少于分值，不是“扣完为止”
why-discretion = 留有酌情余地（“{ $words }”）
why-not-understood = 不能理解“{ $words }”
why-no-whole = 不能归为一种确定的算法
would-give-steps = 按比例计 { $linear }，只计整档 { $whole }，不足一档按一档计 { $begun }
why-edition-first = 指标体系为该指标规定了规则，先于评分表的文字
says-met-words = 写明“{ $gate }”的视为达到
says-peer-range-within = 最高值、最低值离平均值不超过{ $gate }
says-deduction-later = 逾期不超过{ $full }得满分；此后每逾期{ $step }扣{ $loss }分，扣完为止（{ $counting }）
