/** Fonts as in the printed form, then those of screens; prints on A4. */
export const pageStyle = `
:root{--ink:#222;--line:#888;--accent:#1f4e79}
body{margin:0;color:var(--ink);background:#fff;font:16px/1.8 "仿宋_GB2312",FangSong,"Noto Serif CJK SC","Songti SC",SimSun,serif}
.banner{position:sticky;top:0;z-index:1;padding:2px;background:#c00000;color:#fff;text-align:center;font:14px/1.6 sans-serif}
nav{max-width:60em;margin:1em auto 0;padding:0 1em;font-size:14px}
nav p{margin:0;font-weight:700}
nav ol{margin:0;padding:0;list-style:none;columns:16em}
nav .level-1{font-weight:700}
nav .level-2{padding-left:1.5em}
nav a{color:var(--accent);text-decoration:none}
main{max-width:60em;margin:0 auto;padding:0 1em 3em}
h1,.sample{text-align:center}
h1{font:700 1.7em/1.5 "方正小标宋简体","Noto Serif CJK SC","Songti SC",SimSun,serif}
.sample{color:#c00000;text-indent:0}
h2,h3,th,caption,figcaption{font-family:SimHei,"Noto Sans CJK SC","Microsoft YaHei","PingFang SC",sans-serif}
h2{margin:2em 0 .5em;font-size:1.25em}
h3{margin:1.4em 0 .4em;font-size:1.05em;font-weight:400}
p{margin:.4em 0;text-indent:2em}
.ragged{overflow-wrap:anywhere}
.table,figure{margin:1.2em 0;overflow-x:auto}
figure{text-align:center}
figure svg{max-width:100%;height:auto}
table{width:100%;border-collapse:collapse;font-size:14px;line-height:1.5}
caption,figcaption{padding:.3em;font-weight:700}
th,td{border:1px solid var(--line);padding:3px 6px}
thead th{background:#eef3f8;text-align:center}
tbody th{font:inherit;text-align:left}
td.right{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}
td.center{text-align:center}
.total>*,.group>*{font-weight:700!important}
.child>th{padding-left:2em}
.note{margin:.2em 0;text-indent:0;text-align:left;font-size:13px;line-height:1.5}
.signature,.date{text-align:right}
.signature{margin-top:2em}
td:target{outline:3px solid #c55a11;background:#fff3e6}
@page{size:A4;margin:25mm 20mm}
@media print{nav{display:none}.banner{position:static}tr,figure{break-inside:avoid}h2.attachment{break-before:page}}
`;
