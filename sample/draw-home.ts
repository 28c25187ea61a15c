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
  whiteSweep,
} from './studio.ts';

/** Puts a backdrop and a product together, each with its own definitions. */
export function stage(scene: Pick<Drawing, 'defs' | 'backdrop'>, defs: string, product: string): Drawing {
  return { defs: (scene.defs ?? '') + defs, backdrop: scene.backdrop, product };
}

export function drawMug(): Drawing {
  const colour = '#8fa58b';
  const body =
    'M455 600 C462 800 474 1030 500 1196 C512 1268 560 1290 740 1290 C920 1290 968 1268 980 1196 C1006 1030 1018 800 1025 600 Z';
  const handle = 'M1004 742 C1170 690 1262 776 1236 922 C1214 1040 1110 1120 974 1110';
  const specks = [
    [560, 900, 5],
    [610, 1100, 4],
    [700, 780, 3],
    [760, 1010, 5],
    [840, 1180, 4],
    [900, 860, 5],
    [660, 940, 3],
    [530, 1060, 3],
    [820, 720, 4],
    [940, 1020, 3],
    [720, 1200, 4],
    [580, 740, 3],
  ]
    .map(([x, y, r]) => `<circle cx="${x}" cy="${y}" r="${r}" fill="${darker(colour, 0.45)}" opacity="0.5"/>`)
    .join('');
  const defs =
    roundShade('mug', colour, 0.5) +
    gradient('mugIn', [
      [0, darker(colour, 0.5)],
      [0.5, darker(colour, 0.2)],
      [1, lighter(colour, 0.35)],
    ]) +
    gradient(
      'handle',
      [
        [0, lighter(colour, 0.3)],
        [0.4, colour],
        [1, darker(colour, 0.4)],
      ],
      DOWN,
    );
  return stage(
    paper('#e9dccb', 0.14),
    defs,
    `
    ${floorShadow(740, 560)}
    <path d="${handle}" fill="none" stroke="${darker(colour, 0.4)}" stroke-width="66" stroke-linecap="round"/>
    <path d="${handle}" fill="none" stroke="url(#handle)" stroke-width="54" stroke-linecap="round"/>
    <path d="M1010 728 C1165 682 1244 770 1222 905" fill="none" stroke="${lighter(colour, 0.65)}" stroke-width="10" opacity="0.7" stroke-linecap="round"/>
    <path d="${body}" fill="url(#mug)"/>${specks}
    <ellipse cx="740" cy="600" rx="285" ry="62" fill="#3f4a44"/>
    <ellipse cx="740" cy="604" rx="270" ry="54" fill="url(#mugIn)"/>
    <ellipse cx="740" cy="600" rx="279" ry="58" fill="none" stroke="#46544c" stroke-width="13"/>
    <path d="M520 564 A279 58 0 0 1 740 542" fill="none" stroke="#d7ded6" stroke-width="5" opacity="0.8"/>
    <path d="M560 690 C566 860 580 1040 604 1190" fill="none" stroke="#ffffff" stroke-width="30" opacity="0.28" filter="url(#soft)"/>
    <path d="M500 1214 C530 1282 640 1290 740 1290 C860 1290 955 1282 980 1214" fill="none" stroke="#22302a" stroke-width="12" opacity="0.35" filter="url(#soft)"/>`,
  );
}

export function drawBottle(): Drawing {
  const colour = '#2f6f8f';
  const body =
    'M640 560 C600 600 580 650 580 720 L580 1225 C580 1270 600 1290 650 1290 L950 1290 C1000 1290 1020 1270 1020 1225 L1020 720 C1020 650 1000 600 960 560 Z';
  const defs =
    roundShade('steel', colour, 0.6) + roundShade('cap', '#2a2c30', 0.4) + roundShade('neck', '#c9ccd0', 0.7);
  return stage(
    paper('#dfe3e6', 0.12),
    defs,
    `
    ${floorShadow(800, 450)}
    <path d="${body}" fill="url(#steel)"/>
    <path d="M640 560 C600 600 580 650 580 720 L580 760 L1020 760 L1020 720 C1020 650 1000 600 960 560 Z" fill="#ffffff" opacity="0.07"/>
    <rect x="648" y="520" width="304" height="46" rx="8" fill="url(#neck)"/>
    <rect x="632" y="330" width="336" height="196" rx="26" fill="url(#cap)"/>
    ${[360, 390, 420, 450, 480].map((y) => `<rect x="632" y="${y}" width="336" height="7" fill="#000" opacity="0.22"/>`).join('')}
    <path d="M700 330 C700 230 900 230 900 330" fill="none" stroke="#26282c" stroke-width="38"/>
    <path d="M712 318 C722 246 850 236 884 300" fill="none" stroke="#6a6e75" stroke-width="7" opacity="0.8"/>
    <path d="M760 930 q40 -70 80 0 q-40 70 -80 0 Z" fill="#e8f1f5" opacity="0.85"/>
    <rect x="748" y="1010" width="104" height="9" rx="4" fill="#e8f1f5" opacity="0.8"/>
    <rect x="766" y="1034" width="68" height="7" rx="3" fill="#e8f1f5" opacity="0.6"/>
    <rect x="580" y="1236" width="440" height="10" fill="#0b2c3c" opacity="0.4"/>
    <rect x="692" y="620" width="26" height="610" rx="13" fill="#ffffff" opacity="0.34" filter="url(#soft)"/>
    <rect x="994" y="700" width="9" height="520" rx="4" fill="#bfe3f2" opacity="0.45" filter="url(#soft)"/>`,
  );
}

export function drawLamp(): Drawing {
  const brass = '#b98a3c';
  const defs =
    roundShade('brass', brass, 0.62) +
    gradient('shade', [
      [0, '#1f3d36'],
      [0.22, '#4d7a6e'],
      [0.34, '#86aea2'],
      [0.5, '#35594f'],
      [0.9, '#14302a'],
      [1, '#24463e'],
    ]) +
    radial('bulb', [
      [0, '#fffbe8'],
      [0.45, '#ffe9ae'],
      [1, '#e6b35c'],
    ]);
  return stage(
    paper('#d9d2c8', 0.16),
    defs,
    `
    ${floorShadow(860, 470)}
    <ellipse cx="860" cy="1262" rx="232" ry="44" fill="${darker(brass, 0.45)}"/>
    <path d="M628 1238 C628 1262 740 1290 860 1290 C980 1290 1092 1262 1092 1238 L1092 1222 L628 1222 Z" fill="url(#brass)"/>
    <ellipse cx="860" cy="1222" rx="232" ry="42" fill="${lighter(brass, 0.12)}"/>
    <ellipse cx="800" cy="1212" rx="120" ry="18" fill="#fff3d2" opacity="0.5" filter="url(#soft)"/>
    <path d="M862 1216 L1010 760" stroke="${darker(brass, 0.4)}" stroke-width="36" stroke-linecap="round"/>
    <path d="M858 1214 L1006 758" stroke="${brass}" stroke-width="26" stroke-linecap="round"/>
    <path d="M852 1210 L1000 756" stroke="${lighter(brass, 0.6)}" stroke-width="7" stroke-linecap="round"/>
    <path d="M1008 760 L690 470" stroke="${darker(brass, 0.4)}" stroke-width="34" stroke-linecap="round"/>
    <path d="M1006 755 L688 466" stroke="${brass}" stroke-width="24" stroke-linecap="round"/>
    <path d="M1004 746 L690 460" stroke="${lighter(brass, 0.6)}" stroke-width="6" stroke-linecap="round"/>
    <circle cx="1008" cy="760" r="36" fill="${darker(brass, 0.3)}"/><circle cx="1003" cy="755" r="26" fill="${lighter(brass, 0.25)}"/>
    <g transform="rotate(24 640 470)">
      <ellipse cx="640" cy="712" rx="226" ry="58" fill="#f3e2b4"/>
      <circle cx="640" cy="706" r="60" fill="url(#bulb)"/>
      <path d="M560 430 C470 520 420 620 412 712 C470 668 810 668 868 712 C860 620 810 520 720 430 Z" fill="url(#shade)"/>
      <path d="M412 712 C470 672 810 672 868 712" fill="none" stroke="#0f2621" stroke-width="9"/>
      <rect x="582" y="366" width="116" height="76" rx="20" fill="url(#brass)"/>
      <path d="M548 470 C492 540 462 610 452 676" fill="none" stroke="#d9efe7" stroke-width="20" opacity="0.4" filter="url(#soft)"/>
    </g>`,
  );
}

/** White porcelain on a white sweep: the outline nearly vanishes. A person should look at this one. */
export function drawVase(): Drawing {
  const body =
    'M724 420 C716 520 700 560 650 640 C560 780 540 960 600 1120 C640 1230 690 1290 800 1290 C910 1290 960 1230 1000 1120 C1060 960 1040 780 950 640 C900 560 884 520 876 420 Z';
  const defs = gradient('porcelain', [
    [0, '#f4f4f3'],
    [0.25, '#fbfbfb'],
    [0.5, '#f9f9f9'],
    [0.8, '#f1f1f0'],
    [1, '#f5f5f4'],
  ]);
  return stage(
    whiteSweep(),
    defs,
    `
    ${floorShadow(800, 340, FLOOR, 0.22)}
    <path d="${body}" fill="url(#porcelain)"/>
    <ellipse cx="800" cy="420" rx="76" ry="17" fill="#e9e9e8"/>
    <ellipse cx="800" cy="419" rx="76" ry="16" fill="none" stroke="#fbfbfb" stroke-width="6"/>
    <path d="M668 730 C620 850 622 960 650 1060" fill="none" stroke="#ffffff" stroke-width="30" opacity="0.9" filter="url(#soft)"/>`,
  );
}

export function drawCandle(): Drawing {
  const glass =
    'M560 720 L560 1230 C560 1274 584 1290 630 1290 L970 1290 C1016 1290 1040 1274 1040 1230 L1040 720 Z';
  const defs =
    gradient('amber', [
      [0, '#5a2a08'],
      [0.1, '#8d4a12'],
      [0.24, '#d98a34'],
      [0.4, '#a85c1a'],
      [0.7, '#854310'],
      [0.92, '#572706'],
      [1, '#7a3d10'],
    ]) +
    gradient('wax', [
      [0, '#c9a878'],
      [0.35, '#f3dfba'],
      [1, '#b58d5c'],
    ]) +
    radial('flame', [
      [0, '#fffdf0'],
      [0.4, '#ffe08a'],
      [0.8, '#ff9d2e', 0.9],
      [1, '#ff7a10', 0],
    ]) +
    radial('halo', [
      [0, '#ffd58a', 0.55],
      [1, '#ffd58a', 0],
    ]);
  return stage(
    paper('#cfc6bd', 0.18),
    defs,
    `
    ${floorShadow(800, 500)}
    <path d="${glass}" fill="url(#amber)"/>
    <ellipse cx="800" cy="720" rx="240" ry="50" fill="#6b3510"/>
    <ellipse cx="800" cy="752" rx="222" ry="44" fill="url(#wax)"/>
    <ellipse cx="800" cy="748" rx="170" ry="34" fill="url(#halo)"/>
    <ellipse cx="800" cy="720" rx="236" ry="48" fill="none" stroke="#d9a15c" stroke-width="9"/>
    <path d="M800 752 L802 690" stroke="#2a1a10" stroke-width="9" stroke-linecap="round"/>
    <path d="M802 560 C846 630 848 690 802 706 C756 690 758 630 802 560 Z" fill="url(#flame)"/>
    <path d="M802 580 C834 634 834 684 802 698 C770 684 770 634 802 580 Z" fill="#ffe9a8"/>
    <rect x="650" y="880" width="300" height="270" rx="8" fill="#f5efe2"/>
    <rect x="668" y="898" width="264" height="234" rx="4" fill="none" stroke="#5a4326" stroke-width="4"/>
    <text x="800" y="1000" text-anchor="middle" font-family="serif" font-size="52" fill="#3d2c18" letter-spacing="6">AMBER</text>
    <rect x="740" y="1024" width="120" height="4" fill="#3d2c18"/>
    <text x="800" y="1076" text-anchor="middle" font-family="serif" font-size="28" fill="#3d2c18" letter-spacing="4">cedar + fig</text>
    <rect x="604" y="770" width="24" height="470" rx="12" fill="#ffe2b0" opacity="0.5" filter="url(#soft)"/>
    <rect x="1012" y="780" width="9" height="440" rx="4" fill="#ffca85" opacity="0.6" filter="url(#soft)"/>`,
  );
}

export function drawPlant(): Drawing {
  const clay = '#c0673f';
  const leaf = (angle: number, length: number, hue: string, x = 800, y = 850) => `
    <g transform="translate(${x} ${y}) rotate(${angle})">
      <path d="M-7 0 L7 0 L4 ${-length * 0.4} L-4 ${-length * 0.4} Z" fill="${darker(hue, 0.35)}"/>
      <path d="M0 ${-length * 0.3} C${-length * 0.3} ${-length * 0.5} ${-length * 0.2} ${-length * 0.86} 0 ${-length} C${length * 0.2} ${-length * 0.86} ${length * 0.3} ${-length * 0.5} 0 ${-length * 0.3} Z" fill="${hue}"/>
      <path d="M0 ${-length * 0.3} C${length * 0.3} ${-length * 0.5} ${length * 0.2} ${-length * 0.86} 0 ${-length} Z" fill="${darker(hue, 0.22)}"/>
      <path d="M0 ${-length * 0.3} L0 ${-length * 0.95}" stroke="${lighter(hue, 0.35)}" stroke-width="5"/>
      ${[0.45, 0.58, 0.7, 0.82].map((t) => `<path d="M0 ${-length * t} l${-length * 0.13} ${-length * 0.07} M0 ${-length * t} l${length * 0.13} ${-length * 0.07}" stroke="${lighter(hue, 0.25)}" stroke-width="3" opacity="0.6"/>`).join('')}
    </g>`;
  const defs =
    roundShade('clay', clay, 0.35) +
    gradient('rim', [
      [0, darker(clay, 0.35)],
      [0.3, lighter(clay, 0.35)],
      [0.6, clay],
      [1, darker(clay, 0.45)],
    ]);
  const back = [
    [-62, 470, '#3d6b45'],
    [58, 480, '#3a6741'],
    [-34, 590, '#467a4e'],
    [33, 600, '#437449'],
    [0, 640, '#4b8355'],
  ] as const;
  const front = [
    [-76, 380, '#5b9a62'],
    [74, 390, '#579560'],
    [-20, 470, '#66a86c'],
    [18, 430, '#6fb175'],
    [-48, 430, '#5f9f66'],
    [47, 430, '#5c9c64'],
  ] as const;
  return stage(
    paper('#e4e6e0', 0.12),
    defs,
    `
    ${floorShadow(800, 460)}
    ${back.map(([angle, length, hue]) => leaf(angle, length, hue)).join('')}
    ${front.map(([angle, length, hue]) => leaf(angle, length, hue, 800, 880)).join('')}
    <path d="M590 930 L640 1252 C646 1280 664 1290 700 1290 L900 1290 C936 1290 954 1280 960 1252 L1010 930 Z" fill="url(#clay)" filter="url(#leather)"/>
    <path d="M590 930 L598 980 L1002 980 L1010 930 Z" fill="#3a1608" opacity="0.35" filter="url(#soft)"/>
    <rect x="560" y="850" width="480" height="100" rx="16" fill="url(#rim)"/>
    <rect x="572" y="856" width="456" height="8" rx="4" fill="#f0b491" opacity="0.6"/>
    ${leaf(-88, 300, '#6aac70', 730, 872)}${leaf(86, 310, '#64a56a', 880, 872)}`,
  );
}
