import { type Drawing, darker, FLOOR, floorShadow, gradient, lighter, mix, radial, SHEET } from './studio.ts';

/**
 * A chair in a furnished room: a lifestyle picture, as shops have many. Nothing but a person (or a model) can say
 * where the chair ends, so the rules engine should hand it to review.
 */
export function drawChair(): Drawing {
  const oak = '#b8834c';
  const defs =
    gradient('wall', [
      [0, '#b9c4bd'],
      [0.5, '#cbd3cb'],
      [1, '#a9b4ad'],
    ]) +
    gradient('boards', [
      [0, '#9c7650'],
      [0.5, '#b58c62'],
      [1, '#86623f'],
    ]) +
    gradient('oak', [
      [0, lighter(oak, 0.35)],
      [0.4, oak],
      [1, darker(oak, 0.35)],
    ]) +
    gradient(
      'oakDown',
      [
        [0, lighter(oak, 0.3)],
        [1, darker(oak, 0.3)],
      ],
      'x1="0" y1="0" x2="0" y2="1"',
    ) +
    radial('sun', [
      [0, '#fff6dc', 0.8],
      [1, '#fff6dc', 0],
    ]);
  const boards = Array.from({ length: 9 }, (_, row) => {
    const y = 1080 + row * row * 7;
    return `<path d="M0 ${y} H${SHEET}" stroke="#5b3f25" stroke-width="${2 + row * 0.6}" opacity="0.5"/>`;
  }).join('');
  const books = ['#a8402f', '#2c5a6b', '#d7b256', '#4d6b46', '#733c5a', '#c7bda9', '#1f3346', '#b86a35'];
  const shelf = books
    .map(
      (
        hue,
        index,
      ) => `<rect x="${1130 + index * 44}" y="${430 - (index % 3) * 26}" width="38" height="${180 + (index % 3) * 26}" fill="${hue}"/>
      <rect x="${1136 + index * 44}" y="${450 - (index % 3) * 26}" width="26" height="6" fill="#fff" opacity="0.5"/>`,
    )
    .join('');
  const room = `
    <rect width="${SHEET}" height="1080" fill="url(#wall)"/>
    <rect y="1080" width="${SHEET}" height="520" fill="url(#boards)" filter="url(#wood)"/>${boards}
    <rect y="1046" width="${SHEET}" height="36" fill="#e9ebe6"/>
    <rect x="110" y="120" width="420" height="560" fill="#f4f2ec"/><rect x="134" y="144" width="372" height="512" fill="#a9c8de"/>
    <path d="M134 560 C240 470 320 540 400 480 C450 450 480 470 506 440 L506 656 L134 656 Z" fill="#6f9a6c"/>
    <path d="M320 144 V656 M134 400 H506" stroke="#f4f2ec" stroke-width="16"/>
    <rect x="60" y="90" width="110" height="640" fill="#d98f6a"/><path d="M90 90 V730 M120 90 V730 M148 90 V730" stroke="#b46e4c" stroke-width="8" opacity="0.6"/>
    <rect x="660" y="180" width="270" height="350" fill="#2c2a28"/><rect x="680" y="200" width="230" height="310" fill="#efe7d8"/>
    <circle cx="770" cy="320" r="74" fill="#d0603f"/><rect x="760" y="330" width="110" height="130" fill="#24506b" opacity="0.9"/>
    ${shelf}<rect x="1110" y="610" width="400" height="24" fill="#7a5534"/>
    <path d="M1360 880 C1290 760 1250 760 1230 700 M1370 880 C1380 740 1420 720 1450 650 M1366 880 C1350 720 1330 700 1350 620" stroke="#3c6a45" stroke-width="26" fill="none" stroke-linecap="round"/>
    <path d="M1270 880 H1470 L1440 1120 H1300 Z" fill="#e3ded2"/><path d="M1400 880 H1470 L1440 1120 H1390 Z" fill="#b8b2a5"/>
    <ellipse cx="760" cy="1400" rx="690" ry="140" fill="#9a4a3c"/><ellipse cx="760" cy="1400" rx="610" ry="116" fill="none" stroke="#e7c9a0" stroke-width="14"/>
    <ellipse cx="760" cy="1400" rx="500" ry="88" fill="none" stroke="#e7c9a0" stroke-width="8"/>
    <ellipse cx="420" cy="1250" rx="420" ry="120" fill="url(#sun)"/>`;
  return { defs, backdrop: room, product: floorShadow(800, 480, FLOOR + 70, 1.2) + chair(oak) };
}

function chair(oak: string): string {
  const leg = (from: string, to: string, width: number, fill: string) =>
    `<path d="M${from} L${to}" stroke="${fill}" stroke-width="${width}" stroke-linecap="round"/>`;
  const slats = [690, 745, 800, 855, 910]
    .map(
      (x) => `<path d="M${x} 640 L${800 + (x - 800) * 0.9} 960" stroke="url(#oakDown)" stroke-width="20"/>`,
    )
    .join('');
  return `
    ${leg('620 980', '600 1250', 34, darker(oak, 0.45))}${leg('980 980', '1004 1250', 34, darker(oak, 0.45))}
    <path d="M612 1130 H992" stroke="${darker(oak, 0.35)}" stroke-width="20"/>
    ${slats}
    <path d="M590 560 L622 985" stroke="${mix(oak, '#ffffff', 0.1)}" stroke-width="38" stroke-linecap="round"/>
    <path d="M1010 560 L978 985" stroke="${darker(oak, 0.18)}" stroke-width="38" stroke-linecap="round"/>
    <path d="M566 540 C660 590 940 590 1034 540 L1028 650 C930 690 670 690 572 650 Z" fill="url(#oak)" filter="url(#wood)"/>
    <path d="M560 960 C640 930 960 930 1040 960 L1080 1050 C960 1090 640 1090 520 1050 Z" fill="url(#oak)" filter="url(#wood)"/>
    <path d="M520 1050 C640 1090 960 1090 1080 1050 L1080 1078 C960 1120 640 1120 520 1078 Z" fill="${darker(oak, 0.4)}"/>
    ${leg('552 1090', '520 1350', 40, oak)}${leg('1048 1090', '1082 1350', 40, darker(oak, 0.22))}
    <path d="M546 1096 L514 1346" stroke="${lighter(oak, 0.5)}" stroke-width="8" stroke-linecap="round"/>`;
}
