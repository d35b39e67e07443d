# The basis of a score: how the actual was come by, and how it gives points.

term-sentence-separator = |; |
term-list-separator = |, |
term-not-stated = not stated
term-unknown = not assessable
term-not-computable = not computable
term-damaged = the file is cut off or damaged
term-damaged-sheet = it is incomplete or damaged ({ $detail })
term-long-text = a cell holds more than 32,767 characters
term-weights = weights
term-points = points
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
basis-proportional-full = Target { $target }, actual { $actual }, { $ratio } of it: the full { $weight } points
basis-proportional = Target { $target }, actual { $actual }, { $ratio } of it: { $weight } × { $ratio } = { $exact }
basis-own-rate-full = The actual { $actual } reaches { $full-at }: the full { $weight } points
basis-own-rate = The actual { $actual } is below { $full-at }: { $weight } × { $rate } = { $exact }
basis-own-rate-gate = The actual { $actual } is below { $gate }: 0 points
basis-within-ceiling = Ceiling { $target }, actual { $actual }, not over it: the full { $weight } points
basis-over-ceiling = Ceiling { $target }, actual { $actual }, over it: 0 points
basis-deduction = Target { $target }, actual { $actual }, { $short } short: { $steps } steps of { $each } points leave { $exact }
basis-band = The actual { $actual } is in the band from { $from }: { $exact } points
basis-checklist = The points met weigh { $met }: { $weight } × { $met } = { $exact }
basis-checklist-all = All points have to be met, those met weigh { $met }: { $exact } points
basis-no-evidence = The evidence is not complete; not assessable
basis-tier = "{ $actual }" is the tier "{ $tier }": { $exact } points
basis-tier-given = "{ $actual }" is the tier "{ $tier }"; the { $exact } points given lie within it
basis-no-tier = "{ $actual }" is in no tier; not assessable
basis-no-number = The target "{ $target }" or the actual "{ $actual }" is no number
basis-no-actual = There is no actual; not assessable
basis-assessed-missing = Points are given by the evaluator
basis-part = "{ $name }" ({ $weight } points): target { $target }, actual { $actual }, { $points } points
basis-part-assessed = "{ $name }" ({ $weight } points): target { $target }, actual { $actual }, assessed at { $points } points
basis-parts = The sum of the parts

reason-no-indicator = there is no indicator table to score
reason-no-rubric = the rubric that it names does not exist
reason-weights = the weights add to { $sum }, not to { $total }
reason-unverified = { $count } indicators have only claimed points or none

threshold-duplicate-days = Payments twice: one payee, one amount, within (days)
threshold-december-share = A rush at the year's end: December's share of the year's payments over
threshold-last-days-share = A rush at the year's end: the share of December's last ten days over
threshold-survey-answers = A survey too small: valid answers fewer than
threshold-claim-gap = A claim too far off: claimed and final totals differ by more than (points)
