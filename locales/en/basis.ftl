# The basis of a score: how the actual was come by, and how it gives points.

term-sentence-separator = |; |
term-list-separator = |, |
term-not-stated = not stated
term-unknown = not assessable
term-not-computable = not computable
term-none = none
term-no-cell = no cell
term-no-cap = no cap
term-subject-actual = The actual
term-subject-completion = The completion
term-subject-days-late = The delay of
term-counting-linear = counted linearly
term-counting-whole = whole steps only
term-counting-begun = a step begun counted whole
term-rising = rising
term-falling = falling
term-bonus = bonus
term-malus = malus
fact-days = { $number } days
fact-in-unit = { $number }{ $unit }
fact-percentage-points = { $number } percentage points
fact-total-at-most = the total is at most { $points }
fact-grade-at-most = the grade is at most "{ $grade }"
term-not-a-file = it is no ordinary file
term-damaged = the file is cut off or damaged
term-damaged-sheet = it is incomplete or damaged ({ $detail })
term-long-text = a cell holds more than 32,767 characters
term-weights = weights
term-points = points
term-whole = total
fact-ledger-sum = ledger total
term-another-sheet = another sheet
term-recovery-rate = recovery rate
term-validity-rate = validity rate
term-valid-recovery-rate = share of valid copies in those issued
term-not-counted = not counted
label-share-of-answers = { $option } { $printed } (which is { $implied } of the answers; { $counted } by keywords)
label-share-alone = { $option } { $printed }
label-copies = { $count }
band-alpha-high = high
band-alpha-rather-high = rather high
band-alpha-sufficient = sufficient
band-alpha-insufficient = insufficient
band-r-high = high
band-r-marked = marked
band-r-low = low
band-r-faint = faint
label-rate-on-base = { $rate } of the { $base }
fact-initial-budget = initial budget
fact-revised-budget = revised budget
fact-received = received amount
fact-approved = date of approval
fact-expenditure = expenditure

measure-parts = Each part has an actual of its own
measure-cell = The actual is as reported: { $actual }
measure-blank = No actual is given
measure-evidence = Evidence: { $evidence }
measure-no-evidence = No evidence is given
measure-execution-rate-ledger = Execution rate = ledger expenditure { $expenditure } ÷ { $base } { $budget } × 100 % = { $rate }
measure-execution-rate-reported = Execution rate = reported expenditure { $expenditure } ÷ { $base } { $budget } × 100 % = { $rate }
measure-funding-rate = Funding rate = received { $received } ÷ { $base } { $budget } × 100 % = { $rate }
measure-no-budget = There is no { $base }, so there is no rate
measure-no-amount = There is a { $base } and nothing reported over it, so there is no rate
measure-line = The budget line "{ $item }" spent { $amount } yuan
measure-no-line = No budget line "{ $item }" has an expenditure
measure-ledger-amount = The ledger pays { $value } for "{ $purposes }"
measure-ledger-amount-all = The ledger pays { $value }
measure-ledger-payments = The ledger has { $value } payments for "{ $purposes }"
measure-ledger-payments-all = The ledger has { $value } payments
measure-ledger-payees = The ledger has { $value } payees for "{ $purposes }"
measure-ledger-payees-all = The ledger has { $value } payees
measure-ledger-on-time-amount = Of the amount { $value } was paid by its planned date
measure-ledger-on-time-payments = Of the payments { $value } were made by their planned date
measure-no-ledger = There is no ledger to measure
measure-no-purpose = The ledger has no payment for "{ $purposes }"
measure-no-planned-date = Not every payment has a planned date, so there is no share paid on time
measure-survey-top-two = Survey "{ $question }": { $counts }; the two best are { $share } of { $answered }
measure-survey-pooled = Survey "{ $question }": { $counts }; the mean of { $answered } is { $share }
measure-survey-yes = Survey "{ $question }": { $counts }; yes is { $share } of { $answered }
measure-no-question = No question holds "{ $question }"
measure-no-scale = The options of "{ $question }" are no known scale

basis-reviewed = reviewed to { $points } points; reason: { $reason }; reviewer: { $reviewer }
basis-met = Target { $target }, actual { $actual }: met, the full { $weight } points
basis-not-met = Target { $target }, actual { $actual }: not met, 0 points
basis-zero-target-met = The target { $target } is nought, actual { $actual }: met, the full { $weight } points
basis-zero-target-not-met = The target { $target } is nought, actual { $actual }: not met, 0 points
basis-zero-target-full = The target { $target } is nought: the rubric gives the full { $weight } points
basis-zero-target-unknown = The target { $target } is nought: the rubric has it not computed
basis-negative-target = The target { $target } is below nought; nothing is a share of it
basis-proportional-full = Target { $target }, actual { $actual }, { $ratio } of it: the full { $weight } points
basis-proportional = Target { $target }, actual { $actual }, { $ratio } of it: { $weight } × { $ratio } = { $exact }, { $lost } lost
basis-proportional-gate = Target { $target }, actual { $actual }, { $ratio } of it, below { $gate }: 0 points
basis-over-completion-flag = Target { $target }, actual { $actual }, { $ratio } of it, above { $limit }: the full { $weight } points; the target may be too low
basis-over-completion-past-limit = Target { $target }, actual { $actual }, { $ratio } of it, above { $limit }: { $weight } × (1 − ({ $ratio } − { $limit })) = { $exact }, { $lost } lost
basis-over-completion-deviation = Target { $target }, actual { $actual }, { $ratio } of it, above { $limit }: by the deviation { $weight } × (1 − ({ $ratio } − 100%)) = { $exact }, { $lost } lost
basis-own-rate-full = The actual { $actual } reaches { $full-at }: the full { $weight } points
basis-own-rate = The actual { $actual } is below { $full-at }: { $weight } × { $rate } = { $exact }, { $lost } lost
basis-own-rate-gate = The actual { $actual } is below { $gate }: 0 points
basis-gated-linear = Actual { $actual }: { $weight } × ({ $rate } − { $gate }) ÷ ({ $full-at } − { $gate }) = { $exact }, { $lost } lost
basis-external = Rated { $actual } of { $out-of }: { $weight } × { $actual } ÷ { $out-of } = { $exact }
basis-external-outside = The rating { $actual } does not lie between 0 and { $out-of }; not assessable
basis-within-ceiling = Ceiling { $target }, actual { $actual }, not over it: the full { $weight } points
basis-over-ceiling = Ceiling { $target }, actual { $actual }, over it by { $excess }: 0 points
basis-over-ceiling-ratio = Ceiling { $target }, actual { $actual }, over it by { $excess }: { $weight } × ceiling ÷ actual = { $weight } × { $share } = { $exact }, { $lost } lost
basis-over-ceiling-linear = Ceiling { $target }, actual { $actual }, over it by { $excess }, whose share of the ceiling is lost: { $weight } × { $share } = { $exact }, { $lost } lost
basis-deduction-none = { $subject } { $seen } is on the right side of { $bound }: the full { $weight } points
basis-deduction-short = { $subject } { $seen } is { $distance } below { $bound }; every { $step } costs { $each } points, { $counting }: { $weight } points less { $lost } leave { $exact }
basis-deduction-over = { $subject } { $seen } is { $distance } above { $bound }; every { $step } costs { $each } points, { $counting }: { $weight } points less { $lost } leave { $exact }
basis-deduction-gate-short = { $subject } { $seen } is below { $gate }: 0 points
basis-deduction-gate-over = { $subject } { $seen } is above { $gate }: 0 points
basis-band = { $subject } { $seen } is in the band from { $from }: { $exact } points of { $weight }, { $lost } lost
basis-band-above = { $subject } { $seen } is in the band above { $from }: { $exact } points of { $weight }, { $lost } lost
basis-band-below = { $subject } { $seen } is in the band below { $from }: { $exact } points of { $weight }, { $lost } lost
basis-band-up-to = { $subject } { $seen } is in the band up to { $from }: { $exact } points of { $weight }, { $lost } lost
basis-band-only = { $subject } { $seen } is in the only band: { $exact } points of { $weight }, { $lost } lost
basis-checklist = The points met weigh { $met }: { $weight } × { $met } = { $exact }, { $lost } lost
basis-checklist-all = All { $of } points are met: the full { $weight } points
basis-checklist-not-all = All { $of } points have to be met, { $count } are: 0 points
basis-checklist-faults = { $faults } faults cost { $each } points each: { $weight } points less { $lost } leave { $exact }
basis-checklist-faults-zero = { $faults } faults, { $most } or more: 0 points
basis-checklist-count = { $count } of { $of } points are met: { $exact } points of { $weight }, { $lost } lost
basis-no-evidence = The evidence is not complete; not assessable
basis-tier = "{ $actual }" is the tier "{ $tier }" ({ $floor } to { $top } points): { $exact } points
basis-tier-given = "{ $actual }" is the tier "{ $tier }" ({ $floor } to { $top } points); the { $exact } points given lie within it
basis-no-tier = "{ $actual }" is in no tier; not assessable
basis-series = The series "{ $actual }" is { $direction } throughout: the full { $weight } points
basis-series-not = The series "{ $actual }" is not { $direction } throughout: 0 points
basis-no-series = "{ $actual }" is no series of numbers; not assessable
basis-comparison-better = Actual { $actual }, the period before { $previous } ({ $place }), { $change } better: the full { $weight } points
basis-comparison-same = Actual { $actual }, the period before { $previous } ({ $place }), the same: { $exact } points
basis-comparison-worse = Actual { $actual }, the period before { $previous } ({ $place }), { $change } worse: 0 points
basis-improvement-better = Actual { $actual }, the period before { $previous } ({ $place }), { $change } better; { $start } points where it is the same, every { $step } gains { $each }: { $exact } points (at most { $weight })
basis-improvement-worse = Actual { $actual }, the period before { $previous } ({ $place }), { $change } worse; { $start } points where it is the same, every { $step } loses { $each }: { $exact } points
basis-no-previous = There is no actual of the year before; not assessable
basis-peer-average-better = Actual { $actual }, the mean of { $count } projects { $mean }, { $distance } better; { $start } points at the mean, every { $step } gains { $each }: { $exact } points (at most { $weight })
basis-peer-average-worse = Actual { $actual }, the mean of { $count } projects { $mean }, { $distance } worse; { $start } points at the mean, every { $step } loses { $each }: { $exact } points
basis-peer-range-higher = Actual { $actual }; { $count } projects, mean { $mean }, from { $least } to { $most }: { $weight } × (actual − least) ÷ (most − least) = { $exact }
basis-peer-range-lower = Actual { $actual }; { $count } projects, mean { $mean }, from { $least } to { $most }: { $weight } × (most − actual) ÷ (most − least) = { $exact }
basis-few-peers = Only { $count } projects have an actual; there is nothing to compare with
basis-equal-peers = All { $count } projects have the same actual; there is nothing to compare with
basis-no-number = The target "{ $target }" or the actual "{ $actual }" is no number
basis-no-day = The target "{ $target }" or the actual "{ $actual }" is no date
basis-units-differ = The actual "{ $actual }" is not of one kind with the target "{ $target }" or the bounds of the rule
basis-no-actual = There is no actual; not assessable
basis-assessed-missing = Points are given by the evaluator
basis-part = "{ $name }" ({ $weight } points): { $how }; { $points } points
basis-part-by-evaluator = given by the evaluator
basis-parts = The sum of the parts
basis-policy-full = There is nothing to evaluate: the rubric gives the full { $weight } points
basis-policy-zero = There is nothing to evaluate: the rubric gives none of the { $weight } points
basis-share-out = There is nothing to evaluate and the weight is shared out among the rest: { $weight } × their points { $points } ÷ their weights { $weights } = { $exact }
basis-share-out-nothing = There is nothing to evaluate, and no other indicator to share the weight

basis-total-printed = The points of the indicators add to { $sum }, rounded to { $points }
basis-total-exact = The points of the indicators before rounding add to { $sum }, rounded to { $points }
basis-total-adjusted = Points of the indicators { $before } + bonus { $bonus } − malus { $malus } = { $points } (not below 0)
basis-total-blend = Claimed total { $claimed } × { $claimed-share } + scored total { $before } × { $assessed-share } = { $points }
basis-total-veto = "{ $indicator }" is "{ $actual }": { $cap }

reason-no-indicator = there is no indicator table to score
reason-no-rubric = the rubric that it names does not exist
reason-no-claimed-total = the rubric blends the total with the claimed one, and there is none
reason-weights = the weights add to { $sum }, not to { $total }
reason-unverified = { $count } indicators have only claimed points or none

threshold-duplicate-days = Payments twice: one payee, one amount, within (days)
threshold-split-limits = Split purchases: limits looked at (yuan)
threshold-split-margin = Split purchases: each short of the limit by no more than
threshold-split-payments = Split purchases: payments to one payee, at least
threshold-payee-share = One payee: share of a project's payments over
threshold-payee-share-payees = One payee: looked at from so many payees
threshold-bureau-payee-share = One payee of several projects: share of all payments over
threshold-shared-payees = Payees paid by two projects for one purpose: share above
threshold-shared-payees-payees = Payees paid by two projects: looked at from so many payees
threshold-ceiling-share = A ceiling kept by spending less than
threshold-over-completion = An actual above this multiple of its target
threshold-december-share = A rush at the year's end: December's share of the year's payments over
threshold-last-days-share = A rush at the year's end: the share of December's last ten days over
threshold-survey-answers = A survey too small: valid answers fewer than
threshold-alike-share = Copies alike: share above
threshold-alike-answers = Copies alike: at least
threshold-claim-gap = A claim too far off: claimed and final totals differ by more than (points)
