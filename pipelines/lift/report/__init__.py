"""Reports: what an optimization did and proved, as JSON, terminal text and one HTML page.

`model` is the saved form (eval/eval_report.json), `build` fills it from measurements, `text` and
`html` show it, `contract` is the short form that scripts read from `lift optimize --json`.
"""
