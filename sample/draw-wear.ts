import { stage } from './draw-home.ts';
import {
  DOWN,
  type Drawing,
  darker,
  FLOOR,
  floorShadow,
  gradient,
  lighter,
  paper,
  radial,
  roundShade,
} from './studio.ts';

export function drawShoe(): Drawing {
  const navy = '#27406b';
  const upper =
    'M330 1130 C318 1010 330 860 356 770 C372 730 440 716 520 736 C560 748 600 770 640 800 C720 860 800 930 900 966 C1010 1000 1150 1010 1230 1060 C1280 1090 1296 1130 1290 1160 L330 1160 Z';
  const laces = [
    [690, 838],
    [742, 878],
    [796, 914],
    [852, 942],
  ]
    .map(
      ([
        x = 0,
        y = 0,
      ]) => `<path d="M${x - 46} ${y + 34} C${x - 20} ${y - 14} ${x + 24} ${y - 20} ${x + 52} ${y + 4}" fill="none" stroke="#c9ccd2" stroke-width="27" stroke-linecap="round"/>
      <path d="M${x - 46} ${y + 30} C${x - 20} ${y - 18} ${x + 24} ${y - 24} ${x + 52} ${y}" fill="none" stroke="#f7f6f2" stroke-width="20" stroke-linecap="round"/>
      <circle cx="${x - 52}" cy="${y + 44}" r="12" fill="#c5a45c"/><circle cx="${x - 52}" cy="${y + 44}" r="6" fill="#141d33"/>`,
    )
    .join('');
  const defs =
    gradient(
      'canvas',
      [
        [0, lighter(navy, 0.28)],
        [0.45, navy],
        [1, darker(navy, 0.35)],
      ],
      DOWN,
    ) +
    gradient(
      'rubber',
      [
        [0, '#ffffff'],
        [0.5, '#ece9e1'],
        [1, '#bdb8ac'],
      ],
      DOWN,
    ) +
    radial(
      'toe',
      [
        [0, '#fffefa'],
        [0.6, '#efebe0'],
        [1, '#c9c3b4'],
      ],
      'cx="0.35" cy="0.3" r="0.8"',
    );
  return stage(
    paper('#d8cfc2', 0.14),
    defs,
    `
    ${floorShadow(800, 1010)}
    <path d="${upper}" fill="url(#canvas)" filter="url(#cloth)"/>
    <path d="M356 770 C372 730 440 716 520 736 C500 790 430 800 362 792 Z" fill="#131c33"/>
    <path d="M362 792 C430 800 500 790 522 738" fill="none" stroke="${lighter(navy, 0.5)}" stroke-width="7"/>
    <path d="M520 740 C600 770 640 800 700 846 L650 900 C600 850 560 820 500 800 Z" fill="${darker(navy, 0.12)}"/>
    ${laces}
    <path d="M1056 1000 C1160 1006 1240 1050 1282 1100 C1296 1130 1296 1160 1290 1170 L1040 1170 C1000 1110 1010 1040 1056 1000 Z" fill="url(#toe)"/>
    <path d="M1056 1000 C1010 1040 1000 1110 1040 1166" fill="none" stroke="#a59f90" stroke-width="6"/>
    <path d="M350 860 C420 880 470 960 480 1130 M360 980 C400 990 430 1040 440 1130" fill="none" stroke="#f3f1ea" stroke-width="5" stroke-dasharray="15 9"/>
    <path d="M640 940 C760 1010 900 1040 1010 1050" fill="none" stroke="#f3f1ea" stroke-width="5" stroke-dasharray="15 9"/>
    <path d="M312 1130 C540 1150 1080 1150 1296 1128 C1322 1160 1326 1226 1304 1262 C1290 1286 1270 1290 1240 1290 L360 1290 C326 1290 312 1280 306 1256 C298 1210 300 1160 312 1130 Z" fill="url(#rubber)"/>
    <path d="M306 1186 C560 1204 1080 1204 1316 1182" fill="none" stroke="${navy}" stroke-width="13"/>
    <path d="M308 1262 C560 1272 1100 1272 1306 1258" fill="none" stroke="#8f897b" stroke-width="7"/>
    <rect x="318" y="960" width="20" height="150" rx="8" fill="#ece9e1"/>
    <path d="M400 850 C520 900 560 1000 566 1110" fill="none" stroke="#7c95c4" stroke-width="26" opacity="0.22" filter="url(#soft)"/>
    <circle cx="560" cy="1010" r="52" fill="#f3f1ea"/><circle cx="560" cy="1010" r="43" fill="none" stroke="${navy}" stroke-width="5"/>
    <path d="M560 976 l10 22 24 3 -18 16 5 24 -21 -12 -21 12 5 -24 -18 -16 24 -3 Z" fill="#b3432f"/>`,
  );
}

export function drawBackpack(): Drawing {
  const ochre = '#c98f2b';
  const body =
    'M520 560 C520 400 640 330 800 330 C960 330 1080 400 1080 560 L1110 1180 C1114 1260 1080 1290 1010 1290 L590 1290 C520 1290 486 1260 490 1180 Z';
  const strap = '#6b3f22';
  const defs =
    roundShade('bag', ochre, 0.28) +
    gradient(
      'pocket',
      [
        [0, lighter(ochre, 0.2)],
        [0.6, ochre],
        [1, darker(ochre, 0.3)],
      ],
      DOWN,
    ) +
    roundShade('belt', strap, 0.35);
  const buckle = (x: number) => `
    <rect x="${x - 26}" y="640" width="52" height="330" rx="6" fill="url(#belt)"/>
    <path d="M${x - 17} 650 V960 M${x + 17} 650 V960" stroke="#d9a873" stroke-width="3" stroke-dasharray="10 7"/>
    <rect x="${x - 38}" y="828" width="76" height="58" rx="8" fill="none" stroke="#d8c9a4" stroke-width="12"/>
    <rect x="${x - 38}" y="828" width="76" height="58" rx="8" fill="none" stroke="#7d6b43" stroke-width="3"/><rect x="${x - 3}" y="826" width="6" height="64" fill="#d8c9a4"/>`;
  return stage(
    paper('#dcdfe3', 0.13),
    defs,
    `
    ${floorShadow(800, 620)}
    <path d="M690 350 C690 220 910 220 910 350" fill="none" stroke="${darker(strap, 0.3)}" stroke-width="42"/>
    <path d="M694 344 C698 232 902 232 906 344" fill="none" stroke="${lighter(strap, 0.25)}" stroke-width="10"/>
    <path d="M516 620 C430 760 420 980 468 1180 L500 1190 L510 640 Z" fill="${darker(ochre, 0.45)}"/>
    <path d="M1084 620 C1170 760 1180 980 1132 1180 L1100 1190 L1090 640 Z" fill="${darker(ochre, 0.6)}"/>
    <path d="${body}" fill="url(#bag)" filter="url(#cloth)"/>
    <path d="M560 900 L1040 900 L1056 1180 C1058 1226 1040 1244 1000 1244 L600 1244 C560 1244 542 1226 544 1180 Z" fill="url(#pocket)" filter="url(#cloth)"/>
    <path d="M560 900 L1040 900 L1056 1180 C1058 1226 1040 1244 1000 1244 L600 1244 C560 1244 542 1226 544 1180 Z" fill="none" stroke="${darker(ochre, 0.5)}" stroke-width="7"/>
    <path d="M576 916 L1024 916 L1038 1178 C1040 1212 1028 1226 996 1226 L604 1226 C572 1226 560 1212 562 1178 Z" fill="none" stroke="#f3dba6" stroke-width="4" stroke-dasharray="14 9"/>
    <path d="M514 560 C514 400 640 326 800 326 C960 326 1086 400 1086 560 L1090 700 C1000 760 600 760 510 700 Z" fill="url(#bag)" filter="url(#cloth)"/>
    <path d="M510 700 C600 760 1000 760 1090 700" fill="none" stroke="${darker(ochre, 0.6)}" stroke-width="12"/>
    <path d="M522 676 C620 736 980 736 1078 676" fill="none" stroke="#f3dba6" stroke-width="4" stroke-dasharray="14 9"/>
    <path d="M512 716 C600 778 1000 778 1088 716" fill="none" stroke="#2a1a08" stroke-width="26" opacity="0.3" filter="url(#soft)"/>
    ${buckle(668)}${buckle(932)}
    <rect x="716" y="1030" width="168" height="100" rx="8" fill="${strap}"/><rect x="726" y="1040" width="148" height="80" rx="5" fill="none" stroke="#d9a873" stroke-width="3" stroke-dasharray="9 6"/>
    <text x="800" y="1091" text-anchor="middle" font-family="serif" font-size="30" fill="#e8c596" letter-spacing="3">SAMPLE</text>
    <path d="M600 430 C570 480 560 540 556 640" fill="none" stroke="#fff1cf" stroke-width="34" opacity="0.3" filter="url(#softer)"/>`,
  );
}

export function drawWatch(): Drawing {
  const hide = '#7a4526';
  const defs =
    roundShade('strapHide', hide, 0.35) +
    gradient(
      'caseSteel',
      [
        [0, '#f4f6f8'],
        [0.3, '#9aa1a8'],
        [0.55, '#e6eaed'],
        [0.8, '#757c84'],
        [1, '#c9ced3'],
      ],
      'x1="0" y1="0" x2="1" y2="1"',
    ) +
    radial(
      'dial',
      [
        [0, '#2e5f57'],
        [0.7, '#1c453f'],
        [1, '#0e2824'],
      ],
      'cx="0.4" cy="0.35" r="0.75"',
    ) +
    gradient(
      'glare',
      [
        [0, '#ffffff', 0.28],
        [0.45, '#ffffff', 0.05],
        [0.5, '#ffffff', 0],
      ],
      'x1="0" y1="0" x2="1" y2="1"',
    );
  const marks = Array.from(
    { length: 12 },
    (_, hour) =>
      `<rect x="794" y="${hour % 3 === 0 ? 586 : 592}" width="12" height="${hour % 3 === 0 ? 52 : 34}" rx="3" fill="#f2ead6" transform="rotate(${hour * 30} 800 800)"/>`,
  ).join('');
  const minutes = Array.from(
    { length: 60 },
    (_, minute) =>
      `<rect x="798.5" y="566" width="3" height="12" fill="#d7d2c2" transform="rotate(${minute * 6} 800 800)"/>`,
  ).join('');
  const band = (y: number, height: number, d: string) => `
    <path d="${d}" fill="url(#strapHide)" filter="url(#leather)"/>
    <path d="M694 ${y} V${y + height} M906 ${y} V${y + height}" stroke="#e3b98a" stroke-width="5" stroke-dasharray="16 10"/>`;
  return stage(
    paper('#e6e1da', 0.1),
    defs,
    `
    <g opacity="0.55"><path d="M680 170 H960 L1000 560 C1110 680 1110 930 1000 1060 L950 1450 H690 L650 1060 Z" fill="#1c150e" opacity="0.55" filter="url(#softer)" transform="translate(26 22)"/></g>
    ${band(190, 350, 'M676 560 L670 190 C670 160 690 140 720 140 L880 140 C910 140 930 160 930 190 L924 560 Z')}
    ${band(1060, 330, 'M676 1040 L670 1400 C670 1446 730 1470 800 1470 C870 1470 930 1446 930 1400 L924 1040 Z')}
    ${[1200, 1260, 1320, 1380].map((y) => `<ellipse cx="800" cy="${y}" rx="11" ry="13" fill="#2a1408"/>`).join('')}
    <rect x="660" y="196" width="280" height="40" rx="8" fill="${darker(hide, 0.25)}"/>
    <path d="M664 560 L640 500 L700 500 L716 560 Z M936 560 L960 500 L900 500 L884 560 Z M664 1040 L640 1100 L700 1100 L716 1040 Z M936 1040 L960 1100 L900 1100 L884 1040 Z" fill="url(#caseSteel)"/>
    <rect x="1064" y="764" width="56" height="72" rx="12" fill="url(#caseSteel)"/><path d="M1076 764 V836 M1090 764 V836 M1104 764 V836" stroke="#6a7078" stroke-width="4"/>
    <circle cx="800" cy="800" r="282" fill="url(#caseSteel)"/><circle cx="800" cy="800" r="262" fill="#5f666d"/><circle cx="800" cy="800" r="254" fill="url(#caseSteel)"/>
    <circle cx="800" cy="800" r="240" fill="url(#dial)"/>${minutes}${marks}
    <text x="800" y="706" text-anchor="middle" font-family="serif" font-size="34" fill="#f2ead6" letter-spacing="7">SAMPLE</text>
    <circle cx="800" cy="900" r="58" fill="#153631" stroke="#8fa9a2" stroke-width="3"/><path d="M800 900 L800 856" stroke="#f2ead6" stroke-width="4"/>
    <path d="M792 820 L680 708 L690 700 L804 806 Z" fill="#f6f1e2"/><path d="M794 806 L940 690 L948 700 L806 820 Z" fill="#f6f1e2"/>
    <path d="M800 850 L760 610" stroke="#d4713f" stroke-width="5"/><circle cx="800" cy="812" r="15" fill="#d4713f"/><circle cx="800" cy="812" r="6" fill="#222"/>
    <circle cx="800" cy="800" r="240" fill="url(#glare)"/>`,
  );
}

export function drawHeadphones(): Drawing {
  const black = '#2a2b30';
  const defs =
    roundShade('cup', black, 0.32) +
    gradient('pad', [
      [0, '#18181b'],
      [0.3, '#4a4b52'],
      [0.6, '#2c2d32'],
      [1, '#0e0e10'],
    ]) +
    gradient('arch', [
      [0, '#3a3b41'],
      [0.3, '#6e7078'],
      [0.55, '#34353a'],
      [1, '#17181b'],
    ]) +
    gradient('copper', [
      [0, '#7d4a2c'],
      [0.35, '#e2a57c'],
      [0.65, '#b06f45'],
      [1, '#6d3f24'],
    ]);
  const arch = 'M478 880 C440 500 600 300 800 300 C1000 300 1160 500 1122 880';
  const cup = (side: 1 | -1) => `<g transform="translate(800 0) scale(${side} 1)">
      <path d="M-300 770 C-230 770 -214 830 -214 950 C-214 1070 -230 1130 -300 1130 Z" fill="url(#pad)"/>
      <path d="M-318 752 C-430 758 -460 850 -460 950 C-460 1050 -430 1142 -318 1148 C-300 1148 -292 1138 -292 1118 L-292 782 C-292 762 -300 752 -318 752 Z" fill="url(#cup)"/>
      <path d="M-352 760 C-420 780 -440 870 -440 950 C-440 1030 -420 1120 -352 1140" fill="none" stroke="url(#copper)" stroke-width="9"/>
      <rect x="-350" y="640" width="44" height="140" rx="14" fill="url(#copper)"/>
      <ellipse cx="-408" cy="900" rx="15" ry="70" fill="#ffffff" opacity="${side === -1 ? 0.1 : 0.24}" filter="url(#soft)"/></g>`;
  return stage(
    paper('#d3d8dd', 0.15),
    defs,
    `
    ${floorShadow(436, 210, 1150, 0.8)}${floorShadow(1164, 210, 1150, 0.8)}
    <path d="${arch}" fill="none" stroke="#121316" stroke-width="84" stroke-linecap="round"/>
    <path d="${arch}" fill="none" stroke="url(#arch)" stroke-width="70" stroke-linecap="round"/>
    <path d="M512 720 C520 480 640 346 800 346 C960 346 1080 480 1088 720" fill="none" stroke="#0f1012" stroke-width="34"/>
    <path d="M560 470 C610 376 700 322 800 318 C850 318 890 328 920 342" fill="none" stroke="#c9ccd4" stroke-width="13" opacity="0.55" stroke-linecap="round" filter="url(#soft)"/>
    ${cup(1)}${cup(-1)}`,
  );
}

export function drawTee(): Drawing {
  const coral = '#d8614e';
  const shape =
    'M600 330 C660 372 740 392 800 392 C860 392 940 372 1000 330 L1130 372 C1180 390 1214 420 1240 470 L1370 742 L1196 836 L1120 700 C1112 860 1114 1080 1128 1290 C1000 1316 600 1316 472 1290 C486 1080 488 860 480 700 L404 836 L230 742 L360 470 C386 420 420 390 470 372 Z';
  const fold = (d: string, width: number, colour: string, opacity: number) =>
    `<path d="${d}" fill="none" stroke="${colour}" stroke-width="${width}" opacity="${opacity}" stroke-linecap="round" filter="url(#softer)"/>`;
  const dark = darker(coral, 0.55);
  const light = lighter(coral, 0.55);
  const defs = `${gradient('tee', [
    [0, lighter(coral, 0.1)],
    [0.3, lighter(coral, 0.16)],
    [0.6, coral],
    [1, darker(coral, 0.16)],
  ])}<clipPath id="teeShape"><path d="${shape}"/></clipPath>`;
  return stage(
    paper('#e8e9ea', 0.08),
    defs,
    `
    <path d="${shape}" fill="#17120e" opacity="0.34" filter="url(#softer)" transform="translate(16 22)"/>
    <path d="M606 332 C670 300 930 300 994 332 C940 380 860 400 800 400 C740 400 660 380 606 332 Z" fill="${darker(coral, 0.45)}"/>
    <rect x="764" y="330" width="72" height="36" rx="4" fill="#f4efe8"/>
    <path d="${shape}" fill="url(#tee)" filter="url(#cloth)"/>
    <g clip-path="url(#teeShape)">
      ${fold('M480 700 C540 760 560 900 540 1100', 34, dark, 0.4)}${fold('M1120 700 C1060 780 1050 900 1070 1110', 40, dark, 0.45)}
      ${fold('M540 560 C640 640 720 660 800 650', 30, dark, 0.22)}${fold('M1060 560 C980 650 900 670 820 655', 30, dark, 0.25)}
      ${fold('M620 700 C640 900 610 1100 640 1300', 26, light, 0.3)}${fold('M960 720 C940 900 980 1100 950 1300', 30, dark, 0.28)}
      ${fold('M760 800 C740 960 790 1120 770 1300', 30, light, 0.24)}${fold('M400 500 C420 600 380 700 330 780', 26, dark, 0.3)}
      ${fold('M1200 500 C1190 600 1230 700 1280 780', 30, dark, 0.35)}${fold('M440 430 C420 520 420 560 470 690', 24, light, 0.3)}
    </g>
    <path d="M600 330 C660 372 740 392 800 392 C860 392 940 372 1000 330" fill="none" stroke="${darker(coral, 0.25)}" stroke-width="30"/>
    <path d="M600 330 C660 372 740 392 800 392 C860 392 940 372 1000 330" fill="none" stroke="${lighter(coral, 0.15)}" stroke-width="20"/>
    <path d="M250 724 L414 812 M1350 724 L1186 812" stroke="${darker(coral, 0.3)}" stroke-width="5" stroke-dasharray="12 7"/>
    <path d="M474 1262 C600 1288 1000 1288 1126 1262" fill="none" stroke="${darker(coral, 0.3)}" stroke-width="5" stroke-dasharray="12 7"/>
    <path d="M472 400 C500 520 500 620 482 700 M1128 400 C1100 520 1100 620 1118 700" fill="none" stroke="${darker(coral, 0.35)}" stroke-width="6"/>
    <ellipse cx="800" cy="${(FLOOR + 392) / 2 - 40}" rx="150" ry="150" fill="#f6e7d4" opacity="0.92"/>
    <path d="M680 850 C720 760 760 900 800 800 C840 700 880 860 920 790 C930 860 880 930 800 934 C740 934 694 900 680 850 Z" fill="${darker(coral, 0.1)}"/>`,
  );
}
