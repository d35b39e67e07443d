# 屏幕上的文字：运行过程、结束时的小结、得分说明、错误。

stage-read = 读取文件
stage-score = 计算得分
stage-write = 输出工作簿

screen-title = 项目绩效评价排名（{ $years }年度，截至 { $as-of }）
screen-rank = 名次
screen-code = 编码
screen-name = 项目
screen-year = 年度
screen-points = 得分
screen-grade = 等级
screen-execution-rate = 执行率
screen-warning = 预警
screen-findings = 疑点
screen-none = —
screen-more-projects = …… 另有 { $count } 个项目，见汇总工作簿
screen-unranked = 未排名：{ $code } { $name }——{ $reason }
screen-counts = 共 { $files } 个文件，{ $projects } 个项目，{ $ranked } 个参加排名；预警：红 { $red }、橙 { $orange }、黄 { $yellow }；疑点：错误 { $errors }、存疑 { $doubts }、提示 { $notes }
screen-checked = 共读取 { $files } 个文件、{ $sheets } 张工作表、{ $read } 行：采用 { $used } 行，略过 { $passed } 行，拒收 { $refused } 行
screen-department = ◆ { $department }：{ $count } 处
screen-written = 结果已写入 { $folder }，请打开其中的“{ $file }”；全部疑点见其“疑点清单”
screen-at = 位置：
screen-more-places = …… 另有 { $count } 处
screen-help = 处理：

explain-project = { $code } { $name }（{ $year } 年度）得分 { $points }，{ $grade }；指标体系：{ $rubric }
explain-indicator = { $name }：分值 { $weight }，得分 { $points }（{ $source }）
explain-reference = 依据：
explain-rule-text = 评分规则原文：
explain-note = 说明：
explain-target = 目标值：
explain-measured = 取值：
explain-scored = 计分：
explain-reason = 评分说明：
explain-reviewed = 审定得分：
explain-assessed = 评价得分：
explain-claimed = 自评得分：
explain-cell = 单元格：
explain-payment = { $date } { $payee } { $purpose } { $amount } 元  { $place }
explain-payment-not-counted = { $date } { $payee } { $purpose } { $amount } 元（未计入）  { $place }
explain-option = { $option } { $count } 份：{ $cells }

error-no-inbox = 没有这个文件夹：{ $reason }。请用 jixiao run 文件夹 指定报送材料所在位置。
error-read = 无法读取：{ $reason }
error-write = 无法写入：{ $reason }。请检查磁盘空间、权限，以及工作簿是否正被打开；以前的结果没有改动。
error-config = 配置有误：{ $reason }
error-rubric = 指标体系有误：{ $reason }
error-no-rubric = 配置中指定的指标体系不存在：{ $reason }
error-no-file = 文件夹中没有任何文件：{ $reason }
error-no-project-of-year = 收件夹中没有 { $reason } 年度的项目。请核对 --year 或配置中的 year。
error-unknown-project = 找不到项目，或有多个项目符合：{ $reason }
error-unknown-indicator = 该项目没有这项指标：{ $reason }
error-changed-workbook = 输出文件夹中的文件在上次运行后有人改动或新增，不会覆盖：{ $reason }。请把它移到别的文件夹，或用 --out 指定另一个输出文件夹。
error-busy = 另一次运行正在写入：{ $reason }。请等它结束。
error-internal = 程序内部错误，结果没有写入：{ $reason }
screen-failed = 已出现 --fail-on 所指级别的疑点或预警，以 1 退出
