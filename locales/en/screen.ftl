# What stands on the screen: progress, the closing summary, explanations, errors.

stage-read = Reading files
stage-score = Scoring
stage-write = Writing workbooks

screen-title = Projects ranked by points ({ $years }, as of { $as-of })
screen-rank = Rank
screen-code = Code
screen-name = Project
screen-year = Year
screen-points = Points
screen-grade = Grade
screen-execution-rate = Execution
screen-warning = Warning
screen-findings = Findings
screen-none = –
screen-more-projects = … and { $count } more projects, in the aggregate workbook
screen-unranked = not ranked: { $code } { $name }: { $reason }
screen-counts = { $files } files, { $projects } projects, { $ranked } of them ranked; warnings: { $red } red, { $orange } orange, { $yellow } yellow; findings: { $errors } errors, { $doubts } doubts, { $notes } notes
screen-checked = { $files } files, { $sheets } sheets and { $read } rows read: { $used } used, { $passed } passed over, { $refused } refused
screen-department = ◆ { $department }: { $count } places
screen-written = Written to { $folder }; open "{ $file }" there, which has all findings
screen-at = at
screen-more-places = … and { $count } more places
screen-help = help:

explain-project = { $code } { $name } ({ $year }): { $points } points, { $grade }; rubric: { $rubric }
explain-indicator = { $name }: weight { $weight }, points { $points } ({ $source })
explain-reference = reference:
explain-rule-text = rule as written:
explain-note = note:
explain-target = target:
explain-measured = measured:
explain-scored = scored:
explain-reason = account:
explain-reviewed = reviewed:
explain-assessed = assessed:
explain-claimed = claimed:
explain-cell = cell:
explain-payment = { $date } { $payee } { $purpose } { $amount } yuan  { $place }
explain-payment-not-counted = { $date } { $payee } { $purpose } { $amount } yuan (not counted)  { $place }
explain-option = { $option } { $count }: { $cells }

error-no-inbox = There is no such folder: { $reason }. Name the inbox: jixiao run FOLDER.
error-read = Cannot read: { $reason }
error-write = Cannot write: { $reason }. See to disk space, permissions and open workbooks; earlier results are as they were.
error-config = The configuration is not sound: { $reason }
error-rubric = The rubric is not sound: { $reason }
error-no-rubric = The configuration names a rubric that does not exist: { $reason }
error-no-file = There is no file in the folder: { $reason }
error-no-project-of-year = There is no project of { $reason } in the inbox. See to --year, or to year in the configuration.
error-unknown-project = No project, or more than one, has that code or name: { $reason }
error-unknown-indicator = The project has no such indicator: { $reason }
error-changed-workbook = A file in the output folder was changed or added since the last run and is not overwritten: { $reason }. Move it to another folder, or choose another output with --out.
error-busy = Another run is writing to { $reason }. Wait for it to end.
error-internal = A fault of the program; nothing was written: { $reason }
screen-failed = A finding or warning of the level that --fail-on names was met; exit code 1
