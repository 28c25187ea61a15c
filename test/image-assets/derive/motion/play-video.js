// Runs in the browser, not in Node: shows a video (a data: address), plays some of it, and tells what was seen.
globalThis.playVideo = async (source) => {
  const video = document.querySelector('video');
  const bytes = Uint8Array.from(atob(source.slice(source.indexOf(',') + 1)), (letter) =>
    letter.charCodeAt(0),
  );
  const settings = new TextDecoder('latin1').decode(bytes).indexOf('avcC') + 5;
  const codec = `avc1.${[0, 1, 2].map((at) => bytes[settings + at].toString(16).padStart(2, '0')).join('')}`;
  video.src = source;
  await new Promise((done) => {
    video.oncanplaythrough = done;
    video.onerror = done;
  });
  const { videoWidth: width, videoHeight: height, duration } = video;
  await video.play();
  const before = video.currentTime;
  await new Promise((done) => {
    video.ontimeupdate = () => video.currentTime > before + 0.4 && done();
  });
  const passed = video.currentTime - before;
  video.pause();
  const decodedFrames = video.getVideoPlaybackQuality().totalVideoFrames;
  const canvas = document.createElement('canvas');
  canvas.width = width;
  canvas.height = height;
  const context = canvas.getContext('2d', { willReadFrequently: true });
  const pixel = (x, y) => Array.from(context.getImageData(x, y, 1, 1).data.slice(0, 3));
  const shots = [];
  for (const share of [0, 0.37, 0.98]) {
    video.currentTime = share * duration;
    await new Promise((done) => {
      video.onseeked = done;
    });
    context.drawImage(video, 0, 0);
    shots.push({ middle: pixel(width / 2, height / 2), corner: pixel(4, 4) });
  }
  const canPlay = video.canPlayType(`video/mp4; codecs="${codec}"`);
  return {
    width,
    height,
    duration,
    codec,
    canPlay,
    passed,
    decodedFrames,
    shots,
    error: video.error?.message ?? null,
  };
};
