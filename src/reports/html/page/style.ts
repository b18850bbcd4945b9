/** Words that the style puts before a value on a screen too narrow for columns. */
export type Labels = { user: string; use: string };

const quoted = (text: string): string => JSON.stringify(text.replaceAll('<', ''));

export const styleOf = ({ user, use }: Labels): string =>
  `${STYLE}@media (max-width:760px){.u::before{content:${quoted(`${user} `)}}.u+span::before{content:${quoted(`${use} `)}}}`;

/** Each color is defined only here, with a light and a dark value. */
const STYLE = `
:root{color-scheme:light dark;--bg:#fff;--panel:#f6f7f9;--line:#dde1e6;--text:#1b222c;--muted:#566070;--link:#0b57a4;--red:#b3201a;--redbg:#fcefee;--amber:#7a4b00;--amberbg:#fdf5e6;--green:#17683a;--greenbg:#ecf7f0;--blue:#2f4f8f;--bluebg:#edf2fb;--grey:#566070;--bar-pass:#5aa978;--bar-na:#cfd5dc;--bar-waived:#7f9bd1;--bar-fail:#c93a32;--hatch:#8b95a3;--code:#eef0f3}
@media (prefers-color-scheme:dark){:root{--bg:#14171c;--panel:#1b2027;--line:#323a45;--text:#e5e9ee;--muted:#a5b0be;--link:#86b9f5;--red:#ff9a91;--redbg:#35191a;--amber:#f0be6b;--amberbg:#30250f;--green:#86d3a4;--greenbg:#14291d;--blue:#a9c3f5;--bluebg:#1b263b;--grey:#a5b0be;--bar-pass:#4d9a6c;--bar-na:#444d59;--bar-waived:#6f8cc4;--bar-fail:#e0564d;--hatch:#7d8896;--code:#252b34}}
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%;text-size-adjust:100%}
body{margin:0;background:var(--bg);color:var(--text);font:15px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif;overflow-wrap:anywhere}
main,.top,footer{max-width:1120px;margin:0 auto;padding:0 24px}
h1,h2,h3,p,ul,ol,dl,dd,pre,table{margin:0}
h1{font-size:31px;line-height:1.2;font-weight:650;letter-spacing:-.01em}
h2{font-size:19px;line-height:1.3;font-weight:650;margin-bottom:10px}
h3{font-size:15px;font-weight:600}
.body h3{font-size:12px;font-weight:600;color:var(--muted);margin-bottom:4px;letter-spacing:.02em}
a{color:var(--link);text-underline-offset:2px}
small{font-size:13px;color:var(--muted)}
.muted{color:var(--muted)}
code,pre{font-family:ui-monospace,SFMono-Regular,Menlo,Consolas,"Liberation Mono",monospace;font-size:13px}
code{background:var(--code);border-radius:4px;padding:1px 4px}
:focus-visible{outline:2px solid var(--link);outline-offset:2px}
button{font:inherit;color:inherit;background:var(--bg);border:1px solid var(--line);border-radius:6px;padding:4px 10px;cursor:pointer}
button:hover{border-color:var(--muted)}
[hidden]{display:none!important}
.top{display:flex;flex-wrap:wrap;justify-content:space-between;gap:4px 24px;padding-top:18px;padding-bottom:14px;color:var(--muted);font-size:14px}
.top b{color:var(--text)}
.brand{font-weight:600;color:var(--text)}
.verdict{padding:22px 0 20px;border-top:1px solid var(--line)}
.verdict h1{padding-left:18px;border-left:5px solid var(--red)}
.verdict.gap h1{border-left:5px dashed var(--grey)}
.verdict.good h1{border-left-color:var(--green)}
.lead{font-size:17px;margin-top:10px;max-width:46em}
.unread{border:1px dashed var(--amber);background:var(--amberbg);border-radius:8px;padding:14px 18px;margin-bottom:26px}
.unread h2{font-size:16px;margin-bottom:2px;color:var(--amber)}
.unread ul{padding-left:20px;margin-top:6px}
.unread li{margin-top:4px}
.first{margin:6px 0 34px}
.first ol{list-style:none;padding:0;counter-reset:p}
.first>ol>li{position:relative;counter-increment:p;padding:12px 0 12px 46px;border-top:1px solid var(--line)}
.first>ol>li:last-child{border-bottom:1px solid var(--line)}
.first>ol>li::before{content:counter(p);position:absolute;left:4px;top:11px;font-size:22px;line-height:1.2;font-weight:650;color:var(--muted);font-variant-numeric:tabular-nums}
.first p{color:var(--muted)}
.first pre{margin-top:8px}
.effort{display:inline-block;border:1px solid var(--line);border-radius:10px;padding:0 9px;margin-right:6px;font-size:13px;color:var(--text)}
.effort.automatic{border-color:var(--green);color:var(--green)}
.tiles{list-style:none;padding:0;display:grid;grid-template-columns:repeat(5,minmax(0,1fr));gap:10px;margin-bottom:10px}
.tiles a{display:block;height:100%;padding:10px 14px;border:1px solid var(--line);border-radius:8px;text-decoration:none;color:var(--text)}
.tiles a:hover{border-color:var(--muted)}
.tiles b{display:block;font-size:26px;line-height:1.15;font-weight:650;font-variant-numeric:tabular-nums}
.tiles span{color:var(--muted);font-size:14px}
.tiles span::before{content:"";display:inline-block;width:9px;height:9px;border-radius:2px;margin-right:7px;background:var(--bar-na)}
.tiles .fail span::before{background:var(--bar-fail)}.tiles .pass span::before{background:var(--bar-pass)}.tiles .waived span::before{background:var(--bar-waived)}.tiles .not-evaluated span::before{background:repeating-linear-gradient(45deg,var(--hatch) 0 1.5px,transparent 1.5px 3.5px)}
.tiles .fail b{color:var(--red)}
.tiles .not-evaluated a{border:1.5px dashed var(--grey)}
.tiles.alone{margin-bottom:26px}
.bar{display:block;border-radius:5px;margin-bottom:22px}
.bar rect{stroke:none}.bar .fail{fill:var(--bar-fail)}.bar .pass{fill:var(--bar-pass)}.bar .waived{fill:var(--bar-waived)}.bar .not-applicable{fill:var(--bar-na)}.bar .not-evaluated{fill:url(#hatch)}
.trend{display:block;width:100%;max-width:640px;height:auto;margin:10px 0 6px}
.trend polyline{fill:none;stroke-width:2;stroke-linejoin:round}.trend .ground{stroke:var(--line)}
.trend .fail{stroke:var(--bar-fail);fill:var(--bar-fail)}.trend .waived{stroke:var(--bar-waived);fill:var(--bar-waived)}.trend .notEvaluated{stroke:var(--hatch);fill:var(--hatch);stroke-dasharray:4 3}.trend circle{stroke:none}
.key{display:flex;flex-wrap:wrap;gap:2px 20px;font-size:13px;color:var(--muted);margin-bottom:14px}
.key span::before{content:"";display:inline-block;width:18px;margin-right:7px;vertical-align:middle;border-top:2px solid var(--bar-fail)}.key .waived::before{border-color:var(--bar-waived)}.key .notEvaluated::before{border-top:2px dashed var(--hatch)}
.bar .paper{fill:var(--bg)}.bar .ink{fill:var(--hatch)}
table{border-collapse:collapse;width:100%;font-size:14px;margin-bottom:26px}
caption{text-align:left;font-weight:600;padding-bottom:4px}
th,td{text-align:left;vertical-align:top;padding:7px 12px 7px 0;border-bottom:1px solid var(--line)}
thead th{font-size:13px;font-weight:500;color:var(--muted)}
tbody th{font-weight:500}
.matrix:not(.targets) td,.matrix:not(.targets) thead th+th{text-align:right;font-variant-numeric:tabular-nums}
.matrix:not(.targets){table-layout:fixed}.matrix:not(.targets) thead th:first-child{width:42%}
.matrix td a{text-decoration:none;white-space:nowrap}
.targets td a{margin-right:12px}
.matrix td a:hover{text-decoration:underline}
.matrix td.fail a,.matrix a.fail{color:var(--red);font-weight:600}
.matrix td.zero{color:var(--muted)}
.matrix td.not-evaluated a,.matrix a.not-evaluated{border-bottom:1.5px dashed var(--grey)}
.gap{color:var(--amber)}
.findings{margin-top:6px}
#filters{border:1px solid var(--line);background:var(--panel);border-radius:8px;padding:12px 14px}
.find{display:flex;flex-wrap:wrap;gap:8px 10px;align-items:center}
.find label{font-size:14px;color:var(--muted)}
.find input{flex:1 1 200px;min-width:0;font:inherit;color:inherit;background:var(--bg);border:1px solid var(--muted);border-radius:6px;padding:5px 10px}
.chips{display:flex;flex-wrap:wrap;gap:8px 26px;margin-top:10px}
fieldset{border:0;margin:0;padding:0;display:flex;flex-wrap:wrap;gap:6px;align-items:center;min-width:0}
legend{float:left;padding:0 4px 0 0;font-size:13px;color:var(--muted)}
.chip{font-size:13px;padding:2px 10px;border-radius:14px;text-align:left}
.chip b{font-weight:600;font-variant-numeric:tabular-nums;margin-left:2px}
.chip[aria-pressed=true]{background:var(--link);border-color:var(--link);color:var(--bg)}
.chip[data-value=not-evaluated]{border-style:dashed;border-color:var(--grey)}
.state{display:flex;flex-wrap:wrap;justify-content:space-between;align-items:center;gap:4px 16px;margin:12px 0 10px}
.state .tools{margin:0}
#shown{font-size:14px;color:var(--muted)}
#shown.warn{color:var(--amber);font-weight:600}
.tools{margin:6px 0 10px}
.tools button{font-size:13px}
.columns,summary{display:grid;grid-template-columns:132px minmax(0,1fr) minmax(0,218px) minmax(0,206px);gap:2px 18px}
.columns{padding:4px 12px 4px 30px;font-size:13px;color:var(--muted)}
#cards{border-top:1px solid var(--line)}
#cards>details{border-bottom:1px solid var(--line);content-visibility:auto;contain-intrinsic-size:auto 68px}
#cards.live>details:not(.on){display:none}
summary{padding:9px 12px 10px 30px;cursor:pointer;position:relative;list-style:none}
summary::-webkit-details-marker{display:none}
summary::before{content:"";position:absolute;left:12px;top:18px;width:6px;height:6px;border-right:2px solid var(--muted);border-bottom:2px solid var(--muted);transform:rotate(-45deg)}
details[open]>summary::before{transform:rotate(45deg)}
summary:hover{background:var(--panel)}
#cards summary:focus-visible{outline-offset:-2px}

#cards .b{width:132px}
.b small{display:block;color:inherit;font-size:12px;opacity:1}
.b,.pill{font-size:12.5px;line-height:1.35;font-weight:600;border-radius:6px;padding:3px 9px;border:1px solid transparent;background:var(--panel);color:var(--muted);align-self:start}
.b small{font-weight:400}
[data-k^="fail "] .b{background:var(--redbg);color:var(--red);border-color:var(--red)}
[data-k^="pass "] .b{background:var(--greenbg);color:var(--green)}
[data-k^="waived "] .b{background:var(--bluebg);color:var(--blue)}
[data-k^="not-evaluated "] .b{background:none;color:var(--grey);border:1.5px dashed var(--grey)}
.a>b{font-weight:600}
.a>span{display:block;font-size:14px}
.a em{font-style:normal;font-weight:600;color:var(--amber)}
.u,.u+span{font-size:13.5px;color:var(--muted);padding-top:1px}
.body{padding:2px 14px 20px 30px;display:grid;gap:16px}
.body dl,.record dl{display:grid;gap:3px 32px;margin-top:6px;font-size:14px}
.body dl{grid-template-columns:repeat(auto-fit,minmax(min(100%,380px),1fr))}
dl>div{display:grid;grid-template-columns:136px minmax(0,1fr);gap:14px}
dt{color:var(--muted)}
.body ul,.record ul,.record ol{padding-left:19px}
.body section{min-width:0}
.do{border:1px solid var(--line);border-left:4px solid var(--link);border-radius:6px;background:var(--panel);padding:12px 16px}
.do>*+*{margin-top:8px}
pre.copy{white-space:pre-wrap;background:var(--code);border-radius:6px;padding:9px 84px 9px 12px;min-height:38px}
pre.copy code{background:none;padding:0}
.copier{float:right;position:relative;font-size:12px;padding:1px 9px;margin:8px 8px -34px}
.first .copier,.do>.copier{margin-top:16px}
.legend{list-style:none;padding:0!important}
.legend{columns:2;column-gap:28px;font-size:14px}
.legend li{break-inside:avoid;padding-bottom:3px}
.held p{font-size:14px;margin:2px 0 3px}.held p+ul{margin-bottom:6px}
.evidence{font-size:14px}
.body table{margin-bottom:0}
.marks{list-style:none;padding:0!important}
.marks li{position:relative;padding-left:22px}
.marks li::before{position:absolute;left:2px;top:0;content:"•";color:var(--muted)}
.marks .up::before{content:"▲";color:var(--red);font-size:11px;top:4px}
.marks .down::before{content:"▼";color:var(--green);font-size:11px;top:4px}
.marks .unknown{color:var(--muted)}
.marks .unknown::before{content:"?";left:4px;font-weight:600}
.record{margin-top:40px}
.plain{border-top:1px solid var(--line)}
.plain:last-child{border-bottom:1px solid var(--line)}
.plain>summary{display:block;padding:8px 12px 8px 26px}
.plain>summary::before{left:8px;top:15px}
.plain>:not(summary){margin:2px 12px 16px 26px;max-width:60em}
.plain>table{width:calc(100% - 38px)!important;max-width:none!important}
.plain dl>div{padding-top:4px}
.list td:first-child{min-width:170px}
.list .failed{color:var(--amber);font-weight:600}
footer{margin-top:44px;padding-top:14px;padding-bottom:40px;color:var(--muted);font-size:13px}
@media (max-width:760px){
main,.top,footer{padding-left:16px;padding-right:16px}
h1{font-size:24px}.lead{font-size:16px}
.tiles{grid-template-columns:repeat(2,minmax(0,1fr))}.tiles .fail{grid-column:span 2}
.columns{display:none}
#cards summary{grid-template-columns:minmax(0,1fr)}
.u::before,.u+span::before{color:var(--muted)}.u,.u+span{padding:0}
dl>div{grid-template-columns:minmax(0,1fr);gap:0}
.body{padding-left:14px}
thead{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
table,tbody,tr,th,td,caption{display:block}
tr{border-bottom:1px solid var(--line);padding:8px 0}
tbody th,td{border:0;padding:1px 0;text-align:left!important}
td[data-label]{display:grid;grid-template-columns:minmax(0,150px) minmax(0,1fr);gap:12px}
td[data-label]::before{content:attr(data-label);color:var(--muted)}
td[data-label]>a{justify-self:start}
.targets td[data-label]{display:block}.targets td[data-label]::before{display:block}
td:empty{display:none!important}
.copier,.first .copier,.do>.copier{float:none;display:block;margin:8px 0 -4px auto}
pre.copy{padding-right:12px}
.legend{columns:1}
}
@media (max-width:760px){.first>ol>li{padding-left:34px}}
@page{margin:15mm 14mm}
@media print{
:root{color-scheme:light;--bg:#fff;--panel:#fff;--line:#bbb;--text:#000;--muted:#444;--link:#000;--red:#9b1510;--redbg:#fff;--amber:#5f3a00;--amberbg:#fff;--green:#0f5029;--greenbg:#fff;--blue:#1f3a75;--bluebg:#fff;--grey:#444;--code:#fff}
body{font-size:10pt}
.columns,#cards summary{grid-template-columns:100px minmax(0,1fr) minmax(0,165px) minmax(0,125px);gap:2px 12px;padding-left:0;padding-right:0}
#cards .b{width:100px}.body{padding-left:0;padding-right:0}.plain>summary{padding-left:0}.plain>:not(summary){margin-left:0}
main,.top,footer{max-width:none;padding:0}
#filters,.tools,.copier,.packed,.screen,summary::before{display:none!important}
#cards>details{content-visibility:visible}
details::details-content{content-visibility:visible!important;display:block!important;block-size:auto!important}
summary,.do,tr,.first li,.unread{break-inside:avoid}
summary{break-after:avoid}
h2,h3{break-after:avoid}
.bar,.tiles,.trend,.key{print-color-adjust:exact;-webkit-print-color-adjust:exact}
pre.copy{border:1px solid var(--line)}
a{text-decoration:none}
}
`;
