# Every name, heading and explanation in the aggregate workbook and the score sheets.

## Files, folders, workbooks

title-workbook = Performance review of government projects
file-aggregate = performance-review.xlsx
folder-score-sheets = score-sheets
label-page = Page &P of &N
label-standing = Fiscal year: { $years }    As of: { $as-of }    Amounts in 10,000 yuan (万元)
note-without-formulas = This sheet has many rows: totals and rates are given as values, not as formulas, so that it opens and filters quickly.

## Sheets and titles

sheet-overview = Overview
title-overview = Overview of the performance review
title-grades = Projects by grade
title-warning-levels = Projects by warning level
title-best = Projects with the most points
title-worst = Projects with the fewest points
sheet-ranking = Ranking
title-ranking = Projects ranked by points
title-unranked = Projects that are not ranked
sheet-low-execution = Low execution
title-low-execution = Warnings of low budget execution
title-over-budget = Projects with expenditure above their budget
title-nothing-spent = Projects with a budget and no expenditure
title-no-rate = Projects whose execution rate cannot be computed
sheet-departments = Departments
title-departments = Totals by department
sheet-indicator-points = Indicators
title-indicator-points = Points of every indicator
sheet-progress = Disbursement
title-progress = Disbursement and time progress
sheet-surveys = Surveys
title-surveys = Satisfaction surveys
sheet-findings = Findings
title-findings = Faults and doubts in the data
sheet-quality = Data quality
title-quality = What became of every row of every file
sheet-definitions = Definitions
title-definitions = Definitions, thresholds and rules in force
title-editions = Rubrics in force
title-indicator-notes = Which rule was applied where several are stated
sheet-score-table = Score table
title-score-table = Score table { $year }: { $project }
sheet-funds = Funds
title-funds = Funds { $year }: { $project }
title-stated = Where the amounts stand
title-sources = Sources of funds
title-lines = Budget lines
sheet-project-surveys = Survey
title-project-surveys = Satisfaction survey
sheet-project-findings = Findings
title-project-findings = Findings { $year }: { $project }

## Headings

column-actual = Actual
column-ahead = Ahead of (behind) time
column-alpha = Reliability α
column-amount = Amount
column-assessed = Assessed points
column-balance = Rows add up
column-base = Base
column-basis = Basis of the points
column-belongs-to = Belongs to
column-cell = Cell
column-claimed = Claimed points
column-claimed-points = Claimed points
column-computed = Computed points
column-count = Count
column-cumulative = Cumulative
column-cumulative-share = Cumulative share of budget
column-defined = Term
column-definition = Definition
column-department = Department
column-difference = Difference from claim
column-execution-rate = Execution rate (scored)
column-execution-rate-plain = Execution rate
column-expenditure = Expenditure
column-explanation = Explanation
column-figure = Figure
column-file = File
column-finding-code = Code
column-findings = Findings
column-fund-source = Source of funds
column-funding-rate = Funding rate
column-further-places = Further places
column-grade = Grade
column-help = What to do
column-indicator = Indicator
column-initial = Initial budget
column-is-scored = Scored base
column-issued = Issued
column-kind = Kind of sheet
column-ledger-budget = Budget of projects with a ledger
column-level1 = Level 1
column-level2 = Level 2
column-level3 = Level 3
column-line-budget = Budget
column-line-item = Budget line
column-message = Finding
column-month = Month
column-number = No.
column-option = Option
column-options = Answers by option
column-paid = Paid in the month
column-points = Points
column-points-mean = Mean points
column-points-source = Source of points
column-points-total = Sum of points
column-pooled = Pooled satisfaction
column-project = Project
column-project-code = Project code
column-projects = Projects
column-question = Question
column-question-number = No.
column-rank = Rank
column-rate-initial = Rate on initial budget
column-rate-over-time = Rate over time progress
column-rate-received = Rate on received
column-rate-revised = Rate on revised budget
column-received = Received
column-recovery-rate = Recovery (returned/ issued)
column-remark = Remark
column-returned = Returned
column-reviewed = Reviewed points
column-revised = Revised budget
column-rows-read = Rows read
column-rows-refused = Rows refused
column-rows-used = Rows used
column-rubric = Rubric
column-rule = Rule
column-rule-text = Scoring rule
column-scored = Scored
column-scored-base = Scored base
column-scored-budget = Budget (scored base)
column-scored-question = Used in scoring
column-score-sheet = Score sheet
column-severity = Severity
column-share = Share
column-sheet = Sheet
column-source = Source
column-status = Status
column-status-reason = Status and reason
column-survey = Survey
column-target = Target
column-time-progress = Time progress
column-top-two = Top-two share
column-unit = Unit
column-unspent = Unspent
column-valid = Valid
column-valid-of-issued = Valid/ issued
column-validity-rate = Validity (valid/ returned)
column-value = Value
column-warned = With a warning
column-warning = Warning
column-weight = Weight
column-year = Year
column-yes-share = Yes share

## Figures of the overview

figure-projects = Projects
figure-scored = of which scored and ranked
figure-partial = scored in part, not ranked
figure-unscored = not scored
figure-mean-points = Mean points
figure-highest-points = Most points
figure-lowest-points = Fewest points
figure-budget = Budget (10,000 yuan)
figure-expenditure = Expenditure (10,000 yuan)
figure-execution-rate = Execution rate
figure-findings-error = Findings: errors
figure-findings-doubt = Findings: doubts
figure-findings-note = Findings: notes
figure-files = Files read
figure-sheets = Sheets read
remark-mean-points = of the ranked projects
remark-with-rate = of { $count } projects with an execution rate
remark-execution-rate = expenditure over budget
remark-unknown-sheets = { $count } of them not recognised
remark-over-budget = expenditure above the budget
remark-nothing-spent = nothing spent
remark-no-budget = no budget of the scored base
remark-budget-nought = budget of the scored base is nought
remark-no-expenditure = no expenditure stated

## Common words

label-total = Total
label-subtotal = Subtotal { $level }
label-yes = yes
label-no = no
label-none = none
label-open = open
label-separator = ;{" "}
label-no-department = (no department stated)
label-undated = undated
label-month = Month { $month }
label-not-read = could not be read
label-table-from-row = { $sheet } (from row { $row })
label-balanced = yes
label-unbalanced = NO
label-account = Account: { $reason }
label-whole-survey = Survey as a whole
label-no-alpha = not computable
label-no-answers = no valid answer
label-option = { $label }: { $count } ({ $share })
label-open-answers = Open answers: { $answers }
label-reported = Expenditure (as reported)
label-ledger-paid = Expenditure (sum of the ledger)
label-expenditure-used = Expenditure (used here)
label-rank-of = { $rank } of { $ranked }
label-particulars-project = Project code: { $code }    Department: { $department }    Unit: { $unit }    Rubric: { $rubric }
label-particulars-result = Points: { $points }    Grade: { $grade }    Rank: { $rank }    Claimed points: { $claimed }    Execution rate: { $rate }    Status: { $status }
label-particulars-reason = Not ranked because: { $reason }
label-survey-line = Issued { $issued }, returned { $returned }, valid { $valid }; recovery rate { $recovery }, validity rate (valid/returned) { $validity }, valid/issued { $of-issued }. Top-two share { $top-two }, pooled satisfaction { $pooled }, yes share { $yes-share }; reliability α { $alpha }. From: { $place }
label-ladder-three = red below { $red }, orange below { $orange }, yellow below { $yellow }, otherwise none
label-ladder-two = red below { $red }, yellow below { $yellow }, otherwise none
label-rounding-half-up = to { $places } decimals, half up
label-rounding-down = to { $places } decimals, the rest cut off
label-missing-full = full points
label-missing-zero = no points
label-missing-share-out = the weight is shared out among the rest
label-rounding-none = no further rounding
label-band-top = { $grade }: from { $from }
label-band = { $grade }: from { $from } to below { $below }
label-edition-reference = Reference: { $reference }
label-edition-edition = Edition { $edition }, in force from { $effective }
label-edition-scoring = Full points { $points }; base of the rate that is scored and warned about: { $base }; each indicator is rounded { $rounding }
label-edition-grades = Grades: { $grades }
label-edition-groups = Weights by first level: { $groups }
label-group = { $group } { $weight }
label-group-at-least = { $group } at least { $weight }
label-policy-missing = Rates without a budget: { $no-budget }; blank actuals: { $blank }
label-policy-own-blank = "{ $indicator }" with a blank actual: { $blank }
label-policy-exceed = Computed points may exceed claimed ones: { $may-exceed }
label-zero-target-met-by-zero = A target of nought: full points up to nought, else none (a target of at least nought: full points from nought on)
label-zero-target-full = A target of nought: full points
label-zero-target-not-assessable = A target of nought: not computed
label-over-completion-none = More than the target: full points, without a limit
label-over-completion-flag = More than { $limit } of the target: full points and a finding
label-over-completion-reduce-past-limit = More than { $limit } of the target: what lies past it is taken from the full points, with a finding
label-over-completion-reduce-by-deviation = More than { $limit } of the target: the deviation (actual − target) ÷ target is taken from the full points, with a finding
label-policy-total = The total is { $of }, { $rounding }
label-total-printed = the sum of the rounded points
label-total-exact = the sum of the points before rounding
label-policy-adjustment = Rows of { $kind } points: { $names }; together at most { $most }
label-policy-blend = The total is the claimed total × { $claimed } + the scored total × { $assessed }
label-policy-veto = Where "{ $indicator }" is { $words }, { $cap }
label-adjustment-row = { $kind }: { $name }
label-rule-refused = [Text not applied] { $why }
label-rule-applied = [Applied] { $rule }
label-final-total = Points of the project
label-applied = { $rubric }; rule: { $rule }
label-reference = Reference: { $reference }
label-reading = Also stated: “{ $text }”; not applied because: { $why }

## Notes under the titles

note-ranking = In order of points; equal points share a rank and stand in order of execution rate, then code. Difference = points − claimed points.
note-unranked = Projects whose weights do not add up, with points that nothing verifies, or with nothing to score have neither grade nor rank, for the reasons given.
note-ladder-year-end = At the year's end by execution rate (scored base): { $steps }.
note-ladder-in-year = Within the year by execution rate over time progress: { $steps }.
note-over-budget = The execution rate (scored base) is above 100 %. This is no warning of low execution; please verify budget adjustments and what was counted as spent.
note-nothing-spent = There is a budget and nothing was spent; those with a warning level stand in the table above as well.
note-no-rate = Budget or expenditure is missing, or the budget is nought: there is no rate and no level. No budget is not the same as nothing spent.
note-departments = Budget and expenditure are sums over the projects that have both, on their scored base; mean points = sum of points / scored projects.
note-indicator-points = Points are taken in this order: reviewed; assessed (where an evaluator decides, or no rule can be evaluated); computed; claimed. Claimed points are verified by nothing and are marked orange.
note-progress = Counted payments of projects that have a ledger; share = cumulative / budget of these projects (scored base).
note-ledger-without-budget = { $year }: { $count } projects have a ledger and no budget; their payments are in the cumulative sum and not in the share.
note-surveys = Top-two share = answers with the two best options / answers; pooled = mean of 1 for the best option to 0 for the worst in equal steps; "valid" of a question is the number of its answers.
note-findings = Error: data that is wrong or could not be used; doubt: a figure that may be wrong, please verify; note: something was chosen in a documented way.
note-quality = Rows read = rows used + rows passed over by reason + rows refused; the last column verifies this for every sheet.
note-claimed = Points marked orange are claimed by the unit and verified by nothing.
note-no-findings = There are no findings on this project.

## Definitions

define-as-of = As-of date
definition-as-of = { $as-of }. Expenditure is counted up to that day, at the latest up to 31 December of the project's year; later payments are named and not counted.
define-money = Amounts
definition-money = Computed exactly in fen (0.01 yuan), shown in 10,000 yuan (万元) with two decimals; the cell stores the full figure.
define-execution-rate = Execution rate
definition-execution-rate = Expenditure over the amount of a base. Where that is nought or missing there is no rate, which is not the same as nothing spent. Rates are compared with thresholds before any rounding.
define-bases = Bases of the rate
definition-bases = Initial budget, revised budget and received funds: every rate that can be computed is shown. The rubric names the one that is scored and warned about; the revised budget where it names none.
define-expenditure = Expenditure
definition-expenditure = The sum of the ledger up to the as-of date when the project has one, else the figure reported by the unit. A difference between the two is a finding.
define-payments = Which payments count
definition-payments = A payment before the year's first day belongs to the project of its own year; where there is none it is named and not counted. An undated payment is counted, with a finding.
define-funding-rate = Funding rate
definition-funding-rate = Received over budget.
define-time-progress = Time progress
definition-time-progress = Days elapsed at the as-of date over the days of the year.
define-points = Points
definition-points = In this order: reviewed; assessed, where the rubric leaves the indicator to an evaluator or no rule can be evaluated; computed by rule; claimed. A project's points are the sum of its indicators' rounded points.
define-claimed = Unverified points
definition-claimed = Points that rest on the unit's claim alone are marked "claimed (unverified)"; a project with such points is not ranked.
define-difference = Difference from claim
definition-difference = Points less the claimed total; positive where higher than claimed.
define-status = Status
definition-status = Scored: the weights add to the total and every indicator has points that are reviewed, assessed, computed or given by a stated policy. Scored in part: some are only claimed or missing. Not scored: there is nothing to score.
define-rank = Rank
definition-rank = Only scored projects have a grade and a rank. Equal points share a rank (1, 2, 2, 4) and stand in order of execution rate, then code.
define-survey = Satisfaction
definition-survey = Top-two share, pooled satisfaction (1 for the best option to 0 for the worst in equal steps) and yes share are all shown; the rubric names the one that is scored. Reliability is Cronbach's α over all scale questions, of respondents who answered them all.
define-rows = Rows add up
definition-rows = For every sheet, rows read = rows used + rows passed over (blank, title, unit, heading, total, note, repeat) + rows refused; every refused row has a finding.
define-severity = Severity of findings
definition-severity = Error: data that is wrong or could not be used. Doubt: a figure that may be wrong, to be verified. Note: something was chosen in a documented way; nothing to correct.
define-warning = Execution warnings

## Terms

severity-error = Error
severity-doubt = Doubt
severity-note = Note

kind-budget-table = Budget table
kind-budget-lines = Budget lines
kind-ledger = Ledger
kind-score-table = Score table
kind-score-summary = Summary of indicators
kind-self-evaluation = Self-evaluation form
kind-target-form = Target form
kind-monitoring = Monitoring form
kind-review = Review
kind-survey-answers = Survey answers
kind-survey-tally = Survey tally
kind-empty = Empty
kind-unknown = Not recognised
kind-unreadable = Not readable

passed-blank = Passed: blank
passed-title = Passed: title
passed-unit = Passed: unit
passed-heading = Passed: heading
passed-total = Passed: total
passed-note = Passed: note
passed-repeat = Passed: repeat

status-scored = Scored
status-partial = Scored in part
status-unscored = Not scored

warning-red = Red
warning-orange = Orange
warning-yellow = Yellow
warning-none = None
warning-no-rate = No rate

points-source-reviewed = reviewed
points-source-assessed = assessed
points-source-computed = computed
points-source-policy = by stated policy
points-source-claimed = claimed (unverified)
points-source-none = no points

base-initial = Initial budget
base-revised = Revised budget
base-received = Received

rule-met = met or not
rule-proportional = proportional
rule-own-rate = own rate
rule-ceiling = ceiling
rule-deduction = deduction
rule-bands = bands
rule-checklist = checklist
rule-tiers = tiers
rule-parts = parts
rule-gated-linear = gated linear
rule-series = series
rule-comparison = comparison
rule-improvement = improvement
rule-peer-average = peer average
rule-peer-range = peer range
rule-external = external score
rule-assessed = assessed
sheet-return-list = To correct
title-return-list = { $department }: to correct
note-return-list = Please look into each of these { $count } places, correct it in your own sheets or give the reason, and send them again.
folder-return-lists = return-lists
