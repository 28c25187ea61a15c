import { escapeHtml } from '../../escape-html.ts';

/** Pictures that a person turns by hand. */
export interface View {
  readonly width: number;
  readonly height: number;
  /** WebP, in the order of the turn. */
  readonly frames: readonly Buffer[];
  /** `round`: behind the last comes the first. `sway`: it ends on both sides. */
  readonly turn: 'round' | 'sway';
  /** What is seen, as the shop calls it; the page says "product" without it. */
  readonly title?: string;
}

/**
 * One page that shows a product from all sides, with nothing outside of it: pictures, style and script are in it, and
 * its policy forbids every request, so a shop may put it anywhere, in a sandboxed frame as well.
 *
 * Drag, touch, arrow keys, Home and End turn it; it turns by itself once loaded, until it is touched, stopped, or out
 * of sight, and not at all where the reader asked for reduced motion. Without scripts the first picture stands there.
 * Chinese or English: as the page that embeds it asks for (`#zh`, `#en`), else as the reader's browser does.
 */
export function viewerPage({ width, height, frames, turn, title }: View): string {
  const pictures = frames.map(
    (frame, at) =>
      `<img alt="" width="${width}" height="${height}" draggable="false"${at === 0 ? ' class="shown"' : ''} src="data:image/webp;base64,${frame.toString('base64')}">`,
  );
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<meta name="referrer" content="no-referrer">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title ?? '3D')}</title>
<style>${STYLE}</style>
</head>
<body>
<main style="aspect-ratio:${width}/${height};max-width:min(100vw,calc(100vh*${width}/${height}))" data-turn="${turn}" data-title="${escapeHtml(title ?? '')}">
<div id="view" role="slider" tabindex="0" aria-label="${escapeHtml(title ?? 'Product')}" aria-valuemin="1" aria-valuemax="${frames.length}" aria-valuenow="1">
${pictures.join('\n')}
</div>
<p id="hint"></p>
<button id="play" type="button" hidden></button>
</main>
<script>${SCRIPT}</script>
</body>
</html>
`;
}

/** `unsafe-inline` lets the page's own script and style run; with no source to load or send to, they reach nothing. */
const POLICY =
  "default-src 'none'; img-src data:; style-src 'unsafe-inline'; script-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

const STYLE = `
html,body{height:100%;margin:0;background:transparent;font:14px/1.4 system-ui,sans-serif}
main{position:relative;margin:auto;overflow:hidden}
#view{position:absolute;inset:0;cursor:grab;touch-action:pan-y;user-select:none;-webkit-user-select:none}
#view:active{cursor:grabbing}
#view{outline:0}
#view:focus-visible::after{content:'';position:absolute;inset:0;border:3px solid #1769e0;pointer-events:none}
#view img{position:absolute;inset:0;width:100%;height:100%;visibility:hidden}
#view img.shown{visibility:visible}
#hint,#play{position:absolute;bottom:12px;margin:0;padding:6px 12px;border:0;border-radius:16px;background:#fffd;color:#222;font:inherit}
#hint{left:12px;pointer-events:none;transition:opacity .4s}
#hint.gone{opacity:0}
#play{right:12px;cursor:pointer}
#play:focus-visible{outline:3px solid #1769e0}
@media (prefers-reduced-motion:reduce){#hint{transition:none}}
`;

/**
 * Plain for every browser of the last years. Dragging over the whole width is one turn of a round view, and goes
 * from end to end of a swaying one. Vertical touches stay with the page, for scrolling.
 */
const SCRIPT = `
(() => {
  const main = document.querySelector('main');
  const view = document.getElementById('view');
  const hint = document.getElementById('hint');
  const play = document.getElementById('play');
  const pictures = [...view.querySelectorAll('img')];
  const count = pictures.length;
  const round = main.dataset.turn === 'round';
  const asked = location.hash.slice(1).toLowerCase();
  const chinese = (asked === 'zh' || asked === 'en' ? asked : navigator.language.toLowerCase()).startsWith('zh');
  const texts = chinese
    ? { product: '商品', name: (what) => what + '，可旋转查看', at: (n) => '第 ' + n + ' 个角度，共 ' + count + ' 个', hint: '拖动或按方向键旋转', play: '自动旋转', stop: '停止' }
    : { product: 'Product', name: (what) => what + ', turn to view', at: (n) => 'View ' + n + ' of ' + count, hint: 'Drag or use the arrow keys to turn', play: 'Turn', stop: 'Stop' };
  document.documentElement.lang = chinese ? 'zh-CN' : 'en';
  view.setAttribute('aria-label', texts.name(main.dataset.title || texts.product));
  hint.textContent = texts.hint;

  let place = round ? 0 : (count - 1) / 2;
  let shown = 0;
  function turnTo(next) {
    place = round ? ((next % count) + count) % count : Math.min(count - 1, Math.max(0, next));
    const now = Math.round(place) % count;
    if (now !== shown) {
      pictures[shown].classList.remove('shown');
      pictures[now].classList.add('shown');
      shown = now;
    }
    // Only when it changes: each change may be read out.
    if (view.getAttribute('aria-valuetext') !== texts.at(now + 1)) {
      view.setAttribute('aria-valuenow', String(now + 1));
      view.setAttribute('aria-valuetext', texts.at(now + 1));
    }
  }

  let frame = 0;
  let before = 0;
  let phase = 0;
  const roundMs = round ? 8000 : 6000;
  function step(time) {
    const passed = Math.min(100, time - before);
    before = time;
    phase += passed / roundMs;
    turnTo(round ? place + (passed / roundMs) * count : ((count - 1) / 2) * (1 + Math.sin(2 * Math.PI * phase)));
    frame = requestAnimationFrame(step);
  }
  function start() {
    if (frame) return;
    phase = round ? 0 : Math.asin(Math.min(1, Math.max(-1, (2 * place) / (count - 1) - 1))) / (2 * Math.PI);
    before = performance.now();
    frame = requestAnimationFrame(step);
    play.textContent = texts.stop;
  }
  function stop() {
    cancelAnimationFrame(frame);
    frame = 0;
    play.textContent = texts.play;
  }
  function touched() {
    stop();
    hint.classList.add('gone');
  }

  let grip = null;
  view.addEventListener('pointerdown', (event) => {
    if (event.button !== 0) return;
    touched();
    grip = { id: event.pointerId, x: event.clientX, place };
    view.setPointerCapture(event.pointerId);
  });
  view.addEventListener('pointermove', (event) => {
    if (!grip || event.pointerId !== grip.id) return;
    turnTo(grip.place + ((event.clientX - grip.x) / view.clientWidth) * (round ? count : count - 1));
  });
  const release = (event) => {
    if (grip && event.pointerId === grip.id) grip = null;
  };
  view.addEventListener('pointerup', release);
  view.addEventListener('pointercancel', release);
  view.addEventListener('keydown', (event) => {
    const steps = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1 };
    const next =
      event.key === 'Home' ? 0 : event.key === 'End' ? count - 1 : event.key in steps ? Math.round(place) + steps[event.key] : undefined;
    if (next === undefined || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    touched();
    turnTo(next);
  });
  play.addEventListener('click', () => (frame ? stop() : start()));
  document.addEventListener('visibilitychange', () => document.hidden && stop());

  turnTo(place);
  const still = matchMedia('(prefers-reduced-motion: reduce)');
  still.addEventListener('change', () => still.matches && stop());
  play.textContent = texts.play;
  // Decoded first, or the first round would flicker.
  Promise.allSettled(pictures.map((picture) => picture.decode())).then(() => {
    play.hidden = false;
    view.dataset.ready = 'true';
    if (!still.matches && !grip && !hint.classList.contains('gone')) start();
  });
})();
`;
