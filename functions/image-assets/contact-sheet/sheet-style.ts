/** Of the page. On paper everything is open, and no photo's file is torn in two. */
export const SHEET_STYLE = `
:root{color-scheme:light dark;--ground:#fff;--ink:#1c1e21;--soft:#5f6670;--line:#d8dce1;--tile:#e9ebee;
--pass:#1a7f37;--warn:#8a5a00;--fail:#c4232b;--withheld:#6639ba;--unchecked:#5f6670}
@media (prefers-color-scheme:dark){:root{--ground:#17191c;--ink:#e8eaed;--soft:#a2a9b3;--line:#363b42;--tile:#2a2e34;
--pass:#57c271;--warn:#e0a83a;--fail:#ff7b7b;--withheld:#b795ff;--unchecked:#a2a9b3}}
*{box-sizing:border-box}
body{margin:0 auto;max-width:1400px;padding:24px;background:var(--ground);color:var(--ink);font:15px/1.45 system-ui,"PingFang SC","Microsoft YaHei","Noto Sans CJK SC",sans-serif}
h1{margin:0;font-size:28px;overflow-wrap:anywhere}
h2{margin:0 0 8px;font-size:20px;overflow-wrap:anywhere}
h3{margin:20px 0 8px;font-size:16px}
header p{margin:4px 0;color:var(--soft)}
.sample{padding:2px 8px;border:1px solid currentColor;border-radius:4px;font-size:14px;color:var(--warn);vertical-align:middle}
.note{margin:4px 0;color:var(--soft);font-size:13px}
article{margin-top:24px;padding-top:20px;border-top:2px solid var(--line)}
dl{display:flex;flex-wrap:wrap;gap:4px 28px;margin:0}
dt{color:var(--soft);font-size:12px}
dd{margin:0;overflow-wrap:anywhere}
.remarks{margin:12px 0 0;padding-left:20px}
.sources{display:grid;grid-template-columns:repeat(auto-fill,minmax(240px,1fr));gap:16px;margin-top:16px}
figure{margin:0}
figcaption{margin-top:4px;color:var(--soft);font-size:13px}
.files{display:grid;grid-template-columns:repeat(auto-fill,minmax(230px,1fr));gap:20px 16px;margin:0;padding:0;list-style:none}
.file p{margin:2px 0}
img,.none,.moving{display:block;width:100%;height:auto;background:var(--tile)}
.sources img,.file>img{aspect-ratio:1;object-fit:contain;padding:8px}
.none,.moving{display:flex;aspect-ratio:1;align-items:center;justify-content:center;padding:16px;color:var(--soft);text-align:center;overflow-wrap:anywhere}
a.moving{color:inherit}
.file .title{margin-top:8px;font-weight:600}
.verdict{display:inline-block;padding:0 6px;border:1px solid currentColor;border-radius:4px;font-size:12px;white-space:nowrap}
.pass{color:var(--pass)}.warn{color:var(--warn)}.fail{color:var(--fail)}.withheld{color:var(--withheld)}.unchecked{color:var(--unchecked)}
.size,.name{color:var(--soft);font-size:12px;overflow-wrap:anywhere}
.evidence{margin:6px 0 0;padding:0;list-style:none;font-size:12px;line-height:1.4;overflow-wrap:anywhere}
.evidence li{margin-top:3px;color:var(--ink)}
.evidence .pass b{color:var(--pass)}.evidence .warn b{color:var(--warn)}.evidence .fail b{color:var(--fail)}.evidence .withheld b{color:var(--withheld)}
summary{margin-top:6px;color:var(--soft);font-size:12px;cursor:pointer}
.not-made ul{margin:0;padding-left:20px}
@media print{
@page{margin:12mm}
:root{color-scheme:light;--ground:#fff;--ink:#000;--soft:#444;--line:#999;--tile:#e9ebee;--pass:#1a7f37;--warn:#8a5a00;--fail:#c4232b;--withheld:#6639ba}
body{max-width:none;padding:0;font-size:11px;print-color-adjust:exact;-webkit-print-color-adjust:exact}
.sources{grid-template-columns:repeat(4,1fr)}
.files{grid-template-columns:repeat(5,1fr);gap:10px}
.file,figure{break-inside:avoid}
h2,h3{break-after:avoid}
.evidence,.size,.name{font-size:8px}
details::details-content{content-visibility:visible;display:block;height:auto}
summary{display:none}
}
`;
