/** The report's style: black on white, for A4 or letter paper and for a screen. */
export const reportStyle = `
@page { size: A4; margin: 16mm 15mm 18mm; @bottom-right { content: counter(page) " / " counter(pages); font: 8pt system-ui, sans-serif; color: #535b65; } }
* { box-sizing: border-box; }
html { -webkit-print-color-adjust: exact; print-color-adjust: exact; }
body { font: 9.5pt/1.45 system-ui, "Segoe UI", "Noto Sans", Roboto, sans-serif; color: #14171a; background: #fff; margin: 0 auto; max-width: 180mm; }
@media screen { body { padding: 12mm 6mm; } }
h1 { font-size: 16pt; line-height: 1.2; margin: 0 0 1mm; }
h2 { font-size: 11pt; margin: 7mm 0 2mm; padding-bottom: 1mm; border-bottom: 0.3mm solid #79818c; break-after: avoid; }
h3 { font-size: 9.5pt; margin: 3mm 0 1mm; break-after: avoid; }
p { margin: 0 0 1mm; }
.sub { color: #3a414a; margin: 0 0 3mm; }
.words { white-space: pre-wrap; overflow-wrap: anywhere; unicode-bidi: isolate; }
[dir="rtl"].words { text-align: right; }
dl.facts { display: grid; grid-template-columns: repeat(3, 1fr); gap: 1.5mm 6mm; margin: 0; }
dl.facts div { min-width: 0; }
dt { font-size: 7.5pt; color: #535b65; }
dd { margin: 0; overflow-wrap: anywhere; }
table { width: 100%; border-collapse: collapse; }
thead { display: table-header-group; }
table.scores { table-layout: fixed; margin-top: 3mm; }
table.scores th:first-child { width: 44%; }
table.scores th:nth-child(2) { width: 18%; }
th { text-align: start; font-size: 7.5pt; font-weight: 600; color: #535b65; padding: 0 2mm 1mm 0; }
td { vertical-align: top; padding: 1.2mm 2mm 1.2mm 0; border-top: 0.2mm solid #cdd2d9; overflow-wrap: anywhere; }
tr { break-inside: avoid; }
td.n { width: 7mm; font-weight: 600; color: #862a7b; }
td.when { width: 26mm; color: #3a414a; }
blockquote { margin: 0.5mm 0 1mm; padding-inline-start: 2mm; border-inline-start: 0.7mm solid #cdd2d9; color: #3a414a; }
.meta { font-size: 8pt; color: #535b65; }
.tag { display: inline-block; border: 0.2mm solid #79818c; border-radius: 1mm; padding: 0 1.2mm; margin-inline-end: 1mm; font-size: 8pt; }
.severity { font-weight: 600; }
.critical, .major, .bad, .fail { color: #a8231b; }
.slow { color: #7a4f00; }
.pass { color: #17683a; }
.total { font-size: 13pt; font-weight: 700; }
del { color: #a8231b; text-decoration: line-through; }
ins { color: #17683a; text-decoration: underline; }
.turn { display: grid; grid-template-columns: 15mm 16mm 1fr; gap: 0 2mm; padding: 0.8mm 0; break-inside: avoid-page; }
.turn .role { font-weight: 600; }
.turn .role.agent { color: #10509c; } .turn .role.caller { color: #914200; }
.turn .refs { color: #862a7b; font-weight: 600; font-size: 8pt; }
figure.wave { margin: 4mm 0 0; }
figure.wave svg { display: block; width: 100%; height: auto; margin-bottom: 1mm; break-inside: avoid; }
figcaption { font-size: 7.5pt; color: #535b65; }
svg .ground { fill: #f6f7f8; } svg path.agent { fill: #10509c; } svg path.caller { fill: #914200; } svg path.mono { fill: #3a414a; }
svg .span { fill: #862a7b; fill-opacity: 0.16; }
svg text { font: 7.5px system-ui, sans-serif; fill: #535b65; } svg text.number { font-size: 9px; font-weight: 700; fill: #862a7b; }
svg rect.gap { fill: #79818c; } svg rect.gap.slow { fill: #b37800; } svg rect.gap.bad { fill: #a8231b; } svg text.wait { fill: #14171a; }
.key { display: inline-block; width: 3mm; height: 2mm; margin-inline: 2mm 0.5mm; } .key:first-child { margin-inline-start: 0; }
.key.agent { background: #10509c; } .key.caller { background: #914200; } .key.gap { background: #79818c; height: 1mm; } .key.note { background: #862a7b; opacity: 0.4; }
footer { margin-top: 8mm; padding-top: 2mm; border-top: 0.2mm solid #cdd2d9; font-size: 7.5pt; color: #535b65; }
`;
